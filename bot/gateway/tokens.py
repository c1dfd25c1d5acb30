"""Signed tokens: a conversation's on the web channel, a sign-in's on the staff's pages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jwt

from bot.clock import Clock, system_clock

LIFETIME = timedelta(minutes=30)
"""How long a conversation's token opens it."""
GRACE = timedelta(hours=24)
"""How long after its end a token still gets a new one: somebody comes back to an open page."""
LONGEST = timedelta(days=30)
"""After this a conversation's tokens are renewed no more: a stolen one must not live for ever."""
STAFF_LIFETIME = timedelta(hours=10)
"""One working day."""


class TokenInvalid(Exception):
    """Not signed by us, not of this kind, or too old to be renewed."""


class TokenExpired(Exception):
    """Was good, and may be renewed."""


@dataclass(frozen=True)
class Issued:
    """A fresh token.

    Args:
        conversation_id: what it opens.
        token: for the Authorization header.
        expires_at: its end.
    """

    conversation_id: str
    token: str
    expires_at: datetime


class ChatTokens:
    """Issues and checks the tokens of conversations.

    They run on the machine's clock, also where the product's clock is shifted for a demonstration:
    browsers compare with their own.

    Args:
        key: at least 32 bytes.
        clock: the present.
        lifetime: how long a token opens a conversation.
    """

    def __init__(
        self, key: str, clock: Clock = system_clock, lifetime: timedelta = LIFETIME
    ) -> None:
        self._key = key
        self._clock = clock
        self._lifetime = lifetime

    def start(self) -> Issued:
        """A token for a new conversation."""
        return self._issue(str(uuid.uuid4()), self._clock())

    def check(self, token: str) -> Issued:
        """What a token opens now.

        Raises:
            TokenExpired: it may be renewed.
            TokenInvalid: it is none of ours.
        """
        conversation_id, expires_at, _ = self._read(token)
        if expires_at <= self._clock():
            raise TokenExpired
        return Issued(conversation_id, token, expires_at)

    def ending(self, token: str) -> str:
        """Which conversation a token may end: also shortly after the token's own end.

        Raises:
            TokenInvalid: it is none of ours, or ended too long ago.
        """
        conversation_id, expires_at, _ = self._read(token)
        if expires_at + GRACE <= self._clock():
            raise TokenInvalid
        return conversation_id

    def renew(self, token: str) -> Issued:
        """A new token for the same conversation, also for one that ended a short while ago.

        Raises:
            TokenInvalid: it is none of ours, or ended too long ago.
        """
        conversation_id, expires_at, started = self._read(token)
        now = self._clock()
        if expires_at + GRACE <= now or started + LONGEST <= now:
            raise TokenInvalid
        return self._issue(conversation_id, started)

    def _issue(self, conversation_id: str, started: datetime) -> Issued:
        now = self._clock()
        expires_at = (now + self._lifetime).replace(microsecond=0)
        token = jwt.encode(
            {
                "aud": "chat",
                "sub": conversation_id,
                "iat": int(now.timestamp()),
                "exp": int(expires_at.timestamp()),
                "since": int(started.timestamp()),
                "jti": uuid.uuid4().hex,
            },
            self._key,
            algorithm="HS256",
        )
        return Issued(conversation_id, token, expires_at)

    def _read(self, token: str) -> tuple[str, datetime, datetime]:
        claims = _decode(token, self._key, "chat", ["exp", "sub", "aud", "since"])
        try:
            uuid.UUID(claims["sub"])
            return str(claims["sub"]), _moment(claims["exp"]), _moment(claims["since"])
        except (TypeError, ValueError, OverflowError, OSError):
            raise TokenInvalid from None


class StaffTokens:
    """Issues and checks the tokens that the staff's cookies carry.

    Args:
        key: at least 32 bytes.
        clock: the present.
    """

    def __init__(self, key: str, clock: Clock = system_clock) -> None:
        self._key = key
        self._clock = clock

    def issue(self, name: str, fingerprint: str) -> tuple[str, datetime]:
        """A token for a member of staff.

        Args:
            name: who.
            fingerprint: of the password in force; a new password ends all sign-ins.

        Returns:
            The token and its end.
        """
        expires_at = self._clock() + STAFF_LIFETIME
        token = jwt.encode(
            {"aud": "staff", "sub": name, "pwd": fingerprint, "exp": int(expires_at.timestamp())},
            self._key,
            algorithm="HS256",
        )
        return token, expires_at

    def check(self, token: str) -> tuple[str, str]:
        """Name and password fingerprint of a token.

        Raises:
            TokenInvalid: it is none of ours or has ended.
        """
        claims = _decode(token, self._key, "staff", ["exp", "sub", "aud", "pwd"])
        if _moment(claims["exp"]) <= self._clock():
            raise TokenInvalid
        return str(claims["sub"]), str(claims["pwd"])


def _decode(token: str, key: str, audience: str, required: list[str]) -> dict[str, str]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience=audience,
            # The end is compared by us, with our clock and our grace.
            options={"require": required, "verify_exp": False, "verify_iat": False},
        )
    except (jwt.PyJWTError, ValueError):
        raise TokenInvalid from None


def _moment(stamp: object) -> datetime:
    return datetime.fromtimestamp(int(str(stamp)), timezone.utc)
