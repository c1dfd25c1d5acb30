"""A pressed button says exactly what it means."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.pressed import PressedReading
from bot.dialogue.sentence import Sentence
from tests.unit.dialogue.situations import heard, in_form, read_by


@pytest.mark.parametrize(
    "intent", ["affirm", "deny", "stop", "query_bill", "out_of_scope", "inform"]
)
def test_a_button_is_taken_as_it_is(intent: str) -> None:
    sentence = Sentence(
        "", intent, ((intent, 1.0),), [{"entity": "offer", "value": "x"}], pressed=True
    )
    for fields in ({}, in_form("dispute", "confirm")):
        read = read_by(PressedReading, sentence, **fields)
        assert read is not None
        assert read.intent == intent
        assert read.entities is None  # its own stay


@pytest.mark.parametrize("text", ["/affirm", "好的", "查电费", ""])
def test_what_is_typed_is_no_button(text: str) -> None:
    assert read_by(PressedReading, heard(text, "affirm")) is None
