"""A disputed bill: begun, filled in any order, corrected, put aside, sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from tests.actions.conftest import Begin, People, Person, Stored
from tests.actions.dialogue import Dialogue
from tests.unit.identity.conftest import Phone


def at_reason(begin: Begin, person: Person, text: str = "我对电费有异议") -> Dialogue:
    """A dialogue that has been asked for the reason."""
    dialogue = begin(person)
    assert dialogue.say("dispute_bill", text) == ["utter_form_said", "utter_form_ask"]
    assert dialogue.asked == "dispute_reason"
    return dialogue


def at_confirm(begin: Begin, person: Person, text: str = "我对电费有异议") -> Dialogue:
    """A dialogue that has been asked for the yes."""
    dialogue = at_reason(begin, person, text)
    assert dialogue.say("dispute_bill", "读数和我看的不一样") == ["utter_form_confirm"]
    return dialogue


def test_a_dispute_is_stored_after_the_yes_alone(
    begin: Begin, people: People, requests: Stored, drafts: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    assert [row.status for row in drafts()] == ["open"]
    assert dialogue.say("dispute_bill", "读数和我看的不一样") == ["utter_form_confirm"]
    assert requests() == []
    assert dialogue.press_titled("提交") == ["utter_form_done"]
    (row,) = requests()
    assert (row.kind, row.account_id, row.customer_id, row.action) == (
        "disputed_bill",
        people.single.accounts[0],
        people.single.customer,
        "action_submit_dispute",
    )
    assert row.number in dialogue.text
    assert row.details["客户说明"] == "读数和我看的不一样"
    assert people.single.name not in row.summary
    assert dialogue.form is None
    assert dialogue.slots["dispute_reason"] is None
    (draft,) = drafts()
    assert (draft.status, draft.request_number) == ("submitted", row.number)
    assert draft.content["reason"] == "读数和我看的不一样"
    assert dialogue.frame("form") is None
    request = dialogue.frame("request")
    assert request is not None
    assert request.about["name"] == row.number


@pytest.mark.parametrize("reason", ["抄表读数不对", "怀疑电表不准", "不是我家用的电"])
@pytest.mark.parametrize("how", ["pressed", "said"])
def test_a_reason_of_the_list_can_be_pressed_and_said(
    begin: Begin, people: People, requests: Stored, reason: str, how: str
) -> None:
    dialogue = at_reason(begin, people.single)
    if how == "pressed":
        dialogue.press_titled(reason)
    else:
        dialogue.say("nlu_fallback", reason)
    assert reason in dialogue.text
    dialogue.say("affirm", "提交吧")
    assert requests()[0].details["客户说明"] == reason


def test_what_is_no_choice_cannot_be_pressed(begin: Begin, people: People) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.press('/dispute_bill{"field":"reason","choice":"<b>x</b>"}')
    assert dialogue.asked == "dispute_reason"
    assert dialogue.slots["dispute_reason"] is None


def test_a_reason_can_be_corrected_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    assert dialogue.say("inform", "怀疑有人偷电") == ["utter_form_confirm"]
    dialogue.say("affirm", "对")
    assert [row.details["客户说明"] for row in requests()] == ["怀疑有人偷电"]


def test_a_reason_of_one_character_is_told_so_once(begin: Begin, people: People) -> None:
    dialogue = at_reason(begin, people.single)
    assert dialogue.say("nlu_fallback", "高") == ["utter_form_said"]
    assert dialogue.text.startswith("请多说几个字")
    assert dialogue.asked == "dispute_reason"


@pytest.mark.parametrize("move", ["press", "先不提交", "不要", "不", "算了"])
def test_a_no_sends_nothing(begin: Begin, people: People, requests: Stored, move: str) -> None:
    dialogue = at_confirm(begin, people.single)
    responses = dialogue.press_titled("不提交") if move == "press" else dialogue.say("deny", move)
    assert responses in (["utter_form_not_sent"], ["utter_stopped"])
    assert requests() == []
    assert dialogue.form is None
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert requests() == []


def test_after_a_no_a_change_of_mind_goes_on_with_what_was_said(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_confirm(begin, people.single, "9月的账单有问题")
    dialogue.say("deny", "不")
    assert dialogue.say("nlu_fallback", "那还是提交吧") == ["utter_form_confirm"]
    assert "9月" in dialogue.text
    assert "读数和我看的不一样" in dialogue.text
    dialogue.say("affirm", "提交")
    assert len(requests()) == 1


def test_another_reason_can_be_said_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.press_titled("怀疑电表不准")
    assert dialogue.say("nlu_fallback", "不是我家用的电") == ["utter_form_confirm"]
    dialogue.say("affirm", "提交")
    assert requests()[0].details["客户说明"] == "不是我家用的电"


@pytest.mark.parametrize(
    "payload",
    [
        "/affirm",
        '/affirm{"offer":"reading"}',
        '/affirm{"offer":"payment_trace"}',
        '/affirm{"offer":"callback_report_outage"}',
        '/affirm{"offer":"ask_query_bill"}',
    ],
)
def test_the_yes_of_another_question_sends_no_dispute(
    begin: Begin, people: People, requests: Stored, payload: str
) -> None:
    for dialogue in (at_reason(begin, people.single), at_confirm(begin, people.single)):
        asked = dialogue.asked
        dialogue.press(payload)
        assert (dialogue.form, dialogue.asked) == ("dispute_form", asked)
        assert "disputed_bill" not in [row.kind for row in requests()]


def test_a_stray_yes_after_something_else_sends_nothing(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_confirm(begin, people.single)
    dialogue.say("query_balance", "我现在一共欠多少电费")
    dialogue.say("affirm", "好的")
    assert requests() == []


def test_something_else_is_answered_in_between(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    assert dialogue.say("query_balance", "我现在欠费没有") == [
        "utter_balance_clear",
        "utter_form_quiet",
    ]
    assert "哪里不对" in dialogue.said[-1].text
    dialogue.say("inform", "读数不对")
    assert dialogue.say("affirm", "提交") == ["utter_form_done"]
    assert len(requests()) == 1


def test_after_two_other_questions_it_waits_and_takes_no_free_text(
    begin: Begin, people: People, requests: Stored, drafts: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("query_balance", "我现在欠费没有")
    assert dialogue.say("query_office", "你们营业厅在哪")[-1] == "utter_form_paused"
    assert dialogue.form is None
    assert [row.status for row in drafts()] == ["paused"]
    dialogue.say("make_complaint", "你们的人态度太差了我要投诉")
    assert dialogue.slots["dispute_reason"] is None
    assert dialogue.say("nlu_fallback", "继续") == ["utter_form_ask"]
    dialogue.say("inform", "读数不对")
    dialogue.say("affirm", "提交")
    assert [row.kind for row in requests()] == ["disputed_bill"]


def test_a_draft_outlives_the_session(
    begin: Begin, people: People, requests: Stored, clock: FixedClock, phone: Phone
) -> None:
    dialogue = at_confirm(begin, people.single)
    clock.moment += timedelta(hours=20)
    dialogue.end_session()
    dialogue.say("greet", "您好")
    assert dialogue.say("nlu_fallback", "继续") == ["utter_form_confirm"]
    dialogue.press_titled("提交")
    assert requests() == [] or requests()[0].account_id == people.single.accounts[0]


def test_a_draft_of_long_ago_is_no_talk_any_more(
    begin: Begin, people: People, clock: FixedClock
) -> None:
    dialogue = at_confirm(begin, people.single)
    clock.moment += timedelta(days=8)
    dialogue.end_session()
    assert dialogue.press("/resume_form") == ["utter_nothing_to_resume"]


def test_the_bill_that_was_named_is_disputed_whatever_is_asked_in_between(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single, "9月的账单有问题")
    assert "9月" in dialogue.said[0].text
    dialogue.say("inform", "读数不对")
    dialogue.say("query_bill", "那10月的电费是多少钱")
    assert dialogue.say("affirm", "提交") == ["utter_form_done"]
    assert "9月" in requests()[0].summary


def test_the_account_that_a_request_was_begun_for_stays(
    begin: Begin, people: People, requests: Stored
) -> None:
    flat, shop = people.pair.accounts
    for words, in_between in (("第一户", "第二户的电费"), ("第二户", "家里的电费")):
        dialogue = begin(people.pair)
        dialogue.say("dispute_bill", f"{words}的账单有问题")
        dialogue.say("query_bill", in_between)
        dialogue.say("inform", "读数不对")
        dialogue.say("affirm", "提交")
        dialogue.say("report_reading", f"{words}电表12345")
        dialogue.say("query_bill", in_between)
        dialogue.say("affirm", "提交")
    assert [row.account_id for row in requests()] == [flat, flat, shop, shop]


@pytest.mark.parametrize("text", ["不对，是9月的", "不是10月是9月", "改成9月", "是9月"])
def test_the_disputed_month_can_be_corrected_before_the_yes(
    begin: Begin, people: People, requests: Stored, text: str
) -> None:
    dialogue = at_confirm(begin, people.single, "10月的账单有问题")
    assert dialogue.say("inform", text) == ["utter_form_confirm"]
    assert "9月" in dialogue.text
    dialogue.say("affirm", "提交")
    (row,) = requests()
    assert "9月" in row.summary
    assert row.details["客户说明"] == "读数和我看的不一样"


def test_a_month_in_a_reason_does_not_change_the_disputed_one(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single, "10月的账单有问题")
    dialogue.say("inform", "9月没这么多")
    assert "10月" in dialogue.text
    dialogue.say("affirm", "提交")
    assert requests()[0].details["客户说明"] == "9月没这么多"


def test_a_month_without_a_bill_is_told_and_the_one_before_stays(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_confirm(begin, people.single)
    responses = dialogue.say("inform", "是2015年3月的")
    assert responses == ["utter_dispute_no_bill", "utter_form_confirm"]
    assert "10月" in dialogue.said[-1].text
    dialogue.say("affirm", "提交")
    assert "10月" in requests()[0].summary


def test_the_bill_talked_about_is_disputed(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "9月的电费")
    dialogue.press("/dispute_bill")
    assert "9月" in dialogue.said[0].text


def test_a_month_without_a_bill_cannot_be_disputed(
    begin: Begin, people: People, requests: Stored, drafts: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("dispute_bill", "2015年3月的账单有问题") == ["utter_dispute_no_bill"]
    assert dialogue.form is None
    assert begin(people.newcomer).say("dispute_bill") == ["utter_dispute_no_bill"]
    assert drafts() == []


@pytest.mark.parametrize("words", ["算了", "不办了", "取消", "还是算了吧", "先不弄了"])
def test_stopping_a_dispute_stores_nothing(
    begin: Begin, people: People, requests: Stored, drafts: Stored, words: str
) -> None:
    dialogue = at_confirm(begin, people.single)
    assert dialogue.say("nlu_fallback", words) in (["utter_stopped"], ["utter_form_not_sent"])
    assert dialogue.form is None
    dialogue.say("affirm", "好的")
    assert requests() == []
    assert [row.status for row in drafts()] == ["stopped"]


def test_a_dispute_with_several_accounts_is_asked_for_which(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("dispute_bill", "10月的账单有问题") == ["utter_choose_account"]
    assert dialogue.press(dialogue.payloads[1])[0] == "utter_form_said"
    assert "10月" in dialogue.said[0].text
    dialogue.say("inform", "读数不对")
    dialogue.say("affirm", "提交")
    assert requests()[0].account_id == people.pair.accounts[1]


def test_a_dispute_of_a_foreign_account_is_refused(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    text = f"{people.pair.numbers[0]}的账单有问题"
    assert dialogue.say("dispute_bill", text) == ["utter_not_your_account"]
    assert dialogue.form is None


def test_the_same_yes_twice_stores_one_dispute(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_confirm(begin, people.single)
    again = dialogue.snapshot()
    dialogue.say("affirm", "提交", message_id="twice")
    again.say("affirm", "提交", message_id="twice")
    assert len(requests()) == 1


def test_turning_from_a_dispute_to_a_reading_lets_the_dispute_wait(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("report_reading", "我自己报读数12345")
    assert dialogue.form == "reading_form"
    dialogue.say("affirm", "提交")
    assert [row.kind for row in requests()] == ["meter_reading"]
    assert dialogue.form is None
    assert dialogue.say("nlu_fallback", "继续") == ["utter_form_ask"]
    assert dialogue.form == "dispute_form"


def test_what_was_sent_can_be_withdrawn_at_once(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_confirm(begin, people.single)
    dialogue.say("affirm", "提交")
    assert dialogue.say("nlu_fallback", "等等，我不想提交了，撤回") == ["utter_request_withdrawn"]
    assert [row.status for row in requests()] == ["cancelled"]
