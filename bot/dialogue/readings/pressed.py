"""A pressed button says exactly what it means."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation


class PressedReading(Reading):
    """Taken as it is."""

    NAME = "pressed"

    def read(self, situation: Situation) -> Read | None:
        """Read a button."""
        if not situation.sentence.pressed:
            return None
        return Read(situation.sentence.intent, "a button was pressed")
