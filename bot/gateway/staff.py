"""Members of staff: their passwords, their sign-in, and the note of what they did."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.clock import Clock
from bot.databases.bot import AuditEntry, Staff
from bot.databases.sessions import Sessions, writing

DEMO_STAFF = "demo"
_HASHER = PasswordHasher()


@dataclass(frozen=True)
class Member:
    """Somebody who signed in.

    Args:
        name: what they sign in with.
        role: agent, trainer or admin.
        fingerprint: of the password in force; sign-ins with another one are over.
    """

    name: str
    role: str
    fingerprint: str


def set_password(sessions: Sessions, name: str, password: str, role: str, clock: Clock) -> None:
    """Add a member of staff or give one a new password; their sign-ins are over then.

    Args:
        sessions: of the bot's database.
        name: what they sign in with.
        password: in clear; only its hash is stored.
        role: agent, trainer or admin.
        clock: the present.
    """
    password_hash = _HASHER.hash(password)
    with writing(sessions) as session:
        member = session.get(Staff, name)
        if member is None:
            member = Staff(name=name, created_at=clock())
            session.add(member)
        member.password_hash = password_hash
        member.role = role
        member.active = True


def ensure_demo_staff(sessions: Sessions, password: str, clock: Clock) -> None:
    """Make sure that `demo` can sign in with this password; nothing is written if so already."""
    if sign_in(sessions, DEMO_STAFF, password) is None:
        set_password(sessions, DEMO_STAFF, password, "admin", clock)


@cache
def _nobody() -> str:
    """Verified against when nobody has the name, so that the time doesn't tell who exists."""
    return _HASHER.hash("nobody has this name")


def sign_in(sessions: Sessions, name: str, password: str) -> Member | None:
    """The member of staff with this name and password, or None."""
    with sessions() as session:
        member = session.get(Staff, name)
    try:
        _HASHER.verify(member.password_hash if member is not None else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    if member is None or not member.active:
        return None
    return _member(member)


def member_named(sessions: Sessions, name: str) -> Member | None:
    """The active member of staff with this name, or None."""
    with sessions() as session:
        member = session.get(Staff, name)
    return _member(member) if member is not None and member.active else None


def note(
    sessions: Sessions, clock: Clock, actor: str, deed: str, subject: str, **details: Any
) -> None:
    """Write down who did what; nothing ever changes or deletes these rows.

    Args:
        sessions: of the bot's database.
        clock: the present.
        actor: who.
        deed: what: sign_in, view_request, reveal_phone, close_request, …
        subject: to what: a request's number, a name.
        **details: more about it, without personal data.
    """
    with writing(sessions) as session:
        session.add(
            AuditEntry(at=clock(), actor=actor, deed=deed, subject=subject, details=details)
        )


def _member(row: Staff) -> Member:
    fingerprint = hashlib.sha256(row.password_hash.encode()).hexdigest()[:16]
    return Member(row.name, row.role, fingerprint)
