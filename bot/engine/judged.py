"""Sentences with what is right for them, and how what a model understood compares. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"

OFFERED = 3
"""So many likely intents are offered when the assistant asks back."""
LEAST_OFFERED = 0.08
"""An intent that is less likely is not offered."""

Outcome = Literal["right", "asked", "declined", "wrong"]
"""What a customer gets: the right answer; a question back that names it; no answer; another answer."""


class UnreadableSentences(Exception):
    """A file of sentences can't be used; the text names file and line."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path.name}, line {line}: {what}")


@dataclass(frozen=True)
class Judged:
    """A sentence and what is right for it.

    Args:
        text: as a customer writes it.
        wishes: in the order said; of each the intents that are equally right.
        line: of its file, counted from 1.
    """

    text: str
    wishes: tuple[tuple[str, ...], ...]
    line: int

    @property
    def intents(self) -> tuple[str, ...]:
        """Those that are right for a sentence with one wish."""
        return self.wishes[0]


Stretch = tuple[str, str]
"""An entity's name and the part of the typed text that it is."""


@dataclass(frozen=True)
class Marked:
    """A sentence and its entities.

    Args:
        text: as a customer writes it.
        entities: with their names, in order.
    """

    text: str
    entities: tuple[Stretch, ...]


@dataclass(frozen=True)
class Entity:
    """An entity as a model found it.

    Args:
        name: its kind.
        stretch: the typed text.
        value: what it means, as text.
    """

    name: str
    stretch: str
    value: str


@dataclass(frozen=True)
class Understood:
    """What a model understood.

    Args:
        text: the sentence.
        intent: what is acted upon; None for a text without any word.
        ranking: intents with their confidence, best first, without the fallback.
        entities: in the order found.
    """

    text: str
    intent: str | None
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...] = ()

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> Understood:
        """From Rasa's parse data."""
        text = str(parsed["text"])
        entities = [
            Entity(
                str(one["entity"]), text[int(one["start"]) : int(one["end"])], str(one.get("value"))
            )
            for one in parsed.get("entities") or ()
        ]
        intent = (parsed.get("intent") or {}).get("name")
        return cls(text, intent, ranking_of(parsed), tuple(entities))

    @property
    def best(self) -> str | None:
        """The likeliest intent, whatever the fallback says."""
        return self.ranking[0][0] if self.ranking else self.intent

    @property
    def confidence(self) -> float:
        """Of the likeliest intent."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def asks_back(self) -> bool:
        """Whether the model is too unsure to answer."""
        return self.intent in (FALLBACK, None)

    @property
    def offered(self) -> tuple[str, ...]:
        """What the customer may choose from when the assistant asks back."""
        return tuple(name for name, sure in self.ranking[:OFFERED] if sure >= LEAST_OFFERED)


def ranking_of(parsed: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """The intents of Rasa's parse data with their confidence, best first, without the fallback's entry."""
    return tuple(
        (str(one["name"]), float(one["confidence"]))
        for one in parsed.get("intent_ranking") or ()
        if one["name"] != FALLBACK
    )


def outcome(right: Sequence[str], understood: Understood) -> Outcome:
    """What a customer gets whose sentence has one wish.

    Args:
        right: the intents that are right.
        understood: what the model made of it.
    """
    if understood.intent in right:
        return "right"
    if understood.asks_back:
        # What is out of scope is never offered.
        offered = set(understood.offered) - {OUT_OF_SCOPE}
        return "asked" if offered & set(right) else "declined"
    return "declined" if understood.intent == OUT_OF_SCOPE else "wrong"


def read_table(path: Path, second: str) -> list[tuple[int, str, str]]:
    """The rows of a file with two columns; a line with # and without a tab is a comment.

    Args:
        path: the file, UTF-8, columns separated by a tab.
        second: name of the second column; the first is `sentence`.

    Returns:
        Line, sentence and the second column's text.

    Raises:
        UnreadableSentences: it isn't such a file, or a sentence stands there twice.
    """
    rows = read_rows(path, ("sentence", second))
    return [(number, sentence, label) for number, (sentence, label) in rows]


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of a file whose last column says what is right for those before it.

    A line with # and without a tab is a comment.

    Args:
        path: the file, UTF-8, columns separated by a tab.
        columns: their names, two at least.

    Returns:
        Line and cells.

    Raises:
        UnreadableSentences: it isn't such a file, or what is before the last column stands there twice.
    """
    written = "<tab>".join(columns)
    rows: list[tuple[int, tuple[str, ...]]] = []
    seen: dict[tuple[str, ...], int] = {}
    head = False
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip() or (line.startswith("#") and "\t" not in line):
            continue
        cells = tuple(one.strip() for one in line.split("\t"))
        if not head:
            if cells != columns:
                raise UnreadableSentences(path, number, f"the head has to be “{written}”.")
            head = True
            continue
        if len(cells) != len(columns) or not all(cells):
            before = ", a tab, ".join(f"a {one}" for one in columns[:-1])
            wanted = f"has to be {before}, a tab and the {columns[-1]}."
            raise UnreadableSentences(path, number, wanted)
        if cells[:-1] in seen:
            raise UnreadableSentences(
                path, number, f"the {columns[-2]} is in line {seen[cells[:-1]]} too."
            )
        seen[cells[:-1]] = number
        rows.append((number, cells))
    if not head:
        raise UnreadableSentences(path, 1, f"the head is missing: “{written}”.")
    return rows


