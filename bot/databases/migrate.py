"""Brings the databases to the newest schema with Alembic, and says which one is behind.

Each database has a history of its own in `bot/databases/migrations/` and a version table of its
own, so that both may also live in one PostgreSQL database.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import OperationalError

from bot.databases import bot, utility
from bot.databases.sessions import connect
from bot.databases.types import Moment, ScaledDecimal
from bot.settings import Settings, settings

History = Literal["utility", "bot"]
"""Which of the two databases."""

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
METADATA: dict[History, MetaData] = {
    "utility": utility.Base.metadata,
    "bot": bot.Base.metadata,
}
LONGEST_STATEMENT_SECONDS = 600.0  # an index on a large table takes its time
MIGRATION_LOCK = 0x4D44  # two gateways that start together must not migrate at once


class MigrationError(Exception):
    """A database can't be brought to the newest schema; the text says why and what to do."""


@dataclass(frozen=True)
class Behind:
    """A database whose schema isn't the newest.

    Args:
        history: which database.
        found: its revision; None when it has none yet.
        newest: the newest revision of this code.
    """

    history: History
    found: str | None
    newest: str

    def __str__(self) -> str:
        at = f"at revision {self.found}" if self.found else "without a schema"
        return (
            f"The {self.history} database is {at}, this version needs {self.newest}; "
            "run `make migrate`."
        )


def migrate(chosen: Settings) -> None:
    """Bring the bot's database to head, and in demo mode the utility's too.

    Outside demo mode the utility's database belongs to the utility: it is only read.

    Raises:
        MigrationError: a database can't be reached or migrated.
    """
    for history, url in _urls(chosen).items():
        migrate_one(history, url)


def migrate_one(history: History, url: str, revision: str = "head") -> None:
    """Bring one database to a revision, creating an SQLite file and its folder if needed.

    Args:
        history: whose schema.
        url: its SQLAlchemy URL.
        revision: where to; an older one (or `base`) goes back.

    Raises:
        MigrationError: the database can't be reached or migrated.
    """
    make_folder(url)
    engine = connect(url, timeout_seconds=LONGEST_STATEMENT_SECONDS)
    try:
        with _changing(engine) as connection:
            configuration = _configuration(history, connection)
            found = _context(history, connection).get_current_revision()
            scripts = ScriptDirectory.from_config(configuration)
            if revision == "head" or _is_ahead(scripts, found, revision):
                command.upgrade(configuration, revision)
            else:
                command.downgrade(configuration, revision)
    except OperationalError as error:
        raise MigrationError(
            f"The {history} database {make_url(url).render_as_string(hide_password=True)} can't be "
            f"reached: {str(error.orig).strip()}. Check {history.upper()}_DB_URL."
        ) from None
    except CommandError as error:
        raise MigrationError(
            f"The {history} database can't be migrated: {error}. It was probably made by a newer "
            "version of Mingdeng; install that version, or restore a backup."
        ) from None
    finally:
        engine.dispose()


def behind(chosen: Settings) -> list[Behind]:
    """Which databases (as `migrate` treats them) aren't at the newest revision.

    Raises:
        sqlalchemy.exc.OperationalError: a database can't be reached.
    """
    found = []
    for history, url in _urls(chosen).items():
        parsed = make_url(url)
        if _is_missing_file(url):
            found.append(Behind(history, None, newest_revision(history)))
            continue
        engine = connect(parsed.render_as_string(hide_password=False))
        try:
            revision = current_revision(history, engine)
        finally:
            engine.dispose()
        if revision != newest_revision(history):
            found.append(Behind(history, revision, newest_revision(history)))
    return found


def current_revision(history: History, engine: Engine) -> str | None:
    """The revision that a database is at, None if it never was migrated."""
    with engine.connect() as connection:
        return _context(history, connection).get_current_revision()


def newest_revision(history: History) -> str:
    """The head of a history."""
    head = ScriptDirectory.from_config(_configuration(history)).get_current_head()
    return str(head)


def differences(history: History, engine: Engine) -> list[Any]:
    """What Alembic would still change to make a database equal to the tables in the code."""
    with engine.connect() as connection:
        return compare_metadata(_context(history, connection), METADATA[history])


def missing_columns(engine: Engine) -> list[str]:
    """Tables and columns of the utility's schema that a database doesn't offer, as `table.column`.

    For a utility's own database, which isn't migrated by us: its views need these names.
    """
    inspector = inspect(engine)
    there = set(inspector.get_table_names()) | set(inspector.get_view_names())
    missing = []
    for table in METADATA["utility"].sorted_tables:
        if table.name == utility.DemoSeed.__tablename__:
            continue
        if table.name not in there:
            missing.append(table.name)
            continue
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        missing += [f"{table.name}.{c.name}" for c in table.columns if c.name not in columns]
    return missing


