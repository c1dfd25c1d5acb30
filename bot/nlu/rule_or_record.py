"""Pipeline component: whether a sentence asks for the rule (违约金怎么算) or for one's own record (我的违约金多少)."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.asked import FILE, RULE, read_asked
from bot.nlu.encoders import KeptVectors, encoder
from bot.nlu.fingerprints import sources
from bot.nlu.intent_classifier import sentence_vectors
from bot.nlu.normalised import normalise
from bot.nlu.normaliser import Normaliser, heard
from bot.nlu.rule_model import RuleModel, train
from bot.settings import ROOT

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RuleOrRecord(GraphComponent):
    """Adds `rule`: how likely the sentence asks for the rule, 0 (own record) to 1 (rule)."""

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Normaliser, DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {"file": FILE, "encoder": "use-multilingual"}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: RuleModel | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleOrRecord:
        """A new component without a model."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RuleOrRecord:
        """The component with its trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, RuleModel.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the sentences or the code change."""
        file = ROOT / {**cls.get_default_config(), **config}["file"]
        taught = hashlib.sha256(file.read_bytes()).hexdigest()
        return taught + sources(
            "normalised.py", "encoders.py", "asked.py", "rule_model.py", "rule_or_record.py"
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the file; the intents' sentences aren't needed.

        Raises:
            RuleFileError: a line of the file can't be used.
        """
        asked = read_asked(ROOT / self._config["file"])
        texts = [normalise(one.text).text for one in asked]
        kept = KeptVectors(encoder(self._config["encoder"]), purpose="rule_or_record")
        vectors = kept.encode(texts).astype("float64")
        self._model = train(texts, vectors, [one.asks == RULE for one in asked])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `rule` to each message that says something."""
        for message in messages:
            text = heard(message)
            if self._model is None or not text:
                continue
            rule = self._model.probability(text, sentence_vectors([message])[0])
            message.set(RULE, round(rule, 4), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no component after this one learns from its answers."""
        return training_data
