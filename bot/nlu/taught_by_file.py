"""What pipeline components have in common that learn from a file of sentences of their own."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoders import KeptVectors, encoder
from bot.nlu.fingerprints import sources
from bot.nlu.intent_classifier import sentence_vectors
from bot.nlu.nearest import Floats
from bot.nlu.normaliser import Normaliser, heard
from bot.nlu.stretch_model import StretchModel
from bot.settings import ROOT

Model = TypeVar("Model", bound=StretchModel)
Component = TypeVar("Component", bound="TaughtByFile[Any]")
_SOURCES = ("normalised.py", "encoders.py", "stretch_model.py", "taught_by_file.py")


class TaughtByFile(GraphComponent, ABC, Generic[Model]):
    """Learns a model from a file and adds what it tells to each message that says something."""

    FILE: ClassVar[str]
    """From the project's folder on."""
    KEY: ClassVar[str]
    """Of what is told, in a parsed message."""
    PURPOSE: ClassVar[str]
    """Of the vectors that are kept between trainings."""
    MODEL: ClassVar[type[StretchModel]]
    SOURCES: ClassVar[tuple[str, ...]]
    """Modules of this package that make the model, besides those of all such components."""

    @abstractmethod
    def learnt(self, file: Path, training_data: TrainingData, encoded: KeptVectors) -> Model:
        """The model that a file teaches.

        Args:
            file: to learn from.
            training_data: of the intents.
            encoded: makes sentence vectors.
        """

    @abstractmethod
    def told(self, model: Model, text: str, vector: Floats) -> Any:
        """What the model tells of a sentence.

        Args:
            model: that was learnt.
            text: normalised, not empty.
            vector: its sentence vector.
        """

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Normaliser, DenseFeaturizer]

    @classmethod
    def get_default_config(cls) -> dict[str, Any]:  # type: ignore[override]
        """The configuration's keys and defaults."""
        return {"file": cls.FILE, "encoder": "use-multilingual"}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Model | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """A new component without a model."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """The component with its trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.MODEL.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the sentences or the code change."""
        file = ROOT / {**cls.get_default_config(), **config}["file"]
        taught = hashlib.sha256(file.read_bytes()).hexdigest()
        return taught + sources(*_SOURCES, *cls.SOURCES)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the file and keep what was learnt; the file's own errors are passed on."""
        kept = KeptVectors(encoder(self._config["encoder"]), purpose=self.PURPOSE)
        self._model = self.learnt(ROOT / self._config["file"], training_data, kept)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is told to each message that says something."""
        for message in messages:
            text = heard(message)
            if self._model is None or not text:
                continue
            told = self.told(self._model, text, sentence_vectors([message])[0])
            message.set(self.KEY, told, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no component after this one learns from its answers."""
        return training_data
