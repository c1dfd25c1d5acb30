"""What a demo account's meters count: billing cycles, days, and an exchanged or faulty meter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce

from bot.demo.consumption import NOTHING, Load, Use, day_uses, month_use
from bot.demo.profiles import Profile, first_of, last_of, months_from

FAULT_DAY = 9  # of last month, on which a faulty meter begins to count too much
FAULT_FACTOR = 4


@dataclass(frozen=True)
class Day:
    """What one meter counted on one day; `meter` is 0 or, after an exchange, 1."""

    meter: int
    day: date
    use: Use


@dataclass(frozen=True)
class Cycle:
    """What was used in one month.

    Args:
        month: its first day.
        start: first day counted.
        end: last day counted.
        by_meter: what each meter counted that was in use, by its position.
        days: each day's use; empty where the days don't matter.
    """

    month: date
    start: date
    end: date
    by_meter: dict[int, Use]
    days: tuple[Day, ...] = ()

    @cached_property
    def use(self) -> Use:
        """What all meters counted."""
        return reduce(Use.plus, self.by_meter.values())


def cycles(
    profile: Profile, load: Load, first: date, today: date, days_from: date
) -> Iterator[Cycle]:
    """An account's months in order: the complete ones, then the running one up to yesterday.

    Args:
        profile: the account.
        load: what is counted: the account's own, or what it feeds in.
        first: the first month wanted.
        today: nothing is known of today and after.
        days_from: first day whose daily use is wanted.
    """
    begins = max(first, profile.opened_on)
    ends = today
    if profile.closed_on is not None:
        ends = min(today, profile.closed_on)
    for month in months_from(begins, ends - timedelta(days=1)):
        yield _cycle(profile, load, month, begins, ends, today, days_from)


def _cycle(
    profile: Profile,
    load: Load,
    month: date,
    begins: date,
    ends: date,
    today: date,
    days_from: date,
) -> Cycle:
    start, end = max(month, begins), min(last_of(month), ends - timedelta(days=1))
    whole = start == month and end == last_of(month)
    if whole and end < days_from and not _is_eventful(profile, month, today):
        use = month_use(load, _key(profile, load), month)
        return Cycle(month, start, end, {_meter_on(profile, month): use})
    uses = day_uses(load, _key(profile, load), month)
    days = []
    by_meter: dict[int, Use] = {}
    for number, use in enumerate(uses):
        day = month + timedelta(days=number)
        if not start <= day <= end:
            continue
        use = _as_counted(profile, day, use, today)
        meter = _meter_on(profile, day)
        by_meter[meter] = by_meter.get(meter, NOTHING).plus(use)
        days.append(Day(meter, day, use))
    return Cycle(month, start, end, by_meter, tuple(days))


def _key(profile: Profile, load: Load) -> str:
    return f"{profile.number}/export" if load is profile.export else profile.number


def _meter_on(profile: Profile, day: date) -> int:
    return int(profile.exchanged_on is not None and day >= profile.exchanged_on)


def _is_eventful(profile: Profile, month: date, today: date) -> bool:
    """Whether something happens in this month or has ended the supply before it."""
    if "meter_fault" in profile.troubles and month >= first_of(today, -1):
        return True
    if profile.cut_off_on is not None and profile.cut_off_on <= last_of(month):
        return True
    return profile.exchanged_on is not None and first_of(profile.exchanged_on) == month


def _as_counted(profile: Profile, day: date, use: Use, today: date) -> Use:
    if profile.cut_off_on is not None and day >= profile.cut_off_on:
        return NOTHING
    if "meter_fault" in profile.troubles and day >= first_of(today, -1).replace(day=FAULT_DAY):
        return use.times(FAULT_FACTOR)
    return use
