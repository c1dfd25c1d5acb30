"""One month's bill with its lines, or the bills of several months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, owed
from bot.billing.charges import charge, engine_line, plan_of, used_in_year
from bot.billing.citations import current_price_set, price_note, price_set
from bot.billing.difference import NotComputable, Situation
from bot.billing.question import Months, Question, months_of
from bot.billing.readings import doubts
from bot.billing.records import BillRecord, LineRecord
from bot.billing.usage import band_sentence, bands
from bot.cards import Card
from bot.tariffs import line_label

if TYPE_CHECKING:
    from bot.periods import Period

MOST_TOLD = 13
"""Months of a list told in words one by one; the card has all."""


def bill(question: Question, period: Period | None) -> Answer:
    """The bill of a month, the list of several months, or why there is none.

    Without a period it is the newest bill.
    """
    if period is None:
        newest = records.latest_bills(question.session, question.account.id, 1)
        if not newest:
            return question.answer("utter_bill_none_at_all")
        return _one(question, newest[0])
    months = months_of(period)
    found = records.bills(question.session, question.account.id, months.first, months.last)
    if not found:
        return without_bill(question, months)
    if months.single:
        return _one(question, found[0])
    return _several(question, months, found)


def without_bill(question: Question, months: Months) -> Answer:
    """Why there is no bill in some months: to come, not billed yet, or not known."""
    newest = records.latest_bills(question.session, question.account.id, 1)
    if months.first > question.this_month:
        if not newest:
            return question.answer("utter_bill_none_at_all")
        return question.answer(
            "utter_bill_future",
            label=months.label,
            latest_label=wording.month(newest[0].month),
            latest_amount=wording.money(newest[0].amount),
        )
    if not newest:
        return question.answer("utter_bill_none_at_all")
    if months.last > newest[0].month and _may_come(question, months.last):
        return _open(question, months, newest[0])
    known = records.billed_months(question.session, question.account.id)
    return question.answer(
        "utter_bill_none",
        label=months.label,
        available=wording.month_span(*known) if known else "",
        opened_note=_why_none(question, months),
    )


def _may_come(question: Question, month: date) -> bool:
    """Whether the bill of a month without one may still be issued."""
    closed = question.account.closed_on
    if closed is not None and month >= closed.replace(day=1):
        return False
    return month >= wording.add_months(question.this_month, -1)


def _why_none(question: Question, months: Months) -> str:
    opened, closed = question.account.opened_on, question.account.closed_on
    if months.last < opened.replace(day=1):
        return f"这户是{wording.day(opened)}开户的。"
    if closed is not None and months.first >= closed.replace(day=1):
        return f"这户{wording.day(closed)}已经销户。"
    return "没有用电的月份不出账单。"


def _one(question: Question, bill: BillRecord) -> Answer:
    lines = records.lines(question.session, bill.id)
    readings = records.readings(question.session, question.account.id, bill.month, bill.month)
    still_owed = owed(question, [bill])
    late_fee = still_owed[0].late_fee if still_owed else Decimal(0)
    notes = [doubt.sentence for doubt in doubts(readings, question.today)]
    if bill.disputed:
        notes.append("这张账单正在按您的异议核查。")
    split = band_sentence(bill.peak_kwh, bill.valley_kwh)
    return question.answer(
        "utter_bill",
        _card(question, bill, lines, still_owed, notes),
        label=wording.month(bill.month),
        amount=wording.money(bill.amount),
        kwh=wording.kwh(bill.kwh),
        start=wording.short_day(bill.period_start),
        end=wording.short_day(bill.period_end),
        days=str(bill.days),
        band_note=f"，{split}" if split else "",
        lines="；".join(_line_told(line) for line in lines),
        status_note=_status_note(question, bill, late_fee),
        notes="".join(notes),
        price_note=_price_note(question, bill),
    )


def _status_note(question: Question, bill: BillRecord, late_fee: Decimal) -> str:
    status = bill.status(question.today)
    unpaid = wording.money(bill.unpaid)
    if status == "paid":
        when = f"（{wording.short_day(bill.settled_on)}缴清）" if bill.settled_on else ""
        return f"已经缴清了{when}。"
    if status == "overdue":
        fee = f"，到今天的违约金是{wording.money(late_fee)}元" if late_fee else ""
        return f"还有{unpaid}元没交，{wording.short_day(bill.due_on)}到期，已经逾期{fee}。"
    paid = "已交一部分，" if status == "partly" else ""
    return f"{paid}还有{unpaid}元待交，请在{wording.day(bill.due_on)}前缴清。"


def _price_note(question: Question, bill: BillRecord) -> str:
    price = price_set(question, bill.price_set_id)
    return "" if price is None else price_note(price)


def _label(line: LineRecord) -> str:
    try:
        return line_label(engine_line(line))
    except ValueError:
        return "其他费用"  # a kind that the operator's database has beyond the engine's


def _line_told(line: LineRecord) -> str:
    """第一档电费200度×0.538元=107.60元."""
    if line.kwh is None or line.unit_price is None:
        return f"{_label(line)}{wording.money(line.amount)}元"
    return (
        f"{_label(line)}{wording.kwh(line.kwh)}度×{wording.unit_price(line.unit_price)}元"
        f"={wording.money(line.amount)}元"
    )


def _line_card(line: LineRecord) -> dict[str, str]:
    shown = {"label": _label(line), "amount": wording.money(line.amount)}
    if line.kwh is not None:
        shown["kwh"] = wording.kwh(line.kwh)
    if line.unit_price is not None:
        shown["unit_price"] = wording.unit_price(line.unit_price)
    return shown


def _card(
    question: Question,
    bill: BillRecord,
    lines: Sequence[LineRecord],
    still_owed: Sequence[Owed],
    notes: Sequence[str],
) -> Card:
    card: dict[str, Any] = {
        "schema": "bill",
        "account": question.masked_account,
        "month": wording.month_key(bill.month),
        "label": wording.month(bill.month),
        "start": bill.period_start.isoformat(),
        "end": bill.period_end.isoformat(),
        "days": bill.days,
        "kwh": wording.kwh(bill.kwh),
        "amount": wording.money(bill.amount),
        "paid_amount": wording.money(bill.paid_amount),
        "status": bill.status(question.today),
        "due_on": bill.due_on.isoformat(),
        "lines": [_line_card(line) for line in lines],
    }
    if bill.peak_kwh is not None and bill.valley_kwh is not None:
        card["peak_kwh"] = wording.kwh(bill.peak_kwh)
        card["valley_kwh"] = wording.kwh(bill.valley_kwh)
    if still_owed and still_owed[0].overdue:
        card["late_fee"] = wording.money(still_owed[0].late_fee)
    price = price_set(question, bill.price_set_id)
    if price is not None:
        card["price"] = price.citation()
    if notes:
        card["notes"] = list(notes)
    return card


def _several(question: Question, months: Months, found: Sequence[BillRecord]) -> Answer:
    billed = {bill.month for bill in found}
    opened = question.account.opened_on.replace(day=1)
    missing = [month for month in months.all() if month not in billed and month >= opened]
    kwh = sum((bill.kwh for bill in found), Decimal(0))
    amount = sum((bill.amount for bill in found), Decimal(0))
    unpaid = sum((bill.unpaid for bill in found), Decimal(0))
    highest = max(found, key=lambda bill: bill.amount)
    told = [
        f"{wording.month(bill.month)}{wording.money(bill.amount)}元" for bill in found[-MOST_TOLD:]
    ]
    earlier = len(found) - len(told)
    card: dict[str, Any] = {
        "schema": "bill_list",
        "account": question.masked_account,
        "label": months.label,
        "items": [
            {
                "month": wording.month_key(bill.month),
                "label": wording.month(bill.month),
                "kwh": wording.kwh(bill.kwh),
                "amount": wording.money(bill.amount),
                "status": bill.status(question.today),
            }
            for bill in found
        ],
        "total_kwh": wording.kwh(kwh),
        "total_amount": wording.money(amount),
    }
    if missing:
        card["missing"] = [wording.month(month) for month in missing]
    return question.answer(
        "utter_bill_list",
        card,
        label=months.label,
        count=str(len(found)),
        kwh=wording.kwh(kwh),
        amount=wording.money(amount),
        average=wording.money(amount / len(found)),
        highest_label=wording.month(highest.month),
        highest=wording.money(highest.amount),
        bills="、".join(told) + (f"；再早的{earlier}个月请看列表" if earlier else ""),
        unpaid_note=f"其中还有{wording.money(unpaid)}元没交。" if unpaid else "",
        missing_note=_missing_note(question, missing, found[-1]),
    )


def _missing_note(question: Question, missing: Sequence[date], newest: BillRecord) -> str:
    to_come = [month for month in missing if month > newest.month]
    gaps = [month for month in missing if month <= newest.month]
    notes = []
    if to_come:
        notes.append(f"{wording.month_ranges(to_come)}还没有出账。")
    if gaps:
        notes.append(f"{wording.month_ranges(gaps)}没有账单记录。")
    return "".join(notes)


def _open(question: Question, months: Months, newest: BillRecord) -> Answer:
    """The month runs, or its bill isn't out: what was used so far and what that costs about."""
    start = newest.period_end + timedelta(days=1)
    days = records.days(question.session, question.account.id, start, question.today)
    latest_label, latest = wording.month(newest.month), wording.money(newest.amount)
    if not days:
        return question.answer(
            "utter_bill_not_issued",
            label=months.label,
            latest_label=latest_label,
            latest_amount=latest,
        )
    return question.answer(
        "utter_bill_open",
        label=months.label,
        start=wording.short_day(days[0].day),
        end=wording.short_day(days[-1].day),
        kwh=wording.kwh(sum((found.kwh for found in days), Decimal(0))),
        estimate_note=_estimate_note(question, newest, days),
        latest_label=latest_label,
        latest_amount=latest,
    )


def _estimate_note(
    question: Question, newest: BillRecord, days: Sequence[records.DayRecord]
) -> str:
    price = current_price_set(question)
    if price is None:
        return "。"
    peak, valley = bands(days)
    running = Situation(
        price_set_id=price.id,
        plan=plan_of(question.account, price, question.today),
        start=days[0].day,
        end=days[-1].day,
        days=len(days),
        kwh=sum((found.kwh for found in days), Decimal(0)),
        peak_kwh=peak,
        valley_kwh=valley,
        year_kwh_before=used_in_year(newest, days[0].day.year),
    )
    try:
        total = charge(question.prices, question.account, running).total
    except NotComputable:
        return "。"
    return f"，按现行电价大约{wording.money(total)}元（只是估算）。{price_note(price)}"
