"""Periods: their text, their labels, their months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.periods import Period
from bot.periods.numerals import digits_to_int, to_int


@pytest.mark.parametrize(
    ("text", "granularity", "label"),
    [
        ("2026-10-01/2026-10-31", "month", "2026年10月"),
        ("2024-02-01/2024-02-29", "month", "2024年2月"),
        ("2026-10-05/2026-10-05", "day", "2026年10月5日"),
        ("2025-01-01/2025-12-31", "year", "2025年"),
        ("2025-07-01/2025-12-31", "half", "2025年下半年"),
        ("2025-04-01/2025-06-30", "quarter", "2025年第二季度"),
        ("2026-11-16/2026-11-22", "week", "2026年11月16日—22日"),
        ("2025-12-01/2026-02-28", "span", "2025年12月—2026年2月"),
        ("2026-05-01/2026-10-31", "span", "2026年5月—10月"),
        ("2026-10-01/2026-10-07", "span", "2026年10月1日—7日"),
        ("2025-12-30/2026-01-02", "span", "2025年12月30日—2026年1月2日"),
    ],
)
def test_from_iso_finds_the_most_specific_name(text: str, granularity: str, label: str) -> None:
    found = Period.from_iso(text)
    assert (found.granularity, found.label) == (granularity, label)
    assert found.to_iso() == text


@pytest.mark.parametrize(
    "text", ["", "2026-10", "2026-10-31/2026-10-01", "2026-13-01/2026-13-02", "上个月"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):
        Period.from_iso(text)


def test_unknown_granularity() -> None:
    with pytest.raises(ValueError, match="decade"):
        Period(date(2020, 1, 1), date(2029, 12, 31), "decade", "二十年代")


def test_months_touched() -> None:
    period = Period.from_iso("2025-11-15/2026-02-01")
    assert period.months == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert period.days == 79


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 1000))
def test_iso_and_back(start: date, days: int) -> None:
    text = f"{start}/{start + timedelta(days)}"
    period = Period.from_iso(text)
    assert period.to_iso() == text
    assert period.days == days + 1
    assert Period.from_iso(period.to_iso()) == period


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("12", 12),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize("text", ["", "百", "三三", "十百", "x十", "一百"])
def test_no_numerals(text: str) -> None:
    with pytest.raises(ValueError):
        to_int(text)


def test_digit_by_digit() -> None:
    assert digits_to_int("二〇二五") == 2025
    assert digits_to_int("一七") == 17
