"""The tracker store: whole turns, no amnesia, several engines."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from sqlalchemy import create_engine, text

from bot.engine.trackers import TrackerDatabase, TrackerDatabaseError, TurnOvertaken
from bot.settings import ROOT
from tests.engine.conftest import ActionServer, StartEngine


def store_at(url: str, domain: Domain) -> TrackerDatabase:
    return TrackerDatabase(domain, host=url)


@pytest.fixture
def store(tracker_url: str, domain: Domain) -> TrackerDatabase:
    return store_at(tracker_url, domain)


def said(message_id: str, words: str) -> list[object]:
    return [
        UserUttered(words, {"name": "greet", "confidence": 1.0}, message_id=message_id),
        ActionExecuted("utter_greet"),
        BotUttered("你好", metadata={"utter_action": "utter_greet"}),
        ActionExecuted("action_listen"),
    ]


async def test_a_turn_comes_back_as_it_was(store: TrackerDatabase, domain: Domain) -> None:
    tracker = await store.get_or_create_tracker("c", append_action_listen=False)
    tracker.update_with_events(
        [SessionStarted(), SlotSet("topic", "billing"), *said("c:1", "您好")], domain
    )
    await store.save(tracker)
    again = await store.retrieve("c")
    assert again is not None
    assert [one.as_dict() for one in again.events] == [one.as_dict() for one in tracker.events]
    assert again.get_slot("topic") == "billing"
    assert await store.knows("c", "c:1")
    assert not await store.knows("c", "c:2")
    assert not await store.knows("d", "c:1")


async def test_only_new_events_are_stored(store: TrackerDatabase, domain: Domain) -> None:
    tracker = await store.get_or_create_tracker("c", append_action_listen=False)
    for number in range(3):
        tracker.update_with_events(said(f"c:{number}", "您好"), domain)
        await store.save(tracker)
        await store.save(tracker)
    full = await store.retrieve_full_tracker("c")
    assert full is not None
    assert len(full.events) == 12


async def test_the_last_session_and_all(store: TrackerDatabase, domain: Domain) -> None:
    tracker = await store.get_or_create_tracker("c", append_action_listen=False)
    tracker.update_with_events([SessionStarted(), *said("c:1", "您好")], domain)
    tracker.update_with_events([SessionStarted(), *said("c:2", "您好")], domain)
    await store.save(tracker)
    last, full = await store.retrieve("c"), await store.retrieve_full_tracker("c")
    assert last is not None
    assert full is not None
    assert (len(last.events), len(full.events)) == (5, 10)
    last.update_with_events(said("c:3", "您好"), domain)
    await store.save(last)
    full = await store.retrieve_full_tracker("c")
    assert full is not None
    assert len(full.events) == 14


async def test_who_was_overtaken_stores_nothing(tracker_url: str, domain: Domain) -> None:
    one, other = store_at(tracker_url, domain), store_at(tracker_url, domain)
    first = await one.get_or_create_tracker("c", append_action_listen=False)
    second = await other.get_or_create_tracker("c", append_action_listen=False)
    first.update_with_events(said("c:1", "您好"), domain)
    second.update_with_events(said("c:2", "您好"), domain)
    results = await asyncio.gather(one.save(first), other.save(second), return_exceptions=True)
    overtaken = [result for result in results if isinstance(result, TurnOvertaken)]
    assert len(overtaken) == 1
    full = await one.retrieve_full_tracker("c")
    assert full is not None
    assert len(full.events) == 4


async def test_conversations_at_once(store: TrackerDatabase, domain: Domain) -> None:
    async def talk(name: str) -> None:
        for number in range(3):
            tracker = await store.get_or_create_tracker(name, append_action_listen=False)
            tracker.update_with_events(said(f"{name}:{number}", "您好"), domain)
            await store.save(tracker)

    names = [f"c{number}" for number in range(12)]
    await asyncio.gather(*(talk(name) for name in names))
    assert sorted(await store.keys()) == sorted(names)
    for name in names:
        full = await store.retrieve_full_tracker(name)
        assert full is not None
        assert len(full.events) == 12


async def test_a_dead_database_is_named(domain: Domain, unused_tcp_port: int) -> None:
    store = store_at(f"postgresql://u:secret@127.0.0.1:{unused_tcp_port}/x", domain)
    for use in (store.ping(), store.retrieve("c"), store.knows("c", "c:1")):
        with pytest.raises(TrackerDatabaseError, match="TRACKER_DB_URL") as raised:
            await use
        assert "secret" not in str(raised.value)


async def test_a_database_that_comes_up_later_is_used(domain: Domain, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    store = store_at(f"sqlite:///{folder / 't.db'}", domain)
    folder.rmdir()
    with pytest.raises(TrackerDatabaseError):
        await store.ping()
    folder.mkdir()
    await store.ping()


async def test_a_broken_database_is_a_failed_turn_and_not_a_stranger(
    start_engine: StartEngine, sqlite_url: str, actions: ActionServer, tmp_path: Path
) -> None:
    engine = await start_engine(sqlite_url)
    await engine.say("c:1", "查电费")
    with sqlite3.connect(tmp_path / "trackers.db") as raw:
        raw.execute("ALTER TABLE tracker_events RENAME TO away")
    status, body = await engine.turn("c:2", "查电费")
    assert (status, body["code"]) == (502, "turn_failed")
    assert "tracker database" in body["message"]
    async with engine.client.get(f"{engine.base}/ready") as answer:
        assert answer.status == 503
    with sqlite3.connect(tmp_path / "trackers.db") as raw:
        raw.execute("ALTER TABLE away RENAME TO tracker_events")
    assert (await engine.say("c:1", "查电费"))["replayed"] is True
    assert (await engine.say("c:2", "查电费"))["replayed"] is False


async def test_a_locked_database_fails_the_turn_and_the_others_go_on(
    start_engine: StartEngine, sqlite_url: str, tmp_path: Path
) -> None:
    engine = await start_engine(sqlite_url)
    await engine.say("c:1", "你好")
    raw = sqlite3.connect(tmp_path / "trackers.db", isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    stuck = asyncio.create_task(engine.turn("c:2", "你好"))
    await asyncio.sleep(0.2)
    # the event loop is not blocked by the wait for the lock
    async with engine.client.get(f"{engine.base}/ready") as answer:
        assert answer.status == 200
    assert not stuck.done()
    status, _ = await stuck
    assert status == 502
    raw.execute("ROLLBACK")
    raw.close()
    assert (await engine.say("c:2", "你好"))["replayed"] is False


async def test_rasa_does_not_wrap_the_store(start_engine: StartEngine, sqlite_url: str) -> None:
    engine = await start_engine(sqlite_url)
    assert isinstance(engine.agent.tracker_store, TrackerDatabase)
    assert engine.agent.processor is not None
    assert not isinstance(engine.agent.processor.tracker_store, FailSafeTrackerStore)


def test_postgresql_has_a_schema_of_its_own(postgres_url: str, domain: Domain) -> None:
    asyncio.run(store_at(postgres_url, domain).ping())
    asyncio.run(store_at(postgres_url, domain).ping())
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT table_schema FROM information_schema.tables WHERE table_name = :name"),
            {"name": "tracker_events"},
        ).all()
    engine.dispose()
    assert rows == [("trackers",)]


def test_endpoints_name_our_stores(settings_in_environment: None) -> None:
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    assert endpoints.tracker_store.type == "bot.engine.trackers.TrackerDatabase"
    assert endpoints.lock_store.type == "bot.engine.locks.ConversationLocks"
    assert endpoints.action.kwargs["enable_selective_domain"] is True
