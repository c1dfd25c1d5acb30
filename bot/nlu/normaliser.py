"""Pipeline component: puts the normalised text beside what was typed."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import sources
from bot.nlu.normalised import Normalised, normalise

NORMALISED_TEXT = "normalised_text"
HEARD = 200
"""Characters; the longest sentence of the training data is half as long."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normaliser(GraphComponent):
    """Normalises the text for the components after it; the typed text itself stays."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normaliser:
        """A new component (see `GraphComponent`)."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the code changes: Rasa compares configurations only."""
        return sources("normalised.py", "normaliser.py")

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the normalised text to each message."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(NORMALISED_TEXT, normalise(text).text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the normalised text to each example."""
        self.process(training_data.training_examples)
        return training_data


def heard(message: Message) -> str:
    """The beginning of a message's normal form, from which its intent is told.

    What a message wants stands in its first sentences; a pasted notice goes on for long, and the work on
    a text mustn't grow with what anybody may paste. Numbers, times and places are read in all of it.
    """
    return normalised(message).text[:HEARD]


def normalised(message: Message) -> Normalised:
    """The normal form of a message's text, from the cache."""
    return normalise(message.get(TEXT) or "")
