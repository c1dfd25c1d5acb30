"""Finds the time expressions of a sentence and resolves each against today."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.periods import period as periods
from bot.periods.numerals import digits_to_int, to_int
from bot.periods.period import Period, last_day, months_later


@dataclass(frozen=True)
class Found:
    """A time expression in a text.

    Args:
        start: offset of its first character.
        end: offset after its last.
        text: as it stands there.
        period: what it means.
    """

    start: int
    end: int
    text: str
    period: Period


@dataclass(frozen=True)
class _Atom:
    """One expression before ranges are put together.

    Args:
        start: offset.
        end: offset.
        period: None: it looks like a time but is none (31 April).
        in_year: for one without a year: what it is in a given year.
        year: the year that was said.
    """

    start: int
    end: int
    period: Period | None
    in_year: Callable[[int], Period] | None = None
    year: int | None = None


@dataclass(frozen=True)
class _Reading:
    """What a pattern's reader returns: a period, or one that still needs a year."""

    period: Period | None = None
    in_year: Callable[[int], Period] | None = None
    year: int | None = None


_Reader = Callable[[re.Match[str], date], "_Reading | None"]

_FOLD = str.maketrans(
    "０１２３４５６７８９個這號兩週過節國慶來舊聽尋去禮後間",
    "0123456789个这号两周过节国庆来旧听寻去礼后间",
)
"""Character by character, so that offsets stay; whole normalisation is the caller's."""

# Spring Festival (正月初一) by the Chinese calendar.
_SPRING_FESTIVAL = {
    day.year: day
    for day in (
        date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16),
        date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1),
        date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
        date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
    )
}  # fmt: skip

_YEAR_WORDS = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "头年": -1, "旧年": -1,
    "今年": 0, "本年": 0, "明年": 1, "来年": 1, "下一年": 1, "后年": 2,
}  # fmt: skip

# --- pieces of patterns -------------------------------------------------------------------------

_NOT_IN_NUMBER = r"(?<!每年)(?<![0-9.〇零一二三四五六七八九十百千第每])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元(?=月))"
_MONTH_TAIL = r"月(?:份|分(?![别开析时摊期段成钟行]))?(?![球租饼亮薪经光息供])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_TO = r"\s*(?:到|至|~|-|—|–|―|～)\s*"
_YEAR_NUMBER = (
    r"(?:(?<![0-9])(?:20[0-9]{2}|[0-9]{2})"
    r"|(?<![〇○零一二三四五六七八九十])(?:二[〇○零0][一二三][〇○零一二三四五六七八九]"
    r"|[一二三][〇○零一二三四五六七八九]))"
)
_YEAR = (
    r"(?:(?P<number>"
    + _YEAR_NUMBER
    + r")年|(?P<word>大前年|(?<!以)(?<!之)前年|(?<!过)去年|(?<![以网线])上一?年"
    r"|头年|旧年|(?<!如)今年|本年|明年|(?<!年)来年|下一年|(?<!以)(?<!之)后年))度?(?![轻纪龄])"
)
_IN_YEAR = r"(?:" + _YEAR + r"的?\s*)?"
_RELATIVE_MONTH = (
    r"(?:(?P<earlier>大?(?<![以网线如])上+一?|头|(?<![目之以提年])前一?)(?:个|各)?|(?P<this>这一?|本|当|今|呢|当前)(?:个|各)?"
    r"|(?P<later>(?<![以如])下+一?)(?:个|各)?)"
)
_PART = r"(?P<part>初|中旬|中|底|末|上旬|下旬)"
_BEFORE = r"(?P<before>之?前|以前)?"


# --- readers ------------------------------------------------------------------------------------


def _year(match: re.Match[str], today: date) -> int | None:
    """The year that a match says; None if it says none.

    Raises:
        ValueError: two digits that are no likely year (“30年”).
    """
    groups = match.groupdict()
    if groups.get("word"):
        return today.year + _YEAR_WORDS[groups["word"]]
    number = groups.get("number")
    if not number:
        return None
    year = digits_to_int(number)
    if year < 100:
        year += 2000
        latest = today.year + 1
    else:
        latest = today.year + 10
    if not 2010 <= year <= latest:
        raise ValueError(f"{number} is no likely year")
    return year


