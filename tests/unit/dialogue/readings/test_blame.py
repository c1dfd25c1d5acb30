"""The assistant is told that it was wrong; what replaces the wrong part is a correction."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.blame import BlameReading
from tests.unit.dialogue.situations import heard, in_form, read_by, value


@pytest.mark.parametrize(
    "text",
    [
        "怎么又答错了", "你老是搞岔", "答非所问嘛", "驴唇不对马嘴", "会错意了吧", "啥都不懂", "跟没说一样", "你这个榆木脑袋",
        "笨死了", "一问三不知", "没答到点子上", "你真是个呆子", "问你啥都说不清楚",
    ],
)  # fmt: skip
def test_blame_is_read(text: str) -> None:
    read = read_by(BlameReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "repair")) == ("repair_answer", "wrong")


@pytest.mark.parametrize(
    "text",
    [
        "电费搞错了", "你搞错了，我问的是九月", "户名弄错了怎么改", "抄表的抄错了", "没用电怎么有电费", "这个月没怎么用",
        "说错了，是上海", "违约金算错了吧", "不明白", "好用",
    ],
)  # fmt: skip
def test_what_says_more_is_left(text: str) -> None:
    assert read_by(BlameReading, text, said=True) is None


def test_a_form_takes_its_own_corrections() -> None:
    assert read_by(BlameReading, "搞错了", **in_form("dispute", "reason")) is None


def test_what_the_model_takes_for_blame_is_blame_after_an_answer() -> None:
    blame = heard("你这是扯到天边去了", "blame_answer")
    read = read_by(BlameReading, blame, said=True)
    assert read is not None
    assert value(read, "repair") == "wrong"
    assert read_by(BlameReading, blame) is None
    assert read_by(BlameReading, heard("违约金扯到天边去了", "blame_answer"), said=True) is None
