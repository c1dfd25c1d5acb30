"""One turn at a time in a conversation, in one engine and across engines."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from rasa.core.lock_store import LockError

from bot.engine.locks import ConversationLocks


@pytest.fixture(params=["memory", "redis"])
def redis_or_not(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "memory" else str(request.getfixturevalue("redis_url"))


async def test_one_after_the_other_in_order(redis_or_not: str | None) -> None:
    locks = ConversationLocks(redis_or_not)
    name = uuid.uuid4().hex
    order: list[str] = []

    async def turn(number: int) -> None:
        async with locks.lock(name):
            order.append(f"in {number}")
            await asyncio.sleep(0.01)
            order.append(f"out {number}")

    await asyncio.gather(*(turn(number) for number in range(4)))
    assert order == [f"{what} {number}" for number in range(4) for what in ("in", "out")]


async def test_conversations_do_not_wait_for_each_other(redis_or_not: str | None) -> None:
    locks = ConversationLocks(redis_or_not)
    async with locks.lock(uuid.uuid4().hex), locks.lock(uuid.uuid4().hex):
        pass


async def test_two_engines_meet_in_redis(redis_url: str) -> None:
    one = ConversationLocks(redis_url)
    other = ConversationLocks(redis_url, wait_seconds=0.2)
    name = uuid.uuid4().hex
    async with one.lock(name):
        with pytest.raises(LockError):
            async with other.lock(name):
                pass
    async with other.lock(name):
        pass


async def test_the_lock_of_a_dead_engine_ends(redis_url: str) -> None:
    name = uuid.uuid4().hex
    dead = ConversationLocks(redis_url, lifetime_seconds=0.2)
    held = dead.lock(name)
    await held.__aenter__()
    async with ConversationLocks(redis_url, wait_seconds=5).lock(name):
        pass


async def test_waiting_ends(redis_or_not: str | None) -> None:
    locks = ConversationLocks(redis_or_not, wait_seconds=0.1)
    name = uuid.uuid4().hex
    async with locks.lock(name):
        with pytest.raises(LockError):
            async with locks.lock(name):
                pass


async def test_redis_that_is_away_is_named(unused_tcp_port: int) -> None:
    locks = ConversationLocks(f"redis://127.0.0.1:{unused_tcp_port}/0")
    with pytest.raises(LockError, match="Redis"):
        async with locks.lock("c"):
            pass


async def test_nothing_is_kept_of_ended_turns() -> None:
    locks = ConversationLocks()
    for number in range(5):
        async with locks.lock(f"c{number}"):
            assert len(locks._places) == 1
    assert locks._places == {}


async def test_a_dead_redis_is_told() -> None:
    await ConversationLocks().ping()
    with pytest.raises(LockError, match="Redis can't be reached"):
        await ConversationLocks("redis://127.0.0.1:1/0").ping()
