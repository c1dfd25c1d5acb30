"""Column types: exact decimals and aware moments survive both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, delete, func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError

from bot.clock import SHANGHAI
from bot.databases.types import Energy, Moment, Money, UnitPrice

METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("money", Money()),
    Column("paid", Money()),
    Column("energy", Energy()),
    Column("price", UnitPrice()),
    Column("at", Moment()),
)
ONE_EXAMPLE_DATABASE = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def things(engine: Engine) -> Iterator[Engine]:
    """A database with one table of our types."""
    METADATA.create_all(engine)
    return engine


def _round_trip(engine: Engine, **values: Any) -> Any:
    with engine.begin() as connection:
        connection.execute(delete(THINGS))
        connection.execute(insert(THINGS).values(id=1, **values))
    with engine.connect() as connection:
        return connection.execute(select(THINGS)).one()


@ONE_EXAMPLE_DATABASE
@given(
    money=st.decimals("-9999999999.99", "9999999999.99", places=2),
    price=st.decimals("0", "99.99999999", places=8),
)
def test_decimals_come_back_exactly(things: Engine, money: Decimal, price: Decimal) -> None:
    row = _round_trip(things, money=money, energy=money, price=price)
    assert (row.money, row.energy, row.price) == (money, money, price)
    assert isinstance(row.money, Decimal)
    assert row.money.as_tuple().exponent == -2
    assert row.price.as_tuple().exponent == -8


def test_nothing_stays_nothing(things: Engine) -> None:
    row = _round_trip(things, money=None, price=None, at=None)
    assert (row.money, row.price, row.at) == (None, None, None)


def test_more_digits_than_the_column_has_are_refused(things: Engine) -> None:
    with pytest.raises(StatementError, match="more than 2 digits"):
        _round_trip(things, money=Decimal("0.125"))


def test_sums_differences_and_comparisons_are_exact(things: Engine) -> None:
    rows = [{"id": n, "money": Decimal("0.10"), "paid": Decimal("0.03")} for n in range(1, 4)]
    with things.begin() as connection:
        connection.execute(insert(THINGS), rows)
        total = connection.execute(select(func.sum(THINGS.c.money))).scalar_one()
        unpaid = connection.execute(select(func.sum(THINGS.c.money - THINGS.c.paid))).scalar_one()
        equal = connection.execute(
            select(func.count()).where(THINGS.c.money == Decimal("0.1"))
        ).scalar_one()
        less = connection.execute(
            select(func.count()).where(THINGS.c.paid < THINGS.c.money)
        ).scalar_one()
    assert (total, unpaid, equal, less) == (Decimal("0.30"), Decimal("0.21"), 3, 3)


@ONE_EXAMPLE_DATABASE
@given(
    naive=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    offset=st.integers(-12 * 60, 14 * 60),
)
def test_moments_come_back_in_shanghai(things: Engine, naive: datetime, offset: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    row = _round_trip(things, at=moment)
    assert row.at == moment
    assert row.at.tzinfo is SHANGHAI


def test_a_moment_without_a_time_zone_is_refused(things: Engine) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        _round_trip(things, at=datetime(2026, 1, 1))


def test_moments_of_any_zone_are_ordered(things: Engine) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)
    later = datetime(2026, 1, 1, 5, tzinfo=timezone.utc)  # 13:00 in Shanghai
    with things.begin() as connection:
        connection.execute(insert(THINGS), [{"id": 1, "at": later}, {"id": 2, "at": noon}])
        order = connection.execute(select(THINGS.c.id).order_by(THINGS.c.at)).scalars().all()
        after = connection.execute(select(THINGS.c.id).where(THINGS.c.at > noon)).scalars().all()
    assert (order, after) == ([2, 1], [1])
