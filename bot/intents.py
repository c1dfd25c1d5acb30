"""The catalogue of intents, from `data/intents/<topic>.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.datafiles import DataFile, load_data_file
from bot.settings import ROOT

FOLDER = ROOT / "data" / "intents"
_SCHEMA = Path(__file__).with_name("intents.schema.json")


@dataclass(frozen=True)
class Intent:
    """What customers may want.

    Args:
        name: as rules and training sentences name it.
        topic: the file name of its sentences, rules, responses and actions.
        title: what it is called on buttons and in the staff's pages.
        about: what those want who mean it.
        offered: whether it may be offered as a choice when a message isn't understood.
        subject: the words that a short question about it leaves out; empty where there are none.
        record: whether one's own records answer it.
        urgent: whether it is answered first when a message asks for several things.
        read: whether it has no sentences of its own: it is read from what was said before.
        tells: whether it tells itself what entries of the knowledge come near to.
        callback: the response that offers a call-back, where its service isn't there yet.
    """

    name: str
    topic: str
    title: str
    about: str
    offered: bool = True
    subject: str = ""
    record: bool = False
    urgent: bool = False
    read: bool = False
    tells: bool = False
    callback: str | None = None


@cache
def load_intents(folder: Path = FOLDER) -> Mapping[str, Intent]:
    """All intents by name, in the order of the files and their lines.

    Raises:
        DataFileError: a file can't be used; the text says where and why.
    """
    found: dict[str, Intent] = {}
    for path in sorted(folder.glob("*.yml")):
        loaded = load_data_file(path, _SCHEMA)
        for number, content in enumerate(loaded.content["intents"]):
            found[content["name"]] = _intent(loaded, number, content, found)
    return found


def _intent(
    file: DataFile, number: int, content: Mapping[str, object], found: Mapping[str, Intent]
) -> Intent:
    name = str(content["name"])
    if name in found:
        other = found[name].topic
        raise file.error(
            ("intents", number, "name"), f"{name!r} is used twice, also in {other}.yml."
        )
    return Intent(topic=file.path.stem, **content)  # type: ignore[arg-type]  # the schema has checked
