"""What a price set says: steps, bands, rules, and where it was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

TIER_PERIODS = ("year", "month", "none")
ALL_MONTHS = tuple(range(1, 13))

ROUNDINGS = ("parts", "total", "down_to_jiao")
"""`parts`: every line half up to the 分, the total is their sum. `total`: only the sum is rounded.
`down_to_jiao`: the sum, with what the last bill carried over, is cut to whole 角; the rest goes to
the next bill."""


class PriceUnknown(Exception):
    """No price set is known for what was asked; nothing may be filled in for it.

    Args:
        what: a sentence for the log.
    """


class RuleUnknown(PriceUnknown):
    """The price is known, a rule that changes it (一户多人口, 低保, 峰谷) isn't.

    Args:
        rule: `household`, `welfare` or `time_of_use`.
        price_set_id: the set that lacks it.
    """

    def __init__(self, rule: str, price_set_id: str) -> None:
        self.rule = rule
        self.price_set_id = price_set_id
        super().__init__(f"price set {price_set_id} knows no rule for {rule}")


@dataclass(frozen=True)
class Step:
    """A tier (档): its kWh from `from_kwh` (exclusive) to `to_kwh` (inclusive) at `price`.

    Args:
        tier: counted from 1.
        from_kwh: 0 for the first.
        to_kwh: None for the last.
        price: 元/kWh without time of use.
    """

    tier: int
    from_kwh: Decimal
    to_kwh: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class Season:
    """The steps that hold in some calendar months.

    Args:
        label: Chinese, “夏季”.
        months: 1-12.
        steps: per month in a seasonal set; per year or month elsewhere.
    """

    label: str
    months: tuple[int, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Window:
    """A daily span of a band; one that ends before it starts runs over midnight.

    Args:
        band: peak, flat or valley.
        start: first moment in it.
        end: first moment after it.
        months: 1-12 in which it holds.
    """

    band: str
    start: time
    end: time
    months: tuple[int, ...] = ALL_MONTHS

    @property
    def text(self) -> str:
        """The span ready to show: “08:00-22:00”, over midnight “22:00-次日08:00”."""
        over_midnight = "次日" if time(0) < self.end <= self.start else ""
        end = "24:00" if self.end == time(0) else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{over_midnight}{end}"


@dataclass(frozen=True)
class BandPrice:
    """The price of one kWh in a tier and band; the tier is None where there are none."""

    tier: int | None
    band: str
    price: Decimal


@dataclass(frozen=True)
class TimeOfUse:
    """分时电价.

    Args:
        reading: how tiers and bands combine. `segments`: each tier has its own band prices.
            `surcharge`: all kWh at the first tier's band prices, and the steps' difference to the
            first on the kWh above. The sums agree where every band carries the same surcharge.
        crossing: what holds for a tier entered within the bill, under `segments`. `by_share`: its
            kWh are split over the bands as the whole bill's. `flat_surcharge` (Shanghai): its kWh
            carry the steps' difference, the same in all bands.
        windows: when each band holds.
        prices: of every tier and band.
    """

    reading: str
    crossing: str
    windows: tuple[Window, ...]
    prices: tuple[BandPrice, ...]

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands in the order of a bill: peak, flat, valley."""
        used = {price.band for price in self.prices}
        return tuple(band for band in ("peak", "flat", "valley") if band in used)

    def price(self, tier: int | None, band: str) -> Decimal:
        """元/kWh of a tier and band."""
        return next(p.price for p in self.prices if p.tier == tier and p.band == band)


@dataclass(frozen=True)
class HouseholdRule:
    """一户多人口: from so many persons on, the thresholds move up.

    Args:
        persons: the least that count.
        extra_kwh_per_month: what is added to a threshold, per month.
        shared_price_from: persons from which 合表 may be chosen instead; None: not offered.
        source: of the rule: authority and document.
        grade: of the source.
        note: what else the rule says, Chinese.
        widens: `all` thresholds move, so that only the first tier grows; or the `first` alone.
        per_person_above: the extra is added for each person above so many; None: once.
        urls: where it was read, for the staff.
    """

    persons: int
    extra_kwh_per_month: Decimal
    shared_price_from: int | None
    source: str
    grade: str
    note: str
    widens: str = "all"
    per_person_above: int | None = None
    urls: tuple[str, ...] = ()

    def extra_kwh(self, persons: int) -> Decimal:
        """What a household of so many persons gets on top of a threshold, kWh per month."""
        if persons < self.persons:
            return Decimal(0)
        if self.per_person_above is None:
            return self.extra_kwh_per_month
        return self.extra_kwh_per_month * (persons - self.per_person_above)


