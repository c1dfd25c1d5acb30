"""A bot database with two conversations, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI, FixedClock
from bot.databases.bot import Base, Conversation
from bot.databases.sessions import Sessions, connect, sessions, writing
from bot.service_requests import ServiceRequests

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)  # a Friday


@pytest.fixture(params=["sqlite", "postgresql"])
def bot_sessions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sessions]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bot.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = connect(url, timeout_seconds=20)
    Base.metadata.create_all(engine)
    factory = sessions(engine)
    with writing(factory) as session:
        for name in ("one", "two"):
            session.add(Conversation(id=name, channel="web", channel_user=name, created_at=NOON))
    yield factory
    engine.dispose()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def service(bot_sessions: Sessions, clock: FixedClock) -> ServiceRequests:
    return ServiceRequests(bot_sessions, clock)
