"""Ending what runs beside the requests."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

CANCEL_AGAIN_SECONDS = 0.5


async def ended(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until all have ended.

    Once isn't enough: up to Python 3.11 `asyncio.wait_for` drops a cancellation that comes in the moment of
    its result (https://github.com/python/cpython/issues/86296), and a loop that polls goes on for ever.

    Args:
        tasks: at least one; their exceptions are dropped.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=CANCEL_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
