"""The catalogue of intents, from `data/intents.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.datafiles import load_data_file
from bot.settings import ROOT

FILE = ROOT / "data" / "intents.yml"
_SCHEMA = Path(__file__).with_name("intents.schema.json")


@dataclass(frozen=True)
class Intent:
    """What customers may want.

    Args:
        name: as in `domain.yml`.
        topic: the file name of its sentences, rules, responses and actions.
        title: what it is called on buttons and in the staff's pages.
        about: what those want who mean it.
        offered: whether it may be offered as a choice when a message isn't understood.
    """

    name: str
    topic: str
    title: str
    about: str
    offered: bool = True


@cache
def load_intents(file: Path = FILE) -> Mapping[str, Intent]:
    """All intents by name, in the order of the file.

    Raises:
        DataFileError: the file can't be used; the text says where and why.
    """
    loaded = load_data_file(file, _SCHEMA)
    found: dict[str, Intent] = {}
    for number, content in enumerate(loaded.content["intents"]):
        if content["name"] in found:
            raise loaded.error(("intents", number, "name"), f"{content['name']!r} is used twice.")
        found[content["name"]] = Intent(**content)
    return found
