"""回到违约金, 刚才那个电费: an earlier subject is taken up again."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.returning import ReturningReading
from bot.dialogue.sentence import Sentence
from tests.unit.dialogue.situations import (
    OCTOBER,
    SEPTEMBER,
    frames,
    question,
    read_by,
    told,
    value,
)

BILL_THEN_FEE = frames(question("query_bill", OCTOBER), question("query_late_fee"))
TRANSFER_THEN_PRICES = frames(told("transfer_papers", "过户要带什么"), question("query_prices"))


@pytest.mark.parametrize(
    "text", ["刚才那个电费", "回到电费", "再说回电费吧", "刚才问的那个电费呢", "还是说电费的事"]
)
def test_an_earlier_question_is_asked_again_for_its_time(text: str) -> None:
    read = read_by(ReturningReading, text, BILL_THEN_FEE)
    assert read is not None
    assert (read.intent, value(read, "period")) == ("query_bill", OCTOBER)


def test_the_time_that_is_named_now_goes_before_the_earlier_one() -> None:
    read = read_by(ReturningReading, "回到9月的电费", BILL_THEN_FEE)
    assert read is not None
    assert (read.intent, value(read, "period")) == ("query_bill", SEPTEMBER)


@pytest.mark.parametrize("text", ["回到过户", "刚才说的过户", "再讲讲过户"])
def test_an_earlier_rule_is_told_again(text: str) -> None:
    read = read_by(ReturningReading, text, TRANSFER_THEN_PRICES)
    assert read is not None
    assert (read.intent, value(read, "knowledge")) == ("ask_knowledge", "transfer_papers")


def test_a_question_about_the_earlier_rule_is_asked_of_it() -> None:
    full = Sentence("…", "ask_knowledge", (("ask_knowledge", 0.6),), (), (("transfer_who", 0.8),))
    understood = {"过户要带什么本人不去": full}
    read = read_by(
        ReturningReading, "回到过户 本人不去行吗", TRANSFER_THEN_PRICES, understood=understood
    )
    assert read is not None
    assert (read.intent, value(read, "knowledge")) == ("ask_knowledge", "transfer_who")


@pytest.mark.parametrize(
    "text",
    ["刚才停电了", "刚才交的钱", "前面的路灯不亮", "回到家没电", "再说一遍", "接着说", "电费多少"],
)
def test_what_was_not_talked_about_is_no_return(text: str) -> None:
    assert read_by(ReturningReading, text, BILL_THEN_FEE) is None
