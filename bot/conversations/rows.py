"""Rows of a conversation as all writers touch them: locked first, lines numbered in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.conversations.lines import Line, Reply, line
from bot.databases.bot import Conversation, Message


def locked(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation, locked against other writers until the transaction ends.

    A row lock orders writers on PostgreSQL; on SQLite BEGIN IMMEDIATE has done so already.
    """
    # NO KEY UPDATE: others may go on inserting rows that refer to the conversation.
    return session.execute(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def created(
    session: Session, conversation_id: str, channel: str, channel_user: str, now: datetime
) -> Conversation:
    """Make the row of a conversation unless it is there, and lock it.

    Raises:
        LookupError: the database keeps no such row.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # Two first messages at once: one creates the row, the other waits and finds it.
    session.execute(
        insert(Conversation.__table__)
        .values(
            id=conversation_id,
            channel=channel,
            channel_user=channel_user,
            created_at=now,
            last_seq=0,
            read_seq=0,
            answerer="bot",
        )
        .on_conflict_do_nothing()
    )
    conversation = locked(session, conversation_id)
    if conversation is None:
        raise LookupError(f"conversation {conversation_id} can't be created")
    return conversation


def say(
    session: Session,
    conversation: Conversation,
    replies: Iterable[Reply],
    inbox_id: int | None,
    now: datetime,
) -> list[Line]:
    """Store lines behind the last one of a locked conversation.

    Args:
        session: the write transaction.
        conversation: as `locked` gave it.
        replies: what is said.
        inbox_id: the message that is answered; None for what nobody asked.
        now: the present.

    Returns:
        The lines as a client is shown them.
    """
    said = []
    for reply in replies:
        conversation.last_seq += 1
        message = Message(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            inbox_id=inbox_id,
            sent_at=now,
            delivery="pending",
            **reply.as_message(),
        )
        session.add(message)
        said.append(message)
    session.flush()
    return [line(message) for message in said]
