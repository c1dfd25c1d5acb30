"""九月几度几块, 今年最高是哪月, 现在欠不欠: the words ask for a fact of a record, however unsure the pipeline is."""

from __future__ import annotations

import re

from bot.billing.aspects import Aspect, read_aspect
from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE
from bot.intents import Intent
from bot.language.subjects import has_subject

_SURE = 0.5
_IS_RULE = 0.7
_NEAR_ENOUGH = 0.75
"""An entry so near is what was asked for."""
_FACTS = frozenset(
    (
        "how_much",
        "how_many",
        "sum",
        "difference",
        "highest",
        "lowest",
        "average",
        "list",
        "paid",
        "channel",
        "when",
        "charged",
        "share",
        "unit_price",
    )
)
_OF_WELFARE = frozenset(("free", "without"))
_OF_TIERS = frozenset(("when", "over", "left", "crossed", "since"))
_DEBT = re.compile("欠不欠|欠没欠|欠(?:费|钱|你们)?(?:吗|没|不|多少)|还欠着?(?:吗|没|多少|几)")
_OF_RECORDS = re.compile("电费|账单|帐单|用电量|电量|度数|用电|[峰谷]电|平段|欠费|欠")
_NO_RECORD = re.compile("一度|每度|电价|规定|一般|标准|怎么办|怎么交|怎么用|电话|营业|几点")
_LONGEST = 24


class RecordReading(Reading):
    """A sentence with a time and a fact, or with a debt, that was understood as nothing sure."""

    NAME = "record"

    def read(self, situation: Situation) -> Read | None:
        """Read the record's question from the words alone."""
        sentence = situation.sentence
        if situation.form is not None or sentence.pressed or len(sentence.core) > _LONGEST:
            return None
        if not _is_unsure(situation.intents.get(sentence.intent), sentence.intent, sentence.sure):
            return None
        text = sentence.text
        if sentence.intent == "ask_knowledge" and sentence.near >= _NEAR_ENOUGH:
            return None
        if (sentence.rule or 0.0) >= _IS_RULE or _NO_RECORD.search(text):
            return None
        if _DEBT.search(text):
            return Read("query_balance", "the words ask what is owed", rule=0.0)
        aspect = read_aspect("query_bill", text)
        if aspect.names("tier") and aspect.kind in _OF_TIERS:
            return Read("query_tiers", "the words ask for a fact of the tiers", rule=0.0)
        if aspect.names("welfare") and aspect.kind in _OF_WELFARE and sentence.values("period"):
            return Read("query_bill", "the words ask what the welfare took off", rule=0.0)
        if not sentence.values("period") or has_subject(_OF_RECORDS.sub("", sentence.core)):
            return None
        if aspect.kind not in _FACTS or not (aspect.records or len(sentence.values("period")) > 1):
            return None
        return Read(_question(aspect), "the words ask for a fact of a time", rule=0.0)


def _is_unsure(known: Intent | None, intent: str, sure: float) -> bool:
    if intent in (FALLBACK, OUT_OF_SCOPE, "ask_knowledge", "") or known is None:
        return True
    return sure < _SURE


def _question(aspect: Aspect) -> str:
    energy = aspect.names("usage") or aspect.asks("how_many", "share")
    return "query_usage" if energy and not aspect.asks("how_much") else "query_bill"
