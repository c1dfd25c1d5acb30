"""Seeding: the same today gives the same rows, nothing foreign is touched, any day works."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.databases.migrate import migrate_one
from bot.databases.sessions import connect
from bot.databases.utility import Account, Base, Bill, Customer, DailyReading, DemoSeed, Payment
from bot.demo import seed as seeding
from bot.demo.people import PEOPLE, person
from bot.demo.profiles import first_of
from bot.demo.seed import NotTheDemo, ensure_seeded, seed
from bot.tariffs import PriceUnknown, Terms, Usage, load_price_book, rate
from tests.databases.conftest import TODAY

SMALL = 40


def _rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(
                map(tuple, connection.execute(select(table))),
                key=lambda row: [str(value) for value in row],
            )
            for table in Base.metadata.sorted_tables
        }


def _count(engine: Engine, of: Any) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(of)).scalar_one()


@pytest.fixture
def reference(tmp_path: Path) -> dict[str, list[Any]]:
    """What a small demo of `TODAY` holds on SQLite."""
    url = f"sqlite:///{tmp_path / 'reference.db'}"
    migrate_one("utility", url)
    engine = connect(url)
    seed(engine, TODAY, scale=SMALL)
    return _rows(engine)


def test_the_same_today_gives_the_same_rows_everywhere(
    utility: Engine, reference: dict[str, list[Any]]
) -> None:
    seed(utility, TODAY - timedelta(days=40), scale=SMALL)  # it is replaced without a trace
    seed(utility, TODAY, scale=SMALL)
    assert _rows(utility) == reference


def test_history_does_not_change_with_today(utility: Engine, reference: dict[str, Any]) -> None:
    seed(utility, first_of(TODAY, 1), scale=SMALL)
    number = person("summer").number

    def kwh(rows: dict[str, list[Any]]) -> dict[date, Decimal]:
        account = next(row for row in rows["accounts"] if number in row)
        columns = list(Bill.__table__.columns.keys())
        month, amount = columns.index("month"), columns.index("kwh")
        owner = columns.index("account_id")
        return {row[month]: row[amount] for row in rows["bills"] if row[owner] == account[0]}

    before, after = kwh(reference), kwh(_rows(utility))
    both = before.keys() & after.keys()
    assert len(both) == 25
    assert {month: before[month] for month in both} == {month: after[month] for month in both}


def test_a_larger_scale_begins_with_the_same_customers(
    utility: Engine, reference: dict[str, list[Any]]
) -> None:
    seed(utility, TODAY, scale=SMALL + 30)
    assert set(reference["customers"]) <= set(_rows(utility)["customers"])


def test_it_is_seeded_once_a_month(utility: Engine) -> None:
    seed(utility, date(2026, 3, 1), scale=SMALL)
    assert not ensure_seeded(utility, date(2026, 3, 31))
    assert ensure_seeded(utility, date(2026, 4, 1))
    with utility.connect() as connection:
        row = connection.execute(select(DemoSeed.__table__)).one()
    assert (row.today, row.scale, row.finished) == (date(2026, 4, 1), SMALL, True)
    assert not ensure_seeded(utility, date(2026, 4, 2))


def test_an_older_generator_s_demo_is_replaced(utility: Engine) -> None:
    seed(utility, TODAY, scale=SMALL)
    with utility.begin() as connection:
        connection.execute(update(DemoSeed.__table__).values(version="0"))
    assert ensure_seeded(utility, TODAY)


def test_an_interrupted_seed_is_done_again(
    utility: Engine, monkeypatch: pytest.MonkeyPatch, reference: dict[str, list[Any]]
) -> None:
    monkeypatch.setattr("bot.demo.rows.ROWS_AT_ONCE", 1000)

    def stop(done: int, _wanted: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(utility, TODAY, scale=SMALL, progress=stop)
    assert 0 < _count(utility, Account) < SMALL
    assert ensure_seeded(utility, TODAY)
    assert _rows(utility) == reference


def test_a_utility_s_own_accounts_are_never_touched(utility: Engine) -> None:
    own = {
        "name": "真实客户",
        "kind": "person",
        "customer_class": "residential",
        "grade": "ordinary",
        "tags": "",
        "contact_preference": "sms",
        "quiet_hours": True,
    }
    with utility.begin() as connection:
        connection.execute(insert(Customer.__table__), [own])
    with pytest.raises(NotTheDemo, match="nothing was changed"):
        ensure_seeded(utility, TODAY)
    with pytest.raises(NotTheDemo):
        seed(utility, TODAY, scale=SMALL)
    assert _count(utility, Customer) == 1
    assert _count(utility, DemoSeed) == 0


def test_progress_is_told(utility: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.rows.ROWS_AT_ONCE", 5000)
    told: list[tuple[int, int]] = []
    seeded = seed(utility, TODAY, scale=SMALL, progress=lambda *steps: told.append(steps))
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1][0] == seeded.accounts >= SMALL
    assert seeded.rows == sum(_count(utility, table) for table in Base.metadata.sorted_tables) - 1


def test_the_named_customers_are_there_at_any_scale(utility: Engine) -> None:
    seed(utility, TODAY, scale=1)
    assert _count(utility, Account) == sum(len(one.numbers) for one in PEOPLE)


def test_the_bulk_of_a_large_demo_is_light_but_right(
    utility: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "FULL_HISTORY_ACCOUNTS", 20)
    seed(utility, TODAY, scale=120)
    book = load_price_book()
    with utility.connect() as connection:
        accounts = {row.id: row for row in connection.execute(select(Account.__table__))}
        bills = connection.execute(select(Bill.__table__).where(Bill.account_id > 21)).all()
    assert {bill.month for bill in bills} == {first_of(TODAY, -n) for n in (1, 2, 3)}
    for bill in bills:
        terms = Terms(
            bill.time_of_use, bill.household_size, bill.welfare, accounts[bill.account_id].opened_on
        )
        again = rate(
            book.get(bill.price_set_id),
            Usage(bill.kwh, bill.peak_kwh, bill.valley_kwh),
            terms,
            start=bill.period_start,
            end=bill.period_end,
            year_kwh_before=bill.year_kwh_before,
        )
        assert again.total == bill.amount
    # Months whose bills aren't kept count for the tiers all the same.
    oldest = [bill for bill in bills if bill.month == date(2026, 2, 1)]
    old = [bill for bill in oldest if accounts[bill.account_id].opened_on < date(2026, 1, 1)]
    assert old
    assert all(bill.year_kwh_before > 0 for bill in old)


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 1, 1),
        date(2026, 1, 2),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 5, 31),
        date(2026, 11, 22),
        date(2026, 12, 31),
        date(2028, 2, 29),
    ],
)
def test_any_day_can_be_today(tmp_path: Path, today: date) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    migrate_one("utility", url)
    engine = connect(url)
    seed(engine, today, scale=SMALL)
    with engine.connect() as connection:
        newest = connection.execute(
            select(func.max(Bill.month))
            .join(Account)
            .where(Account.number == person("summer").number)
        ).scalar_one()
        last_day = connection.execute(select(func.max(DailyReading.day))).scalar_one()
        late = connection.execute(
            select(func.count())
            .select_from(Payment)
            .where(Payment.paid_at > datetime.combine(today, time(0, 20), SHANGHAI))
        ).scalar_one()
        overdue = connection.execute(
            select(func.count())
            .select_from(Bill)
            .join(Account)
            .where(Account.number == person("arrears").number)
            .where(Bill.due_on < today, Bill.paid_amount < Bill.amount)
        ).scalar_one()
        balance = connection.execute(
            select(Account.balance).where(Account.number == person("prepaid").number)
        ).scalar_one()
        status = connection.execute(
            select(Account.status).where(Account.number == person("cut_off").number)
        ).scalar_one()
    assert newest == first_of(today, -1)
    assert last_day == today - timedelta(days=1)
    assert late == 0
    assert overdue >= 2
    assert 0 < balance < 10
    assert status == "cut_off"


def test_a_time_without_known_prices_is_named(utility: Engine) -> None:
    with pytest.raises(PriceUnknown, match=r"data/tariffs"):
        seed(utility, date(2019, 6, 1), scale=1)
