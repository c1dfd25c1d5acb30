"""Rasa's tracker store on SQLite or PostgreSQL: an error is an error, a turn is stored whole or not."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from bot.databases.sessions import connect
from bot.engine import fixes
from bot.settings import settings

fixes.apply()

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 2.0
DEFAULT_SCHEMA = "trackers"
"""The PostgreSQL schema of the trackers: outside our migrations, made at the first use."""


class TrackerDatabaseError(RasaException):
    """The tracker database can't be used; the text says what failed."""


class TurnOvertaken(RasaException):
    """Somebody else stored events of this conversation since it was read; nothing was stored."""


@dataclass(frozen=True)
class _Mark:
    """How much of a tracker is stored: its number of events, and the last row of the conversation."""

    count: int
    last_id: int


def _table(schema: str | None) -> sa.Table:
    return sa.Table(
        "tracker_events",
        sa.MetaData(schema=schema),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("type_name", sa.String(255), nullable=False),
        # the name of the message that a user event stands for; the key of repeated messages
        sa.Column("message_id", sa.String(255)),
        # 8 bytes: in 4 a time of day loses minutes
        sa.Column("timestamp", sa.Float(53)),
        sa.Column("intent_name", sa.String(255)),
        sa.Column("action_name", sa.String(255)),
        sa.Column("data", sa.Text, nullable=False),
        sa.Index("tracker_events_conversation", "sender_id", "id"),
        sa.Index("tracker_events_message", "sender_id", "message_id"),
        sqlite_autoincrement=True,
    )


@dataclass(frozen=True)
class _Queries:
    """The statements of a turn, built once: building one takes longer than SQLite needs for it."""

    message: Any
    all_sessions: Any
    last_session: Any
    last_id: Any
    add: Any

    @classmethod
    def of(cls, events: sa.Table) -> _Queries:
        own = events.c.sender_id == sa.bindparam("sender_id")
        read = sa.select(events.c.id, events.c.data).where(own).order_by(events.c.id)
        last_id = sa.select(sa.func.max(events.c.id)).where(own)
        last_start = last_id.where(events.c.type_name == SessionStarted.type_name)
        since = sa.func.coalesce(last_start.scalar_subquery(), 0)
        return cls(
            message=sa.select(events.c.id)
            .where(own, events.c.message_id == sa.bindparam("message_id"))
            .limit(1),
            all_sessions=read,
            last_session=read.where(events.c.id >= since),
            last_id=last_id,
            add=sa.insert(events),
        )


