"""What a rule finds in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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


def blanked(text: str, found: Iterable[Found]) -> str:
    """The text with stretches made unreadable, all other places unchanged."""
    for one in found:
        text = text[: one.start] + "\n" * one.length + text[one.end :]
    return text
