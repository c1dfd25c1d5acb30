"""Sentences written as a file of Rasa's training data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString


def as_training_data(sentences: Iterable[tuple[str, str]]) -> str:
    """Sentences as a file of Rasa's training data.

    Args:
        sentences: text and intent.
    """
    by_intent: dict[str, list[str]] = {}
    for text, intent in sentences:
        # brackets and braces would mark entities
        plain = re.sub(r"[\[\]{}]", " ", " ".join(text.split()))
        by_intent.setdefault(intent, []).append(plain)
    blocks = [
        {"intent": intent, "examples": LiteralScalarString("".join(f"- {one}\n" for one in texts))}
        for intent, texts in by_intent.items()
    ]
    written = StringIO()
    YAML().dump({"version": "3.1", "nlu": blocks}, written)
    return written.getvalue()
