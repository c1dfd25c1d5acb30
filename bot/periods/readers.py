"""What each form of time expression means, once its pattern has matched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.periods import festivals
from bot.periods import period as periods
from bot.periods.numerals import digits_to_int, to_int
from bot.periods.period import Period, last_day, months_later


@dataclass(frozen=True)
class Reading:
    """What a pattern's reader returns.

    Args:
        period: None: it looks like a time but is none (31 April).
        in_year: for an expression without a year: what it is in a given year.
        year: the year that was said.
    """

    period: Period | None = None
    in_year: Callable[[int], Period] | None = None
    year: int | None = None


Reader = Callable[[re.Match[str], date], "Reading | None"]
"""Takes a match and today; None or a ValueError: the match means no time."""

_YEAR_WORDS = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "头年": -1, "旧年": -1,
    "年时": -1,
    "今年": 0, "本年": 0, "明年": 1, "来年": 1, "下一年": 1, "后年": 2,
}  # fmt: skip


_OF_THAT_YEAR = re.compile(r"的?(?:[总全]?(?:电费|电量|用电|账单|帐单|记录|度数)|一年|全年)")


def _year(match: re.Match[str], today: date) -> int | None:
    """The year that a match says; None if it says none.

    Raises:
        ValueError: two digits that are no likely year (“30年”).
    """
    groups = match.groupdict()
    if groups.get("word"):
        return today.year + _YEAR_WORDS[groups["word"]]
    if groups.get("ago"):
        return today.year - to_int(groups["ago"])
    number = groups.get("number")
    if not number:
        return None
    year = digits_to_int(number)
    if year < 100:
        year += 2000
        last_likely = today.year + 1
    else:
        last_likely = today.year + 10
    if not 2000 <= year <= last_likely:
        raise ValueError(f"{number} is no likely year")
    return year


def _dated(match: re.Match[str], today: date, in_year: Callable[[int], Period]) -> Reading | None:
    """A reading in the year said, or in the latest year in which it has begun."""
    year = _year(match, today)
    if year is not None:
        return Reading(in_year(year), year=year)
    return Reading(latest_begun(in_year, today), in_year=in_year)


def latest_begun(in_year: Callable[[int], Period], on: date) -> Period:
    """What `in_year` gives in the latest year in which it has begun by a day.

    Raises:
        ValueError: in none of the last nine.
    """
    for year in range(on.year, on.year - 9, -1):
        try:
            found = in_year(year)
        except ValueError:  # 29 February, an unknown Spring Festival
            continue
        if found.start <= on:
            return found
    raise ValueError("in no recent year")


def nearest(in_year: Callable[[int], Period], on: date) -> Period:
    """What `in_year` gives in the year in which it lies nearest to a day; of two as near the coming.

    Raises:
        ValueError: in none of the years around it.
    """
    found: list[tuple[int, int, Period]] = []
    for year in (on.year + 1, on.year, on.year - 1):
        try:
            one = in_year(year)
        except ValueError:  # 29 February
            continue
        away = (
            0
            if one.start <= on <= one.end
            else min(abs((one.start - on).days), abs((one.end - on).days))
        )
        found.append((away, -year, one))
    if not found:
        raise ValueError("in no year around")
    return min(found, key=lambda one: one[:2])[2]


def read_month(match: re.Match[str], today: date) -> Reading | None:
    month = _month_number(match["month"])
    return _dated(match, today, lambda year: periods.of_month(year, month))


def _month_number(text: str) -> int:
    return 1 if text == "元" else to_int(text)


def read_month_part(match: re.Match[str], today: date) -> Reading | None:
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
    if part in ("上半月", "前半月", "前半个月"):
        return Period(month, month.replace(day=15), "span", f"{name}上半月")
    if part in ("下半月", "后半月", "后半个月"):
        return Period(month.replace(day=16), end, "span", f"{name}下半月")
    return Period(month.replace(day=21), end, "span", f"{name}{part}")


def read_month_range(match: re.Match[str], today: date) -> Reading | None:
    first, last = _month_number(match["month"]), _month_number(match["until"])
    return _dated(match, today, lambda year: _month_range(year, first, last, match))


def _month_range(year: int, first: int, last: int, match: re.Match[str]) -> Period:
    """Month to month; over the year's end, a year said is the first month's, else the last's."""
    said = match["number"] or match["word"]
    start_year = year if first <= last or said else year - 1
    end_year = start_year if first <= last else start_year + 1
    return periods.of_span(date(start_year, first, 1), last_day(end_year, last))


