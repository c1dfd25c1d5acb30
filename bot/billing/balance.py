"""What is owed, or left on a prepaid account, and whether the supply is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, owed
from bot.billing.payments import channel, pending_amounts
from bot.billing.question import Question
from bot.cards import Card

RUNNING_LOW_DAYS = 7
"""A prepaid balance that lasts fewer days than this is called low."""


def balance(question: Question) -> Answer:
    """Arrears and what is due, or the balance of a prepaid account."""
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    facts = {
        "pending_note": _pending_note(question),
        "state_note": _state_note(question),
    }
    if not question.account.postpaid:
        return _prepaid(question, unpaid, facts)
    if not unpaid:
        return _clear(question, facts)
    amount = _sum(unpaid)
    fee = sum((one.late_fee for one in unpaid), Decimal(0))
    overdue = [one for one in unpaid if one.overdue]
    facts |= {
        "amount": wording.money(amount),
        "total_due": wording.money(amount + fee),
        "bills": "、".join(_told(one) for one in unpaid),
        "credit_note": _credit_note(question),
    }
    card = _card(question, unpaid, amount + fee)
    if not overdue:
        return question.answer(
            "utter_balance_due",
            card,
            **facts,
            due_on=wording.day(min(one.bill.due_on for one in unpaid)),
        )
    rest = [one for one in unpaid if not one.overdue]
    overdue_note = f"其中{wording.money(_sum(overdue))}元" if rest else ""
    if len(unpaid) > 1 and not rest:
        overdue_note = "都"
    return question.answer(
        "utter_balance_overdue",
        card,
        **facts,
        overdue_note=overdue_note,
        days=str(max(one.days_overdue for one in overdue)),
        late_fee=wording.money(fee),
    )


def _clear(question: Question, facts: dict[str, str]) -> Answer:
    newest = records.latest_bills(question.session, question.account.id, 1)
    card = _card(question, [], Decimal(0))
    facts = {**facts, "credit_note": _credit_note(question)}
    if not newest:
        return question.answer("utter_balance_no_bill", card, **facts)
    return question.answer(
        "utter_balance_clear",
        card,
        **facts,
        label=wording.month(newest[0].month),
        amount=wording.money(newest[0].amount),
    )


def _prepaid(question: Question, unpaid: Sequence[Owed], facts: dict[str, str]) -> Answer:
    account = question.account
    due = _sum(unpaid) + sum((one.late_fee for one in unpaid), Decimal(0))
    as_of = account.balance_as_of or question.now
    facts = {
        **facts,
        "balance": wording.money(account.balance),
        "as_of": wording.time_of(as_of),
        "unpaid_note": f"另外还有{wording.money(due)}元电费没结清。" if unpaid else "",
    }
    if account.balance < 0:
        card = _card(question, unpaid, due - account.balance)
        return question.answer(
            "utter_balance_prepaid_owing", card, **facts, owing=wording.money(-account.balance)
        )
    return question.answer(
        "utter_balance_prepaid",
        _card(question, unpaid, due),
        **facts,
        lasting_note=_lasting_note(question),
    )


def _lasting_note(question: Question) -> str:
    """How many days the balance lasts at the average cost per day of the last three bills."""
    newest = records.latest_bills(question.session, question.account.id, 3)
    days = sum(bill.days for bill in newest)
    cost = sum((bill.amount for bill in newest), Decimal(0))
    if not days or cost <= 0:
        return ""
    per_day = cost / days
    lasting = int((question.account.balance / per_day).quantize(Decimal(1), ROUND_FLOOR))
    about = f"按最近几期平均每天{wording.money(per_day)}元算"
    if lasting < RUNNING_LOW_DAYS:
        return f"{about}，大约只够用{lasting}天，余额不多了，记得及时充值。"
    return f"{about}，大约还能用{lasting}天。"


def _pending_note(question: Question) -> str:
    pending = pending_amounts(question)
    if not pending:
        return ""
    told = "、".join(
        f"{wording.time_of(p.paid_at)}{channel(p)}交的{wording.money(p.amount)}元" for p in pending
    )
    return f"{told}正在处理，还没入账，请先不要重复交费。"


def _state_note(question: Question) -> str:
    account = question.account
    if account.status == "cut_off":
        since = f"（{wording.time_of(account.cut_off_at)}起）" if account.cut_off_at else ""
        return f"这户目前处于欠费停电状态{since}，电费缴清后会为您恢复供电。"
    if account.status == "suspended":
        return "这户目前办了暂停用电。"
    if account.status == "closed":
        return "这户已经销户。"
    return ""


def _credit_note(question: Question) -> str:
    if question.account.balance <= 0:
        return ""
    return f"账户里还有预存的{wording.money(question.account.balance)}元。"


def _sum(owed_bills: Sequence[Owed]) -> Decimal:
    return sum((one.bill.unpaid for one in owed_bills), Decimal(0))


def _told(one: Owed) -> str:
    """2026年9月98.20元."""
    return f"{wording.month(one.bill.month)}{wording.money(one.bill.unpaid)}元"


def _card(question: Question, unpaid: Sequence[Owed], total_due: Decimal) -> Card:
    account = question.account
    notes = [note for note in (_state_note(question),) if note]
    card: dict[str, Any] = {
        "schema": "balance",
        "account": question.masked_account,
        "payment_mode": account.payment_mode,
        "items": [
            {
                "month": wording.month_key(one.bill.month),
                "label": wording.month(one.bill.month),
                "amount": wording.money(one.bill.amount),
                "unpaid": wording.money(one.bill.unpaid),
                "due_on": one.bill.due_on.isoformat(),
                "days_overdue": one.days_overdue,
                "late_fee": wording.money(one.late_fee),
            }
            for one in unpaid
        ],
        "total_due": wording.money(total_due),
        "as_of": wording.moment(account.balance_as_of or question.now),
    }
    if not account.postpaid or account.balance > 0:
        card["balance"] = wording.money(account.balance)
    if account.postpaid:
        card["as_of"] = wording.moment(question.now)
        card["arrears"] = wording.money(_sum([one for one in unpaid if one.overdue]))
    if unpaid:
        card["late_fee"] = wording.money(sum((one.late_fee for one in unpaid), Decimal(0)))
    if notes:
        card["notes"] = notes
    return card
