"""One turn at a time in a conversation: in one process by itself, in several through Redis."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio
from rasa.core.lock_store import LockError, LockStore
from redis.exceptions import RedisError

from bot.settings import settings

LIFETIME_SECONDS = 60.0
"""A lock of an engine that died ends by itself after this; longer than any turn."""

WAIT_SECONDS = 20.0
POLL_SECONDS = 0.05


@dataclass
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class ConversationLocks(LockStore):
    """A lock store without tickets: waiters are woken in order instead of polling every second.

    Rasa's own stores poll each second, and its Redis store reads and writes back tickets without
    atomicity. Here a lock is one Redis key that is set only if absent and that expires.

    Args:
        redis_url: where engines meet; None locks within this process. Default: `REDIS_URL`.
        wait_seconds: longest wait for the turns before this one.
        lifetime_seconds: when Redis forgets the lock of a dead engine.
        kwargs: what Rasa passes (`endpoint_config`).
    """

    def __init__(
        self,
        redis_url: str | None = None,
        *,
        wait_seconds: float = WAIT_SECONDS,
        lifetime_seconds: float = LIFETIME_SECONDS,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        if redis_url is None and "endpoint_config" in kwargs:
            redis_url = kwargs["endpoint_config"].url or settings().redis_url
        self._wait_seconds = wait_seconds
        self._lifetime_seconds = lifetime_seconds
        self._places: dict[str, _Place] = {}
        self._redis = (
            redis.asyncio.Redis.from_url(
                redis_url, socket_timeout=2.0, socket_connect_timeout=1.0, health_check_interval=30
            )
            if redis_url
            else None
        )

    async def ping(self) -> None:
        """Ask whether locks can be had.

        Raises:
            LockError: Redis can't be reached.
        """
        if self._redis is None:
            return
        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            raise LockError(f"Redis can't be reached: {type(error).__name__}") from error

    @asynccontextmanager
    async def lock(  # type: ignore[override]
        self,
        conversation_id: str,
        lock_lifetime: float = LIFETIME_SECONDS,
        wait_time_in_seconds: float = POLL_SECONDS,
    ) -> AsyncIterator[None]:
        """Hold the conversation for one turn.

        Raises:
            LockError: the turns before this one took too long, or Redis can't be reached.
        """
        async with self._held_here(conversation_id):
            if self._redis is None:
                yield
            else:
                async with self._held_in_redis(conversation_id):
                    yield

    @asynccontextmanager
    async def _held_here(self, conversation_id: str) -> AsyncIterator[None]:
        place = self._places.setdefault(conversation_id, _Place())
        place.waiting += 1
        try:
            try:
                await asyncio.wait_for(place.lock.acquire(), self._wait_seconds)
            except asyncio.TimeoutError:
                raise LockError(
                    f"another turn of {conversation_id} took longer than {self._wait_seconds:g} s"
                ) from None
            try:
                yield
            finally:
                place.lock.release()
        finally:
            place.waiting -= 1
            if place.waiting == 0:
                self._places.pop(conversation_id, None)

    @asynccontextmanager
    async def _held_in_redis(self, conversation_id: str) -> AsyncIterator[None]:
        assert self._redis is not None
        lock = self._redis.lock(
            f"mingdeng:turn:{conversation_id}",
            timeout=self._lifetime_seconds,
            sleep=POLL_SECONDS,
            blocking_timeout=self._wait_seconds,
        )
        try:
            held = await lock.acquire()
        except (RedisError, OSError) as error:
            raise LockError(f"Redis can't be reached: {type(error).__name__}") from error
        if not held:
            raise LockError(f"another engine holds {conversation_id}")
        try:
            yield
        finally:
            # Unreleased it expires; the tracker store refuses a turn that was overtaken.
            with contextlib.suppress(RedisError, OSError):
                await lock.release()
