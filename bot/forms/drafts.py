"""Drafts: what was filled into a form so far, as rows that outlive a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.databases.bot import Draft as DraftRow
from bot.databases.sessions import Sessions, writing

OPEN = ("open", "paused", "stopped")
"""A stopped draft can be taken up again by a change of mind; a submitted one can't."""


@dataclass(frozen=True)
class Draft:
    """A form being filled.

    Args:
        id: of its row.
        form: its name.
        status: open, paused, stopped or submitted.
        values: by field, without what is sensitive.
        account_id: what it is about, or None.
        updated_at: when something was last put into it.
        request_number: what it became, or None.
    """

    id: int
    form: str
    status: str
    values: Mapping[str, Any]
    account_id: int | None
    updated_at: datetime
    request_number: str | None = None


class Drafts:
    """All drafts.

    Args:
        sessions: of the bot's database.
        clock: the present.
    """

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def begin(
        self,
        conversation_id: str,
        form: str,
        message_id: str,
        values: Mapping[str, Any] | None = None,
        account_id: int | None = None,
    ) -> Draft:
        """Begin a draft; an older one of the same form in the conversation is put away.

        The same message begins one draft, however often its turn is run.
        """
        with writing(self._sessions) as session:
            found = session.execute(
                select(DraftRow).filter_by(message_id=message_id, form=form)
            ).scalar_one_or_none()
            if found is None:
                for row in self._rows(session, conversation_id, form):
                    row.status = "dropped"
                now = self._clock()
                found = DraftRow(
                    conversation_id=conversation_id,
                    form=form,
                    message_id=message_id,
                    status="open",
                    content=dict(values or {}),
                    account_id=account_id,
                    created_at=now,
                    updated_at=now,
                )
                session.add(found)
                session.flush()
            return _draft(found)

    def get(self, draft_id: object, conversation_id: str) -> Draft | None:
        """A draft of a conversation; None: there is none with that id."""
        if not isinstance(draft_id, int):
            return None
        with self._sessions() as session:
            row = session.get(DraftRow, draft_id)
            return None if row is None or row.conversation_id != conversation_id else _draft(row)

    def update(
        self,
        draft: Draft,
        *,
        values: Mapping[str, Any] | None = None,
        status: str | None = None,
        request_number: str | None = None,
    ) -> Draft:
        """Put values into a draft, or change how it stands.

        Args:
            draft: as it is known.
            values: replace all that it holds; None leaves them.
            status: open, paused, stopped or submitted; None leaves it.
            request_number: what it became.
        """
        with writing(self._sessions) as session:
            row = session.get(DraftRow, draft.id)
            if row is None:  # deleted in the meantime: nothing is lost that the talk doesn't hold
                return draft
            if values is not None:
                row.content = dict(values)
            row.status = status or row.status
            row.request_number = request_number or row.request_number
            row.updated_at = self._clock()
            session.flush()
            return _draft(row)

    def of_conversation(self, conversation_id: str) -> list[Draft]:
        """The drafts of a conversation that can be gone on with, the newest first."""
        with self._sessions() as session:
            rows = session.execute(
                select(DraftRow)
                .where(DraftRow.conversation_id == conversation_id, DraftRow.status.in_(OPEN))
                .order_by(DraftRow.id.desc())
            ).scalars()
            return [_draft(row) for row in rows]

    def _rows(self, session: Session, conversation_id: str, form: str) -> list[DraftRow]:
        return list(
            session.execute(
                select(DraftRow)
                .filter_by(conversation_id=conversation_id, form=form)
                .where(DraftRow.status.in_(OPEN))
            ).scalars()
        )


def _draft(row: DraftRow) -> Draft:
    return Draft(
        row.id,
        row.form,
        row.status,
        dict(row.content),
        row.account_id,
        row.updated_at,
        row.request_number,
    )
