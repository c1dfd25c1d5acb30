"""Usage by day or month, peak, flat and valley, with what is missing said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question
from bot.periods.period import last_day, months_later, of_span

if TYPE_CHECKING:
    from bot.cards import Card
    from bot.periods import Period

MOST_DAYS = 62
"""A longer period is shown by month unless days are asked for."""

USUAL_DAYS = 30
USUAL_MONTHS = 6
"""What is looked at where no time is named."""

MOST_TOLD = 7
"""Days or months told in words one by one; the card has all."""

BANDS = ("peak", "flat", "valley")


@dataclass(frozen=True)
class Point:
    """What was used on one day or in one month.

    Args:
        start: the day, or the first day of the month.
        label: in words.
        kwh: used.
        peak_kwh: of it in the peak, None where not measured.
        valley_kwh: of it in the valley.
        estimated: whether it isn't measured.
    """

    start: date
    label: str
    kwh: Decimal
    peak_kwh: Decimal | None
    valley_kwh: Decimal | None
    estimated: bool = False


@dataclass(frozen=True)
class Measured:
    """What was used in a time.

    Args:
        label: what the points cover, in words.
        granularity: day or month.
        points: oldest first, at least one.
        missing_note: what isn't measured, as sentences; or nothing.
        missing: the same as labels.
    """

    label: str
    granularity: str
    points: tuple[Point, ...]
    missing_note: str = ""
    missing: tuple[str, ...] = ()

    @property
    def kwh(self) -> Decimal:
        """All of it."""
        return sum((point.kwh for point in self.points), Decimal(0))

    @property
    def unit(self) -> str:
        """天 or 月."""
        return "天" if self.granularity == "day" else "月"


def usage(question: Question, asked: Asked) -> Answer:
    """What was used in a period; with 每天, 每月 the days or months too."""
    found = measure(question, asked)
    if isinstance(found, Answer):
        return found
    return question.answer(
        "utter_usage",
        card(question, found),
        label=found.label,
        total=wording.kwh(found.kwh),
        average_note=_average_note(found),
        band_note=_band_note(found) if asked.aspect.asks("share") else "",
        each_note=_each_note(found) if asked.aspect.asks("list") else "",
        missing_note=found.missing_note,
        estimated_note=_estimated_note(found),
    )


def extreme(question: Question, asked: Asked, *, lowest: bool = False) -> Answer:
    """The day or month with the most (or least) kWh in a period."""
    by = "day" if asked.aspect.by == "day" else ""
    found = measure(question, asked, granularity=by)
    if isinstance(found, Answer):
        return found
    if len(found.points) == 1:
        return usage(question, asked)
    choose = min if lowest else max
    point = choose(found.points, key=lambda one: one.kwh)
    return question.answer(
        "utter_usage_point",
        card(question, found),
        label=found.label,
        which="最少" if lowest else "最多",
        point=point.label,
        kwh=wording.kwh(point.kwh),
        average_note=_average_note(found),
        missing_note=found.missing_note,
    )


def average(question: Question, asked: Asked) -> Answer:
    """kWh per day or month of a period."""
    by = asked.aspect.by
    found = measure(question, asked, granularity=by if by == "day" else "")
    if isinstance(found, Answer):
        return found
    per, unit = found.kwh / len(found.points), found.unit
    if by == "day" and found.granularity == "month":
        per, unit = found.kwh / _days_of(found), "天"
    return question.answer(
        "utter_usage_average",
        card(question, found),
        label=found.label,
        unit=unit,
        average=wording.kwh(per),
        total=wording.kwh(found.kwh),
        missing_note=found.missing_note,
    )


def share(question: Question, asked: Asked) -> Answer:
    """How the usage of a period divides into peak, flat and valley."""
    found = measure(question, asked)
    if isinstance(found, Answer):
        return found
    parts = split(found.points)
    if not parts:
        return question.answer(
            "utter_usage_no_bands", label=found.label, total=wording.kwh(found.kwh)
        )
    names = list(parts)
    shares = dict(zip(names, wording.percents([parts[name] for name in names]), strict=True))
    if asked.aspect.band in parts:
        names.remove(asked.aspect.band)
        names.insert(0, asked.aspect.band)
    told = [
        f"{wording.BAND_NAME[name]}{wording.kwh(parts[name])}度（{shares[name]}）" for name in names
    ]
    return question.answer(
        "utter_usage_share",
        card(question, found),
        label=found.label,
        bands="、".join(told),
        total=wording.kwh(found.kwh),
        missing_note=found.missing_note,
    )


def measure(question: Question, asked: Asked, *, granularity: str = "") -> Measured | Answer:
    """What was used in the period that is asked about, or why that can't be told.

    Args:
        question: whose.
        asked: with at most one period; without one the last days or months are taken.
        granularity: `day` or `month`, if the words don't tell.
    """
    wanted = granularity or (asked.aspect.by if asked.aspect.by in ("day", "month") else "auto")
    period = _same_days(question, asked) if asked.periods else _usual(question, wanted)
    if period.start > question.today:
        return question.answer("utter_usage_future", label=period.label)
    today = not_yet(question, asked)
    if today is not None:
        return today
    end = min(period.end, question.today - timedelta(days=1))
    start = max(period.start, question.account.opened_on)
    by_day = wanted == "day" or (wanted == "auto" and (period.end - period.start).days < MOST_DAYS)
    whole_month = period.granularity == "month" and period.end < question.this_month
    if whole_month and wanted != "day":
        # One month that is billed is told as it was billed.
        by_day = by_day and not records.bills(
            question.session, question.account.id, period.start, period.start
        )
    if by_day and start <= end:
        days = records.days(question.session, question.account.id, start, end)
        if days:
            return _by_day(question, period, start, end, days)
    return _by_month(question, period)


def not_yet(question: Question, asked: Asked) -> Answer | None:
    """That a time beginning today isn't measured yet, with the newest day that is; else None."""
    period = asked.period
    if period is None or period.start != question.today or period.days > MOST_DAYS:
        return None
    week = question.today - timedelta(days=USUAL_DAYS)
    days = records.days(question.session, question.account.id, week, question.today)
    days = [found for found in days if found.day < question.today]
    if not days or period.granularity == "month":
        return None
    return question.answer(
        "utter_usage_today",
        label="今天" if period.days == 1 else period.label,
        day=wording.short_day(days[-1].day),
        kwh=wording.kwh(days[-1].kwh),
    )


