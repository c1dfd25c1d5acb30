"""The bills of a stretch of months, with what is missing of it said; two stretches made comparable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.billing import records, wording
from bot.billing.question import Question, months_of
from bot.billing.records import BillRecord

if TYPE_CHECKING:
    from bot.periods import Period

USUAL_MONTHS = 12
"""Bills looked at where no time is named."""


@dataclass(frozen=True)
class Span:
    """Bills taken together.

    Args:
        label: what they cover, in words.
        bills: oldest first; may be empty.
        missing: months that were asked about and have no bill, in the past.
        to_come: months that were asked about and aren't billed yet.
        note: that a part only is on record, as a sentence; or nothing.
    """

    label: str
    bills: tuple[BillRecord, ...]
    missing: tuple[date, ...] = ()
    to_come: tuple[date, ...] = ()
    note: str = ""

    @property
    def amount(self) -> Decimal:
        """All money, in 元."""
        return sum((bill.amount for bill in self.bills), Decimal(0))

    @property
    def kwh(self) -> Decimal:
        """All kWh."""
        return sum((bill.kwh for bill in self.bills), Decimal(0))

    @property
    def days(self) -> int:
        """All days."""
        return sum(bill.days for bill in self.bills)


def span_of(question: Question, period: Period | None) -> Span:
    """The bills of a period; without one those of the last twelve months."""
    if period is None:
        newest = records.latest_bills(question.session, question.account.id, USUAL_MONTHS)[::-1]
        return Span(f"最近{len(newest)}个月", tuple(newest))
    months = months_of(period)
    bills = records.bills(question.session, question.account.id, months.first, months.last)
    billed = {bill.month for bill in bills}
    opened = question.account.opened_on.replace(day=1)
    absent = [month for month in months.all() if month not in billed and month >= opened]
    known = records.billed_months(question.session, question.account.id)
    newest_month = known[1] if known else date.min
    missing = tuple(month for month in absent if month < newest_month)
    to_come = tuple(month for month in absent if month >= newest_month)
    label = months.label if not absent or not bills else ranges(bill.month for bill in bills)
    note = f"{months.label}只有{_short_ranges(bills)}的记录。" if missing and bills else ""
    return Span(label, tuple(bills), missing, to_come, note)


def union(spans: Sequence[Span]) -> Span:
    """Several stretches as one, each bill once."""
    if len(spans) == 1:
        return spans[0]
    bills = {bill.month: bill for span in spans for bill in span.bills}
    ordered = tuple(bills[month] for month in sorted(bills))
    return Span(
        ranges(bills),
        ordered,
        tuple(dict.fromkeys(month for span in spans for month in span.missing)),
        tuple(dict.fromkeys(month for span in spans for month in span.to_come)),
        "".join(dict.fromkeys(span.note for span in spans)),
    )


def same_months(later: Span, earlier: Span, apart: int) -> tuple[Span, Span]:
    """The bills of two stretches that have a partner so many months before them.

    A running year is compared with the same months a year ago, never with the whole year.
    """
    before = {bill.month: bill for bill in earlier.bills}
    pairs = [
        (before[month], bill)
        for bill in later.bills
        if (month := wording.add_months(bill.month, -apart)) in before
    ]
    if len(pairs) == len(later.bills) == len(earlier.bills):
        return later, earlier
    return (
        Span(ranges(pair[1].month for pair in pairs), tuple(pair[1] for pair in pairs)),
        Span(ranges(pair[0].month for pair in pairs), tuple(pair[0] for pair in pairs)),
    )


def ranges(months: Iterable[date]) -> str:
    """Months in words with neighbours joined; a whole calendar year as such."""
    found = sorted(months)
    if len(found) == 12 and found[0].month == 1 and found[-1].year == found[0].year:
        return f"{found[0].year}年"
    return wording.month_ranges(found)


def _short_ranges(bills: Sequence[BillRecord]) -> str:
    """9月到12月: the months of one year without it, else with it."""
    told = wording.month_ranges(bill.month for bill in bills)
    years = {bill.month.year for bill in bills}
    return told.replace(f"{years.pop()}年", "") if len(years) == 1 else told
