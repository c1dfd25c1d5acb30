"""What is owed of each bill: the unpaid part, the days overdue and the late fee so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.billing import records
from bot.billing.question import Question
from bot.billing.records import BillRecord, SettlementRecord
from bot.clock import SHANGHAI
from bot.settings import Settings
from bot.tariffs import LateFee, LateFeeRules, late_fee_after_payments, load_late_fee_rules

RESIDENTIAL = ("residential", "residential_shared", "ev_residential")
"""Tariff classes whose late fee follows the residents' rate."""


@dataclass(frozen=True)
class Owed:
    """One bill that isn't fully paid.

    Args:
        bill: the bill.
        days_overdue: 0 up to its due day.
        late_fee: still to pay, in 元.
        course: how the fee came about; None while it isn't overdue.
    """

    bill: BillRecord
    days_overdue: int
    late_fee: Decimal
    course: LateFee | None

    @property
    def overdue(self) -> bool:
        """Whether the due day has passed."""
        return self.days_overdue > 0


def rules(settings: Settings) -> LateFeeRules:
    """The late-fee rules with the operator's minimum, cap and reading of the year's end."""
    return load_late_fee_rules(
        Decimal(settings.late_fee_minimum),
        Decimal(settings.late_fee_cap),
        settings.late_fee_cross_year,
    )


def is_residential(question: Question) -> bool:
    """Whether the residents' rate holds."""
    return question.account.tariff_class in RESIDENTIAL


def owed(question: Question, bills: Sequence[BillRecord]) -> list[Owed]:
    """What is still to pay of some bills; the paid ones are left out."""
    unpaid = [bill for bill in bills if bill.unpaid > 0]
    partly = [bill.id for bill in unpaid if bill.paid_amount > 0 and question.today > bill.due_on]
    settled: dict[int, list[SettlementRecord]] = {}
    for settlement in records.settlements(question.session, partly):
        settled.setdefault(settlement.bill_id, []).append(settlement)
    return [_owed(question, bill, settled.get(bill.id, [])) for bill in unpaid]


def course_of(
    question: Question, bill: BillRecord, settlements: Sequence[SettlementRecord], until: date
) -> LateFee:
    """How a bill's late fee came about up to a day.

    Args:
        question: whose.
        bill: the bill; what payments after its due day left over is `unpaid`.
        settlements: all that was paid of it.
        until: last day counted.
    """
    late = [
        (settlement.paid_at.astimezone(SHANGHAI).date(), settlement.amount)
        for settlement in settlements
    ]
    late = [(day, amount) for day, amount in late if day > bill.due_on]
    # From the rest backwards: a utility's view may lack the payments made in time.
    ran_late = bill.unpaid + sum((amount for _, amount in late), Decimal(0))
    return late_fee_after_payments(
        ran_late,
        late,
        bill.due_on,
        until,
        residential=is_residential(question),
        rules=rules(question.settings),
    )


def _owed(question: Question, bill: BillRecord, settlements: Sequence[SettlementRecord]) -> Owed:
    days = max((question.today - bill.due_on).days, 0)
    if days == 0:
        return Owed(bill, 0, Decimal(0), None)
    course = course_of(question, bill, settlements, question.today)
    paid = sum((settlement.late_fee for settlement in settlements), Decimal(0))
    return Owed(bill, days, max(course.fee - paid, Decimal(0)), course)