def _begun(reading: Reading | None, today: date) -> Reading | None:
    """A range of months without a year that has not wholly begun goes back a year."""
    if reading is None or reading.in_year is None or reading.period is None:
        return reading
    in_year = reading.in_year
    for year in range(today.year, today.year - 3, -1):
        found = in_year(year)
        if found.end.replace(day=1) <= today:
            return replace(reading, period=found)
    return reading


def read_begun_month_range(match: re.Match[str], today: date) -> Reading | None:
    return _begun(read_month_range(match, today), today)


def read_month_pair(match: re.Match[str], today: date) -> Reading | None:
    """“三四月”, “十一二月”."""
    first = to_int(match["month"])
    last = to_int(match["until"]) + (10 if first > 10 else 0)
    if last != first + 1 or last > 12:
        return None
    return _begun(_dated(match, today, lambda year: _month_range(year, first, last, match)), today)


def read_day(match: re.Match[str], today: date) -> Reading | None:
    month, first = _month_number(match["month"]), to_int(match["day"])
    last = to_int(match["last"]) if match["last"] else first

    def in_year(year: int) -> Period:
        return _days(date(year, month, 1), first, last)

    try:
        return _dated(match, today, in_year)
    except ValueError:
        return Reading()


def _days(month: date, first: int, last: int) -> Period:
    return periods.of_days(month.replace(day=first), month.replace(day=last))


def read_dotted_days(match: re.Match[str], today: date) -> Reading | None:
    """“9.1-9.20”, “2026/9/1-9/20”, “9.1-20日”; 1.5-2.5 alone is no time."""
    month, until = int(match["month"]), int(match["until"] or match["month"])
    two_digits = len(match["day"]) + len(match["last"]) > 2
    told = match["number"] or match["sure"] or (match["until"] and two_digits)
    if not told and not (match["until"] and _DAYS_FOLLOW.match(match.string, match.end())):
        return None
    first, last = int(match["day"]), int(match["last"])

    def in_year(year: int) -> Period:
        end = year if month <= until else year + 1
        return periods.of_days(date(year, month, first), date(end, until, last))

    try:
        return _dated(match, today, in_year)
    except ValueError:
        return Reading()


_DAYS_FOLLOW = re.compile(
    r"的?(?:用电|电费|电量|账单|帐单|用了|这段|那段|期间|之间|总共|一共|合计)"
)


def read_iso_day(match: re.Match[str], today: date) -> Reading | None:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return Reading()
    return Reading(periods.of_day(day), year=day.year)


def read_iso_month(match: re.Match[str], today: date) -> Reading | None:
    year = int(match["y"])
    return Reading(periods.of_month(year, int(match["m"])), year=year)


def _shift(match: re.Match[str]) -> int:
    """How many units before or after this one: 上上 is -2, 下 is 1."""
    earlier, later = match["earlier"], match["later"]
    if earlier:
        if earlier == "大前":
            return -3
        if earlier.startswith("大"):
            return -2
        return -max(1, earlier.count("上"))
    return later.count("下") if later else 0


def _month_shift(match: re.Match[str]) -> int:
    """前月 and 前个月 are two months ago; 前一个月 is last month."""
    return -2 if match["earlier"] == "前" else _shift(match)


def read_relative_month(match: re.Match[str], today: date) -> Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    return Reading(periods.of_month(month.year, month.month), year=month.year)


def read_relative_month_part(match: re.Match[str], today: date) -> Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    return Reading(_part_of_month(month, match, today), year=month.year)


def read_relative_month_day(match: re.Match[str], today: date) -> Reading | None:
    month = months_later(today.replace(day=1), _month_shift(match))
    first = to_int(match["day"])
    last = to_int(match["last"]) if match["last"] else first
    try:
        return Reading(_days(month, first, last), year=month.year)
    except ValueError:
        return Reading()


def read_same_day_of_month(match: re.Match[str], today: date) -> Reading | None:
    """“上个月今天”."""
    return Reading(periods.of_day(months_later(today, _month_shift(match))))


def read_this_month_part(match: re.Match[str], today: date) -> Reading | None:
    return Reading(_part_of_month(today.replace(day=1), match, today), year=today.year)


def read_year(match: re.Match[str], today: date) -> Reading | None:
    year = _year(match, today)
    if year is None:
        return None
    # 15年前装的 tells how old something is.
    if match.groupdict().get("ago") and not _OF_THAT_YEAR.match(match.string, match.end()):
        return None
    return Reading(periods.of_year(year), year=year)


def read_year_edge(match: re.Match[str], today: date) -> Reading | None:
    year = _year(match, today) or today.year
    if match["edge"] == "初":
        return Reading(periods.of_month(year, 1), year=year)
    if match["before"]:
        end = date(year, 12, 31)
        start = today if today.year == year else date(year, 1, 1)
        return Reading(Period(start, end, "span", f"{year}年底前"), year=year)
    return Reading(periods.of_month(year, 12), year=year)