def _dated(match: re.Match[str], today: date, in_year: Callable[[int], Period]) -> _Reading | None:
    """A reading in the year said, or in the latest year in which it has begun."""
    year = _year(match, today)
    if year is not None:
        return _Reading(in_year(year), year=year)
    return _Reading(_latest(in_year, today), in_year=in_year)


def _latest(in_year: Callable[[int], Period], on: date) -> Period:
    for year in range(on.year, on.year - 9, -1):
        try:
            found = in_year(year)
        except ValueError:  # 29 February, an unknown Spring Festival
            continue
        if found.start <= on:
            return found
    raise ValueError("in no recent year")


def _read_month(match: re.Match[str], today: date) -> _Reading | None:
    month = _month_number(match["month"])
    return _dated(match, today, lambda year: periods.of_month(year, month))


def _month_number(text: str) -> int:
    return 1 if text == "元" else to_int(text)


def _read_month_part(match: re.Match[str], today: date) -> _Reading | None:
    month = _month_number(match["month"])
    return _dated(match, today, lambda year: _part_of_month(date(year, month, 1), match, today))


def _part_of_month(month: date, match: re.Match[str], today: date) -> Period:
    end = last_day(month.year, month.month)
    name = f"{month.year}年{month.month}月"
    part = match["part"]
    if match["before"]:
        if part not in ("底", "末"):
            raise ValueError("only a month's end is a deadline")
        start = today if month <= today <= end else month
        return Period(start, end, "span", f"{name}底前")
    if part in ("初", "上旬"):
        return Period(month, month.replace(day=10), "span", f"{name}{part}")
    if part in ("中", "中旬"):
        return Period(month.replace(day=11), month.replace(day=20), "span", f"{name}中旬")
    return Period(month.replace(day=21), end, "span", f"{name}{part}")


def _read_month_range(match: re.Match[str], today: date) -> _Reading | None:
    first, last = _month_number(match["month"]), _month_number(match["until"])
    return _dated(match, today, lambda year: _month_range(year, first, last, match))


def _month_range(year: int, first: int, last: int, match: re.Match[str]) -> Period:
    """Month to month; over the year's end, a year said is the first month's, else the last's."""
    said = match["number"] or match["word"]
    start_year = year if first <= last or said else year - 1
    end_year = start_year if first <= last else start_year + 1
    return periods.of_span(date(start_year, first, 1), last_day(end_year, last))


def _begun(reading: _Reading | None, today: date) -> _Reading | None:
    """A range of months without a year that has not wholly begun goes back a year."""
    if reading is None or reading.in_year is None or reading.period is None:
        return reading
    in_year = reading.in_year
    for year in range(today.year, today.year - 3, -1):
        found = in_year(year)
        if found.end.replace(day=1) <= today:
            return replace(reading, period=found)
    return reading


def _read_begun_month_range(match: re.Match[str], today: date) -> _Reading | None:
    return _begun(_read_month_range(match, today), today)


def _read_month_pair(match: re.Match[str], today: date) -> _Reading | None:
    """“三四月”, “十一二月”."""
    first = to_int(match["month"])
    last = to_int(match["until"]) + (10 if first > 10 else 0)
    if last != first + 1 or last > 12:
        return None
    return _begun(_dated(match, today, lambda year: _month_range(year, first, last, match)), today)


def _read_day(match: re.Match[str], today: date) -> _Reading | None:
    month, first = _month_number(match["month"]), to_int(match["day"])
    last = to_int(match["last"]) if match["last"] else first

    def in_year(year: int) -> Period:
        return _days(date(year, month, 1), first, last)

    try:
        return _dated(match, today, in_year)
    except ValueError:
        return _Reading()


def _days(month: date, first: int, last: int) -> Period:
    return periods.of_days(month.replace(day=first), month.replace(day=last))


