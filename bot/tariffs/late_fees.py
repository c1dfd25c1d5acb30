"""电费违约金: so much a day on what is unpaid, never compounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from bot.datafiles import load_data_file
from bot.settings import ROOT
from bot.tariffs.rating import to_fen

FILE = ROOT / "data" / "tariffs" / "late_fee" / "general.yml"
SCHEMA = Path(__file__).with_name("late_fee.schema.json")

CROSS_YEAR = ("by_day", "whole_debt")
"""Readings of 跨日历年欠费部分, for those who aren't residents; the first is the default."""


@dataclass(frozen=True)
class LateFeeRules:
    """The rates and limits, with their source.

    Args:
        residential: share of the unpaid sum per day, 0.001 is 1‰.
        other_same_year: the same for others, up to 31 December of the year it ran late.
        other_cross_year: the same for others, of a debt over the year's end.
        minimum: a smaller fee is raised to this, 元; 0: none.
        cap: the most, as a share of what ran late; None: none. A rule of the company, not the law.
        source: of the rates, and of the cap where there is one: authority and document.
        grade: of the rates' source.
        residential_sentences: the rule in Chinese.
        other_sentences: the same for others.
        cross_year: `by_day`: the days up to 31 December at the one rate, those from 1 January on
            at the other. `whole_debt`: what is unpaid on 1 January at the other rate for all its
            days.
        cut_off_sentence: that it runs on while the supply is cut off, in Chinese.
        order_sentence: what a payment settles first, in Chinese.
    """

    residential: Decimal
    other_same_year: Decimal
    other_cross_year: Decimal
    minimum: Decimal
    cap: Decimal | None
    source: str
    grade: str
    residential_sentences: tuple[str, ...]
    other_sentences: tuple[str, ...]
    cross_year: str
    cut_off_sentence: str
    order_sentence: str

    def sentences(self, *, residential: bool) -> tuple[str, ...]:
        """The rule in Chinese, ready to show."""
        return self.residential_sentences if residential else self.other_sentences


@dataclass(frozen=True)
class LateFeePart:
    """Days of one sum at one rate.

    Args:
        start: first day counted.
        end: last day counted.
        days: from start to end, both included.
        unpaid: 元; under `whole_debt` a part of what was unpaid then, the rest is another part.
        rate: share per day.
        amount: 元, exact, not rounded.
    """

    start: date
    end: date
    days: int
    unpaid: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class LateFee:
    """A late fee and how it came about.

    Args:
        days: overdue in all with something unpaid.
        rate: per day, the last one that held.
        fee: 元, to the 分.
        capped: whether the cap lowered it.
        raised: whether the minimum raised it.
        unpaid: what is unpaid now, 元.
        start: first overdue day.
        until: last day counted.
        parts: one for each rate and unpaid sum, in order of their days.
    """

    days: int
    rate: Decimal
    fee: Decimal
    capped: bool
    raised: bool
    unpaid: Decimal
    start: date
    until: date
    parts: tuple[LateFeePart, ...]


def load_late_fee_rules(
    minimum: Decimal, cap: Decimal | None, cross_year: str = CROSS_YEAR[0], file: Path = FILE
) -> LateFeeRules:
    """The rules of `data/tariffs/late_fee/general.yml` with the operator's limits.

    Args:
        minimum: setting LATE_FEE_MINIMUM, 元.
        cap: setting LATE_FEE_CAP, a share; None: no cap.
        cross_year: setting LATE_FEE_CROSS_YEAR, one of `CROSS_YEAR`.
        file: another file of the same schema.

    Raises:
        DataFileError: the file is wrong.
        ValueError: a limit is negative, or the reading unknown.
    """
    if minimum < 0 or (cap is not None and cap < 0):
        raise ValueError("LATE_FEE_MINIMUM and LATE_FEE_CAP may be 0 or more")
    if cross_year not in CROSS_YEAR:
        raise ValueError(f"LATE_FEE_CROSS_YEAR may be {' or '.join(CROSS_YEAR)}")
    return _load(minimum, cap, cross_year, file)


@cache
def _load(minimum: Decimal, cap: Decimal | None, cross_year: str, file: Path) -> LateFeeRules:
    content = load_data_file(file, SCHEMA).content
    limits = []
    source = content["source"]
    if cap is not None:
        named = [found["source"] for found in content["caps"] if found["cap"] == cap]
        source = "；".join([source, *(f"上限见{document}" for document in named)])
        limits.append(content["cap_sentence"].format(cap=f"{cap * 100:f}".rstrip("0").rstrip(".")))
    if minimum:
        limits.append(content["minimum_sentence"].format(minimum=f"{minimum:f}"))
    return LateFeeRules(
        residential=Decimal(content["residential"]),
        other_same_year=Decimal(content["other_same_year"]),
        other_cross_year=Decimal(content["other_cross_year"]),
        minimum=minimum,
        cap=cap,
        source=source,
        grade=content["grade"],
        residential_sentences=(*content["residential_sentences"], *limits),
        other_sentences=(*content["other_sentences"][cross_year], *limits),
        cross_year=cross_year,
        cut_off_sentence=content["cut_off_sentence"],
        order_sentence=content["order_sentence"],
    )


