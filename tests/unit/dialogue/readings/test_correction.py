"""What was understood wrongly is replaced: the right part alone counts."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.correction import CorrectionReading
from tests.unit.dialogue.situations import (
    OCTOBER,
    SEPTEMBER,
    frames,
    heard,
    question,
    read_by,
    told,
    value,
)

BILL = frames(question("query_bill", OCTOBER))
USAGE = heard("用电量", "query_usage")


@pytest.mark.parametrize(
    "text",
    [
        "不是10月是9月",
        "不对，是9月",
        "不是10月，我说的是9月",
        "错了，9月的",
        "搞错了，我要的是9月",
        "我说的是9月",
        "我问的是9月的",
        "我要查的是9月",
        "应该是9月",
        "改成9月",
        "换成9月的",
        "不是的，是9月",
        "不对不对，是九月",
        "说错了，是9月",
        "哎呀不是10月是9月",
        "没问10月，问的是9月",
    ],
)
def test_another_time_replaces_the_one_before(text: str) -> None:
    read = read_by(CorrectionReading, text, BILL)
    assert read is not None
    assert read.intent == "ask_other_period"
    assert value(read, "period") == SEPTEMBER
    assert "10月" not in str(read.words)
    assert "十月" not in str(read.words)


@pytest.mark.parametrize(
    "text",
    [
        "我问的是用电量",
        "不是电费，我要查的是用电量",
        "错了，是用电量",
        "我说的是用电量",
        "不对，我问的是用电量",
    ],
)
def test_another_question_replaces_it_for_the_same_time(text: str) -> None:
    read = read_by(CorrectionReading, text, BILL, understood={"用电量": USAGE})
    assert read is not None
    assert (read.intent, value(read, "period")) == ("query_usage", OCTOBER)
    assert read.words == "用电量"


def test_a_time_in_the_new_question_is_its_own() -> None:
    right = heard("9月的用电量", "query_usage")
    read = read_by(CorrectionReading, "我问的是9月的用电量", BILL, understood={right.text: right})
    assert read is not None
    assert [one["value"] for one in read.entities or ()] == [SEPTEMBER]


def test_a_rule_is_replaced_too() -> None:
    focus = frames(told("late_fee", "违约金怎么算"))
    read = read_by(CorrectionReading, "我问的是用电量", focus, understood={"用电量": USAGE})
    assert read is not None
    assert read.intent == "query_usage"


@pytest.mark.parametrize(
    "text",
    [
        "9月的电费",
        "不是",
        "不对",
        "错了",
        "是9月还是10月",
        "是不是9月的",
        "不是说9月就好了吗",
        "我是9月搬来的",
        "上个月的呢",
        "我问一下9月的",
        "怎么改成分时电价",
        "你搞错了吧",
        "没有用那么多",
        "应该怎么办",
    ],
)
def test_what_replaces_nothing_is_none(text: str) -> None:
    assert read_by(CorrectionReading, text, BILL) is None


def test_without_a_question_before_there_is_nothing_to_correct() -> None:
    assert read_by(CorrectionReading, "不是10月是9月") is None


@pytest.mark.parametrize(
    ("intent", "sure"), [("query_usage", 0.3), ("affirm", 0.9), ("inform", 0.9)]
)
def test_a_right_part_that_is_no_question_replaces_nothing(intent: str, sure: float) -> None:
    right = heard("用电量", intent, sure)
    assert read_by(CorrectionReading, "我问的是用电量", BILL, understood={"用电量": right}) is None


@pytest.mark.parametrize("text", ["要去年的 不是今年", "哎 我问的是去年的"])
def test_another_year_keeps_the_month(text: str) -> None:
    read = read_by(CorrectionReading, text, frames(question("query_usage", OCTOBER)))
    assert read is not None
    assert (read.intent, value(read, "period")) == (
        "ask_other_period",
        "2025-10-01/2025-10-31",
    )


@pytest.mark.parametrize(
    "text", ["不是问这个，我问多少度", "不是叫你报账单！我问多少度", "甭喊人，你就说多少度"]
)
def test_the_right_question_without_a_subject_is_asked_of_the_focus(text: str) -> None:
    full = heard("用电量多少度", "query_usage")
    focus = frames(question("query_usage", OCTOBER, text="用电量"))
    read = read_by(CorrectionReading, text, focus, understood={full.text: full})
    assert read is not None
    assert read.intent == "query_usage"


def test_a_month_alone_stays_in_the_year_that_was_asked_for() -> None:
    focus = frames(question("query_usage", "2025-12-01/2025-12-31"))
    read = read_by(CorrectionReading, "说错了 是十月", focus)
    assert read is not None
    assert [one["value"] for one in read.entities or ()] == ["2025-10-01/2025-10-31"]


def test_her_own_record_replaces_it_though_a_rule_is_near_by_its_words() -> None:
    asked = "还要不要掏钱"
    own = heard(asked, "query_balance", 0.45, knowledge=[("meter_owner", 0.47)], rule=0.15)
    read = read_by(
        CorrectionReading,
        f"不叫人 你就讲我{asked}",
        frames(question("query_bill", OCTOBER)),
        understood={asked: own},
        said=True,
    )
    assert read is not None
    assert read.intent == "query_balance"