def _read_iso_day(match: re.Match[str], today: date) -> _Reading | None:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return _Reading()
    return _Reading(periods.of_day(day), year=day.year)


def _read_iso_month(match: re.Match[str], today: date) -> _Reading | None:
    year = int(match["y"])
    return _Reading(periods.of_month(year, int(match["m"])), year=year)


def _shift(match: re.Match[str]) -> int:
    """How many units before or after this one: 上上 is -2, 下 is 1."""
    earlier, later = match["earlier"], match["later"]
    if earlier:
        if earlier.startswith("大"):
            return -2
        return -max(1, earlier.count("上"))
    return later.count("下") if later else 0


def _month_shift(match: re.Match[str]) -> int:
    """前月 and 前个月 are two months ago; 前一个月 is last month."""
    return -2 if match["earlier"] == "前" else _shift(match)


def _read_relative_month(match: re.Match[str], today: date) -> _Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    return _Reading(periods.of_month(month.year, month.month), year=month.year)


def _read_relative_month_part(match: re.Match[str], today: date) -> _Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    return _Reading(_part_of_month(month, match, today), year=month.year)


def _read_relative_month_day(match: re.Match[str], today: date) -> _Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    first = to_int(match["day"])
    last = to_int(match["last"]) if match["last"] else first
    try:
        return _Reading(_days(month, first, last), year=month.year)
    except ValueError:
        return _Reading()


def _read_this_month_part(match: re.Match[str], today: date) -> _Reading | None:
    return _Reading(_part_of_month(today.replace(day=1), match, today), year=today.year)


def _read_year(match: re.Match[str], today: date) -> _Reading | None:
    year = _year(match, today)
    return None if year is None else _Reading(periods.of_year(year), year=year)


def _read_year_edge(match: re.Match[str], today: date) -> _Reading | None:
    year = _year(match, today) or today.year
    if match["edge"] == "初":
        return _Reading(periods.of_month(year, 1), year=year)
    if match["before"]:
        end = date(year, 12, 31)
        start = today if today.year == year else date(year, 1, 1)
        return _Reading(Period(start, end, "span", f"{year}年底前"), year=year)
    return _Reading(periods.of_month(year, 12), year=year)


def _read_first_months(match: re.Match[str], today: date) -> _Reading | None:
    year = _year(match, today) or today.year
    count = to_int(match["count"])
    if not 1 <= count <= 12:
        return None
    return _Reading(periods.of_span(date(year, 1, 1), last_day(year, count)), year=year)


def _read_same_month_of_year(match: re.Match[str], today: date) -> _Reading | None:
    year = _year(match, today)
    if year is None:
        return None
    return _Reading(periods.of_month(year, today.month), year=year)


def _read_same_day_of_year(match: re.Match[str], today: date) -> _Reading | None:
    year = _year(match, today)
    if year is None:
        return None
    return _Reading(periods.of_day(months_later(today, 12 * (year - today.year))), year=year)


def _read_quarter(match: re.Match[str], today: date) -> _Reading | None:
    quarter = to_int(match["quarter"])
    return _dated(match, today, lambda year: periods.of_quarter(year, quarter))


def _read_first_quarters(match: re.Match[str], today: date) -> _Reading | None:
    count = to_int(match["count"])
    return _begun(
        _dated(
            match, today, lambda year: periods.of_span(date(year, 1, 1), last_day(year, 3 * count))
        ),
        today,
    )


