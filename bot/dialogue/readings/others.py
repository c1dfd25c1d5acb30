"""我妈那边交了没, 隔壁家电费几块: somebody else's record is asked for, however surely it is understood."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.language.people import asks_for_others, pays_for_others

_NOT_OF_RECORDS = frozenset(("report_fraud", "report_loss", "report_outage", "report_hazard"))
"""What befell somebody else is told, and no record is asked for."""
_SURE = 0.4
_PAYING = "pay_for_others"
"""The entry that says that anybody may pay."""


class OthersReading(Reading):
    """A record that isn't the customer's: the action says so, and never tells her own in its place."""

    NAME = "others"

    def read(self, situation: Situation) -> Read | None:
        """Read a question about somebody else's record."""
        if situation.sentence.pressed or situation.form is not None:
            return None
        sentence = situation.sentence
        if pays_for_others(sentence.text) and _PAYING in situation.entries:
            told = [entity("knowledge", _PAYING)]
            return Read("ask_knowledge", "whether one may pay for another", told, rule=1.0)
        if sentence.likeliest in _NOT_OF_RECORDS and sentence.sure >= _SURE:
            return None
        if not asks_for_others(sentence.text):
            return None
        return Read("query_bill", "somebody else's record is asked for", rule=0.0)
