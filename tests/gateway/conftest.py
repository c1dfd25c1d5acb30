"""A fake engine, databases of both kinds, and gateways on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import Running, create_tables, make_settings, running

Start = Callable[..., Running]


@pytest.fixture(scope="session")
def lasting_engine() -> Iterator[FakeEngine]:
    """One engine for all tests that don't stop it."""
    fake = FakeEngine().start()
    yield fake
    fake.stop()


@pytest.fixture
def engine(lasting_engine: FakeEngine) -> FakeEngine:
    """An engine that listens and behaves."""
    lasting_engine.reset()
    return lasting_engine


@pytest.fixture
def mortal_engine() -> Iterator[FakeEngine]:
    """An engine that a test may stop and start."""
    fake = FakeEngine().start()
    yield fake
    fake.stop()


@pytest.fixture(scope="session")
def lasting_gateway(
    tmp_path_factory: pytest.TempPathFactory, lasting_engine: FakeEngine
) -> Iterator[Running]:
    """One gateway on SQLite for all tests that leave it as it is."""
    chosen = make_settings(tmp_path_factory.mktemp("gateway"), engine_url=lasting_engine.url)
    create_tables(chosen)
    with running(chosen) as gateway:
        yield gateway


@pytest.fixture
def gateway(lasting_gateway: Running, engine: FakeEngine) -> Running:
    """A gateway on SQLite, with an engine that behaves."""
    return lasting_gateway


@pytest.fixture(params=["sqlite", "postgresql"])
def bot_db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty bot database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def settings(tmp_path: Path, engine: FakeEngine) -> Settings:
    """Settings with SQLite databases of their own and the fake engine."""
    chosen = make_settings(tmp_path, engine_url=engine.url)
    create_tables(chosen)
    return chosen


@pytest.fixture
def settings_on_both(tmp_path: Path, engine: FakeEngine, bot_db_url: str) -> Settings:
    """The same, once with the bot database on SQLite and once on PostgreSQL."""
    chosen = make_settings(tmp_path, engine_url=engine.url, bot_db_url=bot_db_url)
    create_tables(chosen)
    return chosen


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts gateways that are stopped after the test."""
    with ExitStack() as stack:

        def starting(settings: Settings, **options: Any) -> Running:
            return stack.enter_context(running(settings, **options))

        yield starting
