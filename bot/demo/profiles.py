"""What a demo account is and what befalls it: everything that its records are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from bot.demo.consumption import Load
from bot.demo.places import Community

Habit = Literal["debit", "prompt", "late", "bundles"]
"""How bills are paid: by the bank, in time, sometimes late, or two at once."""

Trouble = Literal[
    "arrears",  # the newest bills are unpaid, the oldest of them partly
    "cut_off",  # and the supply is interrupted
    "meter_fault",  # since last month the meter counts several times too much
    "disputed",  # the newest bill is disputed and unpaid
    "payment_pending",  # yesterday's payment of the newest bill isn't in the books
    "payment_failed",  # a payment failed before the one that worked
    "payment_refunded",  # a bill was paid twice, the second payment was given back
    "overpaid",  # more was paid than was owed; the rest is credit
    "low_balance",  # prepaid money for a few days only
    "overdrawn",  # prepaid money is used up
    "offline",  # the meter could not be reached lately, its days are estimated
    "invoice_reversed",  # the newest invoice was reversed (红冲)
    "closed",  # the account was closed some months ago
]


@dataclass(frozen=True)
class Holder:
    """A row of `customers`."""

    name: str
    kind: str = "person"
    customer_class: str = "residential"
    grade: str = "ordinary"
    tags: str = ""
    birth_year: int | None = None
    phone: str | None = None
    contact_preference: str = "sms"
    quiet_hours: bool = True
    tax_number: str | None = None


@dataclass(frozen=True)
class Profile:
    """One account.

    Args:
        number: its 户号.
        community: where it lies.
        place: the rest of the address, behind the community.
        load: what it uses.
        opened_on: first day of supply.
        time_of_use_since: first day under 峰谷 prices; None: never.
        household_since: first day on which `household_size` is registered (一户多人口).
        cut_off_on: first day without supply for arrears.
        closed_on: first day after the contract.
        exchanged_on: first day of the second meter.
        unpaid_bills: how many of the newest bills aren't paid, with the trouble `arrears`.
        issue_day: day of the month on which bills are issued, 1 to 5.
        due_day: last day of the month without late fee.
        invoices: which bills get one.
        export: what a PV plant feeds in.
    """

    number: str
    community: Community
    place: str
    load: Load
    opened_on: date
    tariff_class: str = "residential"
    voltage: str = "below_1kV"
    capacity_kw: int = 8
    payment_mode: str = "postpaid"
    time_of_use_since: date | None = None
    household_size: int | None = None
    household_since: date | None = None
    household_valid_until: date | None = None
    welfare: str | None = None
    meter_kind: str = "smart"
    habit: Habit = "prompt"
    troubles: frozenset[Trouble] = field(default_factory=frozenset)
    cut_off_on: date | None = None
    closed_on: date | None = None
    exchanged_on: date | None = None
    unpaid_bills: int = 0
    issue_day: int = 1
    due_day: int = 20
    invoices: Literal["none", "some", "ordinary", "special"] = "none"
    export: Load | None = None

    @property
    def address(self) -> str:
        """The whole address."""
        return self.community.prefix + self.place

    @property
    def ends_on(self) -> date | None:
        """The first day without any use, None while it goes on."""
        ends = [day for day in (self.cut_off_on, self.closed_on) if day is not None]
        return min(ends) if ends else None


@dataclass(frozen=True)
class Household:
    """A customer with all accounts."""

    holder: Holder
    profiles: tuple[Profile, ...]


def first_of(day: date, months: int = 0) -> date:
    """The first day of a day's month, moved by some months."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def last_of(day: date) -> date:
    """The last day of a day's month."""
    return first_of(day, 1) - timedelta(days=1)


def months_from(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` to `last`, both included."""
    month = first_of(first)
    while month <= last:
        yield month
        month = first_of(month, 1)