@dataclass(frozen=True)
class WelfareRule:
    """免费电量 for 低保 and 五保/特困 households.

    Args:
        kinds: `minimum_living`, `five_guarantees`.
        free_kwh_per_month: kWh.
        source: of the rule: authority and document.
        grade: of the source.
        note: what else the rule says, Chinese.
        urls: where it was read, for the staff.
    """

    kinds: tuple[str, ...]
    free_kwh_per_month: Decimal
    source: str
    grade: str
    note: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Component:
    """A named part of a unit price (代理购电价格, 输配电价, …), 元/kWh."""

    label: str
    price: Decimal


@dataclass(frozen=True)
class PriceSet:
    """One published price table with its validity and source.

    Args:
        id: unique, kept in each bill.
        region: as in `Account.region`.
        region_title: Chinese.
        tariff_class: as in `Account.tariff_class`.
        title: Chinese.
        voltage: as in `Account.voltage`.
        valid_from: first day; where a source doesn't say, the first day seen (the note says so).
        valid_until: last day; None while it holds.
        source: authority and document, as customers are told; never an address.
        grade: A government or grid company … D single forum answer, G public code, demo invented.
        checked_on: the day up to which the source vouches for it.
        note: Chinese, for the customer.
        tier_period: year, month or none.
        seasons: at least one; only a monthly set has several.
        time_of_use: None where no such price is known.
        household: None where the rule is unknown.
        welfare: None where the rule is unknown.
        components: of the first step's price; empty where not published.
        rounding: one of `ROUNDINGS`.
        months: of the calendar, in which it holds; a price of a season has some of them.
        urls: where it was read, for the staff.
    """

    id: str
    region: str
    region_title: str
    tariff_class: str
    title: str
    voltage: str
    valid_from: date
    valid_until: date | None
    source: str
    grade: str
    checked_on: date
    note: str
    tier_period: str
    seasons: tuple[Season, ...]
    time_of_use: TimeOfUse | None
    household: HouseholdRule | None
    welfare: WelfareRule | None
    components: tuple[Component, ...]
    rounding: str
    months: tuple[int, ...] = ALL_MONTHS
    urls: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps; of a seasonal set the first season's (see `steps_in`)."""
        return self.seasons[0].steps

    def steps_in(self, month: int) -> tuple[Step, ...]:
        """The steps that hold in a calendar month, 1-12."""
        return next(season.steps for season in self.seasons if month in season.months)

    @property
    def base_price(self) -> Decimal:
        """元/kWh of the first tier."""
        return self.steps[0].price

    def surcharge(self, tier: int) -> Decimal:
        """What a kWh of a tier costs more than one of the first, 元/kWh."""
        return self.steps[tier - 1].price - self.base_price

    def holds_on(self, on: date) -> bool:
        """Whether it is valid on a day."""
        return (
            self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
            and on.month in self.months
        )

    def citation(self) -> dict[str, str]:
        """Title, validity and source, as the `price` object of cards."""
        return {
            "title": self.title,
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "grade": self.grade,
            "checked_on": self.checked_on.isoformat(),
            "note": self.note,
        }


class PriceBook:
    """All price sets.

    Args:
        sets: with distinct ids.
    """

    def __init__(self, sets: Iterable[PriceSet]) -> None:
        self.sets = tuple(sets)
        self._by_id = {price_set.id: price_set for price_set in self.sets}

    def find(self, region: str, tariff_class: str, voltage: str, on: date) -> PriceSet:
        """The set that holds on a day.

        Raises:
            PriceUnknown: there is none; nothing near it is taken instead.
        """
        for price_set in self.sets:
            place = (price_set.region, price_set.tariff_class, price_set.voltage)
            if place == (region, tariff_class, voltage) and price_set.holds_on(on):
                return price_set
        raise PriceUnknown(
            f"no price set for {tariff_class} at {voltage} in {region} on {on}; "
            "add one in data/tariffs."
        )

    def get(self, price_set_id: str) -> PriceSet:
        """A set by its id.

        Raises:
            PriceUnknown: there is none.
        """
        try:
            return self._by_id[price_set_id]
        except KeyError:
            raise PriceUnknown(f"no price set has the id {price_set_id!r}.") from None

    def listed(self, region: str, on: date) -> tuple[PriceSet, ...]:
        """All sets of a region that hold on a day, in the order of the files."""
        return tuple(s for s in self.sets if s.region == region and s.holds_on(on))
