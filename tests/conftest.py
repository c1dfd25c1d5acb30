"""Fixtures for all tests: services that may be missing, and a whole running product."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import hypothesis
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from tests.product import Product

# The same examples in every run, and no limit on how long a busy machine takes for one.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def missing(what: str) -> NoReturn:
    """Skip the test and say what it needs; fail it where services are required (CI)."""
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"{what} is required here (REQUIRE_SERVICES is set)")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """URL of a PostgreSQL server where databases may be made."""
    try:
        with create_engine(POSTGRES, connect_args={"connect_timeout": 3}).connect():
            return POSTGRES
    except OperationalError:
        missing(f"PostgreSQL at {POSTGRES} (TEST_POSTGRES_URL)")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """URL of a Redis server with a database for tests."""
    import redis

    try:
        redis.Redis.from_url(REDIS, socket_timeout=3).ping()
    except redis.RedisError:
        missing(f"Redis at {REDIS} (TEST_REDIS_URL)")
    return REDIS


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database that is dropped afterwards."""
    with postgres_database(postgres_server) as url:
        yield url


class postgres_database:
    """Context of an empty PostgreSQL database on a server; dropped at the end."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.name = f"mingdeng_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> str:
        self._run(f'CREATE DATABASE "{self.name}"')
        return make_url(self.server).set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One running product for all tests that only talk to it."""
    from tests.product import Product

    running = Product(tmp_path_factory.mktemp("product"))
    try:
        yield running.start()
    finally:
        running.stop()
