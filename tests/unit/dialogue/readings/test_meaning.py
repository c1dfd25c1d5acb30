"""The question what a word means begins anew; what points at the talk doesn't."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.meaning import MeaningReading
from tests.unit.dialogue.situations import frames, heard, situation, told

AFTER = frames(told("late_fee_name", "违约金和滞纳金", "query_late_fee"))
NEAR = [("account_what", 0.9), ("account_digits", 0.6)]


@pytest.mark.parametrize("text", ["户号是啥", "那户号到底是什么东西", "户号什么意思", "户号叫什么"])
def test_the_entry_that_explains_the_word_is_told(text: str) -> None:
    asked = heard(text, "ask_knowledge", knowledge=NEAR, rule=0.9)
    read = MeaningReading().read(situation(asked, AFTER))
    assert read is not None
    assert read.intent == "ask_knowledge"
    assert read.entities == [{"entity": "knowledge", "value": "account_what"}]


@pytest.mark.parametrize(
    "text", ["那是什么", "这个什么意思", "你是什么东西", "原因是什么", "户号是什么时候办的"]
)
def test_what_points_at_the_talk_is_left(text: str) -> None:
    asked = heard(text, "ask_knowledge", knowledge=NEAR, rule=0.9)
    assert MeaningReading().read(situation(asked, AFTER)) is None


def test_a_word_that_no_entry_explains_is_left() -> None:
    asked = heard("代征是什么", "ask_knowledge", knowledge=[("term_reading", 0.36)], rule=0.9)
    assert MeaningReading().read(situation(asked, AFTER)) is None


def test_ones_own_record_is_no_meaning() -> None:
    asked = heard("最大的一笔是什么", "query_bill", knowledge=[("term_tiers", 0.6)], rule=0.1)
    assert MeaningReading().read(situation(asked, AFTER)) is None
