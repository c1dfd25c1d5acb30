"""What a person sees of the conversation behind a request: masked, and not more than needed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.masked import masked, masked_lines
from bot.databases.bot import Conversation, Message

TRANSCRIPT_LENGTH = 30
"""Messages of the transcript that go with a request, the newest."""


def build_context(
    session: Session, conversation_id: str, public: Collection[str] = ()
) -> dict[str, Any]:
    """Masked transcript, channel and the engine's last state of a conversation.

    Args:
        session: of the bot's database.
        conversation_id: an unknown one gives an empty transcript.
        public: numbers that are nobody's own, as the utility's hotline: never masked.
    """
    conversation = session.get(Conversation, conversation_id)
    newest = session.execute(
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.seq.desc())
        .limit(TRANSCRIPT_LENGTH)
    ).scalars()
    return {
        "channel": conversation.channel if conversation else None,
        "engine_state": masked(conversation.engine_state if conversation else None),
        "transcript": masked_lines(list(reversed(list(newest))), public),
    }
