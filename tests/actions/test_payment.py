"""Payments that haven't arrived, invoices, and the rules of cut-off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from tests.actions.conftest import Begin, People, Questions


def test_a_missing_payment_can_be_looked_for_by_a_person(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert '/affirm{"offer":"payment_trace"}' in dialogue.payloads


def test_a_missing_invoice_can_be_asked_for(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_invoice", "上个月的发票") == ["utter_invoices_not_issued"]
    assert dialogue.payloads == ['/affirm{"offer":"invoice"}']
    assert begin(people.newcomer).say("query_invoice") == ["utter_invoices_none"]


def test_several_months_end_with_one_offer(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_invoice", "9月和10月的发票")
    assert dialogue.said[-1].payloads == ['/affirm{"offer":"invoice"}']
    assert all(one.payloads == [] for one in dialogue.said[:-1])


@pytest.mark.parametrize("state", ["stranger", "paused"])
def test_the_rules_of_cut_off_need_no_proof(
    begin: Begin, people: People, questions: Questions, clock: FixedClock, state: str
) -> None:
    dialogue = begin(None if state == "stranger" else people.single)
    if state == "paused":
        clock.moment += timedelta(minutes=31)
    said = dialogue.say("query_cut_off", "欠费多久停电", knowledge={"cut_off": 0.8}, rule=0.9)
    assert said == ["utter_knowledge"]
    assert "三十天" in dialogue.text
    assert dialogue.payloads[-1] == "/query_cut_off"
    assert questions.taken() == []


def test_the_own_cut_off_is_read_from_the_records(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_cut_off", "我家是不是欠费停的电", knowledge={"cut_off": 0.7}, rule=0.1)
    assert questions.asked() == [("query_cut_off", people.single.accounts, ())]


def test_payments_of_a_month_are_asked_for_that_month(
    begin: Begin, people: People, questions: Questions
) -> None:
    begin(people.single).say("query_payments", "10月的交了没有")
    call = ("query_payments", people.single.accounts, ("2026-10-01/2026-10-31",))
    assert questions.asked() == [call]
