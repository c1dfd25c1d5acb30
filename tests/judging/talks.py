"""The frozen conversations and questions: written by authors who saw the catalogue of intents and the
records of the demo alone; looked at to measure, never to write a sentence or a rule from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.clock import SHANGHAI

FOLDER = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
"""The moment that the authors wrote for: what is right depends on the demo's records at that time."""

ASKED_FOR = (
    "identity",
    "account",
    "choice",
    "phone",
    "place",
    "month",
    "reason",
    "reading",
    "confirm",
    "code",
)
STORED = (
    "none",
    "danger",
    "callback",
    "disputed_bill",
    "meter_reading",
    "invoice",
    "payment_trace",
    "reserved_phone",
    "any",
    "withdrawn",
    "phone",
    "place",
)


class UnreadableTalk(Exception):
    """A frozen file is written wrongly; the text says where."""


@dataclass(frozen=True)
class Turn:
    """What the customer says, and what a right answer does.

    Args:
        customer: as typed; `{code}`, `{number}` and the like are filled in.
        right: the right answer in words, for a human reader.
        says: patterns that the answer's texts match, each of them.
        never: patterns that they don't match.
        asks: what the answer asks for, or None.
        never_asks: what it doesn't ask for.
        offers: a pattern of a button's title or of the text, or None.
        stored: what happened in the store of requests, or None.
    """

    customer: str
    right: str
    says: tuple[re.Pattern[str], ...] = ()
    never: tuple[re.Pattern[str], ...] = ()
    asks: str | None = None
    never_asks: tuple[str, ...] = ()
    offers: re.Pattern[str] | None = None
    stored: str | None = None


@dataclass(frozen=True)
class Talk:
    """One conversation.

    Args:
        name: what the customer does.
        behaviour: the folder that it would stand in.
        person: key of a demo customer.
        bound: whether identity is proved before the first turn.
        turns: in their order.
    """

    name: str
    behaviour: str
    person: str
    bound: bool
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Question:
    """One question without a conversation.

    Args:
        person: key of a demo customer whose record is asked for; None: a general question.
        text: as typed.
        says: a pattern of the right answer's texts.
    """

    person: str | None
    text: str
    says: re.Pattern[str]


@cache
def talks() -> tuple[Talk, ...]:
    """All frozen conversations.

    Raises:
        UnreadableTalk: a file holds what the format doesn't have.
    """
    return tuple(one for path in sorted(FOLDER.glob("conversations_*.yml")) for one in _read(path))


def general_questions() -> tuple[Question, ...]:
    """Questions that any clerk answers at once, to anybody."""
    rows = _rows(FOLDER / "questions_general.tsv", ["question", "right", "says"])
    return tuple(Question(None, row["question"], re.compile(row["says"])) for row in rows)


def record_questions() -> tuple[Question, ...]:
    """Questions about one's own record, asked by a customer who has proved who she is."""
    rows = _rows(FOLDER / "questions_records.tsv", ["person", "question", "right", "says"])
    return tuple(Question(row["person"], row["question"], re.compile(row["says"])) for row in rows)


def _read(path: Path) -> Iterator[Talk]:
    for number, case in enumerate(YAML(typ="safe").load(path.read_text(encoding="utf-8")), 1):
        where = f"{path.name}, conversation {number}"
        if set(case) != {"case", "behaviour", "person", "bound", "turns"}:
            raise UnreadableTalk(f"{where}: it has {', '.join(sorted(case))}")
        yield Talk(
            case["case"],
            case["behaviour"],
            case["person"],
            bool(case["bound"]),
            tuple(_turn(where, one) for one in case["turns"]),
        )


def _turn(where: str, turn: Mapping[str, Any]) -> Turn:
    checks = {"says", "never", "asks", "never_asks", "offers", "stored"}
    if not {"customer", "right"} <= set(turn) or not set(turn) <= {"customer", "right", *checks}:
        raise UnreadableTalk(f"{where}: a turn has {', '.join(sorted(turn))}")
    if not checks & set(turn):
        raise UnreadableTalk(f"{where}: a turn checks nothing")
    never_asks = _listed(turn.get("never_asks"))
    asks, stored = turn.get("asks"), turn.get("stored")
    if not {*never_asks, *([asks] if asks else [])} <= set(ASKED_FOR):
        raise UnreadableTalk(f"{where}: nobody can ask for {asks or never_asks}")
    if stored is not None and stored not in STORED:
        raise UnreadableTalk(f"{where}: stored can't be {stored}")
    return Turn(
        str(turn["customer"]),
        str(turn["right"]),
        tuple(re.compile(one) for one in _listed(turn.get("says"))),
        tuple(re.compile(one) for one in _listed(turn.get("never"))),
        asks,
        tuple(never_asks),
        re.compile(turn["offers"]) if turn.get("offers") else None,
        stored,
    )


def _listed(value: object) -> Sequence[str]:
    if value is None:
        return ()
    return [value] if isinstance(value, str) else [str(one) for one in value]  # type: ignore[attr-defined]


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    if head.split("\t") != list(columns):
        raise UnreadableTalk(f"{path.name}: the columns are {', '.join(columns)}")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line.strip()]