def read_first_months(match: re.Match[str], today: date) -> Reading | None:
    year = _year(match, today) or today.year
    count = to_int(match["count"])
    if not 1 <= count <= 12:
        return None
    return Reading(periods.of_span(date(year, 1, 1), last_day(year, count)), year=year)


def read_same_month_of_year(match: re.Match[str], today: date) -> Reading | None:
    year = _year(match, today)
    if year is None:
        return None
    return Reading(periods.of_month(year, today.month), year=year)


def read_same_day_of_year(match: re.Match[str], today: date) -> Reading | None:
    year = _year(match, today)
    if year is None:
        return None
    return Reading(periods.of_day(months_later(today, 12 * (year - today.year))), year=year)


def read_quarter(match: re.Match[str], today: date) -> Reading | None:
    quarter = to_int(match["quarter"])
    return _dated(match, today, lambda year: periods.of_quarter(year, quarter))


def read_last_quarter(match: re.Match[str], today: date) -> Reading | None:
    """“最后一个季度” of the year."""
    return _dated(match, today, lambda year: periods.of_quarter(year, 4))


def read_first_quarters(match: re.Match[str], today: date) -> Reading | None:
    count = to_int(match["count"])
    return _begun(
        _dated(
            match, today, lambda year: periods.of_span(date(year, 1, 1), last_day(year, 3 * count))
        ),
        today,
    )


