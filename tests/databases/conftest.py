"""Empty and seeded databases, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.databases.migrate import migrate_one
from bot.databases.sessions import connect
from bot.demo.seed import seed
from tests.conftest import postgres_database

TODAY = date(2026, 5, 12)
"""The day that the demo of the tests is dated relative to."""

BACKENDS = ["sqlite", "postgresql"]


@contextmanager
def _empty(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database without tables."""
    with _empty(request, tmp_path) as url:
        yield url


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    """A connection to a database without tables."""
    made = connect(empty_url, timeout_seconds=10)
    yield made
    made.dispose()


@pytest.fixture
def utility(empty_url: str) -> Iterator[Engine]:
    """A migrated utility database without rows."""
    migrate_one("utility", empty_url)
    made = connect(empty_url, timeout_seconds=60)
    yield made
    made.dispose()


@pytest.fixture(scope="session", params=BACKENDS)
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The whole demo utility as of `TODAY`; tests only read it."""
    with _empty(request, tmp_path_factory.mktemp("demo")) as url:
        migrate_one("utility", url)
        made = connect(url, timeout_seconds=60)
        seed(made, TODAY)
        yield made
        made.dispose()
