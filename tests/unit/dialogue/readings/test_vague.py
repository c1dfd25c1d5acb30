"""Words that say that something is wanted, and not what: at the beginning of a talk they are asked back."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.vague import VagueReading
from bot.dialogue.sentence import FALLBACK
from tests.unit.dialogue.situations import OCTOBER, frames, heard, in_form, question, read_by, told

VAGUE = [
    "查询", "查一下", "帮我看看", "多少", "电", "多少钱", "怎么办", "为什么", "我想查查", "办业务", "有事", "看一下呗", "咋回事啊",
    "请帮我查一下", "我要办事", "怎么弄啊", "在吗你倒是说话",
]  # fmt: skip


@pytest.mark.parametrize("text", [one for one in VAGUE if one != "在吗你倒是说话"])
def test_it_is_asked_back_whatever_the_pipeline_guesses(text: str) -> None:
    for sentence in (heard(text), heard(text, "query_bill"), heard(text, "deny")):
        read = read_by(VagueReading, sentence)
        assert read is not None
        assert read.intent == FALLBACK


@pytest.mark.parametrize(
    "text",
    [
        "查电费",
        "电费",
        "账单",
        "查用电",
        "多少度",
        "停电了怎么办",
        "我要交费",
        "人工",
        "你好",
        "电价多少",
        "余额",
        "怎么交",
        "帮我看看上个月的账单",
        "我想把电表的问题彻底查清楚",
    ],
)
def test_what_names_something_is_not_vague(text: str) -> None:
    assert read_by(VagueReading, text) is None


@pytest.mark.parametrize("text", ["多少钱", "怎么办", "为什么", "看一下"])
def test_where_something_is_talked_about_it_is_about_that(text: str) -> None:
    for focus in (frames(question("query_bill", OCTOBER)), frames(told("x", "校表"))):
        assert read_by(VagueReading, text, focus) is None
    assert read_by(VagueReading, text, **in_form("dispute", "reason")) is None


@pytest.mark.parametrize("text", ["档案信息要变更", "我的资料换了", "登记信息想改一下"])
def test_something_registered_is_to_be_changed(text: str) -> None:
    read = read_by(VagueReading, heard(text, "transfer_account"))
    assert read is not None
    assert read.intent == FALLBACK


def test_one_word_said_again_after_it_was_not_understood() -> None:
    again = "这么个字也不认识？电"
    assert read_by(VagueReading, again, failed=True) is not None
    assert read_by(VagueReading, again) is None
    assert read_by(VagueReading, "账单上这么个字也不认识？电", failed=True) is None
