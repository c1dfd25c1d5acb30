"""A 户号 with a holder's name or with 绑 is the wish to bind it, whatever the rest sounds like."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.forms.kinds import ASKS, read_facts

_BINDS = re.compile("绑(?!不)|綁|添加|关联")
_UNBINDS = re.compile("解绑|解除|取消|不绑|别绑|不要绑|解綁|删")
_ADDS = re.compile(
    "(?:户|家|边|号|店|铺|厂|房|表|宿舍|[爸妈爷奶]|父母|老人)[^,，。]{0,8}?(?:[加添挂并绑](?:上|进|过来|到))"
)
_NEEDS = re.compile(
    "(?:要|得|需|该|还?用)[^,，。]{0,5}(?:啥|什么|哪些|哪样|么子)|怎么|咋|如何|准备|提供|给你(?:啥|什么)"
)
_SUMS = re.compile("桩|空调|装|增容|违约金|滞纳|电费|钱|税|一起|一块|合计|多少|几[元块度]")
_HOW = "account_bind_how"
"""The entry that says what a 户号 is bound with."""


class ClaimReading(Reading):
    """Who says number and name wants to prove who she is."""

    NAME = "claim"

    def read(self, situation: Situation) -> Read | None:
        """Read a claim outside the form."""
        sentence = situation.sentence
        form = situation.forms.get("binding")
        if situation.form is None and _asks_how_to_add(sentence.text) and _HOW in situation.entries:
            told = [entity("knowledge", _HOW)]
            return Read("ask_knowledge", "asks what another 户号 is added with", told, rule=1.0)
        if form is None or situation.form is not None or not sentence.value("account_number"):
            return None
        if _UNBINDS.search(sentence.text):
            return None
        facts = read_facts(form, sentence, None)
        named = "name" in facts and not ASKS.search(sentence.text)
        if named or (_BINDS.search(sentence.text) and not ASKS.search(sentence.text)):
            return Read("bind_account", "a 户号 with a name, or to be bound", facts=facts)
        return None


def _asks_how_to_add(text: str) -> bool:
    """Whether a text asks what it takes to add an account: 把宿舍那户加上要给你啥."""
    found = _ADDS.search(text)
    return found is not None and _NEEDS.search(text) is not None and not _SUMS.search(text)
