"""What a person sees of the conversation behind a request: masked, and not more than needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.databases.bot import Conversation, Message
from bot.masking import mask

TRANSCRIPT_LENGTH = 30
"""Messages of the transcript that go with a request, the newest."""


def build_context(session: Session, conversation_id: str) -> dict[str, Any]:
    """Masked transcript, channel and the engine's last state of a conversation.

    Args:
        session: of the bot's database.
        conversation_id: an unknown one gives an empty transcript.
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
        "transcript": [
            {
                "seq": message.seq,
                "sender": message.sender,
                "type": message.type,
                "text": mask(message.text or ""),
                "at": message.sent_at.isoformat(timespec="seconds"),
            }
            for message in reversed(list(newest))
        ],
    }


def masked(value: Any) -> Any:
    """A JSON value with every text in it masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value
