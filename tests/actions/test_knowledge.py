"""Answers from the knowledge: told with their source, asked back, or honestly not known."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Begin, People


def test_the_entry_that_is_meant_is_told_with_source_and_day(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("ask_knowledge", "空调咋省电", knowledge={"saving": 0.7, "standby": 0.5})
    assert said == ["utter_knowledge"]
    facts = dialogue.said[0].facts
    assert dialogue.services.settings.hotline in facts["answer"]
    assert (facts["source"], facts["checked"]) == ("用电常识", "2026年11月")
    # the other related entry is over
    assert dialogue.payloads == ['/ask_knowledge{"knowledge":"standby"}']


def test_two_entries_alike_are_asked_about(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("ask_knowledge", "省电", knowledge={"saving": 0.64, "standby": 0.63})
    assert said == ["utter_knowledge_which"]
    assert dialogue.payloads == [
        '/ask_knowledge{"knowledge":"saving"}',
        '/ask_knowledge{"knowledge":"standby"}',
        "/out_of_scope",
    ]
    assert dialogue.press(dialogue.payloads[1]) == ["utter_knowledge"]
    assert "待机" in dialogue.said[0].facts["answer"]


def test_what_is_sure_is_told_however_near_others_are(begin: Begin) -> None:
    said = begin().say("ask_knowledge", "待机费电吗", knowledge={"standby": 0.95, "saving": 0.94})
    assert said == ["utter_knowledge"]


def test_what_is_far_or_over_or_gone_is_not_told(begin: Begin) -> None:
    for knowledge in ({"saving": 0.2}, {"repair_2011": 0.99}, {"gone": 0.99}, {}):
        said = begin().say("ask_knowledge", "抢修多久到", knowledge=knowledge)
        assert said == ["utter_knowledge_none"]


def test_a_service_that_is_not_there_yet_tells_what_is_known(begin: Begin) -> None:
    dialogue = begin()
    nearest = {"saving": 0.9, "repair_2011": 0.8, "breaker": 0.6}
    said = dialogue.say("report_outage", "我家跳闸了", knowledge=nearest)
    assert said == ["utter_knowledge", "utter_outage_not_here"]
    assert "空开" not in dialogue.said[0].facts["answer"]
    assert "推不上去" in dialogue.said[0].facts["answer"]


def test_a_near_entry_is_among_the_choices_of_what_is_not_understood(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say(
        "nlu_fallback",
        "空调",
        ranking={"query_usage": 0.2, "query_bill": 0.15, "explain_bill": 0.12},
        knowledge={"saving": 0.65},
    )
    assert dialogue.payloads == [
        "/query_usage",
        "/query_bill",
        '/ask_knowledge{"knowledge":"saving"}',
        "/out_of_scope",
    ]


RULE = {"late_fee": 0.8, "saving": 0.3}


def test_a_rule_is_told_without_proof_of_identity(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("query_late_fee", "违约金一天收多少", knowledge=RULE)
    assert said == ["utter_knowledge"]
    assert "千分之一" in dialogue.said[0].facts["answer"]
    assert dialogue.form is None
    assert dialogue.payloads == ["/query_late_fee"]
    assert dialogue.press("/query_late_fee") == ["utter_binding_first", "utter_ask_consent"]


def test_a_bound_customer_hears_the_rule_and_the_own_records(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    said = dialogue.say("query_late_fee", "违约金怎么算", knowledge=RULE)
    assert said[0] == "utter_knowledge"
    assert said[1].startswith("utter_late_fee")


@pytest.mark.parametrize(
    ("intent", "text", "knowledge"),
    [
        ("query_late_fee", "我家违约金多少", RULE),
        ("query_late_fee", "上个月违约金多少", RULE),
        ("query_late_fee", "违约金", RULE),  # no question
        ("query_late_fee", "违约金怎么算", {"late_fee": 0.45}),
        ("query_late_fee", "违约金怎么算", {"late_fee": 0.6, "saving": 0.55}),
        ("query_late_fee", "空调怎么省电", {"saving": 0.9}),
        ("query_balance", "违约金怎么算", RULE),
    ],
)
def test_records_are_looked_up_where_they_are_meant(
    begin: Begin, people: People, intent: str, text: str, knowledge: dict[str, float]
) -> None:
    assert "utter_knowledge" not in begin(people.single).say(intent, text, knowledge=knowledge)
