"""Where an account stands in the tiers, what the next kWh costs, and where the year may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.charges import plan_of, terms_of, unknown_rules, used_in_year
from bot.billing.citations import current_price_set, price_note
from bot.billing.question import Question
from bot.billing.records import BillRecord
from bot.cards import Card
from bot.tariffs import PriceSet, PriceUnknown, Standing, Step, Terms, standing


@dataclass(frozen=True)
class Position:
    """What was used in the running cycle.

    Args:
        label: the cycle in words.
        used: kWh so far.
        until: last day counted.
        projected: kWh at the end of the year; None for monthly tiers or without records.
    """

    label: str
    used: Decimal
    until: date
    projected: Decimal | None


def tiers(question: Question) -> Answer:
    """Where the account stands this year, or this month where the tiers are monthly."""
    price = current_price_set(question)
    kind = wording.TARIFF_CLASS.get(question.account.tariff_class, "这类用电")
    if price is None:
        return question.answer("utter_tiers_unknown", kind=kind)
    terms = terms_of(question.account, plan_of(question.account, price, question.today))
    try:
        found = position(question, price)
        place = standing(price, found.used, terms, question.today)
    except PriceUnknown:
        return question.answer("utter_tiers_unknown", kind=kind)
    if place.tier is None:
        return question.answer(
            "utter_tiers_none",
            kind=kind,
            next_price=next_price(place),
            price_note=price_note(price),
        )
    facts = {
        "label": found.label,
        "until": wording.short_day(found.until),
        "used": wording.kwh(found.used),
        "tier": wording.tier(place.tier),
        "next_price": next_price(place),
        "steps": "；".join(_step_told(price, terms, step) for step in place.steps),
        "projection_note": projection_note(found, place),
        "unknown_note": _unknown_note(question, price),
        "price_note": price_note(price),
    }
    card = tiers_card(question, price, terms, found, place)
    if place.left_kwh is None:
        return question.answer("utter_tiers_top", card, **facts)
    return question.answer(
        "utter_tiers",
        card,
        **facts,
        left=wording.kwh(place.left_kwh),
        next_tier=wording.tier(place.tier + 1),
    )


def position(question: Question, price: PriceSet) -> Position:
    """What was used in the running cycle: its bills, and the days since the last one."""
    bills = records.bills(
        question.session,
        question.account.id,
        wording.add_months(question.this_month, -12),
        question.this_month,
    )
    yearly = price.tier_period == "year"
    cycle = question.today.replace(month=1, day=1) if yearly else question.this_month
    start = cycle
    used = Decimal(0)
    if bills and bills[-1].period_end >= cycle:
        start = bills[-1].period_end + timedelta(days=1)
        if yearly:
            used = used_in_year(bills[-1], question.today.year)
    days = records.days(question.session, question.account.id, start, question.today)
    used += sum((found.kwh for found in days), Decimal(0))
    until = days[-1].day if days else start - timedelta(days=1)
    label = f"{cycle.year}年" if yearly else wording.month(cycle)
    projected = _projected(bills, used, max(until, cycle)) if yearly else None
    return Position(label, used, until, projected)


def _projected(bills: Sequence[BillRecord], used: Decimal, until: date) -> Decimal | None:
    """kWh at the end of the year, if the rest goes as a year ago, else as the average so far."""
    by_month = {bill.month: bill for bill in bills}
    year = until.year
    rest = Decimal(0)
    for number in range(until.month, 13):
        bill = by_month.get(date(year - 1, number, 1))
        if bill is None:
            return _at_average(bills, used, until)
        first = date(year, number, 1)
        days = (wording.add_months(first, 1) - first).days
        left = days - until.day if number == until.month else days
        rest += bill.kwh * left / days
    return (used + rest).quantize(Decimal(1))


def _at_average(bills: Sequence[BillRecord], used: Decimal, until: date) -> Decimal | None:
    days = sum(bill.days for bill in bills)
    if not days:
        return None
    per_day = sum((bill.kwh for bill in bills), Decimal(0)) / days
    return (used + per_day * (date(until.year, 12, 31) - until).days).quantize(Decimal(1))


def tier_at(steps: Sequence[Step], kwh: Decimal) -> int:
    """The tier that the last of so many kWh lies in."""
    return next(step.tier for step in steps if step.to_kwh is None or kwh <= step.to_kwh)


def projection_note(found: Position, place: Standing) -> str:
    """Where the year may end, as a sentence; nothing where it can't be told."""
    if found.projected is None:
        return ""
    expected = tier_at(place.steps, found.projected)
    where = (
        f"会进入{wording.tier(expected)}"
        if expected != place.tier
        else f"还在{wording.tier(expected)}"
    )
    return f"照往常的用量，到年底大约{wording.kwh(found.projected)}度，{where}。"


