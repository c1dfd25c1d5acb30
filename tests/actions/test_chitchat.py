"""Steering words: yes and no, stop and start over, bare facts, and what isn't understood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import today
from tests.actions.conftest import Begin, People, Questions, Stored
from tests.unit.identity.conftest import Phone

# -- yes and no --------------------------------------------------------------------------------


def test_a_yes_to_nothing_does_nothing(begin: Begin, people: People, requests: Stored) -> None:
    assert begin().say("affirm", "好的") == ["utter_yes_to_what"]
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月电费")
    assert dialogue.say("affirm", "好的") == ["utter_yes_to_what"]
    assert requests() == []


def test_a_yes_right_after_an_offer_accepts_it(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.say("affirm", "好，登记") == ["utter_request_opened"]
    assert [(row.kind, row.account_id) for row in requests()] == [
        ("payment_trace", people.single.accounts[0])
    ]


@pytest.mark.parametrize("between", ["thank", "query_balance", "deny"])
def test_a_yes_after_something_else_accepts_no_old_offer(
    begin: Begin, people: People, requests: Stored, between: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say(between)
    assert dialogue.say("affirm", "好的") == ["utter_yes_to_what"]
    assert requests() == []


def test_a_yes_is_taken_once(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say("affirm", "好的")
    assert dialogue.say("affirm", "好的") == ["utter_yes_to_what"]
    assert len(requests()) == 1


def test_a_button_is_what_it_says_however_late(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    offered = dialogue.payloads[0]
    dialogue.say("thank")
    assert dialogue.press(offered) == ["utter_request_opened"]
    assert [row.kind for row in requests()] == ["payment_trace"]


def test_a_bare_yes_button_of_a_form_that_is_over_does_nothing(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.press("/affirm") == ["utter_yes_to_what"]
    assert requests() == []


@pytest.mark.parametrize("offer", ["dispute", "reading", "unknown", "callback", "None"])
def test_the_yes_of_what_is_no_offer_does_nothing(
    begin: Begin, people: People, requests: Stored, offer: str
) -> None:
    dialogue = begin(people.single)
    assert dialogue.press(f'/affirm{{"offer":"{offer}"}}') == ["utter_yes_to_what"]
    assert requests() == []


def test_the_newest_bill_is_shown_on_a_yes(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.press('/affirm{"offer":"newest_bill"}') == ["utter_bill"]
    assert questions.taken() == [("bill", people.single.accounts[0], None)]


def test_the_newest_bill_needs_proof(begin: Begin, questions: Questions) -> None:
    assert begin().press('/affirm{"offer":"newest_bill"}')[0] == "utter_binding_first"
    assert questions.taken() == []


def test_the_same_yes_twice_stores_one_request(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_invoice", "要发票")
    assert dialogue.slots["handoff_offer"]["offer"] == "invoice"
    again = dialogue.snapshot()
    dialogue.say("affirm", "要", message_id="twice")
    again.say("affirm", "要", message_id="twice")
    assert len(requests()) == 1
    assert dialogue.said == again.said


def test_a_no_drops_the_offer(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.say("deny", "不用") == ["utter_no_offer"]
    assert dialogue.slots["handoff_offer"] is None
    assert requests() == []


def test_a_no_inside_a_form_shows_the_ways_out(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading")
    assert dialogue.say("deny", "不想说") == ["utter_no_in_form", "utter_ask_billing_reading_value"]
    responses = dialogue.press('/deny{"offer":"callback_report_outage"}')
    assert responses == ["utter_no_offer", "utter_ask_billing_reading_value"]


def test_the_yes_to_another_offer_is_no_consent(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("report_outage", "停电了")
    dialogue.say("bind_account", "绑定户号")
    responses = dialogue.press('/affirm{"offer":"callback_report_outage"}')
    assert responses[-1] == "utter_ask_consent_again"
    assert not dialogue.services.identity.consented(dialogue.conversation_id)
    assert [row.kind for row in requests()] == ["callback"]


# -- bare facts --------------------------------------------------------------------------------


def test_a_phone_goes_to_the_open_callback(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    assert dialogue.say("request_person", "找人工") == ["utter_person_requested_ask_phone"]
    assert dialogue.say("inform", "15412345678") == ["utter_person_phone_noted"]
    assert "15412345678" not in str(dialogue.said)
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_a_phone_without_an_open_request_is_of_no_use(begin: Begin, requests: Stored) -> None:
    assert begin().say("inform", "15412345678") == ["utter_no_use_for_it"]
    assert requests() == []


def test_a_phone_inside_the_binding_is_noted_and_the_binding_goes_on(
    begin: Begin, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("request_person", "找人工")
    dialogue.say("bind_account")
    responses = dialogue.say("inform", "15412345678")
    assert responses == ["utter_person_phone_noted", "utter_ask_consent_again"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_the_own_number_is_chosen(begin: Begin, people: People) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("inform", people.pair.numbers[1]) == ["utter_account_selected"]
    assert dialogue.slots["account_selected"] == people.pair.accounts[1]


def test_the_own_number_answers_the_question_for_the_account(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_balance")
    assert dialogue.say("inform", people.pair.numbers[1]) == ["utter_balance_clear"]
    assert questions.taken() == [("balance", people.pair.accounts[1])]


def test_a_number_begins_the_binding(begin: Begin, people: People) -> None:
    dialogue = begin()
    number = people.single.numbers[0]
    assert dialogue.say("inform", number) == ["utter_number_taken", "utter_ask_consent"]
    assert dialogue.slots["account_number"] == number


def test_a_number_drops_what_an_earlier_binding_waited_for(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_balance")
    assert dialogue.slots["account_pending"] is not None
    dialogue.say("inform", people.single.numbers[0])
    dialogue.press("/affirm")
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


def test_a_time_is_taken_for_the_last_question(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月电费")
    dialogue.say("inform", "9月")
    assert questions.taken()[-1][2] == "2026-09-01/2026-09-30"
    assert begin().say("inform", "9月") == ["utter_what_about_it"]


def test_a_code_that_nobody_waits_for(begin: Begin) -> None:
    assert begin().say("inform", "123456") == ["utter_binding_no_code"]


def test_a_bare_fact_of_no_use(begin: Begin) -> None:
    assert begin().say("inform", "张小明") == ["utter_no_use_for_it"]


# -- stop and start over -----------------------------------------------------------------------


def test_stop_leaves_the_binding_and_forgets_what_was_claimed(begin: Begin, people: People) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月电费")
    dialogue.press("/affirm")
    dialogue.say("inform", people.single.numbers[0])
    assert dialogue.say("stop", "算了") == ["utter_stopped"]
    assert (dialogue.form, dialogue.asked) == (None, None)
    claimed = [
        dialogue.slots[slot]
        for slot in ("account_number", "account_name", "account_code", "account_pending")
    ]
    assert claimed == [None] * 4
    assert dialogue.say("affirm", "好的") == ["utter_yes_to_what"]


def test_stop_where_nothing_goes_on(begin: Begin) -> None:
    assert begin().say("stop", "算了") == ["utter_nothing_to_stop"]


def test_starting_over_forgets_the_talk_and_keeps_the_binding(
    begin: Begin, people: People, bindings: Stored
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    dialogue.say("report_reading", "电表12345")
    assert dialogue.say("restart_conversation", "重新开始") == ["utter_restarted"]
    assert dialogue.form is None
    assert set(dialogue.slots.values()) == {None}
    assert len(bindings()) == 1
    assert dialogue.say("query_bill") == ["utter_choose_account"]


# -- not understood ----------------------------------------------------------------------------


def test_what_is_not_ours_is_declined_the_second_time_with_a_person(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("out_of_scope", "今天天气") == ["utter_not_ours"]
    assert dialogue.say("out_of_scope", "股票") == ["utter_not_ours_again"]
    dialogue.say("thank")
    assert dialogue.say("out_of_scope", "股票") == ["utter_not_ours"]


def test_the_choices_are_the_likeliest_intents_with_the_time_kept(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    ranking = {"query_usage": 0.4, "greet": 0.3, "query_bill": 0.2, "query_tiers": 0.01}
    assert dialogue.say("nlu_fallback", "上个月那个", ranking=ranking) == ["utter_ask_meaning"]
    assert [payload.split("{")[0] for payload in dialogue.payloads] == [
        "/query_usage",
        "/query_bill",
        "/out_of_scope",
    ]
    dialogue.press(dialogue.payloads[1])
    assert questions.taken() == [("bill", people.single.accounts[0], "2026-10-01/2026-10-31")]


def test_the_choices_keep_the_day_of_a_moment(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    ranking = {"query_usage": 0.4, "query_bill": 0.3}
    dialogue.say("nlu_fallback", "昨晚那个", ranking=ranking)
    day = today(dialogue.services.clock) - timedelta(days=1)
    assert dialogue.payloads[0] == f'/query_usage{{"period":"{day}/{day}"}}'


def test_none_of_the_choices_offers_a_person(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("nlu_fallback", "那个", ranking={"query_bill": 0.5})
    assert dialogue.press("/out_of_scope") == ["utter_still_unclear"]


def test_without_a_likely_intent_other_words_are_asked_for(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("nlu_fallback", "啊", ranking={"greet": 0.5, "query_bill": 0.05}) == [
        "utter_ask_rephrase"
    ]
    assert dialogue.say("nlu_fallback", "啊啊", ranking={"query_bill": 0.5}) == [
        "utter_still_unclear"
    ]
