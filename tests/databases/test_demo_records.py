"""The demo utility is consistent: every bill, reading and payment fits every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine, Row

from bot.clock import SHANGHAI
from bot.databases.utility import (
    Account,
    Base,
    Bill,
    BillLine,
    Customer,
    DailyReading,
    Invoice,
    Meter,
    MonthlyReading,
    Payment,
    PaymentAllocation,
)
from bot.demo.people import PEOPLE, PHONE_PREFIX, person
from bot.demo.profiles import first_of, last_of
from bot.demo.seed import MONTHS, SCALE
from bot.formats import MOBILE
from bot.tariffs import (
    Terms,
    Usage,
    late_fee,
    load_late_fee_rules,
    load_price_book,
    rate,
)
from tests.databases.conftest import TODAY

BOOK = load_price_book()
RULES = load_late_fee_rules(Decimal(0), Decimal("0.30"))
ZERO = Decimal("0.00")


def _all(engine: Engine, *columns: Any) -> list[Row]:
    with engine.connect() as connection:
        return list(connection.execute(select(*columns)))


def _by(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped


def _count(engine: Engine, *conditions: Any, of: Any = Account) -> int:
    with engine.connect() as connection:
        return connection.execute(
            select(func.count()).select_from(of).where(*conditions)
        ).scalar_one()


@pytest.fixture(scope="module")
def accounts(demo: Engine) -> dict[int, Row]:
    """All accounts by id."""
    return {row.id: row for row in _all(demo, Account.__table__)}


@pytest.fixture(scope="module")
def bills(demo: Engine) -> list[Row]:
    """All bills, the oldest first."""
    return sorted(_all(demo, Bill.__table__), key=lambda bill: (bill.account_id, bill.month))


@pytest.fixture(scope="module")
def allocations(demo: Engine) -> list[Row]:
    """All allocations."""
    return _all(demo, PaymentAllocation.__table__)


def test_it_has_its_size(demo: Engine, bills: list[Row]) -> None:
    assert _count(demo) >= SCALE
    months = sorted({bill.month for bill in bills})
    assert months == [first_of(TODAY, n) for n in range(-MONTHS, 0)]


def test_every_bill_is_computed_again_to_the_same_lines(
    demo: Engine, accounts: dict[int, Row], bills: list[Row]
) -> None:
    lines = _by(sorted(_all(demo, BillLine.__table__), key=lambda line: line.position), "bill_id")
    for bill in bills:
        account = accounts[bill.account_id]
        charge = rate(
            BOOK.get(bill.price_set_id),
            Usage(bill.kwh, bill.peak_kwh, bill.valley_kwh),
            Terms(
                time_of_use=bill.time_of_use,
                household_size=bill.household_size,
                welfare=bill.welfare,
                opened_on=account.opened_on,
            ),
            start=bill.period_start,
            end=bill.period_end,
            year_kwh_before=bill.year_kwh_before,
        )
        assert charge.total == bill.amount, bill
        computed = [
            (line.kind.value, line.tier, line.band, line.kwh, line.unit_price, line.amount)
            for line in charge.lines
        ]
        stored = [
            (line.kind, line.tier, line.band, line.kwh, line.unit_price, line.amount)
            for line in lines[bill.id]
        ]
        assert computed == stored, bill
        assert sum(line.amount for line in lines[bill.id]) == bill.amount


def test_bills_carry_the_price_that_held(accounts: dict[int, Row], bills: list[Row]) -> None:
    for bill in bills:
        account = accounts[bill.account_id]
        price_set = BOOK.get(bill.price_set_id)
        assert price_set.holds_on(bill.period_start)
        assert price_set.holds_on(bill.period_end)
        place = (price_set.region, price_set.tariff_class, price_set.voltage)
        assert place == (account.region, account.tariff_class, account.voltage)


def test_bills_are_dated_like_a_utility_s(accounts: dict[int, Row], bills: list[Row]) -> None:
    for bill in bills:
        opened_on = accounts[bill.account_id].opened_on
        assert bill.period_start == max(bill.month, opened_on)
        assert bill.period_end == last_of(bill.month)
        assert first_of(bill.issued_on) == first_of(bill.month, 1)
        assert 1 <= bill.issued_on.day <= 5
        assert 20 <= bill.due_on.day <= 25
        assert first_of(bill.due_on) == first_of(bill.issued_on)
        assert bill.issued_on <= TODAY


def test_the_year_s_kwh_before_a_bill_are_those_of_the_bills_before(
    accounts: dict[int, Row], bills: list[Row]
) -> None:
    oldest = first_of(TODAY, -MONTHS)
    checked = 0
    for account_id, own in _by(bills, "account_id").items():
        counted: Decimal | None = None
        year = None
        for bill in own:
            if bill.month.year != year:
                year = bill.month.year
                known = date(year, 1, 1) >= oldest or accounts[account_id].opened_on >= oldest
                counted = ZERO if known else bill.year_kwh_before
            assert bill.year_kwh_before == counted, bill
            counted += bill.kwh
            checked += 1
    assert checked == len(bills)


def test_older_use_than_the_oldest_bill_counts_for_its_tiers(
    accounts: dict[int, Row], bills: list[Row]
) -> None:
    oldest = first_of(TODAY, -MONTHS)
    assert oldest.month > 1  # otherwise there is no older use; choose another `TODAY`
    firsts = [bill for bill in bills if bill.month == oldest]
    long_open = [
        bill for bill in firsts if accounts[bill.account_id].opened_on < date(oldest.year, 1, 1)
    ]
    assert long_open
    assert all(bill.year_kwh_before > 0 for bill in long_open)


def test_readings_make_the_bills(demo: Engine, bills: list[Row]) -> None:
    import_meters = {
        meter.id: meter for meter in _all(demo, Meter.__table__) if meter.direction == "import"
    }
    used: dict[tuple[int, date], list[Decimal | None]] = defaultdict(lambda: [ZERO, None, None])
    for row in _all(demo, MonthlyReading.__table__):
        meter = import_meters.get(row.meter_id)
        if meter is None:
            continue
        sums = used[(meter.account_id, row.month)]
        for position, (after, before) in enumerate(
            [
                (row.reading, row.previous_reading),
                (row.reading_peak, row.previous_peak),
                (row.reading_valley, row.previous_valley),
            ]
        ):
            if after is not None:
                sums[position] = (sums[position] or ZERO) + after - before
    for bill in bills:
        kwh, peak, valley = used.pop((bill.account_id, bill.month))
        assert (kwh, peak, valley) == (bill.kwh, bill.peak_kwh, bill.valley_kwh), bill
    issued_later = {first_of(TODAY, -1)} if TODAY.day < 5 else set()
    assert all(not kwh or month in issued_later for (_, month), (kwh, _, _) in used.items())


def test_a_meter_goes_on_where_it_stopped(demo: Engine) -> None:
    rows = sorted(_all(demo, MonthlyReading.__table__), key=lambda row: (row.meter_id, row.month))
    assert rows
    for own in _by(rows, "meter_id").values():
        for before, after in pairwise(own):
            assert after.month == first_of(before.month, 1)
            assert after.previous_reading == before.reading
            assert after.previous_peak == before.reading_peak
            assert after.previous_valley == before.reading_valley


def test_days_make_the_months(demo: Engine) -> None:
    meters = {meter.id: meter for meter in _all(demo, Meter.__table__)}
    days = defaultdict(list)
    for row in _all(demo, DailyReading.__table__):
        assert row.day < TODAY
        assert ZERO <= row.peak_kwh + row.valley_kwh <= row.kwh
        days[(row.meter_id, first_of(row.day))].append(row)
    whole = 0
    for month in _all(demo, MonthlyReading.__table__):
        meter = meters[month.meter_id]
        own = days[(month.meter_id, month.month)]
        first = max(month.month, meter.installed_on)
        if len(own) != (month.read_on - first).days:
            continue  # older than the days that are kept
        whole += 1
        assert sum(day.kwh for day in own) == month.reading - month.previous_reading
        assert sum(day.peak_kwh for day in own) == month.reading_peak - month.previous_peak
        assert sum(day.valley_kwh for day in own) == month.reading_valley - month.previous_valley
    assert whole > SCALE / 2


def test_each_day_of_the_promised_span_is_there(demo: Engine) -> None:
    smart = [
        meter
        for meter in _all(demo, Meter.__table__)
        if meter.kind == "smart" and meter.removed_on is None and meter.direction == "import"
    ]
    days = defaultdict(set)
    for row in _all(demo, DailyReading.meter_id, DailyReading.day):
        days[row.meter_id].add(row.day)
    for meter in smart:
        first = max(meter.installed_on, TODAY - timedelta(days=45))
        wanted = {first + timedelta(days=n) for n in range((TODAY - first).days)}
        assert wanted <= days[meter.id], meter
    named = [account for key in PEOPLE for account in key.numbers]
    for meter_id in _meters_of(demo, named):
        installed_on = next(meter.installed_on for meter in smart if meter.id == meter_id)
        first = max(installed_on, first_of(TODAY, -14))
        wanted = {first + timedelta(days=n) for n in range((TODAY - first).days)}
        assert wanted == days[meter_id]


def _meters_of(engine: Engine, numbers: list[str]) -> list[int]:
    with engine.connect() as connection:
        return list(
            connection.execute(
                select(Meter.id)
                .join(Account)
                .where(Account.number.in_(numbers), Meter.removed_on.is_(None))
                .where(Meter.direction == "import")
            ).scalars()
        )


def test_what_is_paid_is_what_was_allocated(bills: list[Row], allocations: list[Row]) -> None:
    by_bill = _by(allocations, "bill_id")
    for bill in bills:
        paid = sum((one.amount for one in by_bill[bill.id]), ZERO)
        assert paid == bill.paid_amount, bill
        assert paid <= bill.amount
        assert (bill.settled_on is not None) == (paid == bill.amount), bill


def test_a_bill_is_settled_on_the_day_of_its_last_payment(
    demo: Engine, accounts: dict[int, Row], bills: list[Row], allocations: list[Row]
) -> None:
    payments = {payment.id: payment for payment in _all(demo, Payment.__table__)}
    by_bill = _by(allocations, "bill_id")
    for bill in bills:
        if bill.settled_on is None or not by_bill[bill.id]:
            continue
        last = max(payments[one.payment_id].paid_at for one in by_bill[bill.id]).date()
        prepaid = accounts[bill.account_id].payment_mode == "prepaid"
        assert bill.settled_on == (bill.issued_on if prepaid else last), bill


def test_balances_are_what_was_paid_and_not_used(
    demo: Engine, accounts: dict[int, Row], bills: list[Row], allocations: list[Row]
) -> None:
    payments = _all(demo, Payment.__table__)
    posted = {payment.id: payment for payment in payments if payment.status == "posted"}
    left: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for payment in posted.values():
        left[payment.account_id] += payment.amount
    bill_account = {bill.id: bill.account_id for bill in bills}
    for one in allocations:
        payment = posted[one.payment_id]  # only posted money settles bills
        assert payment.account_id == bill_account[one.bill_id]
        left[payment.account_id] -= one.amount + one.late_fee
    running = _running_charges(demo, accounts, bills)
    for account in accounts.values():
        expected = left[account.id]
        if account.payment_mode == "prepaid":
            expected -= running[account.id]
        assert account.balance == expected, account
        assert account.balance_as_of.date() == TODAY


def _running_charges(
    engine: Engine, accounts: dict[int, Row], bills: list[Row]
) -> dict[int, Decimal]:
    """What each prepaid account used this month, from its daily readings."""
    month = first_of(TODAY)
    wanted = select(
        Meter.account_id,
        func.sum(DailyReading.kwh).label("kwh"),
        func.sum(DailyReading.peak_kwh).label("peak_kwh"),
        func.sum(DailyReading.valley_kwh).label("valley_kwh"),
    )
    with engine.connect() as connection:
        rows = connection.execute(
            wanted.join(Meter, Meter.id == DailyReading.meter_id)
            .where(DailyReading.day >= month, Meter.direction == "import")
            .group_by(Meter.account_id)
        ).all()
    newest = {bill.account_id: bill for bill in bills if bill.month == first_of(month, -1)}
    charges: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        account = accounts[row.account_id]
        if account.payment_mode != "prepaid":
            continue
        bill = newest.get(account.id)
        before = bill.year_kwh_before + bill.kwh if bill and month.month != 1 else ZERO
        start = max(month, account.opened_on)
        charges[account.id] = rate(
            BOOK.find(account.region, account.tariff_class, account.voltage, start),
            Usage(row.kwh, row.peak_kwh, row.valley_kwh),
            Terms(account.time_of_use, None, account.welfare, account.opened_on),
            start=start,
            end=TODAY - timedelta(days=1),
            year_kwh_before=before,
        ).total
    assert charges
    return charges


def test_late_fees_follow_the_rules(
    demo: Engine, accounts: dict[int, Row], bills: list[Row], allocations: list[Row]
) -> None:
    payments = {payment.id: payment for payment in _all(demo, Payment.__table__)}
    by_id = {bill.id: bill for bill in bills}
    late = 0
    for one in allocations:
        bill = by_id[one.bill_id]
        day = payments[one.payment_id].paid_at.date()
        account = accounts[bill.account_id]
        if account.payment_mode == "prepaid" or day <= bill.due_on:
            assert one.late_fee == 0, one
            continue
        late += 1
        business = account.tariff_class in ("commercial", "industrial", "farming")
        fee = late_fee(
            one.amount,
            bill.due_on,
            day,
            residential=not business,
            bill_amount=bill.amount,
            rules=RULES,
        )
        assert one.late_fee == fee.fee, one
    assert late > SCALE / 4


def test_nothing_happened_in_the_future(demo: Engine) -> None:
    for payment in _all(demo, Payment.__table__):
        assert payment.paid_at.date() < TODAY, payment
        assert (payment.posted_at is not None) == (payment.status == "posted"), payment
        assert payment.posted_at is None or payment.posted_at > payment.paid_at
    assert _count(demo, Invoice.issued_on >= TODAY, of=Invoice) == 0


def test_only_settled_bills_have_an_invoice_of_their_amount(demo: Engine, bills: list[Row]) -> None:
    by_id = {bill.id: bill for bill in bills}
    invoices = _all(demo, Invoice.__table__)
    assert invoices
    for invoice in invoices:
        bill = by_id[invoice.bill_id]
        assert bill.settled_on is not None
        assert invoice.amount == bill.amount
        assert len(invoice.number) == 20


def test_all_phones_belong_to_nobody(demo: Engine) -> None:
    phones = [phone for (phone,) in _all(demo, Customer.phone) if phone is not None]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith(PHONE_PREFIX) and MOBILE.fullmatch(phone) for phone in phones)


def test_foreign_keys_hold(demo: Engine) -> None:
    if demo.dialect.name == "sqlite":
        with demo.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_new_rows_are_numbered_behind_the_demo_s(demo: Engine) -> None:
    with demo.connect() as connection:
        transaction = connection.begin()
        customer = connection.execute(
            Customer.__table__.insert().values(
                name="试",
                kind="person",
                customer_class="residential",
                grade="ordinary",
                tags="",
                contact_preference="sms",
                quiet_hours=True,
            )
        )
        assert customer.inserted_primary_key[0] > 0
        transaction.rollback()


@pytest.mark.parametrize(
    ("what", "conditions"),
    [
        (name, (Account.tariff_class == name,))
        for name in (
            "residential",
            "residential_shared",
            "ev_residential",
            "commercial",
            "industrial",
            "farming",
        )
    ]
    + [
        ("prepaid", (Account.payment_mode == "prepaid",)),
        ("prepaid and nearly empty", (Account.payment_mode == "prepaid", Account.balance < 10)),
        ("overdrawn", (Account.balance < 0,)),
        ("credit", (Account.payment_mode == "postpaid", Account.balance > 0)),
        ("cut off", (Account.status == "cut_off", Account.cut_off_at.is_not(None))),
        ("closed", (Account.status == "closed", Account.closed_on.is_not(None))),
        ("large family", (Account.household_size >= 5,)),
        ("expired registration", (Account.household_valid_until < TODAY,)),
        ("minimum living", (Account.welfare == "minimum_living",)),
        ("five guarantees", (Account.welfare == "five_guarantees",)),
        ("home by time of use", (Account.tariff_class == "residential", Account.time_of_use)),
        ("business by time of use", (Account.tariff_class == "commercial", Account.time_of_use)),
        ("newly opened", (Account.opened_on > TODAY - timedelta(days=365),)),
        ("high voltage", (Account.voltage == "1_to_10kV",)),
    ],
)
def test_every_kind_of_account_is_there(demo: Engine, what: str, conditions: Any) -> None:
    assert _count(demo, *conditions) > 0, what


@pytest.mark.parametrize(
    ("of", "conditions"),
    [
        (Meter, (Meter.removed_on.is_not(None),)),
        (Meter, (Meter.condition == "fault_suspected",)),
        (Meter, (Meter.condition == "offline",)),
        (Meter, (Meter.direction == "export",)),
        (Meter, (Meter.kind == "mechanical",)),
        (DailyReading, (DailyReading.quality == "estimated",)),
        (Bill, (Bill.disputed,)),
        (Bill, (Bill.due_on < TODAY, Bill.paid_amount < Bill.amount)),
        (Bill, (Bill.paid_amount > 0, Bill.paid_amount < Bill.amount)),
        (Payment, (Payment.status == "pending",)),
        (Payment, (Payment.status == "failed",)),
        (Payment, (Payment.status == "refunded",)),
        (Invoice, (Invoice.kind == "special",)),
        (Invoice, (Invoice.status == "red",)),
        (Customer, (Customer.phone.is_(None),)),
        (Customer, (Customer.grade == "key",)),
        (Customer, (Customer.grade == "vulnerable",)),
        (Customer, (Customer.tags.like("%phone_outdated%"),)),
        (Customer, (Customer.tags.like("%let_to_tenant%"),)),
        (Customer, (Customer.contact_preference == "visit",)),
    ],
)
def test_every_kind_of_trouble_is_there(demo: Engine, of: Any, conditions: Any) -> None:
    assert _count(demo, *conditions, of=of) > 0


# --- the named customers ---------------------------------------------------------------------


def _account(engine: Engine, number: str) -> Row:
    with engine.connect() as connection:
        return connection.execute(
            select(Account.__table__, Customer.name, Customer.phone, Customer.tags, Customer.grade)
            .join(Customer, Customer.id == Account.customer_id)
            .where(Account.number == number)
        ).one()


def _own_bills(engine: Engine, key: str, which: int = 0) -> list[Row]:
    account = _account(engine, person(key).numbers[which])
    with engine.connect() as connection:
        return list(
            connection.execute(
                select(Bill.__table__).where(Bill.account_id == account.id).order_by(Bill.month)
            )
        )


def test_named_customers_are_as_listed(demo: Engine) -> None:
    for one in PEOPLE:
        for number in one.numbers:
            account = _account(demo, number)
            assert (account.name, account.phone) == (one.name, one.phone)
    assert (
        len({_account(demo, number).customer_id for number in person("two_accounts").numbers}) == 1
    )


def test_summer_is_dear(demo: Engine) -> None:
    months = {bill.month: bill for bill in _own_bills(demo, "summer")}
    year = TODAY.year - 1
    assert months[date(year, 8, 1)].amount > months[date(year, 5, 1)].amount * 2
    assert months[date(year, 8, 1)].settled_on is not None


def test_arrears_have_run_late_and_are_partly_paid(demo: Engine) -> None:
    unpaid = [bill for bill in _own_bills(demo, "arrears") if bill.settled_on is None]
    assert len(unpaid) == 3
    assert unpaid[0].paid_amount > 0
    assert unpaid[0].due_on < unpaid[1].due_on < TODAY


def test_the_one_cut_off_owes_for_more_than_a_month(demo: Engine) -> None:
    account = _account(demo, person("cut_off").number)
    assert account.status == "cut_off"
    cut_off_on = account.cut_off_at.astimezone(SHANGHAI).date()
    unpaid = [bill for bill in _own_bills(demo, "cut_off") if bill.settled_on is None]
    assert unpaid[0].due_on + timedelta(days=30) < cut_off_on < TODAY
    with demo.connect() as connection:
        used = connection.execute(
            select(func.sum(DailyReading.kwh))
            .join(Meter, Meter.id == DailyReading.meter_id)
            .where(Meter.account_id == account.id, DailyReading.day >= cut_off_on)
        ).scalar_one()
    assert used == 0


def test_time_of_use_costs_its_loser_more(demo: Engine) -> None:
    account = _account(demo, person("time_of_use_loss").number)
    year = _own_bills(demo, "time_of_use_loss")[-12:]
    assert all(bill.time_of_use for bill in year)
    flat = sum(
        rate(
            BOOK.get(bill.price_set_id),
            Usage(bill.kwh),
            Terms(time_of_use=False, opened_on=account.opened_on),
            start=bill.period_start,
            end=bill.period_end,
            year_kwh_before=bill.year_kwh_before,
        ).total
        for bill in year
    )
    assert flat < sum(bill.amount for bill in year)


def test_the_faulty_meter_jumps_and_is_disputed(demo: Engine) -> None:
    *_, before, newest = _own_bills(demo, "meter_fault")
    assert newest.kwh > before.kwh * 2
    assert newest.disputed
    assert newest.settled_on is None
    assert not before.disputed


def test_the_pending_payment_would_settle_the_newest_bill(demo: Engine) -> None:
    newest = _own_bills(demo, "low_income")[-1]
    with demo.connect() as connection:
        pending = connection.execute(
            select(Payment.__table__).where(
                Payment.account_id == newest.account_id, Payment.status == "pending"
            )
        ).one()
    assert pending.amount == newest.amount
    assert newest.paid_amount == 0
    assert newest.welfare == "minimum_living"


def test_prepaid_money_is_nearly_used_up_and_the_meter_was_exchanged(demo: Engine) -> None:
    account = _account(demo, person("prepaid").number)
    assert Decimal(0) < account.balance < 10
    with demo.connect() as connection:
        old, new = connection.execute(
            select(Meter.__table__).where(Meter.account_id == account.id).order_by(Meter.id)
        ).all()
    assert old.removed_on == new.installed_on == first_of(TODAY, -2) + timedelta(days=12)


def test_the_old_lady_is_76(demo: Engine) -> None:
    with demo.connect() as connection:
        one = connection.execute(
            select(Customer.__table__).where(Customer.name == person("elderly").name)
        ).first()
    assert one is not None
    assert TODAY.year - one.birth_year == 76
    assert one.grade == "vulnerable"
    assert "elderly" in one.tags


def test_the_factory_is_a_key_customer_with_special_invoices(demo: Engine) -> None:
    account = _account(demo, person("factory").number)
    assert account.grade == "key"
    with demo.connect() as connection:
        kinds = connection.execute(
            select(Invoice.kind).join(Bill).where(Bill.account_id == account.id).distinct()
        ).scalars()
        assert list(kinds) == ["special"]


def test_the_large_family_feeds_in(demo: Engine) -> None:
    account = _account(demo, person("large_family").number)
    assert account.household_size == 7
    with demo.connect() as connection:
        fed_in = connection.execute(
            select(func.sum(MonthlyReading.reading - MonthlyReading.previous_reading))
            .join(Meter, Meter.id == MonthlyReading.meter_id)
            .where(Meter.account_id == account.id, Meter.direction == "export")
        ).scalar_one()
    assert fed_in > 5000


def test_the_landlord_s_phone_is_outdated(demo: Engine) -> None:
    tags = _account(demo, person("landlord").number).tags.split(",")
    assert {"phone_outdated", "let_to_tenant"} <= set(tags)


def test_tables_are_filled(demo: Engine) -> None:
    for table in Base.metadata.sorted_tables:
        assert _count(demo, of=table) > 0, table.name
