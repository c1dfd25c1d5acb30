"""发是发了，先告诉我拖一天罚多少: a question behind a word about the form that waits."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import core_of
from bot.forms.kinds import ASKS, consents

_CLAUSES = re.compile(r"[,，。.!！?？;；…\s]+")
_LONGEST_BEFORE = 10
"""Characters of the word before the question."""
_SHORTEST = 3
_SURE = 0.6


class BesideReading(Reading):
    """In a form the last clause asks something, and what stands before it is no part of the question."""

    NAME = "beside"

    def read(self, situation: Situation) -> Read | None:
        """Read the question alone, where it is understood more surely than the whole."""
        if situation.form is None or situation.sentence.pressed:
            return None
        sentence = situation.sentence
        before, question = _parted(sentence.text)
        if not before or not question or sentence.value("account_number"):
            return None
        if consents(before):
            return None  # 同意。不过先问一句: the consent is taken with the whole
        asked = situation.understand(question)
        known = situation.intents.get(asked.intent)
        if known is None or not known.subject or asked.sure < max(_SURE, sentence.sure):
            return None
        return Read.understood(asked, "a question behind a word about the form", question)


def _parted(text: str) -> tuple[str, str]:
    """The words before the last clause and the core of that clause; empty where they don't fit."""
    clauses = [one for one in _CLAUSES.split(text) if one]
    if len(clauses) < 2:
        return "", ""
    before, question = "".join(clauses[:-1]), core_of(clauses[-1])
    if len(before) > _LONGEST_BEFORE or ASKS.search(before):
        return "", ""
    if len(question) < _SHORTEST or not ASKS.search(clauses[-1]):
        return "", ""
    return before, question
