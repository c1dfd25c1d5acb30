"""One-time codes: made, hashed with a key, stored, compared. The code itself is never kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.databases.bot import OneTimeCode
from bot.formats import plain_digits
from bot.language.codes import read_code

ATTEMPTS = 5
"""How often one code may be tried (OWASP ASVS 2.8)."""


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def typed_code(typed: str) -> str:
    """The code in what a customer typed (“验证码是 123 456”, the whole text message pasted)."""
    return read_code(typed) or re.sub(r"[^0-9]", "", plain_digits(typed))


def hashed(key: str, conversation_id: str, code: str) -> str:
    """The code as it is stored, bound to its conversation.

    A keyed hash is enough: the code lives for minutes and dies with the fifth try.
    """
    message = f"code:{conversation_id}:{code}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def newest_code(
    session: Session, conversation_id: str, *, for_update: bool = False
) -> OneTimeCode | None:
    """The conversation's newest code: older ones are dead."""
    query = (
        select(OneTimeCode)
        .where(OneTimeCode.conversation_id == conversation_id, OneTimeCode.replaced_at.is_(None))
        .order_by(OneTimeCode.id.desc())
        .limit(1)
    )
    if for_update:
        query = query.with_for_update()
    return session.execute(query).scalars().first()


def kill_older_codes(session: Session, conversation_id: str, now: datetime) -> None:
    """A new code ends the life of all earlier ones."""
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.conversation_id == conversation_id, OneTimeCode.replaced_at.is_(None))
        .values(replaced_at=now)
        .execution_options(synchronize_session=False)
    )
