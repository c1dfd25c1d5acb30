"""Several wishes in one message: which way to cut it makes the most sense.

`wishes.json` holds a weight for each sign of a reading (`bot.engine.readings`), learnt by
`bot.engine.wish_learning` from the messages of `data/wishes.tsv`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.engine.clauses import clauses
from bot.engine.readings import Understand, Wish, readings
from bot.intents import load_intents

FILE = Path(__file__).with_name("wishes.json")


def may_be_several(text: str) -> bool:
    """Whether a text has a place where it could be cut."""
    return len(clauses(text)) > 1


def wishes_of(text: str, understand: Understand) -> list[Wish]:
    """The wishes of a message, the most urgent first, the others as said; fewer than two: don't cut.

    Args:
        text: as typed.
        understand: the pipeline.
    """
    weights = _weights()
    best = max(readings(text, understand), key=lambda one: one.score(weights), default=None)
    if best is None or len(best.wishes) < 2:
        return []
    intents = load_intents()
    return sorted(best.wishes, key=lambda one: not intents[one.intent].urgent)


@cache
def _weights() -> Mapping[str, float]:
    content: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return content
