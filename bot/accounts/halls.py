"""Where customers can go: the supply stations with a counter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from bot.accounts.places import station_of
from bot.databases.sessions import Sessions
from bot.databases.utility import Account, SupplyStation

_KIND = re.compile("供电(?:所|营业厅|营业所|公司)|营业厅")
_PLACE = re.compile(
    "(?<=[市州])([\u4e00-\u9fff]{2,3})(?=[区县市])|(?<=[区县])([\u4e00-\u9fff]{2,4})(?=街道|镇|乡)"
)


@dataclass(frozen=True)
class Hall:
    """A supply station as customers are told about it."""

    name: str
    address: str
    phone: str | None
    opening_hours: str | None


class Halls:
    """The supply stations of the utility's database.

    Args:
        utility_sessions: only read.
    """

    def __init__(self, utility_sessions: Sessions) -> None:
        self._sessions = utility_sessions

    def of_account(self, account_id: int) -> Hall | None:
        """The station that serves an account, or None where the records don't say."""
        with self._sessions() as session:
            account = session.get(Account, account_id)
            station = None if account is None else station_of(session, account.area_id)
            return None if station is None else _hall(station)

    def named(self, text: str, limit: int) -> list[Hall]:
        """The stations of a place that a text names (松岭那边的营业厅), at most `limit`; empty where it names none.

        Args:
            text: as typed.
            limit: how many at most.
        """
        with self._sessions() as session:
            rows = session.scalars(select(SupplyStation).order_by(SupplyStation.id))
            return [_hall(one) for one in rows if _is_named(one, text)][:limit]

    def all(self, limit: int) -> list[Hall]:
        """At most `limit` stations, by their id."""
        with self._sessions() as session:
            rows = session.scalars(select(SupplyStation).order_by(SupplyStation.id).limit(limit))
            return [_hall(row) for row in rows]


def _is_named(station: SupplyStation, text: str) -> bool:
    """Whether a text names the station, its district or its street: 松岭供电所 by 松岭."""
    found = [name for both in _PLACE.findall(station.address) for name in both if name]
    return any(one and one in text for one in (_KIND.sub("", station.name), *found))


def _hall(station: SupplyStation) -> Hall:
    return Hall(station.name, station.address, station.phone, station.opening_hours)
