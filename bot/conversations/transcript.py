"""Reading conversations: what a client has not seen yet, and the marks of what it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from bot.conversations.endings import ConversationEnded, ended_at
from bot.conversations.lines import Line, line
from bot.conversations.masked import masked, masked_lines
from bot.conversations.wishes import PLACE
from bot.databases.bot import Conversation, InboxMessage, Message
from bot.databases.sessions import Sessions, writing

Reading = dict[str, Any]
"""How one message was understood: JSON as the engine's state has it."""

_AT_ONCE = 500  # values in one IN list


class Transcript:
    """The lines of conversations.

    Args:
        sessions: of the bot's database.
        public: numbers that are nobody's own, as the utility's hotline: never masked.
    """

    def __init__(self, sessions: Sessions, public: Collection[str] = ()) -> None:
        self._sessions = sessions
        self._public = public

    def after(self, conversation_id: str, seq: int, limit: int = 200) -> list[Line]:
        """The lines behind a sequence number, in order.

        Args:
            conversation_id: whose.
            seq: the last one that is known already; 0 for none.
            limit: how many at most.

        Raises:
            ConversationEnded: the customer has ended it; it is shown to nobody any more.
        """
        query = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.seq > seq)
            .order_by(Message.seq)
            .limit(limit)
        )
        with self._sessions() as session:
            if ended_at(session, conversation_id) is not None:
                raise ConversationEnded(conversation_id)
            return [line(message) for message in session.execute(query).scalars()]

    def masked_after(self, conversation_id: str, seq: int, limit: int = 30) -> list[Line]:
        """What was said behind a sequence number, for people: masked, the newest `limit` lines.

        Also where the conversation has ended.
        """
        query = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.seq > seq)
            .order_by(Message.seq.desc())
            .limit(limit)
        )
        with self._sessions() as session:
            newest = list(reversed(list(session.execute(query).scalars())))
            asked = session.get(Message, (conversation_id, newest[0].seq - 1)) if newest else None
            return masked_lines(newest, self._public, asked)

    def readings(self, conversation_id: str) -> list[Reading]:
        """How the customer's messages were understood, for the staff; masked.

        Returns:
            `{seq, intent, confidence, reading, why}` in the order said; several of one `seq` where
            a message held several wishes.
        """
        query = (
            select(Message.seq, InboxMessage.understood)
            .join(InboxMessage, Message.inbox_id == PLACE)
            .where(
                Message.conversation_id == conversation_id,
                InboxMessage.conversation_id == conversation_id,
                Message.sender == "customer",
                InboxMessage.understood.is_not(None),
            )
            .order_by(Message.seq, InboxMessage.id)
        )
        with self._sessions() as session:
            rows = list(session.execute(query))
        return [{"seq": row.seq, **masked(row.understood)} for row in rows if row.understood]

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
