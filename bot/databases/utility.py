"""Tables of the utility's account database: customers, accounts, meters, readings, bills, payments.

In production this is the utility's own database, or views on it with these names and columns; the
assistant only reads it. The demo utility (`bot/demo`) fills one of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base, relationship

from bot.databases.types import Energy, Moment, Money, UnitPrice

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))  # 1.4 has no types


class Area(Base):
    """A place: province > city > district > street > community, and its supply station."""

    __tablename__ = "areas"
    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("areas.id"), index=True)
    level = Column(String(16), nullable=False)  # province city district street community
    name = Column(String(64), nullable=False)
    supply_station_id = Column(ForeignKey("supply_stations.id"), index=True)


class SupplyStation(Base):
    """A 供电所/营业厅 with its address, hours and telephone."""

    __tablename__ = "supply_stations"
    id = Column(Integer, primary_key=True)
    name = Column(String(64), nullable=False)
    address = Column(String(128), nullable=False)
    phone = Column(String(20))
    opening_hours = Column(String(128))


class Customer(Base):
    """A person or a firm that holds accounts."""

    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    name = Column(String(128), nullable=False)
    kind = Column(String(16), nullable=False)  # person | organisation
    customer_class = Column(String(16), nullable=False)  # residential commercial industrial farming
    grade = Column(String(16), nullable=False, default="ordinary")  # ordinary | key | vulnerable
    tags = Column(String(255), nullable=False, default="")  # comma-separated: elderly,medical,...
    birth_year = Column(Integer)
    phone = Column(String(20), index=True)  # the reserved phone; None or outdated for some
    contact_preference = Column(String(16), nullable=False, default="sms")  # sms wechat phone visit
    quiet_hours = Column(Boolean, nullable=False, default=True)
    accounts = relationship("Account", back_populates="customer")


class Account(Base):
    """A 户号: one place of use under one contract."""

    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    number = Column(String(20), nullable=False, unique=True)  # 户号
    customer_id = Column(ForeignKey("customers.id"), nullable=False, index=True)
    area_id = Column(ForeignKey("areas.id"), nullable=False, index=True)
    address = Column(String(160), nullable=False)
    region = Column(String(16), nullable=False)  # whose price sets apply, as in data/tariffs
    tariff_class = Column(String(32), nullable=False)
    # residential | residential_shared (合表) | ev_residential | commercial | industrial | farming
    voltage = Column(String(16), nullable=False)  # below_1kV | 1_to_10kV | ...
    capacity_kw = Column(Integer, nullable=False)
    payment_mode = Column(String(16), nullable=False)  # postpaid | prepaid
    time_of_use = Column(Boolean, nullable=False, default=False)
    household_size = Column(Integer)  # persons, where 一户多人口 is registered
    household_valid_until = Column(Date)
    welfare = Column(String(16))  # minimum_living (低保) | five_guarantees (五保/特困) | None
    opened_on = Column(Date, nullable=False)
    closed_on = Column(Date)
    status = Column(String(16), nullable=False, default="active")
    # active | cut_off | suspended | closed
    cut_off_at = Column(Moment())
    balance = Column(Money(), nullable=False, default=0)  # prepaid: what is left; postpaid: credit
    balance_as_of = Column(Moment())
    customer = relationship("Customer", back_populates="accounts")
    area = relationship("Area")
    meters = relationship("Meter", back_populates="account")


class Meter(Base):
    """A 电表; an exchanged one keeps its row with `removed_on`."""

    __tablename__ = "meters"
    id = Column(Integer, primary_key=True)
    account_id = Column(ForeignKey("accounts.id"), nullable=False, index=True)
    asset_number = Column(String(24), nullable=False, unique=True)
    kind = Column(String(16), nullable=False)  # smart | mechanical
    direction = Column(String(16), nullable=False, default="import")  # import | export (PV)
    installed_on = Column(Date, nullable=False)
    removed_on = Column(Date)
    condition = Column(String(16), nullable=False, default="normal")
    # normal | fault_suspected | offline
    account = relationship("Account", back_populates="meters")


class DailyReading(Base):
    """What a meter measured on one day; seen the next day."""

    __tablename__ = "daily_readings"
    meter_id = Column(ForeignKey("meters.id"), primary_key=True)
    day = Column(Date, primary_key=True)
    kwh = Column(Energy(), nullable=False)
    peak_kwh = Column(Energy())  # None: not measured by time
    valley_kwh = Column(Energy())
    quality = Column(String(16), nullable=False, default="measured")  # measured | estimated


class MonthlyReading(Base):
    """示数 at the end of a billing cycle, per band where the meter has them."""

    __tablename__ = "monthly_readings"
    meter_id = Column(ForeignKey("meters.id"), primary_key=True)
    month = Column(Date, primary_key=True)  # first day of the billing month
    read_on = Column(Date, nullable=False)
    reading = Column(Energy(), nullable=False)
    reading_peak = Column(Energy())
    reading_valley = Column(Energy())
    previous_reading = Column(Energy(), nullable=False)
    previous_peak = Column(Energy())
    previous_valley = Column(Energy())
    method = Column(String(16), nullable=False, default="remote")  # remote manual estimated


class Bill(Base):
    """One month's bill of an account."""

    __tablename__ = "bills"
    __table_args__ = (UniqueConstraint("account_id", "month"),)
    id = Column(Integer, primary_key=True)
    account_id = Column(ForeignKey("accounts.id"), nullable=False, index=True)
    month = Column(Date, nullable=False, index=True)  # first day of the billing month
    period_start = Column(Date, nullable=False)  # first day counted
    period_end = Column(Date, nullable=False)  # last day counted
    kwh = Column(Energy(), nullable=False)
    peak_kwh = Column(Energy())
    valley_kwh = Column(Energy())
    year_kwh_before = Column(Energy(), nullable=False)  # counted for the yearly tiers before it
    price_set_id = Column(String(64), nullable=False)
    time_of_use = Column(Boolean, nullable=False)  # as billed in that month
    household_size = Column(Integer)  # as billed in that month
    welfare = Column(String(16))  # as billed in that month
    amount = Column(Money(), nullable=False)  # the sum of the lines, late fee not in it
    paid_amount = Column(Money(), nullable=False, default=0)
    issued_on = Column(Date, nullable=False)
    due_on = Column(Date, nullable=False)  # last day without late fee
    settled_on = Column(Date)
    disputed = Column(Boolean, nullable=False, default=False)
    lines = relationship("BillLine", order_by="BillLine.position", back_populates="bill")


