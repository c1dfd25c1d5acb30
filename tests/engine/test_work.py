"""The work on a text grows with its length, not with its square, and no text is read without an end.

What is compared is the cost of a text and of one twice as long, so that a slow machine makes no difference.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.clock import SHANGHAI
from bot.engine.clauses import MOST as MOST_CLAUSES
from bot.engine.clauses import READ, clauses, part
from bot.engine.readings import MOST_READ, parts_of
from bot.language.codes import read_code
from bot.language.names import read_claim
from bot.nlu import addresses, identifiers, quantities
from bot.nlu.encoders import RecentVectors, Vectors
from bot.nlu.entities import find_all
from bot.nlu.normalised import LONGEST, normalise
from bot.nlu.normaliser import HEARD, heard
from bot.nlu.phrases import PhraseFinder
from bot.periods import expressions, find, find_moments, moments
from tests.hostile import HOSTILE, SEVERAL

NOW = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
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
_TRIES = 6


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
    typed = HOSTILE[kind]
    if reader not in ("normalised", "clauses", "claim", "code"):
        typed = normalise(typed).text
    read = READERS[reader]
    # On a busy machine one comparison may go wrong; with a square, each does.
    compared = (
        (_cost(partial(read, typed)), _cost(partial(read, typed[: len(typed) // 2])))
        for _ in range(_TRIES)
    )
    assert any(whole < max(_NOTHING, _LINEAR * half) for whole, half in compared)


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_number_of_parses_is_bounded(kind: str) -> None:
    text = HOSTILE[kind]
    assert len(clauses(text)) <= MOST_CLAUSES
    assert len(parts_of(text)) <= MOST_CLAUSES * 3
    assert sum(map(len, parts_of(text))) <= MOST_READ
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


@pytest.mark.parametrize("kind", SEVERAL)
def test_what_is_read_of_several_wishes_is_bounded(kind: str) -> None:
    text = SEVERAL[kind]
    found = clauses(text)
    parts = parts_of(text)
    assert len(found) == MOST_CLAUSES
    assert sum(map(len, parts)) <= MOST_READ
    # Each clause alone, as far as it is read, and the whole are always among them.
    assert {text[:READ], *(part(text[:READ], one, one) for one in found)} <= set(parts)


def test_a_sign_that_stands_for_many_makes_no_longer_text() -> None:
    assert len(normalise("\ufdfa" * LONGEST).text) <= LONGEST
    assert normalise("上" * LONGEST).text == "上" * LONGEST


@pytest.mark.parametrize("kind", ["上", "元", "1-", "numbers"])
def test_a_time_is_looked_for_at_so_many_places(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr(
        expressions, "_longest", lambda text, position, *_: tried.append(position) and None
    )
    expressions._atoms.cache_clear()
    find(HOSTILE[kind], NOW.date())
    expressions._atoms.cache_clear()
    assert len(tried) == expressions.MOST_TRIED


def test_a_time_behind_a_long_story_is_found() -> None:
    story = "我们小区的变压器一直在响，物业说过几天来修，大家都在等消息。" * 12
    (only,) = find(story + "上个月电费多少", NOW.date())
    assert only.text == "上个月"


def test_a_sentence_is_encoded_once() -> None:
    asked: list[str] = []

    class Listening:
        name = "listening"

        def encode(self, sentences: Sequence[str]) -> Vectors:
            asked.extend(sentences)
            return np.array([[len(one), 1.0] for one in sentences], dtype=np.float32)

    recent = RecentVectors(Listening(), most=2)
    assert recent.encode(["停电了", "查余额", "停电了"])[:, 0].tolist() == [3.0, 3.0, 3.0]
    recent.encode(["查余额", "开发票啊"])
    assert asked == ["停电了", "查余额", "开发票啊"]
    recent.encode(["停电了"])  # the oldest was forgotten
    assert asked[-1] == "停电了"
