"""The part of an entry's answer that has something for a question; pure."""

from __future__ import annotations

import re

from bot.knowledge.entries import Entry, without_signs
from bot.knowledge.facets import answered_by, facets_of
from bot.knowledge.words import EntryWords, pairs_of

_SENTENCE = re.compile("[^。！？!?]+[。！？!?]*")
_FACET = 0.5
"""What a sentence gains that says something about what is asked: 不收费 for 要钱吗."""
_LEAST = 0.2
_SHORT = 40
"""A passage of fewer characters is told with the sentence behind it."""


def passage(entry: Entry, question: str, words: EntryWords) -> str:
    """What an entry whose short answer was told has besides it for a question.

    Args:
        entry: that was told.
        question: asked about it then.
        words: of all entries.

    Returns:
        One or two sentences of the answer; the short one where that says it, all of it where nothing stands out.
    """
    sentences = [found[0].strip() for found in _SENTENCE.finditer(entry.answer)]
    asked, weighed = facets_of(question), words.weighed(without_signs(question))

    def fit(sentence: str) -> float:
        return weighed.share(pairs_of(sentence)) + _FACET * bool(asked & answered_by(sentence))

    fits = [fit(one) for one in sentences]
    best, short = fits.index(max(fits)), fit(entry.short)
    if max(fits[best], short) < _LEAST:
        return entry.answer
    if short >= fits[best]:
        return entry.short
    behind = sentences[best + 1 : best + 2] if len(sentences[best]) < _SHORT else []
    return "".join([sentences[best], *behind])
