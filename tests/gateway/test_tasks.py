"""Ending what runs beside the requests."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway import tasks
from bot.gateway.tasks import ended


async def _deaf(times: int) -> None:
    """A task that drops so many cancellations, as `wait_for` does in the moment of a result."""
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if times == 0:
                raise
            times -= 1


@pytest.mark.parametrize("times", [0, 1, 3])
async def test_a_lost_cancellation_is_repeated(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "CANCEL_AGAIN_SECONDS", 0.01)
    running = [asyncio.create_task(_deaf(times)), asyncio.create_task(asyncio.sleep(0))]
    await asyncio.sleep(0)
    await asyncio.wait_for(ended(running), 5)
    assert all(one.done() for one in running)


async def test_a_failure_is_dropped() -> None:
    async def fail() -> None:
        raise RuntimeError("gone")

    failed = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await ended([failed])
    assert failed.done()
