"""Fraud: a warning for the trick that was met, three steps after a loss, never a question for identity."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Begin
from tests.actions.dialogue import read_yaml

RESPONSES = read_yaml("data/responses/fraud.yml")["responses"]


@pytest.mark.parametrize(
    ("knowledge", "told"),
    [
        ({"fraud_link": 0.5, "fraud_default": 0.4}, "别点链接"),
        ({"saving": 0.9, "fraud_link": 0.4}, "别点链接"),  # other topics are passed over
        ({"fraud_loss": 0.9, "fraud_link": 0.35}, "别点链接"),  # nothing is lost yet
        ({"fraud_link": 0.1}, "先别付钱"),  # not near
        ({"saving": 0.9}, "先别付钱"),
        ({}, "先别付钱"),
    ],
)
def test_the_trick_that_was_met_is_warned_of(
    begin: Begin, knowledge: dict[str, float], told: str
) -> None:
    dialogue = begin()
    said = dialogue.say("report_fraud", "短信让我点链接交电费", knowledge=knowledge)
    assert said == ["utter_fraud_warning"]
    warning = dialogue.said[0].facts["warning"]
    assert warning.startswith(told)
    assert dialogue.services.settings.hotline in warning
    assert dialogue.form is None
    assert dialogue.asked is None


def test_the_detail_is_a_tap_away(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("report_fraud", "这链接能点吗", knowledge={"fraud_link": 0.6})
    assert dialogue.payloads == ['/ask_knowledge{"knowledge":"fraud_link"}']
    assert dialogue.press(dialogue.payloads[0]) == ["utter_knowledge_common"]


def test_after_a_loss_three_steps_and_a_person(begin: Begin) -> None:
    dialogue = begin()
    said = dialogue.say("report_loss", "钱转给骗子了", knowledge={"fraud_loss": 0.6})
    assert said == ["utter_fraud_loss"]
    assert dialogue.form is None
    (response,) = RESPONSES["utter_fraud_loss"]
    for must in ("银行", "110", "96110", "留着"):
        assert must in response["text"]
    assert "/request_person" in [one["payload"] for one in response["buttons"]]


@pytest.mark.parametrize("name", ["utter_fraud_warning", "utter_fraud_loss"])
def test_nobody_is_asked_who_she_is(name: str) -> None:
    for response in RESPONSES[name]:
        assert not any(word in response["text"] for word in ("户号", "户主", "身份", "验证码发"))
