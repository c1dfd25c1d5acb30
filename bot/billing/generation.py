"""What a customer's own plant fed into the grid, from the meter for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question, months_of
from bot.periods.period import of_span

EARLIEST = date(2000, 1, 1)


def generation(question: Question, asked: Asked) -> Answer:
    """kWh fed in, of a period or of the newest month; the money for them isn't in these records."""
    session, account = question.session, question.account.id
    every = records.readings(session, account, EARLIEST, question.this_month, "export")
    if not every:
        return question.answer("utter_generation_none")
    period = asked.period
    if period is not None and (
        period.granularity == "day" or period.end >= question.this_month > every[-1].month
    ):
        start = period.start
        end = min(period.end, question.today - timedelta(days=1))
        days = records.days(session, account, start, end, "export")
        whole = period.start >= question.this_month or period.granularity == "day"
        if days and whole:
            covered = of_span(days[0].day, days[-1].day).label
            return _told(question, covered, sum((one.kwh for one in days), Decimal(0)))
    if period is None:
        found = [one for one in every if one.month == every[-1].month]
        label = wording.month(every[-1].month)
    else:
        months = months_of(period)
        found = [one for one in every if months.first <= one.month <= months.last]
        label = wording.month_ranges({one.month for one in found})
    if not found:
        first, last = every[0].month, every[-1].month
        return question.answer(
            "utter_generation_unknown",
            label=period.label if period else "",
            available=wording.month_span(first, last),
        )
    return _told(
        question, label, sum((one.reading - one.previous_reading for one in found), Decimal(0))
    )


def _told(question: Question, label: str, kwh: Decimal) -> Answer:
    return question.answer("utter_generation", label=label, kwh=wording.kwh(kwh))