def _same_days(question: Question, asked: Asked) -> Period:
    """The period; 同期 of a running year or month ends on the same day a year ago."""
    period = asked.periods[0]
    if "同期" not in asked.text or period.start.year != question.today.year - 1:
        return period
    until = months_later(question.today - timedelta(days=1), -12)
    return of_span(period.start, until) if period.start <= until < period.end else period


def _usual(question: Question, granularity: str) -> Period:
    """Without a time: the last thirty measured days, or the last six full months."""
    if granularity == "day":
        return of_span(
            question.today - timedelta(days=USUAL_DAYS), question.today - timedelta(days=1)
        )
    first = wording.add_months(question.this_month, -USUAL_MONTHS)
    return of_span(first, question.this_month - timedelta(days=1))


def _by_day(
    question: Question, period: Period, start: date, end: date, days: Sequence[records.DayRecord]
) -> Measured:
    points = [_day_point(question, found) for found in days]
    measured = {point.start for point in points}
    # The newest days may not have arrived yet: that is no gap.
    runs = end == question.today - timedelta(days=1)
    arrived = points[-1].start if runs else end
    count = (arrived - start).days + 1
    all_days = [start + timedelta(days=step) for step in range(count)]
    missing = [day for day in all_days if day not in measured]
    note = ""
    if missing:
        gaps = wording.day_ranges(missing)
        note = f"其中{len(missing)}天没有采集到数据（{gaps}），没有算在里面。"
    label = period.label
    if arrived < period.end and len(points) > 1:
        label = (
            f"{period.label}到{arrived.day}日"
            if period.granularity == "month"
            else (f"{period.label}（到{wording.short_day(arrived)}）")
        )
    return Measured(
        label, "day", tuple(points), note, tuple(wording.short_day(day) for day in missing)
    )


def _day_point(question: Question, found: records.DayRecord) -> Point:
    return Point(
        found.day,
        wording.shown_day(found.day, question.today),
        found.kwh,
        found.peak_kwh,
        found.valley_kwh,
        found.estimated,
    )


def _by_month(question: Question, period: Period) -> Measured | Answer:
    """Whole months from their bills, the parts of months at both ends from their days."""
    points: list[Point] = []
    missing: list[date] = []
    until = min(period.end, question.today - timedelta(days=1))
    bills = {
        bill.month: bill
        for bill in records.bills(
            question.session, question.account.id, period.start.replace(day=1), period.end
        )
    }
    opened = question.account.opened_on.replace(day=1)
    covered = period.end
    for month in period.months:
        if month > question.this_month or month < opened:
            continue
        last = last_day(month.year, month.month)
        bill = bills.get(month)
        if bill is not None and period.start <= month and last <= period.end:
            points.append(
                Point(month, wording.month(month), bill.kwh, bill.peak_kwh, bill.valley_kwh)
            )
            continue
        part = _part_of_month(question, max(month, period.start), min(last, until))
        if part is not None:
            points.append(part[0])
            if part[1] < last:
                covered = min(covered, part[1])
        elif bill is not None and not (period.start <= month and last <= period.end):
            # A part of a month without its days can't be told: what is whole stands alone.
            covered = min(covered, month - timedelta(days=1))
        else:
            missing.append(month)
    if not points:
        return _nothing(question, period.label)
    ahead = [month for month in missing if month > points[-1].start]
    missing = [month for month in missing if month not in ahead]
    note = ""
    if missing:
        told = wording.month_ranges(point.start for point in points)
        note = f"{period.label}只有{told}的记录。"
    label = period.label
    if ahead and not missing:
        label = wording.month_span(points[0].start, points[-1].start)
    elif covered < period.end:
        label = (
            f"{period.label}到{wording.short_day(covered)}"
            if _whole(period)
            else (of_span(period.start, covered).label)
        )
    return Measured(
        label,
        "month",
        tuple(points),
        note,
        tuple(wording.month(month) for month in (*missing, *ahead)),
    )