def make_folder(url: str) -> None:
    """Make the folder of an SQLite file; nothing for other databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(parsed.database).resolve().parent.mkdir(parents=True, exist_ok=True)


def run_in_alembic(metadata: MetaData) -> None:
    """What each history's `env.py` calls: online, on the connection that was handed over."""
    configuration = context.config
    history: History = configuration.attributes["history"]
    given: Connection | None = configuration.attributes.get("connection")
    if given is not None:
        _run(history, given, metadata)
        return
    engine = connect(
        _urls(settings(), with_utility=True)[history], timeout_seconds=LONGEST_STATEMENT_SECONDS
    )
    with _changing(engine) as connection:
        _run(history, connection, metadata)
    engine.dispose()


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    with (
        engine.connect().execution_options(mingdeng_write=True) as connection,
        connection.begin(),
    ):
        yield connection


def _run(history: History, connection: Connection, metadata: MetaData) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        render_item=_render_item,
        **_options(history),
    )
    with context.begin_transaction():
        context.run_migrations()


def _configuration(history: History, connection: Connection | None = None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS / history).replace("%", "%%"))
    configuration.attributes["history"] = history
    configuration.attributes["connection"] = connection
    return configuration


def _context(history: History, connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection, opts={**_options(history), "target_metadata": METADATA[history]}
    )


def _options(history: History) -> dict[str, Any]:
    own = set(METADATA[history].tables)

    def is_own(name: str | None, kind: str, parents: Any) -> bool:
        table = name if kind == "table" else parents.get("table_name")
        return table is None or table in own

    return {
        "version_table": f"{history}_schema_version",
        "include_name": is_own,
        "compare_type": _compare_type,
        "render_as_batch": True,  # SQLite alters a table by making it anew
    }


def _compare_type(
    context: Any, _inspected: Any, _metadata: Any, found: Any, wanted: Any
) -> bool | None:
    """Whether a column's type differs; our decorated types are compared as what they become."""
    if isinstance(wanted, (ScaledDecimal, Moment)):
        wanted = wanted.dialect_impl(context.dialect).impl
        return bool(context.impl.compare_type(_Typed(found), _Typed(wanted)))
    return None


@dataclass(frozen=True)
class _Typed:
    type: Any


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, ScaledDecimal):
        return f"ScaledDecimal({item.scale})"
    if kind == "type" and isinstance(item, Moment):
        return "Moment()"
    return False


def _urls(chosen: Settings, *, with_utility: bool = False) -> dict[History, str]:
    urls: dict[History, str] = {}
    if chosen.demo or with_utility:
        urls["utility"] = chosen.utility_db_url
    urls["bot"] = chosen.bot_db_url
    return urls


def _is_missing_file(url: str) -> bool:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return False
    return not Path(parsed.database).exists()


def _is_ahead(scripts: ScriptDirectory, found: str | None, wanted: str) -> bool:
    if wanted == "base":
        return False
    ancestors = {script.revision for script in scripts.iterate_revisions(found or "base", "base")}
    return wanted not in ancestors or wanted == found


def main(argv: Sequence[str] | None = None) -> int:
    """Migrate one database, or write a new revision from the tables' difference.

    Returns:
        The process's exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m bot.databases.migrate", description=__doc__)
    parser.add_argument("history", choices=sorted(METADATA))
    parser.add_argument("--to", default="head", help="revision; base takes everything away")
    parser.add_argument("--url", help="instead of the one of the settings")
    parser.add_argument("--new", metavar="MESSAGE", help="write a revision from the difference")
    arguments = parser.parse_args(argv)
    url = arguments.url or _urls(settings(), with_utility=True)[arguments.history]
    try:
        if arguments.new:
            _write_revision(arguments.history, url, arguments.new)
        else:
            migrate_one(arguments.history, url, arguments.to)
    except MigrationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _write_revision(history: History, url: str, message: str) -> None:
    count = len(list(ScriptDirectory.from_config(_configuration(history)).walk_revisions()))
    engine = connect(url, timeout_seconds=LONGEST_STATEMENT_SECONDS)
    with engine.connect() as connection:
        command.revision(
            _configuration(history, connection),
            message=message,
            autogenerate=True,
            rev_id=f"{count + 1:04d}",
        )
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
