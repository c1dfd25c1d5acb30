"""Payments made, payments that haven't arrived, and invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Question, months_of
from bot.cards import Card
from bot.clock import SHANGHAI
from bot.masking import mask_number

if TYPE_CHECKING:
    from bot.periods import Period

RECENT_DAYS = 180
"""Payments told without a period asked for."""

TRACE_DAYS = 90
"""How far back a payment that hasn't arrived is looked for."""

LAST_DAYS = 400
"""How far back the last payment is looked for."""

MOST_TOLD = 3
"""Payments told in words; the card has all."""


def payments(question: Question, period: Period | None) -> Answer:
    """Payments made in a period, or the recent ones without a period."""
    if period is None:
        first = question.today - timedelta(days=RECENT_DAYS)
        label = "最近半年"
        found = between(question, first, question.today)
    else:
        label = period.label
        found = between(question, period.start, period.end)
    if not found:
        return question.answer("utter_payments_none", label=label)
    months = records.paid_months(question.session, [payment.id for payment in found])
    posted = [payment for payment in found if payment.status == "posted"]
    others = [payment for payment in found if payment.status != "posted"]
    told = [_told(payment, months) for payment in found[:MOST_TOLD]]
    more = f"；更早的还有{len(found) - MOST_TOLD}笔" if len(found) > MOST_TOLD else ""
    card = _card(question, found, months, label)
    if len(found) == 1:
        return _one(question, found[0], months.get(found[0].id, []), card)
    if not posted:
        return question.answer(
            "utter_payments_open", card, label=label, payments="；".join(told) + more
        )
    return question.answer(
        "utter_payments",
        card,
        label=label,
        count=str(len(posted)),
        total=wording.money(sum((payment.amount for payment in posted), Decimal(0))),
        payments="；".join(told) + more,
        open_note=f"另外有{len(others)}笔还没有入账。" if others else "",
        partial_note=_partial_note(question, period),
    )


def _partial_note(question: Question, period: Period | None) -> str:
    """That the records begin within the time that is asked about."""
    known = records.billed_months(question.session, question.account.id)
    if period is None or known is None or question.account.opened_on >= known[0]:
        return ""
    if not period.start < known[0] <= period.end:
        return ""
    return f"系统里只有{wording.month(known[0])}以后的记录，更早的没有算在里面。"


def trace_payment(question: Question, amount: Decimal | None = None) -> Answer:
    """Payments that are still on their way, failed or went back; what to do if there is none.

    Args:
        question: whose.
        amount: what the customer says was paid; a payment of another sum isn't the one.
    """
    first = question.today - timedelta(days=TRACE_DAYS)
    found = between(question, first, question.today)
    open_ones = [p for p in found if p.status in ("pending", "failed")]
    # Money that went back long ago is no answer to “where is my payment”.
    open_ones += [p for p in found if p.status == "refunded"]
    if open_ones:
        months = records.paid_months(question.session, [payment.id for payment in open_ones])
        pending = [p for p in open_ones if p.status == "pending"]
        advice = []
        if pending:
            advice.append("请先不要重复交费。")
        if any(p.status == "failed" for p in open_ones):
            advice.append(
                "没有成功的那笔没有交到电费账上，钱一般由支付渠道原路退回，请在原渠道核对。"
            )
        if any(p.status == "refunded" for p in open_ones):
            advice.append("已退回的请在原支付渠道查看退款记录。")
        return question.answer(
            "utter_payment_found",
            _card(question, open_ones, months, f"最近{TRACE_DAYS}天"),
            payments="；".join(_told(payment, months) for payment in open_ones[:MOST_TOLD]),
            advice="".join(advice),
        )
    posted = [payment for payment in found if payment.status == "posted"]
    same = [one for one in posted if amount in (None, one.amount, Decimal(int(one.amount)))]
    if amount is not None and not same:
        return question.answer("utter_payment_not_arrived", amount=wording.money(amount))
    if same:
        posted = same
        months = records.paid_months(question.session, [posted[0].id])
        return question.answer(
            "utter_payment_all_posted",
            _card(question, posted[:MOST_TOLD], months, f"最近{TRACE_DAYS}天"),
            latest=_told(posted[0], months),
        )
    return question.answer("utter_payment_not_found", days=str(TRACE_DAYS))


