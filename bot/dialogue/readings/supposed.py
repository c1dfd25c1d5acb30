"""欠100块拖30天是多少: the late fee of a debt that is only supposed, whatever else it sounds like."""

from __future__ import annotations

import re

from bot.billing.late_fee_example import supposed
from bot.dialogue.reading import Read, Reading, Situation

_ASKS_SUM = re.compile("多少|几[块元角毛]|几个?钱|好多|几多|怎么算|咋算|罚|违约金|滞纳金|要加")


class SupposedReading(Reading):
    """A sum, a time, and the question what that costs."""

    NAME = "supposed"

    def read(self, situation: Situation) -> Read | None:
        """Read a supposed debt; a month that is named makes it the customer's own."""
        sentence = situation.sentence
        if sentence.pressed or sentence.values("period") or not _ASKS_SUM.search(sentence.text):
            return None
        if supposed(sentence.text) is None:
            return None
        return Read("query_late_fee", "a sum and a time that are only supposed")
