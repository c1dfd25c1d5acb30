"""The facts of `data/facts.yml`, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.datafiles import load_data_file
from bot.settings import ROOT

FILE = ROOT / "data" / "facts.yml"
OTHER = "other"
"""What a sentence asks for that asks for none of the facts."""
SCHEMA = Path(__file__).with_name("facts.schema.json")


@dataclass(frozen=True)
class Fact:
    """One fact of a record.

    Args:
        id: short, English.
        question: the intent that answers it.
        words: the plain wording that the answers are written for (`bot/billing/aspects.py` reads it).
        sentences: how people ask for it, to learn from.
        of_account: whether it is a fact of the whole account, not of the month that was talked about.
    """

    id: str
    question: str
    words: str
    sentences: tuple[str, ...]
    of_account: bool = False


@cache
def load_facts(file: Path = FILE) -> Mapping[str, Fact]:
    """The facts by id.

    Raises:
        DataFileError: the file can't be used; the text says where and why.
    """
    loaded = load_data_file(file, SCHEMA)
    found: dict[str, Fact] = {}
    seen: dict[str, str] = {}
    for number, one in enumerate(loaded.content["facts"]):
        sentences = tuple(one["sentences"])
        of_account = bool(one.get("of_account"))
        fact = Fact(one["id"], one["question"], one["words"], sentences, of_account)
        if fact.id in found or fact.id == OTHER:
            raise loaded.error(("facts", number, "id"), f"{fact.id} stands there twice.")
        for place, sentence in enumerate(fact.sentences):
            if sentence in seen:
                raise loaded.error(
                    ("facts", number, "sentences", place),
                    f"“{sentence}” stands under {seen[sentence]} too.",
                )
            seen[sentence] = fact.id
        found[fact.id] = fact
    return found
