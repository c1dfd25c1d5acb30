"""我妈那边交了没, 隔壁家电费几块: somebody else's record is asked for, however surely it is understood."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation
from bot.language.people import asks_for_others


class OthersReading(Reading):
    """A record that isn't the customer's: the action says so, and never tells her own in its place."""

    NAME = "others"

    def read(self, situation: Situation) -> Read | None:
        """Read a question about somebody else's record."""
        if situation.sentence.pressed or situation.form is not None:
            return None
        if not asks_for_others(situation.sentence.text):
            return None
        return Read("query_bill", "somebody else's record is asked for", rule=0.0)