def _read_relative_quarter(match: re.Match[str], today: date) -> _Reading | None:
    first = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    day = months_later(first, 3 * _shift(match))
    return _Reading(periods.of_quarter(day.year, (day.month + 2) // 3), year=day.year)


def _read_half(match: re.Match[str], today: date) -> _Reading | None:
    half = 1 if match["half"] in "上前" else 2
    return _dated(match, today, lambda year: periods.of_half(year, half))


def _read_season(match: re.Match[str], today: date) -> _Reading | None:
    season = match["season"]
    if match["word"]:
        return _season_of_word(season, match["word"], today)
    return _dated(match, today, lambda year: periods.of_season(year, season))


def _season_of_word(season: str, word: str, today: date) -> _Reading:
    year = today.year + _YEAR_WORDS[word]
    if season == "冬" and (today.month <= 2 or (today.month <= 8 and word in ("今年", "本年"))):
        year -= 1
    return _Reading(periods.of_season(year, season), year=year)


def _read_short_season(match: re.Match[str], today: date) -> _Reading | None:
    """“今夏”, “去冬”."""
    return _season_of_word(match["season"], match["short"] + "年", today)


def _read_relative_season(match: re.Match[str], today: date) -> _Reading | None:
    """上个冬天 is the last one over, 这个冬天 the running or last one, 下个 the next to begin."""
    season = match["season"]
    begun = _latest(lambda year: periods.of_season(year, season), today)
    running = begun.end >= today
    shift = _shift(match)
    if shift < 0 and not running:
        shift += 1
    year = begun.start.year + shift
    return _Reading(periods.of_season(year, season), year=year)


def _read_holiday(match: re.Match[str], today: date) -> _Reading | None:
    name = match["holiday"]
    return _dated(match, today, lambda year: _holiday(year, name))


def _holiday(year: int, name: str) -> Period:
    if name in ("国庆", "十一"):
        return Period(date(year, 10, 1), date(year, 10, 7), "span", f"{year}年国庆期间")
    if name in ("五一", "劳动节"):
        return Period(date(year, 5, 1), date(year, 5, 5), "span", f"{year}年五一期间")
    if name == "元旦":
        return Period(date(year, 1, 1), date(year, 1, 3), "span", f"{year}年元旦期间")
    if year not in _SPRING_FESTIVAL:
        raise ValueError(f"the Spring Festival of {year} isn't known")
    day = _SPRING_FESTIVAL[year]
    return Period(day - timedelta(1), day + timedelta(6), "span", f"{year}年春节期间")


def _read_rolling(match: re.Match[str], today: date) -> _Reading | None:
    unit, count, lead = match["unit"], match["count"], match["lead"]
    yesterday = today - timedelta(days=1)
    if count == "半":
        if unit == "年":
            return _Reading(_last_months(6, today))
        if unit == "月":
            return _Reading(periods.of_span(yesterday - timedelta(14), yesterday))
        return None
    if count == "几":
        number = {"天": 7, "日": 7, "月": 6}.get(unit)
        if number is None:
            return None
    else:
        number = 2 if count == "俩" else to_int(count)
    if not number or (number == 1 and lead in ("这", "前") and unit != "年"):
        return None
    if unit in ("天", "日"):
        return _Reading(_last_days(number, today)) if number <= 800 else None
    if unit in ("周", "星期", "礼拜"):
        return _Reading(_last_days(7 * number, today)) if number <= 100 else None
    if unit == "月" and number == 1:
        return _Reading(periods.of_span(months_later(today, -1), yesterday))
    months = number * {"月": 1, "季度": 3, "年": 12}[unit]
    return _Reading(_last_months(months, today)) if months <= 120 else None


def _last_days(count: int, today: date) -> Period:
    yesterday = today - timedelta(days=1)
    return periods.of_span(yesterday - timedelta(days=count - 1), yesterday)


def _last_months(count: int, today: date) -> Period:
    month = today.replace(day=1)
    return periods.of_span(months_later(month, -count), month - timedelta(days=1))


_DAY_WORDS = {
    "大前": -3, "前": -2, "昨": -1, "琴": -1, "寻": -1, "今": 0, "明": 1, "听": 1,
    "后": 2, "大后": 3,
}  # fmt: skip


def _read_day_word(match: re.Match[str], today: date) -> _Reading | None:
    return _Reading(periods.of_day(today + timedelta(days=_DAY_WORDS[match["day"]])))


def _read_these_two_days(match: re.Match[str], today: date) -> _Reading | None:
    return _Reading(periods.of_span(today - timedelta(days=1), today))


def _read_week(match: re.Match[str], today: date) -> _Reading | None:
    week = periods.of_week(today + timedelta(weeks=_shift(match)))
    weekday = match["weekday"]
    if weekday == "末":
        return _Reading(periods.of_span(week.end - timedelta(days=1), week.end))
    if weekday:
        number = "一二三四五六日天".index(weekday)
        return _Reading(periods.of_day(week.start + timedelta(days=min(number, 6))))
    return _Reading(week)


_AFTER_MONTH = r"(?=\s*(?:的|我)?(?:电费|电量|用电|账单|帐单|度数|缴费|交费|欠费))"
_YEAR_IS_NO_DURATION = (
    r"(?:(?<=[了过已近这约有满快住用交])[0-9]{2}年|[0-9]{2}年(?=[了前来后多间内]|以[来前后上]|的?老)"
    r"|(?:最近|过去|已经|差不多)[0-9]{2}年)"
)

_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(text), reader)
    for text, reader in (
        # 2025-03-15, 20250315
        (
            r"(?<![0-9.])(?P<y>20[0-9]{2})(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)"
            r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?:日|号)?(?![0-9])",
            _read_iso_day,
        ),
        (
            r"(?<![0-9号:])(?P<y>20[1-3][0-9])(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9])",
            _read_iso_day,
        ),
        # 2025-03, 2025/3, 2025.03, 202503账期
        (
            r"(?<![0-9.])(?P<y>20[1-3][0-9])[-/](?P<m>1[0-2]|0?[1-9])(?![0-9]|[-/.][0-9])(?:月份?)?",
            _read_iso_month,
        ),
        (
            r"(?<![0-9.])(?P<y>20[1-3][0-9])\.(?P<m>1[0-2]|0[1-9]|[1-9](?=月))(?:月份?)?"
            r"(?![0-9.]|\s*(?:元|块|度|千瓦|[kK][wW]))",
            _read_iso_month,
        ),
        (
            r"(?<![0-9])(?P<y>20[1-3][0-9])(?P<m>0[1-9]|1[0-2])(?=月|账期|帐期|期)月?份?",
            _read_iso_month,
        ),
        (r"(?<![0-9])(?P<number>20[1-3][0-9])年?(?P<month>0[1-9])(?=的|账单|电费)", _read_month),
        # 3月15号, 3月1日到15日
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?(?P<day>{_DAY})(?:号|日)?"
            rf"{_TO}(?P<last>{_DAY})(?:号|日)(?![线楼院门户表])",
            _read_day,
        ),
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?(?P<day>{_DAY})(?P<last>)"
            r"(?:号|日)(?![线楼院门户表])",
            _read_day,
        ),
        # 3-5月, 一到三月, 三四月份, 3月到5月 comes from two atoms
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH}){_TO}(?P<until>{_MONTH}){_MONTH_TAIL}",
            _read_begun_month_range,
        ),
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>十[一]|[一二三四五六七八九])"
            rf"(?P<until>[二三四五六七八九十]){_MONTH_TAIL}",
            _read_month_pair,
        ),
        # 3月, 三月份, 去年三月, 3月底前
        (rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH}){_MONTH_TAIL}", _read_month),
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})月份?的?{_PART}{_BEFORE}",
            _read_month_part,
        ),
        # 十一份 (月 left out), 十一份月 (swapped)
        (rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})份月", _read_month),
        (rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>十[一二]|1[0-2])份(?![额子])", _read_month),
        (rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})份{_AFTER_MONTH}", _read_month),
        # 3、4月 and 3和4月: the first; the last is found by itself
        (
            rf"{_IN_YEAR}{_NOT_IN_NUMBER}(?P<month>{_MONTH})"
            rf"(?=(?:[、,，和跟与及]{_MONTH})+月(?!租|供))",
            _read_month,
        ),
        (
            rf"(?<=[、,，和跟与及])(?P<month>{_MONTH})(?=(?:[、,，和跟与及]{_MONTH})*月)",
            _read_month,
        ),
        # 上个月, 这个月15号, 上月底
        (rf"(?<![每月]){_RELATIVE_MONTH}{_MONTH_TAIL}", _read_relative_month),
        (rf"{_RELATIVE_MONTH}月份?的?{_PART}{_BEFORE}", _read_relative_month_part),
        (
            rf"{_RELATIVE_MONTH}月份?的?(?P<day>{_DAY})(?:(?:号|日)?{_TO}(?P<last>{_DAY}))?(?:号|日)",
            _read_relative_month_day,
        ),
        (
            rf"(?<![每个月0-9一二三四五六七八九十])月(?P<part>初|底|末){_BEFORE}",
            _read_this_month_part,
        ),
        # years and their parts
        (_YEAR + r"(?:全年|一整年|一年|整年|那年)?", _read_year),
        (r"(?<![0-9])(?P<number>20[0-9]{2})全年", _read_year),
        (_YEAR + r"的?(?:这个?月|本月|同月|同期|这个?时候|此时)", _read_same_month_of_year),
        (_YEAR + r"的?今[天日]", _read_same_day_of_year),
        (_YEAR + r"的?(?:前|头)(?P<count>" + _COUNT + r")个月", _read_first_months),
        (_YEAR + r"年?的?(?P<edge>初|底|末|尾)" + _BEFORE, _read_year_edge),
        (r"(?<![0-9一二三四五六七八九十每去今前])年(?P<edge>初|底|末)" + _BEFORE, _read_year_edge),
        (rf"{_IN_YEAR}的?第?{_NOT_IN_NUMBER}(?P<quarter>[一二三四1-4])个?季度", _read_quarter),
        (rf"{_IN_YEAR}第(?P<quarter>[一二三四1-4])个?季度?", _read_quarter),
        (rf"{_IN_YEAR}(?<![A-Za-z0-9])[Qq](?P<quarter>[1-4])(?![A-Za-z0-9])", _read_quarter),
        (rf"{_IN_YEAR}前(?P<count>[二两三23])个?季度", _read_first_quarters),
        (rf"{_RELATIVE_MONTH}季度?(?![节])", _read_relative_quarter),
        (rf"{_IN_YEAR}(?P<half>[上下])半年", _read_half),
        (_YEAR + r"的?(?P<half>[前后])半年", _read_half),
        (rf"{_IN_YEAR}(?:一整个|整个)?(?P<season>[春夏秋冬])(?:天|季)", _read_season),
        (r"(?<!过)(?P<short>[去今])(?P<season>[夏冬])(?![装令])", _read_short_season),
        (rf"{_RELATIVE_MONTH}(?P<season>[春夏秋冬])(?:天|季)", _read_relative_season),
        (
            rf"{_IN_YEAR}(?P<holiday>国庆|元旦|春节)(?![路街道村镇乡苑里小花新东西南北])"
            r"(?:节?(?:期间|假期|长假|黄金周|放假|那几天|那会儿?|的?时候)|节)?",
            _read_holiday,
        ),
        (
            rf"{_IN_YEAR}(?P<holiday>五一|十一|劳动节|过年)(?:节|劳动节)?"
            r"(?:期间|假期|长假|黄金周|放假|那几天|那会儿?|的?时候)",
            _read_holiday,
        ),
        (r"这两天", _read_these_two_days),
        # 近三个月, 最近7天, 过去一年, 这半年
        (
            rf"(?P<lead>最近这?|近|过去这?|这|(?<![以之目])前|往前|近来|(?<![以之])上(?![一半1]))的?(?P<count>{_COUNT}|半|几|俩)个?"
            r"(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:以?来|内|里|间)?(?![份度底初末]|上旬)",
            _read_rolling,
        ),
        (r"(?P<lead>)(?P<count>半|一|1)(?P<unit>年)(?:以来|来(?!电))", _read_rolling),
        # days and weeks
        (
            r"(?P<day>大前|大后|(?<![以之不月年目])前(?!天气)|昨|今|明|(?<![以之今往然最])后(?!天天))(?:天|日)",
            _read_day_word,
        ),
        (r"(?P<day>[昨今明])(?:儿|晚|夜|早|晨)", _read_day_word),
        (r"(?P<day>[琴寻听])日", _read_day_word),
        (
            r"(?:(?P<earlier>上+一?)个?|(?P<this>这一?|本)个?|(?P<later>下+一?)个?)"
            r"(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]?)(?![年期转围边])",
            _read_week,
        ),
    )
)