def late_fee(
    unpaid: Decimal,
    due_on: date,
    until: date,
    *,
    residential: bool,
    bill_amount: Decimal,
    rules: LateFeeRules,
) -> LateFee:
    """The fee on what is still unpaid of a bill, if nothing was paid since it ran late.

    Args:
        unpaid: what is unpaid, 元; the fee is on this, not on the whole bill.
        due_on: last day without a fee.
        until: the day of payment, or today; counted.
        residential: whether the account is a resident's.
        bill_amount: of the whole bill, 元.
        rules: rates and limits.

    Raises:
        ValueError: more is unpaid than was billed, or an amount is negative.
    """
    if unpaid > bill_amount:
        raise ValueError(f"{unpaid} is unpaid of a bill of {bill_amount}")
    return late_fee_after_payments(unpaid, (), due_on, until, residential=residential, rules=rules)


def late_fee_after_payments(
    ran_late: Decimal,
    payments: Sequence[tuple[date, Decimal]],
    due_on: date,
    until: date,
    *,
    residential: bool,
    rules: LateFeeRules,
) -> LateFee:
    """The fee where parts were paid after the due day: each day on what was unpaid that day.

    A day of payment still counts on the sum before it; payments settle the arrears before the
    fee.

    Args:
        ran_late: unpaid at the end of `due_on`, 元.
        payments: day and amount of each later payment on the arrears.
        due_on: last day without a fee.
        until: last day counted.
        residential: whether the account is a resident's.
        rules: rates and limits.

    Raises:
        ValueError: an amount is negative, a payment isn't after `due_on`, or too much is paid.
    """
    if ran_late < 0 or any(amount < 0 for _, amount in payments):
        raise ValueError("an unpaid sum or a payment is negative")
    first = due_on + timedelta(days=1)
    spans: list[_Span] = []
    unpaid = ran_late
    day = first
    for paid_on, amount in sorted(payments):
        if paid_on < first:
            raise ValueError(f"a payment on {paid_on} isn't after the due day {due_on}")
        if paid_on > until:
            break
        spans += _spans(unpaid, day, paid_on, first)
        unpaid -= amount
        day = max(day, paid_on + timedelta(days=1))
    if unpaid < 0:
        raise ValueError("more was paid than ran late")
    spans += _spans(unpaid, day, until, first)
    parts = _parts(spans, first, residential, rules)
    exact = sum((part.amount for part in parts), Decimal(0))
    raised = 0 < exact < rules.minimum
    fee = to_fen(max(exact, rules.minimum) if exact else exact)
    most = None if rules.cap is None else to_fen(ran_late * rules.cap)
    capped = most is not None and fee > most
    last_rate = parts[-1].rate if parts else _rates(residential, rules)[0]
    return LateFee(
        days=sum(span.days for span in spans),
        rate=last_rate,
        fee=most if capped and most is not None else fee,
        capped=capped,
        raised=raised and not capped,
        unpaid=unpaid,
        start=first,
        until=until,
        parts=tuple(parts),
    )


@dataclass(frozen=True)
class _Span:
    """Days in which the unpaid sum didn't change, of the year in which it ran late or after it."""

    start: date
    end: date
    unpaid: Decimal

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def at(self, unpaid: Decimal, rate: Decimal) -> LateFeePart:
        amount = unpaid * rate * self.days
        return LateFeePart(self.start, self.end, self.days, unpaid, rate, amount)


def _spans(unpaid: Decimal, start: date, end: date, first: date) -> list[_Span]:
    """The days from start to end, divided at the end of the year in which it ran late."""
    if end < start or not unpaid:
        return []
    new_year = date(first.year + 1, 1, 1)
    if start < new_year <= end:
        return [_Span(start, new_year - timedelta(days=1), unpaid), _Span(new_year, end, unpaid)]
    return [_Span(start, end, unpaid)]


def _rates(residential: bool, rules: LateFeeRules) -> tuple[Decimal, Decimal]:
    """The rate of the year in which it ran late, and the one of later years."""
    if residential:
        return rules.residential, rules.residential
    return rules.other_same_year, rules.other_cross_year


def _parts(
    spans: Sequence[_Span], first: date, residential: bool, rules: LateFeeRules
) -> list[LateFeePart]:
    same_year, cross_year = _rates(residential, rules)
    if same_year == cross_year:
        return _joined([span.at(span.unpaid, same_year) for span in spans])
    # What is unpaid on the first of January is the first sum of that year.
    over = next((span.unpaid for span in spans if span.start.year > first.year), Decimal(0))
    parts: list[LateFeePart] = []
    for span in spans:
        if span.start.year > first.year:
            parts.append(span.at(span.unpaid, cross_year))
            continue
        dearer = over if rules.cross_year == "whole_debt" else Decimal(0)
        if span.unpaid > dearer:
            parts.append(span.at(span.unpaid - dearer, same_year))
        if dearer:
            parts.append(span.at(dearer, cross_year))
    return _joined(parts)


def _joined(parts: Sequence[LateFeePart]) -> list[LateFeePart]:
    """Parts that follow each other with one sum and one rate as one."""
    joined: list[LateFeePart] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and (last.unpaid, last.rate) == (part.unpaid, part.rate):
            joined[-1] = LateFeePart(
                last.start,
                part.end,
                last.days + part.days,
                part.unpaid,
                part.rate,
                last.amount + part.amount,
            )
        else:
            joined.append(part)
    return joined
