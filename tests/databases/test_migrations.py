"""Migrations: from nothing to the tables in the code and back, on both databases."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from bot.databases.migrate import (
    METADATA,
    History,
    MigrationError,
    behind,
    current_revision,
    differences,
    migrate,
    migrate_one,
    missing_columns,
    newest_revision,
)
from bot.settings import ROOT, Settings, load

HISTORIES: list[History] = ["utility", "bot"]
KEY = "k" * 48


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with both databases as files that don't exist yet, in a folder that doesn't."""
    monkeypatch.setenv("TOKEN_KEY", KEY)
    monkeypatch.setenv("ENGINE_TOKEN", KEY)
    monkeypatch.setenv("DEMO", "true")
    monkeypatch.setenv("UTILITY_DB_URL", f"sqlite:///{tmp_path / 'var' / 'utility.db'}")
    monkeypatch.setenv("BOT_DB_URL", f"sqlite:///{tmp_path / 'var' / 'bot.db'}")
    return load(env_file=None)


@pytest.mark.parametrize("history", HISTORIES)
def test_upgrading_an_empty_database_gives_the_tables_of_the_code(
    history: History, empty_url: str, engine: Engine
) -> None:
    assert differences(history, engine) != []
    migrate_one(history, empty_url)
    assert differences(history, engine) == []
    assert current_revision(history, engine) == newest_revision(history)


@pytest.mark.parametrize("history", HISTORIES)
def test_a_wrong_column_is_seen(history: History, empty_url: str, engine: Engine) -> None:
    migrate_one(history, empty_url)
    table = {"utility": "payments", "bot": "staff"}[history]
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN surplus INTEGER"))
    [difference] = differences(history, engine)
    assert difference[0] == "remove_column"
    assert difference[3].name == "surplus"


def test_a_wrong_decimal_type_is_seen(empty_url: str, engine: Engine) -> None:
    migrate_one("utility", empty_url)
    if engine.dialect.name == "sqlite":
        change = (
            "ALTER TABLE invoices DROP COLUMN amount; ALTER TABLE invoices ADD COLUMN amount TEXT"
        )
    else:
        change = "ALTER TABLE invoices ALTER COLUMN amount TYPE NUMERIC(18, 4)"
    with engine.begin() as connection:
        for statement in change.split("; "):
            connection.execute(text(statement))
    # Alembic lists what changes within one column together.
    changes = [one for group in differences("utility", engine) for one in group]
    assert "modify_type" in {one[0] for one in changes if isinstance(one, tuple)}


@pytest.mark.parametrize("history", HISTORIES)
def test_going_down_leaves_nothing_and_up_works_again(
    history: History, empty_url: str, engine: Engine
) -> None:
    migrate_one(history, empty_url)
    migrate_one(history, empty_url, "base")
    assert inspect(engine).get_table_names() == [f"{history}_schema_version"]
    assert current_revision(history, engine) is None
    migrate_one(history, empty_url)
    assert differences(history, engine) == []


def test_both_histories_fit_into_one_database(empty_url: str, engine: Engine) -> None:
    for history in HISTORIES:
        migrate_one(history, empty_url)
    assert [differences(history, engine) for history in HISTORIES] == [[], []]
    migrate_one("bot", empty_url, "base")
    assert differences("utility", engine) == []
    tables = set(inspect(engine).get_table_names())
    assert tables.isdisjoint(METADATA["bot"].tables)


def test_migrating_twice_changes_nothing(empty_url: str, engine: Engine) -> None:
    migrate_one("bot", empty_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO demo_text_messages (id, phone, text, sent_at) "
                "VALUES (1, '15400000001', 'x', '2026-01-01 00:00:00')"
            )
        )
    migrate_one("bot", empty_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM demo_text_messages")).scalar() == 1


def test_processes_that_start_together_migrate_once(empty_url: str, engine: Engine) -> None:
    command = [sys.executable, "-m", "bot.databases.migrate", "bot", "--url", empty_url]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], errors
    assert differences("bot", engine) == []


def test_a_database_of_a_newer_version_is_refused(empty_url: str, engine: Engine) -> None:
    migrate_one("utility", empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE utility_schema_version SET version_num = '9999'"))
    with pytest.raises(MigrationError, match=r"utility database can't be migrated.*newer version"):
        migrate_one("utility", empty_url)


def test_an_unreachable_database_is_named_without_its_password() -> None:
    with pytest.raises(MigrationError, match="Check BOT_DB_URL") as error:
        migrate_one("bot", "postgresql://someone:secret@127.0.0.1:1/nothing")
    assert "secret" not in str(error.value)


def test_migrate_makes_the_folder_and_brings_both_to_head(chosen: Settings) -> None:
    assert {one.history for one in behind(chosen)} == {"utility", "bot"}
    migrate(chosen)
    assert behind(chosen) == []


def test_the_one_that_is_behind_is_named(chosen: Settings) -> None:
    migrate(chosen)
    migrate_one("bot", chosen.bot_db_url, "base")
    [one] = behind(chosen)
    assert one.history == "bot"
    assert "bot database" in str(one)
    assert newest_revision("bot") in str(one)


def test_outside_demo_mode_the_utility_s_own_database_is_left_alone(
    chosen: Settings, tmp_path: Path
) -> None:
    own = dataclasses.replace(chosen, demo=False)
    migrate(own)
    assert not (tmp_path / "var" / "utility.db").exists()
    assert behind(own) == []


def test_columns_that_a_utility_s_own_database_lacks_are_named(
    empty_url: str, engine: Engine
) -> None:
    migrate_one("utility", empty_url)
    assert missing_columns(engine) == []
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE customers RENAME TO own_customers"))
        connection.execute(text("ALTER TABLE own_customers RENAME COLUMN name TO full_name"))
        connection.execute(
            text(
                "CREATE VIEW customers AS SELECT id, kind, customer_class, grade FROM own_customers"
            )
        )
        connection.execute(text("DROP TABLE invoices"))
    missing = missing_columns(engine)
    assert "invoices" in missing
    assert "customers.name" in missing
    assert "customers.kind" not in missing
