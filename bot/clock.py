"""The one source of time: Asia/Shanghai, injectable for tests and demo data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]
"""A function that returns the present moment, aware, in Asia/Shanghai."""


def system_clock() -> datetime:
    """The machine's time in Asia/Shanghai."""
    return datetime.now(SHANGHAI)


@dataclass(frozen=True)
class ShiftedClock:
    """The machine's clock moved by a fixed distance: the same in every process, across restarts.

    Args:
        shift: what is added to the machine's time.
    """

    shift: timedelta

    def __call__(self) -> datetime:
        return system_clock() + self.shift


@dataclass
class FixedClock:
    """A clock for tests that shows `moment` until it is moved.

    Args:
        moment: aware; assign to it to move the clock.
    """

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment.astimezone(SHANGHAI)


def today(clock: Clock) -> date:
    """The calendar day in Shanghai at the clock's present."""
    return clock().date()


def as_stored(moment: datetime) -> datetime:
    """An aware moment as the databases keep it: naive UTC, to the microsecond.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone can't be stored")
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def from_stored(moment: datetime) -> datetime:
    """A stored naive UTC moment as an aware one in Asia/Shanghai."""
    return moment.replace(tzinfo=timezone.utc).astimezone(SHANGHAI)
