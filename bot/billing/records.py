"""Reads the utility's tables into plain records; one or two indexed queries for each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.billing.answers import AccountNotFound
from bot.databases import utility as tables

Record = TypeVar("Record")


@dataclass(frozen=True)
class AccountRecord:
    """A 户号 as billing sees it. No name and no phone: no answer about a bill needs them."""

    id: int
    number: str
    customer_id: int
    area_id: int
    address: str
    region: str
    tariff_class: str
    voltage: str
    payment_mode: str
    time_of_use: bool
    household_size: int | None
    household_valid_until: date | None
    welfare: str | None
    opened_on: date
    closed_on: date | None
    status: str
    cut_off_at: datetime | None
    balance: Decimal
    balance_as_of: datetime | None
    customer_kind: str = "person"
    customer_tags: tuple[str, ...] = ()
    customer_grade: str = "ordinary"
    customer_birth_year: int | None = None

    @property
    def postpaid(self) -> bool:
        """Whether bills are paid after use."""
        return self.payment_mode == "postpaid"


@dataclass(frozen=True)
class BillRecord:
    """One month's bill."""

    id: int
    account_id: int
    month: date
    period_start: date
    period_end: date
    kwh: Decimal
    peak_kwh: Decimal | None
    valley_kwh: Decimal | None
    year_kwh_before: Decimal
    price_set_id: str
    time_of_use: bool
    household_size: int | None
    welfare: str | None
    amount: Decimal
    paid_amount: Decimal
    issued_on: date
    due_on: date
    settled_on: date | None
    disputed: bool

    @property
    def days(self) -> int:
        """Days counted, both ends included."""
        return (self.period_end - self.period_start).days + 1

    @property
    def unpaid(self) -> Decimal:
        """What is still to pay of it, without late fee."""
        return max(self.amount - self.paid_amount, Decimal(0))

    def status(self, today: date) -> str:
        """`paid`, `partly`, `unpaid` or `overdue` on a day."""
        if self.unpaid == 0:
            return "paid"
        if today > self.due_on:
            return "overdue"
        return "partly" if self.paid_amount > 0 else "unpaid"


@dataclass(frozen=True)
class LineRecord:
    """One line of a bill."""

    bill_id: int
    position: int
    kind: str
    tier: int | None
    band: str | None
    kwh: Decimal | None
    unit_price: Decimal | None
    amount: Decimal


@dataclass(frozen=True)
class PaymentRecord:
    """Money received or on its way."""

    id: int
    paid_at: datetime
    amount: Decimal
    channel: str
    reference: str
    status: str
    posted_at: datetime | None


@dataclass(frozen=True)
class SettlementRecord:
    """What one payment settled of one bill."""

    bill_id: int
    paid_at: datetime
    amount: Decimal
    late_fee: Decimal
    channel: str = ""


@dataclass(frozen=True)
class ShareRecord:
    """The share of one payment that settled one bill."""

    payment_id: int
    month: date
    amount: Decimal
    late_fee: Decimal


@dataclass(frozen=True)
class InvoiceRecord:
    """An electronic invoice."""

    bill_id: int
    number: str
    title: str
    tax_number: str | None
    kind: str
    amount: Decimal
    issued_on: date
    status: str


@dataclass(frozen=True)
class DayRecord:
    """What one account used on one day, all its meters together."""

    day: date
    kwh: Decimal
    peak_kwh: Decimal | None
    valley_kwh: Decimal | None
    estimated: bool


@dataclass(frozen=True)
class ReadingRecord:
    """示数 of one meter at the end of a billing month."""

    asset_number: str
    installed_on: date
    removed_on: date | None
    condition: str
    month: date
    read_on: date
    reading: Decimal
    reading_peak: Decimal | None
    reading_valley: Decimal | None
    previous_reading: Decimal
    previous_peak: Decimal | None
    previous_valley: Decimal | None
    method: str


