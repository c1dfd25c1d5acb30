"""Rasa's parse data made of the dialogue's values, and the other way round."""

from __future__ import annotations

import json
from typing import Any

from bot.dialogue.parsed import READING, as_parsed, as_sentence
from bot.dialogue.reading import Read, entity
from bot.dialogue.sentence import FALLBACK

PARSED: dict[str, Any] = {
    "text": "查电费",
    "intent": {"name": "query_bill", "confidence": 0.8},
    "entities": [{"entity": "period", "value": "2026-10-01/2026-10-31"}],
    "intent_ranking": [
        {"name": "nlu_fallback", "confidence": 0.3},
        {"name": "query_bill", "confidence": 0.8},
        {"name": "greet", "confidence": 0.1},
    ],
    "knowledge": [{"id": "bill_day", "score": 0.4}],
    "rule": 0.2,
    "message_id": "c:1",
}


def test_a_message_in_plain_values() -> None:
    sentence = as_sentence(PARSED)
    assert (sentence.text, sentence.intent, sentence.sure) == ("查电费", "query_bill", 0.8)
    assert sentence.ranking == (("query_bill", 0.8), ("greet", 0.1))
    assert list(sentence.knowledge) == [("bill_day", 0.4)]
    assert sentence.rule == 0.2
    assert sentence.value("period") == "2026-10-01/2026-10-31"
    assert sentence.value("phone") is None
    assert sentence.chance("query_bill", "greet") == 0.9


def test_a_button_has_no_text() -> None:
    sentence = as_sentence({**PARSED, "text": "/query_bill"}, pressed=True)
    assert (sentence.text, sentence.pressed, sentence.intent) == ("", True, "query_bill")


def test_a_message_of_a_pipeline_that_knows_little() -> None:
    assert as_sentence({}).intent == FALLBACK
    assert as_sentence({}).sure == 0.0
    unranked = as_sentence({"text": "x", "intent": {"name": "greet", "confidence": 1.0}})
    assert (unranked.likeliest, unranked.sure) == ("greet", 1.0)
    fallback = as_sentence({"text": "x", "intent": {"name": FALLBACK, "confidence": 0.7}})
    assert (fallback.likeliest, fallback.sure) == (FALLBACK, 0.0)


def test_what_is_read_stands_before_what_was_understood_alone() -> None:
    alone = as_sentence(PARSED)
    read = Read(
        "affirm",
        "a yes",
        [entity("offer", "invoice")],
        facts={"confirm": True},
        knowledge=[("x", 0.9)],
        confidence=0.7,
        rule=1.0,
        words="好",
        reading="steering",
    )
    parsed = as_parsed(PARSED, alone, read)
    assert parsed["intent"] == {"name": "affirm", "confidence": 0.7}
    assert parsed["entities"] == [{"entity": "offer", "value": "invoice"}]
    assert parsed["knowledge"] == [{"id": "x", "score": 0.9}]
    assert parsed["rule"] == 1.0
    assert (parsed["text"], parsed["message_id"]) == ("查电费", "c:1")
    assert parsed[READING] == {
        "name": "steering",
        "why": "a yes",
        "alone": "query_bill",
        "sure": 0.8,
        "facts": {"confirm": True},
        "words": "好",
    }
    json.dumps(parsed)


def test_what_a_reading_leaves_open_stays_the_sentences_own() -> None:
    parsed = as_parsed(PARSED, as_sentence(PARSED), Read("query_bill", "understood alone"))
    assert parsed["entities"] == PARSED["entities"]
    assert parsed["knowledge"] == PARSED["knowledge"]
    assert parsed["rule"] == 0.2
