"""Every question: whose records, which times, what is kept until proof or choice, what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.dialogue.asked import Asked
from actions.dialogue.questions import question_actions
from bot.clock import FixedClock
from bot.periods import Period
from tests.actions.conftest import Begin, Call, People, Questions
from tests.actions.dialogue import WORDS
from tests.unit.identity.conftest import Phone

QUESTIONS = question_actions()
PERSONAL = sorted(name for name, one in QUESTIONS.items() if one.personal)
OPEN_TO_ALL = sorted(set(QUESTIONS) - set(PERSONAL))
BY_PERIOD = sorted(name for name, one in QUESTIONS.items() if one.by_period)
OCTOBER, SEPTEMBER = "2026-10-01/2026-10-31", "2026-09-01/2026-09-30"


# -- bound -------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", PERSONAL)
def test_a_bound_customer_is_answered_from_the_own_records(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.single)
    responses = dialogue.say(question)
    assert len(responses) == 1
    assert questions.taken() == [Call(question, people.single.accounts[:1], (), WORDS, "")]
    assert dialogue.kept() == Asked(question, (), WORDS, accounts=tuple(people.single.accounts[:1]))
    assert dialogue.form is None


@pytest.mark.parametrize(
    ("question", "method"), [("query_prices", "prices_of"), ("query_payment_ways", "payment_ways")]
)
def test_what_is_open_to_all_is_that_of_a_bound_customers_account(
    begin: Begin, people: People, questions: Questions, question: str, method: str
) -> None:
    begin(people.single).say(question)
    assert questions.taken() == [(method, people.single.accounts[0])]


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_what_customers_turn_to_next_is_offered_below_an_answer_with_a_card(
    begin: Begin, people: People, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question)
    shown = dialogue.said[-1].card is not None
    follow_ups = [f"/{name}" for name in QUESTIONS[question].follow_ups] if shown else []
    offers = [payload for payload in dialogue.payloads if payload.startswith("/affirm")]
    assert dialogue.payloads == offers + follow_ups
    assert bool(offers) == (dialogue.offer is not None)


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_customer_without_any_record_is_answered_too(
    begin: Begin, people: People, question: str
) -> None:
    dialogue = begin(people.newcomer)
    assert dialogue.say(question)
    assert "utter_action_failed" not in dialogue.responses


# -- not bound ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", PERSONAL)
def test_without_proof_nothing_is_read_and_the_question_is_kept(
    begin: Begin, questions: Questions, question: str
) -> None:
    dialogue = begin()
    responses = dialogue.say(question, "上个月的")
    assert responses == ["utter_binding_first", "utter_ask_consent"]
    assert questions.taken() == []
    times = (OCTOBER,) if question in BY_PERIOD else ()
    waiting = dialogue.kept("waiting")
    assert waiting is not None
    assert (waiting.question, tuple(one.to_iso() for one in waiting.periods)) == (question, times)
    assert (dialogue.form, dialogue.asked) == ("binding_form", "binding_consent")


@pytest.mark.parametrize("question", OPEN_TO_ALL)
def test_what_is_open_to_all_needs_no_proof(
    begin: Begin, questions: Questions, question: str
) -> None:
    dialogue = begin()
    assert len(dialogue.say(question)) == 1
    assert dialogue.form is None
    assert len(questions.taken()) == 1


@pytest.mark.parametrize("question", PERSONAL)
def test_the_kept_question_is_answered_right_after_the_proof(
    begin: Begin, people: People, questions: Questions, phone: Phone, question: str
) -> None:
    dialogue = begin()
    dialogue.say(question, "10月的")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    dialogue.say("inform", people.single.name)
    assert questions.taken() == []
    responses = dialogue.say("inform", phone.code)
    assert responses[0] == "utter_binding_done"
    assert len(responses) == 2
    times = (OCTOBER,) if question in BY_PERIOD else ()
    assert questions.asked() == [(question, people.single.accounts[:1], times)]
    assert dialogue.frame("waiting") is None


@pytest.mark.parametrize("question", PERSONAL)
def test_after_a_pause_only_a_new_code_is_asked_for(
    begin: Begin,
    people: People,
    questions: Questions,
    phone: Phone,
    clock: FixedClock,
    question: str,
) -> None:
    dialogue = begin(people.single)
    clock.moment += timedelta(minutes=31)
    assert dialogue.say(question) == ["utter_step_up_needed"]
    assert dialogue.asked == "binding_code"
    assert questions.taken() == []
    assert len(dialogue.say("inform", phone.code)) == 1
    assert questions.asked() == [(question, people.single.accounts[:1], ())]


@pytest.mark.parametrize("question", OPEN_TO_ALL)
def test_after_a_pause_open_questions_are_answered_as_a_strangers(
    begin: Begin, people: People, questions: Questions, clock: FixedClock, question: str
) -> None:
    dialogue = begin(people.single)
    clock.moment += timedelta(minutes=31)
    assert len(dialogue.say(question)) == 1
    assert people.single.accounts[0] not in questions.taken()[0]


# -- several accounts --------------------------------------------------------------------------


@pytest.mark.parametrize("question", PERSONAL)
def test_with_several_accounts_it_is_asked_which_and_then_answered(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say(question, "10月的") == ["utter_choose_account"]
    assert questions.taken() == []
    assert len(dialogue.payloads) == 2
    dialogue.press(dialogue.payloads[1])
    times = (OCTOBER,) if question in BY_PERIOD else ()
    assert questions.asked() == [(question, people.pair.accounts[1:], times)]
    assert dialogue.account == people.pair.accounts[1]
    assert dialogue.frame("waiting") is None


@pytest.mark.parametrize("words", ["2", "第二个", "下面那个", "店里", "店里那个"])
def test_the_account_is_chosen_in_words_too(
    begin: Begin, people: People, questions: Questions, words: str
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_balance")
    dialogue.say("nlu_fallback", words)
    assert questions.asked() == [("query_balance", people.pair.accounts[1:], ())]


@pytest.mark.parametrize("question", PERSONAL)
def test_a_foreign_number_is_refused_and_nothing_is_read(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    for person in (people.single, people.pair):
        dialogue = begin(person)
        responses = dialogue.say(question, f"查一下{people.village.numbers[0]}的")
        assert responses == ["utter_not_your_account"]
        assert questions.taken() == []
        assert people.village.numbers[0] not in str(dialogue.said)
        assert dialogue.account is None


@pytest.mark.parametrize("question", OPEN_TO_ALL)
def test_a_foreign_number_in_an_open_question_tells_nothing_about_its_account(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question, f"{people.village.numbers[0]}这户的")
    assert people.village.accounts[0] not in questions.taken()[0]


# -- several times -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", [one for one in BY_PERIOD if one in PERSONAL])
def test_all_named_times_are_asked_for_in_one_call(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question, "9月和10月的")
    assert questions.asked() == [(question, people.single.accounts[:1], (SEPTEMBER, OCTOBER))]


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - set(BY_PERIOD)))
def test_a_time_makes_no_difference_to_the_present_state(
    begin: Begin, people: People, question: str
) -> None:
    dialogue = begin(people.single)
    assert len(dialogue.say(question, "9月和10月的")) == 1
    asked = dialogue.kept()
    assert asked is not None
    assert asked.periods == ()


def test_several_times_for_several_accounts(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "两户9月和10月的电费")
    assert questions.asked() == [("query_bill", people.pair.accounts, (SEPTEMBER, OCTOBER))]
    assert dialogue.account is None


# -- inside a form -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_inside_a_form_it_is_answered_without_buttons_and_the_form_is_recalled_quietly(
    begin: Begin, people: People, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading")
    assert dialogue.asked == "reading_value"
    responses = dialogue.say(question, "帮我查一下这个行不行")
    assert responses[-1] == "utter_form_quiet"
    assert len(responses) == 2
    assert dialogue.payloads == []
    assert dialogue.offer is None
    assert dialogue.form == "reading_form"


@pytest.mark.parametrize("question", PERSONAL)
def test_inside_the_binding_it_is_kept_and_the_binding_goes_on(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    assert dialogue.say(question) == ["utter_answered_after_binding", "utter_form_quiet"]
    waiting = dialogue.kept("waiting")
    assert waiting is not None
    assert waiting.question == question
    assert questions.taken() == []


# -- the words before --------------------------------------------------------------------------


def test_the_words_of_the_question_before_go_with_a_short_one(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_usage", "上个月每天用多少度")
    dialogue.say("ask_other_period", "那9月呢")
    calls = questions.taken()
    assert [(one.text, one.before) for one in calls] == [
        ("上个月每天用多少度", ""),
        ("那9月呢", "上个月每天用多少度"),
    ]


# -- remembering -------------------------------------------------------------------------------


def test_a_question_comes_back_from_its_frame_with_its_labels() -> None:
    winter = Period.from_iso("2025-12-01/2026-02-28")
    named = Period(winter.start, winter.end, winter.granularity, "去年冬天")
    asked = Asked("query_usage", (named,), "去年冬天每天", "用电量")
    assert Asked.of_frame(asked.as_frame()) == asked
    assert Asked.of_frame(None) is None
    assert Asked.of_frame("query_usage") is None
    assert Asked.of_frame({"periods": []}) is None
