"""What follows a fact of a record: another fact of it, a rule, or nothing that it has."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.dialogue.focus import Focus
from bot.dialogue.reading import Read
from bot.dialogue.readings.after_record import AfterRecordReading
from bot.dialogue.sentence import Sentence
from tests.unit.dialogue.situations import frames, heard, situation

BOUND = ("account", "", {"id": 1})
OWED = ("question", "billing", {"question": "query_balance", "text": "一共欠多少"})
AFTER = frames(BOUND, OWED)
FULL = Sentence(
    "…",
    knowledge=[("cut_off_condition", 0.7), ("late_fee_rate", 0.4)],
    facts=[("owed", 0.5), ("oldest_owed", 0.2)],
)


class Understood(dict[str, Sentence]):
    """Every other wording is understood in the same way."""

    def get(self, key: str, default: object = None) -> Sentence:  # type: ignore[override]
        return FULL


def read(sentence: Sentence, focus: Focus = AFTER) -> Read | None:
    understood: Mapping[str, Sentence] = Understood()
    return AfterRecordReading().read(situation(sentence, focus, understood=understood))


def test_another_fact_is_asked_in_its_plain_wording() -> None:
    asked = heard("头一笔是哪个月拖起的", facts=[("oldest_owed", 0.8), ("owed", 0.1)], rule=0.0)
    found = read(asked)
    assert found is not None
    assert found.intent == "query_balance"
    assert "头一笔" in str(found.words)


def test_a_rule_is_told() -> None:
    asked = heard(
        "那啥时候会掐我的电啊",
        knowledge=[("cut_off_condition", 0.8)],
        rule=0.9,
        facts=[("other", 0.9)],
    )
    found = read(asked)
    assert found is not None
    assert found.intent == "ask_knowledge"
    assert found.entities == [{"entity": "knowledge", "value": "cut_off_condition"}]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("谢谢你啊", "thank"), ("上上个月呢", "ask_other_period"), ("为什么", "ask_why")],
)
def test_what_leans_otherwise_is_left(text: str, intent: str) -> None:
    assert read(heard(text, intent)) is None


@pytest.mark.parametrize("text", ["再用100度多少钱", "充电桩那户呢", "那期本来是多少钱"])
def test_numbers_accounts_and_the_bill_pointed_at_are_left(text: str) -> None:
    pointed = ("question", "billing", {**OWED[2], "point": ["2026-09-01/2026-09-30", "9月"]})
    assert read(heard(text, facts=[("bill", 0.9)]), frames(BOUND, pointed)) is None


def test_after_anything_but_a_record_nothing_is_read() -> None:
    rule = ("rule", "billing", {"entry": "late_fee_rate", "question": "query_late_fee"})
    asked = heard("那啥时候停", knowledge=[("cut_off_condition", 0.8)])
    assert read(asked, frames(BOUND, rule)) is None
