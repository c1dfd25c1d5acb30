"""Consumption: days add up to months, bands stay inside, chance is repeatable."""

from __future__ import annotations

import calendar
from datetime import date
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.consumption import Load, Use, day_uses, month_use

LOADS = st.builds(
    Load,
    base_kwh=st.floats(0, 50_000),
    cooling=st.floats(0, 3),
    heating=st.floats(0, 3),
    weekend=st.floats(0.1, 2),
    valley_share=st.floats(0, 1),
    peak_share=st.floats(0, 1),
    spread=st.floats(0, 0.3),
    solar=st.booleans(),
)
MONTHS = st.dates(date(2020, 1, 1), date(2035, 12, 31)).map(lambda day: day.replace(day=1))
NUMBERS = st.from_regex(r"33[0-9]{8}", fullmatch=True)


@given(load=LOADS, number=NUMBERS, month=MONTHS)
def test_days_add_up_to_the_month(load: Load, number: str, month: date) -> None:
    days = day_uses(load, number, month)
    assert len(days) == calendar.monthrange(month.year, month.month)[1]
    assert reduce(Use.plus, days) == month_use(load, number, month)


@given(load=LOADS, number=NUMBERS, month=MONTHS)
def test_no_band_exceeds_its_day(load: Load, number: str, month: date) -> None:
    for use in day_uses(load, number, month):
        assert min(use.peak, use.valley) >= 0
        assert use.peak + use.valley <= use.total
        if load.peak_share == 1:
            assert use.peak + use.valley == use.total


def test_the_same_again_and_another_for_another() -> None:
    load, month = Load(200), date(2026, 7, 1)
    assert day_uses(load, "3309001018", month) == day_uses(load, "3309001018", month)
    assert month_use(load, "3309001018", month) != month_use(load, "3309001026", month)
    assert month_use(load, "3309001018", month) != month_use(load, "3309001018", date(2025, 7, 1))


def test_one_month_is_known_for_good() -> None:
    # Pinned: the demo's history must not change between Python versions or releases by accident.
    assert month_use(Load(200), "3309001018", date(2026, 7, 1)) == PINNED


def test_summer_winter_and_weekends_show() -> None:
    load = Load(200, cooling=1.5, heating=0.8, weekend=1.5, spread=0)
    use = {month: month_use(load, "1", date(2025, month, 1)).total for month in range(1, 13)}
    assert use[8] > 1.5 * use[4]
    assert use[1] > 1.2 * use[4]
    days = day_uses(load, "1", date(2025, 9, 1))
    weekend = [use.total for day, use in enumerate(days, 1) if date(2025, 9, day).weekday() >= 5]
    weekdays = [use.total for day, use in enumerate(days, 1) if date(2025, 9, day).weekday() < 5]
    assert sum(weekend) / len(weekend) > 1.2 * sum(weekdays) / len(weekdays)


PINNED = Use(total=32580, peak=19064, valley=13516)
