"""The work on a text grows with its length, not with its square, and no text is read without an end.

What is compared is the cost of a text and of one twice as long, so that a slow machine makes no difference.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.clock import SHANGHAI
from bot.engine.clauses import MOST as MOST_CLAUSES
from bot.engine.clauses import READ, clauses
from bot.engine.readings import parts_of
from bot.language.codes import read_code
from bot.language.names import read_claim
from bot.nlu import addresses, identifiers, quantities
from bot.nlu.entities import find_all
from bot.nlu.normalised import normalise
from bot.nlu.normaliser import HEARD, heard
from bot.nlu.phrases import PhraseFinder
from bot.periods import expressions, find, find_moments, moments

NOW = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
LONG = 2000
"""Characters that the gateway lets a message have."""

_random = random.Random(20240)
HOSTILE = {
    **{
        piece: piece
        for piece in (
            "零", "1", "一", "十", "百", "的", "一月", "还有", "，", "1.5", "1,", "12 ", "1-", "3-2-", "三三零 ", "今天",
            "上", "路1号", "1a", "昨晚", "八点", "查电费吗", "建设路12号", "3幢", "元", "1元", "5毛", "不转", "再", "吗",
            "去年", "国庆", "1/", "9.1-", "a.", "a@", "-12元", "余额-", "帮我查", "还有，", "!?", "第1", "差一刻", "、1月",
        )
    },
    "han": "".join(chr(_random.randrange(0x4E00, 0x9FA5)) for _ in range(LONG)),
    "numbers": "".join(_random.choice("0123456789零一两百万.,- 点元度月日号年上到至半") for _ in range(LONG)),
}  # fmt: skip

FINDER = PhraseFinder([])


def _periods(text: str) -> None:
    expressions._atoms.cache_clear()
    find(text, NOW.date())


def _moments(text: str) -> None:
    expressions._atoms.cache_clear()
    find_moments(text, NOW)


def _all(text: str) -> None:
    expressions._atoms.cache_clear()
    find_all(text, "[0-9]{10}", NOW)


READERS: dict[str, Callable[[str], object]] = {
    "normalised": normalise.__wrapped__,
    "quantities": quantities.find,
    "identifiers": lambda text: identifiers.find(text, re.compile("[0-9]{10}")),
    "periods": _periods,
    "moments": _moments,
    "entities": _all,
    "addresses": lambda text: list(addresses.find(text, set(), ())),
    "phrases": FINDER.find,
    "clauses": clauses,
    "claim": read_claim,
    "code": read_code,
}
# Below this a clock tells nothing; the square of a thousand characters costs far more.
_NOTHING = 0.004
_LINEAR = 3.0  # twice is linear, four times is a square


def _cost(read: Callable[[], object]) -> float:
    costs = []
    for _ in range(4):
        begun = time.process_time()
        read()
        costs.append(time.process_time() - begun)
    return min(costs)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_is_twice_the_work(reader: str, kind: str) -> None:
    typed = (HOSTILE[kind] * LONG)[:LONG]
    if reader not in ("normalised", "clauses", "claim", "code"):
        typed = normalise(typed).text
    read = READERS[reader]
    whole = _cost(partial(read, typed))
    half = _cost(partial(read, typed[: len(typed) // 2]))
    assert whole < max(_NOTHING, _LINEAR * half)


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_number_of_parses_is_bounded(kind: str) -> None:
    text = (HOSTILE[kind] * LONG)[:LONG]
    assert len(clauses(text)) <= MOST_CLAUSES
    assert len(parts_of(text)) <= MOST_CLAUSES * 3
    # Nothing is cut behind the beginning, and nothing of the text is lost.
    assert all(one.start <= READ for one in clauses(text))


def test_the_intent_is_told_from_the_beginning_and_numbers_from_the_whole() -> None:
    text = "停电通知" + "请注意" * 400 + "户号3301882046"
    assert heard(Message({"text": text})) == text[:HEARD]
    found = find_all(normalise(text).text, "[0-9]{10}", NOW)
    assert [one.value for one in found] == ["3301882046"]


def test_so_many_times_are_found_and_no_more() -> None:
    assert len(find("一月，" * 600, NOW.date())) == expressions.MOST
    assert len(find_moments("昨晚，" * 600, NOW)) == moments.MOST
