"""How much of a text stands in an entry, rare pairs of characters counting more; pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.knowledge.entries import Entry


@dataclass(frozen=True)
class Parts:
    """The pairs of characters of an entry, by part.

    Args:
        title: of its title.
        questions: of its questions.
        short: of the short answer.
        rest: of the answer, without those of the short one.
    """

    title: frozenset[str]
    questions: frozenset[str]
    short: frozenset[str]
    rest: frozenset[str]

    @property
    def answer(self) -> frozenset[str]:
        """Those of both answers."""
        return self.short | self.rest


@dataclass(frozen=True)
class Weighed:
    """The pairs of a text with their weights: the fewer entries have one, the more it counts.

    Args:
        weights: by pair.
    """

    weights: Mapping[str, float]

    def share(self, pairs: frozenset[str]) -> float:
        """How much of the text stands among some pairs: 0 to 1; 0 for a text of one character.

        Args:
            pairs: of an entry.
        """
        whole = sum(self.weights.values())
        there = sum(one for pair, one in self.weights.items() if pair in pairs)
        return there / whole if whole else 0.0


class EntryWords:
    """The words of all entries.

    Args:
        entries: by id.
    """

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._parts = {name: _parts(one) for name, one in entries.items()}
        self._holders = Counter(
            pair for one in self._parts.values() for pair in one.title | one.answer
        )

    def of(self, entry: str) -> Parts:
        """The pairs of one entry, by its id."""
        return self._parts[entry]

    def weighed(self, text: str) -> Weighed:
        """A text, to be looked for in entries.

        Args:
            text: without signs.
        """
        return Weighed({pair: self._rarity(pair) for pair in pairs_of(text)})

    def _rarity(self, pair: str) -> float:
        return math.log((len(self._parts) + 1) / (self._holders[pair] + 1))


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _parts(entry: Entry) -> Parts:
    short = pairs_of(entry.short)
    return Parts(
        pairs_of(entry.title),
        frozenset(pair for one in entry.questions for pair in pairs_of(one)),
        short,
        pairs_of(entry.answer) - short,
    )
