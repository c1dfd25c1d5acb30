"""Requests in the bot's database: opened once, numbered, listed for the staff, closed, audited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversations.masked import masked
from bot.conversations.rows import locked
from bot.databases.bot import AuditEntry, ServiceRequest
from bot.databases.sessions import Sessions, writing
from bot.masking import mask, mask_phone, mask_said_names
from bot.service_requests.context import build_context
from bot.service_requests.kinds import Kinds, load_kinds
from bot.service_requests.phones import read_phone

PRIORITIES = ("urgent", "high", "normal", "low")
"""The most urgent first, as the staff's list is ordered."""

CUSTOMER = "customer"
"""Who closed a request that the customer took back."""

SITUATION, PLACE, PHONE = "情况", "地点", "电话"
"""Keys of a danger request's details, as the staff read them."""

_NUMBER_LOCK = 0x4D44  # of PostgreSQL's advisory locks: “MD”
_SUMMARY_LENGTH = 255


class RequestNotFound(Exception):
    """No request has that number."""


class RequestNotOpen(Exception):
    """The request was closed before."""


@dataclass(frozen=True)
class Request:
    """A request as customers' answers and the staff's list use it; nothing in it is unmasked.

    Args:
        number: MD, the day, a count of the day: MD20261122-0007.
        kind: see `data/service_requests.yml`.
        title: the kind in Chinese.
        summary: one sentence, masked.
        status: open, done or cancelled.
        priority: urgent, high, normal or low.
        created_at: when it was opened.
        due_at: when it has to be done.
        conversation_id: where it came from.
        account_id: of the utility's database, if known.
        customer_id: of the utility's database, if bound.
        phone_masked: where to call back, or None.
        details: the form's values, masked.
        context: masked transcript and the engine's state.
        closed_at: when it was closed.
        closed_by: by whom.
        existing: it was there before this call: opened earlier, or by the same message.
    """

    number: str
    kind: str
    title: str
    summary: str
    status: str
    priority: str
    created_at: datetime
    due_at: datetime
    conversation_id: str
    account_id: int | None
    customer_id: int | None
    phone_masked: str | None
    details: Mapping[str, Any]
    context: Mapping[str, Any]
    closed_at: datetime | None
    closed_by: str | None
    existing: bool = False


@dataclass(frozen=True)
class Revealed:
    """What is masked elsewhere; whoever asked for it left an audit entry."""

    number: str
    contact_phone: str | None
    details: Mapping[str, Any]


