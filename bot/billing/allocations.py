"""What a payment settles: one that was made, and one that would be made now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, owed
from bot.billing.balance import late_fee, principal
from bot.billing.payments import between, channel
from bot.billing.question import Asked, Question
from bot.billing.records import PaymentRecord, ShareRecord

LOOKED_BACK = 400
"""Days in which a payment without a day is looked for."""


def allocation(question: Question, asked: Asked) -> Answer | None:
    """Which bill a payment settled (9月20号那40算哪个月的), or would settle (现在交200先抵哪个)."""
    made = _made(question, asked)
    if made is not None:
        return _settled(question, made)
    amount = asked.aspect.amount
    if amount is None and len(asked.aspect.numbers) == 1 and asked.period is None:
        amount = asked.aspect.numbers[0]
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    if not unpaid:
        newest = _newest_posted(question)
        return _settled(question, newest) if newest is not None and amount is None else None
    if amount is None:
        return question.answer(
            "utter_pays_first",
            label=wording.month(unpaid[0].bill.month),
            unpaid=wording.money(unpaid[0].bill.unpaid),
        )
    return _would_settle(question, amount, unpaid)


def _made(question: Question, asked: Asked) -> PaymentRecord | None:
    """The payment that was made on the day, or of the sum, that is named."""
    if asked.aspect.planned and asked.period is None:
        return None
    if asked.period is not None:
        found = between(question, asked.period.start, asked.period.end)
    else:
        found = between(question, question.today - timedelta(days=LOOKED_BACK), question.today)
    found = [payment for payment in found if payment.status in ("posted", "pending")]
    named = set(asked.aspect.numbers)
    if asked.aspect.amount is not None:
        named.add(asked.aspect.amount)
    same = [one for one in found if one.amount in named or Decimal(int(one.amount)) in named]
    if same:
        return same[0]
    days = asked.period is not None and asked.period.granularity == "day"
    if days and len(found) == 1:
        return found[0]
    coming = next((one for one in found if one.status == "pending"), None)
    if coming is not None and not named and not asked.aspect.planned:
        return coming  # 是交哪个月的 of the payment that is on its way
    return found[0] if found and asked.aspect.asks("last") else None


def _newest_posted(question: Question) -> PaymentRecord | None:
    found = between(question, question.today - timedelta(days=LOOKED_BACK), question.today)
    return next((payment for payment in found if payment.status == "posted"), None)


def _settled(question: Question, payment: PaymentRecord) -> Answer:
    shares = records.shares(question.session, [payment.id])
    day = wording.shown_day(payment.paid_at.date(), question.today)
    coming = _will_settle(question, payment) if not shares else ""
    if coming:
        return question.answer(
            "utter_payment_will_settle",
            day=day,
            by=channel(payment),
            amount=wording.money(payment.amount),
            status=wording.PAYMENT_STATUS.get(payment.status, payment.status),
            bills=coming,
        )
    if not shares:
        name = "utter_payment_not_settled"
        if not question.account.postpaid and payment.status == "posted":
            name = "utter_payment_to_balance"
        return question.answer(
            name,
            day=day,
            by=channel(payment),
            amount=wording.money(payment.amount),
            status=wording.PAYMENT_STATUS.get(payment.status, payment.status),
        )
    return question.answer(
        "utter_payment_settled",
        day=day,
        by=channel(payment),
        amount=wording.money(payment.amount),
        bills=_shares_told(shares),
        rest_note=_rest_note(question, shares),
    )


def _will_settle(question: Question, payment: PaymentRecord) -> str:
    """What a payment on its way settles once it arrives: the oldest open bills; else nothing."""
    if payment.status != "pending" or not question.account.postpaid:
        return ""
    left = payment.amount
    months = []
    for bill in records.unpaid_bills(question.session, question.account.id):
        if left > 0:
            months.append(bill.month)
            left -= bill.unpaid
    return f"{wording.month_ranges(months)}的电费" if months else ""


def _shares_told(shares: Sequence[ShareRecord]) -> str:
    """2026年8月电费266.11元和违约金3.73元."""
    if len(shares) == 1 and not shares[0].late_fee:
        return f"{wording.month(shares[0].month)}的电费"
    told = []
    for share in shares:
        fee = f"和违约金{wording.money(share.late_fee)}元" if share.late_fee else ""
        told.append(f"{wording.month(share.month)}电费{wording.money(share.amount)}元{fee}")
    return "、".join(told)


def _rest_note(question: Question, shares: Sequence[ShareRecord]) -> str:
    """What that month still owes."""
    month = shares[-1].month
    found = records.bills(question.session, question.account.id, month, month)
    if not found or not found[0].unpaid:
        return ""
    return f"，那个月还欠{wording.money(found[0].unpaid)}元"


def _would_settle(question: Question, amount: Decimal, unpaid: Sequence[Owed]) -> Answer:
    """Principals first, the oldest bill first, late fees after them."""
    left = amount
    full: list[str] = []
    partly = ""
    for one in unpaid:
        taken = min(left, one.bill.unpaid)
        left -= taken
        month = wording.month(one.bill.month)
        if taken == one.bill.unpaid:
            full.append(month)
        elif taken:
            partly = (
                f"{month}的{wording.money(taken)}元，"
                f"这个月还剩{wording.money(one.bill.unpaid - taken)}元"
            )
    still = max(principal(unpaid) - amount, Decimal(0))
    fee = max(late_fee(unpaid) - left, Decimal(0))
    over = max(left - late_fee(unpaid), Decimal(0))
    told = [f"{'、'.join(full)}的电费交清"] if full else []
    if partly:
        told.append(f"{'再抵' if full else '先抵'}{partly}")
    if not still:
        told = ["所有欠的电费都能交清"]
    return question.answer(
        "utter_would_settle",
        amount=wording.money(amount),
        bills="，".join(told),
        still=wording.money(still),
        fee=wording.money(fee),
        rest=_rest_told(still, fee, over),
    )


def _rest_told(still: Decimal, fee: Decimal, over: Decimal) -> str:
    if over:
        return f"多出的{wording.money(over)}元留作预存。"
    if still:
        note = f"交完一共还欠{wording.money(still)}元电费"
    elif fee:
        return f"只剩违约金{wording.money(fee)}元。"
    else:
        return "违约金也一起交清了。"
    return f"{note}和{wording.money(fee)}元违约金。" if fee else f"{note}。"