def _whole(period: Period) -> bool:
    return period.granularity in ("year", "month", "half", "quarter")


def _part_of_month(question: Question, start: date, end: date) -> tuple[Point, date] | None:
    """A part of a month from its days, if they are all measured up to the newest, and that day."""
    if start > end:
        return None
    days = records.days(question.session, question.account.id, start, end)
    runs = end >= question.today - timedelta(days=1)
    if not days or (not runs and len(days) < (end - start).days + 1):
        return None
    peak, valley = bands(days)
    label = (
        wording.month(start)
        if start.day == 1 and end == last_day(end.year, end.month)
        else (f"{wording.month(start)}（到{days[-1].day.day}日）")
    )
    total = sum((found.kwh for found in days), Decimal(0))
    return Point(start.replace(day=1), label, total, peak, valley), days[-1].day


def bands(
    points: Sequence[Point] | Sequence[records.DayRecord] | Sequence[records.BillRecord],
) -> tuple[Decimal | None, Decimal | None]:
    """The sums of peak and valley, or None twice where one of the points doesn't know them."""
    if not points or any(p.peak_kwh is None or p.valley_kwh is None for p in points):
        return None, None
    return (
        sum((p.peak_kwh for p in points if p.peak_kwh is not None), Decimal(0)),
        sum((p.valley_kwh for p in points if p.valley_kwh is not None), Decimal(0)),
    )


def split(
    points: Sequence[Point] | Sequence[records.DayRecord] | Sequence[records.BillRecord],
) -> dict[str, Decimal]:
    """kWh of each band; they sum to the whole. Flat only where there is some; {} if unknown."""
    peak, valley = bands(points)
    whole = sum((point.kwh for point in points), Decimal(0))
    if peak is None or valley is None or not whole:
        return {}
    parts = {"peak": peak, "flat": whole - peak - valley, "valley": valley}
    return {name: kwh for name, kwh in parts.items() if kwh or name != "flat"}


def card(question: Question, found: Measured) -> Card:
    """The usage as a card."""
    shown: dict[str, Any] = {
        "schema": "usage",
        "account": question.masked_account,
        "label": found.label,
        "granularity": found.granularity,
        "points": [_point(point) for point in found.points],
        "total_kwh": wording.kwh(found.kwh),
        "average_kwh": wording.kwh(found.kwh / len(found.points)),
    }
    shown |= {f"{name}_kwh": wording.kwh(kwh) for name, kwh in split(found.points).items()}
    if found.missing:
        shown["missing"] = list(found.missing)
    return shown


def _point(point: Point) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "date": point.start.isoformat(),
        "label": point.label,
        "kwh": wording.kwh(point.kwh),
    }
    shown |= {f"{name}_kwh": wording.kwh(kwh) for name, kwh in split([point]).items()}
    if point.estimated:
        shown["estimated"] = True
    return shown


def _days_of(found: Measured) -> int:
    first, newest = found.points[0], found.points[-1]
    end = last_day(newest.start.year, newest.start.month)
    if "到" in newest.label:
        end = newest.start.replace(day=int(newest.label.rsplit("到", 1)[1].split("日")[0]))
    return (end - first.start).days + 1


def _average_note(found: Measured) -> str:
    if len(found.points) < 2 or "到" in found.points[-1].label:
        return ""
    return f"，平均每{found.unit}{wording.kwh(found.kwh / len(found.points))}度"


def _band_note(found: Measured) -> str:
    parts = split(found.points)
    if not parts:
        return ""
    told = (f"{wording.BAND_NAME[name]}{wording.kwh(kwh)}度" for name, kwh in parts.items())
    return f"其中{'、'.join(told)}。"


def _each_note(found: Measured) -> str:
    newest = found.points[-MOST_TOLD:]
    if len(found.points) < 2:
        return ""
    told = "、".join(f"{point.label}{wording.kwh(point.kwh)}度" for point in newest)
    head = "" if len(newest) == len(found.points) else f"最近{len(newest)}{found.unit}是："
    return f"{head}{told}。"


def _estimated_note(found: Measured) -> str:
    estimated = [point.start for point in found.points if point.estimated]
    return f"{wording.day_ranges(estimated)}的数是估算的，不是实测。" if estimated else ""


def _nothing(question: Question, label: str) -> Answer:
    months = records.billed_months(question.session, question.account.id)
    if months is None:
        return question.answer("utter_usage_none", label=label, available_note="")
    available = f"可以查到的是{wording.month_span(*months)}的用电。"
    return question.answer("utter_usage_none", label=label, available_note=available)
