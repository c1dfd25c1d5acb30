"""Look-ups of accounts on the demo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.accounts import (
    account_by_id,
    account_by_number,
    accounts_of,
    area_path,
    customer_of,
    masked_address,
    masked_number,
    meters_of,
    station_of,
)
from bot.databases.sessions import sessions
from bot.databases.utility import Account, Area
from bot.demo.people import person


@pytest.fixture
def session(demo: Engine) -> Iterator[Session]:
    """A session that changes nothing."""
    with sessions(demo)() as made:
        yield made
        made.rollback()


def _of(session: Session, key: str) -> Account:
    account = account_by_number(session, person(key).number)
    assert account is not None
    return account


def test_an_account_is_found_by_its_number(session: Session) -> None:
    account = _of(session, "summer")
    assert account.customer.name == person("summer").name
    again = account_by_id(session, account.id)
    assert again is account
    assert customer_of(session, account.customer_id) is account.customer


def test_an_unknown_number_finds_nothing(session: Session) -> None:
    assert account_by_number(session, "3309999999") is None
    assert account_by_number(session, "") is None
    assert account_by_number(session, "33090010__") is None
    assert account_by_id(session, -1) is None


def test_all_accounts_of_a_customer_the_oldest_first(session: Session) -> None:
    customer_id = _of(session, "two_accounts").customer_id
    numbers = tuple(account.number for account in accounts_of(session, customer_id))
    assert numbers == person("two_accounts").numbers


def test_closed_accounts_only_when_asked_for(session: Session) -> None:
    account = _of(session, "two_accounts")
    account.status = "closed"
    session.flush()
    others = accounts_of(session, account.customer_id)
    assert [one.number for one in others] == [person("two_accounts").numbers[1]]
    assert len(accounts_of(session, account.customer_id, with_closed=True)) == 2


def test_the_path_goes_from_province_to_community(session: Session) -> None:
    path = area_path(session, _of(session, "summer").area_id)
    assert [area.level for area in path] == ["province", "city", "district", "street", "community"]
    assert [area.name for area in path] == ["浙江省", "明江市", "望江区", "柳岸街道", "听潮社区"]
    assert area_path(session, -1) == []


def test_a_circle_of_areas_ends(session: Session) -> None:
    session.add_all(
        [
            Area(id=90_001, parent_id=None, level="street", name="甲"),
            Area(id=90_002, parent_id=90_001, level="community", name="乙"),
        ]
    )
    session.flush()
    session.get(Area, 90_001).parent_id = 90_002
    session.flush()
    assert [area.name for area in area_path(session, 90_002)] == ["甲", "乙"]
    assert station_of(session, 90_002) is None


def test_the_station_is_that_of_the_nearest_area_above(session: Session) -> None:
    account = _of(session, "summer")
    station = station_of(session, account.area_id)
    assert station is not None
    assert station.name == "望江供电所"
    city = next(area for area in area_path(session, account.area_id) if area.level == "city")
    hall = station_of(session, city.id)
    assert hall is not None
    assert hall.name == "明江供电营业厅"


def test_meters_of_an_account(session: Session) -> None:
    exchanged = meters_of(session, _of(session, "prepaid").id)
    assert [meter.removed_on is None for meter in exchanged] == [False, True]
    solar = _of(session, "large_family").id
    assert [meter.direction for meter in meters_of(session, solar)] == ["import"]
    directions = {meter.direction for meter in meters_of(session, solar, direction=None)}
    assert directions == {"import", "export"}


def test_what_is_shown_does_not_give_the_account_away(session: Session) -> None:
    account = _of(session, "summer")
    shown = masked_number(account.number)
    assert shown != account.number
    assert len(shown) == len(account.number)
    assert shown.endswith(account.number[-3:])
    address = masked_address(account.address)
    assert "听潮社区" in address
    assert "501" not in address
