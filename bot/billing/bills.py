"""One month's bill with its lines, or the bills of several months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import owed
from bot.billing.charges import charge, engine_line, plan_of, used_in_year
from bot.billing.citations import current_price_set, price_note, price_set
from bot.billing.difference import NotComputable, Situation
from bot.billing.paid import pending_note, state
from bot.billing.question import Months, Question, months_of
from bot.billing.readings import doubts
from bot.billing.records import BillRecord, LineRecord
from bot.billing.spans import Span, span_of
from bot.billing.sums import bill_list
from bot.billing.usage import bands
from bot.billing.wording import BAND_NAME
from bot.cards import Card
from bot.tariffs import line_label

if TYPE_CHECKING:
    from bot.periods import Period


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
    return bill_list(question, span_of(question, period), each=False)


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
    card = bill_card(question, bill)
    return question.answer(
        "utter_bill",
        card,
        label=wording.month(bill.month),
        amount=wording.money(bill.amount),
        kwh=wording.kwh(bill.kwh),
        days=str(bill.days),
        state=state(question, bill),
        late_fee_note=_late_fee_note(question, bill),
        pending_note=pending_note(question) if bill.unpaid else "",
        notes="".join(card.get("notes", ())),
    )


def detail(question: Question, bill: BillRecord) -> Answer:
    """One bill line by line in words too."""
    lines = records.lines(question.session, bill.id)
    return question.answer(
        "utter_bill_detail",
        bill_card(question, bill),
        label=wording.month(bill.month),
        amount=wording.money(bill.amount),
        lines="；".join(_line_told(line) for line in lines),
        price_note=_price_note(question, bill),
    )


def band_money(question: Question, span: Span, band: str) -> Answer | None:
    """What one band of some bills cost, or the bands beside each other, the dearest first.

    Args:
        question: whose.
        span: the bills that are asked about; without any: None.
        band: `peak`, `flat`, `valley`; empty: all of them.
    """
    if not span.bills:
        return None
    parts: dict[str, list[LineRecord]] = {}
    for bill in span.bills:
        for line in records.lines(question.session, bill.id):
            if line.band in BAND_NAME and line.kwh is not None:
                parts.setdefault(str(line.band), []).append(line)
    facts = {"label": span.label, "total": wording.money(span.amount)}
    if not parts:
        return question.answer("utter_bill_no_bands", **facts)
    card = bill_card(question, span.bills[0]) if len(span.bills) == 1 else None
    if band in parts:
        rates = dict.fromkeys(
            wording.unit_price(line.unit_price)
            for line in parts[band]
            if line.unit_price is not None
        )
        return question.answer(
            "utter_bill_band",
            card,
            **facts,
            band=BAND_NAME[band],
            amount=wording.money(_amount(parts[band])),
            kwh=wording.kwh(_kwh(parts[band])),
            rate_note=f"（每度{'、'.join(rates)}元）" if 0 < len(rates) < 3 else "",
        )
    ordered = sorted(parts, key=lambda name: _amount(parts[name]), reverse=True)
    return question.answer(
        "utter_bill_bands",
        card,
        **facts,
        dearest=BAND_NAME[ordered[0]],
        bands="、".join(
            f"{BAND_NAME[name]}{wording.money(_amount(parts[name]))}元"
            f"（{wording.kwh(_kwh(parts[name]))}度）"
            for name in ordered
        ),
    )


def _amount(lines: Sequence[LineRecord]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _kwh(lines: Sequence[LineRecord]) -> Decimal:
    return sum((line.kwh for line in lines if line.kwh is not None), Decimal(0))


def _notes(question: Question, bill: BillRecord) -> list[str]:
    readings = records.readings(question.session, question.account.id, bill.month, bill.month)
    notes = [doubt.sentence for doubt in doubts(readings, question.today)]
    if bill.disputed and not bill.unpaid:
        notes.append("这张账单正在按您的异议核查。")
    return notes


def _late_fee_note(question: Question, bill: BillRecord) -> str:
    still_owed = owed(question, [bill])
    if still_owed and still_owed[0].late_fee:
        return f"到今天的违约金是{wording.money(still_owed[0].late_fee)}元。"
    return ""


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


def bill_card(question: Question, bill: BillRecord) -> Card:
    """One month's bill with its lines as a card."""
    still_owed = owed(question, [bill])
    notes = _notes(question, bill)
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
        "lines": [_line_card(line) for line in records.lines(question.session, bill.id)],
    }
    if bill.peak_kwh is not None and bill.valley_kwh is not None:
        card["peak_kwh"] = wording.kwh(bill.peak_kwh)
        card["valley_kwh"] = wording.kwh(bill.valley_kwh)
        flat = bill.kwh - bill.peak_kwh - bill.valley_kwh
        if flat:
            card["flat_kwh"] = wording.kwh(flat)
    if still_owed and still_owed[0].overdue:
        card["late_fee"] = wording.money(still_owed[0].late_fee)
    price = price_set(question, bill.price_set_id)
    if price is not None:
        card["price"] = price.citation()
    if notes:
        card["notes"] = notes
    return card


def _open(question: Question, months: Months, newest: BillRecord) -> Answer:
    """The month runs, or its bill isn't out: what was used so far and what that costs about."""
    running = so_far(question, newest)
    latest_label, latest = wording.month(newest.month), wording.money(newest.amount)
    if running is None:
        return question.answer(
            "utter_bill_not_issued",
            label=months.label,
            latest_label=latest_label,
            latest_amount=latest,
        )
    cost = cost_so_far(question, newest, running)
    price = current_price_set(question)
    return question.answer(
        "utter_bill_open",
        label=months.label,
        end=wording.short_day(running[-1].day),
        kwh=wording.kwh(sum((found.kwh for found in running), Decimal(0))),
        estimate_note="" if cost is None else f"，大约{wording.money(cost)}元（估算）",
        latest_label=latest_label,
        latest_amount=latest,
        price_note="" if cost is None or price is None else price_note(price),
    )


def so_far(question: Question, newest: BillRecord) -> list[records.DayRecord] | None:
    """The days since the newest bill; None where none is measured."""
    start = newest.period_end + timedelta(days=1)
    return records.days(question.session, question.account.id, start, question.today) or None


def cost_so_far(
    question: Question, newest: BillRecord, days: Sequence[records.DayRecord]
) -> Decimal | None:
    """What the days since the newest bill cost about, in 元; None where it can't be computed."""
    price = current_price_set(question)
    if price is None:
        return None
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
        return charge(question.prices, question.account, running).total
    except NotComputable:
        return None
