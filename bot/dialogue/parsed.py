"""Rasa's parse data and the dialogue's plain values: one made of the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.reading import Read
from bot.dialogue.sentence import FALLBACK, Sentence

READING = "reading"
"""The key of the reading in a message's parse data."""


def as_sentence(parsed: Mapping[str, Any], *, pressed: bool = False) -> Sentence:
    """Rasa's parse data in plain values.

    Args:
        parsed: of a message read alone.
        pressed: whether a button was pressed, so that nothing was typed.
    """
    rule = parsed.get("rule")
    intent = parsed.get("intent") or {}
    name = str(intent.get("name") or FALLBACK)
    ranking = tuple(
        (str(one["name"]), float(one["confidence"]))
        for one in parsed.get("intent_ranking") or ()
        if one["name"] != FALLBACK
    )
    if not ranking and name != FALLBACK:  # a classifier that ranks nothing
        ranking = ((name, float(intent.get("confidence") or 0.0)),)
    return Sentence(
        text="" if pressed else str(parsed.get("text") or ""),
        intent=name,
        ranking=ranking,
        entities=list(parsed.get("entities") or ()),
        knowledge=[(str(one["id"]), float(one["score"])) for one in parsed.get("knowledge") or ()],
        swindle=_chances(parsed.get("swindle")),
        rule=None if rule is None else float(rule),
        pressed=pressed,
        facts=_chances(parsed.get("facts")),
    )


def _chances(listed: object) -> list[tuple[str, float]]:
    found = listed if isinstance(listed, list) else []
    return [(str(one["id"]), float(one["confidence"])) for one in found]


def as_parsed(parsed: Mapping[str, Any], alone: Sentence, read: Read) -> dict[str, Any]:
    """The parse data of a message that was read in the light of the focus.

    Args:
        parsed: of the message alone.
        alone: the same in plain values.
        read: what it means here.
    """
    entities = parsed["entities"] if read.entities is None else [dict(one) for one in read.entities]
    knowledge = (
        parsed.get("knowledge")
        if read.knowledge is None
        else [{"id": name, "score": score} for name, score in read.knowledge]
    )
    return {
        **parsed,
        "intent": {"name": read.intent, "confidence": read.confidence},
        "entities": entities,
        "knowledge": knowledge or [],
        "rule": alone.rule if read.rule is None else read.rule,
        READING: {
            "name": read.reading,
            "why": read.why,
            "alone": alone.intent,
            "sure": round(alone.sure, 3),
            "facts": dict(read.facts),
            "words": read.words,
        },
    }
