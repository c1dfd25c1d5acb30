"""Bills that were paid after their due day: how often, which the longest, one of them by how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question
from bot.billing.records import BillRecord
from bot.billing.spans import Span, span_of
from bot.clock import SHANGHAI
from bot.periods.period import of_year


@dataclass(frozen=True)
class Late:
    """A bill with the day up to which it was late.

    Args:
        bill: the bill.
        until: the day it was settled, or today while something of it is open.
        fee: the late fee that was paid with it, in 元.
    """

    bill: BillRecord
    until: date
    fee: Decimal

    @property
    def days(self) -> int:
        """Days after the due day; 0 or less: in time."""
        return (self.until - self.bill.due_on).days


def how_late(question: Question, asked: Asked) -> Answer | None:
    """By how many days one bill was paid late: the one of the month that is named, or the newest."""
    if asked.period is None:
        bills = records.latest_bills(question.session, question.account.id, 1)
    else:
        bills = list(span_of(question, asked.period).bills)
    if not bills or not question.account.postpaid:
        return None
    if len(bills) > 1:
        return times_late(question, asked)
    return _told(question, _late(question, bills[0]))


def times_late(question: Question, asked: Asked) -> Answer | None:
    """How many bills of a time were paid late; of the running year where none is named."""
    span = _span(question, asked)
    if not span.bills or not question.account.postpaid:
        return None
    late = _late_ones(question, span)
    if not late:
        return question.answer("utter_never_late", label=span.label)
    longest = max(late, key=lambda one: one.days)
    return question.answer(
        "utter_times_late",
        label=span.label,
        count=str(len(late)),
        months=wording.month_ranges(one.bill.month for one in late),
        longest=wording.month(longest.bill.month),
        days=str(longest.days),
    )


def latest(question: Question, asked: Asked) -> Answer | None:
    """The bill of a time that was paid latest after its due day."""
    span = _span(question, asked)
    if not span.bills or not question.account.postpaid:
        return None
    late = _late_ones(question, span)
    if not late:
        return question.answer("utter_never_late", label=span.label)
    return _told(question, max(late, key=lambda one: one.days), label=span.label)


def _span(question: Question, asked: Asked) -> Span:
    return span_of(question, asked.period or of_year(question.today.year))


def _late_ones(question: Question, span: Span) -> list[Late]:
    return [one for bill in span.bills if (one := _late(question, bill)).days > 0]


def _late(question: Question, bill: BillRecord) -> Late:
    if bill.unpaid:
        return Late(bill, question.today, Decimal(0))
    found = records.settlements(question.session, [bill.id])
    until = bill.settled_on or bill.due_on
    if found:
        until = max(one.paid_at.astimezone(SHANGHAI).date() for one in found)
    return Late(bill, until, sum((one.late_fee for one in found), Decimal(0)))


def _told(question: Question, late: Late, label: str = "") -> Answer:
    month, due = wording.month(late.bill.month), wording.shown_day(late.bill.due_on, question.today)
    day = wording.shown_day(late.until, question.today)
    if late.bill.unpaid and late.days <= 0:
        return question.answer("utter_not_late_yet", label=month, due_on=due)
    if late.days <= 0:
        return question.answer("utter_not_late", label=month, due_on=due, day=day)
    if late.bill.unpaid:
        return question.answer("utter_late_open", label=month, due_on=due, days=str(late.days))
    return question.answer(
        "utter_late_longest" if label else "utter_late",
        span=label,
        label=month,
        point=month if label else "",
        due_on=due,
        day=day,
        days=str(late.days),
        fee_note=f"，收了违约金{wording.money(late.fee)}元" if late.fee else "",
    )
