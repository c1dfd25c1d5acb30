"""Several wishes in one message: which way to cut it makes the most sense.

`wishes.json` holds a weight for each sign of a reading (`bot.engine.readings`), learnt by
`bot.engine.wish_learning` from the messages of `data/wishes.tsv`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.engine.clauses import REQUEST, clauses
from bot.engine.readings import Understand, Wish, readings
from bot.intents import load_intents

_STORIES = frozenset(("report_fraud", "report_loss"))
"""What is told at length: 余额 in 扫了，让我填卡号跟余额 is no wish."""
_SHORT = 4

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
    found = sorted(best.wishes, key=lambda one: not intents[one.intent].urgent)
    if found[0].intent in _STORIES:
        found = [found[0], *(one for one in found[1:] if _asks(one.text))]
    return found if len(found) > 1 else []


def _asks(text: str) -> bool:
    return len(text) > _SHORT and bool(REQUEST.search(text))


@cache
def _weights() -> Mapping[str, float]:
    content: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return content
