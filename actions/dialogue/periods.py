"""The times that a question is about: those it names, or those of the question before it."""

from __future__ import annotations

import re
from datetime import date

from actions.dialogue.turn import Turn
from bot.periods import Period, bare_day, find, month_step
from bot.periods.period import month_in_year, months_later, of_days, of_month

_UP_TO_NOW = re.compile("到(?:今[天儿日]|现在|目前|这会儿|眼下)")
"""罚到今天多少: up to now, which is no time of its own."""
_BESIDE = re.compile(r"[和跟同与比]去年|同比|相比")
_SAME_A_YEAR_AGO = re.compile(
    r"去年(?:同期|同月|这个月|那个月|那月|那时候?|这时候|这个时候|同一时间)|同期"
)


def named_periods(turn: Turn, today: date) -> list[Period]:
    """The periods that a turn names, each once, in its order.

    Args:
        turn: with the entities `period` and `moment` as ISO intervals.
        today: what 上个月 is told from.
    """
    # The sentence itself gives better labels (去年冬天) than an interval's two days.
    told = {found.period.to_iso(): found.period for found in find(turn.text, today)}
    isos = dict.fromkeys(str(value) for value in turn.entities.get("period", ()))
    if turn.entities.get("moment"):
        # 昨晚 and 今天早上八点 are moments alone, but usage and bills go by their days.
        isos = dict.fromkeys([*told, *isos])
    found = [told.get(iso) or Period.from_iso(iso) for iso in isos]
    if len(found) > 1 and _UP_TO_NOW.search(turn.text):
        found = [one for one in found if not (one.granularity == "day" and one.start == today)]
    return found


def followed_periods(turn: Turn, before: list[Period], today: date) -> list[Period]:
    """The periods of a follow-up, which may lean on those of the question before.

    Args:
        turn: the follow-up, such as 再往前一个月呢, 去年同期呢 or 那三月呢.
        before: what the question before was about; empty if it named no time.
        today: what 上个月 is told from.
    """
    anchor = before[0] if before else of_month(*_last_month(today))
    step = month_step(turn.text)
    if step:
        return [_moved(anchor if step < 0 or not before else before[-1], step)]
    if before and _SAME_A_YEAR_AGO.search(turn.text):
        earlier = [_a_year_earlier(period) for period in before]
        # beside it: what is asked next is about the time itself
        return [*before, *earlier] if _BESIDE.search(turn.text) else earlier
    if not find(turn.text, today):
        # 22号呢, 周日呢 after a month or a week: the day in it.
        day = bare_day(turn.text, before[0] if before else None, today)
        if day is not None:
            return [day]
    named = named_periods(turn, today)
    if turn.reading == "correction" and len(named) == 1 and len(before) == 1:
        # 我要的是去年 after 三月用了多少: only the year was wrong
        return [month_in_year(before[0], named[0]) or named[0]]
    return named


def _moved(period: Period, months: int) -> Period:
    first = months_later(period.start.replace(day=1), months)
    return of_month(first.year, first.month)


def _a_year_earlier(period: Period) -> Period:
    if period.granularity == "month":
        return of_month(period.start.year - 1, period.start.month)
    return of_days(months_later(period.start, -12), months_later(period.end, -12))


def _last_month(today: date) -> tuple[int, int]:
    last = months_later(today.replace(day=1), -1)
    return last.year, last.month
