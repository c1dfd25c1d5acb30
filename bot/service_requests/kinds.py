"""The kinds of requests and when each has to be done, from `data/service_requests.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from bot.clock import SHANGHAI
from bot.datafiles import load_data_file
from bot.settings import ROOT
from bot.workdays import Workdays, load_workdays

FILE = ROOT / "data" / "service_requests.yml"
_SCHEMA = Path(__file__).with_name("kinds.schema.json")


class UnknownKind(Exception):
    """A kind of request that `data/service_requests.yml` doesn't have."""


@dataclass(frozen=True)
class Kind:
    """One kind of request.

    Args:
        kind: its name in code and tables.
        title: what customers and staff read.
        workdays: term in working days, or None.
        minutes: term in minutes around the clock, or None.
        one_open: a conversation has at most one open request of this kind.
        source: where the term comes from.
        grade: of the source, A to D; `own` for a promise of this product.
        offered: what people read when a customer said yes to an offer of it; None: it isn't offered so.
    """

    kind: str
    title: str
    workdays: int | None
    minutes: int | None
    one_open: bool
    source: str
    grade: str
    offered: str | None = None


@dataclass(frozen=True)
class Kinds:
    """All kinds, and the calendar that their terms are counted with.

    Args:
        by_name: the kinds.
        day_ends: when a working day's term ends, in Shanghai.
        workdays: the calendar.
    """

    by_name: Mapping[str, Kind]
    day_ends: time
    workdays: Workdays

    def named(self, kind: str) -> Kind:
        """The kind of that name.

        Raises:
            UnknownKind: there is none.
        """
        found = self.by_name.get(kind)
        if found is None:
            raise UnknownKind(
                f"there is no kind of request {kind!r}; there are {', '.join(sorted(self.by_name))}."
            )
        return found

    def due_at(self, kind: str, opened_at: datetime) -> datetime:
        """When a request opened at a moment has to be done, in Asia/Shanghai.

        Raises:
            UnknownKind: there is no such kind.
        """
        found = self.named(kind)
        local = opened_at.astimezone(SHANGHAI)
        if found.workdays is None:
            return local + timedelta(minutes=found.minutes or 0)
        day = self.workdays.after(local.date(), found.workdays)
        return datetime.combine(day, self.day_ends, SHANGHAI)


@cache
def load_kinds(path: Path = FILE) -> Kinds:
    """The kinds of a data file, with China's calendar.

    Raises:
        DataFileError: the file is missing or wrong, or names a kind twice.
    """
    file = load_data_file(path, _SCHEMA)
    by_name: dict[str, Kind] = {}
    for position, entry in enumerate(file.content["kinds"]):
        name = entry["kind"]
        if name in by_name:
            raise file.error(("kinds", position, "kind"), f"{name!r} is there twice.")
        by_name[name] = Kind(
            kind=name,
            title=entry["title"],
            workdays=entry.get("workdays"),
            minutes=entry.get("minutes"),
            one_open=entry.get("one_open", False),
            source=entry["source"],
            grade=entry["grade"],
            offered=entry.get("offered"),
        )
    return Kinds(by_name, time.fromisoformat(file.content["day_ends"]), load_workdays())
