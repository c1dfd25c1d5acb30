"""不是7月是6月, 我问的是度数: what was understood wrongly is replaced."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import Sentence

_NOT_THIS = re.compile(
    r"^(?:不对|错了|搞错了?|弄错了?|不是的?|哎呀|诶|额)?[,，。 、]*(?:我)?(?:不是|没|没有|不要|唔系)(?:要|说|问|查|讲|看|想[要问查])?(?:的)?(?P<wrong>[^,，。;； ]{1,10}?)"
    r"[,，。;； 、]*(?:啊|呀|哦)?(?:而|我)?(?:(?:说|问|要|查|讲|看|想[要问查])的?是?|是|系|应该是|改成?)(?P<right>.{1,24})$"
)
_I_MEAN = re.compile(
    r"^(?:不对|不是|错了|搞错了?|哎呀|诶)?[,，。 、]*我(?:要)?(?:说|问|要|查|讲|看|想[要问查])(?:的)?(?:就)?(?:是|系)(?P<right>.{1,24})$"
)
_WRONG = re.compile(
    r"^(?:不对不对|不对|错了错了|错了|搞错了?|弄错了?|说错了?|打错了?|写错了?|不是这个|不是的)(?:啊|呀|哦)?[,，。 、]*(?:我?(?:说|问|要|查)?的?)?(?:应该)?(?:是|查|看|要)?(?P<right>.{2,24})$"
)
_SHOULD = re.compile(r"^(?:应该是|改成|改为|换成|改查|换查)(?P<right>.{1,24})$")
_PATTERNS = (_NOT_THIS, _I_MEAN, _WRONG, _SHOULD)
_SURE = 0.45


class CorrectionReading(Reading):
    """The customer replaces what was understood: the right part alone counts."""

    NAME = "correction"

    def read(self, situation: Situation) -> Read | None:
        """Read a correction of the last question."""
        question = situation.focus.newest("question", "rule")
        if question is None or situation.sentence.pressed:
            return None
        text = situation.sentence.text.strip().rstrip("。.!！ ")
        for pattern in _PATTERNS:
            found = pattern.match(text)
            if found:
                return self._replaced(situation, found["right"].strip())
        return None

    def _replaced(self, situation: Situation, right: str) -> Read | None:
        sentence = situation.understand(right)
        last = str(
            (situation.focus.newest("question") or situation.focus.frames[-1]).about.get("question")
            or ""
        )
        if _only_a_time(sentence, right) and last:
            return Read(
                "ask_other_period",
                "another time replaces it",
                sentence.entities,
                words=right,
                knowledge=(),
                confidence=1.0,
            )
        if sentence.sure >= _SURE and sentence.intent not in ("inform", "deny", "affirm", "stop"):
            entities = [*sentence.entities, *_carried(situation, sentence)]
            return Read(
                sentence.intent,
                "another question replaces it",
                entities,
                knowledge=sentence.knowledge,
                confidence=sentence.sure,
                rule=sentence.rule,
                words=right,
            )
        return None


def _only_a_time(sentence: Sentence, right: str) -> bool:
    if not sentence.values("period"):
        return False
    spans = [
        int(one["end"]) - int(one["start"])
        for one in sentence.entities
        if one.get("entity") in ("period", "moment") and "start" in one
    ]
    return len(right) - sum(spans) <= 3


def _carried(situation: Situation, sentence: Sentence) -> list[dict[str, object]]:
    """The times of the last question, where the new one names none."""
    if sentence.values("period"):
        return []
    question = situation.focus.newest("question")
    periods = question.about.get("periods") if question else None
    return [{"entity": "period", "value": iso} for iso, _ in periods or ()]
