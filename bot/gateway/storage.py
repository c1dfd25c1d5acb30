"""Database work off the event loop, with a deadline: a dead database must not stop the gateway."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import (
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

DEADLINE_SECONDS = 2.5
_REST_SECONDS = 1.0  # after a deadline passed, so long is nothing tried: threads are stuck in it


class StorageDown(Exception):
    """The database can't be used now; the text says why, without values."""


class Storage:
    """Runs blocking database work in threads of its own.

    Args:
        name: for thread names and the log.
        threads: how much may run at once.
        deadline_seconds: longest time a caller waits.
    """

    def __init__(
        self, name: str, *, threads: int = 16, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._name = name
        self._threads = threads
        self._deadline = deadline_seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"storage-{name}")
        self._unfinished = 0
        self._rests_until = 0.0

    async def __call__(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` and wait for it.

        Raises:
            StorageDown: the database failed or took longer than the deadline.
        """
        if time.monotonic() < self._rests_until or self._unfinished >= 8 * self._threads:
            raise StorageDown(f"{self._name}: no answer from the database a moment ago")
        loop = asyncio.get_running_loop()
        call = functools.partial(contextvars.copy_context().run, work, *args, **kwargs)
        self._unfinished += 1
        future = loop.run_in_executor(self._pool, call)
        future.add_done_callback(self._finished)
        try:
            # Shielded: a thread can't be cancelled, its place is taken until it ends.
            return await asyncio.wait_for(asyncio.shield(future), self._deadline)
        except asyncio.TimeoutError:
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise StorageDown(
                f"{self._name}: no answer from the database within {self._deadline:g} s"
            ) from None
        except (
            OperationalError,
            InterfaceError,
            InternalError,
            ProgrammingError,
            PoolTimeoutError,
        ) as error:
            raise StorageDown(f"{self._name}: {_why(error)}") from error

    def _finished(self, future: asyncio.Future[T]) -> None:
        self._unfinished -= 1
        if not future.cancelled():
            future.exception()  # looked at, so that a late failure isn't reported as lost

    def close(self) -> None:
        """Take no more work; what runs ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _why(error: Exception) -> str:
    # The driver's own words, without SQLAlchemy's statement and parameters.
    cause = getattr(error, "orig", None) or error
    first_line = (str(cause).splitlines() or [""])[0]
    return f"{type(cause).__name__}: {first_line}"
