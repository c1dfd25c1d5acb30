"""Facts of one bill, whichever record they are asked under: what is still open of it, what a tier cost in it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.billing import paid, records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import owed
from bot.billing.question import Asked, Question
from bot.billing.records import LineRecord
from bot.billing.spans import span_of
from bot.periods.period import of_year


def rest(question: Question, asked: Asked) -> Answer | None:
    """What is still open of the bill that is asked about (那期还差多少); None unless it is one bill."""
    bills = span_of(question, asked.period).bills if asked.period else ()
    if len(bills) != 1:
        return None
    bill = bills[0]
    if not bill.unpaid:
        return paid.paid(question, asked)
    still = owed(question, [bill])[0]
    fee = f"，到今天另有违约金{wording.money(still.late_fee)}元" if still.late_fee else ""
    return question.answer(
        "utter_bill_rest",
        label=wording.month(bill.month),
        point=wording.month(bill.month) if asked.aspect.oldest else "",
        unpaid=wording.money(bill.unpaid),
        amount=wording.money(bill.amount),
        paid_note=paid.paid_part(question, bill),
        fee_note=fee,
        pending_note=paid.pending_note(question),
    )


def tier_part(question: Question, asked: Asked) -> Answer | None:
    """What some bills have in one tier, in kWh and money; without a tier what each tier has.

    The bills are those of the time that is asked about, else the running year's. A band that is
    named too (一档的谷电) leaves the others out. None where the bills have no tiers.
    """
    span = span_of(question, asked.period or of_year(question.today.year))
    lines = [
        line
        for bill in span.bills
        for line in records.lines(question.session, bill.id)
        if line.tier is not None and line.kwh is not None
    ]
    band = asked.aspect.band
    if band and any(line.band for line in lines):
        lines = [line for line in lines if line.band == band]
    if not lines:
        return None
    by_tier: dict[int, list[LineRecord]] = {}
    for line in lines:
        by_tier.setdefault(line.tier or 0, []).append(line)
    named = asked.aspect.tier
    part = f"的{wording.BAND_NAME[band]}" if band and lines[0].band == band else ""
    facts = {"label": span.label, "part": part}
    if named is None:
        told = [f"{wording.tier(tier)}{_told(by_tier[tier])}" for tier in sorted(by_tier)]
        return question.answer("utter_bill_tiers", **facts, tiers="，".join(told))
    if named not in by_tier:
        whole = "、".join(wording.tier(tier) for tier in sorted(by_tier))
        return question.answer(
            "utter_bill_no_such_tier", **facts, tier=wording.tier(named), tiers=whole
        )
    return question.answer(
        "utter_bill_tier",
        **facts,
        tier=wording.tier(named),
        kwh=wording.kwh(_kwh(by_tier[named])),
        amount=wording.money(_amount(by_tier[named])),
        rate_note=_rate_note(by_tier[named]),
    )


def _told(lines: Sequence[LineRecord]) -> str:
    """301.89度、162.42元."""
    return f"{wording.kwh(_kwh(lines))}度、{wording.money(_amount(lines))}元"


def _kwh(lines: Sequence[LineRecord]) -> Decimal:
    return sum((line.kwh for line in lines if line.kwh is not None), Decimal(0))


def _amount(lines: Sequence[LineRecord]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _rate_note(lines: Sequence[LineRecord]) -> str:
    """（每度0.588元）, where there is one price or two."""
    rates = dict.fromkeys(
        wording.unit_price(line.unit_price) for line in lines if line.unit_price is not None
    )
    return f"（每度{'、'.join(rates)}元）" if 0 < len(rates) < 3 else ""
