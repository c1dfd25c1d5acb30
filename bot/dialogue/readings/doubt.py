"""Nothing fits surely: ask back."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK


class DoubtReading(Reading):
    """Two or three choices; twice in a row a person."""

    NAME = "doubt"

    def read(self, situation: Situation) -> Read | None:
        """Give up reading it."""
        return Read(FALLBACK, "nothing fits surely", confidence=situation.sentence.sure)
