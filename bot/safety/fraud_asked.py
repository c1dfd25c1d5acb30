"""The messages of `data/safety/fraud_talk.tsv`, checked: what is said in a talk about a swindle, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

FILE = "data/safety/fraud_talk.tsv"
HEADER = ("told", "message", "right")
LOSS, BALANCE, PAY, THANKS, NONE = "loss", "balance", "pay", "thanks", "none"
"""What answers a message beside entries: help after a loss, her arrears, how to pay, nothing, another errand."""
OTHERS = frozenset((LOSS, BALANCE, PAY, THANKS, NONE))


class FraudTalkFileError(ValueError):
    """The file of messages can't be used; the text says which line and why."""


@dataclass(frozen=True)
class Said:
    """A message to learn from.

    Args:
        line: counted from 1.
        told: id of the entry that was told before.
        message: as it stands in the file.
        right: what answers it, the best first: ids of entries, or one of `OTHERS`.
    """

    line: int
    told: str
    message: str
    right: tuple[str, ...]


def read_said(file: Path = ROOT / FILE) -> list[Said]:
    """The messages of the file, checked.

    Raises:
        FraudTalkFileError: a line can't be used.
        OSError: there is no file.
    """
    return list(_read(file))


def _read(file: Path) -> Iterator[Said]:
    seen: dict[tuple[str, str], int] = {}
    headed = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or (line.startswith("#") and "\t" not in line):
            continue
        parts = tuple(one.strip() for one in line.split("\t"))
        if not headed:
            if parts != HEADER:
                raise FraudTalkFileError(
                    f"{file.name} 第 {number} 行：应该是“{' '.join(HEADER)}”，用 Tab 隔开。"
                )
            headed = True
            continue
        if len(parts) != len(HEADER) or not all(parts):
            raise FraudTalkFileError(
                f"{file.name} 第 {number} 行：要有三列（刚说过的条目、客户的话、该答的），用 Tab 隔开。"
            )
        told, message, right = parts
        if (told, message) in seen:
            first = seen[told, message]
            raise FraudTalkFileError(f"{file.name} 第 {number} 行：和第 {first} 行重复了。")
        seen[told, message] = number
        yield Said(number, told, message, tuple(right.split("|")))
