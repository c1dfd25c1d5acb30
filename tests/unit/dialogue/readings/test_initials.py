"""First letters of Pinyin."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.initials import InitialsReading
from bot.intents import load_intents
from bot.language.initials import INITIALS
from bot.safety.person_words import SHORT
from tests.unit.dialogue.situations import heard, read_by


def test_they_are_understood_as_their_words() -> None:
    known = {"查电费": heard("查电费", "query_bill")}
    for text in ("cdf", "CDF", "cdf。"):
        read = read_by(InitialsReading, text, understood=known)
        assert read is not None
        assert (read.intent, read.words) == ("query_bill", "查电费")


@pytest.mark.parametrize("text", ["ok", "qwz", "cdf多少", "app", "2"])
def test_other_letters_are_left(text: str) -> None:
    assert read_by(InitialsReading, text) is None


def test_those_for_a_person_need_no_engine() -> None:
    assert not SHORT & INITIALS.keys()
    assert not load_intents().keys() & INITIALS.keys()
