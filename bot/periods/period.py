"""A span of whole days with a Chinese label."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

GRANULARITIES = ("day", "week", "month", "quarter", "season", "half", "year", "span")
NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Period:
    """Whole days from `start` to `end`, both included.

    Args:
        start: first day.
        end: last day.
        granularity: day, week, month, quarter, season, half, year or span.
        label: Chinese, ready to show: “2026年10月”.
    """

    start: date
    end: date
    granularity: str
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends on {self.end}, before it starts on {self.start}")
        if self.granularity not in GRANULARITIES:
            raise ValueError(f"{self.granularity!r} is none of {', '.join(GRANULARITIES)}")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the calendar months it touches, in order."""
        found = []
        month = self.start.replace(day=1)
        while month <= self.end:
            found.append(month)
            month = months_later(month, 1)
        return tuple(found)

    def to_iso(self) -> str:
        """As ISO 8601 writes an interval: “2026-10-01/2026-10-31”."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @classmethod
    def from_iso(cls, text: str) -> Period:
        """The period of “2026-10-01/2026-10-31”; granularity and label follow from its days.

        Raises:
            ValueError: the text isn't two days with a slash between, in order.
        """
        first, slash, last = text.partition("/")
        if not slash:
            raise ValueError(f"{text!r} is no period; it may be like 2026-10-01/2026-10-31")
        return of_days(date.fromisoformat(first), date.fromisoformat(last))


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_later(day: date, count: int) -> date:
    """The same day so many months later (earlier if negative), or that month's last day."""
    years, month = divmod(day.month - 1 + count, 12)
    end = last_day(day.year + years, month + 1)
    return end.replace(day=min(day.day, end.day))


def of_day(day: date) -> Period:
    """One day."""
    return Period(day, day, "day", f"{day.year}年{day.month}月{day.day}日")


def of_month(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(date(year, month, 1), last_day(year, month), "month", f"{year}年{month}月")


def month_in_year(month: Period, year: Period) -> Period | None:
    """去年 after 三月用了多少: the same month of the year that is named; None: these are no month and no year."""
    if month.granularity != "month" or year.granularity != "year":
        return None
    return of_month(year.start.year, month.start.month)


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", f"{year}年")


def of_quarter(year: int, quarter: int) -> Period:
    """A quarter, 1-4."""
    first = 3 * quarter - 2
    label = f"{year}年第{NUMERALS[quarter]}季度"
    return Period(date(year, first, 1), last_day(year, first + 2), "quarter", label)


def of_half(year: int, half: int) -> Period:
    """A half year, 1 or 2."""
    first = 6 * half - 5
    label = f"{year}年{'上' if half == 1 else '下'}半年"
    return Period(date(year, first, 1), last_day(year, first + 5), "half", label)


def of_season(year: int, season: str) -> Period:
    """A season: 春 夏 秋 冬; winter begins in the December of its year."""
    first = date(year, {"春": 3, "夏": 6, "秋": 9, "冬": 12}[season], 1)
    end = months_later(first, 3) - timedelta(days=1)
    return Period(first, end, "season", f"{year}年{season}季")


def of_week(day: date) -> Period:
    """The week, Monday to Sunday, that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    return Period(monday, sunday, "week", span_label(monday, sunday))


def of_span(start: date, end: date) -> Period:
    """Any days."""
    return Period(start, end, "span", span_label(start, end))


def of_days(start: date, end: date) -> Period:
    """The most specific period with these days."""
    if start == end:
        return of_day(start)
    candidates = [
        of_year(start.year),
        of_half(start.year, 1 if start.month <= 6 else 2),
        of_quarter(start.year, (start.month + 2) // 3),
        of_month(start.year, start.month),
        of_week(start),
    ]
    return next((p for p in candidates if (p.start, p.end) == (start, end)), of_span(start, end))


def span_label(start: date, end: date) -> str:
    """“2026年8月—10月” for whole months, “2026年10月1日—7日” for days."""
    whole_months = start.day == 1 and end == last_day(end.year, end.month)
    same_year = start.year == end.year
    if whole_months:
        first = f"{start.year}年{start.month}月"
        if same_year and start.month == end.month:
            return first
        return f"{first}—{'' if same_year else f'{end.year}年'}{end.month}月"
    first = f"{start.year}年{start.month}月{start.day}日"
    if start == end:
        return first
    if not same_year:
        return f"{first}—{end.year}年{end.month}月{end.day}日"
    if start.month != end.month:
        return f"{first}—{end.month}月{end.day}日"
    return f"{first}—{end.day}日"
