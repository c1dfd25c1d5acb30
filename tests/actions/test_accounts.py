"""Which account is meant, in the words that customers use, and turning from one to another."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.clock import FixedClock
from tests.actions.conftest import Begin, People, Questions
from tests.unit.identity.conftest import Phone

FIRST, SECOND = 0, 1


def by_number(people: People, text: str) -> str:
    numbers = people.pair.numbers
    return text.format(
        first=numbers[0], second=numbers[1], first_end=numbers[0][-4:], second_end=numbers[1][-4:]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{first}这户的电费", FIRST),
        ("{second}这户的电费", SECOND),
        ("尾号{second_end}的电费", SECOND),
        ("后四位{first_end}的电费", FIRST),
        ("第一户的电费", FIRST),
        ("第二个户的电费", SECOND),
        ("第2套的电费", SECOND),
        ("店里的电费", SECOND),
        ("家里的电费", FIRST),
    ],
)
def test_a_named_account_is_taken_at_once(
    begin: Begin, people: People, questions: Questions, text: str, expected: int
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", by_number(people, text))
    account = people.pair.accounts[expected]
    assert [call[1] for call in questions.asked()] == [(account,)]
    assert dialogue.account == account


@pytest.mark.parametrize("text", ["两户的电费", "两个户号都查", "所有户号的电费", "每户的电费"])
def test_both_accounts_are_answered_together(
    begin: Begin, people: People, questions: Questions, text: str
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", text)
    assert [call[1] for call in questions.asked()] == [people.pair.accounts]
    assert dialogue.account is None


@pytest.mark.parametrize("text", ["第三户的电费", "鱼塘的电费", "家里那户的电费"])
def test_what_fits_none_or_several_is_asked_back(
    begin: Begin, people: People, questions: Questions, text: str
) -> None:
    """家里 fits three of the village's accounts, the place 第三户 one of them."""
    person = people.pair if "第三" in text else people.village
    dialogue = begin(person)
    assert dialogue.say("query_bill", text) == ["utter_choose_account"]
    assert questions.taken() == []


@pytest.mark.parametrize("text", ["尾号9999的电费", "尾号000的电费", "电费，末四位是9999"])
def test_last_digits_that_nobody_has_are_said_so(
    begin: Begin, people: People, questions: Questions, text: str
) -> None:
    dialogue = begin(people.village)
    assert dialogue.say("query_bill", text) == ["utter_no_such_ending"]
    assert questions.taken() == []


def test_the_choice_holds_for_what_follows(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    dialogue.say("query_balance")
    assert [call[1] for call in questions.asked()] == [people.pair.accounts[SECOND:]] * 2


def test_another_than_the_present_one_asks_the_last_question_again(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户上个月的电费")
    dialogue.say("switch_account", "另一户呢")
    dialogue.say("switch_account", "再看回另一户")
    accounts = people.pair.accounts
    october = "2026-10-01/2026-10-31"
    assert [call[1:] for call in questions.asked()] == [
        ((accounts[SECOND],), (october,)),
        ((accounts[FIRST],), (october,)),
        ((accounts[SECOND],), (october,)),
    ]


def test_another_of_several_is_asked_back(begin: Begin, people: People) -> None:
    dialogue = begin(people.village)
    dialogue.say("query_bill", "第二户的电费")
    assert dialogue.say("switch_account", "另一户呢") == ["utter_several_accounts"]
    assert len(dialogue.payloads) == 4


def test_another_account_and_another_time_at_once(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第一户上个月的电费")
    dialogue.say("switch_account", "另一户9月呢")
    last = ("query_bill", people.pair.accounts[SECOND:], ("2026-09-01/2026-09-30",))
    assert questions.asked()[-1] == last


def test_a_chosen_account_without_a_question_is_only_selected(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    assert dialogue.press('/switch_account{"account_index": "2"}') == ["utter_account_selected"]
    card = dialogue.said[0].card
    assert card is not None
    assert [item["selected"] for item in card["items"]] == [False, True]
    assert dialogue.account == people.pair.accounts[SECOND]
    assert questions.taken() == []


@pytest.mark.parametrize("index", ["0", "3", "99999", "-1", "x", "", "１", "²", None, 2.5, {}])
def test_a_place_that_is_none_chooses_nothing(
    begin: Begin, people: People, questions: Questions, index: object
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill")
    payload = json.dumps({"account_index": index})
    dialogue.press(f"/switch_account{payload}")
    assert "utter_action_failed" not in dialogue.responses
    assert all(set(call[1]) <= set(people.pair.accounts) for call in questions.asked())


def test_who_has_one_account_is_told_so(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("switch_account", "换一户") == ["utter_only_account"]


def test_switching_to_a_foreign_number_is_refused(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第一户的电费")
    questions.taken()
    responses = dialogue.say("switch_account", f"换成{people.single.numbers[0]}")
    assert responses == ["utter_not_your_account"]
    assert questions.taken() == []
    assert dialogue.account == people.pair.accounts[FIRST]


def test_a_selection_left_over_from_someone_else_is_not_trusted(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.push("account", id=people.single.accounts[0])
    assert dialogue.say("query_bill") == ["utter_choose_account"]
    assert questions.taken() == []


def test_switching_without_proof_begins_it_and_lists_the_accounts_after(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = begin()
    assert dialogue.say("switch_account")[-1] == "utter_ask_consent"
    dialogue.press_titled("同意")
    dialogue.say("inform", people.pair.numbers[0])
    dialogue.say("inform", people.pair.name)
    assert dialogue.say("inform", phone.code) == ["utter_binding_done", "utter_several_accounts"]


def test_switching_after_a_pause_answers_the_last_question_after_the_code(
    begin: Begin, people: People, questions: Questions, phone: Phone, clock: FixedClock
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月的电费")
    clock.moment += timedelta(hours=1)
    assert dialogue.say("switch_account") == ["utter_step_up_needed"]
    questions.taken()
    assert dialogue.say("inform", phone.code) == ["utter_bill"]


def test_the_accounts_are_listed(begin: Begin, people: People) -> None:
    assert begin(people.single).say("query_accounts") == ["utter_one_account"]
    dialogue = begin(people.pair)
    assert dialogue.say("query_accounts") == ["utter_several_accounts"]
    assert len(dialogue.payloads) == 2
    assert not any(number in str(dialogue.said) for number in people.pair.numbers)


def test_listing_without_proof_begins_it(begin: Begin) -> None:
    assert begin().say("query_accounts") == ["utter_binding_first", "utter_ask_consent"]


def test_a_relatives_record_is_refused_and_ones_own_is_asked_next(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_bill", "我姨妈那户上个月电费多少") == ["utter_not_your_records"]
    assert questions.taken() == []
    assert dialogue.frame("question").about["question"] == "query_bill"


def test_a_relatives_record_begins_no_proof(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("query_bill", "我姨妈那户上个月电费多少") == [
        "utter_others_bind_themselves"
    ]
    assert dialogue.form is None
