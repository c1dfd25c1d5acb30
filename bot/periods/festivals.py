"""The days of festivals and their holidays, by year."""

from __future__ import annotations

from datetime import date, timedelta

from bot.periods.period import Period, of_day


def _by_year(*days: date) -> dict[int, date]:
    return {day.year: day for day in days}


# Spring Festival (正月初一), 端午 and 中秋 by the Chinese calendar.
_SPRING = _by_year(
    date(2000, 2, 5), date(2001, 1, 24), date(2002, 2, 12), date(2003, 2, 1),
    date(2004, 1, 22), date(2005, 2, 9), date(2006, 1, 29), date(2007, 2, 18),
    date(2008, 2, 7), date(2009, 1, 26), date(2010, 2, 14), date(2011, 2, 3),
    date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31),
    date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16),
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1),
    date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
    date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
    date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19),
    date(2035, 2, 8),
)  # fmt: skip
_DRAGON_BOAT = _by_year(
    date(2000, 6, 6), date(2001, 6, 25), date(2002, 6, 15), date(2003, 6, 4),
    date(2004, 6, 22), date(2005, 6, 11), date(2006, 5, 31), date(2007, 6, 19),
    date(2008, 6, 8), date(2009, 5, 28), date(2010, 6, 16), date(2011, 6, 6),
    date(2012, 6, 23), date(2013, 6, 12), date(2014, 6, 2),
    date(2015, 6, 20), date(2016, 6, 9), date(2017, 5, 30), date(2018, 6, 18),
    date(2019, 6, 7), date(2020, 6, 25), date(2021, 6, 14), date(2022, 6, 3),
    date(2023, 6, 22), date(2024, 6, 10), date(2025, 5, 31), date(2026, 6, 19),
    date(2027, 6, 9), date(2028, 5, 28), date(2029, 6, 16), date(2030, 6, 5),
    date(2031, 6, 24), date(2032, 6, 12), date(2033, 6, 1), date(2034, 6, 20),
    date(2035, 6, 10),
)  # fmt: skip
_MID_AUTUMN = _by_year(
    date(2000, 9, 12), date(2001, 10, 1), date(2002, 9, 21), date(2003, 9, 11),
    date(2004, 9, 28), date(2005, 9, 18), date(2006, 10, 6), date(2007, 9, 25),
    date(2008, 9, 14), date(2009, 10, 3), date(2010, 9, 22), date(2011, 9, 12),
    date(2012, 9, 30), date(2013, 9, 19), date(2014, 9, 8),
    date(2015, 9, 27), date(2016, 9, 15), date(2017, 10, 4), date(2018, 9, 24),
    date(2019, 9, 13), date(2020, 10, 1), date(2021, 9, 21), date(2022, 9, 10),
    date(2023, 9, 29), date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25),
    date(2027, 9, 15), date(2028, 10, 3), date(2029, 9, 22), date(2030, 9, 12),
    date(2031, 10, 1), date(2032, 9, 19), date(2033, 9, 8), date(2034, 9, 27),
    date(2035, 9, 16),
)  # fmt: skip
_FIXED = {
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
    "圣诞": (12, 25),
}  # fmt: skip
_HOLIDAY_DAYS = 3
# 立春, 立夏, 立秋 and 立冬 of this century: month, and the constant of the usual rule for its day.
_TURNS = {"春": (2, 3.87), "夏": (5, 5.52), "秋": (8, 7.5), "冬": (11, 7.438)}
_TROPICAL_YEAR = 0.2422


def day_of(name: str, year: int) -> date:
    """The day itself of 中秋, 端午, 清明, 元宵, 除夕, 双十一 and the like.

    Args:
        name: as customers say it, without 节.
        year: of the day.

    Raises:
        ValueError: the Chinese calendar of that year isn't known.
    """
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name == "清明":
        return date(year, 4, 4 if year % 4 in (0, 1) else 5)
    if name == "端午":
        return _known(_DRAGON_BOAT, year)
    if name == "中秋":
        return _known(_MID_AUTUMN, year)
    spring = _known(_SPRING, year)
    return spring + timedelta(days=14 if name == "元宵" else -1)


def beginning_of(season: str, year: int) -> date:
    """The solar term that a season begins with: 立春, 立夏, 立秋 or 立冬.

    Args:
        season: 春, 夏, 秋 or 冬.
        year: 2000-2099.
    """
    month, constant = _TURNS[season]
    short = year % 100
    # 立春 comes before the leap day.
    leaps = (short - 1) // 4 if season == "春" else short // 4
    return date(year, month, int(short * _TROPICAL_YEAR + constant) - leaps)


def new_year_day(number: int, year: int) -> date:
    """大年初一, 初二 and so on.

    Raises:
        ValueError: the Chinese calendar of that year isn't known.
    """
    return _known(_SPRING, year) + timedelta(days=number - 1)


def short_holiday(name: str, year: int) -> Period:
    """The three days of 中秋, 端午 or 清明.

    Raises:
        ValueError: the Chinese calendar of that year isn't known.
    """
    first = day_of(name, year)
    last = first + timedelta(days=_HOLIDAY_DAYS - 1)
    return Period(first, last, "span", f"{year}年{name}期间")


def holiday(name: str, year: int) -> Period:
    """The days off of 国庆, 五一, 元旦 or 春节 under any of their names.

    Raises:
        ValueError: the Chinese calendar of that year isn't known.
    """
    if name in ("国庆", "十一"):
        return Period(date(year, 10, 1), date(year, 10, 7), "span", f"{year}年国庆期间")
    if name in ("五一", "劳动节"):
        return Period(date(year, 5, 1), date(year, 5, 5), "span", f"{year}年五一期间")
    if name == "元旦":
        return Period(date(year, 1, 1), date(year, 1, 3), "span", f"{year}年元旦期间")
    day = _known(_SPRING, year)
    return Period(day - timedelta(1), day + timedelta(6), "span", f"{year}年春节期间")


def festival(name: str, year: int) -> Period:
    """The one day of a festival.

    Raises:
        ValueError: the Chinese calendar of that year isn't known.
    """
    return of_day(day_of(name, year))


def _known(days: dict[int, date], year: int) -> date:
    if year not in days:
        raise ValueError(f"the Chinese calendar of {year} isn't known")
    return days[year]