class ServiceRequests:
    """All requests of the product.

    Args:
        sessions: of the bot's database.
        clock: the present.
        kinds: titles and deadlines; None reads `data/service_requests.yml`.
        public: numbers that are nobody's own, as the utility's hotline: never masked.
    """

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        kinds: Kinds | None = None,
        *,
        public: Collection[str] = (),
    ) -> None:
        self._sessions = sessions
        self._public = public
        self._clock = clock
        self._kinds = kinds or load_kinds()

    def open(
        self,
        kind: str,
        conversation_id: str,
        message_id: str,
        action: str,
        summary: str,
        details: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        priority: str = "normal",
        contact_phone: str | None = None,
        account_id: int | None = None,
        customer_id: int | None = None,
        *,
        reserved_phone: str | None = None,
        session: Session | None = None,
    ) -> Request:
        """Open a request, or return the one that is there.

        The same (message_id, action) opens one request, however often it is called. A kind with
        `one_open` (danger, callback) has one open request in a conversation: asked again, its
        transcript, phone, details and priority are brought up to date.

        Args:
            kind: of `data/service_requests.yml`.
            conversation_id: of the bot's database.
            message_id: of the customer's message that led here, at most 64 characters.
            action: what was done with the message, at most 64 characters.
            summary: what the customer wants, one Chinese sentence; masked and cut to 255 characters.
            details: the form's values, kept as they are, shown masked.
            context: more facts beside transcript and engine's state, masked before they are kept.
            priority: urgent, high, normal or low.
            contact_phone: where to call back.
            account_id: of the utility's database.
            customer_id: of the utility's database.
            reserved_phone: the known customer's own, where she has given no other.
            session: a write transaction of the caller's to be part of; None makes one.

        Raises:
            UnknownKind: no such kind.
            ValueError: no such priority.
            sqlalchemy.exc.SQLAlchemyError: the database failed; nothing was kept.
        """
        wanted = self._kinds.named(kind)
        if priority not in PRIORITIES:
            raise ValueError(f"priority {priority!r} may be {', '.join(PRIORITIES)}")
        with self._transaction(session) as open_session:
            _one_at_a_time(open_session)
            done = open_session.execute(
                select(ServiceRequest).filter_by(message_id=message_id, action=action)
            ).scalar_one_or_none()
            if done is not None:
                return replace(self._request(done), existing=True)
            full_context = {
                **build_context(open_session, conversation_id, self._public),
                **masked(context or {}),
            }
            row = self._open_one(open_session, conversation_id, kind) if wanted.one_open else None
            if row is not None:
                row.context = full_context
                row.details = {**row.details, **(details or {})}
                row.contact_phone = contact_phone or row.contact_phone or reserved_phone
                row.priority = min(row.priority, priority, key=PRIORITIES.index)
                return replace(self._request(row), existing=True)
            now = self._clock()
            row = ServiceRequest(
                number=_next_number(open_session, now),
                kind=kind,
                priority=priority,
                status="open",
                conversation_id=conversation_id,
                message_id=message_id,
                action=action,
                account_id=account_id,
                customer_id=customer_id,
                contact_phone=contact_phone or reserved_phone,
                summary=mask_said_names(mask(summary, self._public))[:_SUMMARY_LENGTH],
                details=dict(details or {}),
                context=full_context,
                created_at=now,
                due_at=self._kinds.due_at(kind, now),
            )
            open_session.add(row)
            open_session.flush()
            return self._request(row)

    def open_request(self, conversation_id: str, kind: str) -> Request | None:
        """The open request of a kind in a conversation, or None; of several the newest."""
        with self._sessions() as session:
            row = self._open_one(session, conversation_id, kind)
            return None if row is None else self._request(row)

    def attach_phone(
        self, conversation_id: str, phone: str, *, session: Session | None = None
    ) -> Request | None:
        """Note where to call back, with the conversation's open danger or callback request.

        With neither, the newest open request that nobody could be called back about takes it.

        Args:
            conversation_id: of the bot's database.
            phone: as typed; the first phone number in it is taken.
            session: a write transaction of the caller's to be part of; None makes one.

        Returns:
            The request, or None if none is open.

        Raises:
            PhoneNotReadable: there is no phone number in the text.
        """
        number = read_phone(phone)
        with self._transaction(session) as open_session:
            rows = [
                row
                for kind in ("danger", "callback")
                if (row := self._open_one(open_session, conversation_id, kind)) is not None
            ]
            if not rows and (row := self._without_phone(open_session, conversation_id)):
                rows = [row]
            for row in rows:
                row.contact_phone = number
                if row.kind == "danger":
                    row.details = {**row.details, PHONE: number}
            return self._request(rows[0]) if rows else None

    def withdraw(self, number: str, conversation_id: str) -> Request:
        """Close a request as cancelled because the customer takes it back; leaves an audit entry.

        Args:
            number: of the request.
            conversation_id: where the customer says so; another conversation's request isn't found.

        Raises:
            RequestNotFound: no such number in the conversation.
            RequestNotOpen: it was closed before.
        """
        with writing(self._sessions) as session:
            row = _by_number(session, number, for_update=True)
            if row.conversation_id != conversation_id:
                raise RequestNotFound(f"there is no request {number!r} in this conversation")
            if row.status != "open":
                raise RequestNotOpen(f"request {number} was closed by {row.closed_by}")
            row.status, row.closed_at, row.closed_by = "cancelled", self._clock(), CUSTOMER
            self._note(session, CUSTOMER, "withdraw_request", number)
            return self._request(row)

    def attach_place(
        self, conversation_id: str, place: str, *, session: Session | None = None
    ) -> Request | None:
        """Note where the danger is, with the conversation's open danger request.

        Args:
            conversation_id: of the bot's database.
            place: in the customer's words.
            session: a write transaction of the caller's to be part of; None makes one.

        Returns:
            The request, or None if none is open.
        """
        return self.annotate(conversation_id, "danger", {PLACE: place}, session=session)

    def annotate(
        self,
        conversation_id: str,
        kind: str,
        details: Mapping[str, Any],
        priority: str | None = None,
        *,
        session: Session | None = None,
    ) -> Request | None:
        """Add to the details of a conversation's open request of a kind.

        Args:
            conversation_id: of the bot's database.
            kind: of the request.
            details: what is added; what was there under the same name is replaced.
            priority: the new one; None leaves it.
            session: a write transaction of the caller's to be part of; None makes one.

        Returns:
            The request, or None if none is open.

        Raises:
            ValueError: no such priority.
        """
        if priority is not None and priority not in PRIORITIES:
            raise ValueError(f"priority {priority!r} may be {', '.join(PRIORITIES)}")
        with self._transaction(session) as open_session:
            row = self._open_one(open_session, conversation_id, kind)
            if row is None:
                return None
            row.details = {**row.details, **details}
            row.priority = priority or row.priority
            return self._request(row)

    def of_conversation(self, conversation_id: str) -> list[Request]:
        """All requests of a conversation, the newest first."""
        with self._sessions() as session:
            rows = session.execute(
                select(ServiceRequest)
                .filter_by(conversation_id=conversation_id)
                .order_by(ServiceRequest.id.desc())
            ).scalars()
            return [self._request(row) for row in rows]

    def list(
        self,
        status: str | None = "open",
        kind: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Request]:
        """Requests for the staff: the most urgent first, then the earliest due.

        Args:
            status: open, done or cancelled; None lists all.
            kind: only of this kind.
            limit: at most so many.
            offset: so many left out at the beginning.
        """
        query = select(ServiceRequest)
        if status is not None:
            query = query.filter_by(status=status)
        if kind is not None:
            query = query.filter_by(kind=kind)
        rank = _rank()
        query = query.order_by(rank, ServiceRequest.due_at, ServiceRequest.id)
        with self._sessions() as session:
            rows = session.execute(query.limit(limit).offset(offset)).scalars()
            return [self._request(row) for row in rows]

    def count_open(self) -> dict[str, int]:
        """How many requests are open, by kind."""
        with self._sessions() as session:
            rows = session.execute(
                select(ServiceRequest.kind, func.count())
                .filter_by(status="open")
                .group_by(ServiceRequest.kind)
            )
            return {row.kind: row[1] for row in rows}

    def get(self, number: str) -> Request:
        """One request, masked.

        Raises:
            RequestNotFound: no such number.
        """
        with self._sessions() as session:
            return self._request(_by_number(session, number))

    def reveal(self, number: str, actor: str) -> Revealed:
        """The phone and the details unmasked; leaves an audit entry in the same transaction.

        Args:
            number: of the request.
            actor: the member of staff who looks.

        Raises:
            RequestNotFound: no such number.
        """
        with writing(self._sessions) as session:
            row = _by_number(session, number)
            self._note(session, actor, "reveal_request", number)
            return Revealed(number, row.contact_phone, dict(row.details))

    def close(
        self,
        number: str,
        actor: str,
        status: str = "done",
        *,
        during: Callable[[Session, Request], None] | None = None,
    ) -> Request:
        """Close a request; leaves an audit entry.

        Args:
            number: of the request.
            actor: the member of staff who closes it.
            status: done or cancelled.
            during: writes more in the same transaction, such as the word to the customer; the
                conversation is locked then.

        Raises:
            RequestNotFound: no such number.
            RequestNotOpen: it was closed before.
            ValueError: no such status.
        """
        if status not in ("done", "cancelled"):
            raise ValueError(f"a request is closed as done or cancelled, not {status!r}")
        with writing(self._sessions) as session:
            # The conversation first, as those do who open a request: nobody waits in a circle.
            locked(session, _by_number(session, number).conversation_id)
            row = _by_number(session, number, for_update=True)
            if row.status != "open":
                raise RequestNotOpen(f"request {number} was closed by {row.closed_by}")
            row.status, row.closed_at, row.closed_by = status, self._clock(), actor
            self._note(session, actor, "close_request", number, {"status": status})
            closed = self._request(row)
            if during is not None:
                during(session, closed)
            return closed

    def _open_one(self, session: Session, conversation_id: str, kind: str) -> ServiceRequest | None:
        return (
            session.execute(
                select(ServiceRequest)
                .filter_by(conversation_id=conversation_id, kind=kind, status="open")
                .order_by(ServiceRequest.id.desc())
                .limit(1)
            )
            .scalars()
            .first()
        )

    def _without_phone(self, session: Session, conversation_id: str) -> ServiceRequest | None:
        return (
            session.execute(
                select(ServiceRequest)
                .filter_by(conversation_id=conversation_id, status="open", contact_phone=None)
                .order_by(ServiceRequest.id.desc())
                .limit(1)
            )
            .scalars()
            .first()
        )

    def _note(
        self,
        session: Session,
        actor: str,
        deed: str,
        number: str,
        details: dict[str, Any] | None = None,
    ) -> None:
        session.add(
            AuditEntry(
                at=self._clock(), actor=actor, deed=deed, subject=number, details=details or {}
            )
        )

    def _request(self, row: ServiceRequest) -> Request:
        return Request(
            number=row.number,
            kind=row.kind,
            title=self._kinds.named(row.kind).title,
            summary=row.summary,
            status=row.status,
            priority=row.priority,
            created_at=row.created_at,
            due_at=row.due_at,
            conversation_id=row.conversation_id,
            account_id=row.account_id,
            customer_id=row.customer_id,
            phone_masked=mask_phone(row.contact_phone) if row.contact_phone else None,
            details=masked(row.details),
            context=row.context,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
        )

    @contextmanager
    def _transaction(self, session: Session | None) -> Iterator[Session]:
        if session is not None:
            yield session
            session.flush()
            return
        with writing(self._sessions) as own:
            yield own


def _one_at_a_time(session: Session) -> None:
    """Let one transaction at a time open a request: numbers without gaps, no doubles.

    SQLite's write transactions are alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBER_LOCK})


def _next_number(session: Session, now: datetime) -> str:
    prefix = f"MD{now:%Y%m%d}-"
    newest = session.execute(
        select(ServiceRequest.number)
        .where(ServiceRequest.number.like(f"{prefix}%"))
        .order_by(func.length(ServiceRequest.number).desc(), ServiceRequest.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    count = int(newest[len(prefix) :]) if newest else 0
    return f"{prefix}{count + 1:04d}"


def _by_number(session: Session, number: str, *, for_update: bool = False) -> ServiceRequest:
    query = select(ServiceRequest).filter_by(number=number.strip().upper())
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise RequestNotFound(f"there is no request {number!r}")
    return row


def _rank() -> Any:
    return case(
        {priority: rank for rank, priority in enumerate(PRIORITIES)},
        value=ServiceRequest.priority,
        else_=len(PRIORITIES),
    )
