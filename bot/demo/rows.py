"""Collects the demo's rows and writes them in large batches, parents before children."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection, Dialect

from bot.databases.utility import Base

ROWS_AT_ONCE = 20_000

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows:
    """Rows of all tables that wait to be written.

    All rows of one table must have the same columns; defaults of columns don't apply. They bypass
    SQLAlchemy's inserts, which take most of the time at this number of rows, but use its types.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last_id: dict[str, int] = defaultdict(int)
        self._count = 0
        self.written = 0

    def add(self, table: str, **values: Any) -> None:
        """Add a row whose key is among its values."""
        self._waiting[table].append(values)
        self._count += 1

    def add_numbered(self, table: str, **values: Any) -> int:
        """Add a row with the table's next id.

        Returns:
            The id.
        """
        number = self.next_id(table)
        self.add(table, id=number, **values)
        return number

    def next_id(self, table: str) -> int:
        """Take a table's next id for a row that is added later."""
        self._last_id[table] += 1
        return self._last_id[table]

    @property
    def are_many(self) -> bool:
        """Whether it's time to write."""
        return self._count >= ROWS_AT_ONCE

    def write(self, connection: Connection) -> None:
        """Insert and forget everything that waits."""
        insert = _copy if connection.dialect.name == "postgresql" else _execute_many
        for table in Base.metadata.sorted_tables:
            waiting = self._waiting.pop(table.name, None)
            if waiting:
                insert(connection, table, waiting)
        self.written += self._count
        self._count = 0

    def set_next_numbers(self, connection: Connection) -> None:
        """Let the database number its own rows behind ours (PostgreSQL's sequences)."""
        if connection.dialect.name != "postgresql":
            return
        for table, last in self._last_id.items():
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, last)
            )


def _execute_many(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - ours
        list(_encoded(table, columns, rows, connection.dialect)),
    )


def _copy(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    lines = io.StringIO()
    for values in _encoded(table, columns, rows, connection.dialect):
        lines.write("\t".join(map(_copied, values)))
        lines.write("\n")
    lines.seek(0)
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN", lines)


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


def _encoded(
    table: Table, columns: list[str], rows: Iterable[dict[str, Any]], dialect: Dialect
) -> Iterator[tuple[Any, ...]]:
    """Each row's values as the driver takes them, in the order of the columns."""
    pick = itemgetter(*columns)
    encoders: list[tuple[int, Callable[[Any], Any]]] = []
    for position, name in enumerate(columns):
        encode = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if encode is not None:
            encoders.append((position, encode))
    for row in rows:
        values = list(pick(row))
        for position, encode in encoders:
            values[position] = encode(values[position])
        yield tuple(values)
