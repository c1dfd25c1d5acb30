"""Pipeline component: the vector of the whole sentence as a dense feature."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoders import KeptVectors, RecentVectors, SentenceEncoder, encoder
from bot.nlu.fingerprints import sources
from bot.nlu.normaliser import Normaliser, heard, normalised


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):
    """Adds the sentence's vector; any classifier that takes dense features can use it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Normaliser]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {**DenseFeaturizer.get_default_config(), "encoder": "use-multilingual"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse an unknown encoder before anything is trained."""
        encoder(config.get("encoder", "use-multilingual"))

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._encoder = encoder(config["encoder"])
        self._recent = RecentVectors(self._encoder)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedding:
        """A new component (see `GraphComponent`)."""
        return cls(config, execution_context.node_name)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the encoder or the code changes."""
        name = encoder(config.get("encoder", "use-multilingual")).name
        return name + sources(
            "normalised.py", "normaliser.py", "encoders.py", "sentence_embedding.py"
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message."""
        self._add(messages, self._recent)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each example; known sentences aren't computed again."""
        self._add(training_data.training_examples, KeptVectors(self._encoder))
        return training_data

    def _add(self, messages: list[Message], encode_with: SentenceEncoder) -> None:
        spoken = [one for one in messages if normalised(one).text]
        if not spoken:
            return
        vectors = encode_with.encode([heard(one) for one in spoken])
        for message, vector in zip(spoken, vectors, strict=True):
            message.add_features(
                Features(
                    vector.reshape(1, -1),
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config[FEATURIZER_CLASS_ALIAS] or self._identifier,
                )
            )
