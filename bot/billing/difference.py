"""Splits the difference of two bills into parts that sum exactly, in one fixed order; pure.

The way leads from the base bill to the current one in six steps. Each step changes one thing and
leaves the rest, the bill is computed again, and what it rose or fell by is that thing's part:

1. price: the price set of the current bill;
2. plan: time-of-use or not, 一户多人口, 低保 as on the current bill (shown as “other”);
3. days: as many days as the current bill, at the base's kWh per day;
4. usage: the current kWh per day;
5. peak share: the current split into peak and valley;
6. tier: the current bill's place in the calendar, that is the kWh of the year before it and the
   season; what is left of the way.

Both bills' deviation from their own computation (a correction by hand) is a second part “other”.
The steps telescope, so the parts sum to the difference to the 分 whatever the prices are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")

FACTORS = ("price", "plan", "days", "usage", "peak_share", "tier", "correction")
"""All factors in the order in which they are found and told."""


class NotComputable(Exception):
    """A situation can't be computed: its price set, a rule or its bands are unknown."""


@dataclass(frozen=True)
class Plan:
    """What was agreed for an account in a billing month.

    Args:
        time_of_use: whether peak and valley are billed apart.
        household_size: persons where 一户多人口 is registered.
        welfare: 低保 or 五保 as the database names it.
    """

    time_of_use: bool
    household_size: int | None = None
    welfare: str | None = None


@dataclass(frozen=True)
class Situation:
    """What a bill is computed from.

    Args:
        price_set_id: of the price book.
        plan: what was agreed.
        start: first day of the place in the calendar that the bill is rated at.
        end: last day of that place.
        days: days that the kWh were used in.
        kwh: used in these days.
        peak_kwh: of it in the peak; None where it isn't known.
        valley_kwh: of it in the valley.
        year_kwh_before: kWh of the year before the bill, for yearly tiers.
    """

    price_set_id: str
    plan: Plan
    start: date
    end: date
    days: int
    kwh: Decimal
    peak_kwh: Decimal | None
    valley_kwh: Decimal | None
    year_kwh_before: Decimal

    @property
    def has_bands(self) -> bool:
        """Whether it is known when the kWh were used."""
        return self.peak_kwh is not None and self.valley_kwh is not None


Cost = Callable[[Situation], Decimal]
"""Computes what a situation costs, in 元 to the 分; raises `NotComputable`."""


@dataclass(frozen=True)
class Part:
    """One part of a difference.

    Args:
        factor: one of `FACTORS`.
        amount: in 元; negative where the bill fell by it.
    """

    factor: str
    amount: Decimal


def parts(
    base: Situation, base_amount: Decimal, current: Situation, amount: Decimal, cost: Cost
) -> list[Part]:
    """The parts of `amount - base_amount`, one for each factor, zero ones too.

    Args:
        base: the earlier bill.
        base_amount: its amount as billed, in 元.
        current: the later bill.
        amount: its amount as billed, in 元.
        cost: computes a bill.

    Raises:
        NotComputable: one of the two bills can't be computed.
    """
    before = start = cost(base)
    cost(current)
    found = []
    for factor, situation in steps(base, current):
        try:
            after = cost(situation)
        except NotComputable:
            # The new prices under the old plan, say: such a step is taken together with the next.
            after = before
        found.append(Part(factor, after - before))
        before = after
    found.append(Part("correction", (amount - before) - (base_amount - start)))
    return found


def steps(base: Situation, current: Situation) -> Iterator[tuple[str, Situation]]:
    """The way from one bill to another: each factor, and the situation after its change."""
    here = replace(base, price_set_id=current.price_set_id)
    yield "price", here
    here = _with_bands_like(replace(here, plan=current.plan), current)
    yield "plan", here
    here = _scaled(replace(here, days=current.days), here.kwh * current.days / here.days)
    yield "days", here
    here = _scaled(here, current.kwh, like=current)
    yield "usage", here
    here = replace(here, peak_kwh=current.peak_kwh, valley_kwh=current.valley_kwh)
    yield "peak_share", here
    yield "tier", current


def summed(several: Iterable[Sequence[Part]]) -> list[Part]:
    """The parts of several differences added up factor by factor."""
    totals = dict.fromkeys(FACTORS, Decimal(0))
    for some in several:
        for part in some:
            totals[part.factor] += part.amount
    return [Part(factor, amount) for factor, amount in totals.items()]


def _with_bands_like(base: Situation, current: Situation) -> Situation:
    """The base with bands known or unknown as on the current bill.

    A base without bands is given the current split: a change of the share can't be seen then, and
    its part is zero.
    """
    if not current.has_bands:
        return replace(base, peak_kwh=None, valley_kwh=None)
    if base.has_bands:
        return base
    return _scaled(replace(base, peak_kwh=Decimal(0), valley_kwh=Decimal(0)), base.kwh, current)


def _scaled(base: Situation, kwh: Decimal, like: Situation | None = None) -> Situation:
    """The base with other kWh and its own split into bands, or `like`'s where it has none."""
    kwh = kwh.quantize(CENT, ROUND_HALF_UP)
    if base.peak_kwh is None or base.valley_kwh is None:
        return replace(base, kwh=kwh)
    pattern = base
    if base.peak_kwh + base.valley_kwh == 0 and like is not None:
        pattern = like
    peak, valley = pattern.peak_kwh or Decimal(0), pattern.valley_kwh or Decimal(0)
    if peak + valley == 0:
        return replace(base, kwh=kwh, peak_kwh=kwh, valley_kwh=Decimal(0))
    scaled_peak = (kwh * peak / pattern.kwh).quantize(CENT, ROUND_HALF_UP)
    if peak + valley == pattern.kwh:
        return replace(base, kwh=kwh, peak_kwh=scaled_peak, valley_kwh=kwh - scaled_peak)
    return replace(
        base,
        kwh=kwh,
        peak_kwh=scaled_peak,
        valley_kwh=min(
            (kwh * valley / pattern.kwh).quantize(CENT, ROUND_HALF_UP), kwh - scaled_peak
        ),
    )
