"""The two signals that come before everything: danger, and the wish for a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.safety.danger import find_danger
from bot.safety.person import wants_person
from bot.safety.wording import clauses, normalised, pieces

_REMEMBERED = 256
"""Texts whose reading is kept: the gateway asks again when a message waits or can't be stored."""

Kind = Literal["danger", "person"]


@dataclass(frozen=True)
class Signal:
    """What a message calls for at once.

    Args:
        kind: `danger` (safety text, then a person at the highest priority) or `person`.
        hazard: `electric_shock`, `life_support`, `fallen_line`, `fire`, `smoke`, `trapped`,
            `flooded`, `exposed`, `climbing`;
            None for a danger whose kind isn't named (救命), and for a plain wish for a person. With
            kind `person` it names a danger that the customer says is over.
    """

    kind: Kind
    hazard: str | None = None


@lru_cache(maxsize=_REMEMBERED)
def recognise(text: str) -> Signal | None:
    """The signal in what a customer typed, or None for an ordinary message.

    Args:
        text: as typed: any script, width, punctuation, length.
    """
    plain = normalised(text)
    parts = pieces(clauses(plain))
    found = find_danger(plain, parts)
    if found is not None and not found.over:
        return Signal("danger", found.hazard)
    if found is not None:
        return Signal("person", found.hazard)
    if wants_person(plain, parts):
        return Signal("person")
    return None
