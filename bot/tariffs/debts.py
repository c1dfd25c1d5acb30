"""What a debt costs on a day, also a coming one, and what a payment settles first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.tariffs.late_fees import LateFee, LateFeeRules, late_fee_after_payments


@dataclass(frozen=True)
class Debt:
    """A bill that isn't fully paid.

    Args:
        name: the caller's own, kept as it is: the bill's month or id.
        due_on: last day without a late fee.
        unpaid: of the bill itself now, 元.
        residential: whether the account is a resident's.
        payments: day and amount of each payment on the bill itself after `due_on`.
        late_fee_paid: late fee that was paid of it already, 元.
    """

    name: str
    due_on: date
    unpaid: Decimal
    residential: bool
    payments: tuple[tuple[date, Decimal], ...] = ()
    late_fee_paid: Decimal = Decimal(0)


@dataclass(frozen=True)
class Settled:
    """What a payment did to one debt, all in 元.

    Args:
        name: of the debt.
        principal: of the bill itself that it pays.
        late_fee: of the late fee that it pays.
        principal_left: of the bill itself, still unpaid.
        late_fee_left: up to the day of payment, still unpaid.
    """

    name: str
    principal: Decimal
    late_fee: Decimal
    principal_left: Decimal
    late_fee_left: Decimal

    @property
    def left(self) -> Decimal:
        """What is still owed of it, 元."""
        return self.principal_left + self.late_fee_left


@dataclass(frozen=True)
class Allocation:
    """How a payment is divided.

    Args:
        parts: one for each debt, the oldest first; also for one that gets nothing.
        left_over: more than all that is owed, 元; it becomes balance.
    """

    parts: tuple[Settled, ...]
    left_over: Decimal

    @property
    def principal(self) -> Decimal:
        """What it pays of the bills themselves, 元."""
        return sum((part.principal for part in self.parts), Decimal(0))

    @property
    def late_fee(self) -> Decimal:
        """What it pays of late fees, 元."""
        return sum((part.late_fee for part in self.parts), Decimal(0))

    @property
    def principal_left(self) -> Decimal:
        """What stays unpaid of the bills themselves, 元."""
        return sum((part.principal_left for part in self.parts), Decimal(0))

    @property
    def late_fee_left(self) -> Decimal:
        """What stays unpaid of late fees, 元."""
        return sum((part.late_fee_left for part in self.parts), Decimal(0))


def late_fee_on(debt: Debt, day: date, rules: LateFeeRules) -> LateFee:
    """The late fee of a debt if it is paid on a day and nothing is paid before.

    It runs on while the supply is cut off: nothing but payment ends it.

    Args:
        debt: the bill.
        day: of payment, counted; past or coming.
        rules: rates and limits.

    Raises:
        ValueError: an amount is negative or a payment isn't after the due day.
    """
    # `unpaid` is what all payments left, also those after a day in the past.
    ran_late = debt.unpaid + sum((amount for _, amount in debt.payments), Decimal(0))
    return late_fee_after_payments(
        ran_late, debt.payments, debt.due_on, day, residential=debt.residential, rules=rules
    )


def late_fee_owed(debt: Debt, day: date, rules: LateFeeRules) -> Decimal:
    """What is still to pay of the late fee on a day, 元: never below 0.

    Raises:
        ValueError: as `late_fee_on`.
    """
    return max(late_fee_on(debt, day, rules).fee - debt.late_fee_paid, Decimal(0))


def settle(amount: Decimal, debts: Sequence[Debt], day: date, rules: LateFeeRules) -> Allocation:
    """What a payment settles: all bills themselves, the oldest first, then their late fees.

    Source of the order: the grid company's examination bank (arrears before late fee). Paying the
    bills first also stops their late fees.

    Args:
        amount: 元.
        debts: in any order; of the same due day, the earlier stays first.
        day: of payment.
        rules: rates and limits.

    Raises:
        ValueError: an amount is negative.
    """
    if amount < 0:
        raise ValueError(f"a payment of {amount} is negative")
    oldest_first = sorted(debts, key=lambda debt: debt.due_on)
    left = amount
    principals = []
    for debt in oldest_first:
        principals.append(min(left, debt.unpaid))
        left -= principals[-1]
    parts = []
    for debt, principal in zip(oldest_first, principals, strict=True):
        owed = late_fee_owed(debt, day, rules)
        fee = min(left, owed)
        left -= fee
        parts.append(Settled(debt.name, principal, fee, debt.unpaid - principal, owed - fee))
    return Allocation(tuple(parts), left)
