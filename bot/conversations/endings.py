"""The end of a conversation: said once, it holds in every window, and nothing is taken any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversations.lines import Line, Reply
from bot.conversations.rows import created, locked, say
from bot.databases.bot import Binding, Conversation, OneTimeCode
from bot.databases.sessions import Sessions, writing


class ConversationEnded(Exception):
    """The customer has ended this conversation; a new one has to be begun."""


class Endings:
    """Ends conversations.

    Args:
        sessions: of the bot's database.
        clock: the present.
    """

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def end(self, conversation_id: str, said: Reply) -> list[Line]:
        """End a conversation: nothing is taken or shown any more, binding and codes are deleted.

        What was stored before is still worked on, and open requests stay open: somebody in danger
        may have ended the talk in haste.

        Args:
            conversation_id: as issued; one in which nothing was said yet is ended, too.
            said: the line that tells the staff of it.

        Returns:
            The stored line; none when it had ended before.
        """
        now = self._clock()
        with writing(self._sessions) as session:
            conversation = locked(session, conversation_id) or created(
                session, conversation_id, "web", conversation_id, now
            )
            if conversation.ended_at is not None:
                return []
            # As unbinding does: a code that is still on its way must not bind again.
            for secret in (Binding, OneTimeCode):
                session.execute(delete(secret).where(secret.conversation_id == conversation_id))
            lines = say(session, conversation, [said], None, now)
            conversation.ended_at = now
            return lines

    def ended(self, conversation_id: str) -> bool:
        """Whether a conversation has ended."""
        with self._sessions() as session:
            return ended_at(session, conversation_id) is not None


def ended_at(session: Session, conversation_id: str) -> datetime | None:
    """When a conversation was ended; None for one that goes on or that nobody knows."""
    moment: datetime | None = session.execute(
        select(Conversation.ended_at).where(Conversation.id == conversation_id)
    ).scalar_one_or_none()
    return moment
