"""不是7月是6月, 我问的是度数: what was understood wrongly is replaced."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.readings.ellipsis import EllipsisReading
from bot.dialogue.sentence import Sentence
from bot.language.account_words import kind_named
from bot.language.corrections import corrected

_SURE = 0.45
_BARE = (
    (
        "query_usage",
        re.compile(
            "(?:每天|每日|天天|逐日|日)的?(?:用电|用量|度数)?|(?:用电)?度数|(?:用了)?(?:几|多少)度电?|用电|用量|电量"
        ),
    ),
    ("query_bill", re.compile("钱|金额|电费钱|(?:多少|几)钱|(?:多少|几)块钱?")),
    ("query_payments", re.compile("交费|交钱|交的钱|交费记录")),
)
"""A record's fact in a word or two, which the pipeline alone can't tell: 不是钱 是度数."""
_ORDINAL = re.compile("第[一二三四五1-5](?:个|户|家|套)?")


class CorrectionReading(Reading):
    """The customer replaces what was understood: the right part alone counts."""

    NAME = "correction"

    def __init__(self) -> None:
        self._follow_ups = EllipsisReading()

    def read(self, situation: Situation) -> Read | None:
        """Read a correction of the last question."""
        question = situation.focus.newest("question", "rule")
        if question is None or situation.sentence.pressed:
            return None
        right = corrected(situation.sentence.text)
        return None if right is None else self._replaced(situation, right)

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
        swapped = self._swapped(situation, sentence, right)
        if swapped is not None:
            return swapped
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

    def _swapped(self, situation: Situation, sentence: Sentence, right: str) -> Read | None:
        """不是钱 是度数, 不是这户 是充电桩那户, 不是浙江 是上海: another fact, account or place."""
        again = replace(situation, sentence=sentence)
        core = sentence.core.removesuffix("的")
        for intent, words in _BARE:
            if words.fullmatch(core):
                entities = [*sentence.entities, *_carried(situation, sentence)]
                return Read(intent, "another fact replaces it", entities, rule=0.0, words=right)
        if _ORDINAL.fullmatch(core) and situation.focus.newest("account"):
            return Read("switch_account", "another account of the list replaces it", words=right)
        if kind_named(core) is not None and situation.focus.newest("account"):
            return Read("switch_account", "another account replaces it", words=right)
        question = situation.focus.newest("question")
        read = None if question is None else self._follow_ups.swapped(again, question)
        if read is not None:
            return replace(read, why=f"replaced: {read.why}", words=right)
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
