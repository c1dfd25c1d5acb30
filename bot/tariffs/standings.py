"""Where an account stands in the tiers, and what the next kWh costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.tariffs.price_sets import PriceSet, RuleUnknown, Step
from bot.tariffs.quotas import Terms, quota
from bot.tariffs.rating import tier_at


@dataclass(frozen=True)
class Standing:
    """A position in the tiers.

    Args:
        tier: the one that the last kWh used lies in; None where the price has no tiers.
        steps: with this account's own limits.
        left_kwh: to the tier's end; None in the last tier or without tiers.
        next_price: of the next kWh, 元; None under time of use.
        next_prices: of the next kWh per band: {"peak": …, "valley": …}; {"all": …} without
            time of use.
    """

    tier: int | None
    steps: tuple[Step, ...]
    left_kwh: Decimal | None
    next_price: Decimal | None
    next_prices: dict[str, Decimal]


def standing(price_set: PriceSet, year_kwh: Decimal, terms: Terms, on: date) -> Standing:
    """Where an account stands.

    Args:
        price_set: the one that holds on that day.
        year_kwh: used since 1 January; under monthly tiers, in this month.
        terms: the account's contract.
        on: the day.

    Raises:
        RuleUnknown: the account has terms that the set knows no rule for.
    """
    steps = quota(price_set, terms, on)
    following = tier_at(steps, year_kwh)
    current = next(step for step in steps if step.to_kwh is None or year_kwh <= step.to_kwh)
    tiered = price_set.tier_period != "none"
    left = None if current.to_kwh is None else current.to_kwh - year_kwh
    if not terms.time_of_use:
        prices = {"all": following.price}
    elif price_set.time_of_use is None:
        raise RuleUnknown("time_of_use", price_set.id)
    else:
        time_of_use = price_set.time_of_use
        tier = following.tier if tiered else None
        prices = {band: time_of_use.price(tier, band) for band in time_of_use.bands}
    return Standing(
        tier=current.tier if tiered else None,
        steps=steps,
        left_kwh=left,
        next_price=None if terms.time_of_use else following.price,
        next_prices=prices,
    )


@dataclass(frozen=True)
class Span:
    """A month or a day with its kWh; `end` is included."""

    start: date
    end: date
    kwh: Decimal


@dataclass(frozen=True)
class TierReached:
    """When a tier was entered.

    Args:
        tier: 2 or higher.
        threshold_kwh: what the cycle may use before it, for this account.
        span: the month or day with the tier's first kWh.
        over_kwh: how far the cycle is above the threshold after the last span.
        kwh_in_tier: of these, in this tier and no higher one.
    """

    tier: int
    threshold_kwh: Decimal
    span: Span
    over_kwh: Decimal
    kwh_in_tier: Decimal


def tiers_reached(
    price_set: PriceSet, terms: Terms, spans: Sequence[Span], *, used_before: Decimal = Decimal(0)
) -> tuple[TierReached, ...]:
    """The tiers above the first that were entered, in order; a threshold's kWh is still below it.

    Args:
        price_set: the one that holds.
        terms: the account's contract.
        spans: months or days of one year, of one month where tiers are monthly; oldest first.
        used_before: kWh of the cycle before the first span; a tier that they entered is left out.

    Raises:
        RuleUnknown: the account has terms that the set knows no rule for.
        ValueError: the spans aren't of one cycle, or not in order.
    """
    if not spans:
        return ()
    parts = 1 if price_set.tier_period == "year" else 2
    if len({(day.year, day.month)[:parts] for span in spans for day in (span.start, span.end)}) > 1:
        raise ValueError("the spans lie in several cycles; the tiers begin anew in each")
    if any(later.start <= earlier.end for earlier, later in pairwise(spans)):
        raise ValueError("the spans overlap or aren't in order")
    total = used_before + sum((span.kwh for span in spans), Decimal(0))
    reached = []
    for step in quota(price_set, terms, spans[-1].end):
        if not used_before <= step.from_kwh < total or step.tier == 1:
            continue
        used = used_before
        for span in spans:
            used += span.kwh
            if used > step.from_kwh:
                break
        top = total if step.to_kwh is None else min(total, step.to_kwh)
        reached.append(
            TierReached(step.tier, step.from_kwh, span, total - step.from_kwh, top - step.from_kwh)
        )
    return tuple(reached)
