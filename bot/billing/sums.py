"""Facts of several bills at once: the sum, the average, the highest, the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.billing import explanation, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question
from bot.billing.records import BillRecord
from bot.billing.spans import Span, span_of, union
from bot.cards import Card
from bot.periods.period import of_year

MOST_TOLD = 13
"""Months of a list told in words one by one; the card has all."""


@dataclass(frozen=True)
class Thing:
    """Something that has a sum of money and of energy: a month, a year, an account."""

    label: str
    amount: Decimal
    kwh: Decimal

    def value(self, energy: bool) -> Decimal:
        """What is compared."""
        return self.kwh if energy else self.amount


def told(value: Decimal, energy: bool) -> str:
    """180.85度 or 106.34元."""
    return f"{wording.kwh(value)}度" if energy else f"{wording.money(value)}元"


def about_energy(asked: Asked) -> bool:
    """Whether kWh are asked about and no money."""
    if asked.aspect.names("bill"):
        return False
    return asked.aspect.names("usage") or asked.intent == "query_usage"


def asked_span(question: Question, asked: Asked) -> Span:
    """The bills of all the periods that are asked about."""
    if not asked.periods:
        return span_of(question, None)
    return union([span_of(question, period) for period in asked.periods])


def total(question: Question, asked: Asked) -> Answer | None:
    """The sum of the bills; None where there are none, or one month alone is asked about."""
    span = asked_span(question, asked)
    if not span.bills:
        return None
    return bill_list(question, span, each=asked.aspect.asks("list"))


def bill_list(question: Question, span: Span, *, each: bool) -> Answer:
    """Bills of several months with their sum.

    Args:
        question: whose.
        span: with at least one bill.
        each: whether the words tell each month too.
    """
    unpaid = sum((bill.unpaid for bill in span.bills), Decimal(0))
    lines = [
        f"{wording.month(bill.month)}{wording.money(bill.amount)}元"
        for bill in span.bills[-MOST_TOLD:]
    ]
    return question.answer(
        "utter_bill_list",
        list_card(question, span),
        label=span.label,
        count=str(len(span.bills)),
        kwh=wording.kwh(span.kwh),
        amount=wording.money(span.amount),
        bills=f"各月是：{'、'.join(lines)}。" if each else "",
        unpaid_note=f"其中还有{wording.money(unpaid)}元没交。" if unpaid else "",
        missing_note=wording.stops(span.note, _to_come(question, span)),
    )


def _to_come(question: Question, span: Span) -> str:
    """Months that have begun and aren't billed; those ahead need no word."""
    begun = [month for month in span.to_come if month <= question.this_month]
    return f"{wording.month_ranges(begun)}还没有出账。" if begun else ""


def list_card(question: Question, span: Span) -> Card:
    """The bills of a span as a card."""
    card: dict[str, Any] = {
        "schema": "bill_list",
        "account": question.masked_account,
        "label": span.label,
        "items": [
            {
                "month": wording.month_key(bill.month),
                "label": wording.month(bill.month),
                "kwh": wording.kwh(bill.kwh),
                "amount": wording.money(bill.amount),
                "status": bill.status(question.today),
            }
            for bill in span.bills
        ],
        "total_kwh": wording.kwh(span.kwh),
        "total_amount": wording.money(span.amount),
    }
    absent = [*span.missing, *span.to_come]
    if absent:
        card["missing"] = [wording.month(month) for month in absent]
    return card


def average(question: Question, asked: Asked) -> Answer | None:
    """The average per month, day or year of the bills."""
    span = asked_span(question, asked)
    if not span.bills:
        return None
    by = asked.aspect.by if asked.aspect.by in ("day", "year") else "month"
    parts = {"day": Decimal(span.days), "month": Decimal(len(span.bills))}
    # A year of what is on record, month by month: a part of a year is no year.
    parts["year"] = Decimal(len(span.bills)) / 12
    unit = {"day": "天", "month": "月", "year": "年"}[by]
    return question.answer(
        "utter_bill_average",
        list_card(question, span),
        label=span.label,
        unit=unit,
        amount=wording.money(span.amount / parts[by]),
        kwh=wording.kwh(span.kwh / parts[by]),
        missing_note=span.note,
    )