def pending_amounts(question: Question) -> list[records.PaymentRecord]:
    """Payments on their way, newest first."""
    first = question.today - timedelta(days=TRACE_DAYS)
    return [p for p in between(question, first, question.today) if p.status == "pending"]


def invoices(question: Question, period: Period | None) -> Answer:
    """The invoices of a period's bills, or of the last three bills without a period."""
    if period is None:
        bills = records.latest_bills(question.session, question.account.id, 3)[::-1]
        label = "最近几期"
    else:
        months = months_of(period)
        bills = records.bills(question.session, question.account.id, months.first, months.last)
        label = months.label
    if not bills:
        return question.answer("utter_invoices_none", label=label)
    found = records.invoices(question.session, [bill.id for bill in bills])
    items = [_invoice(bill, found.get(bill.id)) for bill in bills]
    card = {"schema": "invoices", "account": question.masked_account, "items": items}
    issued = [item for item in items if item["status"] == "issued"]
    missing = [bill for bill in bills if bill.id not in found]
    red = [item for item in items if item["status"] == "red"]
    notes = []
    if missing:
        notes.append(f"{wording.month_ranges(bill.month for bill in missing)}的发票还没有开")
    if red:
        notes.append(f"{wording.listed([item['label'] for item in red])}的发票已经红冲作废")
    if not issued:
        return question.answer(
            "utter_invoices_not_issued", card, label=label, notes="，".join(notes)
        )
    told = [
        f"{item['label']}{item['amount']}元的{item['kind']}"
        f"{wording.shown_day(date.fromisoformat(item['issued_on']), question.today)}已开"
        for item in issued
    ]
    return question.answer(
        "utter_invoices",
        card,
        label=label,
        count=str(len(issued)),
        invoices="；".join(told[-MOST_TOLD:]),
        number=f"，发票号{issued[0]['number']}" if len(issued) == 1 else "",
        notes=f"{'，'.join(notes)}。" if notes else "",
    )


def invoice_title(question: Question, period: Period | None) -> Answer | None:
    """Whose name and tax number the invoices bear; None without any invoice."""
    if period is None:
        bills = records.latest_bills(question.session, question.account.id, 12)
    else:
        months = months_of(period)
        bills = records.bills(question.session, question.account.id, months.first, months.last)
    found = records.invoices(question.session, [bill.id for bill in bills])
    newest = max(
        (bill for bill in bills if bill.id in found), key=lambda bill: bill.month, default=None
    )
    if newest is None:
        return None
    invoice = found[newest.id]
    return question.answer(
        "utter_invoice_title",
        label=wording.month(newest.month),
        title=invoice.title,
        tax_note=f"，税号{invoice.tax_number}" if invoice.tax_number else "，没有登记税号",
    )


