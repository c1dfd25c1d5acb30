"""Where an account stands in the tiers, and what the next kWh costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.tariffs.price_sets import PriceSet, RuleUnknown, Step
from bot.tariffs.quotas import Terms, monthly_steps, yearly_steps
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
    if price_set.tier_period == "year":
        steps = yearly_steps(price_set, terms, on.year)
    else:
        steps = monthly_steps(price_set, terms, on, on)
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
