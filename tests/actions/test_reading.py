"""A reading that the customer has read: asked for, read out of sentences, corrected, sent once."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Begin, People, Stored
from tests.unit.identity.conftest import Phone


def test_a_reading_in_the_first_sentence_is_asked_back_and_stored(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("report_reading", "我家电表12345.6") == ["utter_form_confirm"]
    assert "12345.6" in dialogue.text
    assert requests() == []
    assert dialogue.press_titled("提交") == ["utter_form_done"]
    (row,) = requests()
    assert (row.kind, row.account_id, row.details["客户自报示数"]) == (
        "meter_reading",
        people.single.accounts[0],
        "12345.6",
    )
    assert dialogue.slots["reading_value"] is None


def test_a_reading_is_asked_for_and_corrected(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("report_reading", "报个读数") == ["utter_form_ask"]
    assert dialogue.say("inform", "等我看看")[-1] == "utter_form_quiet"
    assert dialogue.say("inform", "１２３４") == ["utter_form_confirm"]
    assert dialogue.say("inform", "表上是1235") == ["utter_form_confirm"]
    dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["1235"]


def test_a_no_leaves_it_and_another_reading_goes_on(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading", "电表12345")
    assert dialogue.press_titled("不提交") == ["utter_form_not_sent"]
    assert dialogue.say("report_reading", "电表54321") == ["utter_form_confirm"]
    dialogue.say("affirm", "对")
    assert [row.details["客户自报示数"] for row in requests()] == ["54321"]


@pytest.mark.parametrize(
    "payload", ["/affirm", '/affirm{"offer":"dispute"}', '/affirm{"offer":"invoice"}']
)
def test_the_yes_of_another_question_sends_no_reading(
    begin: Begin, people: People, requests: Stored, payload: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading", "电表12345")
    dialogue.press(payload)
    assert dialogue.asked == "reading_confirm"
    assert "meter_reading" not in [row.kind for row in requests()]


def test_a_reading_needs_proof_and_is_not_lost(
    begin: Begin, people: People, requests: Stored, phone: Phone
) -> None:
    dialogue = begin()
    dialogue.say("report_reading", "电表读数是23456")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_form_confirm"]
    dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["23456"]


def test_a_reading_is_stored_without_any_record_of_the_meter(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.newcomer)
    dialogue.say("report_reading", "电表12345")
    assert dialogue.say("affirm", "提交") == ["utter_form_done"]
    assert requests()[0].account_id == people.newcomer.accounts[0]


def test_the_same_yes_twice_stores_one_reading(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading", "电表12345")
    again = dialogue.snapshot()
    dialogue.say("affirm", "提交", message_id="twice")
    again.say("affirm", "提交", message_id="twice")
    assert len(requests()) == 1


def test_two_readings_one_after_the_other_are_two_requests(
    begin: Begin, people: People, requests: Stored, drafts: Stored
) -> None:
    dialogue = begin(people.single)
    for value in ("12345", "12346"):
        dialogue.say("report_reading", f"电表{value}")
        dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["12345", "12346"]
    assert [row.status for row in drafts()] == ["submitted"] * 2
