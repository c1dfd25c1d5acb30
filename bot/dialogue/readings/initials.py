"""nh, cdf, xx: first letters of Pinyin are understood as the words that they stand for."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation
from bot.language.initials import spelled_out


class InitialsReading(Reading):
    """Nothing but the first letters of known words."""

    NAME = "initials"

    def read(self, situation: Situation) -> Read | None:
        """Read the words that the letters stand for."""
        words = spelled_out(situation.sentence.plain)
        if words is None or situation.sentence.pressed:
            return None
        return Read.understood(situation.understand(words), "first letters of Pinyin", words)
