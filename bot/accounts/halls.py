"""Where customers can go: the supply stations with a counter."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.accounts.places import station_of
from bot.databases.sessions import Sessions
from bot.databases.utility import Account, SupplyStation


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

    def all(self, limit: int) -> list[Hall]:
        """At most `limit` stations, by their id."""
        with self._sessions() as session:
            rows = session.scalars(select(SupplyStation).order_by(SupplyStation.id).limit(limit))
            return [_hall(row) for row in rows]


def _hall(station: SupplyStation) -> Hall:
    return Hall(station.name, station.address, station.phone, station.opening_hours)
