"""The inbox: messages stored before they are acknowledged, worked on in order, answered once.

A conversation is worked on by whoever holds its lease (`Conversation.working_by`, until
`working_until`). Taking it is one compare-and-set UPDATE, so any number of gateways may share a
database; a worker that died loses its lease by time. Replies are written in the transaction that
marks the inbox row done, and only by the holder of the lease.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversations import wishes as further
from bot.conversations.endings import ConversationEnded
from bot.conversations.lines import Line, Reply, line
from bot.conversations.rows import created, locked, say
from bot.conversations.sender_ids import body_hash, is_of_a_wish
from bot.databases.bot import Conversation, InboxMessage, Message
from bot.databases.sessions import Sessions, writing

UNDERSTOOD = ("intent", "confidence", "reading", "why")
"""What is kept with each message of the engine's word on it, for the staff and for trainers."""

NEWEST_OFFERS = 300
"""How many of the newest messages with buttons are searched for an offered payload."""


class SameIdOtherBody(Exception):
    """The sender's message id was used before, for another body."""


class PayloadNotOffered(Exception):
    """A payload that was not offered as a button in this conversation."""


@dataclass(frozen=True)
class Receipt:
    """What `Inbox.receive` stored.

    Args:
        seq: the customer's message in the conversation.
        inbox_id: its row in the inbox.
        new: False when the same message had been stored before.
        line: the customer's message as the client is shown it.
    """

    seq: int
    inbox_id: int
    new: bool
    line: Line


@dataclass(frozen=True)
class PendingMessage:
    """A stored message that has no answer yet.

    Args:
        id: row of the inbox.
        conversation_id: whose.
        client_msg_id: the sender's id of it.
        kind: text or payload.
        body: the text, or the payload of the button.
        shown: what the customer sees of it: the text, or the button's title.
        received_at: when it was stored.
        attempts: how often the engine failed on it while it was otherwise healthy.
        not_before: nothing is to be done with it before this moment.
        told_delay_at: when the customer was told that it takes longer.
        parent_id: the message that this is a further wish of; None for a message of its own.
    """

    id: int
    conversation_id: str
    client_msg_id: str
    kind: str
    body: str
    shown: str
    received_at: datetime
    attempts: int
    not_before: datetime | None
    told_delay_at: datetime | None
    parent_id: int | None = None

    @property
    def message_id(self) -> str:
        """The id that follows the message through all processes and is the key of writes."""
        return f"{self.conversation_id}:{self.id}"

    @property
    def is_wish(self) -> bool:
        """Whether it is a further wish of another message."""
        return self.parent_id is not None