@dataclass(frozen=True)
class MeterRecord:
    """A meter that measures what the account takes from the grid."""

    id: int
    asset_number: str
    installed_on: date
    removed_on: date | None
    condition: str


@dataclass(frozen=True)
class StationRecord:
    """The supply station that an account belongs to."""

    name: str
    address: str
    phone: str | None
    opening_hours: str | None


def _columns(table: Any, record: type[Any], leave_out: Sequence[str] = ()) -> list[Any]:
    names = [field.name for field in fields(record) if field.name not in leave_out]
    return [getattr(table, name) for name in names]


_CUSTOMER_FIELDS = ("customer_kind", "customer_tags", "customer_grade", "customer_birth_year")
_ACCOUNT_FIELDS = [f.name for f in fields(AccountRecord) if f.name not in _CUSTOMER_FIELDS]
_ACCOUNT = _columns(tables.Account, AccountRecord, _CUSTOMER_FIELDS)
_BILL = _columns(tables.Bill, BillRecord)
_LINE = _columns(tables.BillLine, LineRecord)
_PAYMENT = _columns(tables.Payment, PaymentRecord)
_INVOICE = _columns(tables.Invoice, InvoiceRecord)
_METER = _columns(tables.Meter, MeterRecord)
_STATION = _columns(tables.SupplyStation, StationRecord)


def account(session: Session, account_id: int) -> AccountRecord:
    """An account with what billing needs of its customer.

    Raises:
        AccountNotFound: no such account.
    """
    customer = tables.Customer
    row = session.execute(
        select(*_ACCOUNT, customer.kind, customer.tags, customer.grade, customer.birth_year)
        .join(customer, customer.id == tables.Account.customer_id)
        .where(tables.Account.id == account_id)
    ).first()
    if row is None:
        raise AccountNotFound(f"there is no account with the id {account_id}")
    own = dict(zip(_ACCOUNT_FIELDS, row, strict=False))
    kind, tags, grade, birth_year = row[len(_ACCOUNT_FIELDS) :]
    return AccountRecord(
        **own,
        customer_kind=kind,
        customer_tags=tuple(tag.strip() for tag in tags.split(",") if tag.strip()),
        customer_grade=grade,
        customer_birth_year=birth_year,
    )


def bills(session: Session, account_id: int, first: date, last: date) -> list[BillRecord]:
    """The bills of the billing months from `first` to `last`, oldest first."""
    found = session.execute(
        select(*_BILL)
        .where(tables.Bill.account_id == account_id, tables.Bill.month.between(first, last))
        .order_by(tables.Bill.month)
    )
    return [BillRecord(*row) for row in found]


def latest_bills(
    session: Session, account_id: int, count: int, until: date | None = None
) -> list[BillRecord]:
    """The newest bills (up to the billing month `until`), newest first."""
    query = select(*_BILL).where(tables.Bill.account_id == account_id)
    if until is not None:
        query = query.where(tables.Bill.month <= until)
    found = session.execute(query.order_by(tables.Bill.month.desc()).limit(count))
    return [BillRecord(*row) for row in found]


def unpaid_bills(session: Session, account_id: int) -> list[BillRecord]:
    """The bills that aren't fully paid, oldest first."""
    found = session.execute(
        select(*_BILL)
        .where(tables.Bill.account_id == account_id, tables.Bill.paid_amount < tables.Bill.amount)
        .order_by(tables.Bill.month)
    )
    return [BillRecord(*row) for row in found]


def billed_months(session: Session, account_id: int) -> tuple[date, date] | None:
    """The first and the last month that has a bill, or None without any bill."""
    row = session.execute(
        select(func.min(tables.Bill.month), func.max(tables.Bill.month)).where(
            tables.Bill.account_id == account_id
        )
    ).one()
    return None if row[0] is None else (row[0], row[1])


