"""Connections to both databases: timeouts, and SQLite made safe for several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

Sessions = Callable[[], Session]
"""A factory of `Session`; one session per unit of work."""


def connect(url: str, *, timeout_seconds: float = 2.0, pool_size: int = 10) -> Engine:
    """An engine in 2.0 style for a SQLite or PostgreSQL address.

    Args:
        url: an SQLAlchemy URL.
        timeout_seconds: longest wait for a connection, a lock or a statement.
        pool_size: connections kept open.

    Raises:
        sqlalchemy.exc.ArgumentError: the URL can't be read.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, timeout_seconds, pool_size)
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


def _sqlite(url: URL, timeout_seconds: float, pool_size: int) -> Engine:
    timeout = {"timeout": timeout_seconds}
    if url.database in (None, "", ":memory:"):
        engine = create_engine(url, future=True, connect_args=timeout)
    else:
        # Opening a file costs more than most of our transactions, and whoever closes it as the last
        # one also empties the WAL; SQLAlchemy 1.4 would do both for each session.
        engine = create_engine(
            url,
            future=True,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=timeout_seconds,
            # The pool gives a connection to one thread at a time.
            connect_args={**timeout, "check_same_thread": False},
        )
        _follow_the_file(engine, str(url.database))
    _make_sqlite_safe(engine)
    return engine


def _follow_the_file(engine: Engine, path: str) -> None:
    """Open the file anew when another one has taken its place, for example a restored backup."""

    @event.listens_for(engine, "connect")
    def note(_connection: Any, record: Any) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError(f"{path} is another file than the one that was opened")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
