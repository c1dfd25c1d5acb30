"""Sentences of real customers, when their file is given; it is read where it lies and copied nowhere."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.engine.judged import Judged

MAPPING = Path(__file__).with_name("real_speech.yml")
COLUMNS = ("utterance", "intent_guess")

_BRACKETS = re.compile(r"[(（][^)）]*[)）]")


class NoSuchSpeech(Exception):
    """The file can't be used; the text says why."""


@dataclass(frozen=True)
class RealSpeech:
    """What was read.

    Args:
        sentences: with the intents that are right for them.
        unknown: guesses that `real_speech.yml` doesn't know; their sentences are left out.
    """

    sentences: list[Judged]
    unknown: list[str]


def read(path: Path) -> RealSpeech:
    """Read a table of sentences and guesses.

    Args:
        path: columns separated by tabs, among them utterance and intent_guess; guesses by `|`.

    Raises:
        NoSuchSpeech: it isn't there, or has other columns.
    """
    known: dict[str, list[str]] = YAML(typ="safe").load(MAPPING.read_text(encoding="utf-8"))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise NoSuchSpeech(f"{path} can't be read: {error}") from error
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise NoSuchSpeech(f"{path} has to begin with columns, among them {' and '.join(COLUMNS)}")
    sentences: list[Judged] = []
    unknown: set[str] = set()
    for line, row in enumerate(rows, start=2):
        guesses = [one.strip() for one in _BRACKETS.sub("", row["intent_guess"] or "").split("|")]
        unknown.update(one for one in guesses if one not in known)
        right = [intent for guess in guesses for intent in known.get(guess, ())]
        if right and row["utterance"]:
            sentences.append(Judged(row["utterance"], (tuple(dict.fromkeys(right)),), line))
    return RealSpeech(sentences, sorted(unknown))
