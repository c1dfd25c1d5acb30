"""The entries of `data/knowledge/<topic>.yml`, read anew when a file changes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.datafiles import DataFile, DataFileError, load_data_file
from bot.knowledge.words import EntryWords
from bot.settings import ROOT

logger = logging.getLogger(__name__)

FOLDER = ROOT / "data" / "knowledge"
EVERYWHERE = "china"
ITSELF = 1.0
"""How near a message is to an entry whose own question it is, or that a reading chose for it."""
_SIGNS = re.compile(r"\W+")
_SCHEMA = Path(__file__).with_name("knowledge.schema.json")


@dataclass(frozen=True)
class Entry:
    """One piece of knowledge.

    Args:
        id: its name, unique across all files.
        topic: the file it stands in.
        title: short, as on a button.
        questions: ways to ask for it.
        short: the fact that answers the questions, one or two sentences: what is told first.
        answer: the detail, told when the customer asks for more.
        region: where it holds, `china` for everywhere.
        source: where it is from, as the customer is told.
        url: the source's address, or None.
        grade: of the source, A to D; `common` for general knowledge, `own` for the utility's own rule.
        checked_on: when somebody looked at the source last.
        review_by: when somebody has to look again.
        valid_from: first day on which it holds, or None.
        valid_until: last day on which it held, or None.
        intents: whose questions it helps to answer.
        told_by: intents whose own answer says the same, from a table or a record: where one of them is
            understood, that answers.
        related: ids of entries that go with it.
        only_for_intents: whether it answers nothing but those intents: a warning is told to whom met
            something suspicious, and never stands in for the answer to another question.
    """

    id: str
    topic: str
    title: str
    questions: tuple[str, ...]
    short: str
    answer: str
    region: str
    source: str
    url: str | None
    grade: str
    checked_on: date
    review_by: date
    valid_from: date | None = None
    valid_until: date | None = None
    intents: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    only_for_intents: bool = False

    def is_akin(self, other: Entry) -> bool:
        """Whether one leads on to the other: where either is told, the other is a tap away."""
        return other.id in self.related or self.id in other.related

    def answers(self, intent: str) -> bool:
        """Whether it may be told where an intent was understood."""
        return not self.only_for_intents or intent in self.intents

    def holds(self, on: date) -> bool:
        """Whether it may be told on a day: begun and not over."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)

    def flag(self, on: date) -> str | None:
        """What somebody should know who keeps the entries: `over`, `not_yet`, `to_review` or None."""
        if self.valid_until is not None and self.valid_until < on:
            return "over"
        if not self.holds(on):
            return "not_yet"
        return "to_review" if self.review_by < on else None


@dataclass
class Library:
    """All entries; a file that was changed is read again at the next look.

    Args:
        folder: with a file for each topic.
    """

    folder: Path = FOLDER
    _seen: tuple[tuple[str, int, int], ...] = field(default=(), init=False)
    _entries: Mapping[str, Entry] = field(default_factory=dict, init=False)
    _asked: tuple[Mapping[str, Entry] | None, frozenset[str]] = field(
        default=(None, frozenset()), init=False
    )
    _words: tuple[Mapping[str, Entry] | None, EntryWords] = field(
        default_factory=lambda: (None, EntryWords({})), init=False
    )

    def entries(self) -> Mapping[str, Entry]:
        """By id. What can't be used is logged, and the entries stay as they were.

        Raises:
            DataFileError: at the first look a file can't be used.
        """
        seen = self._stamps()
        if seen == self._seen:
            return self._entries
        try:
            self._entries = {one.id: one for one in _read(self.folder)}
        except DataFileError as error:
            if not self._seen:
                raise
            logger.error("knowledge stays as it was: %s", error)
        self._seen = seen
        return self._entries

    def has_question(self, text: str) -> bool:
        """Whether a text, normalised, is an entry's own question, signs aside."""
        entries = self.entries()
        if self._asked[0] is not entries:
            questions = (question for one in entries.values() for question in one.questions)
            self._asked = entries, frozenset(map(without_signs, questions))
        return without_signs(text) in self._asked[1]

    def words(self) -> EntryWords:
        """The words of all entries."""
        entries = self.entries()
        if self._words[0] is not entries:
            self._words = entries, EntryWords(entries)
        return self._words[1]

    def for_intent(self, intent: str, on: date) -> list[Entry]:
        """The entries that help to answer an intent's questions and hold on a day, in file order."""
        return [one for one in self.entries().values() if intent in one.intents and one.holds(on)]

    def _stamps(self) -> tuple[tuple[str, int, int], ...]:
        stats = [(file.name, file.stat()) for file in sorted(self.folder.glob("*.yml"))]
        return tuple((name, one.st_mtime_ns, one.st_size) for name, one in stats)


