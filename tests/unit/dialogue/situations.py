"""Messages and what they are read in the light of, as few words as tests need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from unicodedata import normalize

from bot.clock import SHANGHAI
from bot.dialogue.focus import Focus
from bot.dialogue.reading import Button, Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.forms import load_forms
from bot.intents import load_intents
from bot.knowledge import library_of
from bot.nlu.entities import find_all

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=SHANGHAI)
NUMBER, OTHER_NUMBER, PHONE, CODE = "3301000018", "3301000026", "15400000001", "246810"
OCTOBER, SEPTEMBER = "2026-10-01/2026-10-31", "2026-09-01/2026-09-30"
SURE = 0.9


def heard(
    text: str,
    intent: str = FALLBACK,
    sure: float = SURE,
    *,
    knowledge: Sequence[tuple[str, float]] = (),
    rule: float | None = None,
    facts: Sequence[tuple[str, float]] = (),
) -> Sentence:
    """A message as the pipeline understands it alone; the fallback is sure of nothing."""
    ranking = () if intent == FALLBACK else ((intent, sure),)
    entities = [
        {"entity": one.entity, "value": one.value, "start": one.start, "end": one.end}
        for one in find_all(normalize("NFKC", text), "[0-9]{10}", NOW)  # as the pipeline does
    ]
    return Sentence(text, intent, ranking, entities, knowledge, rule, facts=facts)


def frames(*pushed: tuple[Any, str, Mapping[str, Any]], turns: int = 1) -> Focus:
    """A focus with frames of the turn before, the newest last.

    Args:
        *pushed: kind, topic and what it is about.
        turns: how many turns of the customer ago.
    """
    focus = Focus(1, NOW)
    for kind, topic, about in pushed:
        focus = focus.with_frame(kind, topic, **about)
    return replace(focus, turn=1 + turns)


NOTHING = Focus(1, NOW)


def situation(
    sentence: Sentence | str,
    focus: Focus = NOTHING,
    *,
    understood: Mapping[str, Sentence] | None = None,
    buttons: Sequence[Button] = (),
    **fields: Any,
) -> Situation:
    """A message with what came before it.

    Args:
        sentence: alone; a text is one that the pipeline doesn't understand.
        focus: what the conversation is about.
        understood: other wordings; what isn't there has its numbers and times and no more.
        buttons: of the answer before.
        **fields: of `Situation`.
    """
    known = {} if understood is None else understood
    return Situation(
        sentence=heard(sentence) if isinstance(sentence, str) else sentence,
        focus=focus,
        understand=lambda text: known.get(text) or heard(text),
        intents=load_intents(),
        forms=load_forms(),
        entries=library_of().entries(),
        words=library_of().words(),
        buttons=buttons,
        **fields,
    )


def in_form(name: str, asked: str | None, *pushed: Any, quiet: bool = False, **about: Any) -> Any:
    """Focus and active form while a form waits for a field, for `situation(…, **in_form(…))`."""
    topic = load_forms()[name].topic
    known = {"name": name, "asked": asked, "quiet": quiet, "paused": False, **about}
    focus = frames(*pushed, ("form", topic, known))
    return {"focus": focus, "active": load_forms()[name].loop}


def put_aside(name: str, asked: str | None, *pushed: Any) -> Any:
    """Focus while a form waits, put aside."""
    topic = load_forms()[name].topic
    known = {"name": name, "asked": asked, "paused": True}
    return {"focus": frames(("form", topic, known), *pushed), "active": None}


def question(name: str, *periods: str, **about: Any) -> tuple[Any, str, Mapping[str, Any]]:
    """The frame of a question that was answered."""
    topic = load_intents()[name].topic
    listed = [[one, one] for one in periods]
    return "question", topic, {"question": name, "periods": listed, "text": "……", **about}


def offered(name: str, **about: Any) -> tuple[Any, str, Mapping[str, Any]]:
    """The frame of an offer."""
    return "offer", "", {"name": name, "subject": "", **about}


def registered(number: str = "R1") -> tuple[Any, str, Mapping[str, Any]]:
    """The frame of a request."""
    return "request", "handoff", {"name": number, "subject": "发票申请"}


def told(entry: str, subject: str, *related: str) -> tuple[Any, str, Mapping[str, Any]]:
    """The frame of an entry that was told."""
    about = {"entry": entry, "subject": subject, "entries": [entry, *related], "question": ""}
    return "rule", "faq", about


def value(read: Read, entity: str) -> Any:
    """The first value that a reading gives to an entity."""
    found = [one["value"] for one in read.entities or () if one["entity"] == entity]
    return found[0] if found else None


def read_by(reading: type[Reading], *args: Any, **fields: Any) -> Read | None:
    """How one reading reads a message."""
    return reading().read(situation(*args, **fields))
