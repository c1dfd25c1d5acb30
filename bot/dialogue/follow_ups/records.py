"""超了多少度, 9呢, 比上上个月多好多: a short question that the record which was told answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.billing.aspects import OVERVIEW, Aspect, read_aspect
from bot.billing.follow_ups import is_band_alone, is_common, of_the_named, tells, told_by
from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import (
    COMPARES,
    ONE_BILL,
    asked_of,
    is_record,
    times_of,
    words_of,
)
from bot.dialogue.reading import Read, Situation, entity
from bot.dialogue.sentence import Sentence
from bot.intents import Intent
from bot.language.subjects import has_subject
from bot.periods import Period, month_step
from bot.periods.period import month_in_year, of_month

_LONGEST_FACT = 12
_SHORT_FACT = 9
_SURE = 0.5
_NUMBER_ALONE = re.compile("(?:那|还有)?(1[0-2]|[1-9])(?:呢|嘞|咧)")
_OF_RECORDS = re.compile("电费|账单|用电量|电量|度数|[峰谷]电|平段|还剩(?=几天|多少天)")
"""Words of every record of bills: 谷电那部分多少钱 begins nothing new after a bill."""
_TOGETHER = re.compile("(?:这|那|把|给我|将)*(?:[两俩]|加[起一]?[块起来]|合[起计到一])")
"""Begins with both of them."""
_HOURS = re.compile("几点(?:到|开始|起|钟)|时间段")
"""它谷电几点开始: the hours are those of the prices, not of a record."""
_OF_PARTS = ("query_tiers", "query_bill", "query_usage")
"""Records with parts that the next question points at: 这部分多少钱."""
_OF_DEBTS = ("query_cut_off", "query_balance")
_EXTREMES = ("highest", "lowest")
_RECORDS_ASIDE = frozenset(("ask_other_period", "ask_why", "inform", "switch_account"))


def month_alone(situation: Situation, frame: Frame) -> Read | None:
    """9呢 after 8月份多少: the month of that number, in the year that was talked about."""
    found = _NUMBER_ALONE.fullmatch(situation.sentence.core)
    times = times_of(frame, situation.sentence)
    if found is None or len(times) != 1 or not is_record(frame, situation):
        return None
    before = Period.from_iso(times[0][0])
    if before.granularity != "month":
        return None
    month = of_month(before.start.year, int(found[1]))
    said = [entity("period", month.to_iso())]
    return Read("ask_other_period", "a month by its number", said, words=f"{found[1]}月呢")


def month_beside(situation: Situation, frame: Frame) -> Read | None:
    """再前头一个月咧: the same for the month before (or after) the one that was talked about."""
    sentence = situation.sentence
    if not is_record(frame, situation) or len(sentence.core) > _SHORT_FACT:
        return None
    if not month_step(sentence.core) or read_aspect("query_bill", sentence.core).kind != OVERVIEW:
        return None
    return Read("ask_other_period", "the month beside the one talked about")


def compared_times(situation: Situation, frame: Frame) -> Read | None:
    """比上上个月多好多: the time that was talked about beside the one that is named."""
    question = str(frame.about.get("question") or "")
    sentence = situation.sentence
    before = times_of(frame, sentence)
    if (
        frame.kind != "question"
        or question
        not in ("query_bill", "query_usage", "explain_bill", "query_payments", "query_generation")
        or not sentence.values("period")
        or len(before) > 1
        or not (COMPARES.match(sentence.core) or _a_year_apart(before, sentence))
        or read_aspect("query_bill", sentence.text).kind != "difference"
    ):
        return None
    own = [{"entity": "period", "value": iso} for iso, _ in before]
    if not own:
        return None
    asked = question if question in ("query_usage", "query_generation") else "query_bill"
    return Read(
        asked,
        "the time talked about, compared with another",
        [*own, *_beside_month(before, sentence)],
        rule=0.0,
    )


def _beside_month(
    before: Sequence[tuple[str, str]], sentence: Sentence
) -> list[Mapping[str, object]]:
    """What the sentence says; 今年多了多少 after 去年八月 means the same month of this year."""
    said = list(sentence.entities)
    month = Period.from_iso(before[0][0])
    years = [one for one in said if one.get("entity") == "period"]
    if len(years) != 1:
        return said
    same = month_in_year(month, Period.from_iso(str(years[0].get("value"))))
    if same is None or same.start.year == month.start.year:
        return said
    return [entity("period", same.to_iso()) if one is years[0] else one for one in said]


def fact_of_record(situation: Situation, frame: Frame) -> Read | None:
    """超了多少度, 一天多少, 能撑到周末不: a fact of the record that was told."""
    question = str(frame.about.get("question") or "")
    sentence = situation.sentence
    if (
        frame.kind != "question"
        or not is_record(frame, situation)
        or situation.focus.newest("waiting") is not None
        or len(sentence.core) > _LONGEST_FACT
        or has_subject(_OF_RECORDS.sub("", sentence.core))
        or _HOURS.search(sentence.text)
    ):
        return None
    aspect = read_aspect(question, sentence.text)
    if aspect.oldest:
        return asked_of(situation, frame, "query_balance", sentence)
    if frame.about.get("point") and question in _OF_DEBTS and ONE_BILL.search(sentence.text):
        # 那期原本是多少 after the bill that is owed longest
        return asked_of(situation, frame, told_by("query_bill", aspect) or "query_bill", sentence)
    if aspect.pointed and question in _OF_PARTS:
        return asked_of(situation, frame, question, sentence)
    if of_the_named(question, aspect, words_of(frame)):
        return asked_of(situation, frame, question, sentence)
    timed = bool(sentence.values("period"))
    if is_common(aspect) and not timed and _is_another(sentence, situation.intents):
        return None
    banded = is_band_alone(question, aspect) and len(sentence.core) <= 5
    named = situation.intents.get(sentence.intent)
    if (
        named is not None
        and named.record
        and named.name != question
        and not (aspect.kind in _EXTREMES and tells(question, aspect) and not _names(named, aspect))
        and sentence.sure >= _SURE
        and tells(named.name, aspect)
    ):
        # it says itself whose fact it is; a whole sentence begins something new
        short = len(sentence.core) <= _SHORT_FACT
        return asked_of(situation, frame, named.name, sentence) if short else None
    if banded:
        # 白天呢: of the kWh that were told
        read = asked_of(situation, frame, "query_usage", sentence)
        return replace(read, words=f"{sentence.core.rstrip('呢的')}时段用了多少度")
    asked = told_by(question, aspect, words_of(frame))
    return None if asked is None else asked_of(situation, frame, asked, sentence)


def _names(named: Intent, aspect: Aspect) -> bool:
    """Whether the words themselves name the record that was read (最费钱的呢 names no balance)."""
    return any(f"query_{record}" == named.name for record in aspect.records)


def _a_year_apart(before: Sequence[tuple[str, str]], sentence: Sentence) -> bool:
    """今年十月便宜了多少 after 去年十月: the two are compared, whichever is named."""
    named = sentence.values("period")
    if len(before) != 1 or len(named) != 1:
        return False
    one, other = Period.from_iso(before[0][0]), Period.from_iso(str(named[0]))
    if abs(one.start.year - other.start.year) != 1:
        return False
    if (one.granularity, other.granularity) == ("month", "year"):
        return True
    return one.granularity == other.granularity and one.start.month == other.start.month


def _is_another(sentence: Sentence, intents: Mapping[str, Intent]) -> bool:
    """什么时候来电, 办一个多少钱: a common question that says surely what else it is asked of."""
    known = intents.get(sentence.intent)
    aspect = read_aspect("query_bill", sentence.text)
    if aspect.kind in ("sum", "difference") and _TOGETHER.match(sentence.core):
        return False  # 俩加一块儿: nothing but both of what was told
    if sentence.intent == "query_prices" and aspect.band and not _HOURS.search(sentence.text):
        return False  # 谷段那部分多少钱 after a month's kWh: that month's
    if sentence.intent == "dispute_bill" and aspect.kind == "charged":
        return False  # 多收了几块: asks, and disputes nothing yet
    return (
        known is not None
        and not known.record
        and sentence.intent not in _RECORDS_ASIDE
        and sentence.sure >= _SURE
    )