def without_signs(text: str) -> str:
    """A text without signs and spaces, in small letters."""
    return _SIGNS.sub("", text).lower()


def library_of(folder: Path = FOLDER) -> Library:
    """The entries of a folder, read once in a process and again when a file changes."""
    return _library_of(folder)


@cache
def _library_of(folder: Path) -> Library:
    return Library(folder)  # one for each folder, whether it is named or not


def load_library(folder: Path = FOLDER) -> Library:
    """The entries of a folder, checked.

    Raises:
        DataFileError: a file can't be used; the text says which, where and why.
    """
    library = Library(folder)
    library.entries()
    return library


def _read(folder: Path) -> Iterator[Entry]:
    files = [load_data_file(path, _SCHEMA) for path in sorted(folder.glob("*.yml"))]
    _check(files)
    for file in files:
        for number, content in enumerate(file.content["entries"]):
            yield _entry(file, number, content)


def _entry(file: DataFile, number: int, content: Mapping[str, Any]) -> Entry:
    def day(name: str) -> date | None:
        text = content.get(name)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            raise file.error(
                ("entries", number, name), f"is {text!r}, which is no day of the calendar."
            ) from None

    checked_on, review_by = day("checked_on"), day("review_by")
    assert checked_on is not None  # the schema requires it
    assert review_by is not None
    valid_from, valid_until = day("valid_from"), day("valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        raise file.error(("entries", number, "valid_until"), "is before valid_from.")
    return Entry(
        id=content["id"],
        topic=file.path.stem,
        title=content["title"],
        questions=tuple(content["questions"]),
        short=content["short"],
        answer=" ".join(str(content["answer"]).split()),
        region=content["region"],
        source=content["source"],
        url=content.get("url"),
        grade=content["grade"],
        checked_on=checked_on,
        review_by=review_by,
        valid_from=valid_from,
        valid_until=valid_until,
        intents=tuple(content.get("intents", ())),
        told_by=tuple(content.get("told_by", ())),
        related=tuple(content.get("related", ())),
        only_for_intents=bool(file.content.get("only_for_intents", False)),
    )


def _check(files: list[DataFile]) -> None:
    """What a schema can't say: an id and a question stand once, what is related exists."""
    ids: dict[str, str] = {}
    questions: dict[str, str] = {}
    for file, number, content in _contents(files):
        name = content["id"]
        if name in ids:
            raise file.error(
                ("entries", number, "id"), f"{name!r} is used twice, also in {ids[name]}."
            )
        ids[name] = file.path.name
        for position, question in enumerate(content["questions"]):
            other = questions.setdefault(question, name)
            if other != name:
                where = ("entries", number, "questions", position)
                raise file.error(where, f"{question!r} is a question of {other} too; keep one.")
    for file, number, content in _contents(files):
        for position, other in enumerate(content.get("related", ())):
            if other not in ids:
                where = ("entries", number, "related", position)
                raise file.error(where, f"is {other!r}; there is no such entry.")


def _contents(files: list[DataFile]) -> Iterator[tuple[DataFile, int, Mapping[str, Any]]]:
    for file in files:
        for number, content in enumerate(file.content["entries"]):
            yield file, number, content
