"""What is owed, or left on a prepaid account, and whether the supply is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, owed
from bot.billing.bills import cost_so_far, so_far
from bot.billing.paid import pending_note, state
from bot.billing.question import Question
from bot.billing.what_if import per_day_of
from bot.cards import Card
from bot.clock import SHANGHAI

LEAST_DAYS = 10
"""Measured days of the running month that tell the usual cost of a day better than the last bills."""

RUNNING_LOW_DAYS = 7
"""A prepaid balance that lasts fewer days than this is called low."""

MOST_TOLD = 3
"""Unpaid bills told one by one; the card has all."""


def balance(question: Question) -> Answer:
    """Arrears and what is due, or the balance of a prepaid account."""
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    facts = {
        "pending_note": pending_note(question),
        "state_note": state_note(question),
        "credit_note": _credit_note(question),
    }
    if not question.account.postpaid:
        return _prepaid(question, unpaid, facts)
    if not unpaid:
        return _clear(question, facts)
    amount = principal(unpaid)
    fee = late_fee(unpaid)
    overdue = [one for one in unpaid if one.overdue]
    facts |= {
        "amount": wording.money(amount),
        "total_due": wording.money(amount + fee),
        "bills": _told(unpaid),
    }
    card = _card(question, unpaid, amount + fee)
    pending = records.pending_payments(question.session, question.account.id, question.now)
    if sum((one.amount for one in pending), Decimal(0)) >= amount:
        return question.answer("utter_balance_pending", card, **facts)
    if not overdue:
        return question.answer(
            "utter_balance_due",
            card,
            **facts,
            due_on=wording.shown_day(min(one.bill.due_on for one in unpaid), question.today),
        )
    return question.answer(
        "utter_balance_overdue",
        card,
        **facts,
        which=f"{wording.month(unpaid[0].bill.month)}电费"
        if len(unpaid) == 1
        else f"{len(unpaid)}期电费",
        days=str(max(one.days_overdue for one in overdue)),
        late_fee=wording.money(fee),
    )


def _clear(question: Question, facts: dict[str, str]) -> Answer:
    newest = records.latest_bills(question.session, question.account.id, 1)
    card = _card(question, [], Decimal(0))
    if not newest:
        return question.answer("utter_balance_no_bill", card, **facts)
    return question.answer(
        "utter_balance_clear",
        card,
        **facts,
        label=wording.month(newest[0].month),
        amount=wording.money(newest[0].amount),
        state=state(question, newest[0]),
    )


def _prepaid(question: Question, unpaid: Sequence[Owed], facts: dict[str, str]) -> Answer:
    account = question.account
    due = principal(unpaid) + late_fee(unpaid)
    facts = {
        **facts,
        "balance": wording.money(account.balance),
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
    """How many days the balance lasts at the usual cost per day."""
    lasting = days_left(question)
    if lasting is None:
        return ""
    if lasting < RUNNING_LOW_DAYS:
        return f"，大约只够用{lasting}天，用完会自动断电，请今天就充值"
    return f"，大约还能用{lasting}天"


def without_fee(question: Question) -> Answer | None:
    """What is owed without late fees; None where nothing is."""
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    if not unpaid:
        return None
    fee = late_fee(unpaid)
    return question.answer(
        "utter_balance_principal",
        _card(question, unpaid, principal(unpaid) + fee),
        which="电费" if len(unpaid) == 1 else f"{len(unpaid)}期电费",
        amount=wording.money(principal(unpaid)),
        bills=_told(unpaid),
        fee_note=f"到今天的违约金{wording.money(fee)}元另算" if fee else "现在也没有违约金",
    )


def owes_most(question: Question) -> Answer | None:
    """The bill with the largest open part; None where nothing is open."""
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    if not unpaid:
        return None
    most = max(unpaid, key=lambda one: one.bill.unpaid)
    return question.answer(
        "utter_owes_most",
        point=wording.month(most.bill.month),
        unpaid=wording.money(most.bill.unpaid),
        count=str(len(unpaid)),
    )


def others_clear(question: Question) -> Answer | None:
    """其他月份还欠吗: that nothing is open but the one bill; None where more are open."""
    unpaid = records.unpaid_bills(question.session, question.account.id)
    if len(unpaid) != 1:
        return None
    return question.answer(
        "utter_others_clear",
        label=wording.month(unpaid[0].month),
        unpaid=wording.money(unpaid[0].unpaid),
    )


def cost_per_day(question: Question) -> Decimal | None:
    """What a day costs: in the running month so far, else on average of the last three bills, in 元."""
    newest = records.latest_bills(question.session, question.account.id, 1)
    running = so_far(question, newest[0]) if newest else None
    if newest and running is not None and len(running) >= LEAST_DAYS:
        cost = cost_so_far(question, newest[0], running)
        if cost:
            return cost / len(running)
    return per_day_of(records.latest_bills(question.session, question.account.id, 3))


def days_left(question: Question, extra: Decimal = Decimal(0)) -> int | None:
    """How many days a prepaid balance lasts, with some money more; None where it isn't known."""
    per_day = cost_per_day(question)
    if per_day is None:
        return None
    left = (question.account.balance + extra) / per_day
    return max(int(left.quantize(Decimal(1), ROUND_FLOOR)), 0)


def state_note(question: Question) -> str:
    """That the supply is cut off or suspended, or the account closed; or nothing."""
    account = question.account
    if account.status == "cut_off":
        since = ""
        if account.cut_off_at is not None:
            day = account.cut_off_at.astimezone(SHANGHAI).date()
            since = f"{wording.shown_day(day, question.today)}起"
        return f"这户{since}因欠费停电，交清后24小时内恢复。"
    if account.status == "suspended":
        return "这户目前办了暂停用电。"
    if account.status == "closed":
        return "这户已经销户。"
    return ""


def _credit_note(question: Question) -> str:
    if question.account.balance <= 0 or not question.account.postpaid:
        return ""
    return f"账户里还有预存的{wording.money(question.account.balance)}元。"


def principal(owed_bills: Sequence[Owed]) -> Decimal:
    """What is unpaid of some bills, without late fees, in 元."""
    return sum((one.bill.unpaid for one in owed_bills), Decimal(0))


def late_fee(owed_bills: Sequence[Owed]) -> Decimal:
    """The late fees of some bills, in 元."""
    return sum((one.late_fee for one in owed_bills), Decimal(0))


def _told(unpaid: Sequence[Owed]) -> str:
    """（2026年8月203.36元、2026年9月144.83元）; one alone is no list."""
    if len(unpaid) < 2:
        return f"（{wording.month(unpaid[0].bill.month)}）"
    told = [
        f"{wording.month(one.bill.month)}{wording.money(one.bill.unpaid)}元"
        for one in unpaid[:MOST_TOLD]
    ]
    return f"（{'、'.join(told)}{f'等{len(unpaid)}期' if len(unpaid) > MOST_TOLD else ''}）"


def _card(question: Question, unpaid: Sequence[Owed], total_due: Decimal) -> Card:
    account = question.account
    notes = [note for note in (state_note(question),) if note]
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
        card["arrears"] = wording.money(principal([one for one in unpaid if one.overdue]))
    if unpaid:
        card["late_fee"] = wording.money(late_fee(unpaid))
    if notes:
        card["notes"] = notes
    return card