def read_sentences(path: Path) -> list[Judged]:
    """Sentences with their intents: `a|b` where both are right, `a+b` for two wishes.

    Raises:
        UnreadableSentences: the file can't be used.
    """
    found = []
    for number, sentence, label in read_table(path, "intent"):
        wishes = tuple(tuple(name.strip() for name in wish.split("|")) for wish in label.split("+"))
        if not all(name for wish in wishes for name in wish):
            raise UnreadableSentences(path, number, f"{label!r} names no intent beside | or +.")
        found.append(Judged(sentence, wishes, number))
    return found


def read_list(path: Path, keys: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
    """The entries of a YAML list, each a mapping with `text`, with their lines.

    Args:
        path: the file.
        keys: what an entry may have besides `text`; at least one of them.

    Raises:
        UnreadableSentences: it isn't such a list.
    """
    try:
        content = YAML(typ="rt").load(_text(path))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableSentences(path, mark.line + 1 if mark else 1, "isn't YAML.") from error
    if not isinstance(content, CommentedSeq):
        raise UnreadableSentences(path, 1, "has to be a list.")
    allowed = set(keys)
    found = []
    for place, entry in enumerate(content):
        number = content.lc.item(place)[0] + 1
        text = entry.get("text") if isinstance(entry, dict) else None
        others = set(entry) - {"text"} if isinstance(entry, dict) else set()
        if not isinstance(text, str) or not text or not others or not others <= allowed:
            names = " or ".join(sorted(allowed))
            raise UnreadableSentences(path, number, f"has to be a mapping with text and {names}.")
        found.append((number, dict(entry)))
    return found


def read_entities(path: Path) -> list[Marked]:
    """Sentences with their entities: `{text, entities: [[name, stretch], …]}`.

    Raises:
        UnreadableSentences: the file can't be used, or a stretch isn't in its sentence.
    """
    found = []
    for number, entry in read_list(path, ["entities"]):
        stretches: list[Stretch] = []
        for one in entry["entities"]:
            if not isinstance(one, list) or len(one) != 2:
                raise UnreadableSentences(path, number, "an entity is [name, stretch].")
            name, stretch = (str(part) for part in one)
            if not stretch or stretch not in entry["text"]:
                raise UnreadableSentences(path, number, f"the {name} isn't a part of the sentence.")
            stretches.append((name, stretch))
        found.append(Marked(entry["text"], tuple(stretches)))
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableSentences(path, 1, f"can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableSentences(path, 1, "isn't UTF-8.") from error
