"""The way to a person: call-backs, what isn't served yet, and what became of a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.dialogue.offers import callback_offer
from bot.clock import FixedClock
from bot.intents import load_intents
from bot.masking import mask_phone
from bot.service_requests.kinds import load_kinds
from tests.actions.conftest import Begin, People, Stored

UNSERVED = {one.name: one for one in load_intents().values() if one.callback}
"""What has no service yet."""
KINDS = {one.kind: one.offered for one in load_kinds().by_name.values() if one.offered}
"""Kinds of requests that a plain yes registers, with their summary."""
OFFERS = [*KINDS, *map(callback_offer, UNSERVED)]


def test_a_person_is_registered_and_the_phone_asked_for(begin: Begin, requests: Stored) -> None:
    assert begin().say("request_person", "我要人工") == ["utter_person_requested_ask_phone"]
    (row,) = requests()
    assert (row.kind, row.account_id, row.customer_id) == ("callback", None, None)
    assert "我要人工" in row.summary


def test_the_bound_customers_account_goes_with_the_request(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("request_person", "找人工") == ["utter_person_requested"]
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    dialogue.press("/request_person")
    stranger = begin(people.pair)
    stranger.push("account", id=people.single.accounts[0])
    stranger.press("/request_person")
    first, second = people.pair.accounts
    assert [row.account_id for row in requests()] == [first, second, first]
    assert {row.customer_id for row in requests()} == {people.pair.customer}


def test_who_is_known_hears_which_number_is_called(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("request_person", "人工")
    assert mask_phone(people.single.phone) in dialogue.text
    assert [row.contact_phone for row in requests()] == [people.single.phone]
    assert dialogue.say("nlu_fallback", "打我哪个号") == ["utter_request_phone"]
    assert mask_phone(people.single.phone) in dialogue.text


def test_another_number_is_taken_and_stays(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("request_person", "人工")
    assert dialogue.say("change_reserved_phone", "换一个号 15412345678") == [
        "utter_person_phone_noted"
    ]
    assert dialogue.say("request_person", "人工呢") == ["utter_person_already_requested"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_who_gives_no_number_is_not_pressed(begin: Begin, people: People) -> None:
    dialogue = begin()
    dialogue.say("request_person", "人工")
    assert dialogue.say("ask_why_needed", "号码不方便给你们") == ["utter_request_private"]
    dialogue = begin(people.single)
    dialogue.say("request_person", "人工")
    assert dialogue.say("ask_why_needed", "手机我不想说") == ["utter_request_private_known"]


def test_how_to_call_is_kept_with_the_request(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("request_person", "人工")
    for words in ("找我媳妇接", "她姓周", "中午别打"):
        assert dialogue.say("nlu_fallback", words) == ["utter_request_remark"]
    assert requests()[0].details["客户补充"] == "找我媳妇接；她姓周；中午别打"


def test_a_call_is_called_off_though_a_form_runs(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("request_person", "人工")
    dialogue.say("bind_account")
    dialogue.say("stop", "电话就别打了 我去营业厅")
    assert requests()[0].status == "cancelled"


def test_after_a_pause_the_request_names_no_account(
    begin: Begin, people: People, requests: Stored, clock: FixedClock
) -> None:
    dialogue = begin(people.single)
    clock.moment += timedelta(minutes=31)
    assert dialogue.say("request_person", "人工") == ["utter_person_requested_ask_phone"]
    assert [(row.account_id, row.customer_id) for row in requests()] == [(None, None)]


def test_an_open_callback_is_not_doubled(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("request_person", "人工")
    assert dialogue.say("request_person", "人工呢") == ["utter_person_already_requested"]
    assert len(requests()) == 1


def test_a_person_is_registered_inside_a_form_and_the_form_goes_on(
    begin: Begin, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    assert dialogue.say("request_person", "转人工") == [
        "utter_person_requested_ask_phone",
        "utter_form_quiet",
    ]
    assert len(requests()) == 1


def test_a_phone_in_the_same_sentence_is_not_asked_for_again(
    begin: Begin, requests: Stored
) -> None:
    assert begin().say("request_person", "人工，打15412345678") == ["utter_person_requested"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_what_the_customer_said_is_masked_in_the_summary(begin: Begin, requests: Stored) -> None:
    begin().say("request_person", "人工，我的电话15412345678")
    assert "15412345678" not in requests()[0].summary


def test_the_same_turn_twice_stores_one_request(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    again = dialogue.snapshot()
    first = dialogue.say("request_person", "人工", message_id="twice")
    assert again.say("request_person", "人工", message_id="twice") == first
    assert len(requests()) == 1


@pytest.mark.parametrize("intent", sorted(UNSERVED))
def test_what_is_not_served_yet_is_said_and_a_callback_offered(
    begin: Begin, requests: Stored, intent: str
) -> None:
    offer = callback_offer(intent)
    dialogue = begin()
    assert dialogue.say(intent) == [UNSERVED[intent].callback]
    assert f'/affirm{{"offer":"{offer}"}}' in dialogue.payloads
    assert requests() == []
    assert dialogue.say("affirm", "好，登记吧") == ["utter_person_requested_ask_phone"]
    summary = f"{UNSERVED[intent].title}，请工作人员回电"
    assert [(row.kind, row.summary) for row in requests()] == [("callback", summary)]


@pytest.mark.parametrize("offer", sorted(OFFERS))
def test_every_offer_is_accepted_by_its_button_once(
    begin: Begin, people: People, requests: Stored, offer: str
) -> None:
    dialogue = begin(people.single)
    again = dialogue.snapshot()
    payload = f'/affirm{{"offer":"{offer}"}}'
    assert dialogue.press(payload, message_id="twice")[0] != "utter_yes_to_what"
    again.press(payload, message_id="twice")
    (row,) = requests()
    assert row.account_id == people.single.accounts[0]
    assert row.kind == (offer if offer in KINDS else "callback")
    assert row.summary == KINDS.get(offer, row.summary)


@pytest.mark.parametrize("offer", sorted(KINDS))
def test_a_request_of_another_kind_needs_no_binding(
    begin: Begin, requests: Stored, offer: str
) -> None:
    said = begin().press(f'/affirm{{"offer":"{offer}"}}')
    assert said == ["utter_request_opened_ask_phone"]
    assert [row.account_id for row in requests()] == [None]


def test_the_state_of_the_own_requests(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_request", "办得怎样") == ["utter_request_none"]
    dialogue.press('/affirm{"offer":"invoice"}')
    dialogue.press('/affirm{"offer":"payment_trace"}')
    dialogue.press('/affirm{"offer":"reserved_phone"}')
    invoice, trace, _ = requests()
    service = dialogue.services.requests
    service.close(invoice.number, "somebody")
    service.close(trace.number, "somebody", "cancelled")
    assert dialogue.say("query_request") == [
        "utter_request_open",
        "utter_request_cancelled",
        "utter_request_done",
    ]
    assert begin(people.pair).say("query_request") == ["utter_request_none"]


def test_only_the_newest_requests_are_told(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    for value in range(4):
        dialogue.say("report_reading", f"电表1234{value}")
        assert dialogue.say("affirm", "提交") == ["utter_form_done"]
    assert len(dialogue.say("query_request")) == 3


def test_a_request_that_cannot_be_stored_is_not_promised(begin: Begin, requests: Stored) -> None:
    dialogue = begin()

    class Broken:
        def open(self, *_: object, **__: object) -> None:
            raise RuntimeError

    dialogue.services = replace(dialogue.services, requests=Broken())  # type: ignore[arg-type]
    assert dialogue.say("request_person", "人工") == ["utter_action_failed"]
    assert requests() == []


def test_a_request_that_was_told_can_be_taken_back(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.press('/affirm{"offer":"invoice"}')
    dialogue.say("greet", "您好")
    dialogue.say("query_request", "我的申请办得怎样了")
    assert dialogue.say("nlu_fallback", "那就取消申请吧") == ["utter_request_withdrawn"]
    assert [row.status for row in requests()] == ["cancelled"]


def test_what_is_told_beside_an_offered_call_goes_with_it(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("make_complaint", "抄表的态度太差")
    assert dialogue.say("note_request", "把我家门踢了") == ["utter_remark_offer"]
    assert dialogue.say("note_request", "工牌也没挂") == ["utter_remark_offer"]
    assert requests() == []
    dialogue.say("inform", "15412345678")
    kept = str(requests()[0].details)
    assert "门踢了" in kept
    assert "工牌" in kept