def extreme(question: Question, asked: Asked, *, lowest: bool = False) -> Answer | None:
    """The month or year that cost most (or least), or the higher of the periods that are named."""
    energy = about_energy(asked)
    if len(asked.periods) > 1 and asked.aspect.by != "year":
        spans = [span_of(question, period) for period in asked.periods]
        spans = [span for span in spans if span.bills]
        if len(spans) > 1:
            things = [Thing(span.label, span.amount, span.kwh) for span in spans]
            reason = _reason(question, asked, spans)
            return compared(question, things, energy=energy, lowest=lowest, reason=reason)
    span = asked_span(question, asked)
    if not span.bills:
        return None
    if asked.aspect.by == "year":
        return _years(question, asked, energy=energy, lowest=lowest)
    choose = min if lowest else max
    found = choose(span.bills, key=lambda bill: bill.kwh if energy else bill.amount)
    return question.answer(
        "utter_usage_extreme" if energy else "utter_bill_extreme",
        list_card(question, span),
        label=span.label,
        which="最少" if lowest and energy else "最多" if energy else "最低" if lowest else "最高",
        point=wording.month(found.month),
        amount=wording.money(found.amount),
        kwh=wording.kwh(found.kwh),
        missing_note=span.note,
    )


def band_extreme(question: Question, asked: Asked, *, lowest: bool = False) -> Answer | None:
    """The month in which most (or least) was used in one band; None where no bill has bands."""
    span = asked_span(question, asked)
    used = {bill.month: kwh for bill in span.bills if (kwh := _of_band(bill, asked.aspect.band))}
    if not used:
        return None
    month = (min if lowest else max)(used, key=lambda one: used[one])
    return question.answer(
        "utter_usage_band_extreme",
        list_card(question, span),
        label=span.label,
        band=wording.BAND_NAME[asked.aspect.band],
        which="最少" if lowest else "最多",
        point=wording.month(month),
        kwh=wording.kwh(used[month]),
        missing_note=span.note,
    )


def _of_band(bill: BillRecord, band: str) -> Decimal | None:
    if bill.peak_kwh is None or bill.valley_kwh is None:
        return None
    flat = bill.kwh - bill.peak_kwh - bill.valley_kwh
    return {"peak": bill.peak_kwh, "valley": bill.valley_kwh, "flat": flat}[band]


def _reason(question: Question, asked: Asked, spans: Sequence[Span]) -> str:
    """Why the dearer of two months is dearer, if that is asked too."""
    if not asked.aspect.why or len(spans) != 2 or any(len(span.bills) != 1 for span in spans):
        return ""
    cheap, dear = sorted((span.bills[0] for span in spans), key=lambda bill: bill.amount)
    reason = explanation.main_reason(question, explanation.compared(question, "", [(cheap, dear)]))
    return f"主要是{reason}。" if reason else ""


def compared(
    question: Question,
    things: Sequence[Thing],
    *,
    energy: bool,
    lowest: bool,
    reason: str = "",
) -> Answer:
    """Which of some things is higher (or lower), and by how much."""
    ordered = sorted(things, key=lambda thing: thing.value(energy), reverse=not lowest)
    first, second = ordered[0], ordered[1]
    difference = first.value(energy) - second.value(energy)
    others = "、".join(f"{one.label}的{told(one.value(energy), energy)}" for one in ordered[1:])
    return question.answer(
        "utter_higher" if difference else "utter_same",
        label=first.label,
        which=("更少" if lowest else "更多") if energy else ("更低" if lowest else "更高"),
        value=told(first.value(energy), energy),
        other=others,
        more=wording.more(difference),
        difference=told(abs(difference), energy),
        reason_note=reason,
    )


def _years(question: Question, asked: Asked, *, energy: bool, lowest: bool) -> Answer | None:
    """The years on record, parts of years said to be parts."""
    span = span_of(question, None) if not asked.periods else asked_span(question, asked)
    first = span.bills[0].month.year
    if len({bill.month.year for bill in span.bills}) < 2:
        first -= 1
    spans = [
        span_of(question, of_year(year)) for year in range(first, span.bills[-1].month.year + 1)
    ]
    spans = [one for one in spans if one.bills]
    # A year with few months on record is no rival of whole ones.
    whole = [one for one in spans if not one.missing]
    spans = whole if len(whole) > 1 else spans
    if len(spans) < 2:
        return None
    things = [Thing(one.label, one.amount, one.kwh) for one in spans]
    return compared(question, things, energy=energy, lowest=lowest)


def unit_price(question: Question, bills: Sequence[BillRecord], label: str) -> Answer | None:
    """What a kWh of some bills cost on average."""
    kwh = sum((bill.kwh for bill in bills), Decimal(0))
    amount = sum((bill.amount for bill in bills), Decimal(0))
    if not kwh:
        return None
    return question.answer(
        "utter_bill_unit_price",
        label=label,
        price=f"{amount / kwh:.4f}",
        amount=wording.money(amount),
        kwh=wording.kwh(kwh),
    )
