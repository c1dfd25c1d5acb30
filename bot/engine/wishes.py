"""Several wishes in one message: which way to cut it makes the most sense.

`wishes.json` holds a weight for each sign of a reading (`bot.engine.readings`), learnt by
`bot.engine.wish_learning` from the messages of `data/wishes.tsv`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.dialogue.sentence import core_of
from bot.engine.clauses import REQUEST, clauses
from bot.engine.readings import Understand, Wish, readings
from bot.intents import load_intents
from bot.language.account_words import points_at_account
from bot.language.people import asks_for_others

_STORIES = frozenset(("report_fraud", "report_loss"))
"""What is told at length: 余额 in 扫了，让我填卡号跟余额 is no wish."""
_OF_ACCOUNTS = frozenset(("switch_account", "query_accounts"))
_OWN = re.compile("我(?!楼|隔)|俺|咱|自己|自家|本户")
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
    if any(_is_part(one) for one in found) or _is_of_others(found):
        return []
    return found if len(found) > 1 else []


def _is_part(wish: Wish) -> bool:
    """车库那户 before 去年交了多少 says whose record is asked for, and is no wish."""
    return wish.intent in _OF_ACCOUNTS and points_at_account(core_of(wish.text))


def _is_of_others(found: Sequence[Wish]) -> bool:
    """楼下那家是不是拉闸了 欠你们多少: what follows is of them, too, unless one's own is named."""
    others = [asks_for_others(one.text) for one in found]
    own = any(_OWN.search(one.text) for one, other in zip(found, others, strict=True) if not other)
    return any(others) and not own


def _asks(text: str) -> bool:
    return len(text) > _SHORT and bool(REQUEST.search(text))


@cache
def _weights() -> Mapping[str, float]:
    content: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return content
