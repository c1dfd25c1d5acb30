"""冲我妈吼的, 反正今天要有人理我: what is told right after a call-back was registered or offered goes to whoever calls."""

from __future__ import annotations

import re

from bot.dialogue.calls import offered_call, registered_call
from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.forms.kinds import ASKS

_RHETORIC = re.compile("(?:哪里?|怎么|咋)(?:会)?(?:晓得|知道|记得|清楚|有|认得).*")
"""我哪晓得他工号 asks nothing."""
_MEANS_LITTLE = (FALLBACK, OUT_OF_SCOPE, "chitchat", "inform", "note_request")
_SURE = 0.8
"""So sure that it is something else after all: small talk, or not ours."""
_SHORTEST = 5
_LONGEST = 60
_FRESH = 2


class RemarkReading(Reading):
    """What means nothing else, told beside a call-back: a clerk writes it down."""

    NAME = "remark"

    def read(self, situation: Situation) -> Read | None:
        """Read a statement that isn't understood, while a call-back is what is talked about."""
        sentence = situation.sentence
        if situation.form is not None or sentence.pressed or situation.wish:
            return None
        if not _SHORTEST <= len(sentence.plain) <= _LONGEST or _asks(sentence):
            return None
        if sentence.intent not in _MEANS_LITTLE or (
            sentence.intent != "note_request"
            and sentence.intent != FALLBACK
            and sentence.sure >= _SURE
        ):
            return None
        if not _about_a_call(situation):
            return None
        return Read("note_request", "told beside a call-back, and nothing else")


def _asks(sentence: Sentence) -> bool:
    last = re.split(r"[,，。.!！;；\s]+", sentence.text.strip(" 。.!！~"))[-1]
    return bool(ASKS.search(_RHETORIC.sub("", last)))


def _about_a_call(situation: Situation) -> bool:
    """Whether the newest thing that was said is a call-back, registered or offered."""
    focus = situation.focus
    newest = focus.newest("offer")
    if newest is not None and focus.since(newest) <= _FRESH:
        return offered_call(situation) is not None
    request = registered_call(situation)
    talked = max((one.turn for one in focus.frames if one.kind in ("rule", "doubt")), default=-1)
    return request is not None and focus.since(request) <= _FRESH and talked <= request.turn
