"""A full sentence with a sure meaning begins something new; what isn't ours only where that is sure."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.errand import ErrandReading
from tests.unit.dialogue.situations import heard, read_by


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("查一下上个月的电费", "query_bill"),
        ("我家现在欠费没有", "query_balance"),
        ("这个月用了多少度电", "query_usage"),
        ("我要开发票", "query_invoice"),
        ("你们营业厅在哪里", "query_office"),
        ("我家停电了", "report_outage"),
        ("电表走得太快了", "report_meter_fault"),
        ("怎么绑定户号", "bind_account"),
        ("转人工", "request_person"),
        ("我要投诉", "make_complaint"),
        ("想装个充电桩", "apply_charger"),
        ("怎么交电费", "query_payment_ways"),
        ("你好", "greet"),
        ("谢谢你", "thank"),
        ("为什么这个月这么多", "explain_bill"),
        ("现在阶梯第几档了", "query_tiers"),
    ],
)
def test_an_errand_is_read_as_it_is_understood_alone(text: str, intent: str) -> None:
    for sure in (0.9, 0.5):
        read = read_by(ErrandReading, heard(text, intent, sure))
        assert read is not None
        assert (read.intent, read.confidence) == (intent, sure)
        assert read.entities is None
        assert read.knowledge is None


@pytest.mark.parametrize("text", ["今天天气怎么样", "给我讲个笑话", "帮我订一张机票", "股票涨了吗"])
def test_what_is_surely_not_ours_is_said_so(text: str) -> None:
    read = read_by(ErrandReading, heard(text, "out_of_scope", 0.8))
    assert read is not None
    assert read.intent == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "sure", "near"),
    [
        ("今天天气怎么样", 0.6, 0.0),
        ("给我讲个笑话", 0.3, 0.1),
        ("电费的笑话", 0.9, 0.0),
        ("充电桩能给手机充吗", 0.9, 0.0),
        ("停电的时候猫怕黑", 0.95, 0.0),
        ("发票能当奖状吗", 0.8, 0.0),
        ("打雷的时候能看电视吗", 0.9, 0.5),
        ("冬天屋里冷怎么办", 0.9, 0.35),
    ],
)
def test_what_may_be_ours_is_not_declined(text: str, sure: float, near: float) -> None:
    sentence = heard(text, "out_of_scope", sure, knowledge=(("x", near),))
    assert read_by(ErrandReading, sentence) is None


@pytest.mark.parametrize("text", ["我这个月话费余额还有多少", "信用卡账单怎么查", "水费发票在哪开"])
def test_anothers_bill_is_no_word_of_ours(text: str) -> None:
    read = read_by(ErrandReading, heard(text, "out_of_scope", 0.97))
    assert read is not None
    assert read.intent == "out_of_scope"


@pytest.mark.parametrize("text", ["嘎嘎", "那个那个", "啊这"])
def test_what_is_not_understood_is_no_errand(text: str) -> None:
    assert read_by(ErrandReading, text) is None


@pytest.mark.parametrize(
    ("text", "intent"), [("远不远", "deny"), ("要不要钱", "affirm"), ("停了吗", "stop")]
)
def test_a_question_is_no_yes_no_or_stop(text: str, intent: str) -> None:
    assert read_by(ErrandReading, heard(text, intent)) is None