_DURATION = re.compile(_YEAR_IS_NO_DURATION)
_CONNECTOR = re.compile(r"\s*(?:一?直)?(?:到|至|~|-|—|–|―|～)\s*(?:了)?")
_TO_NOW = re.compile(
    r"(?:的?时候)?(?:开始|起)?(?:(?:一?直)?(?:到|至)(?:现在|目前|如今|今(?![天年日儿早晚个]))(?:为止)?|以来)"
)
_LIST = re.compile(r"\s*(?:和|跟|与|及|以及|还有|、|,|，)\s*")


def find(text: str, today: date) -> list[Found]:
    """All time expressions of a text, in order, without overlaps.

    Args:
        text: normalised (NFKC, simplified); common traditional forms are understood too.
        today: the day that 上个月 and the like are counted from.
    """
    folded = text.translate(_FOLD)
    atoms = _joined(_atoms(folded, today), folded, today)
    return [
        Found(atom.start, atom.end, text[atom.start : atom.end], atom.period)
        for atom in atoms
        if atom.period is not None
    ]


def _atoms(text: str, today: date) -> list[_Atom]:
    atoms: list[_Atom] = []
    position = 0
    while position < len(text):
        atom = _longest(text, position, today)
        if atom is None:
            position += 1
            continue
        atoms.append(atom)
        position = atom.end
    return atoms