def read_relative_quarter(match: re.Match[str], today: date) -> Reading | None:
    first = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    day = months_later(first, 3 * _shift(match))
    return Reading(periods.of_quarter(day.year, (day.month + 2) // 3), year=day.year)


def read_half(match: re.Match[str], today: date) -> Reading | None:
    half = 1 if match["half"] in "上前" else 2
    return _dated(match, today, lambda year: periods.of_half(year, half))


def read_season(match: re.Match[str], today: date) -> Reading | None:
    season = match["season"]
    if match["word"]:
        return _season_of_word(season, match["word"], today)
    return _dated(match, today, lambda year: periods.of_season(year, season))


def _season_of_word(season: str, word: str, today: date) -> Reading:
    year = today.year + _YEAR_WORDS[word]
    if season == "冬" and (today.month <= 2 or (today.month <= 8 and word in ("今年", "本年"))):
        year -= 1
    return Reading(periods.of_season(year, season), year=year)


def read_short_season(match: re.Match[str], today: date) -> Reading | None:
    """“今夏”, “去冬”."""
    return _season_of_word(match["season"], match["short"] + "年", today)


def read_relative_season(match: re.Match[str], today: date) -> Reading | None:
    """上个冬天 is the last one over, 这个冬天 the running or last one, 下个 the next to begin."""
    season = match["season"]
    begun = latest_begun(lambda year: periods.of_season(year, season), today)
    running = begun.end >= today
    shift = _shift(match)
    if shift < 0 and not running:
        shift += 1
    year = begun.start.year + shift
    return Reading(periods.of_season(year, season), year=year)


def read_holiday(match: re.Match[str], today: date) -> Reading | None:
    name = match["holiday"]
    return _dated(match, today, lambda year: festivals.holiday(name, year))


def read_festival(match: re.Match[str], today: date) -> Reading | None:
    """“中秋那天”; with 假期 and the like its three days."""
    name = match["festival"]
    of_year = festivals.short_holiday if match["off"] else festivals.festival
    return _dated(match, today, lambda year: of_year(name, year))


def read_turn_of_season(match: re.Match[str], today: date) -> Reading | None:
    """“入冬”: the thirty days from 立冬 on; with 以来 from there to now, see `expressions`."""
    season = {"开春": "春"}.get(match["turn"], match["turn"][-1])

    def in_year(year: int) -> Period:
        first = festivals.beginning_of(season, year)
        return Period(first, first + timedelta(days=29), "span", f"{year}年{match['turn']}")

    return _dated(match, today, in_year)


def read_after_new_year(match: re.Match[str], today: date) -> Reading | None:
    """“过完年”: the first day after the holiday."""
    return _dated(
        match,
        today,
        lambda year: periods.of_day(festivals.holiday("春节", year).end + timedelta(days=1)),
    )


def read_new_years_eve(match: re.Match[str], today: date) -> Reading | None:
    return _dated(match, today, lambda year: festivals.festival("除夕", year))


def read_new_year_day(match: re.Match[str], today: date) -> Reading | None:
    """“大年初三”."""
    number = to_int(match["day"])
    return _dated(match, today, lambda year: periods.of_day(festivals.new_year_day(number, year)))


def read_first_lunar_month(match: re.Match[str], today: date) -> Reading | None:
    """“正月里”: the calendar month of its second week."""

    def in_year(year: int) -> Period:
        middle = festivals.new_year_day(1, year) + timedelta(days=7)
        return periods.of_month(middle.year, middle.month)

    return _dated(match, today, in_year)


def read_month_of_holiday(match: re.Match[str], today: date) -> Reading | None:
    """“春节那个月”: the month of the festival itself."""
    name = match["holiday"]

    def in_year(year: int) -> Period:
        middle = festivals.holiday(name, year).start + timedelta(days=1)
        return periods.of_month(middle.year, middle.month)

    return _dated(match, today, in_year)


def read_rolling(match: re.Match[str], today: date) -> Reading | None:
    unit, count, lead = match["unit"], match["count"], match["lead"]
    yesterday = today - timedelta(days=1)
    if count == "半":
        if unit == "年":
            return Reading(_last_months(6, today))
        if unit == "月":
            return Reading(periods.of_span(yesterday - timedelta(14), yesterday))
        return None
    if count == "几":
        number = {"天": 7, "日": 7, "月": 6}.get(unit)
        if number is None:
            return None
    else:
        number = {"俩": 2, "仨": 3}.get(count) or to_int(count)
    if not number or (number == 1 and lead in ("这", "前") and unit != "年"):
        return None
    if unit in ("天", "日"):
        return Reading(_last_days(number, today)) if number <= 800 else None
    if unit in ("周", "星期", "礼拜"):
        return Reading(_last_days(7 * number, today)) if number <= 100 else None
    if unit == "月" and number == 1:
        return Reading(periods.of_span(months_later(today, -1), yesterday))
    if unit == "季度":
        return Reading(_last_quarters(number, today)) if number <= 40 else None
    months = number * {"月": 1, "年": 12}[unit]
    return Reading(_last_months(months, today)) if months <= 120 else None


def _last_days(count: int, today: date) -> Period:
    yesterday = today - timedelta(days=1)
    return periods.of_span(yesterday - timedelta(days=count - 1), yesterday)


def _last_months(count: int, today: date) -> Period:
    month = today.replace(day=1)
    return periods.of_span(months_later(month, -count), month - timedelta(days=1))


def _last_quarters(count: int, today: date) -> Period:
    quarter = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    return periods.of_days(months_later(quarter, -3 * count), quarter - timedelta(days=1))


def read_coming(match: re.Match[str], today: date) -> Reading | None:
    """“未来三天”, “接下来一周”: from tomorrow on."""
    count, unit = match["count"], match["unit"]
    if unit in ("天", "日"):
        days = 7 if count == "几" else to_int(count)
    else:
        days = 7 * (2 if count == "几" else to_int(count))
    if not 1 <= days <= 100:
        return None
    return Reading(periods.of_days(today + timedelta(days=1), today + timedelta(days=days)))


def read_ago(match: re.Match[str], today: date) -> Reading | None:
    """“三天前” is that day, “两个月前” that month."""
    count, unit = match["count"], match["unit"] or match["span"]
    if unit == "月":
        month = months_later(today.replace(day=1), -to_int(count))
        return Reading(periods.of_month(month.year, month.month), year=month.year)
    days = to_int(count) * (1 if unit in ("天", "日") else 7)
    return Reading(periods.of_day(today - timedelta(days=days))) if days else None


def read_two_days(match: re.Match[str], today: date) -> Reading | None:
    """“今明两天”, “明后天”."""
    first = today + timedelta(days=_DAY_WORDS[match["days"][0]])
    return Reading(periods.of_span(first, first + timedelta(days=1)))


_DAY_WORDS = {
    "大前": -3, "前": -2, "昨": -1, "琴": -1, "寻": -1, "今": 0, "明": 1, "听": 1,
    "后": 2, "大后": 3,
}  # fmt: skip


def read_day_word(match: re.Match[str], today: date) -> Reading | None:
    return Reading(periods.of_day(today + timedelta(days=_DAY_WORDS[match["day"]])))


def read_these_two_days(match: re.Match[str], today: date) -> Reading | None:
    return Reading(periods.of_span(today - timedelta(days=1), today))


def read_week(match: re.Match[str], today: date) -> Reading | None:
    week = periods.of_week(today + timedelta(weeks=_shift(match)))
    weekday = match["weekday"]
    if weekday == "末":
        return Reading(periods.of_span(week.end - timedelta(days=1), week.end))
    if weekday:
        number = "一二三四五六日天".index(weekday)
        return Reading(periods.of_day(week.start + timedelta(days=min(number, 6))))
    return Reading(week)
