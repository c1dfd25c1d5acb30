"""Collects the demo's rows and writes them in large batches, parents before children."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.databases.utility import Base

ROWS_AT_ONCE = 20_000


class Rows:
    """Rows of all tables that wait to be written.

    All rows of one table must have the same columns.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last_id: dict[str, int] = defaultdict(int)
        self.written = 0

    def add(self, table: str, **values: Any) -> None:
        """Add a row whose key is among its values."""
        self._waiting[table].append(values)

    def add_numbered(self, table: str, **values: Any) -> int:
        """Add a row with the table's next id.

        Returns:
            The id.
        """
        number = self.next_id(table)
        self._waiting[table].append({"id": number, **values})
        return number

    def next_id(self, table: str) -> int:
        """Take a table's next id for a row that is added later."""
        self._last_id[table] += 1
        return self._last_id[table]

    @property
    def are_many(self) -> bool:
        """Whether it's time to write."""
        return sum(map(len, self._waiting.values())) >= ROWS_AT_ONCE

    def write(self, connection: Connection) -> None:
        """Insert and forget everything that waits."""
        for table in Base.metadata.sorted_tables:
            waiting = self._waiting.pop(table.name, None)
            if waiting:
                connection.execute(insert(table), waiting)
                self.written += len(waiting)
