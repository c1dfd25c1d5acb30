"""What a customer's own plant fed into the grid, from the meter for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question, months_of
from bot.billing.readings import since_note
from bot.billing.records import ReadingRecord
from bot.periods.period import of_month, of_span, of_year

if TYPE_CHECKING:
    from bot.periods import Period

EARLIEST = date(2000, 1, 1)
EXPORT = "export"


@dataclass(frozen=True)
class Fed:
    """What was fed in during a time.

    Args:
        label: the days or months that are measured, in words.
        kwh: of them.
        parts: how many days or months they are.
        unit: 天 or 月.
    """

    label: str
    kwh: Decimal
    parts: int
    unit: str


def generation(question: Question, asked: Asked) -> Answer:
    """kWh fed in, of a period or of the newest month; the money for them isn't in these records."""
    every = _readings(question)
    if not every:
        return question.answer("utter_generation_none")
    period = asked.period or of_month(every[-1].month.year, every[-1].month.month)
    fed = _fed(question, every, period)
    if fed is None:
        return question.answer(
            "utter_generation_unknown",
            label=period.label,
            available=wording.month_span(every[0].month, every[-1].month),
        )
    return question.answer("utter_generation", label=fed.label, kwh=wording.kwh(fed.kwh))


def difference(question: Question, asked: Asked) -> Answer | None:
    """How much more was fed in than in another time; against the month before where one is named."""
    every = _readings(question)
    if not every or not asked.periods:
        return None
    later, earlier = asked.periods[0], asked.periods[-1]
    if len(asked.periods) < 2:
        earlier = _month_before(later)
    if earlier.start > later.start:
        later, earlier = earlier, later
    now, then = _fed(question, every, later), _fed(question, every, earlier)
    if now is None or then is None:
        return None
    more = now.kwh - then.kwh
    return question.answer(
        "utter_generation_difference",
        label=now.label,
        kwh=wording.kwh(now.kwh),
        base_label=then.label,
        base=wording.kwh(then.kwh),
        more=wording.more(more),
        difference=wording.kwh(abs(more)),
    )


def average(question: Question, asked: Asked) -> Answer | None:
    """kWh fed in per day or month of a time."""
    every = _readings(question)
    if not every or asked.period is None:
        return None
    fed = _fed(question, every, asked.period)
    if fed is None:
        return None
    return question.answer(
        "utter_generation_average",
        label=fed.label,
        kwh=wording.kwh(fed.kwh),
        average=wording.kwh(fed.kwh / fed.parts),
        unit=fed.unit,
    )


def highest(question: Question, asked: Asked) -> Answer | None:
    """The month of a time in which most was fed in; of the running year where none is named."""
    return _extreme(question, asked, lowest=False)


def lowest(question: Question, asked: Asked) -> Answer | None:
    """The month of a time in which least was fed in."""
    return _extreme(question, asked, lowest=True)


def _extreme(question: Question, asked: Asked, *, lowest: bool) -> Answer | None:
    every = _readings(question)
    months = months_of(asked.period or of_year(question.today.year))
    if months.single:
        return None
    kwh: dict[date, Decimal] = {}
    for one in every:
        if months.first <= one.month <= months.last:
            fed = one.reading - one.previous_reading
            kwh[one.month] = kwh.get(one.month, Decimal(0)) + fed
    if not kwh:
        return None
    found = (min if lowest else max)(kwh, key=lambda month: kwh[month])
    return question.answer(
        "utter_generation_extreme",
        label=wording.month_ranges(kwh),
        which="最少" if lowest else "最多",
        point=wording.month(found),
        kwh=wording.kwh(kwh[found]),
    )


def reading(question: Question, asked: Asked) -> Answer | None:
    """What the meter for the feed-in showed last, and what was fed in since."""
    every = _readings(question)
    if not every:
        return None
    found = every
    if asked.period is not None and asked.period.end < question.today:
        found = [one for one in every if asked.period.start <= one.read_on <= asked.period.end] or [
            one for one in every if one.month in asked.period.months
        ]
    if not found:
        return None
    last = found[-1]
    since: Sequence[records.DayRecord] = ()
    if last is every[-1]:
        since = records.days(
            question.session, question.account.id, last.read_on, question.today, EXPORT
        )
    return question.answer(
        "utter_generation_reading",
        day=wording.shown_day(last.read_on, question.today),
        reading=wording.kwh(last.reading),
        since_note=since_note(last, since, "送出"),
    )


def _readings(question: Question) -> list[ReadingRecord]:
    return records.readings(
        question.session, question.account.id, EARLIEST, question.this_month, EXPORT
    )


def _fed(question: Question, every: list[ReadingRecord], period: Period) -> Fed | None:
    """Whole months from the monthly readings, days and the running month from the daily ones."""
    if period.granularity in ("day", "week") or period.end >= question.this_month > every[-1].month:
        start = period.start
        end = min(period.end, question.today - timedelta(days=1))
        days = records.days(question.session, question.account.id, start, end, EXPORT)
        whole = period.start >= question.this_month or period.granularity in ("day", "week")
        if days and whole:
            covered = of_span(days[0].day, days[-1].day).label
            return Fed(covered, sum((one.kwh for one in days), Decimal(0)), len(days), "天")
    months = months_of(period)
    found = [one for one in every if months.first <= one.month <= months.last]
    if not found:
        return None
    named = {one.month for one in found}
    kwh = sum((one.reading - one.previous_reading for one in found), Decimal(0))
    if len(named) == 1:
        month = of_month(found[0].month.year, found[0].month.month)
        return Fed(month.label, kwh, month.days, "天")
    return Fed(wording.month_ranges(named), kwh, len(named), "月")


def _month_before(period: Period) -> Period:
    before = wording.add_months(period.start.replace(day=1), -1)
    return of_month(before.year, before.month)
