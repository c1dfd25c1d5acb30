"""Reading takes work linear in the text: no allowed text keeps the gateway from the next customer."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.safety as safety
from bot.safety import recognise
from bot.safety.conduct import load_conduct
from bot.safety.talk import read
from bot.safety.wording import clauses, normalised, pieces

LONGEST = 2000
"""Characters that a customer may send."""
MOST_TIMES = 12.0
"""What a hostile text may cost, as a multiple of an everyday one of the greatest length. The worst takes three."""
TRIES = 8
HANGS_SECONDS = 20.0

WORDS = sorted(
    {
        word
        for name in ("danger", "hazards", "person_words", "places", "wording")
        for word in re.findall(
            "[\u4e00-\u9fff]{1,4}|[a-z]{3,}",
            (Path(safety.__file__).parent / f"{name}.py").read_text(encoding="utf-8"),
        )
    }
)
TAILS = ["", "x", "电", "吗", "了", "，电费", "？"]
HOSTILE = [
    "倒电",
    "打手",
    "触电",
    "火被",
    "火",
    "被",
    "急",
    "人工",
    "经理",
    "座席",
    "请",
    "我要",
    "火没灭",
    "已经",
    "电线掉",
    "零",
    "1",
    "救命",
    "，火",
    "？",
    "\ufdfa",
    "\u200b",
    "a ",
    "jiu ming",
    "给我找",
    "路",
    "建设路",
    "3号",
    "在",
    "不要",
    "好",
]
EVERYDAY = ("我家住在桂花小区三幢，上个月电费比以前多了好多，想问一下是怎么算的。" * LONGEST)[
    :LONGEST
]
CONDUCT = load_conduct()


@contextmanager
def _no_hang() -> Iterator[None]:
    """Fails a test that would never end (a pattern that explodes) instead of hanging."""

    def over(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"still reading after {HANGS_SECONDS:g} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, HANGS_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _seconds(text: str) -> float:
    """Processor time of all that is read."""
    begun = time.process_time()
    recognise.__wrapped__(text)
    read(text, CONDUCT.named("wire_down"), CONDUCT, place_asked=True)
    return time.process_time() - begun


def _times_everyday(text: str) -> float:
    """What a text costs beside an everyday one; the least of some tries, since the machine has others to serve."""
    best = float("inf")
    for _ in range(TRIES):
        best = min(best, _seconds(text) / _seconds(EVERYDAY))
        if best < MOST_TIMES:
            break
    return best


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_in_time(unit: str, tail: str) -> None:
    for head in ("", "火", "我"):
        text = (head + unit * LONGEST)[: LONGEST - len(tail)] + tail
        with _no_hang():
            assert _times_everyday(text) < MOST_TIMES, unit


@pytest.mark.parametrize("unit", HOSTILE)
def test_pattern_does_not_explode_within_a_piece(unit: str) -> None:
    """Of a length that isn't cut: what grows by powers is seen here."""
    with _no_hang():
        for tail in TAILS:
            assert _times_everyday("火" + unit * (70 // len(unit)) + tail) < MOST_TIMES


@settings(max_examples=150, deadline=None)
@given(
    units=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    head=st.sampled_from(["", "火", "我", "电"]),
    tail=st.sampled_from(TAILS),
    length=st.sampled_from([70, LONGEST]),
)
def test_words_of_the_patterns_repeated_are_read_in_time(
    units: list[str], head: str, tail: str, length: int
) -> None:
    unit = "".join(units)
    text = (head + unit * length)[: length - len(tail)] + tail
    with _no_hang():
        assert _times_everyday(text) < MOST_TIMES


@given(st.text(alphabet="电线着火，。我a1 ", max_size=LONGEST))
def test_pieces_are_bounded_and_hold_every_character(text: str) -> None:
    parts = clauses(normalised(text))
    cut = pieces(parts)
    assert all(len(piece) <= 80 for piece in cut)
    assert sum(map(len, cut)) <= 2 * sum(map(len, parts))
    for part in parts:
        at = 0
        while at < len(part):
            # A hazard of up to 24 characters stands whole in one of them.
            assert any(part[at : at + 24] in piece for piece in cut)
            at += 7


def test_danger_in_a_long_text_without_commas_is_still_seen() -> None:
    before = "我先说一下我家的情况我住在桂花小区三幢"
    for times in range(1, 60, 7):
        found = recognise(f"{before * times}楼下电表箱着火了正在冒烟")
        assert found is not None
        assert found.kind == "danger"
