"""Whether a bill is paid, when and by what way; the state of a bill in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import owed
from bot.billing.question import Asked, Question, months_of
from bot.billing.records import BillRecord
from bot.clock import SHANGHAI
from bot.periods.period import last_day

MOST_TOLD = 4
"""Unpaid bills told one by one."""


def state(question: Question, bill: BillRecord) -> str:
    """A bill's state in words, without a full stop: 11月5日在营业厅交清了."""
    status = bill.status(question.today)
    if status == "paid":
        return _settled(question, bill)
    told = []
    if bill.paid_amount > 0:
        told += [_part_paid(question, bill), f"还欠{wording.money(bill.unpaid)}元"]
    else:
        told.append("还没交")
    if status == "overdue":
        days = (question.today - bill.due_on).days
        told.append(f"{wording.shown_day(bill.due_on, question.today)}到期，已逾期{days}天")
    else:
        told.append(f"请在{wording.shown_day(bill.due_on, question.today)}前交")
    if bill.disputed:
        told.append("正在按您的异议核查")
    return "，".join(told)


def _settled(question: Question, bill: BillRecord) -> str:
    if not question.account.postpaid:
        if bill.settled_on is None:
            return "已经从余额里扣清了"
        return f"{wording.shown_day(bill.settled_on, question.today)}从余额里扣清了"
    found = records.settlements(question.session, [bill.id])
    if found:
        last = found[-1]
        day = wording.shown_day(last.paid_at.astimezone(SHANGHAI).date(), question.today)
        return f"{day}{wording.PAID_BY.get(last.channel, '')}交清了"
    if bill.settled_on is not None:
        return f"{wording.shown_day(bill.settled_on, question.today)}交清了"
    return "已经交清了"


def paid_part(question: Question, bill: BillRecord) -> str:
    """What was paid of a bill that is open, as a part of a sentence; nothing where nothing was."""
    return f"，{_part_paid(question, bill)}" if bill.paid_amount > 0 else ""


def _part_paid(question: Question, bill: BillRecord) -> str:
    found = records.settlements(question.session, [bill.id])
    if len(found) == 1:
        day = wording.shown_day(found[0].paid_at.astimezone(SHANGHAI).date(), question.today)
        by = wording.PAID_BY.get(found[0].channel, "")
        return f"{day}{by}交过{wording.money(bill.paid_amount)}元"
    return f"已经交过{wording.money(bill.paid_amount)}元"


def pending_note(question: Question) -> str:
    """What is on its way, and that it isn't to be paid again; nothing where nothing is."""
    found = records.pending_payments(question.session, question.account.id, question.now)
    if not found:
        return ""
    told = "、".join(
        f"{wording.shown_day(one.paid_at.date(), question.today)}"
        f"{wording.PAID_BY.get(one.channel, '')}交的{wording.money(one.amount)}元"
        for one in found
    )
    return f"{told}正在处理，还没入账，请先不要再交。"


def paid(question: Question, asked: Asked) -> Answer | None:
    """Whether the bill that is asked about is paid, when and how; the newest without a period.

    A day is no bill's month: what was paid on it is another question, and None.
    """
    newest = records.latest_bills(question.session, question.account.id, 1)
    if not newest:
        return question.answer("utter_bill_none_at_all")
    if asked.period is None:
        unpaid = records.unpaid_bills(question.session, question.account.id)
        # 电费交了没 means all of it.
        return _several(question, unpaid, "") if len(unpaid) > 1 else _one(question, newest[0])
    if asked.period.granularity in ("day", "week"):
        return None
    months = months_of(asked.period)
    found = records.bills(question.session, question.account.id, months.first, months.last)
    if not found:
        if months.last < newest[0].month:
            return None
        return question.answer(
            "utter_paid_open",
            label=months.label,
            latest_label=wording.month(newest[0].month),
            latest_amount=wording.money(newest[0].amount),
            state=state(question, newest[0]),
            pending_note=pending_note(question) if newest[0].unpaid else "",
        )
    if len(found) == 1:
        return _one(question, found[0])
    unpaid = [bill for bill in found if bill.unpaid > 0]
    if unpaid:
        return _several(question, unpaid, months.label)
    return question.answer(
        "utter_paid_all",
        label=wording.month_span(found[0].month, found[-1].month),
        count=str(len(found)),
        amount=wording.money(sum((bill.amount for bill in found), Decimal(0))),
    )