class TrackerDatabase(TrackerStore, SerializedTrackerAsText):
    """Stores conversations in a SQL database; used in `endpoints.yml` by its module path.

    Differences to Rasa's `SQLTrackerStore`: it waits 2 s for a database and not for ever, neither at
    the start nor later; it works in threads, so that a slow database doesn't stop all conversations;
    it knows from reading what is stored and refuses to store beside events that it has not read
    (`TurnOvertaken`), so that two engines can't mix two turns even when a lock failed; SQLite is
    written with BEGIN IMMEDIATE under WAL; a message is found by its id without reading the rest.

    Args:
        domain: Rasa's domain.
        event_broker: gets the new events once they are stored.
        host: what `url` says in `endpoints.yml`; default is the setting `TRACKER_DB_URL`.
        schema: PostgreSQL schema.
        kwargs: Rasa's other keys, unused.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        schema: str = DEFAULT_SCHEMA,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        url = make_url(host or settings().tracker_db_url)
        sqlite = url.get_backend_name() == "sqlite"
        if sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self._where = url.render_as_string(hide_password=True)
        self._schema = None if sqlite else schema
        self._engine = connect(
            url.render_as_string(hide_password=False), timeout_seconds=TIMEOUT_SECONDS
        )
        self._events = _table(self._schema)
        self._queries = _Queries.of(self._events)
        self._made = False
        self._making = Lock()

    async def ping(self) -> None:
        """Make sure that the database can be used.

        Raises:
            TrackerDatabaseError: it can't.
        """
        await asyncio.to_thread(self._ping)

    async def knows(self, conversation_id: str, message_id: str) -> bool:
        """Whether a message was stored, in any session of the conversation.

        Args:
            conversation_id: the conversation.
            message_id: the id that the message came with.

        Raises:
            TrackerDatabaseError: the database can't be used.
        """
        return await asyncio.to_thread(self._knows, conversation_id, message_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's last session; None for an unknown conversation.

        Raises:
            TrackerDatabaseError: the database can't be used.
        """
        return await asyncio.to_thread(self._retrieve, sender_id, False)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The conversation with all its sessions; None for an unknown conversation.

        Raises:
            TrackerDatabaseError: the database can't be used.
        """
        return await asyncio.to_thread(self._retrieve, conversation_id, True)

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything is stored of a conversation."""
        return await asyncio.to_thread(self._last_id, conversation_id) != 0

    async def keys(self) -> Iterable[str]:
        """The ids of all stored conversations."""
        return await asyncio.to_thread(self._keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store a tracker's new events in one transaction, then hand them to the event broker.

        Raises:
            TurnOvertaken: events that this tracker doesn't know were stored meanwhile.
            TrackerDatabaseError: the database can't be used.
        """
        new = await asyncio.to_thread(self._save, tracker)
        if new and self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """An empty tracker of a conversation that isn't stored yet."""
        return _marked(super().init_tracker(sender_id), _Mark(0, 0))

    def _ping(self) -> None:
        with self._reading() as connection:
            connection.execute(sa.select(self._events.c.id).limit(1)).first()

    def _knows(self, conversation_id: str, message_id: str) -> bool:
        found = {"sender_id": conversation_id, "message_id": message_id}
        with self._reading() as connection:
            return connection.execute(self._queries.message, found).first() is not None

    def _retrieve(self, sender_id: str, all_sessions: bool) -> DialogueStateTracker | None:
        query = self._queries.all_sessions if all_sessions else self._queries.last_session
        with self._reading() as connection:
            rows = connection.execute(query, {"sender_id": sender_id}).all()
        if not rows:
            return None
        tracker = DialogueStateTracker.from_dict(
            sender_id, [json.loads(row.data) for row in rows], self.domain.slots
        )
        return _marked(tracker, _Mark(len(rows), rows[-1].id))

    def _save(self, tracker: DialogueStateTracker) -> list[Event]:
        mark: _Mark | None = getattr(tracker, "_stored", None)
        if mark is None:
            raise TrackerDatabaseError(
                f"the tracker of {tracker.sender_id} was not read from this store"
            )
        new = list(islice(tracker.events, mark.count, None))
        if not new:
            return []
        rows = [_row(tracker.sender_id, one) for one in new]
        with self._writing(tracker.sender_id) as connection:
            if self._last_id_in(connection, tracker.sender_id) != mark.last_id:
                raise TurnOvertaken(f"another turn of {tracker.sender_id} was stored meanwhile")
            connection.execute(self._queries.add, rows)
            last_id = self._last_id_in(connection, tracker.sender_id)
        _marked(tracker, _Mark(len(tracker.events), last_id))
        return new

    def _keys(self) -> list[str]:
        with self._reading() as connection:
            return list(
                connection.execute(sa.select(self._events.c.sender_id).distinct()).scalars()
            )

    def _last_id(self, sender_id: str) -> int:
        with self._reading() as connection:
            return self._last_id_in(connection, sender_id)

    def _last_id_in(self, connection: Connection, sender_id: str) -> int:
        return connection.execute(self._queries.last_id, {"sender_id": sender_id}).scalar() or 0

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._errors_named():
            self._make_tables()
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def _writing(self, sender_id: str) -> Iterator[Connection]:
        with self._errors_named():
            self._make_tables()
            with self._engine.connect().execution_options(mingdeng_write=True) as connection:
                with connection.begin():
                    if self._schema is not None:
                        # SQLite has one writer at a time; here the conversation is what is locked.
                        connection.execute(
                            sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
                            {"key": f"tracker:{sender_id}"},
                        )
                    yield connection

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise TrackerDatabaseError(
                f"the tracker database {self._where} can't be used: {reason}. "
                "Check TRACKER_DB_URL and that the database runs."
            ) from error

    def _make_tables(self) -> None:
        if self._made:
            return
        with self._making:
            if self._made:
                return
            try:
                self._create()
            except (OperationalError, ProgrammingError, sa.exc.IntegrityError):
                # Another engine may make them at the same moment. If they aren't there, this fails.
                self._create()
            self._made = True

    def _create(self) -> None:
        with self._engine.connect().execution_options(mingdeng_write=True) as connection:
            with connection.begin():
                if self._schema is not None:
                    name = connection.dialect.identifier_preparer.quote(self._schema)
                    connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {name}"))
                self._events.metadata.create_all(connection)


def _marked(tracker: DialogueStateTracker, mark: _Mark) -> DialogueStateTracker:
    tracker._stored = mark  # type: ignore[attr-defined]
    return tracker


def _row(sender_id: str, one: Event) -> dict[str, Any]:
    content = one.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": one.type_name,
        "message_id": one.message_id if isinstance(one, UserUttered) else None,
        "timestamp": content.get("timestamp"),
        "intent_name": (content.get("parse_data") or {}).get("intent", {}).get("name"),
        "action_name": content.get("name"),
        "data": json.dumps(content, ensure_ascii=False),
    }
