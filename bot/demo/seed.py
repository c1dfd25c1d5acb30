"""Fills a utility database with the demo utility, again when the month has changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.engine import Connection, Engine

from bot.clock import SHANGHAI
from bot.databases.utility import Account, Base, Customer, DemoSeed
from bot.demo.bulk import bulk_households
from bot.demo.consumption import NOTHING, SEED, Use
from bot.demo.ledger import HUNDREDTH, REGION, Ledger, Prices
from bot.demo.metering import Cycle, cycles
from bot.demo.named import named_households
from bot.demo.places import PLACES, STATIONS
from bot.demo.profiles import Holder, Household, Profile, first_of
from bot.demo.rows import Rows
from bot.tariffs import load_late_fee_rules, load_price_book

VERSION = "2"
"""Raised whenever the same today gives other rows; the demo is then seeded anew."""

SCALE = 2000
"""Accounts in the demo."""

MONTHS = 26
"""Complete months of bills."""

FULL_HISTORY_ACCOUNTS = 5_000
"""Accounts beyond get the newest `MONTHS_OF_THE_REST` months and no days."""

MONTHS_OF_THE_REST = 3
MONTHS_OF_DAYS_NAMED = 14
DAYS_OF_THE_OTHERS = 45
DAYS_ESTIMATED = 4  # of a meter that can't be reached
LATE_FEE_MINIMUM = Decimal(0)
LATE_FEE_CAP = Decimal("0.30")

Progress = Callable[[int, int], None]
"""Called with the accounts written and the accounts wanted."""


class NotTheDemo(Exception):
    """The database holds something that isn't the demo's; nothing was changed."""


@dataclass(frozen=True)
class Seeded:
    """What was written.

    Args:
        accounts: 户号.
        rows: of all tables.
        seconds: it took.
    """

    accounts: int
    rows: int
    seconds: float


def ensure_seeded(engine: Engine, today: date, *, progress: Progress | None = None) -> bool:
    """Seed the demo if it isn't there, unfinished, of another month or of an older generator.

    Args:
        engine: of a migrated utility database.
        today: the day that the demo is dated relative to.
        progress: told from time to time.

    Returns:
        Whether it was seeded now.

    Raises:
        NotTheDemo: the database holds other accounts.
    """
    with engine.connect() as connection:
        found = connection.execute(select(DemoSeed.__table__)).one_or_none()
    if (
        found is not None
        and found.finished
        and found.version == VERSION
        and first_of(found.today) == first_of(today)
    ):
        return False
    seed(engine, today, scale=SCALE if found is None else found.scale, progress=progress)
    return True


def seed(
    engine: Engine, today: date, *, scale: int = SCALE, progress: Progress | None = None
) -> Seeded:
    """Replace the demo, if there is one, by a new one; the same today gives the same rows.

    It is written in batches, so memory stays bounded at any scale. An interrupted one is
    recognised and replaced by the next `ensure_seeded`.

    Args:
        engine: of a migrated utility database.
        today: the day that everything is dated relative to.
        scale: accounts; the named customers' come first.
        progress: told from time to time.

    Raises:
        NotTheDemo: the database holds other accounts.
        bot.tariffs.PriceUnknown: no price is known for a month of the demo.
    """
    started = time.monotonic()
    prices = Prices(load_price_book(), load_late_fee_rules(LATE_FEE_MINIMUM, LATE_FEE_CAP))
    rows = Rows()
    with engine.connect().execution_options(mingdeng_write=True) as connection:
        with connection.begin():
            _clear(connection, today, scale)
        _add_places(rows)
        accounts = 0
        for household, is_named in _households(today):
            if accounts >= scale and not is_named:
                break
            holder_id = _add_customer(rows, household.holder)
            for profile in household.profiles:
                full = accounts < FULL_HISTORY_ACCOUNTS
                _Writer(rows, household.holder, holder_id, profile, today, prices).write(
                    months=MONTHS if full else MONTHS_OF_THE_REST,
                    days_from=_days_from(today, is_named, full),
                )
                accounts += 1
            if rows.are_many:
                with connection.begin():
                    rows.write(connection)
                if progress is not None:
                    progress(accounts, scale)
        with connection.begin():
            rows.write(connection)
            rows.set_next_numbers(connection)
            connection.execute(update(DemoSeed.__table__).values(finished=True))
    if progress is not None:
        progress(accounts, scale)
    return Seeded(accounts, rows.written, time.monotonic() - started)


def _clear(connection: Connection, today: date, scale: int) -> None:
    """Take the old demo away and announce the new one, unless other data are there."""
    is_demo = connection.execute(select(DemoSeed.id)).first() is not None
    holds = connection.execute(select(Account.id).limit(1)).first() is not None
    holds = holds or connection.execute(select(Customer.id).limit(1)).first() is not None
    if holds and not is_demo:
        address = connection.engine.url.render_as_string(hide_password=True)
        raise NotTheDemo(
            f"{address} holds accounts that aren't the demo's; nothing was changed. "
            "Set UTILITY_DB_URL to an empty database for the demo, or DEMO=false to use this one."
        )
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        names = ", ".join(table.name for table in Base.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names}"))
    else:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
    connection.execute(
        insert(DemoSeed.__table__),
        [{"id": 1, "today": today, "scale": scale, "version": VERSION, "finished": False}],
    )


def _households(today: date) -> Iterator[tuple[Household, bool]]:
    for household in named_households(today):
        yield household, True
    for household in bulk_households(today):
        yield household, False


def _days_from(today: date, is_named: bool, full: bool) -> date:
    if is_named:
        return first_of(today, -MONTHS_OF_DAYS_NAMED)
    return today - timedelta(days=DAYS_OF_THE_OTHERS) if full else today


def _add_places(rows: Rows) -> None:
    for station in STATIONS:
        rows.add("supply_stations", **vars(station))
    for place in PLACES:
        rows.add("areas", **vars(place))


def _add_customer(rows: Rows, holder: Holder) -> int:
    return rows.add_numbered(
        "customers",
        name=holder.name,
        kind=holder.kind,
        customer_class=holder.customer_class,
        grade=holder.grade,
        tags=holder.tags,
        birth_year=holder.birth_year,
        phone=holder.phone,
        contact_preference=holder.contact_preference,
        quiet_hours=holder.quiet_hours,
    )


class _Register:
    """示数 of one meter: what it shows, in all and by band, in hundredths of a kWh."""

    def __init__(self, start: Use) -> None:
        self.shows = start

    def count(self, use: Use) -> tuple[Use, Use]:
        """What it showed before and after some use."""
        before, self.shows = self.shows, self.shows.plus(use)
        return before, self.shows


class _Writer:
    """Writes one account with everything that hangs on it."""

    def __init__(
        self,
        rows: Rows,
        holder: Holder,
        holder_id: int,
        profile: Profile,
        today: date,
        prices: Prices,
    ) -> None:
        self.rows = rows
        self.profile = profile
        self.today = today
        self.by_band = profile.meter_kind == "smart"
        self.account_id = rows.next_id("accounts")
        self.holder_id = holder_id
        self.ledger = Ledger(rows, self.account_id, profile, holder, today, prices)

    def write(self, *, months: int, days_from: date) -> None:
        """Write the account.

        Args:
            months: complete months of bills and readings.
            days_from: first day with a daily reading.
        """
        profile, today = self.profile, self.today
        oldest = first_of(today, -months)
        meters = self._add_meters(oldest)
        used_in_year = Use(0, 0, 0)
        running = None
        # The year's use before the oldest bill counts for its tiers, so counting starts in January.
        first = min(oldest, date(oldest.year, 1, 1))
        year = None
        for cycle in cycles(profile, profile.load, first, today, days_from):
            if cycle.month.year != year:
                year, used_in_year = cycle.month.year, NOTHING
            if cycle.month >= oldest:
                if cycle.month < first_of(today):
                    self._add_readings(meters, cycle)
                    self.ledger.bill(cycle, used_in_year.total)
                else:
                    running = cycle
                self._add_days(meters, cycle, days_from)
            if cycle is not running:
                used_in_year = used_in_year.plus(cycle.use)
        if profile.export is not None:
            self._add_export(oldest, days_from)
        if year != today.year:
            used_in_year = NOTHING
        self.ledger.close(running, used_in_year.total)
        self._add_account()

    def _add_account(self) -> None:
        profile = self.profile
        status = "active"
        if profile.closed_on is not None:
            status = "closed"
        elif profile.cut_off_on is not None:
            status = "cut_off"
        cut_off_at = None
        if profile.cut_off_on is not None:
            cut_off_at = datetime.combine(profile.cut_off_on, datetime.min.time(), SHANGHAI)
        self.rows.add(
            "accounts",
            id=self.account_id,
            number=profile.number,
            customer_id=self.holder_id,
            area_id=profile.community.area_id,
            address=profile.address,
            region=REGION,
            tariff_class=profile.tariff_class,
            voltage=profile.voltage,
            capacity_kw=profile.capacity_kw,
            payment_mode=profile.payment_mode,
            time_of_use=profile.time_of_use_since is not None
            and profile.time_of_use_since <= self.today,
            household_size=profile.household_size,
            household_valid_until=profile.household_valid_until,
            welfare=profile.welfare,
            opened_on=profile.opened_on,
            closed_on=profile.closed_on,
            status=status,
            cut_off_at=cut_off_at,
            balance=self.ledger.balance,
            balance_as_of=datetime.combine(self.today, datetime.min.time(), SHANGHAI),
        )

    def _add_meters(self, oldest: date) -> list[tuple[int, _Register]]:
        profile = self.profile
        faulty = "meter_fault" in profile.troubles
        condition = "offline" if "offline" in profile.troubles else "normal"
        first = self._add_meter(
            0,
            profile.opened_on,
            profile.exchanged_on or profile.closed_on,
            "fault_suspected" if faulty and profile.exchanged_on is None else condition,
        )
        chance = Random(f"{SEED}/{profile.number}/register")  # noqa: S311 - no secret
        shown = NOTHING
        if profile.opened_on < oldest:
            total = chance.randint(200_000, 3_000_000)
            valley = round(total * profile.load.valley_share)
            shown = Use(total, round((total - valley) * profile.load.peak_share), valley)
        meters = [(first, _Register(shown))]
        if profile.exchanged_on is not None:
            second = self._add_meter(
                1,
                profile.exchanged_on,
                profile.closed_on,
                "fault_suspected" if faulty else condition,
            )
            meters.append((second, _Register(NOTHING)))
        return meters

    def _add_meter(
        self,
        position: int,
        installed_on: date,
        removed_on: date | None,
        condition: str,
        direction: str = "import",
    ) -> int:
        return self.rows.add_numbered(
            "meters",
            account_id=self.account_id,
            asset_number=f"3330{self.profile.number}{position:04d}",
            kind=self.profile.meter_kind,
            direction=direction,
            installed_on=installed_on,
            removed_on=removed_on,
            condition=condition if removed_on is None else "normal",
        )

    def _add_readings(self, meters: list[tuple[int, _Register]], cycle: Cycle) -> None:
        exchanged_on = self.profile.exchanged_on
        for position, use in cycle.by_meter.items():
            meter_id, register = meters[position]
            before, after = register.count(use)
            read_on = cycle.end + timedelta(days=1)
            if position == 0 and exchanged_on is not None and exchanged_on < read_on:
                read_on = exchanged_on
            self.rows.add(
                "monthly_readings",
                meter_id=meter_id,
                month=cycle.month,
                read_on=read_on,
                reading=after.total * HUNDREDTH,
                reading_peak=after.peak * HUNDREDTH if self.by_band else None,
                reading_valley=after.valley * HUNDREDTH if self.by_band else None,
                previous_reading=before.total * HUNDREDTH,
                previous_peak=before.peak * HUNDREDTH if self.by_band else None,
                previous_valley=before.valley * HUNDREDTH if self.by_band else None,
                method="remote" if self.by_band else "manual",
            )

    def _add_days(self, meters: list[tuple[int, _Register]], cycle: Cycle, days_from: date) -> None:
        if not self.by_band:
            return
        estimated_from = self.today
        if "offline" in self.profile.troubles:
            estimated_from -= timedelta(days=DAYS_ESTIMATED)
        for day in cycle.days:
            if day.day < days_from:
                continue
            self.rows.add(
                "daily_readings",
                meter_id=meters[day.meter][0],
                day=day.day,
                kwh=day.use.total * HUNDREDTH,
                peak_kwh=day.use.peak * HUNDREDTH,
                valley_kwh=day.use.valley * HUNDREDTH,
                quality="estimated" if day.day >= estimated_from else "measured",
            )

    def _add_export(self, oldest: date, days_from: date) -> None:
        profile = self.profile
        if profile.export is None:
            return
        installed_on = max(profile.opened_on, first_of(oldest, -7))
        meter_id = self._add_meter(9, installed_on, profile.closed_on, "normal", "export")
        meters = [(meter_id, _Register(NOTHING))]
        for cycle in cycles(profile, profile.export, oldest, self.today, days_from):
            whole = Cycle(
                cycle.month,
                cycle.start,
                cycle.end,
                {0: cycle.use},
                tuple(type(day)(0, day.day, day.use) for day in cycle.days),
            )
            if cycle.month < first_of(self.today):
                self._add_readings(meters, whole)
            self._add_days(meters, whole, days_from)
