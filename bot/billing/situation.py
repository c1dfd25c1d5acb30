"""What is special about an account, for the buttons that go with an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.billing import records
from bot.billing.arrears import owed
from bot.billing.balance import days_left, late_fee, principal
from bot.billing.question import Question
from bot.billing.records import AccountRecord
from bot.clock import SHANGHAI

LOOKED_BACK = 24
"""Bills among which disputed ones are looked for."""


@dataclass(frozen=True)
class AccountSituation:
    """An account's state; sums in 元.

    Args:
        prepaid: whether money is paid in before use.
        cut_off_since: the day since which it has no supply because of arrears, or None.
        closed: whether it was given up.
        owed: principal of all unpaid bills, due or not.
        overdue: of it, what is past its due day.
        late_fee: up to today.
        pending: payments on their way.
        balance: what is left on a prepaid account, or a postpaid one's credit.
        days_left: how long a prepaid balance lasts, or None.
        disputed_months: first days of the months whose bills are being checked, newest first.
        welfare: minimum_living, five_guarantees or None.
        household_size: persons, where 一户多人口 is registered.
        household_until: its last day.
        time_of_use: whether peak and valley are billed apart.
        exchanged_on: when the meter was exchanged last, or None.
        generates: whether there is a meter for what is fed in.
    """

    prepaid: bool
    cut_off_since: date | None
    closed: bool
    owed: Decimal
    overdue: Decimal
    late_fee: Decimal
    pending: Decimal
    balance: Decimal
    days_left: int | None
    disputed_months: tuple[date, ...]
    welfare: str | None
    household_size: int | None
    household_until: date | None
    time_of_use: bool
    exchanged_on: date | None
    generates: bool


def situation(question: Question) -> AccountSituation:
    """The account's state at the moment of the question."""
    account, session = question.account, question.session
    unpaid = owed(question, records.unpaid_bills(session, account.id))
    pending = records.pending_payments(session, account.id, question.now)
    newest = records.latest_bills(session, account.id, LOOKED_BACK)
    meters = records.meters(session, account.id, account.opened_on, question.today)
    return AccountSituation(
        prepaid=not account.postpaid,
        cut_off_since=cut_off_since(account),
        closed=account.status == "closed",
        owed=principal(unpaid),
        overdue=principal([one for one in unpaid if one.overdue]),
        late_fee=late_fee(unpaid),
        pending=sum((payment.amount for payment in pending), Decimal(0)),
        balance=account.balance,
        days_left=None if account.postpaid else days_left(question),
        disputed_months=tuple(bill.month for bill in newest if bill.disputed),
        welfare=account.welfare,
        household_size=account.household_size,
        household_until=account.household_valid_until,
        time_of_use=account.time_of_use,
        exchanged_on=meters[-1].installed_on if len(meters) > 1 else None,
        generates=generates(question),
    )


WENT_OFF = re.compile("[停断掐](?!(?:掉|了)?电?(?:的|之|以)?前)|拉[的了]?闸")
"""Words for a supply that was cut off."""


def cut_off_since(account: AccountRecord) -> date | None:
    """The day since which an account has no supply because of arrears, or None."""
    since = account.cut_off_at if account.status == "cut_off" else None
    return since.astimezone(SHANGHAI).date() if since else None


def generates(question: Question) -> bool:
    """Whether the account has a meter for what is fed in."""
    account = question.account
    return bool(
        records.meters(question.session, account.id, account.opened_on, question.today, "export")
    )
