"""What holds for every price set and every bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tariffs import (
    Charge,
    LineKind,
    PriceSet,
    Terms,
    Usage,
    load_price_book,
    quota,
    rate,
)
from bot.tariffs.price_sets import ROUNDINGS
from bot.tariffs.rating import apportion

BOOK = load_price_book()
WITH_HOUSEHOLD = [price_set for price_set in BOOK.sets if price_set.household is not None]
TIERED = [price_set for price_set in BOOK.sets if price_set.tier_period == "year"]
JULY = (date(2025, 7, 1), date(2025, 7, 31))
FEN = Decimal("0.01")

energies = st.decimals(0, 3000, places=2)
year_energies = st.decimals(0, 9000, places=2)
shares = st.fractions(0, 1, max_denominator=50)
any_set = st.sampled_from(BOOK.sets)
tiered_set = st.sampled_from(TIERED)


def usage_of(kwh: Decimal, share: object, price_set: PriceSet, *, by_time: bool) -> Usage:
    """The kWh, a share of them in the peak; the rest flat and valley, or valley alone."""
    if not by_time or price_set.time_of_use is None:
        return Usage(kwh)
    part = Decimal(share.numerator) / Decimal(share.denominator)  # type: ignore[attr-defined]
    peak = (kwh * part).quantize(FEN)
    rest = kwh - peak
    valley = (rest / 2).quantize(FEN) if "flat" in price_set.time_of_use.bands else rest
    return Usage(kwh, peak, min(valley, rest))


def charge(
    price_set: PriceSet,
    usage: Usage,
    before: Decimal = Decimal(0),
    days: tuple[date, date] = JULY,
    terms: Terms | None = None,
    carried: Decimal = Decimal(0),
) -> Charge:
    terms = terms or Terms(time_of_use=usage.peak_kwh is not None)
    return rate(
        price_set,
        usage,
        terms,
        start=days[0],
        end=days[1],
        year_kwh_before=before,
        carried=carried,
    )


def by_total(price_set: PriceSet) -> PriceSet:
    """The set with one rounding: two lines of the same kWh may round to a 分 more than one."""
    return replace(price_set, rounding="total")


@given(any_set, energies, year_energies, shares, st.booleans(), st.sampled_from(ROUNDINGS))
def test_lines_explain_the_total(
    price_set: PriceSet, kwh: Decimal, before: Decimal, share: object, by_time: bool, rounding: str
) -> None:
    usage = usage_of(kwh, share, price_set, by_time=by_time)
    result = charge(replace(price_set, rounding=rounding), usage, before)
    assert sum(line.amount for line in result.lines) == result.total
    once = charge(by_total(price_set), usage, before).total
    if rounding == "down_to_jiao":
        assert result.total + result.carried == once
        assert 0 <= result.carried < Decimal("0.1")
        assert result.total % Decimal("0.1") == 0
    else:
        assert abs(result.total - once) <= FEN / 2 * (len(result.lines) + 1)
        assert result.carried == 0
    energy = [line for line in result.lines if line.kind is LineKind.ENERGY]
    assert sum((line.kwh or Decimal(0) for line in energy), Decimal(0)) == kwh
    for line in result.lines:
        if line.kwh is not None and line.unit_price is not None:
            assert line.amount == (line.kwh * line.unit_price).quantize(FEN, ROUND_HALF_UP)
        else:
            assert line.kind is LineKind.ROUNDING
            assert rounding != "parts"
    keys = [(line.kind, line.tier, line.band) for line in result.lines]
    assert len(keys) == len(set(keys))


@given(any_set, energies, st.decimals("0.01", 500, places=2), year_energies, st.booleans())
def test_more_kwh_never_cost_less(
    price_set: PriceSet, kwh: Decimal, more: Decimal, before: Decimal, by_time: bool
) -> None:
    share = type("Third", (), {"numerator": 1, "denominator": 3})
    price_set = by_total(price_set)
    smaller = charge(price_set, usage_of(kwh, share, price_set, by_time=by_time), before)
    larger = charge(price_set, usage_of(kwh + more, share, price_set, by_time=by_time), before)
    assert larger.total >= smaller.total


@given(tiered_set, st.decimals(0, 1500, places=2), st.decimals(0, 1500, places=2), year_energies)
def test_more_kwh_in_one_band_never_cost_less(
    price_set: PriceSet, peak: Decimal, valley: Decimal, before: Decimal
) -> None:
    if price_set.time_of_use is None:
        return
    price_set = by_total(price_set)
    base = charge(price_set, Usage(peak + valley, peak, valley), before)
    for extra_peak, extra_valley in ((10, 0), (0, 10)):
        usage = Usage(peak + valley + 10, peak + extra_peak, valley + extra_valley)
        assert charge(price_set, usage, before).total >= base.total


@given(any_set, energies, year_energies, st.booleans())
def test_one_more_hundredth_costs_at_most_its_dearest_price(
    price_set: PriceSet, kwh: Decimal, before: Decimal, by_time: bool
) -> None:
    """Continuous: at a tier's end only the price of the next kWh jumps, not the sum."""
    share = type("All", (), {"numerator": 1, "denominator": 1})
    price_set = by_total(price_set)
    here = charge(price_set, usage_of(kwh, share, price_set, by_time=by_time), before)
    there = charge(price_set, usage_of(kwh + FEN, share, price_set, by_time=by_time), before)
    assert abs(there.total - here.total) <= FEN + Decimal("0.02")


