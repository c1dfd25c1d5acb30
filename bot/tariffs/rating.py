"""Computes a charge from a price set: pure, exact, every line explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum

from bot.tariffs.price_sets import PriceSet, RuleUnknown, Step, TimeOfUse
from bot.tariffs.quotas import KWH, Terms, month_ends, monthly_steps, yearly_steps

FEN = Decimal("0.01")
JIAO = Decimal("0.1")


class UsageMismatch(ValueError):
    """The kWh can't be right: negative, finer than 0.01, or the bands don't make the sum."""


class LineKind(str, Enum):
    """What a line of a bill is for."""

    ENERGY = "energy"
    SURCHARGE = "surcharge"  # 阶梯加价
    FREE = "free"  # 低保/五保免费电量
    ROUNDING = "rounding"  # what rounding the total left over, or a bill before carried over


@dataclass(frozen=True)
class Usage:
    """What was used in a bill's period.

    Args:
        kwh: in all, to 0.01.
        peak_kwh: None where not measured by time.
        valley_kwh: None where not measured by time.

    Raises:
        UsageMismatch: an amount is negative or finer than 0.01, or the bands exceed the sum.
    """

    kwh: Decimal
    peak_kwh: Decimal | None = None
    valley_kwh: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("kwh", "peak_kwh", "valley_kwh"):
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, float):
                raise TypeError(f"{name} is a float; energy is Decimal")
            exact = Decimal(value)
            if exact < 0 or exact != exact.quantize(KWH):
                raise UsageMismatch(f"{name} is {exact}; it may be 0 or more, to 0.01 kWh")
            object.__setattr__(self, name, exact.quantize(KWH))
        if (self.peak_kwh is None) != (self.valley_kwh is None):
            raise UsageMismatch("peak_kwh and valley_kwh are given together or not at all")
        if self.flat_kwh is not None and self.flat_kwh < 0:
            raise UsageMismatch("peak_kwh and valley_kwh exceed kwh")

    @property
    def flat_kwh(self) -> Decimal | None:
        """What is neither peak nor valley; None where not measured by time."""
        if self.peak_kwh is None or self.valley_kwh is None:
            return None
        return self.kwh - self.peak_kwh - self.valley_kwh

    def band_kwh(self, band: str) -> Decimal:
        """kWh of peak, flat or valley; 0 where not measured by time."""
        value: Decimal | None = getattr(self, f"{band}_kwh")
        return Decimal(0) if value is None else value


@dataclass(frozen=True)
class Line:
    """One line of a bill; `amount` is `kwh` times `unit_price` to the 分.

    Args:
        kind: what it is for.
        tier: None where it isn't about one tier.
        band: peak, flat, valley or None.
        kwh: negative for free kWh; None for rounding.
        unit_price: 元/kWh; None for rounding.
        amount: 元.
    """

    kind: LineKind
    tier: int | None
    band: str | None
    kwh: Decimal | None
    unit_price: Decimal | None
    amount: Decimal


@dataclass(frozen=True)
class Charge:
    """What a period costs; the lines sum to the total.

    Args:
        lines: in the order of a bill.
        total: 元.
        carried: 元 left for the next bill, less than one 角; 0 unless whole 角 are billed.
    """

    lines: tuple[Line, ...]
    total: Decimal
    carried: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Part:
    """Unrounded: so many kWh at a price."""

    kind: LineKind
    tier: int | None
    band: str | None
    kwh: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.kwh * self.unit_price


def rate(
    price_set: PriceSet,
    usage: Usage,
    terms: Terms,
    *,
    start: date,
    end: date,
    year_kwh_before: Decimal,
    carried: Decimal = Decimal(0),
) -> Charge:
    """What a bill costs.

    A bill that spans the year's end is divided by days, since the yearly tiers restart on
    1 January: `year_kwh_before` counts for its first year, the next begins at 0.

    Args:
        price_set: one that holds for the whole period.
        usage: kWh of the period.
        terms: the account's contract.
        start: first day.
        end: last day, included.
        year_kwh_before: kWh of `start`'s year before `start`; unused without yearly tiers.
        carried: what the bill before left for this one, 元; used where whole 角 are billed.

    Raises:
        UsageMismatch: the bands don't make the sum.
        RuleUnknown: the account has terms that the set knows no rule for.
    """
    if end < start:
        raise ValueError(f"the bill ends on {end}, before it starts on {start}")
    if year_kwh_before < 0:
        raise UsageMismatch(f"year_kwh_before is {year_kwh_before}; it may be 0 or more")
    check_bands(price_set, usage, terms)
    parts: list[_Part] = []
    if price_set.tier_period == "year":
        before = year_kwh_before
        for year, year_usage in _by_year(usage, start, end):
            steps = yearly_steps(price_set, terms, year)
            parts += _parts(price_set, steps, year_usage, terms, before)
            before = Decimal(0)
    else:
        steps = monthly_steps(price_set, terms, start, end)
        parts += _parts(price_set, steps, usage, terms, Decimal(0))
    parts += _free(price_set, usage, terms, len(month_ends(start, end)))
    return _rounded(_merged(parts), price_set.rounding, carried)


def rate_more(
    price_set: PriceSet, steps: tuple[Step, ...], usage: Usage, terms: Terms, used_before: Decimal
) -> Charge:
    """What some kWh cost that follow others in the same cycle, without free kWh.

    Args:
        price_set: the one that holds.
        steps: of the account, in this cycle.
        usage: the kWh that follow.
        terms: the account's contract.
        used_before: kWh of the cycle before them.

    Raises:
        UsageMismatch: an amount is negative or the bands don't make the sum.
        RuleUnknown: the account has time of use and the set knows no such price.
    """
    if used_before < 0:
        raise UsageMismatch(f"used_before is {used_before}; it may be 0 or more")
    check_bands(price_set, usage, terms)
    rounding = "total" if price_set.rounding == "down_to_jiao" else price_set.rounding
    return _rounded(_merged(_parts(price_set, steps, usage, terms, used_before)), rounding)


def check_bands(price_set: PriceSet, usage: Usage, terms: Terms) -> None:
    """See that kWh billed by time of use have the bands that the price set has.

    Raises:
        UsageMismatch: bands are missing or don't make the sum.
        RuleUnknown: the set knows no such price.
    """
    if not terms.time_of_use:
        return
    time_of_use = price_set.time_of_use
    if time_of_use is None:
        raise RuleUnknown("time_of_use", price_set.id)
    if usage.kwh and usage.flat_kwh is None:
        raise UsageMismatch("the account is billed by time of use, but peak and valley are missing")
    if usage.flat_kwh and "flat" not in time_of_use.bands:
        raise UsageMismatch(
            f"peak {usage.peak_kwh} and valley {usage.valley_kwh} don't make {usage.kwh} kWh"
        )


def _by_year(usage: Usage, start: date, end: date) -> list[tuple[int, Usage]]:
    if start.year == end.year:
        return [(start.year, usage)]
    days = {}
    for year in range(start.year, end.year + 1):
        first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        days[year] = (last - first).days + 1
    parts = []
    left = usage
    shares = apportion(usage.kwh, [Decimal(count) for count in days.values()])
    for year, kwh in zip(days, shares, strict=True):
        part = usage_like(left, kwh)
        parts.append((year, part))
        left = _minus(left, part)
    return parts


def apportion(kwh: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Divide kWh by weights, each share to 0.01, the shares summing to the whole.

    What flooring leaves goes to the shares that lost most, the earlier first.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        return [kwh, *[Decimal(0)] * (len(weights) - 1)]
    exact = [kwh * weight / whole for weight in weights]
    shares = [share.quantize(KWH, ROUND_FLOOR) for share in exact]
    left = int((kwh - sum(shares)) / KWH)
    losers = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for position in losers[:left]:
        shares[position] += KWH
    return shares


def _tier_kwh(steps: tuple[Step, ...], before: Decimal, kwh: Decimal) -> list[tuple[Step, Decimal]]:
    """How many of the next kWh fall into each tier; at least one entry."""
    after = before + kwh
    found = []
    for step in steps:
        upper = after if step.to_kwh is None else min(after, step.to_kwh)
        inside = upper - max(before, step.from_kwh)
        if inside > 0:
            found.append((step, inside))
    return found or [(tier_at(steps, before), kwh)]


def tier_at(steps: tuple[Step, ...], kwh: Decimal) -> Step:
    """The step in which the next kWh after `kwh` lies."""
    return next(step for step in steps if step.to_kwh is None or kwh < step.to_kwh)


def _parts(
    price_set: PriceSet, steps: tuple[Step, ...], usage: Usage, terms: Terms, before: Decimal
) -> list[_Part]:
    tiers = _tier_kwh(steps, before, usage.kwh)
    time_of_use = price_set.time_of_use
    if not terms.time_of_use or time_of_use is None:
        tiered = price_set.tier_period != "none"
        return [
            _Part(LineKind.ENERGY, step.tier if tiered else None, None, kwh, step.price)
            for step, kwh in tiers
        ]
    if price_set.tier_period == "none":
        return _band_parts(time_of_use, None, None, usage)
    if time_of_use.reading == "surcharge":
        return [
            *_band_parts(time_of_use, None, 1, usage),
            *_surcharges(price_set, tiers),
        ]
    return _segments(price_set, time_of_use, tiers, usage, tier_at(steps, before).tier)


def _band_parts(
    time_of_use: TimeOfUse, shown_tier: int | None, price_tier: int | None, usage: Usage
) -> list[_Part]:
    return [
        _Part(
            LineKind.ENERGY,
            shown_tier,
            band,
            usage.band_kwh(band),
            time_of_use.price(price_tier, band),
        )
        for band in time_of_use.bands
    ]


def _surcharges(price_set: PriceSet, tiers: list[tuple[Step, Decimal]]) -> list[_Part]:
    return [
        _Part(LineKind.SURCHARGE, step.tier, None, kwh, price_set.surcharge(step.tier))
        for step, kwh in tiers
        if price_set.surcharge(step.tier)
    ]


def _segments(
    price_set: PriceSet,
    time_of_use: TimeOfUse,
    tiers: list[tuple[Step, Decimal]],
    usage: Usage,
    first_tier: int,
) -> list[_Part]:
    """Each tier at its own band prices.

    Nobody measures which band's kWh lie above a threshold, so a tier gets the bands in the
    bill's proportion. Under `flat_surcharge` a tier entered in this bill carries one surcharge
    for all bands instead, and needs no such division.
    """
    flat = time_of_use.crossing == "flat_surcharge"
    entered = [(step, kwh) for step, kwh in tiers if flat and step.tier > first_tier]
    if entered and first_tier == 1:
        return [*_band_parts(time_of_use, None, 1, usage), *_surcharges(price_set, entered)]
    parts: list[_Part] = []
    left = usage
    for step, kwh in tiers[: len(tiers) - len(entered)]:
        share = usage_like(left, kwh)
        parts += _band_parts(time_of_use, step.tier, step.tier, share)
        left = _minus(left, share)
    return [
        *parts,
        *_band_parts(time_of_use, None, 1, left),
        *_surcharges(price_set, entered),
    ]


def usage_like(pattern: Usage, kwh: Decimal) -> Usage:
    """So many kWh with the bands in the proportion of others; without bands, if those have none.

    Args:
        pattern: whose proportion: last month's, or the bill's.
        kwh: how many, to 0.01; all in the peak if the pattern has bands without a kWh.

    Raises:
        UsageMismatch: it is negative or finer than 0.01.
    """
    if pattern.flat_kwh is None:
        return Usage(kwh)
    bands = [pattern.band_kwh(band) for band in ("peak", "flat", "valley")]
    peak, _, valley = apportion(kwh, bands)
    return Usage(kwh, peak, valley)


def _minus(usage: Usage, taken: Usage) -> Usage:
    if usage.flat_kwh is None:
        return Usage(usage.kwh - taken.kwh)
    return Usage(
        usage.kwh - taken.kwh,
        usage.band_kwh("peak") - taken.band_kwh("peak"),
        usage.band_kwh("valley") - taken.band_kwh("valley"),
    )


def _free(price_set: PriceSet, usage: Usage, terms: Terms, months: int) -> list[_Part]:
    """Free kWh at the first tier's prices, the bands in the bill's proportion.

    They count for the tiers like all other kWh; no source seen says otherwise.
    """
    if terms.welfare is None:
        return []
    rule = price_set.welfare
    if rule is None or terms.welfare not in rule.kinds:
        raise RuleUnknown("welfare", price_set.id)
    kwh = min(usage.kwh, rule.free_kwh_per_month * months)
    time_of_use = price_set.time_of_use
    if not terms.time_of_use or time_of_use is None:
        return [_Part(LineKind.FREE, None, None, -kwh, price_set.base_price)]
    tier = None if price_set.tier_period == "none" else 1
    return [
        _Part(LineKind.FREE, None, part.band, -part.kwh, part.unit_price)
        for part in _band_parts(time_of_use, None, tier, usage_like(usage, kwh))
    ]


def _merged(parts: list[_Part]) -> list[_Part]:
    """Lines of the same kind, tier, band and price as one; empty ones left out."""
    kwh: dict[tuple[LineKind, int | None, str | None, Decimal], Decimal] = {}
    for part in parts:
        key = (part.kind, part.tier, part.band, part.unit_price)
        kwh[key] = kwh.get(key, Decimal(0)) + part.kwh
    merged = [_Part(*key[:3], amount, key[3]) for key, amount in kwh.items()]
    kept = [part for part in merged if part.kwh]
    order = list(LineKind)
    return sorted(kept or merged[:1], key=lambda part: order.index(part.kind))


def _rounded(parts: list[_Part], rounding: str, carried: Decimal = Decimal(0)) -> Charge:
    lines = [
        Line(part.kind, part.tier, part.band, part.kwh, part.unit_price, to_fen(part.amount))
        for part in parts
    ]
    of_lines = sum((line.amount for line in lines), Decimal(0))
    exact = sum((part.amount for part in parts), Decimal(0))
    left = Decimal(0)
    if rounding == "parts":
        total = of_lines
    elif rounding == "total":
        total = to_fen(exact)
    else:
        due = to_fen(exact) + carried
        total = due.quantize(JIAO, ROUND_FLOOR).quantize(FEN)
        left = due - total
    if total != of_lines:
        lines.append(Line(LineKind.ROUNDING, None, None, None, None, total - of_lines))
    return Charge(tuple(lines), total, left)


def to_fen(amount: Decimal) -> Decimal:
    """元 to the 分, half up (away from zero)."""
    return amount.quantize(FEN, ROUND_HALF_UP)
