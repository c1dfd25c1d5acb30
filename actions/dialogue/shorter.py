"""An answer in one sentence: the fact, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHOSE = re.compile(r"(?:户号)?(?<!\d)\d{2}\*+\d{3}(?!\d)(?:这户)?的?")
_ASIDE = re.compile("（(?!到|以上)[^（）]*）|[(][^()]*[)]")
"""（到2760度） bounds the price before it and stays."""
_SENTENCE = re.compile("[^。！？!?；\n]+[？?]?")
_NUMBER = re.compile("(?<![0-9-])[0-9]+(?![0-9]*-[0-9])")
"""A number that is no part of a telephone's."""
MOST = 60
"""A longer sentence ends at a comma."""


def in_short(said: Sequence[str]) -> str:
    """The sentence of an answer that holds its fact.

    Args:
        said: the texts of the answer, not empty.

    Returns:
        The first sentence with a number in it, else the first one; what was added to the answer is left out.
    """
    plain = _ASIDE.sub("", _WHOSE.sub("", said[0])) or said[0]
    sentences = [one.strip(" •，,") for one in _SENTENCE.findall(plain) if one.strip(" •，,")]
    if not sentences:
        return said[0]
    told = next((one for one in sentences if _NUMBER.search(one)), sentences[0])
    return f"{_cut(told)}。" if told[-1] not in "？?" else told


def _cut(sentence: str) -> str:
    """At most so long, whole clauses, and never without the number."""
    kept = ""
    for clause in re.findall("[^，,]+[，,]?", sentence):
        if kept and _NUMBER.search(kept) and len(kept) + len(clause) > MOST:
            break
        kept += clause
    return kept.rstrip("，,")
