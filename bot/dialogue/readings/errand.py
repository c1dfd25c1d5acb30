"""A full sentence with a sure meaning begins something new."""

from __future__ import annotations

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.forms.kinds import ASKS
from bot.language.foreign import is_others_business
from bot.language.subjects import has_subject

_SURELY_NOT_OURS = 0.95
"""So sure that it doesn't count how near an entry is: 查话费 is near to 查电费."""
_NOT_OURS = 0.7
"""What isn't ours is said so only when it is at least so sure; else it is asked back."""
_NAMED_NOT_OURS = 0.4
"""So sure is enough where it is named whose business it is: 宽带报修电话."""
_NEAR = 0.34
_STEERING = ("affirm", "deny", "stop")


class ErrandReading(Reading):
    """What the pipeline understood, where it is sure."""

    NAME = "errand"

    def read(self, situation: Situation) -> Read | None:
        """Read a new errand."""
        sentence = situation.sentence
        chance = sentence.chance(OUT_OF_SCOPE)
        if chance >= _NAMED_NOT_OURS and is_others_business(sentence.text):
            return Read(OUT_OF_SCOPE, "names what others supply", confidence=chance)
        if sentence.intent in (FALLBACK, ""):
            return None
        if sentence.intent in _STEERING and ASKS.search(sentence.text):
            return None  # 远不远 is no no
        if sentence.intent == OUT_OF_SCOPE and not _is_not_ours(sentence):
            return None
        return Read(sentence.intent, "understood alone", confidence=sentence.sure)


def _is_not_ours(sentence: Sentence) -> bool:
    if sentence.sure < _NOT_OURS or has_subject(sentence.core):
        return False
    return sentence.sure >= _SURELY_NOT_OURS or sentence.near < _NEAR
