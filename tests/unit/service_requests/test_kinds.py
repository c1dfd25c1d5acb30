"""Deadlines: working days with China's calendar, and data files that say what is wrong."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.datafiles import DataFileError
from bot.service_requests import load_kinds
from bot.workdays import load_workdays


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # Friday
        ("2026-11-21", False),
        ("2026-10-01", False),
        ("2026-10-10", True),  # a Saturday worked
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2025-09-28", True),  # a Sunday worked
        ("2025-10-08", False),
    ],
)
def test_working_days(day: str, works: bool) -> None:
    assert load_workdays().is_workday(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 3, "2026-10-12"),  # Friday, Saturday worked, Monday
        ("2026-02-13", 2, "2026-02-24"),  # Saturday worked, then after the festival
        ("2026-11-20", 6, "2026-11-30"),
    ],
)
def test_terms(day: str, count: int, result: str) -> None:
    assert load_workdays().after(date.fromisoformat(day), count) == date.fromisoformat(result)


def test_an_unknown_year_has_weekends_only() -> None:
    calendar = load_workdays()
    assert not calendar.knows(date(2030, 10, 1))
    assert calendar.knows(date(2026, 10, 1))
    assert calendar.is_workday(date(2030, 10, 1))  # Tuesday, National Day: not known
    assert not calendar.is_workday(date(2030, 10, 5))


def test_a_term_is_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_workdays().after(date(2026, 1, 1), 0)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("meter_fault", "2026-11-27"),
        ("disputed_bill", "2026-11-27"),
        ("meter_reading", "2026-11-27"),
        ("meter_check", "2026-11-27"),
        ("payment_trace", "2026-11-27"),
        ("callback", "2026-11-23"),
    ],
)
def test_the_deadline_of_a_kind(kind: str, due: str) -> None:
    opened = datetime(2026, 11, 20, 23, 59, tzinfo=SHANGHAI)
    assert load_kinds().due_at(kind, opened) == datetime.fromisoformat(f"{due}T17:30:00+08:00")


def test_every_kind_names_the_source_of_its_term() -> None:
    for kind in load_kinds().by_name.values():
        assert kind.source
        assert (kind.workdays is None) != (kind.minutes is None)


def test_a_wrong_calendar_is_named(tmp_path: Path) -> None:
    file = tmp_path / "holidays.yml"
    file.write_text(
        "region: china\nyears:\n- year: 2027\n  source: x\n  grade: M\n"
        "  checked_on: '2026-11-22'\n  off: []\n  working: ['2027-01-04']\n",
        encoding="utf-8",
    )
    with pytest.raises(DataFileError, match=r"line 8.*working\[0\].*no weekend off"):
        load_workdays(file)


def test_a_kind_needs_a_term(tmp_path: Path) -> None:
    file = tmp_path / "kinds.yml"
    file.write_text(
        "day_ends: '17:30'\nkinds:\n- kind: x\n  title: x\n  source: x\n  grade: own\n",
        encoding="utf-8",
    )
    with pytest.raises(DataFileError, match=r"line 3.*kinds\[0\]"):
        load_kinds(file)
