"""Somebody else's record, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.others import OthersReading
from bot.language.people import asks_for_others, pays_for_others
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
    "姨妈那户3309001018 她姓周 十月几块钱",
    "隔壁老赵家有没有欠电费",
    "我姐上个月电费多少",
    "户号写的是房东，九月用了几度",
    "能看看那个号吗，我同事的",
    "我媳妇名下那套用了多少度",
    "早先我租过的铺子 现在新租客一个月用多少电",
)
PAYING = (
    "我姐替我付成不成",
    "光凭户号给房东交电费可以吗",
    "账我不看 只交个钱行不",
    "我同事帮我垫行吗",
)
NO_FAVOUR = ("帮我交电费可以吗", "有人叫我替他交电费行吗", "就交这个月的行吗", "只交一半可以吗")
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
    "隔壁是不是也没电了",
    "以前租的房子电费结清了吗",
    "以前就我一个人住 现在孩子们都回来了 用电多了",
    "我爸说这个月电费多少不对",
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


@pytest.mark.parametrize("text", PAYING)
def test_whether_one_may_pay_for_another_is_a_rule(text: str) -> None:
    read = read_by(OthersReading, heard(text, "report_fraud"))
    assert read is not None
    assert (read.intent, read.rule) == ("ask_knowledge", 1.0)


@pytest.mark.parametrize("text", NO_FAVOUR)
def test_what_only_sounds_like_paying_for_another(text: str) -> None:
    assert not pays_for_others(text)