def lines(session: Session, bill_id: int) -> list[LineRecord]:
    """The lines of a bill in their order."""
    found = session.execute(
        select(*_LINE).where(tables.BillLine.bill_id == bill_id).order_by(tables.BillLine.position)
    )
    return [LineRecord(*row) for row in found]


def settlements(session: Session, bill_ids: Sequence[int]) -> list[SettlementRecord]:
    """What payments have settled of some bills, oldest first."""
    if not bill_ids:
        return []
    allocation, payment = tables.PaymentAllocation, tables.Payment
    found = session.execute(
        select(
            allocation.bill_id,
            payment.paid_at,
            allocation.amount,
            allocation.late_fee,
            payment.channel,
        )
        .join(payment, payment.id == allocation.payment_id)
        .where(allocation.bill_id.in_(bill_ids), payment.status == "posted")
        .order_by(payment.paid_at)
    )
    return [SettlementRecord(*row) for row in found]


def charged_late_fees(
    session: Session, account_id: int, since: date
) -> list[tuple[BillRecord, SettlementRecord]]:
    """Late fees that were paid with bills due since a day, oldest first."""
    allocation, payment = tables.PaymentAllocation, tables.Payment
    found = session.execute(
        select(*_BILL, allocation.bill_id, payment.paid_at, allocation.amount, allocation.late_fee)
        .join(allocation, allocation.bill_id == tables.Bill.id)
        .join(payment, payment.id == allocation.payment_id)
        .where(
            tables.Bill.account_id == account_id,
            tables.Bill.due_on >= since,
            allocation.late_fee > 0,
            payment.status == "posted",
        )
        .order_by(payment.paid_at)
    )
    width = len(_BILL)
    return [(BillRecord(*row[:width]), SettlementRecord(*row[width:])) for row in found]


def payments(
    session: Session, account_id: int, start: datetime, end: datetime
) -> list[PaymentRecord]:
    """Payments made from `start` up to but not at `end`, newest first."""
    payment = tables.Payment
    found = session.execute(
        select(*_PAYMENT)
        .where(payment.account_id == account_id, payment.paid_at >= start, payment.paid_at < end)
        .order_by(payment.paid_at.desc())
    )
    return [PaymentRecord(*row) for row in found]


PENDING_DAYS = 90
"""How long a payment on its way is believed to arrive."""


def pending_payments(session: Session, account_id: int, now: datetime) -> list[PaymentRecord]:
    """Payments that are on their way, newest first."""
    found = payments(session, account_id, now - timedelta(days=PENDING_DAYS), now)
    return [payment for payment in found if payment.status == "pending"]


def paid_months(session: Session, payment_ids: Sequence[int]) -> dict[int, list[date]]:
    """For each payment the billing months that it settled, oldest first."""
    if not payment_ids:
        return {}
    allocation = tables.PaymentAllocation
    found = session.execute(
        select(allocation.payment_id, tables.Bill.month)
        .join(tables.Bill, tables.Bill.id == allocation.bill_id)
        .where(allocation.payment_id.in_(payment_ids))
        .order_by(tables.Bill.month)
    )
    months: dict[int, list[date]] = {}
    for payment_id, month in found:
        months.setdefault(payment_id, []).append(month)
    return months


def shares(session: Session, payment_ids: Sequence[int]) -> list[ShareRecord]:
    """What some payments settled, bill by bill, the oldest bill first."""
    if not payment_ids:
        return []
    allocation = tables.PaymentAllocation
    found = session.execute(
        select(allocation.payment_id, tables.Bill.month, allocation.amount, allocation.late_fee)
        .join(tables.Bill, tables.Bill.id == allocation.bill_id)
        .where(allocation.payment_id.in_(payment_ids))
        .order_by(tables.Bill.month)
    )
    return [ShareRecord(*row) for row in found]


def open_accounts(session: Session, customer_id: int) -> int:
    """How many accounts a customer has that aren't closed."""
    return session.execute(
        select(func.count())
        .select_from(tables.Account)
        .where(tables.Account.customer_id == customer_id, tables.Account.status != "closed")
    ).scalar_one()


