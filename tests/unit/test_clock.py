"""The clock: Shanghai everywhere, moved and stored without loss."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import (
    SHANGHAI,
    FixedClock,
    ShiftedClock,
    as_stored,
    from_stored,
    system_clock,
    today,
)


def test_the_day_is_shanghais() -> None:
    late_in_london = datetime(2026, 3, 31, 17, 0, tzinfo=timezone.utc)
    assert today(FixedClock(late_in_london)).isoformat() == "2026-04-01"


def test_a_shifted_clock_runs_on() -> None:
    clock = ShiftedClock(timedelta(days=-30))
    distance = system_clock() - clock()
    assert abs(distance - timedelta(days=30)) < timedelta(seconds=5)
    assert clock() >= clock.__class__(timedelta(days=-31))()


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))
def test_storing_loses_nothing(naive: datetime) -> None:
    moment = naive.replace(tzinfo=timezone.utc).astimezone(SHANGHAI)
    assert from_stored(as_stored(moment)) == moment


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_stored(datetime(2026, 1, 1))
