"""Pipeline component: the intent, by a linear model with calibrated probabilities."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import sources
from bot.nlu.intent_model import IntentModel, Sentence, train
from bot.nlu.jieba_tokenizer import FIELD
from bot.nlu.nearest import Floats
from bot.nlu.normaliser import heard, normalised

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Characters and words of the normalised text, and all dense sentence features of the message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Tokenizer, DenseFeaturizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {
            "ranking_length": 10,
            # what an intent gets on top of its score; see `bot.nlu.intent_model.train`
            "leads": {},
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
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
    ) -> LinearIntentClassifier:
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
    ) -> LinearIntentClassifier:
        """The component with its trained model; without one if there was nothing to train on."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, IntentModel.load(folder))
        except (ValueError, OSError):
            logger.warning("no trained intent model; every message is without an intent")
            return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the code changes."""
        return sources(
            "normalised.py",
            "normaliser.py",
            "intent_model.py",
            "nearest.py",
            "intent_classifier.py",
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all sentences that have an intent."""
        examples = [
            one for one in training_data.intent_examples if one.get(INTENT) and normalised(one).text
        ]
        if not examples:
            logger.warning("no sentences with an intent: the intent classifier was not trained")
            return self._resource
        self._model = train(
            [_sentence(one) for one in examples],
            sentence_vectors(examples),
            [one.get(INTENT) for one in examples],
            self._config["leads"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the intent and the ranking to each message."""
        for message, ranking in zip(messages, self._rankings(messages), strict=True):
            best = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, dict(best), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no component after this one learns from its answers."""
        return training_data

    def _rankings(self, messages: list[Message]) -> list[list[dict[str, Any]]]:
        model = self._model
        spoken = [one for one in messages if normalised(one).text]
        if model is None or not spoken:
            return [[] for _ in messages]
        sentences = [_sentence(one) for one in spoken]
        chances = iter(model.probabilities(sentences, sentence_vectors(spoken)))
        return [
            self._ranked(model, next(chances)) if normalised(one).text else [] for one in messages
        ]

    def _ranked(self, model: IntentModel, chances: Floats) -> list[dict[str, Any]]:
        order = np.argsort(-chances, kind="stable")[: self._config["ranking_length"]]
        return [
            {
                INTENT_NAME_KEY: model.intents[index],
                PREDICTED_CONFIDENCE_KEY: float(chances[index]),
            }
            for index in order
        ]


def _sentence(message: Message) -> Sentence:
    tokens = message.get(TOKENS_NAMES[TEXT]) or ()
    return Sentence(
        heard(message),
        tuple(token.text for token in tokens),
        tuple(token.get(FIELD) for token in tokens if token.get(FIELD)),
    )


def sentence_vectors(messages: list[Message]) -> Floats:
    """All dense sentence features of messages, one row each.

    Args:
        messages: after the featurizers.
    """
    rows = []
    for message in messages:
        parts = [
            np.asarray(one.features, dtype=np.float64).reshape(-1)
            for one in message.features
            if one.is_dense() and one.attribute == TEXT and one.type == FEATURE_TYPE_SENTENCE
        ]
        rows.append(np.concatenate(parts))
    return np.stack(rows)
