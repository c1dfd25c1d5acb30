"""Further wishes of one message: rows of the inbox in the place of the message that they came with.

The engine answers one wish of a message and names the others. Each of these becomes a row of its own
(`InboxMessage.parent_id`), worked on before whatever the customer said later. While a form is active
they are held, because the next thing the engine hears has to be the answer to the form's question.
Everything here happens in the transaction of `Inbox.finish`, so that a wish exists exactly when the
message that it came with is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from bot.conversations.sender_ids import body_hash, wish_id
from bot.databases.bot import InboxMessage

STOP_INTENTS = frozenset({"stop", "restart_conversation"})
"""After these the customer wants nothing more of what was asked before."""

PLACE = func.coalesce(InboxMessage.parent_id, InboxMessage.id)
"""Where a row stands among the conversation's messages; within a place the rows' ids decide."""


def settle(session: Session, conversation_id: str, state: Mapping[str, Any], now: datetime) -> None:
    """Hold, release or drop the wishes of earlier messages after a turn of the engine.

    Args:
        session: of the turn's transaction, with the conversation locked.
        conversation_id: whose.
        state: the engine's word after the turn.
        now: from here the age of a released wish counts.
    """
    if state.get("intent") in STOP_INTENTS:
        _move(session, conversation_id, "held", {"status": "dropped", "finished_at": now})
    if state.get("active_form"):
        # A wish's own turn may have begun a form: those behind it have to wait as well.
        _move(session, conversation_id, "pending", {"status": "held", "not_before": None})
    else:
        anew = {"received_at": now, "not_before": None, "told_delay_at": None}
        _move(session, conversation_id, "held", {"status": "pending", **anew})


def store(
    session: Session,
    parent: InboxMessage,
    wishes: Sequence[str],
    state: Mapping[str, Any],
    now: datetime,
) -> None:
    """Store the further wishes of a message: due at once, or held while a form is active.

    Args:
        session: of the transaction that marks the message answered.
        parent: the message.
        wishes: what else it asks for, in the order said.
        state: the engine's word after the message's turn.
        now: from here their age counts; the customer has just heard the first answer.
    """
    status = "held" if state.get("active_form") else "pending"
    for number, wish in enumerate(wishes, start=2):
        session.add(
            InboxMessage(
                conversation_id=parent.conversation_id,
                parent_id=parent.id,
                sender_message_id=wish_id(parent.sender_message_id, number),
                body_hash=body_hash("text", wish),
                kind="text",
                body=wish,
                received_at=now,
                status=status,
            )
        )
        session.flush()  # one by one: their ids are their order


def _move(
    session: Session, conversation_id: str, status: str, values: Mapping[str, object]
) -> None:
    session.execute(
        update(InboxMessage)
        .where(
            InboxMessage.conversation_id == conversation_id,
            InboxMessage.status == status,
            InboxMessage.parent_id.is_not(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
