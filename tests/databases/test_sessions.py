"""Connections: write transactions that several processes can share."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.clock import system_clock
from bot.databases.bot import DemoTextMessage
from bot.databases.migrate import migrate_one
from bot.databases.sessions import connect, sessions, writing
from bot.settings import ROOT

ROUNDS = 25
COUNT_UP = """
import sys
from sqlalchemy import select
from bot.databases.bot import DemoTextMessage
from bot.databases.sessions import connect, sessions, writing
factory = sessions(connect(sys.argv[1], timeout_seconds=30))
for _ in range(int(sys.argv[2])):
    with writing(factory) as session:
        row = session.execute(select(DemoTextMessage).with_for_update()).scalar_one()
        row.text = str(int(row.text) + 1)
"""


@pytest.fixture
def counter(empty_url: str) -> Iterator[Engine]:
    """A bot database with one row that holds a number."""
    migrate_one("bot", empty_url)
    engine = connect(empty_url, timeout_seconds=5)
    with writing(sessions(engine)) as session:
        session.add(DemoTextMessage(phone="15400000000", text="0", sent_at=system_clock()))
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Engine]:
    """The same, on SQLite only."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    migrate_one("bot", url)
    engine = connect(url, timeout_seconds=5)
    with writing(sessions(engine)) as session:
        session.add(DemoTextMessage(phone="15400000000", text="0", sent_at=system_clock()))
    yield engine
    engine.dispose()


def _shown(engine: Engine) -> str:
    with sessions(engine)() as session:
        return str(session.execute(select(DemoTextMessage.text)).scalar_one())


def _statements(engine: Engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    return seen


def test_processes_that_read_and_write_lose_nothing(counter: Engine) -> None:
    url = counter.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", COUNT_UP, url, str(ROUNDS)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], errors
    assert _shown(counter) == str(3 * ROUNDS)


def test_sqlite_is_in_wal_mode_with_foreign_keys(file: Engine) -> None:
    with file.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_write_begins_immediate_and_a_read_does_not(file: Engine) -> None:
    seen = _statements(file)
    with writing(sessions(file)) as session:
        session.execute(select(DemoTextMessage)).all()
    with sessions(file)() as session:
        session.execute(select(DemoTextMessage)).all()
    assert [one for one in seen if one.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_a_plain_read_that_turns_into_a_write_fails_where_writing_does_not(file: Engine) -> None:
    factory = sessions(file)
    with factory() as stale:
        stale.execute(select(DemoTextMessage)).all()
        with writing(factory) as session:
            session.execute(select(DemoTextMessage)).scalar_one().text = "1"
        with pytest.raises(OperationalError, match="locked"):
            stale.execute(text("UPDATE demo_text_messages SET text = '2'"))
    with writing(factory) as session:
        row = session.execute(select(DemoTextMessage)).scalar_one()
        assert row.text == "1"
        row.text = "2"
    assert _shown(file) == "2"


def test_a_second_writer_waits_for_the_first(file: Engine) -> None:
    factory = sessions(file)
    began, order = threading.Event(), []

    def second() -> None:
        began.set()
        with writing(factory) as session:
            order.append("second")
            session.execute(select(DemoTextMessage)).scalar_one().text += "b"

    with writing(factory) as session:
        thread = threading.Thread(target=second)
        thread.start()
        began.wait(5)
        session.execute(select(DemoTextMessage)).scalar_one().text = "a"
        session.flush()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert _shown(file) == "ab"


def test_readers_go_on_while_someone_writes(file: Engine) -> None:
    with writing(sessions(file)) as session:
        session.execute(select(DemoTextMessage)).scalar_one().text = "new"
        session.flush()
        assert _shown(file) == "0"
    assert _shown(file) == "new"


def test_an_error_takes_everything_back(counter: Engine) -> None:
    def fail() -> None:
        with writing(sessions(counter)) as session:
            session.execute(select(DemoTextMessage)).scalar_one().text = "9"
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _shown(counter) == "0"
    with writing(sessions(counter)) as session:  # and the lock is free again
        session.execute(select(DemoTextMessage)).scalar_one().text = "1"
    assert _shown(counter) == "1"


def test_a_lock_is_waited_for_no_longer_than_the_timeout(counter: Engine) -> None:
    impatient = connect(counter.url.render_as_string(hide_password=False), timeout_seconds=0.2)
    change = text("UPDATE demo_text_messages SET text = 'x'")
    with writing(sessions(counter)) as session:
        session.execute(change)
        with pytest.raises(OperationalError), writing(sessions(impatient)) as other:
            other.execute(change)
    impatient.dispose()


def test_a_sqlite_file_is_opened_once_for_many_sessions(file: Engine) -> None:
    opened: list[object] = []
    event.listen(file, "connect", lambda connection, _: opened.append(connection))
    file.dispose()
    for _ in range(5):
        assert _shown(file) == "0"
        with writing(sessions(file)) as session:
            session.execute(select(DemoTextMessage)).scalar_one()
    assert len(opened) == 1


def test_a_file_that_takes_the_place_of_the_opened_one_is_read(file: Engine) -> None:
    path = Path(str(file.url.database))
    assert _shown(file) == "0"
    other = path.with_name("restored.db")
    migrate_one("bot", f"sqlite:///{other}")
    restored = connect(f"sqlite:///{other}")
    with writing(sessions(restored)) as session:
        session.add(DemoTextMessage(phone="15400000000", text="7", sent_at=system_clock()))
    restored.dispose()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    other.replace(path)
    assert _shown(file) == "7"


def test_a_session_leaves_no_open_transaction_behind(file: Engine) -> None:
    factory = sessions(file)

    def write_and_fail() -> None:
        with writing(factory) as session:
            session.execute(select(DemoTextMessage)).scalar_one().text = "9"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    reading = factory()
    reading.execute(select(DemoTextMessage)).all()
    reading.close()
    with writing(sessions(connect(str(file.url), timeout_seconds=0.1))) as session:
        session.execute(select(DemoTextMessage)).scalar_one().text = "3"
    assert _shown(file) == "3"
