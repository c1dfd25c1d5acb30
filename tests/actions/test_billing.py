"""Follow-ups in context, prices by what is named, disputed bills and own readings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.billing import read_reading
from actions.dialogue.questions import Asked
from bot.clock import FixedClock
from tests.actions.conftest import Begin, People, Person, Questions, Stored
from tests.actions.dialogue import Dialogue
from tests.unit.identity.conftest import Phone

AUGUST, SEPTEMBER = "2026-08-01/2026-08-31", "2026-09-01/2026-09-30"
OCTOBER, A_YEAR_AGO = "2026-10-01/2026-10-31", "2025-10-01/2025-10-31"


# -- the last question for another time --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那9月呢", [SEPTEMBER]),
        ("再往前一个月呢", [SEPTEMBER]),
        ("后一个月呢", ["2026-11-01/2026-11-30"]),
        ("去年同期呢", [A_YEAR_AGO]),
        ("那8月和9月呢", [AUGUST, SEPTEMBER]),
    ],
)
@pytest.mark.parametrize("question", ["query_bill", "query_payments", "query_invoice"])
def test_a_time_alone_asks_the_last_question_for_it(
    begin: Begin,
    people: People,
    questions: Questions,
    question: str,
    text: str,
    expected: list[str],
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question, "10月的")
    method = questions.taken()[0][0]
    dialogue.say("ask_other_period", text)
    assert questions.taken() == [(method, people.single.accounts[0], one) for one in expected]
    remembered = Asked.of_slot(dialogue.slots["billing_question"])
    assert remembered is not None
    assert (remembered.question, remembered.text) == (question, "10月的")


def test_step_by_step_into_the_past_and_back(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    for text in ("再往前一个月呢", "再往前一个月呢", "后一个月呢", "去年同期呢"):
        dialogue.say("ask_other_period", text)
    assert [call[2] for call in questions.taken()] == [
        OCTOBER,
        SEPTEMBER,
        AUGUST,
        SEPTEMBER,
        "2025-09-01/2025-09-30",
    ]


def test_without_a_time_before_the_month_before_last_is_one_earlier(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "电费多少")
    dialogue.say("ask_other_period", "再往前一个月呢")
    assert questions.taken()[-1][2] == SEPTEMBER


@pytest.mark.parametrize("question", ["query_balance", "query_tiers", "query_prices"])
def test_after_a_question_without_times_the_bill_is_meant(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question)
    questions.taken()
    dialogue.say("ask_other_period", "那9月呢")
    assert questions.taken() == [("bill", people.single.accounts[0], SEPTEMBER)]


def test_by_day_holds_for_what_follows_until_another_is_said(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_usage", "上个月每天用多少度")
    dialogue.say("ask_other_period", "那9月呢")
    dialogue.say("ask_other_period", "8月到10月按月呢")
    dialogue.say("ask_other_period", "那9月呢")
    dialogue.say("ask_other_period", "10月每天呢")
    assert [call[3] for call in questions.taken()] == ["day", "day", "month", "month", "day"]


def test_what_is_remembered_does_not_grow(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月的电费多少")
    for _ in range(5):
        dialogue.say("ask_other_period", "再往前一个月呢")
    assert dialogue.slots["billing_question"]["text"] == "上个月的电费多少"


def test_a_time_before_any_question_is_kept_for_the_choice(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("ask_other_period", "那9月呢") == ["utter_what_about_it"]
    assert questions.taken() == []
    dialogue.say("ask_why", "为什么")
    assert questions.taken() == [("explain", people.single.accounts[0], SEPTEMBER)]


def test_neither_a_time_nor_a_question_before(begin: Begin, people: People) -> None:
    assert begin(people.single).say("ask_other_period", "那呢") == ["utter_no_question_before"]


def test_a_follow_up_needs_proof_as_the_question_did(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    dialogue.say("unbind_account")
    dialogue.slots["billing_question"] = Asked("query_bill").as_slot()
    questions.taken()
    assert dialogue.say("ask_other_period", "那9月呢")[0] == "utter_binding_first"
    assert questions.taken() == []


# -- why ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("query_bill", "explain"),
        ("query_usage", "explain"),
        ("query_late_fee", "late_fee"),
        ("query_tiers", "prices_of"),
        (None, "explain"),
    ],
)
def test_why_asks_for_the_reason_of_what_was_said_last(
    begin: Begin, people: People, questions: Questions, question: str | None, expected: str
) -> None:
    dialogue = begin(people.single)
    if question:
        dialogue.say(question)
        questions.taken()
    dialogue.say("ask_why", "为什么")
    assert [call[0] for call in questions.taken()] == [expected]


def test_why_is_about_the_month_that_was_talked_about(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "9月的电费")
    dialogue.say("ask_why", "为什么这么高")
    assert questions.taken()[-1] == ("explain", people.single.accounts[0], SEPTEMBER)


# -- usage and prices --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "period", "granularity"),
    [
        ("用了多少度", "2026-05-01/2026-10-31", "auto"),
        ("每天用多少度", "2026-10-23/2026-11-21", "day"),
        ("每个月用多少度", "2026-05-01/2026-10-31", "month"),
        ("10月用了多少度", OCTOBER, "auto"),
    ],
)
def test_usage_without_a_time_takes_a_usual_one(
    begin: Begin, people: People, questions: Questions, text: str, period: str, granularity: str
) -> None:
    begin(people.single).say("query_usage", text)
    assert questions.taken() == [("usage", people.single.accounts[0], period, granularity)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电价多少", (None, "residential", "below_1kV")),
        ("测试省的电价", ("testland", "residential", "below_1kV")),
        ("开店的电价", (None, "commercial", "below_1kV")),
        ("工厂电价", (None, "industrial", "1_to_10kV")),
        ("合表电价", (None, "residential_shared", "below_1kV")),
        ("灌溉电价", (None, "farming", "below_1kV")),
        ("充电桩电价", (None, "ev_residential", "below_1kV")),
        ("广东电价", ("广东", "residential", "below_1kV")),
        ("杭州电价", ("浙江", "residential", "below_1kV")),
    ],
)
def test_prices_are_those_of_what_is_named(
    begin: Begin, questions: Questions, text: str, expected: tuple[str | None, str, str]
) -> None:
    begin().say("query_prices", text)
    assert questions.taken() == [("prices", *expected)]


def test_a_future_bill_offers_the_newest(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_bill", "明年3月的电费") == ["utter_bill_future"]
    assert dialogue.payloads == ['/affirm{"offer":"newest_bill"}']
    questions.taken()
    assert dialogue.say("affirm", "要看") == ["utter_bill"]
    assert questions.taken() == [("bill", people.single.accounts[0], None)]


# -- a disputed bill ---------------------------------------------------------------------------


def at_reason(begin: Begin, person: Person, text: str = "我对电费有异议") -> Dialogue:
    """A dialogue that has been asked for the reason."""
    dialogue = begin(person)
    assert dialogue.say("dispute_bill", text) == [
        "utter_dispute_begins",
        "utter_ask_billing_dispute_reason",
    ]
    return dialogue


def test_a_dispute_is_stored_after_the_yes_alone(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    assert dialogue.say("dispute_bill", "读数和我看的不一样") == ["utter_ask_dispute_confirm"]
    assert requests() == []
    assert dialogue.press('/affirm{"offer":"dispute"}') == ["utter_dispute_opened"]
    (row,) = requests()
    assert (row.kind, row.account_id, row.customer_id, row.action) == (
        "disputed_bill",
        people.single.accounts[0],
        people.single.customer,
        "action_open_dispute",
    )
    assert row.details["客户说明"] == "读数和我看的不一样"
    assert people.single.name not in row.summary
    assert dialogue.form is None
    assert dialogue.slots["billing_dispute_reason"] is None


@pytest.mark.parametrize(
    ("offer", "reason"),
    [("reading", "抄表读数不对"), ("meter", "怀疑电表不准"), ("stranger", "不是我家用的电")],
)
def test_a_reason_can_be_pressed(
    begin: Begin, people: People, requests: Stored, offer: str, reason: str
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.press(f'/dispute_bill{{"offer":"{offer}"}}')
    assert dialogue.said[-1].facts["reason"] == reason
    dialogue.say("affirm", "提交吧")
    assert requests()[0].details["客户说明"] == reason


def test_a_reason_can_be_corrected_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    assert dialogue.say("inform", "不对，是有人偷电") == ["utter_ask_dispute_confirm"]
    dialogue.say("affirm", "对")
    assert [row.details["客户说明"] for row in requests()] == ["不对，是有人偷电"]


def test_a_reason_of_one_character_is_asked_for_again(begin: Begin, people: People) -> None:
    dialogue = at_reason(begin, people.single)
    assert dialogue.say("nlu_fallback", "啊")[0] == "utter_dispute_reason_short"
    assert dialogue.asked == "billing_dispute_reason"


@pytest.mark.parametrize("move", ["press", "say"])
def test_a_no_sends_nothing(begin: Begin, people: People, requests: Stored, move: str) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    if move == "press":
        responses = dialogue.press('/deny{"offer":"dispute"}')
    else:
        responses = dialogue.say("deny", "先不提交")
    assert responses == ["utter_dispute_not_sent"]
    assert requests() == []
    assert dialogue.form is None
    assert dialogue.slots["billing_dispute_reason"] is None


def test_another_reason_can_be_pressed_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.press('/dispute_bill{"offer":"meter"}')
    assert dialogue.press('/dispute_bill{"offer":"stranger"}') == ["utter_ask_dispute_confirm"]
    dialogue.say("affirm", "提交")
    assert requests()[0].details["客户说明"] == "不是我家用的电"


def test_the_yes_of_another_question_is_no_reason(begin: Begin, people: People) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.press('/affirm{"offer":"reading"}')
    assert dialogue.asked == "billing_dispute_reason"


@pytest.mark.parametrize(
    "payload",
    [
        "/affirm",
        '/affirm{"offer":"reading"}',
        '/affirm{"offer":"payment_trace"}',
        '/affirm{"offer":"callback_report_outage"}',
        '/affirm{"offer":"newest_bill"}',
    ],
)
def test_the_yes_of_another_question_sends_no_dispute(
    begin: Begin, people: People, requests: Stored, payload: str
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    assert dialogue.press(payload)[-1] == "utter_ask_dispute_confirm"
    assert dialogue.form == "billing_dispute_form"
    assert "disputed_bill" not in [row.kind for row in requests()]


def test_something_else_is_answered_in_between(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    assert dialogue.say("query_balance", "欠费没有") == [
        "utter_balance_clear",
        "utter_ask_billing_dispute_reason",
    ]
    dialogue.say("inform", "读数不对")
    assert dialogue.say("query_prices", "电价多少")[-1] == "utter_ask_dispute_confirm"
    dialogue.say("affirm", "提交")
    assert len(requests()) == 1


def test_the_bill_that_was_named_is_disputed_whatever_is_asked_in_between(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single, "9月的账单有问题")
    label = dialogue.said[0].facts["label"]
    dialogue.say("inform", "读数不对")
    dialogue.say("query_bill", "10月的电费")
    assert dialogue.said[-1].facts["label"] == label
    dialogue.say("affirm", "提交")
    assert dialogue.said[0].facts["label"] == label
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


def test_the_disputed_month_can_be_corrected_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single, "10月的账单有问题")
    dialogue.say("inform", "读数不对")
    assert dialogue.say("inform", "不对，是9月的") == ["utter_ask_dispute_confirm"]
    assert "9月" in dialogue.said[0].facts["label"]
    dialogue.say("affirm", "提交")
    (row,) = requests()
    assert "9月" in row.summary
    assert row.details["客户说明"] == "读数不对"


def test_a_month_in_a_reason_does_not_change_the_disputed_one(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single, "10月的账单有问题")
    dialogue.say("inform", "9月没这么多")
    dialogue.say("inform", "不对，9月我不在家")
    assert "10月" in dialogue.said[0].facts["label"]
    dialogue.say("affirm", "提交")
    assert requests()[0].details["客户说明"] == "不对，9月我不在家"


def test_a_month_without_a_bill_is_told_before_the_yes(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    assert dialogue.say("inform", "是2015年3月的") == ["utter_dispute_no_bill"]
    assert dialogue.say("affirm", "提交") == ["utter_dispute_no_bill"]
    assert requests() == []


def test_a_request_begun_for_someone_else_is_not_stored(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    dialogue.slots["billing_request_account"] = people.village.accounts[0]
    assert dialogue.say("affirm", "提交") == ["utter_choose_account"]
    assert requests() == []


def test_the_bill_talked_about_is_disputed(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "9月的电费")
    dialogue.press("/dispute_bill")
    assert "9月" in dialogue.said[0].facts["label"]


def test_a_month_without_a_bill_cannot_be_disputed(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("dispute_bill", "2015年3月的账单有问题") == ["utter_dispute_no_bill"]
    assert dialogue.form is None
    assert begin(people.newcomer).say("dispute_bill") == ["utter_dispute_no_bill"]


def test_stopping_a_dispute_stores_nothing(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    assert dialogue.say("stop", "算了") == ["utter_stopped"]
    assert dialogue.form is None
    assert dialogue.slots["billing_dispute_reason"] is None
    dialogue.say("affirm", "提交")
    assert requests() == []


def test_a_dispute_with_several_accounts_is_asked_for_which(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("dispute_bill", "10月的账单有问题") == ["utter_choose_account"]
    assert dialogue.press(dialogue.payloads[1])[0] == "utter_dispute_begins"
    dialogue.say("inform", "读数不对")
    dialogue.say("affirm", "提交")
    assert requests()[0].account_id == people.pair.accounts[1]


def test_a_dispute_of_a_foreign_account_is_refused(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    text = f"{people.pair.numbers[0]}的账单有问题"
    assert dialogue.say("dispute_bill", text) == ["utter_not_your_account"]


def test_a_proof_that_ran_out_before_the_yes_is_renewed_first(
    begin: Begin, people: People, requests: Stored, clock: FixedClock, phone: Phone
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    clock.moment += timedelta(minutes=31)
    assert dialogue.say("affirm", "提交")[-1] == "utter_step_up_needed"
    assert requests() == []
    assert dialogue.say("inform", phone.code)[0] == "utter_dispute_begins"


def test_the_same_yes_twice_stores_one_dispute(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("inform", "读数不对")
    again = dialogue.snapshot()
    dialogue.say("affirm", "提交", message_id="twice")
    again.say("affirm", "提交", message_id="twice")
    assert len(requests()) == 1
    assert dialogue.said == again.said


# -- an own reading ----------------------------------------------------------------------------


def test_a_reading_in_the_first_sentence_is_asked_back_and_stored(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("report_reading", "我家电表12345.6") == ["utter_ask_reading_confirm"]
    assert dialogue.said[0].facts["reading"] == "12345.6"
    assert requests() == []
    assert dialogue.press('/affirm{"offer":"reading"}') == ["utter_reading_opened"]
    (row,) = requests()
    assert (row.kind, row.account_id, row.details["客户自报示数"]) == (
        "meter_reading",
        people.single.accounts[0],
        "12345.6",
    )
    assert dialogue.slots["billing_reading_value"] is None


def test_a_reading_is_asked_for_and_corrected(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("report_reading", "报个读数") == ["utter_ask_billing_reading_value"]
    assert dialogue.say("inform", "等我看看")[0] == "utter_reading_not_readable"
    assert dialogue.say("inform", "１２３４") == ["utter_ask_reading_confirm"]
    assert dialogue.say("inform", "不对，是1235") == ["utter_ask_reading_confirm"]
    dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["1235"]


def test_a_no_asks_for_the_reading_again(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading", "电表12345")
    assert dialogue.press('/deny{"offer":"reading"}') == ["utter_ask_billing_reading_value"]
    assert dialogue.say("inform", "54321") == ["utter_ask_reading_confirm"]
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
    assert dialogue.press(payload)[-1] == "utter_ask_reading_confirm"
    assert "meter_reading" not in [row.kind for row in requests()]


def test_a_reading_needs_proof_and_is_not_lost(
    begin: Begin, people: People, requests: Stored, phone: Phone
) -> None:
    dialogue = begin()
    dialogue.say("report_reading", "电表读数是23456")
    dialogue.press("/affirm")
    dialogue.say("inform", people.single.numbers[0])
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_ask_reading_confirm"]
    dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["23456"]


def test_a_reading_is_stored_without_any_record_of_the_meter(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.newcomer)
    dialogue.say("report_reading", "电表12345")
    assert dialogue.say("affirm", "提交") == ["utter_reading_opened"]
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
    assert dialogue.said == again.said


def test_two_readings_one_after_the_other_are_two_requests(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    for value in ("12345", "12346"):
        dialogue.say("report_reading", f"电表{value}")
        dialogue.say("affirm", "提交")
    assert [row.details["客户自报示数"] for row in requests()] == ["12345", "12346"]


def test_turning_from_a_dispute_to_a_reading_ends_the_dispute(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = at_reason(begin, people.single)
    dialogue.say("report_reading", "我自己报读数12345")
    assert dialogue.form == "billing_reading_form"
    dialogue.say("affirm", "提交")
    assert [row.kind for row in requests()] == ["meter_reading"]
    assert dialogue.form is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12345", "12345"),
        ("电表上是12345.60", "12345.6"),
        ("示数 1 234 5", "12345"),
        ("０１２３", "123"),
        ("是6点5", "6.5"),
        ("9月的读数", None),
        ("3号表", None),
        ("没有", None),
        ("", None),
        ("0", "0"),
    ],
)
def test_a_reading_is_read_out_of_a_sentence(text: str, value: str | None) -> None:
    assert read_reading(text) == value
