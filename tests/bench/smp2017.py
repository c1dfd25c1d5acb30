"""SMP2017-ECDT, when its folder is given: a public set of Chinese sentences with 31 domains as intents.

It is read where it lies and never copied into the repository.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from bot.engine.judged import Judged


class NoSuchData(Exception):
    """The folder doesn't hold what is needed; the text says what is missing."""


@dataclass(frozen=True)
class Smp2017:
    """Its two parts.

    Args:
        train: text and intent.
        dev: to judge by.
    """

    train: list[tuple[str, str]]
    dev: list[Judged]


def read(folder: Path) -> Smp2017:
    """Read `train.tsv` and `dev.tsv`, both with the columns text and intent.

    Raises:
        NoSuchData: one of them is missing or has other columns.
    """
    dev = [
        Judged(text, ((intent,),), line)
        for line, (text, intent) in enumerate(_rows(folder / "dev.tsv"), start=2)
    ]
    return Smp2017(_rows(folder / "train.tsv"), dev)


def _rows(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise NoSuchData(f"{path} can't be read: {error.strerror}") from error
    if not rows or rows[0] != ["text", "intent"]:
        raise NoSuchData(f"{path} has to begin with the columns text and intent")
    found = [(row[0], row[1]) for row in rows[1:] if len(row) == 2 and row[0].strip()]
    if not found:
        raise NoSuchData(f"{path} has no sentences")
    return found
