"""A question behind a word about the form that waits."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.beside import BesideReading
from tests.unit.dialogue.situations import heard, in_form, question, read_by


@pytest.mark.parametrize(
    "text",
    ["码还没到，晚交一天罚多少", "先等等 晚交一天罚多少", "发来了。晚交一天罚多少？"],
)
def test_the_question_alone_is_understood(text: str) -> None:
    fields = in_form("binding", "code", question("query_bill"))
    read = read_by(
        BesideReading,
        heard(text, "query_late_fee", 0.5),
        understood={"晚交一天罚多少": heard("晚交一天罚多少", "query_late_fee", rule=0.7)},
        **fields,
    )
    assert read is not None
    assert (read.intent, read.words, read.rule) == ("query_late_fee", "晚交一天罚多少", 0.7)


@pytest.mark.parametrize(
    "text",
    [
        "晚交一天罚多少",
        "码还没到",
        "这个月怎么这么多，上个月多少",
        "我家里一直都没有人住的那段日子，晚交一天罚多少",
    ],
)
def test_what_is_one_question_or_none_is_left_alone(text: str) -> None:
    fields = in_form("binding", "code", question("query_bill"))
    assert read_by(BesideReading, heard(text, "query_late_fee", 0.5), **fields) is None


def test_without_a_form_nothing_is_parted() -> None:
    assert read_by(BesideReading, heard("先等等 晚交一天罚多少", "query_late_fee", 0.5)) is None