class BillLine(Base):
    """One line of a bill."""

    __tablename__ = "bill_lines"
    bill_id = Column(ForeignKey("bills.id"), primary_key=True)
    position = Column(Integer, primary_key=True)
    kind = Column(String(24), nullable=False)  # as `bot.tariffs.LineKind`
    tier = Column(Integer)
    band = Column(String(8))  # peak | valley | flat
    kwh = Column(Energy())
    unit_price = Column(UnitPrice())
    amount = Column(Money(), nullable=False)
    bill = relationship("Bill", back_populates="lines")


class Payment(Base):
    """Money received; `posted_at` is None while it isn't in the books yet."""

    __tablename__ = "payments"
    __table_args__ = (Index("ix_payments_account_id_paid_at", "account_id", "paid_at"),)
    id = Column(Integer, primary_key=True)
    account_id = Column(ForeignKey("accounts.id"), nullable=False)
    paid_at = Column(Moment(), nullable=False)
    amount = Column(Money(), nullable=False)
    channel = Column(String(24), nullable=False)
    # wechat alipay app bank_debit bank_counter hall agent_shop
    reference = Column(String(40), nullable=False, unique=True)
    status = Column(String(16), nullable=False)  # posted | pending | failed | refunded
    posted_at = Column(Moment())


class PaymentAllocation(Base):
    """Which bill a payment settled, and how much of it was late fee."""

    __tablename__ = "payment_allocations"
    payment_id = Column(ForeignKey("payments.id"), primary_key=True)
    bill_id = Column(ForeignKey("bills.id"), primary_key=True, index=True)
    amount = Column(Money(), nullable=False)
    late_fee = Column(Money(), nullable=False, default=0)


class Invoice(Base):
    """An electronic invoice of a bill."""

    __tablename__ = "invoices"
    id = Column(Integer, primary_key=True)
    bill_id = Column(ForeignKey("bills.id"), nullable=False, unique=True)
    number = Column(String(24), nullable=False, unique=True)
    title = Column(String(128), nullable=False)
    tax_number = Column(String(24))
    kind = Column(String(16), nullable=False)  # ordinary | special (专票)
    amount = Column(Money(), nullable=False)
    issued_on = Column(Date, nullable=False)
    status = Column(String(16), nullable=False)  # issued | red (红冲)


class DemoSeed(Base):
    """Says that this database holds the invented utility; without its row nothing is overwritten."""

    __tablename__ = "demo_seeds"
    id = Column(Integer, primary_key=True)
    today = Column(Date, nullable=False)  # the day that the demo is dated relative to
    scale = Column(Integer, nullable=False)  # accounts
    version = Column(String(16), nullable=False)  # of the generator
    finished = Column(Boolean, nullable=False, default=False)  # False: seeding was interrupted
