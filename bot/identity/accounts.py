"""The accounts of a bound customer, and which of them a customer means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.databases.utility import Account
from bot.formats import plain_digits
from bot.masking import mask_address, mask_number

_SHORTEST_ENDING = 3
"""Digits at the end by which an account may be named: as many as the masked number shows."""


@dataclass(frozen=True)
class AccountView:
    """An account as dialogue and answers need it.

    Args:
        id: in the utility's database.
        number: the 户号; for queries, never for an answer.
        number_masked: as customers see it.
        address_masked: as customers see it.
        payment_mode: postpaid or prepaid.
        time_of_use: whether it is billed by peak and valley.
        tariff_class: see `bot.databases.utility.Account`.
        region: whose price sets apply.
        status: active, cut_off, suspended or closed.
        address: whole, to know which account is named by it; never for an answer.
    """

    id: int
    number: str
    number_masked: str
    address_masked: str
    payment_mode: str
    time_of_use: bool
    tariff_class: str
    region: str
    status: str
    address: str = field(default="", repr=False)

    def lies_at(self, number: str) -> bool:
        """Whether a number of a building, a room or a parking space stands in the address."""
        return number in re.findall(r"[0-9]+", self.address)


def accounts_of(session: Session, customer_id: int) -> tuple[AccountView, ...]:
    """All accounts of a customer, open ones first, then by 户号."""
    rows = session.execute(
        select(Account).where(Account.customer_id == customer_id).order_by(Account.number)
    ).scalars()
    return tuple(
        sorted((_view(row) for row in rows), key=lambda account: account.status == "closed")
    )


def named_account(accounts: Sequence[AccountView], typed: str) -> AccountView | None:
    """The one account that fits what a customer typed, or None.

    Args:
        accounts: of the customer.
        typed: the whole 户号, its last three or more digits, or the masked number.
    """
    stars = re.fullmatch(r"\s*([0-9]*)\*+([0-9]+)\s*", typed)
    if stars:
        fitting = [a for a in accounts if a.number_masked == typed.strip()]
    else:
        digits = re.sub(r"[^0-9]", "", plain_digits(typed))
        whole = [a for a in accounts if a.number == digits]
        fitting = whole or [
            a for a in accounts if len(digits) >= _SHORTEST_ENDING and a.number.endswith(digits)
        ]
    return fitting[0] if len(fitting) == 1 else None


def _view(row: Account) -> AccountView:
    return AccountView(
        id=row.id,
        number=row.number,
        number_masked=mask_number(row.number),
        address_masked=mask_address(row.address),
        payment_mode=row.payment_mode,
        time_of_use=row.time_of_use,
        tariff_class=row.tariff_class,
        region=row.region,
        status=row.status,
        address=row.address,
    )