class Inbox:
    """Stored inbound messages and the right to work on them.

    Args:
        sessions: of the bot's database.
        clock: the present.
    """

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def receive(
        self,
        conversation_id: str,
        client_msg_id: str,
        kind: str,
        body: str,
        *,
        channel: str = "web",
        channel_user: str | None = None,
        client_address: str | None = None,
    ) -> Receipt:
        """Store one inbound message and the customer's line of it, in one transaction.

        Args:
            conversation_id: as issued by the gateway; its row is made at the first message.
            client_msg_id: the sender's id; the same one again stores nothing.
            kind: text or payload.
            body: the text as typed, or a payload that was offered as a button.
            channel: web or wechat.
            channel_user: the channel's user; None where it is the conversation itself.
            client_address: where the request came from.

        Returns:
            What is stored, now or before.

        Raises:
            SameIdOtherBody: the id was used for something else.
            PayloadNotOffered: no button of this conversation carried the payload.
            ConversationEnded: the customer has ended it.
            ValueError: the id has the shape of a further wish's; a channel lets none of them in.
        """
        if is_of_a_wish(client_msg_id):
            raise ValueError("a sender's id must not end in # and a number")
        now = self._clock()
        hashed = body_hash(kind, body)
        with writing(self._sessions) as session:
            conversation = locked(session, conversation_id) or created(
                session, conversation_id, channel, channel_user or conversation_id, now
            )
            known = session.execute(
                select(InboxMessage).where(
                    InboxMessage.conversation_id == conversation_id,
                    InboxMessage.sender_message_id == client_msg_id,
                )
            ).scalar_one_or_none()
            if known is not None:
                if known.body_hash != hashed:
                    raise SameIdOtherBody(client_msg_id)
                return _receipt(session, known, new=False)
            if conversation.ended_at is not None:
                raise ConversationEnded(conversation_id)
            shown = body if kind == "text" else _title_offered(session, conversation_id, body)
            row = InboxMessage(
                conversation_id=conversation_id,
                sender_message_id=client_msg_id,
                body_hash=hashed,
                kind=kind,
                body=body,
                received_at=now,
                status="pending",
            )
            session.add(row)
            session.flush()
            conversation.last_seq += 1
            conversation.last_customer_at = now
            if client_address is not None:
                conversation.client_address = client_address
            session.add(
                Message(
                    conversation_id=conversation_id,
                    seq=conversation.last_seq,
                    inbox_id=row.id,
                    client_msg_id=client_msg_id,
                    sender="customer",
                    type="text",
                    text=shown,
                    sent_at=now,
                    delivery="sent",
                )
            )
            session.flush()
            return _receipt(session, row, new=True)

    def due(self, limit: int = 50) -> list[str]:
        """Conversations with something to do now that nobody works on, the oldest message first.

        Args:
            limit: how many at most.
        """
        now = self._clock()
        in_turn = func.row_number().over(
            partition_by=InboxMessage.conversation_id,
            order_by=(further.PLACE, InboxMessage.id),
        )
        rows = (
            select(
                InboxMessage.id,
                InboxMessage.conversation_id,
                InboxMessage.not_before,
                further.PLACE.label("place"),
                in_turn.label("in_turn"),
            )
            .where(InboxMessage.status == "pending")
            .subquery()
        )
        query = (
            select(Conversation.id)
            .join(rows, rows.c.conversation_id == Conversation.id)
            .where(
                rows.c.in_turn == 1,
                or_(rows.c.not_before.is_(None), rows.c.not_before <= now),
                or_(Conversation.working_until.is_(None), Conversation.working_until <= now),
            )
            .order_by(rows.c.place, rows.c.id)
            .limit(limit)
        )
        with self._sessions() as session:
            return list(session.execute(query).scalars())

    def claim(
        self, conversation_id: str, worker: str, lease_seconds: float
    ) -> list[PendingMessage]:
        """Take the lease of a conversation unless somebody has it, and read what is unanswered.

        Args:
            conversation_id: which one.
            worker: a name no other worker has.
            lease_seconds: after which it is free again unless renewed.

        Returns:
            The unanswered messages in their order. None of them: somebody else has the lease, or
            there is nothing to do, and it was not taken.
        """
        now = self._clock()
        with writing(self._sessions) as session:
            taken = session.execute(
                update(Conversation)
                .where(
                    Conversation.id == conversation_id,
                    or_(Conversation.working_until.is_(None), Conversation.working_until <= now),
                )
                .values(working_by=worker, working_until=now + timedelta(seconds=lease_seconds))
                .execution_options(synchronize_session=False)
            )
            if taken.rowcount != 1:
                return []
            rows = _unanswered(session, conversation_id)
            if not rows:
                session.rollback()
            return rows

    def go_on(self, conversation_id: str, worker: str) -> list[PendingMessage]:
        """What is still unanswered in a leased conversation; where nothing is, the lease ends.

        Both in one statement, so that no message comes in between.

        Args:
            conversation_id: which one.
            worker: who has the lease.

        Returns:
            The unanswered messages in their order. None of them: the lease was given back.
        """
        waiting = select(InboxMessage.id).where(
            InboxMessage.conversation_id == conversation_id, InboxMessage.status == "pending"
        )
        with writing(self._sessions) as session:
            given = session.execute(
                update(Conversation)
                .where(
                    Conversation.id == conversation_id,
                    Conversation.working_by == worker,
                    ~waiting.exists(),
                )
                .values(working_by=None, working_until=None)
                .execution_options(synchronize_session=False)
            )
            return [] if given.rowcount == 1 else _unanswered(session, conversation_id)

    def renew(self, conversation_id: str, worker: str, lease_seconds: float) -> bool:
        """Keep the lease of a conversation.

        Returns:
            False when it was lost to another worker.
        """
        with writing(self._sessions) as session:
            kept = session.execute(
                update(Conversation)
                .where(Conversation.id == conversation_id, Conversation.working_by == worker)
                .values(working_until=self._clock() + timedelta(seconds=lease_seconds))
                .execution_options(synchronize_session=False)
            )
            return bool(kept.rowcount == 1)

    def release(
        self, conversation_id: str, worker: str, *, wait: Mapping[int, datetime] | None = None
    ) -> None:
        """Give the lease back.

        Args:
            conversation_id: which one.
            worker: who had it; nothing happens when it is somebody else's by now.
            wait: inbox rows that are not to be touched before a moment.
        """
        with writing(self._sessions) as session:
            given = session.execute(
                update(Conversation)
                .where(Conversation.id == conversation_id, Conversation.working_by == worker)
                .values(working_by=None, working_until=None)
                .execution_options(synchronize_session=False)
            )
            if given.rowcount != 1:
                return
            for inbox_id, moment in (wait or {}).items():
                session.execute(
                    update(InboxMessage)
                    .where(InboxMessage.id == inbox_id, InboxMessage.status == "pending")
                    .values(not_before=moment)
                    .execution_options(synchronize_session=False)
                )

    def finish(
        self,
        inbox_ids: Sequence[int],
        replies: Iterable[Reply],
        *,
        worker: str | None,
        engine_state: Mapping[str, Any] | None = None,
        wishes: Sequence[str] = (),
        failure: str | None = None,
        during: Callable[[Session], list[Reply]] | None = None,
    ) -> list[Line] | None:
        """Mark messages of one conversation answered and store the replies, in one transaction.

        Args:
            inbox_ids: the rows; all of them have to be unanswered still.
            replies: what is said.
            worker: who has to hold the lease; None for an answer that waits for nobody's turn
                (danger, a person asked for).
            engine_state: the engine's last word on the conversation; it also decides what becomes of
                the wishes that are held.
            wishes: what else the last of the messages asks for; each becomes a row of its own.
            failure: an incident number; the rows end as failed instead of done.
            during: writes more in the same transaction and says what is said first.

        Returns:
            The lines as stored; None when the lease or a row was lost to another worker, and
            nothing was stored.
        """
        now = self._clock()
        with writing(self._sessions) as session:
            conversation_id = session.execute(
                select(InboxMessage.conversation_id).where(InboxMessage.id == inbox_ids[0])
            ).scalar_one()
            conversation = locked(session, conversation_id)
            if conversation is None:
                raise LookupError(f"conversation {conversation_id} is gone")
            if worker is not None and conversation.working_by != worker:
                return None
            marked = session.execute(
                update(InboxMessage)
                .where(
                    InboxMessage.id.in_(inbox_ids),
                    InboxMessage.status == "pending",
                    InboxMessage.conversation_id == conversation_id,
                )
                .values(
                    status="done" if failure is None else "failed",
                    finished_at=now,
                    failure=failure,
                )
                .execution_options(synchronize_session=False)
            )
            if marked.rowcount != len(inbox_ids):
                session.rollback()
                return None
            if engine_state is not None:
                conversation.engine_state = dict(engine_state)
                understood = {name: engine_state.get(name) for name in UNDERSTOOD}
                session.execute(
                    update(InboxMessage)
                    .where(InboxMessage.id.in_(inbox_ids))
                    .values(understood=understood)
                    .execution_options(synchronize_session=False)
                )
                further.settle(session, conversation_id, engine_state, now)
            if wishes:
                parent = session.get(InboxMessage, inbox_ids[-1])
                further.store(session, parent, wishes, engine_state or {}, now)
            first = during(session) if during is not None else []
            return say(session, conversation, [*first, *replies], inbox_ids[-1], now)

    def tell(self, session: Session, conversation_id: str, replies: Iterable[Reply]) -> list[Line]:
        """Say something that answers no message, in the caller's transaction.

        Args:
            session: a write transaction.
            conversation_id: whose.
            replies: what is said.

        Returns:
            The stored lines; none where the conversation has ended or nobody knows it.
        """
        conversation = locked(session, conversation_id)
        if conversation is None or conversation.ended_at is not None:
            return []
        return say(session, conversation, replies, None, self._clock())

    def tell_delay(
        self,
        conversation_id: str,
        inbox_ids: Sequence[int],
        reply: Reply,
        *,
        again_after_seconds: float,
    ) -> list[Line] | None:
        """Tell the customer once that the answer takes longer; the messages stay unanswered.

        Args:
            conversation_id: whose.
            inbox_ids: the messages that wait.
            reply: what is said.
            again_after_seconds: within this time of the last such sentence nothing is said.

        Returns:
            The stored lines; None when nothing had to be said (any more).
        """
        now = self._clock()
        with writing(self._sessions) as session:
            conversation = locked(session, conversation_id)
            if conversation is None:
                return None
            rows = session.execute(
                select(InboxMessage).where(
                    InboxMessage.conversation_id == conversation_id,
                    InboxMessage.status == "pending",
                )
            ).scalars()
            waiting = list(rows)
            told = [row.told_delay_at for row in waiting if row.told_delay_at is not None]
            if told and max(told) > now - timedelta(seconds=again_after_seconds):
                return None
            untold = [row for row in waiting if row.id in inbox_ids and row.told_delay_at is None]
            if not untold:
                return None
            for row in untold:
                row.told_delay_at = now
            return say(session, conversation, [reply], untold[-1].id, now)

    def count_attempt(self, inbox_id: int) -> int:
        """Count one more failure of the engine on a message.

        Returns:
            The attempts so far.
        """
        with writing(self._sessions) as session:
            session.execute(
                update(InboxMessage)
                .where(InboxMessage.id == inbox_id)
                .values(attempts=InboxMessage.attempts + 1)
                .execution_options(synchronize_session=False)
            )
            return int(
                session.execute(
                    select(InboxMessage.attempts).where(InboxMessage.id == inbox_id)
                ).scalar_one()
            )

    def end_waits(self) -> int:
        """Let every unanswered message be worked on now: the engine is back.

        Returns:
            How many had been told to wait.
        """
        with writing(self._sessions) as session:
            freed = session.execute(
                update(InboxMessage)
                .where(InboxMessage.status == "pending", InboxMessage.not_before.is_not(None))
                .values(not_before=None)
                .execution_options(synchronize_session=False)
            )
            return int(freed.rowcount)

    def backlog(self) -> tuple[int, datetime | None]:
        """How many messages are unanswered, and when the oldest of them came."""
        with self._sessions() as session:
            count, oldest = session.execute(
                select(func.count(), func.min(InboxMessage.received_at)).where(
                    InboxMessage.status == "pending"
                )
            ).one()
            return int(count), oldest


