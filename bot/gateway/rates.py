"""How often something may be done, per conversation and per client address.

Counted in this process: N gateways allow N times as much. What must hold across processes (one-time
codes, binding) is counted in the database by `bot.identity`.
"""

from __future__ import annotations

import math
import threading
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.gateway.errors import too_many
from bot.settings import Settings

LEAST_SIGNALS = 20
"""Danger and 转人工 of one conversation in a minute, however few messages are allowed."""

ADDRESS_FACTOR = 5
"""Behind one address may be a whole office; it gets this many conversations' worth of messages."""


FORGET_SECONDS = 10.0


class Deeds(MemoryStorage):
    """What was done lately; what is over is forgotten every `FORGET_SECONDS`.

    The library begins a thread for it at nearly every deed, which walks through all that is kept: with each message
    five threads. Whether a deed is allowed is told from its own time, so nobody is counted longer for it.
    """

    def __init__(self) -> None:
        self._forget_at = 0.0
        super().__init__()

    def _MemoryStorage__schedule_expiry(self) -> None:
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + FORGET_SECONDS
            self.timer = threading.Timer(0.01, self._MemoryStorage__expire_events)  # type: ignore[attr-defined]
            self.timer.daemon = True
            self.timer.start()


class Rates:
    """The limits of the public door.

    Args:
        settings: for messages, sessions and sign-ins a minute.
    """

    def __init__(self, settings: Settings) -> None:
        self._limiter = MovingWindowRateLimiter(Deeds())
        per_minute = RateLimitItemPerMinute
        signals = max(LEAST_SIGNALS, settings.messages_per_minute // 3)
        self._limits: dict[str, RateLimitItem] = {
            "session": per_minute(settings.sessions_per_minute, namespace="session"),
            "renew": per_minute(settings.sessions_per_minute * 4, namespace="renew"),
            "message": per_minute(settings.messages_per_minute, namespace="message"),
            "message_address": per_minute(
                settings.messages_per_minute * ADDRESS_FACTOR, namespace="message_address"
            ),
            # Before a text is read; roomier than what is allowed then, so that danger gets through.
            "arrival_address": per_minute(
                settings.messages_per_minute * ADDRESS_FACTOR * 2, namespace="arrival_address"
            ),
            # Danger and 转人工 have a budget of their own: chatting must not use it up.
            "signal": per_minute(signals, namespace="signal"),
            "signal_address": per_minute(signals * 3, namespace="signal_address"),
            "poll": per_minute(600, namespace="poll"),
            "socket": per_minute(60, namespace="socket"),
            "frame": per_minute(240, namespace="frame"),
            "sign_in": per_minute(settings.sign_ins_per_minute, namespace="sign_in"),
            "sign_in_name": per_minute(settings.sign_ins_per_minute, namespace="sign_in_name"),
            "phone": per_minute(240, namespace="phone"),
        }

    def spend(self, what: str, whose: str) -> None:
        """Count one deed.

        Args:
            what: the kind of deed.
            whose: a conversation id, an address, a name.

        Raises:
            Problem: 429, too many of them.
        """
        limit = self._limits[what]
        if not self._limiter.hit(limit, whose):
            reset = self._limiter.get_window_stats(limit, whose).reset_time
            raise too_many(max(1, math.ceil(reset - time.time())))