def due(question: Question, asked: Asked) -> Answer | None:
    """Until when the open bill is to be paid, or the coming one: due days fall on the same day each month."""
    newest = records.latest_bills(question.session, question.account.id, 1)
    if not newest or not question.account.postpaid:
        return None
    if asked.period is not None and asked.period.start <= newest[0].month:
        return _due_of_one(question, asked) or paid(question, asked)
    unpaid = records.unpaid_bills(question.session, question.account.id)
    if unpaid:
        return paid(question, asked)
    month = (
        asked.period.start.replace(day=1)
        if asked.period
        else wording.add_months(newest[0].month, 1)
    )
    apart = wording.months_between(newest[0].month, newest[0].due_on)
    first = wording.add_months(month, apart)
    last = last_day(first.year, first.month).day
    due_on = first.replace(day=min(newest[0].due_on.day, last))
    return question.answer(
        "utter_due_next",
        label=wording.month(month),
        due_on=wording.shown_day(due_on, question.today),
        day=str(newest[0].due_on.day),
    )


def _due_of_one(question: Question, asked: Asked) -> Answer | None:
    """The due day of the one bill that is asked about, though it is settled; None: it isn't one, or open."""
    months = months_of(asked.period) if asked.period else None
    if months is None or not months.single:
        return None
    found = records.bills(question.session, question.account.id, months.first, months.last)
    if len(found) != 1 or found[0].unpaid:
        return None
    return question.answer(
        "utter_due_of_paid",
        label=months.label,
        amount=wording.money(found[0].amount),
        due_on=wording.shown_day(found[0].due_on, question.today),
        state=state(question, found[0]),
    )


def _one(question: Question, bill: BillRecord) -> Answer:
    pending = pending_note(question) if bill.unpaid else ""
    return question.answer(
        "utter_paid",
        label=wording.month(bill.month),
        amount=wording.money(bill.amount),
        state=state(question, bill),
        pending_note=pending,
        fee_note="" if pending else _fee_note(question, bill),
    )


def _fee_note(question: Question, bill: BillRecord) -> str:
    """The late fee that a bill was settled with, or that runs."""
    still = owed(question, [bill])
    if still and still[0].late_fee:
        return f"到今天另有违约金{wording.money(still[0].late_fee)}元。"
    fee = sum(
        (one.late_fee for one in records.settlements(question.session, [bill.id])), Decimal(0)
    )
    if not fee or still:
        return ""
    return f"连违约金{wording.money(fee)}元一共交了{wording.money(bill.amount + fee)}元。"


def _several(question: Question, unpaid: Sequence[BillRecord], label: str) -> Answer:
    told = [
        f"{wording.month(bill.month)}{wording.money(bill.unpaid)}元" for bill in unpaid[:MOST_TOLD]
    ]
    more = f"等{len(unpaid)}期" if len(unpaid) > MOST_TOLD else ""
    return question.answer(
        "utter_paid_some",
        label=label,
        count=str(len(unpaid)),
        unpaid=wording.money(sum((bill.unpaid for bill in unpaid), Decimal(0))),
        bills="、".join(told) + more,
        pending_note=pending_note(question),
    )


def partly_paid(question: Question, asked: Asked) -> Answer | None:
    """Why a bill's rest is less than the bill (203 and not 243): what was paid of it already.

    None unless the customer names one of the two sums of a bill that is partly paid.
    """
    named = {int(number) for number in asked.aspect.numbers}
    if not named:
        return None
    for bill in records.unpaid_bills(question.session, question.account.id):
        if bill.paid_amount > 0 and named & {int(bill.amount), int(bill.unpaid)}:
            return _one(question, bill)
    return None
