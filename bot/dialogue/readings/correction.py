"""不是7月是6月, 我问的是度数: what was understood wrongly is replaced."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.follow_ups.leaning import is_record
from bot.dialogue.follow_ups.prices import another_of_the_same
from bot.dialogue.follow_ups.rules import own_now
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.readings.ellipsis import EllipsisReading
from bot.dialogue.sentence import Sentence
from bot.forms.kinds import ASKS
from bot.language.account_words import kind_named
from bot.language.corrections import corrected
from bot.language.subjects import has_subject
from bot.periods import Period
from bot.periods.period import month_in_year, of_month

_SURE = 0.45
_SHORT = 10
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
_WHOLE = re.compile(
    "(?:全部|所有|整个|总|总共|一共|合起来|加起来)(?:的)?(?:用电|电|度数|用量|电量|总?数|量)?(?:的)?"
)
"""The whole in place of a part: 谷的不要 要全部的."""
_BARE_MONTH = re.compile("(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月")
_YEAR = re.compile("年|[去今前本]")
_ORDINAL = re.compile("第[一二三四五1-5](?:个|户|家|套)?")
_LIKELY = 0.4
_NEAR = 0.6
"""So likely a record, and no entry so near, after a record: 你就讲我还要不要掏钱."""


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
            month = _right_month(situation, sentence, right)
            if month is not None:
                return Read(
                    "ask_other_period",
                    "the year or the month alone is replaced",
                    [entity("period", month.to_iso())],
                    words=month.label,
                    knowledge=(),
                )
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
        short = len(sentence.core) <= _SHORT and not has_subject(right)
        asked = self._asked_of_focus(situation, sentence, right) if short else None
        if asked is not None:
            return asked
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
        return self._asked_of_focus(situation, sentence, right)

    def _asked_of_focus(self, situation: Situation, sentence: Sentence, right: str) -> Read | None:
        """不是问比例 问一共滚了多少: the right question without its subject is asked of the focus."""
        frame = situation.focus.newest("question", "rule")
        if frame is None or not ASKS.search(right):
            return None
        if (
            situation.is_record(sentence.likeliest)
            and sentence.sure >= _LIKELY
            and sentence.near < _NEAR
            and is_record(frame, situation)
        ):
            said = [*sentence.entities, *_carried(situation, sentence)]
            return Read(
                sentence.likeliest, "her own record replaces it", said, rule=0.0, words=right
            )
        again = replace(situation, sentence=sentence)
        read = own_now(again, frame) or self._follow_ups.of_frame(again, frame)
        if read is None:
            return None
        return replace(read, why=f"replaced: {read.why}", words=read.words or right)

    def _swapped(self, situation: Situation, sentence: Sentence, right: str) -> Read | None:
        """不是钱 是度数, 不是这户 是充电桩那户, 不是浙江 是上海: another fact, account or place."""
        again = replace(situation, sentence=sentence)
        core = sentence.core.removesuffix("的")
        last = situation.focus.newest("question")
        if last is not None and _WHOLE.fullmatch(core):
            whole = str(last.about.get("question") or "")
            if whole in ("query_usage", "query_bill", "query_payments"):
                entities = [*sentence.entities, *_carried(situation, sentence)]
                return Read(whole, "the whole replaces a part", entities, rule=0.0, words=right)
        for intent, words in _BARE:
            if words.fullmatch(core):
                entities = [*sentence.entities, *_carried(situation, sentence)]
                return Read(intent, "another fact replaces it", entities, rule=0.0, words=right)
        if _ORDINAL.fullmatch(core) and situation.focus.newest("account"):
            return Read("switch_account", "another account of the list replaces it", words=right)
        if kind_named(core) is not None and situation.focus.newest("account"):
            return Read("switch_account", "another account replaces it", words=right)
        question = situation.focus.newest("question")
        read = None if question is None else another_of_the_same(again, question)
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


def _right_month(situation: Situation, sentence: Sentence, right: str) -> Period | None:
    """The month that is meant where its year alone, or the month alone, is corrected; None: it isn't so.

    要去年的 after a month's question keeps the month; 记错了 是十一月 after December of another year the year.
    """
    question = situation.focus.newest("question")
    before = question.about.get("periods") if question else None
    named = sentence.values("period")
    if not before or len(before) != 1 or len(named) != 1:
        return None
    was, now = Period.from_iso(before[0][0]), Period.from_iso(str(named[0]))
    same = month_in_year(was, now)
    if same is not None or not _BARE_MONTH.search(right) or _YEAR.search(right):
        return same
    if was.granularity != "month" or now.granularity != "month":
        return None
    return None if now.start.year == was.start.year else of_month(was.start.year, now.start.month)


def _carried(situation: Situation, sentence: Sentence) -> list[dict[str, object]]:
    """The times of the last question, where the new one names none."""
    if sentence.values("period"):
        return []
    question = situation.focus.newest("question")
    periods = question.about.get("periods") if question else None
    return [{"entity": "period", "value": iso} for iso, _ in periods or ()]
