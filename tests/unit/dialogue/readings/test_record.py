"""A fact of a record that only the words tell."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.record import RecordReading
from tests.unit.dialogue.situations import heard, in_form, question, read_by


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("八月 几度 几块", "query_bill"),
        ("去年电费最少是哪个月", "query_bill"),
        ("7月比去年7月省了几块", "query_bill"),
        ("上个月总共几度电", "query_usage"),
        ("九月那张账单是怎么付的", "query_bill"),
        ("现在还欠不欠 我要搬走了", "query_balance"),
        ("欠多少啊到底", "query_balance"),
        ("今年几月份到的二档 具体点", "query_tiers"),
    ],
)
def test_a_time_and_a_fact_are_enough(text: str, intent: str) -> None:
    for sentence in (heard(text), heard(text, "ask_knowledge", 0.4), heard(text, "greet", 0.3)):
        read = read_by(RecordReading, sentence)
        assert read is not None
        assert read.intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "上个月",
        "多少钱",
        "去年电价多少",
        "上个月投诉电话多少",
        "今年营业厅几点开门",
        "九月的发票怎么开",
    ],
)
def test_less_is_not(text: str) -> None:
    assert read_by(RecordReading, heard(text, "ask_knowledge", 0.4)) is None


def test_what_is_sure_or_a_rule_is_left_alone() -> None:
    text = "上个月总共几度电"
    assert read_by(RecordReading, heard(text, "query_bill")) is None
    assert read_by(RecordReading, heard(text, rule=0.9)) is None
    assert read_by(RecordReading, heard(text, "ask_knowledge", knowledge=[("x", 0.9)])) is None
    fields = in_form("binding", "code", question("query_balance"))
    assert read_by(RecordReading, text, **fields) is None