@given(tiered_set, st.lists(energies, min_size=12, max_size=12))
def test_twelve_months_sum_to_the_year(price_set: PriceSet, months: list[Decimal]) -> None:
    year = sum(months, Decimal(0))
    whole = charge(price_set, Usage(year), days=(date(2025, 1, 1), date(2025, 12, 31)))
    before = in_parts = carried = Decimal(0)
    for number, kwh in enumerate(months, start=1):
        start = date(2025, number, 1)
        end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        bill = charge(price_set, Usage(kwh), before, (start, end), carried=carried)
        in_parts += bill.total
        carried = bill.carried
        before += kwh
    # Seventeen roundings of half a 分: twelve months, two of them in two tiers, and the year's three.
    assert abs(whole.total + whole.carried - in_parts - carried) <= Decimal("0.085")


@given(st.lists(st.tuples(energies, energies), min_size=12, max_size=12))
@pytest.mark.parametrize("price_set_id", ["zhejiang-residential-2023", "jiangsu-residential-2023"])
def test_twelve_months_sum_to_the_year_by_time_too(
    price_set_id: str, months: list[tuple[Decimal, Decimal]]
) -> None:
    price_set = BOOK.get(price_set_id)
    peak = sum((month[0] for month in months), Decimal(0))
    valley = sum((month[1] for month in months), Decimal(0))
    whole = charge(
        price_set, Usage(peak + valley, peak, valley), days=(date(2025, 1, 1), date(2025, 12, 31))
    )
    before = Decimal(0)
    in_parts = Decimal(0)
    for peak_kwh, valley_kwh in months:
        usage = Usage(peak_kwh + valley_kwh, peak_kwh, valley_kwh)
        in_parts += charge(price_set, usage, before).total
        before += usage.kwh
    # Half a 分 for each line: 14 tiers of two bands, or 12 months of three lines; the year's six.
    assert abs(whole.total - in_parts) <= Decimal("0.21")


@given(tiered_set, energies, year_energies)
def test_what_was_used_before_never_makes_it_cheaper(
    price_set: PriceSet, kwh: Decimal, before: Decimal
) -> None:
    price_set = by_total(price_set)
    assert charge(price_set, Usage(kwh), before).total >= charge(price_set, Usage(kwh)).total


@given(energies, year_energies, shares)
def test_both_readings_agree_where_all_bands_carry_one_surcharge(
    kwh: Decimal, before: Decimal, share: object
) -> None:
    segments = by_total(BOOK.get("zhejiang-residential-2023"))
    assert segments.time_of_use is not None
    surcharge = replace(segments, time_of_use=replace(segments.time_of_use, reading="surcharge"))
    usage = usage_of(kwh, share, segments, by_time=True)
    assert charge(surcharge, usage, before).total == charge(segments, usage, before).total


@given(energies, shares, st.booleans(), st.sampled_from(["minimum_living", "five_guarantees"]))
def test_free_kwh_never_make_a_bill_negative(
    kwh: Decimal, share: object, by_time: bool, kind: str
) -> None:
    price_set = BOOK.get("zhejiang-residential-2023")
    usage = usage_of(kwh, share, price_set, by_time=by_time)
    free = charge(price_set, usage, terms=Terms(time_of_use=by_time, welfare=kind))
    paid = charge(price_set, usage, terms=Terms(time_of_use=by_time))
    assert 0 <= free.total <= paid.total
    assert (free.total == 0) or kwh > 15


@given(st.sampled_from(WITH_HOUSEHOLD), energies, year_energies, st.integers(1, 9))
def test_a_larger_household_never_pays_more(
    price_set: PriceSet, kwh: Decimal, before: Decimal, persons: int
) -> None:
    price_set = by_total(price_set)

    def total(size: int) -> Decimal:
        terms = Terms(time_of_use=False, household_size=size)
        return charge(price_set, Usage(kwh), before, terms=terms).total

    assert total(persons + 1) <= total(persons) <= charge(price_set, Usage(kwh), before).total


days_of_two_years = st.dates(date(2024, 1, 1), date(2025, 12, 31))


@given(
    st.sampled_from(WITH_HOUSEHOLD),
    days_of_two_years,
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(0, 9),
)
def test_a_quota_is_that_of_the_months_used(
    price_set: PriceSet, opened_on: date, closed_on: date, persons: int
) -> None:
    if closed_on < opened_on:
        return
    terms = Terms(time_of_use=False, household_size=persons)
    partial = replace(terms, opened_on=opened_on, closed_on=closed_on)
    day = max(opened_on, date(2025, 1, 1))
    full, found = (quota(price_set, one, day) for one in (terms, partial))
    assert [step.price for step in found] == [step.price for step in full]
    months = min(closed_on, date(2025, 12, 31)).month - day.month + 1
    share = Decimal(months) / 12 if price_set.tier_period == "year" else Decimal(1)
    for step, whole in zip(found, full, strict=True):
        assert (step.to_kwh is None) == (whole.to_kwh is None)
        if step.to_kwh is not None and whole.to_kwh is not None:
            assert abs(step.to_kwh - whole.to_kwh * share) <= FEN
            assert step.from_kwh < step.to_kwh
    wider = quota(price_set, replace(terms, household_size=persons + 1), day)
    assert all(
        more.to_kwh >= less.to_kwh
        for more, less in zip(wider, full, strict=True)
        if more.to_kwh is not None and less.to_kwh is not None
    )


@given(
    st.decimals(0, 10000, places=2),
    st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=6),
)
def test_shares_sum_to_the_whole(kwh: Decimal, weights: list[Decimal]) -> None:
    divided = apportion(kwh, weights)
    assert sum(divided) == kwh
    whole = sum(weights)
    for share, weight in zip(divided, weights, strict=True):
        assert share >= 0
        if whole:
            assert abs(share - kwh * weight / whole) <= FEN
