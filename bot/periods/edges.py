"""The first or last months, weeks or days of a longer time (“去年最后一个月”, “上个季度头一个月”)."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.periods import period as periods
from bot.periods.numerals import to_int
from bot.periods.period import Period, last_day, months_later

_EDGE = re.compile(
    r"(?:里面?|中|当中)?的?(?:(?P<last>最后|末了|末尾)(?P<least>[0-9]{1,2}|[一二两三四五六七八九十]|俩|仨)?"
    r"|(?P<first>头|开头|最前面?|前)(?P<most>[0-9]{1,2}|[一二两三四五六七八九十]|俩|仨)"
    r"|第(?P<number>[0-9]{1,2}|[一二三四五六七八九]|十[一二]?))个?(?P<unit>季度|月(?![底初中末])|周|星期|礼拜|天|日)(?:份)?"
)
_UNITS = {"季度": 3, "月": 1}
_WEEK = 7


def edge_of(period: Period, text: str, position: int) -> tuple[int, Period] | None:
    """The part of a period that is named behind it, and where its name ends; None if none is.

    Args:
        period: a month or longer.
        text: whole.
        position: behind the name of the period.
    """
    match = _EDGE.match(text, position)
    if match is None or period.days < 28:
        return None
    unit = match["unit"]
    if match["first"] == "前" and unit not in _UNITS:
        return None  # 这个月前三天 and 上个月前两天 mean many things
    said = match["least"] or match["most"] or match["number"] or "一"
    count = {"俩": 2, "仨": 3}.get(said) or to_int(said)
    if unit in _UNITS:
        found = _months(period, match, count, _UNITS[unit])
    else:
        found = _days(period, match, count * (1 if unit in ("天", "日") else _WEEK))
    return None if found is None else (match.end(), found)


def _months(period: Period, match: re.Match[str], count: int, length: int) -> Period | None:
    months = period.months
    whole = period.start.day == 1 and period.end == last_day(period.end.year, period.end.month)
    # the twelfth month of a year is its part, its last twelve months are the year
    most = len(months) if match["number"] else len(months) - 1
    if not whole or not 0 < count * length <= most:
        return None
    if match["number"]:
        first = months[(count - 1) * length]
        end = months_later(first, length)
    elif match["last"]:
        first = months[-count * length]
        end = months_later(months[-1], 1)
    else:
        first = months[0]
        end = months_later(first, count * length)
    return periods.of_days(first, end - timedelta(days=1))


def _days(period: Period, match: re.Match[str], count: int) -> Period | None:
    if not 0 < count < period.days:
        return None
    if match["number"]:
        if match["unit"] not in ("天", "日"):
            return None
        day = period.start + timedelta(days=count - 1)
        return periods.of_day(day)
    if match["last"]:
        return periods.of_days(period.end - timedelta(days=count - 1), period.end)
    return periods.of_days(period.start, period.start + timedelta(days=count - 1))
