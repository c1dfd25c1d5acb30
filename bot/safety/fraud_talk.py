"""What customers ask while the talk is about a swindle: the signs of `data/safety/fraud_talk.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bot.datafiles import DataFile, load_data_file
from bot.safety.phrases import Phrase, any_in, read_phrase
from bot.safety.wording import normalised
from bot.settings import ROOT

FILE = ROOT / "data" / "safety" / "fraud_talk.yml"
_SCHEMA = Path(__file__).with_name("fraud_talk.schema.json")

Do = Literal["loss", "again", "balance", "pay", "complaint"]


@dataclass(frozen=True)
class Sign:
    """One thing that is said about a swindle.

    Args:
        entry: the entry of `data/knowledge/fraud.yml` that answers it, or None.
        do: what else answers it, or None.
        asks: how it is said.
        whole: sentences that say it and nothing else.
        calm: hardly a swindle, so nobody is frightened.
        late: said a moment after the swindle, it is still about it, whatever was answered between.
    """

    entry: str | None
    do: Do | None
    asks: tuple[Phrase, ...]
    whole: tuple[str, ...]
    calm: bool = False
    late: bool = False


@dataclass(frozen=True)
class FraudTalk:
    """The whole file.

    Args:
        follow_ups: while the talk is about a swindle, in the order in which they are tried.
        first: at any time.
        tricks: which trick a report of a swindle tells of.
    """

    follow_ups: tuple[Sign, ...]
    first: tuple[Sign, ...]
    tricks: tuple[Sign, ...]


def sign_in(signs: Sequence[Sign], text: str) -> Sign | None:
    """The first sign that a text shows, or None.

    Args:
        signs: in the order in which they are tried.
        text: as typed.
    """
    plain = normalised(text)
    bare = plain.strip(" ,。.!?~…")
    return next((one for one in signs if bare in one.whole or any_in(one.asks, plain)), None)


@cache
def load_fraud_talk(path: Path = FILE) -> FraudTalk:
    """Read the file.

    Raises:
        DataFileError: it is missing or wrong; the text names line and field.
    """
    file = load_data_file(path, _SCHEMA)
    return FraudTalk(
        follow_ups=_signs(file, "follow_ups"),
        first=_signs(file, "first"),
        tricks=_signs(file, "tricks"),
    )


def _signs(file: DataFile, key: str) -> tuple[Sign, ...]:
    return tuple(_sign(file, (key, at), one) for at, one in enumerate(file.content[key]))


def _sign(file: DataFile, where: tuple[str | int, ...], one: Mapping[str, Any]) -> Sign:
    phrases = []
    for at, written in enumerate(one.get("asks", ())):
        try:
            phrases.append(read_phrase(written))
        except ValueError as error:
            raise file.error((*where, "asks", at), f"{error}.") from None
    return Sign(
        entry=one.get("entry"),
        do=one.get("do"),
        asks=tuple(phrases),
        whole=tuple(normalised(text) for text in one.get("whole", ())),
        calm=bool(one.get("calm")),
        late=bool(one.get("late")),
    )
