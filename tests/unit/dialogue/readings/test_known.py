"""Questions of the knowledge: an entry's own question is told, and one that a single entry is near to."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.known import KnownReading
from bot.dialogue.sentence import FALLBACK
from bot.knowledge import ITSELF
from tests.unit.dialogue.situations import heard, in_form, read_by

MOVE = "meter_move"


def known(text: str, intent: str = FALLBACK, **understood: Any) -> Any:
    return read_by(KnownReading, heard(text, intent, **understood))


@pytest.mark.parametrize(
    "intent", [FALLBACK, "bind_account", "query_payment_ways", "out_of_scope", "unbind_account"]
)
def test_an_own_question_is_told_whatever_it_looks_like(intent: str) -> None:
    read = known("移表要不要钱", intent, knowledge=[(MOVE, ITSELF)], rule=0.1)
    assert read is not None
    assert read.intent == "ask_knowledge"
    assert {"entity": "knowledge", "value": MOVE} in list(read.entities)


@pytest.mark.parametrize("intent", ["query_late_fee", "request_meter_check", "report_fraud"])
def test_intents_that_tell_entries_themselves_stay_with_the_entry_chosen(intent: str) -> None:
    read = known("移表要不要钱", intent, knowledge=[(MOVE, ITSELF), ("pay_fee", 0.4)])
    assert read is not None
    assert read.intent == intent
    assert list(read.knowledge) == [(MOVE, ITSELF), ("pay_fee", 0.4)]


def test_what_an_intent_tells_from_a_table_is_left_to_it() -> None:
    asked = [("tiers_zhejiang", ITSELF)]
    assert known("浙江居民阶梯电价分几档", "query_prices", knowledge=asked) is None
    assert known("浙江居民阶梯电价分几档", "bind_account", knowledge=asked) is not None


NEAR = [(MOVE, 0.6), ("pay_fee", 0.5)]


def test_a_question_for_a_rule_that_one_entry_is_near_to_is_its_question() -> None:
    read = known("电表换个地方要多少钱", "bind_account", knowledge=NEAR, rule=0.8)
    assert read is not None
    assert read.intent == "ask_knowledge"
    assert next(iter(read.knowledge)) == (MOVE, ITSELF)


@pytest.mark.parametrize(
    ("text", "intent", "knowledge", "rule"),
    [
        ("电表换个地方要多少钱", "bind_account", NEAR, 0.4),  # her own record
        (
            "电表换个地方要多少钱",
            "bind_account",
            [(MOVE, 0.6), ("pay_fee", 0.55)],
            0.8,
        ),  # two are near
        ("电表换个地方要多少钱", "bind_account", [(MOVE, 0.45)], 0.8),  # none is near
        ("电表给我换个地方", "bind_account", NEAR, 0.8),  # asks for nothing
        ("多少钱", "bind_account", NEAR, 0.8),  # too short to say what
        ("水表换个地方要多少钱", "out_of_scope", NEAR, 0.8),
        ("表格里一度电多少钱", "query_prices", NEAR, 0.8),
        ("营业厅换到什么地方了", "query_office", NEAR, 0.8),
        ("你能干些什么呢", "help", NEAR, 0.8),
        ("电表换个地方要多少钱", "bind_account", [], 0.8),
    ],
)
def test_what_is_less_than_that_is_left_to_the_others(
    text: str, intent: str, knowledge: list[tuple[str, float]], rule: float
) -> None:
    assert known(text, intent, knowledge=knowledge, rule=rule) is None


def test_a_form_that_waits_has_its_own_answers() -> None:
    sentence = heard("没有收到验证码", "resend_code", knowledge=[("account_code_missing", ITSELF)])
    assert read_by(KnownReading, sentence, **in_form("binding", "code")) is None


LOST = [("prepaid_card_lost", 0.8), ("prepaid_card", 0.75), ("invoice_lost", 0.5)]


def test_an_entry_akin_to_the_nearest_is_no_rival() -> None:
    read = known("买电的卡找不见了咋办", "query_payments", knowledge=LOST, rule=0.9)
    assert read is not None
    assert next(iter(read.knowledge))[0] == "prepaid_card_lost"


def test_what_an_entry_is_near_to_is_not_beyond_us() -> None:
    read = known("电卡弄丢补一张", "out_of_scope", knowledge=LOST, rule=0.9)
    assert read is not None
    assert read.intent == "ask_knowledge"
    assert known("水卡弄丢补一张", "out_of_scope", knowledge=LOST, rule=0.9) is None
    far = [("prepaid_card_lost", 0.6), ("invoice_lost", 0.4)]
    assert known("饭卡弄丢补一张", "out_of_scope", knowledge=far, rule=0.9) is None
