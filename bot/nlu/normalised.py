"""A text in the one form that understanding works on, with the way back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

_WORD = re.compile(r"[0-9A-Za-z]")
_PUNCTUATION = frozenset("!?,.;:~、。…-—_*#'\"()[]{}<>《》")
LONGEST = 2000
"""Characters, as many as the gateway lets a message have: a single sign can stand for eighteen (\ufdfa)."""
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


@dataclass(frozen=True)
class Normalised:
    """A normalised text.

    Args:
        text: NFKC, simplified characters, no invisible characters, spaces only between Latin words or
            numbers, no repeated punctuation. Upper and lower case stay.
        starts: for each character, where in the typed text it begins.
        ends: for each character, where in the typed text it ends.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the typed text that a part of the normalised text stands for.

        Args:
            start: first character.
            end: after the last character; more than `start`.
        """
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=4096)
def normalise(typed: str) -> Normalised:
    """Bring a text to its normal form.

    Args:
        typed: what somebody wrote.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, character in enumerate(typed):
        if len(characters) >= LONGEST:
            break
        # One by one, so that each result knows where it came from; Chinese doesn't combine.
        for folded in unicodedata.normalize("NFKC", character):
            if unicodedata.category(folded) in _INVISIBLE and not folded.isspace():
                continue
            characters.append(" " if folded.isspace() else folded)
            starts.append(position)
            ends.append(position + 1)
    kept: list[int] = []
    for index, character in enumerate(characters):
        last = characters[kept[-1]] if kept else ""
        if character == " ":
            first = index > 0 and characters[index - 1] != " "
            keep = first and bool(_WORD.match(last)) and _word_follows(characters, index)
        else:
            keep = not (character in _PUNCTUATION and character == last)
        if keep:
            kept.append(index)
    text = simplified("".join(characters[index] for index in kept))
    return Normalised(
        text, tuple(starts[index] for index in kept), tuple(ends[index] for index in kept)
    )


def _word_follows(characters: list[str], index: int) -> bool:
    following = next((one for one in characters[index + 1 :] if one != " "), "")
    return bool(_WORD.match(following))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """A text in simplified characters, as many of them.

    Args:
        text: as typed.
    """
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase changed its length: by single characters, so that every position keeps its meaning.
    return "".join(
        one if len(one) == 1 else original
        for original, one in ((each, _converter().convert(each)) for each in text)
    )
