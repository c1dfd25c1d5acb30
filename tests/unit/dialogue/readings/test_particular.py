"""A fact of her own records, asked in words that no table has."""

from __future__ import annotations

from typing import Any

import pytest

from bot.billing.aspects import OVERVIEW, read_aspect
from bot.dialogue.readings.particular import ParticularReading
from bot.dialogue.sentence import FALLBACK, SURE_FACT
from bot.facts import load_facts
from bot.intents import load_intents
from tests.unit.dialogue.situations import (
    OCTOBER,
    frames,
    heard,
    in_form,
    question,
    read_by,
    told,
    value,
)

BILL = frames(question("query_bill", OCTOBER))
RULE = frames(told("late_fee_rate", "违约金怎么算", "late_fee_rate"))
KNOWN = frames(("account", "billing", {"id": 1}))


def read(text: str, focus: Any, fact: str, chance: float = 0.9, **fields: Any) -> Any:
    sentence = heard(text, fields.pop("intent", FALLBACK), facts=[(fact, chance)], **fields)
    return read_by(ParticularReading, sentence, focus)


def test_every_fact_is_asked_for_in_words_that_the_answers_are_written_for() -> None:
    intents = load_intents()
    main = {"bill", "usage", "owed", "balance", "why_high", "tier", "reading", "invoice", "off_why"}
    for fact in load_facts().values():
        assert intents[fact.question].record, fact.id
        aspect = read_aspect(fact.question, fact.words)
        assert fact.id in main or aspect.kind != OVERVIEW or aspect.records, fact.id
        assert len(fact.sentences) >= 20, fact.id


@pytest.mark.parametrize(
    ("text", "fact", "asked"),
    [
        ("磨蹭了几天来", "days_late", "query_bill"),
        ("顶晚几号", "due_day", "query_bill"),
        ("啥日脚清的账", "paid_day", "query_bill"),
    ],
)
def test_the_fact_is_asked_of_the_bill_that_was_told(text: str, fact: str, asked: str) -> None:
    found = read(text, BILL, fact)
    assert found is not None
    assert (found.intent, value(found, "period")) == (asked, OCTOBER)
    assert load_facts()[fact].words in found.words


def test_a_fact_of_the_whole_account_takes_no_month_along() -> None:
    found = read("光电费不算罚的拖了多少", BILL, "principal")
    assert found is not None
    assert (found.intent, value(found, "period")) == ("query_balance", None)


def test_the_time_that_is_named_counts() -> None:
    found = read("9月那张磨蹭了几天", BILL, "days_late")
    assert found is not None
    assert value(found, "period") == "2026-09-01/2026-09-30"


def test_who_is_known_is_answered_whatever_the_words_sound_like() -> None:
    found = read("哪张单子最吓人", KNOWN, "highest_money", intent="out_of_scope")
    assert found is not None
    assert found.intent == "query_bill"
    assert read("哪张单子最吓人", frames(), "highest_money", intent="out_of_scope") is None


def test_a_stranger_is_read_so_only_where_it_sounds_like_a_record() -> None:
    found = read("我这顶晚几号", frames(), "due_day", intent="query_bill", rule=0.1)
    assert found is not None
    assert read("顶晚几号", frames(), "due_day", intent="query_bill", rule=0.9) is None
    assert read("顶晚几号", RULE, "due_day") is None


def test_what_isnt_sure_goes_behind_the_words_of_the_tables() -> None:
    unsure = SURE_FACT - 0.1
    assert read("这期晚交了没有", BILL, "paid", unsure, intent="query_late_fee") is None
    assert read("磨蹭了几天来", BILL, "days_late", unsure) is not None
    assert read("磨蹭了几天来", BILL, "days_late", 0.1) is None


@pytest.mark.parametrize(
    ("text", "fact"),
    [("再用100度多少钱", "bill"), ("今天天气好", "other"), ("交50抵哪个月", "allocation")],
)
def test_numbers_and_other_things_are_left_to_others(text: str, fact: str) -> None:
    assert read(text, BILL, fact) is None


def test_what_is_read_so_anyway_stays_as_it_is() -> None:
    assert read("哪个月最高", BILL, "highest_money", intent="query_bill") is None


def test_another_month_and_a_why_are_no_facts() -> None:
    for intent in ("ask_other_period", "ask_why", "switch_account"):
        assert read("那去年呢", BILL, "difference_year", 0.4, intent=intent) is None


def test_a_form_that_waits_goes_first() -> None:
    sentence = heard("顶晚几号", facts=[("due_day", 0.9)])
    assert read_by(ParticularReading, sentence, **in_form("dispute", "reason")) is None


def test_a_name_of_an_account_is_kept() -> None:
    found = read("充电桩那户哪个单子最吓人", BILL, "highest_money")
    assert found is not None
    assert "充电桩" in found.words


def test_a_plea_for_the_last_answer_is_no_fact_unless_that_is_surer() -> None:
    assert read("这些度数看得我头晕", BILL, "usage", 0.7, intent="repair_answer") is None
    assert read("哪张单子最吓人", BILL, "highest_money", 0.95, intent="repair_answer") is not None
