"""Connections to both databases: timeouts, and SQLite made safe for several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

Sessions = Callable[[], Session]
"""A factory of `Session`; one session per unit of work."""


def connect(url: str, *, timeout_seconds: float = 2.0, pool_size: int = 10) -> Engine:
    """An engine in 2.0 style for a SQLite or PostgreSQL address.

    Args:
        url: an SQLAlchemy URL.
        timeout_seconds: longest wait for a connection, a lock or a statement.
        pool_size: connections kept open (PostgreSQL).

    Raises:
        sqlalchemy.exc.ArgumentError: the URL can't be read.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, future=True, connect_args={"timeout": timeout_seconds})
        _make_sqlite_safe(engine)
        return engine
    milliseconds = int(timeout_seconds * 1000)
    return create_engine(
        parsed,
        future=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=timeout_seconds,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(1, round(timeout_seconds)),
            "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}",
        },
    )


def sessions(engine: Engine) -> Sessions:
    """The session factory of an engine."""
    return sessionmaker(engine, future=True, expire_on_commit=False)


@contextmanager
def writing(factory: Sessions) -> Iterator[Session]:
    """A session in one write transaction: committed at the end, rolled back on an error.

    On SQLite it begins IMMEDIATE: under WAL a plain BEGIN fails at once when a read turns into a
    write while another process writes, without waiting for the timeout.
    """
    with factory() as session:
        session.connection(execution_options={"mingdeng_write": True})
        try:
            yield session
        except BaseException:
            session.rollback()
            raise
        session.commit()


def _make_sqlite_safe(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi_connection: Any, _record: Any) -> None:
        # pysqlite must not open transactions by itself; we emit BEGIN in `begin` below.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("mingdeng_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
