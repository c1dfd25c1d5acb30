"""The words of `data/gazetteers/<entity>.yml` with all their spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from bot.datafiles import DataFile, load_data_file
from bot.settings import ROOT

FOLDER = ROOT / "data" / "gazetteers"
_SCHEMA = Path(__file__).with_name("gazetteers.schema.json")
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Word:
    """Something that customers name.

    Args:
        entity: its kind.
        name: the one that stands for all spellings.
        spellings: all ways to write it, common mistakes among them.
        not_before: it isn't meant where one of these follows (空调 in 空调房).
        not_after: it isn't meant behind one of these.
        only_before: it is meant only where one of these follows; empty: everywhere.
        near: it is meant only where one of these stands in the sentence; empty: everywhere.
    """

    entity: str
    name: str
    spellings: tuple[str, ...]
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether it is meant at a place of a text, by what stands around it.

        Args:
            text: normalised.
            start: where a spelling of it begins.
            end: where it ends.
        """
        if self.not_before and text.startswith(self.not_before, end):
            return False
        if self.not_after and text.endswith(self.not_after, 0, start):
            return False
        if self.only_before and not text.startswith(self.only_before, end):
            return False
        return not self.near or any(one in text for one in self.near)


def load_gazetteers(folder: Path = FOLDER) -> list[Word]:
    """All words of a folder, in the order of the files.

    Raises:
        DataFileError: a file can't be used; the text says which, where and why.
    """
    words: list[Word] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        file = load_data_file(path, _SCHEMA)
        if file.content["entity"] != path.stem:
            raise file.error(("entity",), f"has to be {path.stem!r}, as the file's name says.")
        for number, content in enumerate(file.content["words"]):
            word = _word(path.stem, content)
            _check(file, number, word, seen)
            words.append(word)
    return words


def expanded(template: str) -> list[str]:
    """All words that a template stands for: `(就|只)我家` is 就我家 and 只我家."""
    pieces = _CHOICE.split(template)
    # Every second piece is what stood in parentheses.
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ["".join(parts) for parts in product(*choices)]


def _word(entity: str, content: Mapping[str, Any]) -> Word:
    def several(key: str) -> tuple[str, ...]:
        return tuple(word for one in content.get(key, ()) for word in expanded(one))

    own = (content["name"],) if content.get("spoken", True) else ()
    spellings = tuple(dict.fromkeys([*own, *several("synonyms")]))
    return Word(
        entity,
        content["name"],
        spellings,
        several("not_before"),
        several("not_after"),
        several("only_before"),
        several("near"),
    )


def _check(file: DataFile, number: int, word: Word, seen: dict[str, str]) -> None:
    for spelling in word.spellings:
        where = f"{word.name} of {word.entity}"
        if not spelling:
            raise file.error(("words", number, "synonyms"), "has one that can be empty.")
        # What follows may decide between two meanings.
        if not word.only_before and seen.setdefault(spelling, where) != where:
            raise file.error(
                ("words", number), f"has {spelling!r}, which {seen[spelling]} has already."
            )
