"""Conversation cases: read from YAML, played against a running product, checked step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import select

from bot.clock import system_clock, today
from bot.databases.bot import Conversation, Message, ServiceRequest
from bot.databases.sessions import Sessions
from bot.demo.people import Person
from tests.chat_client import ChatClient

FOLDER = Path(__file__).resolve().parent

EXPECTATIONS = {
    "responses": "names that were said, in this order, others may stand between",
    "not_responses": "names that were not said",
    "card": "the schema of a card that was shown",
    "fields": "dotted path in that card: value, or a pattern between slashes",
    "text": "pattern that the texts match",
    "not_text": "pattern that the texts don't match",
    "buttons": "titles that were offered",
    "state": "values of the engine's last state",
    "request": "columns of the newest stored request, or none",
}
MOVES = ("customer", "press")


class CaseError(Exception):
    """A case is written wrongly; the text says where and what to do."""


@dataclass(frozen=True)
class Step:
    """One move of the customer and what has to come back.

    Args:
        line: in the file.
        move: customer (types) or press (a button's title).
        words: what is typed or pressed; `{code}`, `{number}`, … are filled in.
        expected: see `EXPECTATIONS`.
    """

    line: int
    move: str
    words: str
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One conversation.

    Args:
        name: what the customer does.
        path: of the file.
        person: key of a demo customer.
        bound: whether the customer has proved who she is before the first step.
        steps: in their order.
    """

    name: str
    path: Path
    person: str
    bound: bool
    steps: Sequence[Step] = field(repr=False)

    @property
    def label(self) -> str:
        """behaviour/file: name."""
        return f"{self.path.parent.name}/{self.path.stem}: {self.name}"


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases of all behaviours.

    Raises:
        CaseError: a file holds what the runner doesn't know.
    """
    return [case for path in sorted(folder.glob("*/*.yml")) for case in _read(path)]


def _read(path: Path) -> Iterator[Case]:
    content = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    for case in content:
        unknown = set(case) - {"case", "person", "bound", "steps"}
        if unknown or "case" not in case or not case.get("steps"):
            raise CaseError(
                f"{path.name}, line {case.lc.line + 1}: a case has `case`, `steps` and maybe "
                f"`person`, `bound`; not {', '.join(sorted(unknown)) or 'less'}"
            )
        yield Case(
            name=str(case["case"]),
            path=path,
            person=str(case.get("person", "summer")),
            bound=bool(case.get("bound", False)),
            steps=[_step(path, step) for step in case["steps"]],
        )


def _step(path: Path, step: Any) -> Step:
    line = step.lc.line + 1
    moves = [move for move in MOVES if move in step]
    unknown = set(step) - set(MOVES) - set(EXPECTATIONS)
    if len(moves) != 1 or unknown:
        raise CaseError(
            f"{path.name}, line {line}: a step has one of {MOVES} and any of "
            f"{', '.join(EXPECTATIONS)}; unknown: {', '.join(sorted(unknown)) or 'none'}"
        )
    expected = {name: step[name] for name in EXPECTATIONS if name in step}
    if not expected:
        raise CaseError(f"{path.name}, line {line}: the step expects nothing")
    return Step(line, moves[0], str(step[moves[0]]), expected)


@dataclass
class Play:
    """One case being played.

    Args:
        chat: the customer's side.
        sessions: on the product's bot database, only read.
        person: who the customer is.
    """

    chat: ChatClient
    sessions: Sessions
    person: Person

    def prove_identity(self) -> None:
        """Bind the conversation to the person's account as a customer does."""
        self._move("customer", "绑定户号")
        self._move("press", "同意")
        self._move("customer", self.person.number)
        self._move("customer", self.person.name)
        answers = self._move("customer", self._filled("{code}"))
        said = [row["response"] for row in self._rows(answers)]
        assert "utter_binding_done" in said, f"binding ended with {said}"

    def step(self, step: Step) -> None:
        """Make one move and check what comes back."""
        answers = self._move(step.move, self._filled(step.words))
        rows = self._rows(answers)
        for name, wanted in step.expected.items():
            getattr(self, f"_check_{name}")(wanted, rows)

    def _move(self, move: str, words: str) -> list[dict[str, Any]]:
        if move == "press":
            return self.chat.press_titled(self._title(words))
        return self.chat.say(words)

    def _title(self, wanted: str) -> str:
        """The newest offered title that is wanted, or fits the wanted pattern."""
        for message in reversed(self.chat.messages):
            for button in message["buttons"] or ():
                if _fits(wanted, button["title"]):
                    return str(button["title"])
        raise AssertionError(f"no button {wanted!r} was offered")

    def _filled(self, words: str) -> str:
        facts = {
            "number": self.person.number,
            "number2": self.person.numbers[-1],
            "name": self.person.name,
            "phone": self.person.phone,
            **_times(),
        }
        if "{code}" in words:
            facts["code"] = self.chat.newest_code(self.person.phone)
        for place, value in facts.items():
            words = words.replace(f"{{{place}}}", value)
        return words

    def _rows(self, answers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The answers with the names of their responses, which only the database knows."""
        with self.sessions() as session:
            names = dict(
                session.execute(
                    select(Message.seq, Message.response).where(
                        Message.conversation_id == self.chat.conversation_id
                    )
                ).all()
            )
        return [{**answer, "response": names.get(answer["seq"])} for answer in answers]

    def _check_responses(self, wanted: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        said = [str(row["response"]) for row in rows]
        rest = iter(said)
        for name in [wanted] if isinstance(wanted, str) else wanted:
            assert any(_fits(name, one) for one in rest), f"wanted {name} in {said}: {_texts(rows)}"

    def _check_not_responses(self, wanted: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        said = [str(row["response"]) for row in rows]
        for name in [wanted] if isinstance(wanted, str) else wanted:
            assert not any(_fits(name, one) for one in said), f"{name} was said: {_texts(rows)}"

    def _check_card(self, wanted: str, rows: Sequence[Mapping[str, Any]]) -> None:
        shown = [row["card"]["schema"] for row in rows if row["card"]]
        assert wanted in shown, f"wanted card {wanted}, shown {shown}: {_texts(rows)}"

    def _check_fields(self, wanted: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        cards = [row["card"] for row in rows if row["card"]]
        assert cards, f"no card: {_texts(rows)}"
        for path, value in wanted.items():
            found = [_at(card, path) for card in cards]
            assert any(_fits(self._filled(str(value)), str(one)) for one in found), (
                f"{path} is {found}, wanted {value}"
            )

    def _check_text(self, wanted: str, rows: Sequence[Mapping[str, Any]]) -> None:
        assert re.search(self._filled(wanted), _texts(rows)), f"{wanted} not in: {_texts(rows)}"

    def _check_not_text(self, wanted: str, rows: Sequence[Mapping[str, Any]]) -> None:
        assert not re.search(self._filled(wanted), _texts(rows)), f"{wanted} in: {_texts(rows)}"

    def _check_buttons(self, wanted: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        offered = [button["title"] for row in rows for button in row["buttons"] or ()]
        missing = [title for title in wanted if not any(_fits(title, one) for one in offered)]
        assert not missing, f"buttons {missing} missing, offered {offered}"

    def _check_state(self, wanted: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        with self.sessions() as session:
            state = session.get(Conversation, self.chat.conversation_id).engine_state or {}
        found = {name: state.get(name) for name in wanted}
        assert found == dict(wanted), f"state is {found}: {_texts(rows)}"

    def _check_request(self, wanted: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        with self.sessions() as session:
            stored = session.scalars(
                select(ServiceRequest)
                .where(ServiceRequest.conversation_id == self.chat.conversation_id)
                .order_by(ServiceRequest.id.desc())
            ).all()
        if wanted == "none":
            assert not stored, f"a request was stored: {stored[0].kind}"
            return
        assert stored, f"no request was stored: {_texts(rows)}"
        for column, value in wanted.items():
            found = len(stored) if column == "count" else getattr(stored[0], column)
            assert _fits(self._filled(str(value)), str(found)), f"{column} is {found}"


def _fits(wanted: str, found: str) -> bool:
    """Equal, or a match where the wanted text stands between slashes."""
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], found) is not None
    return wanted == found


def _at(card: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(card, list):
            position = int(key)
            card = card[position] if -len(card) <= position < len(card) else None
        else:
            card = card.get(key) if isinstance(card, dict) else None
    return card


def _texts(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(str(row["text"] or "") for row in rows)


def _times() -> dict[str, str]:
    now = today(system_clock)
    last = _month_before(now)
    return {
        "this_month": f"{now:%Y-%m}",
        "last_month": f"{last:%Y-%m}",
        "last_month_label": f"{last.year}年{last.month}月",
        "month_before_last": f"{_month_before(last):%Y-%m}",
        "month_before_last_label": f"{_month_before(last).year}年{_month_before(last).month}月",
        "this_year": f"{now:%Y}",
        "last_year": str(now.year - 1),
    }


def _month_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)