def _unanswered(session: Session, conversation_id: str) -> list[PendingMessage]:
    query = (
        select(InboxMessage, Message.text)
        .outerjoin(Message, (Message.inbox_id == InboxMessage.id) & (Message.sender == "customer"))
        .where(InboxMessage.status == "pending", InboxMessage.conversation_id == conversation_id)
        .order_by(further.PLACE, InboxMessage.id)
    )
    return [_pending(row, shown) for row, shown in session.execute(query)]


def _receipt(session: Session, row: InboxMessage, *, new: bool) -> Receipt:
    message = session.execute(
        select(Message).where(Message.inbox_id == row.id, Message.sender == "customer")
    ).scalar_one()
    return Receipt(seq=message.seq, inbox_id=row.id, new=new, line=line(message))


def _title_offered(session: Session, conversation_id: str, payload: str) -> str:
    offers = session.execute(
        select(Message.buttons)
        .where(Message.conversation_id == conversation_id, Message.buttons.is_not(None))
        .order_by(Message.seq.desc())
        .limit(NEWEST_OFFERS)
    ).scalars()
    for buttons in offers:
        for button in buttons or ():
            if button.get("payload") == payload:
                return str(button.get("title") or "")
    raise PayloadNotOffered(payload)


def _pending(row: InboxMessage, shown: str | None) -> PendingMessage:
    return PendingMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        client_msg_id=row.sender_message_id,
        kind=row.kind,
        body=row.body,
        shown=shown if shown is not None else row.body,
        received_at=row.received_at,
        attempts=row.attempts,
        not_before=row.not_before,
        told_delay_at=row.told_delay_at,
        parent_id=row.parent_id,
    )
