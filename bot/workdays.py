"""Working days: weekends, public holidays and the weekends worked in exchange, from `data/holidays/`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bot.datafiles import load_data_file
from bot.settings import ROOT

FILE = ROOT / "data" / "holidays" / "china.yml"
_SCHEMA = Path(__file__).with_name("holidays.schema.json")
_SATURDAY = 5


@dataclass(frozen=True)
class Workdays:
    """A calendar of working days.

    Args:
        holidays: days off beside the weekends.
        working_weekends: Saturdays and Sundays that are worked.
        years: for which both are known; in other years only weekends are off.
    """

    holidays: Collection[date]
    working_weekends: Collection[date]
    years: Collection[int]

    def knows(self, day: date) -> bool:
        """Whether the holidays of the day's year are known, or only its weekends."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.holidays:
            return False
        return day.weekday() < _SATURDAY or day in self.working_weekends

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day; the day itself isn't counted (民法典 201).

        Raises:
            ValueError: the count is below one.
        """
        if count < 1:
            raise ValueError(f"a term is at least one working day, not {count}")
        while count:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day


@cache
def load_workdays(path: Path = FILE) -> Workdays:
    """The calendar of a data file.

    Raises:
        DataFileError: the file is missing or wrong.
    """
    file = load_data_file(path, _SCHEMA)
    holidays: set[date] = set()
    working: set[date] = set()
    years: list[int] = []
    for position, year in enumerate(file.content["years"]):
        where = ("years", position)
        if year["year"] in years:
            raise file.error((*where, "year"), f"{year['year']} is there twice.")
        years.append(year["year"])
        for number, span in enumerate(year["off"]):
            first, last = date.fromisoformat(span["first"]), date.fromisoformat(span["last"])
            if last < first:
                raise file.error((*where, "off", number, "last"), "lies before the first day.")
            holidays |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        for number, text in enumerate(year["working"]):
            day = date.fromisoformat(text)
            if day.weekday() < _SATURDAY or day in holidays:
                raise file.error((*where, "working", number), f"{text} is no weekend off.")
            working.add(day)
    return Workdays(frozenset(holidays), frozenset(working), frozenset(years))