def between(question: Question, first: date, last: date) -> list[records.PaymentRecord]:
    """The payments made on the days from `first` to `last`, newest first."""
    start = datetime.combine(first, time(), SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    return records.payments(question.session, question.account.id, start, end)


def _told(payment: records.PaymentRecord, months: Mapping[int, Sequence[date]]) -> str:
    """10月5日14:30 微信 98.20元（2026年9月电费），已入账."""
    bills = months.get(payment.id)
    what = f"（{wording.month_ranges(bills)}电费）" if bills else ""
    return (
        f"{wording.time_of(payment.paid_at)}{channel(payment)}{wording.money(payment.amount)}元"
        f"{what}，{wording.PAYMENT_STATUS.get(payment.status, payment.status)}"
    )


def channel(payment: records.PaymentRecord) -> str:
    """The way a payment was made, in words."""
    return wording.CHANNEL.get(payment.channel, "其他渠道")


def _card(
    question: Question,
    found: Sequence[records.PaymentRecord],
    months: Mapping[int, Sequence[date]],
    label: str,
) -> Card:
    items = []
    for payment in found:
        item: dict[str, Any] = {
            "paid_at": wording.moment(payment.paid_at),
            "amount": wording.money(payment.amount),
            "channel": channel(payment),
            "status": payment.status,
            "status_label": wording.PAYMENT_STATUS.get(payment.status, payment.status),
            "reference_masked": mask_number(payment.reference),
        }
        if payment.posted_at is not None:
            item["posted_at"] = wording.moment(payment.posted_at)
        if months.get(payment.id):
            item["bill_label"] = f"{wording.month_ranges(months[payment.id])}电费"
        items.append(item)
    return {
        "schema": "payments",
        "account": question.masked_account,
        "label": label,
        "items": items,
    }


def _invoice(bill: records.BillRecord, invoice: records.InvoiceRecord | None) -> dict[str, str]:
    item = {
        "month": wording.month_key(bill.month),
        "label": wording.month(bill.month),
        "amount": wording.money(bill.amount),
        "status": "none",
    }
    if invoice is None:
        return item
    return item | {
        "amount": wording.money(invoice.amount),
        "status": invoice.status,
        "number": invoice.number,
        "issued_on": invoice.issued_on.isoformat(),
        "kind": wording.INVOICE_KIND.get(invoice.kind, invoice.kind),
    }


def _one(
    question: Question, payment: records.PaymentRecord, months: Sequence[date], card: Card
) -> Answer:
    """A single payment with its state."""
    return question.answer(
        "utter_payment_one",
        card,
        day=wording.shown_day(payment.paid_at.date(), question.today),
        by=wording.PAID_BY.get(payment.channel, ""),
        amount=wording.money(payment.amount),
        bills=f"，抵的是{wording.month_ranges(months)}的电费" if months else "",
        status=wording.PAYMENT_STATUS.get(payment.status, payment.status),
    )


def extreme(question: Question, period: Period | None, *, lowest: bool) -> Answer:
    """The largest or smallest payment of a time; of the last year where none is named."""
    first = question.today - timedelta(days=LAST_DAYS)
    label = "最近一年"
    if period is not None:
        first, label = period.start, period.label
    found = between(question, first, period.end if period is not None else question.today)
    found = [payment for payment in found if payment.status == "posted"]
    if not found:
        return question.answer("utter_payments_none", label=label)
    choose = min if lowest else max
    one = choose(found, key=lambda payment: payment.amount)
    return question.answer(
        "utter_payment_extreme",
        label=label,
        which="最少" if lowest else "最多",
        day=wording.shown_day(one.paid_at.date(), question.today),
        by=wording.PAID_BY.get(one.channel, ""),
        amount=wording.money(one.amount),
    )


def last_payment(question: Question, back: int = 0) -> Answer:
    """The newest payment, whatever its state, or one of those before it.

    Args:
        question: whose.
        back: how many payments before the newest one.
    """
    found = between(question, question.today - timedelta(days=LAST_DAYS), question.today)
    found = [payment for payment in found if payment.status in ("posted", "pending")]
    if not found:
        return question.answer("utter_payments_none", label="最近一年")
    newest = found[min(back, len(found) - 1)]
    months = records.paid_months(question.session, [newest.id]).get(newest.id)
    return question.answer(
        "utter_payment_before" if back and newest is not found[0] else "utter_payment_last",
        day=wording.shown_day(newest.paid_at.date(), question.today),
        by=wording.PAID_BY.get(newest.channel, ""),
        amount=wording.money(newest.amount),
        bills=f"，抵的是{wording.month_ranges(months)}的电费" if months else "",
        status="" if newest.status == "posted" else "，正在处理，还没入账",
    )


def pay_again(question: Question, debt: str) -> Answer:
    """Whether to pay once more: not while a payment is on its way.

    Args:
        question: whose.
        debt: what is owed, in 元, ready to show; empty if nothing is.
    """
    pending = pending_amounts(question)
    if pending:
        total = sum((one.amount for one in pending), Decimal(0))
        newest = pending[0]
        return question.answer(
            "utter_pay_again_pending",
            amount=wording.money(total),
            day=wording.shown_day(newest.paid_at.date(), question.today),
            by=wording.PAID_BY.get(newest.channel, ""),
        )
    if debt:
        return question.answer("utter_pay_again_owing", amount=debt)
    return question.answer("utter_pay_again_clear")
