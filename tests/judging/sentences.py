"""The held-out set, read. It is looked at to measure, never to write a training sentence from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.engine.judged import (
    Judged,
    Marked,
    UnreadableSentences,
    read_entities,
    read_list,
    read_sentences,
    read_table,
)

FOLDER = Path(__file__).resolve().parent
IN_SCOPE = ("clean", "typo", "dialect", "voice", "traditional")
"""Slices of one wish a sentence, nearly all of which the assistant has to take."""
OUT_OF_SCOPE = ("out_of_scope_near", "out_of_scope_far")
MULTI_WISH = "multi_wish"
SLICES = (*IN_SCOPE, MULTI_WISH, *OUT_OF_SCOPE)
FEWEST = 300
"""Sentences of a slice."""

_DAYS = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?:/\d{4}-\d\d-\d\dT\d\d:\d\d)?")


@dataclass(frozen=True)
class Alarm:
    """A sentence that is, or is not, about a danger to life.

    Args:
        text: as a customer writes it.
        danger: whether it has to raise the alarm.
    """

    text: str
    danger: bool


@dataclass(frozen=True)
class Timed:
    """A sentence with a time expression.

    Args:
        text: as a customer writes it.
        kind: the entity that it is.
        value: ISO 8601; told on 2026-11-22 at 14:30 in Shanghai.
    """

    text: str
    kind: Literal["period", "moment"]
    value: str


@cache
def slice_of(name: str) -> tuple[Judged, ...]:
    """The sentences of one slice.

    Args:
        name: one of `SLICES`.

    Raises:
        UnreadableSentences: its file can't be used.
    """
    path = FOLDER / f"{name}.tsv"
    found = read_sentences(path)
    for one in found:
        if len(one.wishes) > 1 and name != MULTI_WISH:
            raise UnreadableSentences(path, one.line, "a sentence of this slice has one wish.")
    return tuple(found)


@cache
def dangers() -> tuple[Alarm, ...]:
    """The sentences that have to raise the alarm, and those that only look like it."""
    path = FOLDER / "danger.tsv"
    rows = read_table(path, "danger")
    for line, _, label in rows:
        if label not in ("danger", "none"):
            raise UnreadableSentences(path, line, f"is {label!r}; it may be danger or none.")
    return tuple(Alarm(text, label == "danger") for _, text, label in rows)


@cache
def marked() -> tuple[Marked, ...]:
    """The sentences with their entities."""
    return tuple(read_entities(FOLDER / "entities.yml"))


@cache
def timed() -> tuple[Timed, ...]:
    """The time expressions with what they mean."""
    path = FOLDER / "times.yml"
    found = []
    for line, entry in read_list(path, ["period", "moment"]):
        kind: Literal["period", "moment"] = "period" if "period" in entry else "moment"
        value = str(entry[kind])
        if len(entry) != 2 or not (_DAYS if kind == "period" else _MOMENT).fullmatch(value):
            raise UnreadableSentences(
                path, line, "has to have one period or one moment, in ISO 8601."
            )
        found.append(Timed(entry["text"], kind, value))
    return tuple(found)


def files() -> list[Path]:
    """Every file of the set."""
    conversations = FOLDER.glob("conversations_*.yml")
    return sorted(
        [*FOLDER.glob("*.tsv"), FOLDER / "entities.yml", FOLDER / "times.yml", *conversations]
    )