def _unknown_note(question: Question, price: PriceSet) -> str:
    """What is registered but left out, since no published rule for it is known."""
    left_out = unknown_rules(question.account, price, question.today)
    if not left_out:
        return ""
    return f"您登记的{'、'.join(left_out)}我没有找到当地规则的出处，上面没有算进去。"


def next_price(place: Standing) -> str:
    """0.538元, or 高峰0.568元、低谷0.288元."""
    if place.next_price is not None:
        return f"{wording.unit_price(place.next_price)}元"
    return "、".join(
        f"{wording.BAND[band]}时段{wording.unit_price(price)}元"
        for band, price in place.next_prices.items()
    )


def _step_prices(price: PriceSet, terms: Terms, step: Step) -> dict[str, Decimal]:
    if not terms.time_of_use or price.time_of_use is None:
        return {"all": step.price}
    return {band: price.time_of_use.price(step.tier, band) for band in price.time_of_use.bands}


def _step_told(price: PriceSet, terms: Terms, step: Step) -> str:
    if step.to_kwh is None:
        reach = f"超过{wording.kwh(step.from_kwh)}度"
    else:
        reach = f"{wording.kwh(step.from_kwh)}到{wording.kwh(step.to_kwh)}度"
    prices = _step_prices(price, terms, step)
    if "all" in prices:
        told = f"每度{wording.unit_price(prices['all'])}元"
    else:
        told = "、".join(
            f"{wording.BAND[band]}{wording.unit_price(value)}元" for band, value in prices.items()
        )
    return f"{wording.tier(step.tier)}{reach}，{told}"


def _step_card(price: PriceSet, terms: Terms, step: Step) -> dict[str, Any]:
    prices = _step_prices(price, terms, step)
    shown: dict[str, Any] = {
        "tier": step.tier,
        "from_kwh": wording.kwh(step.from_kwh),
        "price": wording.unit_price(prices.get("all", prices.get("peak", step.price))),
    }
    if step.to_kwh is not None:
        shown["to_kwh"] = wording.kwh(step.to_kwh)
    if "valley" in prices:
        shown["valley_price"] = wording.unit_price(prices["valley"])
    return shown


def tiers_card(
    question: Question, price: PriceSet, terms: Terms, found: Position, place: Standing
) -> Card:
    """The standing as a card."""
    yearly = price.tier_period == "year"
    following = place.next_prices
    card: dict[str, Any] = {
        "schema": "tiers",
        "account": question.masked_account,
        "label": found.label,
        "cycle": "year" if yearly else "month",
        "used_kwh": wording.kwh(found.used),
        "steps": [_step_card(price, terms, step) for step in place.steps],
        "current_tier": place.tier,
        "next_kwh_price": wording.unit_price(
            next(following[band] for band in ("all", "peak") if band in following)
        ),
        "price": price.citation(),
    }
    if yearly:
        card["year"] = question.today.year
    if place.left_kwh is not None:
        card["left_in_tier_kwh"] = wording.kwh(place.left_kwh)
    if "valley" in following:
        card["next_kwh_valley_price"] = wording.unit_price(following["valley"])
    if found.projected is not None:
        card["projected_kwh"] = wording.kwh(found.projected)
        card["projected_tier"] = tier_at(place.steps, found.projected)
    return card
