"""Phrases of `data/safety/conduct.yml`: words that have to be in a text, and words that must not.

A phrase is written as people read it: words apart by spaces have to be there, each of them somewhere; of words
apart by slashes one is enough; with a hyphen in front it must not be there. There are no patterns, so that reading
takes time linear in the text, and a trainer can't write one that explodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.safety.wording import normalised


@dataclass(frozen=True)
class Phrase:
    """One way to say something.

    Args:
        groups: of each at least one word has to be in the text.
        excluded: none of these may be.
    """

    groups: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = ()

    def is_in(self, plain: str) -> bool:
        """Whether a normalised text says it."""
        return all(any(word in plain for word in group) for group in self.groups) and not any(
            word in plain for word in self.excluded
        )


def read_phrase(written: str) -> Phrase:
    """A phrase as it is written in the file.

    Raises:
        ValueError: nothing has to be in the text, or a word is empty.
    """
    groups: list[tuple[str, ...]] = []
    excluded: list[str] = []
    for token in written.split():
        negative = token.startswith("-")
        words = tuple(normalised(word) for word in token.removeprefix("-").split("/"))
        if not all(words):
            raise ValueError(f"has an empty word in {token!r}")
        if negative:
            excluded += words
        else:
            groups.append(words)
    if not groups:
        raise ValueError("says only what must not be there")
    return Phrase(tuple(groups), tuple(excluded))


def any_in(phrases: Iterable[Phrase], plain: str) -> bool:
    """Whether a normalised text says one of the phrases."""
    return any(phrase.is_in(plain) for phrase in phrases)
