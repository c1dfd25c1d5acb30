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
    assert [one.payloads for one in dialogue.said] == [[], ['/affirm{"offer":"invoice"}']]


@pytest.mark.parametrize("state", ["bound", "stranger", "paused"])
def test_the_rules_of_cut_off_need_no_proof_the_own_state_does(
    begin: Begin, people: People, questions: Questions, clock: FixedClock, state: str
) -> None:
    dialogue = begin(None if state == "stranger" else people.single)
    if state == "paused":
        clock.moment += timedelta(minutes=31)
    responses = dialogue.say("query_cut_off", "欠费多久停电")
    assert responses[0] == "utter_cut_off_rules"
    if state == "bound":
        assert responses[1:] == ["utter_balance_clear"]
    else:
        assert responses[1:] == []
        assert questions.taken() == []
