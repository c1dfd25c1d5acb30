"""The sentences of `data/rule_or_record.tsv`, checked: each asks for the rule or for one's own record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.normalised import normalise
from bot.settings import ROOT

RULE = "rule"
RECORD = "record"
FILE = "data/rule_or_record.tsv"
HEADER = ("sentence", "asks", "topic")


class RuleFileError(ValueError):
    """The file of sentences can't be used; the text says which line and why."""


@dataclass(frozen=True)
class Asked:
    """A sentence to learn from.

    Args:
        line: counted from 1.
        text: as it stands in the file.
        asks: `rule` or `record`.
        topic: what it is about.
    """

    line: int
    text: str
    asks: str
    topic: str


def read_asked(file: Path = ROOT / FILE) -> list[Asked]:
    """The sentences of the file, checked.

    Raises:
        RuleFileError: a line can't be used.
        OSError: there is no file.
    """
    return list(_read(file))


def _read(file: Path) -> Iterator[Asked]:
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise RuleFileError(f"{file.name} 第 1 行：应该是“{' '.join(HEADER)}”，用 Tab 隔开。")
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        parts = line.split("\t")
        if len(parts) != len(HEADER) or not all(parts):
            raise RuleFileError(
                f"{file.name} 第 {number} 行：要有三列（句子、哪一种、主题），用 Tab 隔开。"
            )
        text, asks, topic = parts
        if asks not in (RULE, RECORD):
            raise RuleFileError(
                f"{file.name} 第 {number} 行：第二列是“{asks}”，只能是 rule 或 record。"
            )
        plain = normalise(text).text
        if plain in seen:
            raise RuleFileError(
                f"{file.name} 第 {number} 行：“{text}”在第 {seen[plain]} 行已经有了。"
            )
        seen[plain] = number
        yield Asked(number, text, asks, topic)
