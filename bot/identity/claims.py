"""What a customer claims (户号 and holder's name), normalised and compared with the records."""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.databases.utility import Account, Customer
from bot.formats import MOBILE, plain_digits

_NO_LETTER = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_NOBODY = "\u0000"  # no name is normalised to this


@dataclass(frozen=True)
class Claimed:
    """Whom a right claim speaks for, and where the code goes."""

    account_id: int
    customer_id: int
    phone: str


def normalised_number(typed: str) -> str:
    """A 户号 as the records have it: digits only, full-width folded, gaps and words left out."""
    return re.sub(r"[^0-9]", "", plain_digits(typed))


def normalised_name(typed: str) -> str:
    """A name for comparing: NFKC, lower case, without spaces, points and brackets."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", typed).lower())


def find_claimed(session: Session, account_number: str, holder_name: str) -> Claimed | None:
    """Whom a claim speaks for, or None: wrong 户号, wrong name, no usable phone look the same.

    The same query and the same comparison run for each claim, so that time tells nothing either.

    Args:
        session: of the utility's database.
        account_number: as typed.
        holder_name: as typed.
    """
    row = session.execute(
        select(Account.id, Account.customer_id, Customer.name, Customer.phone)
        .join(Customer, Customer.id == Account.customer_id)
        .where(Account.number == normalised_number(account_number))
    ).one_or_none()
    kept_name = normalised_name(row.name) if row is not None else _NOBODY
    same = hmac.compare_digest(kept_name.encode(), normalised_name(holder_name).encode())
    phone = usable_phone(row.phone if row is not None else None)
    if row is None or not same or phone is None:
        return None
    return Claimed(row.id, row.customer_id, phone)


def find_bound(session: Session, customer_id: int, account_id: int) -> Claimed | None:
    """Where a code for a bound customer goes, or None without a usable phone."""
    phone = usable_phone(
        session.execute(select(Customer.phone).where(Customer.id == customer_id)).scalar()
    )
    return None if phone is None else Claimed(account_id, customer_id, phone)


def usable_phone(phone: str | None) -> str | None:
    """A mobile number that text messages reach, or None."""
    found = MOBILE.fullmatch(plain_digits(phone or ""))
    return found[0] if found else None
