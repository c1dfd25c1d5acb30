"""Conversations with the toy topic; run in the copy of the repository that has it."""

from __future__ import annotations

from tests.actions.conftest import Begin, People, Stored
from tests.actions.dialogue import ACTIONS, DOMAIN, RULES


def test_the_topic_is_in_the_domain_by_its_files_alone() -> None:
    assert {"borrow_lamp", "query_lamp"} <= set(DOMAIN["intents"])
    assert DOMAIN["forms"]["toy_form"]["required_slots"] == [
        f"toy_{one}" for one in ("place", "size", "bulbs", "phone", "confirm")
    ]
    names = {"action_begin_toy", "validate_toy_form", "action_submit_toy", "action_query_lamp"}
    assert names <= set(DOMAIN["actions"])
    assert names <= set(ACTIONS)
    assert RULES["query_lamp"] == "action_query_lamp"


def test_its_question_is_answered_and_becomes_what_is_talked_about(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("query_lamp", "应急灯能借几天") == ["utter_lamp_rules"]
    assert "最多借7天" in dialogue.text
    asked = dialogue.kept()
    assert asked is not None
    assert asked.question == "query_lamp"


def test_its_form_goes_from_the_first_word_to_the_request(
    begin: Begin, requests: Stored, drafts: Stored
) -> None:
    dialogue = begin()
    assert dialogue.say("borrow_lamp", "我要借一盏应急灯") == ["utter_form_said", "utter_form_ask"]
    assert dialogue.say("nlu_fallback", "村口老槐树下，电话15400000001") == ["utter_form_ask"]
    assert dialogue.text == "要大的还是小的？"
    assert dialogue.say("nlu_fallback", "第一个") == ["utter_form_ask"]
    assert dialogue.text == "大号灯要几个灯泡的？"
    assert dialogue.say("nlu_fallback", "两个灯泡") == ["utter_form_confirm"]
    assert "15400000001" in dialogue.text
    assert requests() == []
    assert dialogue.press_titled("提交") == ["utter_form_done"]
    (row,) = requests()
    assert row.kind == "other"
    assert row.details["大小"] == "大号灯"
    assert row.details["灯泡"] == "两个灯泡"
    assert [draft.status for draft in drafts()] == ["submitted"]


def test_what_is_not_wanted_for_a_small_one_is_not_asked(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("borrow_lamp", "我要借一盏应急灯")
    dialogue.say("nlu_fallback", "东塘路310号")
    dialogue.press_titled("小号灯")
    assert dialogue.asked == "toy_phone"
    assert dialogue.say("inform", "15400000001") == ["utter_form_confirm"]


def test_it_is_as_polite_as_every_form(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("borrow_lamp", "我要借一盏应急灯")
    assert dialogue.say("query_balance", "我现在欠费没有")[-1] == "utter_form_quiet"
    assert dialogue.said[-1].text == "（借灯还差地址。）"
    assert dialogue.say("query_lamp", "应急灯能借几天")[-1] == "utter_form_paused"
    assert dialogue.say("nlu_fallback", "继续") == ["utter_form_ask"]
    assert dialogue.say("nlu_fallback", "算了") == ["utter_stopped"]
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert requests() == []


def test_what_it_registered_is_taken_back(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("borrow_lamp", "我要借一盏应急灯")
    for answer in ("东塘路310号", "小号灯", "15400000001"):
        dialogue.say("nlu_fallback", answer)
    dialogue.press_titled("提交")
    assert dialogue.say("nlu_fallback", "撤销登记") == ["utter_request_withdrawn"]
    assert [row.status for row in requests()] == ["cancelled"]
