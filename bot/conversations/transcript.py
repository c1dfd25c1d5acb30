"""Reading conversations: what a client has not seen yet, and the marks of what it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select, update

from bot.conversations.lines import Line, line
from bot.databases.bot import Conversation, Message
from bot.databases.sessions import Sessions, writing
from bot.masking import mask

_AT_ONCE = 500  # values in one IN list


class Transcript:
    """The lines of conversations.

    Args:
        sessions: of the bot's database.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def after(self, conversation_id: str, seq: int, limit: int = 200) -> list[Line]:
        """The lines behind a sequence number, in order.

        Args:
            conversation_id: whose.
            seq: the last one that is known already; 0 for none.
            limit: how many at most.
        """
        query = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.seq > seq)
            .order_by(Message.seq)
            .limit(limit)
        )
        with self._sessions() as session:
            return [line(message) for message in session.execute(query).scalars()]

    def masked_after(self, conversation_id: str, seq: int, limit: int = 30) -> list[Line]:
        """What was said behind a sequence number, for people: masked, the newest `limit` lines."""
        query = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.seq > seq)
            .order_by(Message.seq.desc())
            .limit(limit)
        )
        with self._sessions() as session:
            return [
                {
                    "seq": message.seq,
                    "sender": message.sender,
                    "type": message.type,
                    "text": mask(message.text or ""),
                    "at": message.sent_at.isoformat(timespec="seconds"),
                }
                for message in reversed(list(session.execute(query).scalars()))
            ]

    def last_seqs(self, conversation_ids: Iterable[str]) -> dict[str, int]:
        """The highest sequence number of each conversation that exists."""
        wanted = list(conversation_ids)
        found: dict[str, int] = {}
        with self._sessions() as session:
            for start in range(0, len(wanted), _AT_ONCE):
                rows = session.execute(
                    select(Conversation.id, Conversation.last_seq).where(
                        Conversation.id.in_(wanted[start : start + _AT_ONCE])
                    )
                )
                found.update({row.id: row.last_seq for row in rows})
        return found

    def mark_read(self, conversation_id: str, seq: int) -> int | None:
        """Note what the customer has seen.

        Args:
            conversation_id: whose.
            seq: the last line seen; more than there is counts as the last there is.

        Returns:
            The new mark; None when it didn't move.
        """
        with writing(self._sessions) as session:
            conversation = session.execute(
                select(Conversation)
                .where(Conversation.id == conversation_id)
                .with_for_update(key_share=True)
            ).scalar_one_or_none()
            if conversation is None:
                return None
            seen = min(seq, conversation.last_seq)
            if seen <= conversation.read_seq:
                return None
            conversation.read_seq = seen
            return seen

    def mark_sent(self, delivered: Mapping[str, int]) -> None:
        """Note which lines have gone out to a client.

        Args:
            delivered: for each conversation the last line that went out.
        """
        with writing(self._sessions) as session:
            for conversation_id, seq in sorted(delivered.items()):
                session.execute(
                    update(Message)
                    .where(
                        Message.conversation_id == conversation_id,
                        Message.seq <= seq,
                        Message.delivery == "pending",
                    )
                    .values(delivery="sent")
                    .execution_options(synchronize_session=False)
                )
