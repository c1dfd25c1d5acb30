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


@dataclass(frozen=True)
class LateFeeRules:
    """The rates and limits, with their source.

    Args:
        residential: share of the unpaid sum per day, 0.001 is 1‰.
        other_same_year: the same for others, up to 31 December of the year it ran late.
        other_cross_year: the same for others, from 1 January after.
        minimum: a smaller fee is raised to this, 元; 0: none.
        cap: the most, as a share of what ran late; None: none.
        source: of the rates, and of the cap where there is one.
        grade: of the rates' source.
        residential_sentences: the rule in Chinese.
        other_sentences: the same for others.
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

    def sentences(self, *, residential: bool) -> tuple[str, ...]:
        """The rule in Chinese, ready to show."""
        return self.residential_sentences if residential else self.other_sentences


@dataclass(frozen=True)
class LateFeePart:
    """Days in which neither the rate nor the unpaid sum changed.

    Args:
        start: first day counted.
        end: last day counted.
        days: from start to end, both included.
        unpaid: 元.
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
        parts: one for each rate and unpaid sum.
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


def load_late_fee_rules(minimum: Decimal, cap: Decimal | None, file: Path = FILE) -> LateFeeRules:
    """The rules of `data/tariffs/late_fee/general.yml` with the operator's limits.

    Args:
        minimum: setting LATE_FEE_MINIMUM, 元.
        cap: setting LATE_FEE_CAP, a share; None: no cap.
        file: another file of the same schema.

    Raises:
        DataFileError: the file is wrong.
        ValueError: a limit is negative.
    """
    if minimum < 0 or (cap is not None and cap < 0):
        raise ValueError("LATE_FEE_MINIMUM and LATE_FEE_CAP may be 0 or more")
    return _load(minimum, cap, file)


@cache
def _load(minimum: Decimal, cap: Decimal | None, file: Path) -> LateFeeRules:
    content = load_data_file(file, SCHEMA).content
    limits = []
    source = content["source"]
    if cap is not None:
        source += f"；{content['cap_source']}"
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
        other_sentences=(*content["other_sentences"], *limits),
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
    parts: list[LateFeePart] = []
    unpaid = ran_late
    day = first
    for paid_on, amount in sorted(payments):
        if paid_on < first:
            raise ValueError(f"a payment on {paid_on} isn't after the due day {due_on}")
        if paid_on > until:
            break
        parts += _parts(unpaid, day, paid_on, due_on, residential, rules)
        unpaid -= amount
        day = max(day, paid_on + timedelta(days=1))
    if unpaid < 0:
        raise ValueError("more was paid than ran late")
    parts += _parts(unpaid, day, until, due_on, residential, rules)
    exact = sum((part.amount for part in parts), Decimal(0))
    raised = 0 < exact < rules.minimum
    fee = to_fen(max(exact, rules.minimum) if exact else exact)
    most = None if rules.cap is None else to_fen(ran_late * rules.cap)
    capped = most is not None and fee > most
    last_rate = parts[-1].rate if parts else _rate(first, first, residential, rules)
    return LateFee(
        days=sum(part.days for part in parts),
        rate=last_rate,
        fee=most if capped and most is not None else fee,
        capped=capped,
        raised=raised and not capped,
        unpaid=unpaid,
        start=first,
        until=until,
        parts=tuple(parts),
    )


def _rate(day: date, first: date, residential: bool, rules: LateFeeRules) -> Decimal:
    if residential:
        return rules.residential
    return rules.other_same_year if day.year == first.year else rules.other_cross_year


def _parts(
    unpaid: Decimal, start: date, end: date, due_on: date, residential: bool, rules: LateFeeRules
) -> list[LateFeePart]:
    if end < start or not unpaid:
        return []
    first = due_on + timedelta(days=1)
    new_year = date(first.year + 1, 1, 1)
    spans = [(start, end)]
    if not residential and start < new_year <= end:
        spans = [(start, new_year - timedelta(days=1)), (new_year, end)]
    parts = []
    for span_start, span_end in spans:
        days = (span_end - span_start).days + 1
        rate = _rate(span_start, first, residential, rules)
        parts.append(LateFeePart(span_start, span_end, days, unpaid, rate, unpaid * rate * days))
    return parts
