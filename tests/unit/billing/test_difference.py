"""The difference of two bills: one change at a time, and parts that sum exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.billing.charges import cost_of
from bot.billing.difference import (
    FACTORS,
    NotComputable,
    Plan,
    Situation,
    parts,
    steps,
    summed,
)
from bot.billing.records import AccountRecord
from bot.settings import ROOT
from tests.unit.billing.small_utility import BOOK

ACCOUNT = AccountRecord(
    id=1,
    number="3300000001",
    customer_id=1,
    area_id=1,
    address="测试路1号",
    region="testland",
    tariff_class="residential",
    voltage="below_1kV",
    payment_mode="postpaid",
    time_of_use=True,
    household_size=None,
    household_valid_until=None,
    welfare=None,
    opened_on=date(2020, 1, 1),
    closed_on=None,
    status="active",
    cut_off_at=None,
    balance=Decimal(0),
    balance_as_of=None,
)
COST = cost_of(BOOK, ACCOUNT)


def situation(**fields: object) -> Situation:
    known = {
        "price_set_id": "test-2020",
        "plan": Plan(time_of_use=True),
        "start": date(2026, 6, 1),
        "end": date(2026, 6, 30),
        "days": 30,
        "kwh": Decimal(300),
        "peak_kwh": Decimal(150),
        "valley_kwh": Decimal(150),
        "year_kwh_before": Decimal(1000),
    }
    return Situation(**{**known, **fields})


def split(base: Situation, current: Situation) -> dict[str, Decimal]:
    found = parts(base, COST(base), current, COST(current), COST)
    assert [part.factor for part in found] == list(FACTORS)
    assert sum(part.amount for part in found) == COST(current) - COST(base)
    return {part.factor: part.amount for part in found if part.amount}


def test_the_same_bill_twice_has_no_parts() -> None:
    assert split(situation(), situation()) == {}


@pytest.mark.parametrize(
    ("changed", "factor", "amount"),
    [
        # One day more at 10 kWh a day, half at 0.568 and half at 0.288: 4.28.
        (
            {"days": 31, "kwh": Decimal(310), "peak_kwh": Decimal(155), "valley_kwh": Decimal(155)},
            "days",
            "4.28",
        ),
        # 60 kWh more in the same days: 60 x 0.428.
        (
            {"kwh": Decimal(360), "peak_kwh": Decimal(180), "valley_kwh": Decimal(180)},
            "usage",
            "25.68",
        ),
        # 30 kWh moved from valley to peak: 30 x 0.28.
        ({"peak_kwh": Decimal(180), "valley_kwh": Decimal(120)}, "peak_share", "8.40"),
        # All 300 kWh in the second tier: 300 x 0.05.
        ({"year_kwh_before": Decimal(3000)}, "tier", "15.00"),
        # Without time of use: 300 x 0.538 instead of 300 x 0.428.
        ({"plan": Plan(time_of_use=False)}, "plan", "33.00"),
    ],
)
def test_one_change_is_one_part(changed: dict[str, object], factor: str, amount: str) -> None:
    assert split(situation(), situation(**changed)) == {factor: Decimal(amount)}


def test_a_new_price_is_the_first_part() -> None:
    base = situation(plan=Plan(False))
    assert split(base, replace(base, price_set_id="test-2026")) == {"price": Decimal("3.00")}


BASE = situation(
    plan=Plan(False),
    peak_kwh=Decimal(120),
    valley_kwh=Decimal(180),
    year_kwh_before=Decimal(2300),
)
CURRENT = situation(
    price_set_id="test-2026",
    start=date(2026, 7, 1),
    end=date(2026, 7, 31),
    days=31,
    kwh=Decimal(465),
    peak_kwh=Decimal(279),
    valley_kwh=Decimal(186),
    year_kwh_before=Decimal(2600),
)


def test_each_part_is_taken_in_the_documented_order() -> None:
    assert COST(BASE) == Decimal("161.40")
    assert COST(CURRENT) == Decimal("227.29")
    assert split(BASE, CURRENT) == {
        "price": Decimal("3.00"),  # 300 x 0.548
        "plan": Decimal("-44.40"),  # 120 x 0.568 + 180 x 0.288
        "days": Decimal("4.00"),  # 310 kWh
        "usage": Decimal("62.25"),  # 465 kWh, 5 of them above 2760
        "peak_share": Decimal("26.04"),  # 93 kWh more in the peak
        "tier": Decimal("15.00"),  # 300 kWh more above 2760
    }


def test_a_base_without_bands_takes_the_present_split() -> None:
    base = situation(plan=Plan(False), peak_kwh=None, valley_kwh=None)
    found = split(base, situation())
    assert set(found) == {"plan"}


def test_bands_that_are_not_measured_any_more_are_left_out() -> None:
    current = situation(plan=Plan(False), peak_kwh=None, valley_kwh=None, kwh=Decimal(330))
    assert set(split(situation(), current)) == {"plan", "usage"}


def test_a_month_without_use_is_a_base_too() -> None:
    nothing = {"kwh": Decimal(0), "peak_kwh": Decimal(0), "valley_kwh": Decimal(0)}
    assert set(split(situation(**nothing), situation())) == {"usage"}
    assert set(split(situation(), situation(**nothing))) == {"usage"}


def test_a_correction_by_hand_is_a_part_of_its_own() -> None:
    found = parts(situation(), COST(situation()), situation(), COST(situation()) - 5, COST)
    assert {part.factor: part.amount for part in found if part.amount} == {
        "correction": Decimal("-5.00")
    }


def test_a_step_that_cannot_be_computed_is_taken_with_the_next() -> None:
    """The new price set has no time-of-use prices, the base was billed by them."""
    base, current = situation(), situation(price_set_id="test-shared", plan=Plan(False))
    assert set(split(base, current)) == {"plan"}


def test_a_bill_with_an_unknown_price_set_cannot_be_split() -> None:
    with pytest.raises(NotComputable, match="lost"):
        parts(situation(price_set_id="lost"), Decimal(1), situation(), Decimal(2), COST)


def test_bands_that_leave_a_flat_rest_stay_within_the_sum() -> None:
    base = situation(
        kwh=Decimal("100.01"), peak_kwh=Decimal(50), valley_kwh=Decimal(50), plan=Plan(False)
    )
    current = situation(kwh=Decimal("33.33"), peak_kwh=Decimal(16), valley_kwh=Decimal(17), days=31)
    for _, step in steps(base, current):
        assert step.peak_kwh is not None
        assert step.valley_kwh is not None
        assert step.peak_kwh + step.valley_kwh <= step.kwh


def test_differences_are_added_factor_by_factor() -> None:
    one = parts(situation(), Decimal(1), situation(), Decimal(3), COST)
    total = summed([one, one])
    assert [part.factor for part in total] == list(FACTORS)
    assert {part.factor: part.amount for part in total if part.amount} == {"correction": Decimal(4)}


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    kwh = draw(st.decimals(0, 3000, places=2))
    banded = draw(st.booleans())
    peak = (kwh * draw(st.integers(0, 100)) / 100).quantize(Decimal("0.01")) if banded else None
    start = draw(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    days = draw(st.integers(1, 62))
    return Situation(
        price_set_id=draw(st.sampled_from(["test-2020", "test-2026"])),
        plan=Plan(
            time_of_use=banded and draw(st.booleans()),
            household_size=draw(st.sampled_from([None, 4, 6])),
            welfare=draw(st.sampled_from([None, "minimum_living"])),
        ),
        start=start,
        end=start + timedelta(days=days - 1),
        days=days,
        kwh=kwh,
        peak_kwh=peak,
        valley_kwh=None if peak is None else kwh - peak,
        year_kwh_before=draw(st.decimals(0, 9000, places=2)),
    )


@given(
    situations(),
    situations(),
    st.decimals(-100, 5000, places=2),
    st.decimals(-100, 5000, places=2),
)
def test_the_parts_always_sum_to_the_difference(
    base: Situation, current: Situation, billed_before: Decimal, billed: Decimal
) -> None:
    found = parts(base, billed_before, current, billed, COST)
    assert sum(part.amount for part in found) == billed - billed_before


@given(situations(), situations())
def test_the_last_step_is_the_current_bill_and_each_keeps_the_kwh_whole(
    base: Situation, current: Situation
) -> None:
    way: Iterator[tuple[str, Situation]] = steps(base, current)
    last = base
    for _, last in way:
        if last.peak_kwh is not None and last.valley_kwh is not None:
            assert last.peak_kwh + last.valley_kwh == last.kwh
    assert last == current


def test_the_example_in_the_docs_is_the_one_above() -> None:
    page = (ROOT / "docs" / "billing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| .* \| ([0-9.]+) \| (-?[0-9.]+) \|$", page, re.MULTILINE)
    totals = {factor: Decimal(total) for factor, total, _ in rows}
    found = parts(BASE, COST(BASE), CURRENT, COST(CURRENT), COST)
    assert {factor: Decimal(part) for factor, _, part in rows} == {
        part.factor: part.amount for part in found if part.amount
    }
    way = {factor: COST(step) for factor, step in steps(BASE, CURRENT)}
    assert totals == way
