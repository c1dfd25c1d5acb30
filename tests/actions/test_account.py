"""Proving who one is, step by step: right, wrong, unreadable, corrected, refused, resent, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.account import FORM
from bot.clock import FixedClock
from bot.databases.bot import Consent, OneTimeCode
from bot.databases.sessions import Sessions
from tests.actions.conftest import Begin, People, Person, Questions, Stored
from tests.actions.dialogue import Dialogue
from tests.unit.identity.conftest import Phone

WRONG_CODE = "000000"


def claimed(dialogue: Dialogue) -> list[object]:
    """What the slots hold of the claim."""
    return [value for slot in FORM.slots if (value := dialogue.slots[slot]) is not None]


def at_number(begin: Begin) -> Dialogue:
    """A dialogue that has been asked for the 户号."""
    dialogue = begin()
    dialogue.say("bind_account")
    dialogue.press_titled("同意")
    assert dialogue.asked == "binding_number"
    return dialogue


def at_name(begin: Begin, person: Person) -> Dialogue:
    """A dialogue that has been asked for the name."""
    dialogue = at_number(begin)
    dialogue.say("inform", person.numbers[0])
    assert dialogue.asked == "binding_name"
    return dialogue


def at_code(begin: Begin, person: Person) -> Dialogue:
    """A dialogue that has been asked for the code."""
    dialogue = at_name(begin, person)
    dialogue.say("inform", person.name)
    assert dialogue.asked == "binding_code"
    return dialogue


def wrong(code: str) -> str:
    return WRONG_CODE if code != WRONG_CODE else "111111"


def codes(bot: Sessions) -> list[OneTimeCode]:
    with bot() as session:
        return list(session.scalars(select(OneTimeCode).order_by(OneTimeCode.id)))


# -- consent -----------------------------------------------------------------------------------


def test_binding_begins_with_the_notice_and_keeps_the_consent(begin: Begin, bot: Sessions) -> None:
    dialogue = begin()
    assert dialogue.say("bind_account", "绑定户号") == ["utter_ask_consent"]
    assert dialogue.press_titled("同意") == ["utter_binding_asks_number"]
    with bot() as session:
        assert len(session.scalars(select(Consent)).all()) == 1


def test_who_has_consented_is_not_asked_again(begin: Begin) -> None:
    dialogue = at_number(begin)
    dialogue.say("stop", "算了")
    assert dialogue.say("bind_account") == ["utter_binding_asks_number"]


def test_a_declined_consent_ends_it_and_keeps_nothing(
    begin: Begin, bot: Sessions, questions: Questions
) -> None:
    dialogue = begin()
    dialogue.say("query_bill")
    assert dialogue.press_titled("不同意") == ["utter_consent_declined"]
    assert dialogue.form is None
    assert claimed(dialogue) == []
    assert dialogue.frame("waiting") is None
    with bot() as session:
        assert session.scalars(select(Consent)).all() == []
    assert questions.taken() == []


def test_who_declined_can_still_agree(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("query_bill")
    dialogue.press_titled("不同意")
    assert dialogue.say("nlu_fallback", "那还是同意吧，你们核对") == ["utter_binding_asks_number"]
    assert dialogue.form == "binding_form"


@pytest.mark.parametrize(
    "text",
    ["愿意核对，{number} {name}", "行你查吧 {name} {number}", "同意的，户主{name}，户号{number}"],
)
def test_a_consent_in_ones_own_words_beside_the_facts(
    begin: Begin, people: People, text: str
) -> None:
    person = people.single
    dialogue = begin()
    dialogue.say("query_bill")
    told = text.format(number=person.numbers[0], name=person.name)
    assert dialogue.say("nlu_fallback", told) == ["utter_binding_code_sent"]


def test_a_number_before_the_consent_waits_for_it(
    begin: Begin, people: People, bot: Sessions
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    number = people.single.numbers[0]
    assert dialogue.say("inform", f"户号{number}") == ["utter_ask_consent_again"]
    assert dialogue.slots["binding_number"] == number
    assert codes(bot) == []
    assert dialogue.press_titled("同意") == ["utter_binding_asks_name"]
    assert dialogue.slots["binding_number"] == number


def test_a_number_in_the_first_sentence_is_taken(begin: Begin, people: People) -> None:
    dialogue = begin()
    dialogue.say("query_bill", f"{people.single.numbers[0]}上个月的电费")
    assert dialogue.press_titled("同意") == ["utter_binding_asks_name"]


def test_a_question_with_a_number_before_the_consent_is_kept_too(
    begin: Begin, people: People, questions: Questions, phone: Phone
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    number = people.single.numbers[0]
    assert dialogue.say("query_balance", f"{number}欠费没有")[-1] == "utter_ask_consent_again"
    assert dialogue.press_titled("同意") == ["utter_binding_asks_name"]
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_balance_clear"]


def test_what_belongs_to_the_proof_is_answered_as_often_as_it_is_asked(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    for _ in range(4):
        assert dialogue.say("ask_why_needed") == ["utter_why_binding"]
        assert dialogue.say("not_account_holder") == ["utter_not_holder_help"]
    assert dialogue.form == "binding_form"
    assert dialogue.say("nlu_fallback", "好的") == ["utter_binding_asks_number"]


def test_two_other_questions_put_the_proof_aside(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    assert dialogue.say("greet") == ["utter_greet", "utter_form_quiet"]
    assert dialogue.said[-1].text == f"（{FORM.fields[0].quiet}）"
    assert dialogue.say("query_office") == ["utter_office", "utter_form_paused"]
    assert dialogue.form is None
    # Now a yes is no consent, and a number goes on with it.
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert not dialogue.services.identity.consented(dialogue.conversation_id)
    # The notice is told once.
    assert dialogue.say("nlu_fallback", "继续") == ["utter_ask_consent_again"]


@pytest.mark.parametrize(
    "text", ["同意", "好的", "我同意", "行", "可以", "嗯嗯", "没问题", "同意的"]
)
def test_a_yes_in_any_words_is_a_consent(begin: Begin, text: str) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    assert dialogue.say("nlu_fallback", text) == ["utter_binding_asks_number"]


@pytest.mark.parametrize("text", ["不同意", "不行", "我不愿意", "不要", "不"])
def test_a_no_in_any_words_is_none(begin: Begin, text: str) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    assert dialogue.say("nlu_fallback", text) == ["utter_consent_declined"]
    assert dialogue.form is None


def test_after_a_no_the_rule_that_was_asked_for_is_told(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("query_late_fee", "我家违约金是怎么收的", knowledge={"late_fee": 0.6}, rule=0.2)
    assert dialogue.form == "binding_form"
    assert dialogue.press_titled("不同意") == ["utter_consent_declined", "utter_knowledge"]
    assert "千分之一" in dialogue.text


def test_after_a_no_to_ones_own_bill_no_rule_is_told(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月电费多少", knowledge={"late_fee": 0.7}, rule=0.06)
    assert dialogue.form == "binding_form"
    assert dialogue.press_titled("不同意") == ["utter_consent_declined"]


@pytest.mark.parametrize(
    "text",
    ["{number} {name}", "户号{number}，户主{name}", "绑定{number}{name}", "{name}，{number}"],
)
def test_number_and_name_in_one_sentence_are_both_taken(
    begin: Begin, people: People, phone: Phone, text: str
) -> None:
    person = people.single
    told = text.format(number=person.numbers[0], name=person.name)
    dialogue = begin()
    assert dialogue.say("bind_account", told) == ["utter_ask_consent"]
    assert dialogue.press_titled("同意") == ["utter_binding_code_sent"]
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]
    # … and also where the form asks for the number.
    dialogue = at_number(begin)
    assert dialogue.say("inform", told) == ["utter_binding_code_sent"]


def test_the_name_may_come_before_the_number(begin: Begin, people: People, phone: Phone) -> None:
    dialogue = at_number(begin)
    assert dialogue.say("inform", f"户主姓名：{people.single.name}") == [
        "utter_binding_asks_number"
    ]
    assert dialogue.say("inform", people.single.numbers[0]) == ["utter_binding_code_sent"]


def test_a_question_with_number_and_name_begins_the_proof_and_is_answered_after_it(
    begin: Begin, people: People, phone: Phone, questions: Questions
) -> None:
    person = people.single
    dialogue = begin()
    dialogue.say("query_bill", f"{person.numbers[0]}，{person.name}，查10月的电费")
    assert dialogue.press_titled("同意") == ["utter_binding_code_sent"]
    dialogue.say("inform", phone.code)
    assert questions.asked() == [("query_bill", person.accounts, ("2026-10-01/2026-10-31",))]


def test_a_code_before_the_consent_is_told_what_is_lacking(begin: Begin, people: People) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    dialogue.say("inform", f"{people.single.numbers[0]} {people.single.name}")
    assert dialogue.say("inform", "246810") == ["utter_code_needs_consent"]
    assert dialogue.say("inform", "同意") == ["utter_binding_code_sent"]


def test_a_rule_asked_beside_the_proof_is_told_and_the_first_question_is_kept(
    begin: Begin, people: People, phone: Phone, questions: Questions
) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月电费")
    dialogue.press_titled("同意")
    near = {"late_fee": 0.5}
    told = dialogue.say("query_late_fee", "晚交一天加多少", knowledge=near, rule=0.5)
    assert told == ["utter_knowledge", "utter_form_quiet"]
    dialogue.say("inform", f"{people.single.numbers[0]} {people.single.name}")
    dialogue.say("inform", phone.code)
    assert [call[0] for call in questions.asked()] == ["query_bill"]


def test_two_records_asked_for_beside_the_proof_are_both_answered_after_it(
    begin: Begin, people: People, phone: Phone, questions: Questions
) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月电费")
    dialogue.press_titled("同意")
    assert dialogue.say("query_tiers", "我到第几档了")[0] == "utter_answered_after_binding"
    dialogue.say("inform", f"{people.single.numbers[0]} {people.single.name}")
    dialogue.say("inform", phone.code)
    assert [call[0] for call in questions.asked()] == ["query_bill", "query_tiers"]


def test_who_would_rather_keep_what_was_unbound_binds_again(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("unbind_account", "解绑") == ["utter_unbound"]
    assert dialogue.say("deny", "哎等等 别解")[0] == "utter_bind_again"
    assert dialogue.form == "binding_form"


# -- number ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["12345678", "1234567890123456", "３３０１２３４", "33-01-23"])
def test_a_number_that_is_none_is_told_so_once(begin: Begin, text: str) -> None:
    dialogue = at_number(begin)
    assert dialogue.say("out_of_scope", text) == ["utter_number_not_readable"]
    assert dialogue.asked == "binding_number"
    assert dialogue.slots["binding_number"] is None


def test_six_digits_are_a_code_that_comes_later(begin: Begin, phone: Phone) -> None:
    dialogue = at_number(begin)
    assert dialogue.say("inform", "330123") == ["utter_code_comes_later"]
    assert dialogue.asked == "binding_number"
    assert phone.messages == []


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback", "affirm"])
def test_words_instead_of_a_number_are_answered_and_it_stays_asked_for(
    begin: Begin, intent: str
) -> None:
    dialogue = at_number(begin)
    assert dialogue.say(intent, "在呢")[-1] == "utter_form_quiet"
    assert dialogue.asked == "binding_number"


def test_a_phone_for_a_number_is_a_phone(begin: Begin, requests: Stored) -> None:
    dialogue = at_number(begin)
    assert dialogue.say("inform", "15412345678") == ["utter_phone_is_no_number"]
    assert requests() == []
    dialogue.press_titled("留电话回电")
    assert [(row.kind, row.contact_phone) for row in requests()] == [("callback", "15412345678")]


def test_where_the_number_stands_is_told_and_it_stays_asked_for(begin: Begin) -> None:
    dialogue = at_number(begin)
    assert dialogue.press("/bind_account") == ["utter_where_is_number"]
    assert dialogue.say("ask_why_needed") == ["utter_why_number"]
    assert dialogue.say("deny", "不想给")[0] == "utter_no_in_form"
    assert dialogue.asked == "binding_number"


# -- name --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["电费", "abc", "张"])
def test_a_name_that_is_none_is_told_so_once(begin: Begin, people: People, text: str) -> None:
    dialogue = at_name(begin, people.single)
    assert dialogue.say("inform", text)[0] in ("utter_name_not_readable", "utter_no_use_for_it")
    assert dialogue.asked == "binding_name"
    assert dialogue.slots["binding_name"] is None


@pytest.mark.parametrize("text", ["123", "我不知道他叫什么名字啊", "工号我不知道"])
def test_what_is_no_name_at_all_is_not_taken_for_one(
    begin: Begin, people: People, text: str
) -> None:
    dialogue = at_name(begin, people.single)
    assert dialogue.say("inform", text)[-1] == "utter_form_quiet"
    assert dialogue.slots["binding_name"] is None


def test_the_name_is_read_out_of_its_sentence(begin: Begin, people: People) -> None:
    dialogue = at_name(begin, people.single)
    assert dialogue.say("nlu_fallback", f"户主叫{people.single.name}") == [
        "utter_binding_code_sent"
    ]
    assert dialogue.slots["binding_name"] == people.single.name


def test_the_number_can_be_corrected_instead_of_the_name(
    begin: Begin, people: People, bot: Sessions
) -> None:
    dialogue = at_name(begin, people.pair)
    responses = dialogue.say("inform", f"写错了，是{people.single.numbers[0]}")
    assert responses == ["utter_binding_asks_name"]
    assert dialogue.slots["binding_number"] == people.single.numbers[0]
    assert codes(bot) == []
    dialogue.say("inform", people.single.name)
    assert codes(bot)[0].account_id == people.single.accounts[0]


def test_why_the_name_is_told(begin: Begin, people: People) -> None:
    dialogue = at_name(begin, people.single)
    assert dialogue.say("ask_why_needed") == ["utter_why_name"]
    assert dialogue.asked == "binding_name"


# -- code --------------------------------------------------------------------------------------


def test_the_right_code_binds_and_the_claim_is_forgotten(
    begin: Begin, people: People, phone: Phone, bindings: Stored
) -> None:
    dialogue = at_code(begin, people.single)
    assert dialogue.say("inform", f"验证码是{phone.code}") == ["utter_binding_done"]
    (row,) = bindings()
    assert (row.conversation_id, row.customer_id, row.bound_account_id) == (
        dialogue.conversation_id,
        people.single.customer,
        people.single.accounts[0],
    )
    assert dialogue.form is None
    assert claimed(dialogue) == []


def test_right_and_wrong_claims_look_the_same(
    begin: Begin, people: People, phone: Phone, bot: Sessions
) -> None:
    claims = [
        (people.single.numbers[0], people.single.name),
        (people.single.numbers[0], people.pair.name),
        ("3399999999", people.single.name),
    ]
    seen = []
    for number, name in claims:
        dialogue = at_number(begin)
        dialogue.say("inform", number)
        dialogue.say("inform", name)
        (said,) = dialogue.said
        seen.append((said.response, said.facts, said.payloads, dialogue.asked))
    assert seen[0] == seen[1] == seen[2]
    assert len(phone.messages) == 1
    assert [row.customer_id for row in codes(bot)] == [people.single.customer, None, None]


def test_no_code_ever_fits_a_wrong_claim(begin: Begin, people: People, bindings: Stored) -> None:
    dialogue = at_name(begin, people.single)
    dialogue.say("inform", people.pair.name)
    assert dialogue.say("inform", "123456") == ["utter_binding_code_wrong"]
    assert bindings() == []


def test_a_wrong_code_is_counted_down_and_then_it_ends(
    begin: Begin, people: People, phone: Phone, bindings: Stored
) -> None:
    dialogue = at_code(begin, people.single)
    left = []
    for _ in range(4):
        assert dialogue.say("inform", wrong(phone.code)) == ["utter_binding_code_wrong"]
        left.append(dialogue.said[0].facts["attempts_left"])
        assert dialogue.asked == "binding_code"
    assert left == ["4", "3", "2", "1"]
    assert dialogue.say("inform", wrong(phone.code)) == ["utter_binding_too_many"]
    assert dialogue.form is None
    assert claimed(dialogue) == []
    assert bindings() == []


def test_after_too_many_codes_a_new_claim_has_to_wait(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = at_code(begin, people.single)
    for _ in range(5):
        dialogue.say("inform", wrong(phone.code))
    dialogue.say("bind_account")
    dialogue.say("inform", people.single.numbers[0])
    assert dialogue.say("inform", people.single.name) == ["utter_binding_too_many"]
    assert dialogue.form is None
    assert len(phone.messages) == 1


def test_too_many_claims_are_stopped(begin: Begin, people: People, phone: Phone) -> None:
    dialogue = begin()
    for _ in range(5):
        dialogue.say("bind_account")
        if dialogue.asked == "binding_consent":
            dialogue.press_titled("同意")
        dialogue.say("inform", people.single.numbers[0])
        assert dialogue.say("inform", people.single.name) == ["utter_binding_code_sent"]
        dialogue.say("stop", "算了")
    dialogue.say("bind_account")
    dialogue.say("inform", people.single.numbers[0])
    assert dialogue.say("inform", people.single.name) == ["utter_binding_too_many"]
    assert len(phone.messages) == 5


def test_an_expired_code_is_told_and_a_new_one_can_be_had(
    begin: Begin, people: People, phone: Phone, clock: FixedClock
) -> None:
    dialogue = at_code(begin, people.single)
    old = phone.code
    clock.moment += timedelta(minutes=6)
    assert dialogue.say("inform", old) == ["utter_binding_code_expired"]
    assert dialogue.press("/resend_code") == ["utter_binding_code_sent"]
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


def test_a_resent_code_replaces_the_old_one(begin: Begin, people: People, phone: Phone) -> None:
    dialogue = at_code(begin, people.single)
    old = phone.code
    assert dialogue.say("resend_code", "没收到，再发一次") == ["utter_binding_code_sent"]
    assert len(phone.messages) == 2
    if old != phone.code:
        assert dialogue.say("inform", old) == ["utter_binding_code_wrong"]
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


def test_no_code_is_resent_for_a_claim_of_long_ago(
    begin: Begin, people: People, phone: Phone, clock: FixedClock
) -> None:
    dialogue = at_code(begin, people.single)
    clock.moment += timedelta(minutes=45)
    assert dialogue.say("resend_code", "再发一次") == ["utter_binding_no_code"]
    assert dialogue.form is None
    assert len(phone.messages) == 1


def test_without_a_pending_code_the_binding_ends(
    begin: Begin, people: People, phone: Phone, services: object
) -> None:
    dialogue = at_code(begin, people.single)
    dialogue.services.identity.unbind(dialogue.conversation_id)
    assert dialogue.say("inform", phone.code) == ["utter_binding_no_code"]
    assert dialogue.form is None


def test_a_code_that_is_none_is_asked_for_again(begin: Begin, people: People) -> None:
    dialogue = at_code(begin, people.single)
    assert dialogue.say("inform", "1234") == ["utter_code_not_readable"]
    assert dialogue.say("nlu_fallback", "还没到")[-1] == "utter_form_quiet"
    assert dialogue.asked == "binding_code"


def test_something_else_at_the_code_is_answered_and_it_is_asked_again(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = at_code(begin, people.single)
    assert dialogue.say("thank", "谢谢") == ["utter_thank", "utter_form_quiet"]
    assert dialogue.say("ask_why_needed")[0] == "utter_why_code"
    assert dialogue.press("/change_reserved_phone")[0] == "utter_change_reserved_phone"
    assert dialogue.press("/not_account_holder")[0] == "utter_not_holder_help"
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


@pytest.mark.parametrize("pressed", ["/affirm", '/affirm{"offer":"reserved_phone"}'])
def test_at_the_code_the_offer_of_a_changed_phone_is_accepted_as_one(
    begin: Begin, people: People, pressed: str, requests: Stored
) -> None:
    dialogue = at_code(begin, people.single)
    dialogue.say("change_reserved_phone")
    responses = dialogue.press(pressed)
    if pressed == "/affirm":
        assert responses == ["utter_all_right", "utter_form_quiet"]
        return
    assert responses[0] == "utter_request_opened_ask_phone"
    assert dialogue.asked == "binding_code"
    assert [row.kind for row in requests()] == ["reserved_phone"]


def test_number_and_name_can_be_corrected_at_the_code(
    begin: Begin, people: People, phone: Phone, bot: Sessions
) -> None:
    dialogue = at_name(begin, people.pair)
    dialogue.say("inform", people.single.name)
    responses = dialogue.say("inform", f"户号错了，是{people.single.numbers[0]}")
    assert responses == ["utter_number_corrected", "utter_binding_code_sent"]
    assert people.single.numbers[0] not in str(dialogue.said)
    assert codes(bot)[-1].account_id == people.single.accounts[0]
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


def test_the_name_alone_can_be_corrected_at_the_code(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = at_name(begin, people.single)
    dialogue.say("inform", people.pair.name)
    assert phone.messages == []
    responses = dialogue.say("inform", f"名字写错了，是{people.single.name}")
    assert responses == ["utter_binding_code_sent"]
    assert dialogue.say("inform", phone.code) == ["utter_binding_done"]


def test_a_second_number_while_bound_to_another_customer_replaces_the_binding(
    begin: Begin, people: People, phone: Phone, bindings: Stored
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("inform", people.single.numbers[0]) == [
        "utter_number_taken",
        "utter_ask_consent",
    ]
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.name)
    dialogue.say("inform", phone.code)
    assert [row.customer_id for row in bindings()] == [people.single.customer]
    assert dialogue.account == people.single.accounts[0]  # not one of the customer before


def test_after_binding_several_accounts_are_listed(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = at_code(begin, people.pair)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_several_accounts"]
    assert len(dialogue.payloads) == 2


def test_the_kept_question_of_a_customer_with_several_accounts_is_asked_for_which(
    begin: Begin, people: People, phone: Phone, questions: Questions
) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月的电费")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.pair.numbers[1])
    dialogue.say("inform", people.pair.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_choose_account"]
    dialogue.press(dialogue.payloads[0])
    assert questions.asked() == [
        ("query_bill", people.pair.accounts[:1], ("2026-10-01/2026-10-31",))
    ]


@pytest.mark.parametrize(
    ("intent", "form"),
    [("dispute_bill", "dispute_form"), ("report_reading", "reading_form")],
)
def test_a_kept_request_goes_on_with_its_form(
    begin: Begin, people: People, phone: Phone, intent: str, form: str
) -> None:
    dialogue = begin()
    assert dialogue.say(intent, "我家这个数有问题要登记")[0] == "utter_binding_first"
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code)[0] == "utter_binding_done"
    assert dialogue.form == form


# -- step-up -----------------------------------------------------------------------------------


def stepping_up(begin: Begin, person: Person, clock: FixedClock) -> Dialogue:
    dialogue = begin(person)
    clock.moment += timedelta(minutes=31)
    assert dialogue.say("query_balance") == ["utter_step_up_needed"]
    assert (dialogue.asked, dialogue.slots["binding_number"]) == ("binding_code", "")
    return dialogue


def test_a_step_up_takes_wrong_and_resent_codes(
    begin: Begin, people: People, clock: FixedClock, phone: Phone
) -> None:
    dialogue = stepping_up(begin, people.single, clock)
    assert dialogue.say("inform", wrong(phone.code)) == ["utter_binding_code_wrong"]
    assert dialogue.say("resend_code", "再发") == ["utter_binding_code_sent"]
    assert dialogue.say("inform", phone.code) == ["utter_balance_clear"]


def test_a_step_up_left_alone_stays_locked(
    begin: Begin, people: People, clock: FixedClock, questions: Questions
) -> None:
    dialogue = stepping_up(begin, people.single, clock)
    assert dialogue.say("stop", "算了") == ["utter_stopped"]
    assert dialogue.say("query_balance") == ["utter_step_up_needed"]
    assert questions.taken() == []


def test_after_a_step_up_the_chosen_account_is_kept(
    begin: Begin, people: People, clock: FixedClock, phone: Phone, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    clock.moment += timedelta(minutes=31)
    dialogue.say("query_balance")
    questions.taken()
    dialogue.say("inform", phone.code)
    assert questions.asked() == [("query_balance", people.pair.accounts[1:], ())]


def test_binding_anew_while_stepping_up_is_told_where_the_number_stands(
    begin: Begin, people: People, clock: FixedClock
) -> None:
    dialogue = stepping_up(begin, people.single, clock)
    assert dialogue.say("bind_account", "绑定户号") == ["utter_where_is_number"]
    assert dialogue.asked == "binding_code"


# -- a phone that no text reaches --------------------------------------------------------------


def test_too_many_step_ups_are_stopped(
    begin: Begin, people: People, clock: FixedClock, phone: Phone
) -> None:
    dialogue = stepping_up(begin, people.single, clock)
    for _ in range(4):
        dialogue.say("resend_code", "再发")
    assert dialogue.say("resend_code", "再发") == ["utter_binding_too_many"]
    assert dialogue.form is None
    assert dialogue.say("query_balance") == ["utter_binding_too_many"]
    assert dialogue.form is None
    assert len(phone.messages) == 5


# -- unbinding ---------------------------------------------------------------------------------


def test_unbinding_deletes_the_binding_and_what_was_talked_about(
    begin: Begin, people: People, bindings: Stored, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    asked = dialogue.kept()
    assert dialogue.say("unbind_account", "解绑") == ["utter_unbound"]
    assert bindings() == []
    assert dialogue.account is None
    assert dialogue.frame("account") is None
    assert dialogue.kept() != asked
    questions.taken()
    assert dialogue.say("query_bill")[0] == "utter_binding_first"
    assert questions.taken() == []


def test_one_account_of_several_is_let_go_and_the_other_stays(begin: Begin, people: People) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("unbind_account", "店盘给别人了，店里那户解绑") == [
        "utter_account_left_out"
    ]
    assert people.pair.numbers[0][-3:] in dialogue.text
    left = dialogue.services.identity.require(dialogue.conversation_id).accounts
    assert [one.number for one in left] == [people.pair.numbers[0]]
    assert dialogue.say("unbind_account", "确定解") == ["utter_account_left_out"]
    assert dialogue.say("unbind_account", "剩的也全部解绑") == ["utter_unbound"]


@pytest.mark.parametrize("text", ["解绑", "手机要还给店里人，都解掉", "两户都解绑"])
def test_nothing_named_lets_all_go(begin: Begin, people: People, text: str) -> None:
    assert begin(people.pair).say("unbind_account", text) == ["utter_unbound"]


def test_unbinding_without_a_binding(begin: Begin) -> None:
    assert begin().say("unbind_account", "解绑") == ["utter_not_bound_yet"]


def test_unbinding_inside_a_form_leaves_it(
    begin: Begin, people: People, bindings: Stored, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading", "电表12345")
    assert dialogue.say("unbind_account", "解绑") == ["utter_unbound"]
    assert dialogue.form is None
    assert bindings() == []
    dialogue.say("affirm", "提交")
    assert requests() == []


def test_a_conversation_gets_nothing_from_anothers_binding(
    begin: Begin, people: People, questions: Questions
) -> None:
    begin(people.single).say("query_bill")
    questions.taken()
    stranger = begin()
    assert stranger.say("query_bill")[0] == "utter_binding_first"
    stranger.push("account", id=people.single.accounts[0])
    stranger.slots["binding_code"] = "proved"
    assert stranger.say("query_bill")[0] != "utter_bill"
    assert questions.taken() == []


def test_a_code_is_of_no_use_in_another_conversation(
    begin: Begin, people: People, phone: Phone, bindings: Stored
) -> None:
    at_code(begin, people.single)
    assert begin().say("inform", phone.code) == ["utter_code_not_asked_for"]
    thief = at_name(begin, people.single)
    code = phone.code
    thief.say("inform", people.pair.name)
    assert thief.say("inform", code) == ["utter_binding_code_wrong"]
    assert bindings() == []


# -- beside the form ---------------------------------------------------------------------------


def test_a_code_is_asked_for_where_none_is_waited_for(begin: Begin, people: People) -> None:
    assert begin().say("resend_code", "重发验证码") == ["utter_binding_no_code"]
    dialogue = at_number(begin)
    responses = dialogue.say("resend_code", "重发验证码")
    assert responses == ["utter_code_comes_later"]
    assert dialogue.asked == "binding_number"


def test_why_something_personal_is_needed(begin: Begin) -> None:
    assert begin().say("ask_why_needed") == ["utter_why_binding"]


def test_a_changed_phone_is_registered_for_who_accepts(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("change_reserved_phone")
    assert dialogue.say("affirm", "好，登记吧") == ["utter_request_opened_ask_phone"]
    assert [(row.kind, row.account_id) for row in requests()] == [("reserved_phone", None)]


def test_the_same_turn_twice_sends_one_code(begin: Begin, people: People, phone: Phone) -> None:
    dialogue = at_name(begin, people.single)
    again = dialogue.snapshot()
    first = dialogue.say("inform", people.single.name, message_id="twice")
    assert again.say("inform", people.single.name, message_id="twice") == first
    assert len(phone.messages) == 1


def test_the_right_code_twice_is_right_twice(
    begin: Begin, people: People, phone: Phone, bindings: Stored
) -> None:
    dialogue = at_code(begin, people.single)
    again = dialogue.snapshot()
    first = dialogue.say("inform", phone.code, message_id="twice")
    assert again.say("inform", phone.code, message_id="twice") == first == ["utter_binding_done"]
    assert len(bindings()) == 1


def test_a_phone_that_fails_looks_as_any_other(begin: Begin, people: People) -> None:
    dialogue = at_name(begin, people.single)

    class Broken:
        at_once = True

        def send(self, phone: str, text: str) -> None:
            raise RuntimeError

    dialogue.services = replace(dialogue.services)
    dialogue.services.identity._sender = Broken()
    assert dialogue.say("inform", people.single.name) == ["utter_binding_code_sent"]
