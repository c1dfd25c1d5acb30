"""Messages as pipeline components get them."""

from __future__ import annotations

from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoders import encoder
from bot.nlu.normalised import normalise


def message(text: str, intent: str | None = None) -> Message:
    """A message with its sentence vector.

    Args:
        text: as typed.
        intent: of a training sentence.
    """
    made = Message({TEXT: text, **({INTENT: intent} if intent else {})})
    vector = encoder("use-multilingual").encode([normalise(text).text])
    made.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return made
