"""What a rule finds in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_CLOSE = 32


@dataclass(frozen=True)
class Found:
    """A stretch with a meaning.

    Args:
        entity: its kind.
        value: what it means, in one form for all ways to write it.
        start: its first character in the normalised text.
        end: after its last character.
    """

    entity: str
    value: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """How many characters it has."""
        return self.end - self.start

    def overlaps(self, other: Found) -> bool:
        """Whether both have a character in common."""
        return self.start < other.end and other.start < self.end


class Taken:
    """Which characters of a text belong to something found already.

    Args:
        length: of the text.
        found: what is there from the beginning.
    """

    def __init__(self, length: int, found: Iterable[Found] = ()) -> None:
        self._characters = bytearray(length)
        for one in found:
            self.take(one)

    def take(self, one: Found) -> None:
        """Note a stretch."""
        self._characters[one.start : one.end] = b"\x01" * one.length

    def touches(self, one: Found) -> bool:
        """Whether a stretch has a character in common with what is noted."""
        return self._characters.find(1, one.start, one.end) >= 0


def longest_first(found: Iterable[Found], length: int) -> list[Found]:
    """Of stretches that overlap the longer, of two as long the first; in order.

    Args:
        found: in any order.
        length: of the text.
    """
    taken = Taken(length)
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.length, one.start)):
        if not taken.touches(one):
            taken.take(one)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def before(text: str, place: int) -> str:
    """What stands close before a place: what decides on a meaning is never far away.

    Args:
        text: whole.
        place: in it.
    """
    return text[max(0, place - _CLOSE) : place]


def blanked(text: str, found: Iterable[Found]) -> str:
    """The text with stretches made unreadable, all other places unchanged."""
    characters = list(text)
    for one in found:
        characters[one.start : one.end] = "\n" * one.length
    return "".join(characters)
