"""欠100块拖30天是多少, 200度多少钱: a debt or a use that is only supposed, whatever else it sounds like."""

from __future__ import annotations

import re

from bot.billing.aspects import read_aspect
from bot.billing.late_fee_example import supposed
from bot.billing.price_example import supposed_usage
from bot.dialogue.follow_ups.leaning import entities_of, words_of
from bot.dialogue.reading import Read, Reading, Situation
from bot.nlu import numerals

_ASKS_SUM = re.compile("多少|几[块元角毛]|几个?钱|好多|几多|怎么算|咋算|罚|违约金|滞纳金|要加")


_GENERAL = re.compile("一般|居民|普通人家|不开峰谷|没开峰谷|合表")
"""What a bound customer says who doesn't mean her own tier."""
_ANOTHER_AMOUNT = re.compile(
    f"(?:那|那么|要|要是|如果|假如|换成|用|改成|呢)*(?P<number>{numerals.ANY})(?:个)?(?:度|字|千瓦时)?(?:电)?(?:的话)?"
    "(?:呢|嘞|咧|要?多少(?:钱)?|几[块多]钱?|好多钱?|几钿)?"
)
_UNIT = re.compile("度|字|千瓦时")


class SupposedReading(Reading):
    """A sum and a time, or so many kWh, and the question what that costs."""

    NAME = "supposed"

    def read(self, situation: Situation) -> Read | None:
        """Read a supposed debt; a month that is named makes it the customer's own."""
        sentence = situation.sentence
        if not sentence.pressed and (another := _another_amount(situation)) is not None:
            return another
        if not sentence.pressed and _supposes_usage(situation):
            return Read("query_prices", "a use that is only supposed", rule=0.0)
        if sentence.pressed or sentence.values("period") or not _ASKS_SUM.search(sentence.text):
            return None
        if supposed(sentence.text) is None:
            return None
        return Read("query_late_fee", "a sum and a time that are only supposed")


def _supposes_usage(situation: Situation) -> bool:
    """Whether the price of so many kWh is asked for; a bound customer's cost depends on her own tier."""
    text, focus = situation.sentence.text, situation.focus
    if focus.newest("account") is not None and not _GENERAL.search(text):
        return False
    if situation.form is not None and supposed_usage(text) is None:
        return False
    last = focus.newest("question")
    leant_on = last is not None and last.about.get("question") == "query_prices"
    before = str(last.about.get("text") or "") if last is not None and leant_on else ""
    return supposed_usage(text, before) is not None


def _another_amount(situation: Situation) -> Read | None:
    """三百呢, 要是一千度呢 after what two hundred kWh cost: the same for as many."""
    last, core = situation.focus.newest("question"), situation.sentence.core
    found = _ANOTHER_AMOUNT.fullmatch(core)
    if last is None or found is None or situation.form is not None:
        return None
    if not (_UNIT.search(core) or core.endswith(("呢", "嘞", "咧"))):
        return None
    question = str(last.about.get("question") or "")
    asked = read_aspect(question, words_of(last))
    if asked.kind != "what_if" or asked.kwh is None:
        return None
    return Read(
        question,
        "another amount of energy that is only supposed",
        entities_of(situation, last),
        rule=0.0,
        words=f"用{numerals.to_decimal(found['number'])}度多少钱",
    )
