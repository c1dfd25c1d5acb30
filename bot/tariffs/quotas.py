"""How many kWh each tier holds for one account: months used, seasons, 一户多人口."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.tariffs.price_sets import PriceSet, RuleUnknown, Step

KWH = Decimal("0.01")


@dataclass(frozen=True)
class Terms:
    """What an account's contract says that changes its price.

    Args:
        time_of_use: billed by 峰谷.
        household_size: persons, where 一户多人口 is registered.
        welfare: minimum_living (低保), five_guarantees (五保/特困) or None.
        opened_on: first day of the account; its first year's quota counts from that month.
        household_from: first day of the registration; None: before the year counted.
        household_until: its last day; None: it goes on.
        closed_on: last day of the account; its last year's quota counts up to that month.
    """

    time_of_use: bool
    household_size: int | None = None
    welfare: str | None = None
    opened_on: date | None = None
    household_from: date | None = None
    household_until: date | None = None
    closed_on: date | None = None


def quota(price_set: PriceSet, terms: Terms, on: date) -> tuple[Step, ...]:
    """An account's own limits in the year, or the month, of a day.

    Args:
        price_set: the one that holds on that day; without tiers there is one step.
        terms: the account's contract.
        on: the day.

    Raises:
        RuleUnknown: 一户多人口 is registered and the set has no rule for it.
        ValueError: the account wasn't open in that year.
    """
    if price_set.tier_period == "year":
        return yearly_steps(price_set, terms, on.year)
    return monthly_steps(price_set, terms, on, on)


def yearly_steps(price_set: PriceSet, terms: Terms, year: int) -> tuple[Step, ...]:
    """The steps of a calendar year: full, or by the months from the opening to the closing.

    A month begun counts whole (“用电不足一个月的按一个月计算”).

    Raises:
        RuleUnknown: 一户多人口 is registered and the set has no rule for it.
        ValueError: the account was opened after that year or closed before it.
    """
    months = _months(year, terms.opened_on, terms.closed_on)
    if not months:
        raise ValueError(
            f"an account open from {terms.opened_on} to {terms.closed_on} has no quota for {year}"
        )
    registered = len(months & _months(year, terms.household_from, terms.household_until))
    extra = _extra_kwh_per_month(price_set, terms)
    uppers = [
        None
        if step.to_kwh is None
        else _to_unit(step.to_kwh * len(months) / 12 + extra[position] * registered)
        for position, step in enumerate(price_set.steps)
    ]
    return _with_limits(price_set, uppers)


def monthly_steps(price_set: PriceSet, terms: Terms, start: date, end: date) -> tuple[Step, ...]:
    """The steps of a bill under monthly tiers: the sum of its months' quotas.

    A month of the bill is in the season of the day it ends on.

    Raises:
        RuleUnknown: 一户多人口 is registered and the set has no rule for it.
    """
    uppers: list[Decimal | None] = [
        None if step.to_kwh is None else Decimal(0) for step in price_set.steps
    ]
    for last_day in month_ends(start, end):
        extra = _extra_kwh_per_month(price_set, terms)
        covered = _months(last_day.year, terms.household_from, terms.household_until)
        for position, step in enumerate(price_set.steps_in(last_day.month)):
            sum_before = uppers[position]
            if step.to_kwh is not None and sum_before is not None:
                added = extra[position] if last_day.month in covered else Decimal(0)
                uppers[position] = sum_before + step.to_kwh + added
    return _with_limits(price_set, uppers)


def month_ends(start: date, end: date) -> list[date]:
    """The last day of each month of a bill; a month begun counts whole.

    Args:
        start: first day of the bill.
        end: last day, included.
    """
    ends = []
    count = 0
    while True:
        count += 1
        last = _months_later(start, count) - timedelta(days=1)
        if last >= end:
            ends.append(end)
            return ends
        ends.append(last)


def _months_later(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(year: int, first: date | None, last: date | None) -> set[int]:
    """The months of a year that lie, at least in part, between two days."""
    return {
        month
        for month in range(1, 13)
        if (first is None or (year, month) >= (first.year, first.month))
        and (last is None or (year, month) <= (last.year, last.month))
    }


def _extra_kwh_per_month(price_set: PriceSet, terms: Terms) -> list[Decimal]:
    """What 一户多人口 adds to the end of each step."""
    nothing = [Decimal(0)] * len(price_set.steps)
    if terms.household_size is None or price_set.tier_period == "none":
        return nothing
    rule = price_set.household
    if rule is None:
        raise RuleUnknown("household", price_set.id)
    extra = rule.extra_kwh(terms.household_size)
    return [extra, *nothing[1:]] if rule.widens == "first" else [extra] * len(nothing)


def _to_unit(kwh: Decimal) -> Decimal:
    return kwh.quantize(KWH, ROUND_HALF_UP)


def _with_limits(price_set: PriceSet, uppers: list[Decimal | None]) -> tuple[Step, ...]:
    steps = []
    lower = Decimal(0)
    for step, upper in zip(price_set.steps, uppers, strict=True):
        steps.append(Step(step.tier, lower, upper, step.price))
        lower = upper if upper is not None else lower
    return tuple(steps)
