"""A 户号 with a holder's name or with 绑 is the wish to bind it, whatever the rest sounds like."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation
from bot.forms.kinds import ASKS, read_facts

_BINDS = re.compile("绑(?!不)|綁|添加|关联")
_UNBINDS = re.compile("解绑|解除|取消|不绑|别绑|不要绑|解綁|删")


class ClaimReading(Reading):
    """Who says number and name wants to prove who she is."""

    NAME = "claim"

    def read(self, situation: Situation) -> Read | None:
        """Read a claim outside the form."""
        sentence = situation.sentence
        form = situation.forms.get("binding")
        if form is None or situation.form is not None or not sentence.value("account_number"):
            return None
        if _UNBINDS.search(sentence.text):
            return None
        facts = read_facts(form, sentence, None)
        named = "name" in facts and not ASKS.search(sentence.text)
        if named or (_BINDS.search(sentence.text) and not ASKS.search(sentence.text)):
            return Read("bind_account", "a 户号 with a name, or to be bound", facts=facts)
        return None