def invoices(session: Session, bill_ids: Sequence[int]) -> dict[int, InvoiceRecord]:
    """The invoice of each bill that has one."""
    if not bill_ids:
        return {}
    found = session.execute(select(*_INVOICE).where(tables.Invoice.bill_id.in_(bill_ids)))
    return {row.bill_id: InvoiceRecord(*row) for row in found}


def days(
    session: Session, account_id: int, first: date, last: date, direction: str = "import"
) -> list[DayRecord]:
    """What an account took from the grid (or fed in: `export`) on each measured day, oldest first.

    On the day of a meter's exchange both meters have a row; they are added.
    """
    reading, meter = tables.DailyReading, tables.Meter
    found = session.execute(
        select(reading.day, reading.kwh, reading.peak_kwh, reading.valley_kwh, reading.quality)
        .join(meter, meter.id == reading.meter_id)
        .where(
            meter.account_id == account_id,
            meter.direction == direction,
            reading.day.between(first, last),
        )
        .order_by(reading.day)
    )
    by_day: dict[date, DayRecord] = {}
    for day, kwh, peak, valley, quality in found:
        estimated = quality == "estimated"
        if day in by_day:
            before = by_day[day]
            kwh = kwh + before.kwh
            peak = None if peak is None or before.peak_kwh is None else peak + before.peak_kwh
            valley = (
                None if valley is None or before.valley_kwh is None else valley + before.valley_kwh
            )
            estimated = estimated or before.estimated
        by_day[day] = DayRecord(day, kwh, peak, valley, estimated)
    return list(by_day.values())


def readings(
    session: Session, account_id: int, first: date, last: date, direction: str = "import"
) -> list[ReadingRecord]:
    """Monthly readings of the account's meters, oldest month and older meter first.

    Args:
        session: on the utility's database.
        account_id: whose.
        first: first day of the first month.
        last: first day of the last month.
        direction: `import`, or `export` for what a PV plant feeds in.
    """
    reading, meter = tables.MonthlyReading, tables.Meter
    found = session.execute(
        select(
            meter.asset_number,
            meter.installed_on,
            meter.removed_on,
            meter.condition,
            reading.month,
            reading.read_on,
            reading.reading,
            reading.reading_peak,
            reading.reading_valley,
            reading.previous_reading,
            reading.previous_peak,
            reading.previous_valley,
            reading.method,
        )
        .join(meter, meter.id == reading.meter_id)
        .where(
            meter.account_id == account_id,
            meter.direction == direction,
            reading.month.between(first, last),
        )
        .order_by(reading.month, meter.installed_on)
    )
    return [ReadingRecord(*row) for row in found]


def meters(
    session: Session, account_id: int, first: date, last: date, direction: str = "import"
) -> list[MeterRecord]:
    """The meters that hung at the account at some time between two days, the oldest first."""
    meter = tables.Meter
    found = session.execute(
        select(*_METER)
        .where(
            meter.account_id == account_id,
            meter.direction == direction,
            meter.installed_on <= last,
            or_(meter.removed_on.is_(None), meter.removed_on >= first),
        )
        .order_by(meter.installed_on)
    )
    return [MeterRecord(*row) for row in found]


def station(session: Session, area_id: int) -> StationRecord | None:
    """The supply station of an area, or of the nearest area above it that has one."""
    seen: int | None = area_id
    while seen is not None:
        row = session.execute(
            select(tables.Area.parent_id, *_STATION)
            .outerjoin(
                tables.SupplyStation,
                and_(tables.SupplyStation.id == tables.Area.supply_station_id),
            )
            .where(tables.Area.id == seen)
        ).first()
        if row is None:
            return None
        if row[1] is not None:
            return StationRecord(*row[1:])
        seen = row[0]
    return None
