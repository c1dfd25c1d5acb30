"""Somebody else's record, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.others import OthersReading
from bot.language.people import asks_for_others
from tests.unit.dialogue.situations import heard, in_form, question, read_by

THEIRS = (
    "查查我爸那边上个月电费",
    "我丈母娘家这个月交了没",
    "外婆那套房子用了多少度",
    "表哥店里电费几块钱",
    "我闺女家欠不欠费",
    "隔壁老陈家电费多少",
    "对面面馆一个月用多少电",
    "楼下那户电费几多",
    "分店八月电费多少",
    "我们三厂上月用电量多少",
    "我战友的电费你查下 他户号我有",
    "我叔叔家低保她家免费电扣了没",
)
OWN_OR_RULE = (
    "我爸帮我交的电费到了没",
    "怎么帮我奶奶交电费",
    "能给外地的爸妈交电费吗",
    "我妈说电费涨了",
    "邻居家电费比我家低为什么",
    "隔壁偷我家的电怎么办",
    "楼上那户也交了？",
    "店里上个月电费多少",
    "家里那户交了没",
    "租客这几个月交了没",
    "分店还没绑 绑定要带什么",
    "我爸名下的房子过户要什么",
)


@pytest.mark.parametrize("text", THEIRS)
def test_what_is_theirs_is_read_so(text: str) -> None:
    assert asks_for_others(text)
    read = read_by(OthersReading, heard(text, "query_balance"))
    assert read is not None
    assert read.intent == "query_bill"


@pytest.mark.parametrize("text", OWN_OR_RULE)
def test_what_is_ones_own_or_a_rule_is_left_alone(text: str) -> None:
    assert not asks_for_others(text)
    assert read_by(OthersReading, text) is None


def test_a_form_that_waits_takes_its_answer() -> None:
    fields = in_form("binding", "code", question("query_balance"))
    assert read_by(OthersReading, THEIRS[0], **fields) is None
