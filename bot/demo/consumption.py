"""How much the demo's accounts use: by month and day, with seasons, weekends and chance.

Everything is counted in hundredths of a kWh, so that days add up to months exactly. The same
account uses the same in the same month whatever today is: history doesn't change when the demo is
seeded anew.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import NamedTuple

SEED = "明江"
DAYS_OF_A_MONTH = 30.4

# How far each month is from mild weather, in the climate of the lower Yangtze.
_COOLING = (0.0, 0.0, 0.0, 0.0, 0.1, 0.45, 1.0, 1.05, 0.5, 0.05, 0.0, 0.0)
_HEATING = (1.0, 0.8, 0.35, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.7)
_SUNSHINE = (0.6, 0.65, 0.8, 0.95, 1.1, 1.0, 1.35, 1.3, 1.1, 1.0, 0.75, 0.65)


@dataclass(frozen=True)
class Load:
    """What an account's consumption looks like.

    Args:
        base_kwh: in a mild month.
        cooling: what the hottest month adds, as a part of `base_kwh`.
        heating: what the coldest month adds, as a part of `base_kwh`.
        weekend: a weekend day's use as a multiple of a weekday's.
        valley_share: part used in the valley hours, 0 to 1.
        peak_share: part of the rest used in the peak hours; 1 where there are no flat hours.
        spread: how far chance moves a month, as a standard deviation.
        new_year_pause: what is left in the month of the Spring Festival (a factory stands still).
        solar: follows the sunshine instead of the temperature (what a PV plant feeds in).
    """

    base_kwh: float
    cooling: float = 0.5
    heating: float = 0.2
    weekend: float = 1.12
    valley_share: float = 0.42
    peak_share: float = 1.0
    spread: float = 0.06
    new_year_pause: float = 1.0
    solar: bool = False


class Use(NamedTuple):
    """An amount of energy, in hundredths of a kWh.

    Args:
        total: all of it.
        peak: the part in the peak hours.
        valley: the part in the valley hours; what is neither is flat.
    """

    total: int
    peak: int
    valley: int

    def plus(self, other: Use) -> Use:
        """Both amounts together."""
        return Use(self.total + other.total, self.peak + other.peak, self.valley + other.valley)

    def times(self, factor: int) -> Use:
        """So many times as much."""
        return Use(self.total * factor, self.peak * factor, self.valley * factor)


NOTHING = Use(0, 0, 0)


def month_use(load: Load, number: str, month: date) -> Use:
    """What an account would use in a whole month.

    Args:
        load: its shape.
        number: its 户号; gives it a chance of its own.
        month: the month's first day.
    """
    return _draw(load, _chance(number, month), month)


def day_uses(load: Load, number: str, month: date) -> list[Use]:
    """The same by day: as many as the month has days, adding up to `month_use`."""
    chance = _chance(number, month)
    whole = _draw(load, chance, month)
    length = calendar.monthrange(month.year, month.month)[1]
    first = month.weekday()
    weights = [
        (load.weekend if (first + day) % 7 >= 5 else 1.0) * (0.8 + 0.4 * chance.random())
        for day in range(length)
    ]
    totals = _portions(whole.total, weights)
    valleys = _shares(whole.valley, totals)
    _shuffle_valley(valleys, totals, chance)
    rests = [total - valley for total, valley in zip(totals, valleys, strict=True)]
    peaks = _shares(whole.peak, rests)
    return [Use(*parts) for parts in zip(totals, peaks, valleys, strict=True)]


def _chance(number: str, month: date) -> Random:
    return Random(f"{SEED}/{number}/{month.year}-{month.month}")  # noqa: S311 - no secret


def _draw(load: Load, chance: Random, month: date) -> Use:
    length = calendar.monthrange(month.year, month.month)[1]
    weather = _weather(month.year, month.month)
    if load.solar:
        season = _SUNSHINE[month.month - 1] * weather
    else:
        season = 1 + weather * (
            load.cooling * _COOLING[month.month - 1] + load.heating * _HEATING[month.month - 1]
        )
        if month.month == 2:
            season *= load.new_year_pause
    luck = max(0.5, chance.gauss(1, load.spread))
    total = round(load.base_kwh * length / DAYS_OF_A_MONTH * season * luck * 100)
    share = load.valley_share * max(0.6, chance.gauss(1, 0.05))
    valley = min(total, round(total * share))
    return Use(total, round((total - valley) * load.peak_share), valley)


@cache
def _weather(year: int, month: int) -> float:
    """How far one month's weather is from the usual one, the same for the whole city."""
    return Random(f"{SEED}/weather/{year}-{month}").uniform(0.85, 1.15)  # noqa: S311


def _portions(whole: int, weights: list[float]) -> list[int]:
    """`whole` divided by weight, to the last hundredth."""
    step = whole / sum(weights)
    portions = []
    reached = 0.0
    given = 0
    for weight in weights[:-1]:
        reached += weight * step
        portion = int(reached) - given
        given += portion
        portions.append(portion)
    portions.append(whole - given)
    return portions


def _shares(whole: int, totals: list[int]) -> list[int]:
    """`whole` divided as `totals` are; no share exceeds its total, since whole <= sum(totals)."""
    everything = sum(totals)
    if everything == 0:
        return [0] * len(totals)
    shares = []
    counted = given = 0
    for total in totals:
        counted += total
        share = counted * whole // everything - given
        given += share
        shares.append(share)
    return shares


def _shuffle_valley(valleys: list[int], totals: list[int], chance: Random) -> None:
    """Move some valley energy between neighbouring days, so that the share isn't the same daily."""
    for day in range(len(valleys) - 1):
        movable = min(valleys[day], totals[day + 1] - valleys[day + 1])
        moved = int(movable * chance.random() * 0.35)
        valleys[day] -= moved
        valleys[day + 1] += moved
