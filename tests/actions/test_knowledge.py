"""Answers from the knowledge: told with their source, asked back, or honestly not known."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Begin, People, Questions


def test_the_entry_that_is_meant_is_told_and_becomes_what_is_talked_about(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("ask_knowledge", "空调咋省电", knowledge={"saving": 0.7, "standby": 0.5})
    assert said == ["utter_knowledge_common"]
    assert dialogue.services.settings.hotline in dialogue.text
    # the other related entry is over
    assert dialogue.payloads == ['/ask_knowledge{"knowledge":"standby"}']
    frame = dialogue.frame("rule")
    assert frame is not None
    assert (frame.about["entry"], frame.about["subject"]) == ("saving", "空调怎么省电")


def test_what_needs_an_authority_names_its_source(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("ask_knowledge", "违约金", knowledge={"late_fee": 0.9}) == [
        "utter_knowledge"
    ]
    assert dialogue.said[0].facts["source"] == "《供电营业规则》"


def test_the_whole_answer_tells_source_and_day(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.press('/ask_knowledge{"knowledge":"late_fee","detail":"true"}')
    assert said == ["utter_knowledge_whole"]
    facts = dialogue.said[0].facts
    assert (facts["source"], facts["checked"]) == ("《供电营业规则》", "2026年11月")


def test_a_long_answer_begins_short_with_the_rest_behind_a_button(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("ask_knowledge", "搬家", knowledge={"moving": 0.9})
    entry = dialogue.services.knowledge.entries()["moving"]
    assert dialogue.said[0].facts["answer"] == entry.short
    dialogue.press_titled("详细说说")
    assert dialogue.said[0].facts["answer"] == entry.answer


def test_two_entries_alike_are_asked_about(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("ask_knowledge", "省电", knowledge={"saving": 0.64, "standby": 0.63})
    assert said == ["utter_knowledge_which"]
    assert dialogue.payloads == [
        '/ask_knowledge{"knowledge":"saving"}',
        '/ask_knowledge{"knowledge":"standby"}',
        '/out_of_scope{"offer":"none"}',
    ]
    assert dialogue.press(dialogue.payloads[1]) == ["utter_knowledge_common"]
    assert "待机" in dialogue.said[0].facts["answer"]


@pytest.mark.parametrize("words", ["2", "第二个", "待机那个", "下面那个", "待机费不费电"])
def test_one_of_them_is_chosen_in_words(begin: Begin, words: str) -> None:
    dialogue = begin()
    dialogue.say("ask_knowledge", "省电", knowledge={"saving": 0.64, "standby": 0.63})
    assert dialogue.say("nlu_fallback", words) == ["utter_knowledge_common"]
    assert "待机" in dialogue.text


def test_what_is_sure_is_told_however_near_others_are(begin: Begin) -> None:
    said = begin().say("ask_knowledge", "待机费电吗", knowledge={"standby": 0.95, "saving": 0.94})
    assert said == ["utter_knowledge_common"]


def test_what_is_far_or_over_or_gone_is_not_told(begin: Begin) -> None:
    for knowledge in ({"saving": 0.2}, {"repair_2011": 0.99}, {"gone": 0.99}, {}):
        said = begin().say("ask_knowledge", "抢修多久到", knowledge=knowledge)
        assert said == ["utter_knowledge_none"]


def test_a_service_that_is_not_there_yet_tells_what_is_known(begin: Begin) -> None:
    dialogue = begin()
    nearest = {"repair_2011": 0.8, "saving": 0.65, "breaker": 0.6}
    said = dialogue.say("report_outage", "我家跳闸了", knowledge=nearest)
    assert said == ["utter_knowledge_common", "utter_outage_not_here"]
    assert "空开" not in dialogue.said[0].facts["answer"]
    assert "推不上去" in dialogue.said[0].facts["answer"]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("我们楼里停电了", {"breaker": 0.45}), ("停电好几天了", {"saving": 0.62, "breaker": 0.5})],
)
def test_what_is_only_reported_gets_no_entry_that_is_hardly_near(
    begin: Begin, text: str, nearest: dict[str, float]
) -> None:
    said = begin().say("report_outage", text, knowledge=nearest)
    assert said == ["utter_outage_not_here"]


def test_a_near_entry_is_first_among_the_choices_of_what_is_not_understood(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say(
        "nlu_fallback",
        "空调",
        ranking={"query_usage": 0.2, "query_bill": 0.15, "explain_bill": 0.12},
        knowledge={"saving": 0.65},
    )
    assert dialogue.payloads == [
        '/ask_knowledge{"knowledge":"saving"}',
        "/query_usage",
        "/query_bill",
        '/out_of_scope{"offer":"none"}',
    ]


def test_a_rule_that_is_clearly_nearer_goes_before_the_entries_of_a_service(begin: Begin) -> None:
    nearest = {"late_fee": 0.7, "breaker": 0.5}
    dialogue = begin()
    dialogue.say("report_outage", "晚交一天收多少", knowledge=nearest, rule=0.65)
    assert "千分之一" in dialogue.text
    nearest = {"breaker": 0.55, "late_fee": 0.5}
    dialogue.say("report_outage", "我家跳闸了", knowledge=nearest, rule=0.3)
    assert "推不上去" in dialogue.text


# -- rule or record ------------------------------------------------------------------------------

RULE = {"late_fee": 0.8, "saving": 0.3}


def test_a_rule_is_told_without_proof_with_a_button_to_the_own_record(
    begin: Begin, questions: Questions
) -> None:
    dialogue = begin()
    said = dialogue.say("query_late_fee", "违约金一天收多少", knowledge=RULE, rule=0.9)
    assert said == ["utter_knowledge"]
    assert "千分之一" in dialogue.said[0].facts["answer"]
    assert dialogue.form is None
    assert questions.taken() == []
    assert dialogue.payloads == ["/query_late_fee"]
    assert dialogue.press_titled("查我家的") == ["utter_binding_first", "utter_ask_consent"]


def test_who_has_proved_who_she_is_hears_her_own_figures(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_late_fee", "违约金一天收多少", knowledge=RULE, rule=0.7)
    assert questions.asked() == [("query_late_fee", people.single.accounts, ())]


@pytest.mark.parametrize("text", ["电费怎么一下子翻了三倍", "这么多电费没道理呀"])
def test_why_bills_rise_is_told_to_anybody_with_a_button_to_the_own_bill(
    begin: Begin, questions: Questions, text: str
) -> None:
    dialogue = begin()
    assert dialogue.say("explain_bill", text, rule=0.1) == ["utter_knowledge_common"]
    assert questions.taken() == []
    assert dialogue.form is None
    assert dialogue.payloads == ["/explain_bill"]


@pytest.mark.parametrize("text", ["我家电费怎么这么高", "我们店里电费翻倍了"])
def test_why_ones_own_bill_rose_is_looked_up(begin: Begin, text: str) -> None:
    said = begin().say("explain_bill", text, rule=0.1)
    assert said == ["utter_binding_first", "utter_ask_consent"]


def test_a_rule_that_is_not_known_is_no_reason_to_ask_for_identity(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("query_late_fee", "违约金收到哪天为止", rule=0.9)
    assert said == ["utter_ask_meaning"]
    assert dialogue.payloads == ["/query_late_fee", '/out_of_scope{"offer":"none"}']
    assert dialogue.form is None


def test_what_may_be_either_is_the_rule_for_who_has_not_proved_anything(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("query_late_fee", "违约金多少", knowledge=RULE, rule=0.5) == [
        "utter_knowledge"
    ]


def test_an_unsure_reading_asks_for_no_identity(
    begin: Begin, people: People, questions: Questions
) -> None:
    ranking = {"query_bill": 0.4, "query_usage": 0.3}
    dialogue = begin()
    assert dialogue.say("query_bill", "上回那个钱的单据来着", ranking=ranking) == [
        "utter_ask_meaning"
    ]
    assert dialogue.form is None
    # A bound customer is simply answered.
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上回那个钱的单据来着", ranking=ranking)
    assert questions.asked() == [("query_bill", people.single.accounts, ())]


@pytest.mark.parametrize(
    ("intent", "text", "knowledge", "rule"),
    [
        ("query_late_fee", "我家违约金多少", RULE, 0.1),
        ("query_late_fee", "上个月违约金多少", RULE, 0.3),
        ("query_late_fee", "违约金", RULE, None),  # not judged
        ("query_late_fee", "违约金怎么算", {"late_fee": 0.4}, 0.9),  # too far
        ("query_balance", "我欠多少违约金", RULE, 0.2),
    ],
)
def test_records_are_looked_up_where_they_are_meant(
    begin: Begin,
    people: People,
    questions: Questions,
    intent: str,
    text: str,
    knowledge: dict[str, float],
    rule: float | None,
) -> None:
    dialogue = begin(people.single)
    dialogue.say(intent, text, knowledge=knowledge, rule=rule)
    assert [call[0] for call in questions.asked()] == [intent]


def test_an_entry_akin_to_the_one_that_is_meant_is_a_button_below_it(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say(
        "ask_knowledge", "家里空调怎么开省电", knowledge={"saving": 0.5, "standby": 0.49}
    )
    assert said == ["utter_knowledge_common"]
    assert '/ask_knowledge{"knowledge":"standby"}' in dialogue.payloads


def test_an_asking_back_leaves_what_was_asked(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("ask_knowledge", "违约金", knowledge={"late_fee": 0.5, "moving": 0.49})
    assert said == ["utter_knowledge_which"]
    frame = dialogue.frame("rule")
    assert frame is not None
    assert frame.about["entries"] == ["late_fee", "moving"]
