"""Days that only what was talked about before dates: 22号, 周日, 周末 alone; pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.periods.numerals import to_int
from bot.periods.period import Period, last_day, of_day, of_span

_DAY = re.compile(
    r"(?<![0-9月.个第一二三四五六七八九十路街巷弄道村])(?P<day>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|日)(?![楼线院门户表机码])"
)
_WEEKEND = re.compile(
    r"(?<![上下这本])(?:周末|双休日?|礼拜六(?:和|跟|、)?(?:礼拜)?[天日]|周六(?:和|跟|、)?周?日)"
)
_WEEKDAY = re.compile(
    r"(?<![上下这本每一几两])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?![到至周年期])"
)
_NEAR = 14
"""Days of a time in which a weekday is looked for; a longer one dates none."""


def bare_day(text: str, anchor: Period | None, today: date) -> Period | None:
    """The day or the weekend that a text names without saying of which month or week; None: it names none.

    Args:
        text: normalised.
        anchor: the time that was talked about; None: none was.
        today: without an anchor the last such day is meant.
    """
    found = _DAY.search(text)
    if found is not None:
        return _of_month(to_int(found["day"]), anchor, today)
    if _WEEKEND.search(text):
        saturday = _weekday(5, anchor, today - timedelta(days=1))
        return of_span(saturday, saturday + timedelta(days=1))
    found = _WEEKDAY.search(text)
    if found is None:
        return None
    number = min("一二三四五六日天".index(found["weekday"]), 6)
    return of_day(_weekday(number, anchor, today))


def _of_month(number: int, anchor: Period | None, today: date) -> Period | None:
    if anchor is not None and len(anchor.months) == 1:
        first = anchor.start.replace(day=1)
    else:
        first = today.replace(day=1)
        if number >= today.day:
            first = (first - timedelta(days=1)).replace(day=1)
    if not 1 <= number <= last_day(first.year, first.month).day:
        return None
    return of_day(first.replace(day=number))


def _weekday(number: int, anchor: Period | None, today: date) -> date:
    """The weekday of the anchor's week, or the last one before today."""
    if anchor is not None and anchor.days <= _NEAR and anchor.start <= today:
        monday = anchor.start - timedelta(days=anchor.start.weekday())
        return monday + timedelta(days=number)
    back = (today - timedelta(days=1)).weekday() - number
    return today - timedelta(days=1 + back % 7)
