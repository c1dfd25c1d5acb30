"""Limits on attempts that hold across processes: counted in the database, by keyed hash."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bot.databases.bot import RateEvent

LONGEST = timedelta(days=1)
"""No limit looks back further; older events may be deleted."""


@dataclass(frozen=True)
class Limit:
    """At most `count` events in any `window`."""

    count: int
    window: timedelta


class Limiter:
    """Counts events by what is limited (a phone, a 户号) without keeping it.

    Args:
        key: for the hash; the same in every process.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def bucket(self, kind: str, value: str) -> str:
        """The name under which a value's events are counted."""
        digest = hmac.new(self._key, f"rate:{kind}:{value}".encode(), hashlib.sha256)
        return f"{kind}:{digest.hexdigest()[:48]}"

    def lock(self, session: Session, buckets: Sequence[str]) -> None:
        """Let one transaction at a time count these buckets (SQLite's writers are alone anyway)."""
        if session.get_bind().dialect.name != "postgresql":
            return
        for bucket in sorted(buckets):
            key = int.from_bytes(hashlib.sha256(bucket.encode()).digest()[:8], "big", signed=True)
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    def retry_at(
        self, session: Session, bucket: str, limits: Sequence[Limit], now: datetime
    ) -> datetime | None:
        """When one more event is allowed; None: now."""
        waits = []
        for limit in limits:
            since = now - limit.window
            events = select(RateEvent.at).where(RateEvent.bucket == bucket, RateEvent.at > since)
            # The limit is free again when the `count`-th newest event leaves the window.
            blocking = session.execute(
                events.order_by(RateEvent.at.desc()).offset(limit.count - 1).limit(1)
            ).scalar()
            if blocking is not None:
                waits.append(blocking + limit.window)
        return max(waits) if waits else None

    def count(self, session: Session, bucket: str, now: datetime) -> None:
        """Count one event, and forget what no limit looks at any more."""
        session.execute(
            delete(RateEvent).where(RateEvent.bucket == bucket, RateEvent.at <= now - LONGEST)
        )
        session.add(RateEvent(bucket=bucket, at=now))
        session.flush()


def forget_old_events(session: Session, now: datetime) -> int:
    """Delete the events that no limit looks at; returns how many there were."""
    old = RateEvent.at <= now - LONGEST
    count = session.execute(select(func.count()).select_from(RateEvent).where(old)).scalar_one()
    session.execute(delete(RateEvent).where(old))
    return count
