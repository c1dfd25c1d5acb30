"""Look-ups of accounts; whether the caller may see them is decided elsewhere (`bot.identity`)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.databases.utility import Account, Customer, Meter


def account_by_number(session: Session, number: str) -> Account | None:
    """The account with this 户号, with its customer loaded; None if there is none."""
    return session.scalars(
        select(Account).where(Account.number == number).options(joinedload(Account.customer))
    ).one_or_none()


def account_by_id(session: Session, account_id: int) -> Account | None:
    """The account of this row, with its customer loaded; None if there is none."""
    return session.scalars(
        select(Account).where(Account.id == account_id).options(joinedload(Account.customer))
    ).one_or_none()


def accounts_of(session: Session, customer_id: int, *, with_closed: bool = False) -> list[Account]:
    """A customer's accounts, the oldest first.

    Args:
        session: of the utility's database.
        customer_id: whose.
        with_closed: also those that were given up.
    """
    wanted = select(Account).where(Account.customer_id == customer_id)
    if not with_closed:
        wanted = wanted.where(Account.status != "closed")
    return list(session.scalars(wanted.order_by(Account.opened_on, Account.id)))


def customer_of(session: Session, customer_id: int) -> Customer | None:
    """The customer of this row; None if there is none."""
    return session.get(Customer, customer_id)


def meters_of(
    session: Session, account_id: int, *, direction: str | None = "import"
) -> list[Meter]:
    """An account's meters, exchanged ones among them, the oldest first.

    Args:
        session: of the utility's database.
        account_id: whose.
        direction: `import`, `export` (what a PV plant feeds in) or None for both.
    """
    wanted = select(Meter).where(Meter.account_id == account_id)
    if direction is not None:
        wanted = wanted.where(Meter.direction == direction)
    return list(session.scalars(wanted.order_by(Meter.installed_on, Meter.id)))