def _longest(text: str, position: int, today: date) -> _Atom | None:
    best: _Atom | None = None
    for pattern, reader in _PATTERNS:
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            continue
        if best is not None and match.end() <= best.end:
            continue
        if reader is _read_year and _is_duration(text, match):
            continue
        try:
            reading = reader(match, today)
        except ValueError:
            continue
        if reading is not None:
            best = _Atom(position, match.end(), reading.period, reading.in_year, reading.year)
    return best


def _is_duration(text: str, match: re.Match[str]) -> bool:
    """Whether “25年” is how long, not when."""
    if not re.fullmatch(r"[0-9]{2}|一二", match["number"] or ""):
        return False
    if match["number"] == "一二":
        return True
    start = max(0, match.start() - 4)
    return any(
        found.start() <= match.start() < found.end()
        for found in _DURATION.finditer(text, start, match.end() + 2)
    )


def _joined(atoms: list[_Atom], text: str, today: date) -> list[_Atom]:
    """Ranges made one, a year carried over a list, “…到现在” closed."""
    joined: list[_Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if before is not None and before.period is not None and atom.period is not None:
            between = text[before.end : atom.start]
            if _CONNECTOR.fullmatch(between):
                merged = _range(before, atom)
                if merged is not None:
                    joined[-1] = merged
                    continue
            if before.year is not None and atom.in_year is not None and _LIST.fullmatch(between):
                atom = replace(atom, period=atom.in_year(before.year), year=before.year)
        joined.append(atom)
    return [_until_now(atom, text, today) for atom in joined]


def _range(first: _Atom, last: _Atom) -> _Atom | None:
    left, right = first.period, last.period
    if left is None or right is None:
        return None
    try:
        if last.in_year is not None and first.in_year is None:
            right = next(
                found
                for found in map(last.in_year, range(left.start.year, left.start.year + 2))
                if found.start >= left.start
            )
        elif first.in_year is not None:
            left = _latest(first.in_year, right.start)
    except (ValueError, StopIteration):
        return None
    if right.end < left.start:
        return None
    return _Atom(first.start, last.end, periods.of_span(left.start, right.end))


def _until_now(atom: _Atom, text: str, today: date) -> _Atom:
    closing = _TO_NOW.match(text, atom.end)
    if closing is None or atom.period is None or atom.period.start > today:
        return atom
    span = periods.of_span(atom.period.start, today)
    return _Atom(atom.start, closing.end(), span)
