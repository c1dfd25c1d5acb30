"""Usage by day or month, peak and valley, with what is missing said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Question

if TYPE_CHECKING:
    from bot.periods import Period

MOST_DAYS = 62
"""A longer period is shown by month unless days are asked for."""


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


def usage(question: Question, period: Period, granularity: str = "auto") -> Answer:
    """Usage in a period.

    Args:
        question: whose.
        period: the days asked about; those still to come are left out.
        granularity: `day`, `month`, or `auto`: by day up to `MOST_DAYS` days, if days are kept.
    """
    if period.start > question.today:
        return question.answer("utter_usage_future", label=period.label)
    end = min(period.end, question.today - timedelta(days=1))
    start = max(period.start, question.account.opened_on)
    by_day = granularity == "day" or (
        granularity == "auto" and (period.end - period.start).days < MOST_DAYS
    )
    if by_day and start <= end:
        days = records.days(question.session, question.account.id, start, end)
        if days:
            return _by_day(question, period.label, start, end, days)
    return _by_month(question, period)


def _by_day(
    question: Question, label: str, start: date, end: date, days: Sequence[records.DayRecord]
) -> Answer:
    points = [
        Point(
            found.day,
            wording.short_day(found.day),
            found.kwh,
            found.peak_kwh,
            found.valley_kwh,
            found.estimated,
        )
        for found in days
    ]
    measured = {point.start for point in points}
    # The newest days may not have arrived yet: that is no gap.
    runs = end == question.today - timedelta(days=1)
    arrived = points[-1].start if runs else end
    count = (arrived - start).days + 1
    all_days = [start + timedelta(days=step) for step in range(count)]
    missing = [day for day in all_days if day not in measured]
    note = f"数据到{wording.short_day(arrived)}为止。" if runs else ""
    if missing:
        gaps = wording.day_ranges(missing)
        note += f"其中{len(missing)}天没有采集到数据（{gaps}），没有算在里面。"
    return _answer(question, label, "day", points, note, [wording.short_day(d) for d in missing])


def _by_month(question: Question, period: Period) -> Answer:
    first, last = period.start.replace(day=1), period.end.replace(day=1)
    last = min(last, question.this_month)
    found = records.bills(question.session, question.account.id, first, last)
    points = [
        Point(bill.month, wording.month(bill.month), bill.kwh, bill.peak_kwh, bill.valley_kwh)
        for bill in found
    ]
    billed = {bill.month for bill in found}
    count = wording.months_between(first, last) + 1
    months = [wording.add_months(first, step) for step in range(count)]
    missing = [
        month
        for month in months
        if month not in billed and month >= question.account.opened_on.replace(day=1)
    ]
    note = ""
    if found:
        running = _since_last_bill(question, missing, found[-1].period_end)
        if running is not None:
            points.append(running)
            missing.remove(running.start)
            note = f"{running.label}还没出账，按日电量算到目前。"
    if not points:
        return _nothing(question, period.label)
    if missing:
        note += f"{wording.month_ranges(missing)}没有数据，没有算在里面。"
    labels = [wording.month(month) for month in missing]
    return _answer(question, period.label, "month", points, note, labels)


def _since_last_bill(question: Question, missing: Sequence[date], billed: date) -> Point | None:
    """The running month from daily readings, where it is asked about and has no bill yet."""
    if question.this_month not in missing:
        return None
    start = max(billed + timedelta(days=1), question.this_month)
    days = records.days(question.session, question.account.id, start, question.today)
    if not days:
        return None
    peak, valley = bands(days)
    label = f"{wording.month(question.this_month)}（到{days[-1].day.day}日）"
    total = sum((found.kwh for found in days), Decimal(0))
    return Point(question.this_month, label, total, peak, valley)


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


def band_sentence(peak: Decimal | None, valley: Decimal | None) -> str:
    """峰时段120度、谷时段80度（谷电占40%）, or nothing where it isn't known."""
    if peak is None or valley is None or peak + valley == 0:
        return ""
    share = wording.percent(valley / (peak + valley))
    return f"峰时段{wording.kwh(peak)}度、谷时段{wording.kwh(valley)}度（谷电占{share}）"


def _answer(
    question: Question,
    label: str,
    granularity: str,
    points: Sequence[Point],
    missing_note: str,
    missing: Sequence[str],
) -> Answer:
    total = sum((point.kwh for point in points), Decimal(0))
    average = total / len(points)
    highest = max(points, key=lambda point: point.kwh)
    peak, valley = bands(points)
    card: dict[str, Any] = {
        "schema": "usage",
        "account": question.masked_account,
        "label": label,
        "granularity": granularity,
        "points": [_point(point) for point in points],
        "total_kwh": wording.kwh(total),
        "average_kwh": wording.kwh(average),
    }
    if peak is not None and valley is not None:
        card |= {"peak_kwh": wording.kwh(peak), "valley_kwh": wording.kwh(valley)}
    if missing:
        card["missing"] = list(missing)
    split = band_sentence(peak, valley)
    estimated = [point.start for point in points if point.estimated]
    return question.answer(
        "utter_usage",
        card,
        label=label,
        total=wording.kwh(total),
        unit="天" if granularity == "day" else "个月",
        average=wording.kwh(average),
        highest_label=highest.label,
        highest=wording.kwh(highest.kwh),
        band_note=f"{split}。" if split else "",
        missing_note=missing_note,
        estimated_note=(
            f"{wording.day_ranges(estimated)}的数是估算的，不是实测。" if estimated else ""
        ),
    )


def _point(point: Point) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "date": point.start.isoformat(),
        "label": point.label,
        "kwh": wording.kwh(point.kwh),
    }
    if point.peak_kwh is not None:
        shown["peak_kwh"] = wording.kwh(point.peak_kwh)
    if point.valley_kwh is not None:
        shown["valley_kwh"] = wording.kwh(point.valley_kwh)
    if point.estimated:
        shown["estimated"] = True
    return shown


def _nothing(question: Question, label: str) -> Answer:
    months = records.billed_months(question.session, question.account.id)
    if months is None:
        return question.answer("utter_usage_none", label=label, available_note="")
    available = f"可以查到的是{wording.month_span(*months)}的用电。"
    return question.answer("utter_usage_none", label=label, available_note=available)
