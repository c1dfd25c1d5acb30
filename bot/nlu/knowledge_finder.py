"""Pipeline component: the knowledge that a message may ask for; no training, new entries count at once."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.clock import Clock, system_clock, today
from bot.datafiles import DataFileError
from bot.knowledge import EVERYWHERE, Entry, library_of
from bot.nlu.encoders import KeptVectors, encoder
from bot.nlu.intent_classifier import LinearIntentClassifier, sentence_vectors
from bot.nlu.knowledge_index import Hit, KnowledgeIndex, as_output
from bot.nlu.normaliser import heard
from bot.settings import ROOT, SettingsError, settings

logger = logging.getLogger(__name__)

KNOWLEDGE = "knowledge"
"""The key of the hits in a parsed message."""
ASK_KNOWLEDGE = "ask_knowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class KnowledgeFinder(GraphComponent):
    """Adds the nearest entries; where the classifier is in doubt and one is near, it decides.

    An entry that is over is never found, one of another region only where the words speak of it.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [LinearIntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {
            "folder": "data/knowledge",
            "encoder": "use-multilingual",
            # An entry at least this near is what was asked for, if the classifier is in doubt. Of our own
            # sentences in doubt, 19 of 26 are then taken, of those that no entry answers 1 of 5.
            "near": 0.4,
        }

    def __init__(
        self,
        config: dict[str, Any],
        doubt: float,
        clock: Clock = system_clock,
        region: str = EVERYWHERE,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._doubt = doubt
        self._clock = clock
        self._region = region
        self._library = library_of(ROOT / self._config["folder"])
        self._indexed: tuple[Any, date] | None = None
        self._index: KnowledgeIndex | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeFinder:
        """A new component with the clock of this installation."""
        doubt = _fallback_threshold(execution_context)
        try:
            return cls(config, doubt, settings().clock, settings().region)
        except SettingsError:
            # `rasa train` and `rasa test nlu` need no installation with keys.
            return cls(config, doubt)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the hits to each message, and the intent where they decide it."""
        index = self._current_index()
        spoken = [one for one in messages if heard(one)]
        if index is None or not spoken:
            return messages
        vectors = sentence_vectors(spoken).astype("float32")
        found = index.nearest_of([heard(one) for one in spoken], vectors)
        for message, hits in zip(spoken, found, strict=True):
            message.set(KNOWLEDGE, as_output(hits), add_to_output=True)
            self._decide(message, hits)
        return messages

    def _decide(self, message: Message, hits: list[Hit]) -> None:
        ranking = message.get(INTENT_RANKING_KEY) or []
        sure = float(ranking[0][PREDICTED_CONFIDENCE_KEY]) if ranking else 0.0
        if sure >= self._doubt or not hits or hits[0].score < self._config["near"]:
            return
        chosen = {INTENT_NAME_KEY: ASK_KNOWLEDGE, PREDICTED_CONFIDENCE_KEY: hits[0].score}
        others = [one for one in ranking if one[INTENT_NAME_KEY] != ASK_KNOWLEDGE]
        message.set(INTENT, chosen, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [dict(chosen), *others], add_to_output=True)

    def _current_index(self) -> KnowledgeIndex | None:
        on = today(self._clock)
        try:
            entries = self._library.entries()
        except DataFileError as error:
            logger.error("no knowledge: %s", error)
            return None
        if self._indexed is None or self._indexed != (id(entries), on):
            told = {name: one for name, one in entries.items() if one.holds(on)}
            self._index = self._built(told)
            self._indexed = (id(entries), on)
        return self._index

    def _built(self, entries: dict[str, Entry]) -> KnowledgeIndex | None:
        if not entries:
            return None
        kept = KeptVectors(encoder(self._config["encoder"]), purpose="knowledge")
        return KnowledgeIndex(entries, kept, self._region)


def _fallback_threshold(context: ExecutionContext) -> float:
    """The confidence below which the classifier is in doubt: what the pipeline's fallback says."""
    found = [
        node.config
        for node in context.graph_schema.nodes.values()
        if node.uses is FallbackClassifier
    ]
    config = {**FallbackClassifier.get_default_config(), **(found[0] if found else {})}
    return float(config["threshold"])
