"""Follow-ups in context and prices by what is named."""

from __future__ import annotations

import pytest

from actions.dialogue.asked import Asked
from bot.dialogue.sentence import Sentence
from bot.intents import load_intents
from tests.actions.conftest import Begin, People, Questions

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
    questions.taken()
    dialogue.say("ask_other_period", text)
    assert questions.asked() == [(question, people.single.accounts, tuple(expected))]
    remembered = dialogue.kept()
    assert remembered is not None
    assert (remembered.question, remembered.text, remembered.before) == (question, text, "10月的")


def test_step_by_step_into_the_past_and_back(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    for text in ("再往前一个月呢", "再往前一个月呢", "后一个月呢", "去年同期呢"):
        dialogue.say("ask_other_period", text)
    assert [call[2] for call in questions.asked()] == [
        (OCTOBER,),
        (SEPTEMBER,),
        (AUGUST,),
        (SEPTEMBER,),
        ("2025-09-01/2025-09-30",),
    ]


def test_without_a_time_before_the_month_before_last_is_one_earlier(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "电费多少")
    dialogue.say("ask_other_period", "再往前一个月呢")
    assert questions.asked()[-1][2] == (SEPTEMBER,)


@pytest.mark.parametrize("question", ["query_payment_ways"])
def test_after_a_question_without_times_the_bill_is_meant(
    begin: Begin, people: People, questions: Questions, question: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question)
    questions.taken()
    dialogue.say("ask_other_period", "那9月呢")
    assert questions.asked() == [("query_bill", people.single.accounts, (SEPTEMBER,))]


def test_two_times_told_one_after_the_other_are_added_up(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    dialogue.say("ask_other_period", "那9月呢")
    questions.taken()
    dialogue.say("query_bill", "这俩加起来多少")
    assert questions.asked() == [("query_bill", people.single.accounts, (OCTOBER, SEPTEMBER))]


def test_a_short_question_without_a_time_keeps_the_month_that_was_told(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "9月的电费")
    dialogue.say("query_usage", "谷电占比")
    assert questions.asked()[-1] == ("query_usage", people.single.accounts, (SEPTEMBER,))
    dialogue.say("query_bill", "我家一般一个月多少钱")
    assert questions.asked()[-1] == ("query_bill", people.single.accounts, ())


def test_what_is_remembered_does_not_grow(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月的电费多少")
    sizes = set()
    for _ in range(5):
        dialogue.say("ask_other_period", "再往前一个月呢")
        sizes.add(len(str(dialogue.slots["focus"])))
    assert max(sizes) - min(sizes) < 20


def test_a_month_that_was_understood_wrongly_is_replaced(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    for text in ("不是10月是9月", "不对，我说的是9月", "错了，9月的", "应该是9月"):
        dialogue.say("nlu_fallback", text)
    assert {call[:3] for call in questions.taken()[1:]} == {
        ("query_bill", people.single.accounts, (SEPTEMBER,))
    }


def test_a_question_that_was_understood_wrongly_is_replaced_for_its_time(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.understood["用电量"] = Sentence("用电量", "query_usage", (("query_usage", 0.9),))
    dialogue.say("query_bill", "9月的电费")
    dialogue.say("nlu_fallback", "我问的是用电量")
    assert questions.asked()[-1] == ("query_usage", people.single.accounts, (SEPTEMBER,))


def test_a_short_question_is_asked_of_what_is_talked_about(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.understood["用电量白天呢"] = Sentence(
        "用电量白天呢", "query_usage", (("query_usage", 0.8),), rule=0.1
    )
    dialogue.say("query_usage", "9月用了多少度")
    dialogue.say("nlu_fallback", "白天呢")
    last = questions.taken()[-1]
    assert (last.question, last.periods) == ("query_usage", (SEPTEMBER,))
    assert last.before == "9月用了多少度"
    assert last.text.startswith("白天")


def test_a_short_question_after_a_service_is_told_what_is_known_of_it(begin: Begin) -> None:
    dialogue = begin()
    asked = f"{load_intents()['query_outage'].subject}多久停"
    dialogue.understood[asked] = Sentence(
        asked, "query_cut_off", (("query_cut_off", 0.4),), knowledge=(("cut_off", 0.6),)
    )
    dialogue.say("query_outage", "今天停电吗")
    assert dialogue.say("nlu_fallback", "多久停") == ["utter_knowledge"]
    assert "三十天" in dialogue.text


def test_a_time_before_any_question_is_kept_for_the_choice(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("ask_other_period", "那9月呢") == ["utter_what_about_it"]
    assert questions.taken() == []
    dialogue.say("ask_why", "为什么")
    assert questions.asked() == [("explain_bill", people.single.accounts, (SEPTEMBER,))]


def test_neither_a_time_nor_a_question_before(begin: Begin, people: People) -> None:
    assert begin(people.single).say("ask_other_period", "那呢") == ["utter_no_question_before"]


def test_a_follow_up_needs_proof_as_the_question_did(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    dialogue.say("unbind_account")
    dialogue.push("question", "billing", **Asked("query_bill").as_frame())
    questions.taken()
    assert dialogue.say("ask_other_period", "那9月呢")[0] == "utter_binding_first"
    assert questions.taken() == []


# -- why ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("query_bill", "explain_bill"),
        ("query_usage", "explain_bill"),
        ("query_balance", "explain_bill"),
        ("query_late_fee", "query_late_fee"),
        ("query_tiers", "query_tiers"),
    ],
)
def test_why_asks_for_the_reason_of_what_was_said_last(
    begin: Begin, people: People, questions: Questions, question: str, expected: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say(question)
    questions.taken()
    dialogue.say("ask_why", "为什么")
    assert [call[0] for call in questions.asked()] == [expected]


def test_why_without_anything_before_asks_what(begin: Begin, people: People) -> None:
    assert begin(people.single).say("ask_why", "到底是因为什么原因这样") == ["utter_why_what"]
    assert begin(people.single).say("ask_why", "为什么") == ["utter_ask_rephrase"]


def test_why_after_a_rule_tells_more_of_it(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("ask_knowledge", "违约金怎么算", knowledge={"late_fee": 0.9})
    assert dialogue.say("ask_why", "为什么") == ["utter_knowledge_whole"]


def test_why_is_about_the_month_that_was_talked_about(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "9月的电费")
    dialogue.say("ask_why", "为什么这么高")
    assert questions.asked()[-1] == ("explain_bill", people.single.accounts, (SEPTEMBER,))


def test_why_after_the_dearest_month_is_about_that_month(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "最近半年哪个月最贵")
    kept = dialogue.kept()
    assert kept is not None
    assert kept.point is not None
    dialogue.say("ask_why", "为什么呢")
    times = (kept.point.to_iso(),)
    assert questions.asked()[-1] == ("explain_bill", people.single.accounts, times)


# -- prices ------------------------------------------------------------------------------------


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


def test_home_prices_after_those_of_a_shop_are_those_of_a_home(
    begin: Begin, questions: Questions
) -> None:
    dialogue = begin()
    dialogue.say("query_prices", "开店的电价")
    dialogue.say("query_prices", "居民呢")
    assert questions.taken()[-1] == ("prices", None, "residential", "below_1kV")


def test_a_future_bill_offers_the_newest(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_bill", "明年3月的电费") == ["utter_bill_future"]
    assert dialogue.payloads == ['/affirm{"offer":"ask_query_bill"}']
    questions.taken()
    assert dialogue.say("affirm", "要看") == ["utter_bill"]
    assert questions.asked() == [("query_bill", people.single.accounts, ())]
