"""Drafts: begun once for a message, replaced by a newer one of the form, gone on with, never another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.engine import Engine

from bot.clock import FixedClock
from bot.databases import bot
from bot.databases.sessions import Sessions, connect, sessions, writing
from bot.forms.drafts import OPEN, Draft, Drafts
from tests.conftest import postgres_database
from tests.unit.dialogue.situations import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        found = connect(f"sqlite:///{tmp_path / 'bot.db'}")
        bot.Base.metadata.create_all(found)
        yield found
        found.dispose()
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as url:
        found = connect(url, timeout_seconds=20)
        bot.Base.metadata.create_all(found)
        yield found
        found.dispose()


@pytest.fixture
def database(engine: Engine) -> Sessions:
    made = sessions(engine)
    with writing(made) as session:
        for name in ("one", "two"):
            session.add(bot.Conversation(id=name, channel="web", channel_user=name, created_at=NOW))
    return made


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def drafts(database: Sessions, clock: FixedClock) -> Drafts:
    return Drafts(database, clock)


def rows(database: Sessions) -> list[tuple[str, str, str]]:
    with database() as session:
        found = session.query(bot.Draft).order_by(bot.Draft.id)
        return [(row.conversation_id, row.form, row.status) for row in found]


def test_a_draft_is_begun_with_what_was_said(drafts: Drafts, database: Sessions) -> None:
    draft = drafts.begin("one", "dispute", "one:1", {"month": "2026-10-01/2026-10-31"}, 7)
    assert isinstance(draft.id, int)
    expected = Draft(draft.id, "dispute", "open", {"month": "2026-10-01/2026-10-31"}, 7, NOW)
    assert draft == expected
    assert drafts.get(draft.id, "one") == draft
    assert rows(database) == [("one", "dispute", "open")]


def test_the_same_message_begins_one_draft(drafts: Drafts, database: Sessions) -> None:
    first = drafts.begin("one", "dispute", "one:1", {"a": "1"})
    assert drafts.begin("one", "dispute", "one:1", {"a": "2"}) == first
    assert len(rows(database)) == 1


def test_a_newer_draft_of_the_form_puts_the_older_away(drafts: Drafts, database: Sessions) -> None:
    drafts.begin("one", "dispute", "one:1")
    drafts.begin("one", "reading", "one:2")
    drafts.begin("two", "dispute", "two:1")
    newest = drafts.begin("one", "dispute", "one:3")
    assert rows(database) == [
        ("one", "dispute", "dropped"),
        ("one", "reading", "open"),
        ("two", "dispute", "open"),
        ("one", "dispute", "open"),
    ]
    assert [one.form for one in drafts.of_conversation("one")] == ["dispute", "reading"]
    assert drafts.of_conversation("one")[0].id == newest.id


@pytest.mark.parametrize("wrong", [None, "1", "", 0, -1, 999, 1.0, [], True and "x"])
def test_what_is_no_draft_is_none(drafts: Drafts, wrong: Any) -> None:
    drafts.begin("one", "dispute", "one:1")
    assert drafts.get(wrong, "one") is None


def test_another_conversations_draft_is_none(drafts: Drafts) -> None:
    draft = drafts.begin("one", "dispute", "one:1")
    assert drafts.get(draft.id, "two") is None
    assert drafts.of_conversation("two") == []


def test_a_draft_changes_bit_by_bit(drafts: Drafts, clock: FixedClock) -> None:
    draft = drafts.begin("one", "dispute", "one:1", {"month": "m"})
    clock.moment += timedelta(minutes=5)
    changed = drafts.update(draft, values={"month": "m", "reason": "抄错"})
    assert (changed.values, changed.status) == ({"month": "m", "reason": "抄错"}, "open")
    assert changed.updated_at == NOW + timedelta(minutes=5)
    paused = drafts.update(changed, status="paused")
    assert (paused.values, paused.status) == (changed.values, "paused")
    sent = drafts.update(paused, status="submitted", request_number="R1")
    assert (sent.status, sent.request_number, sent.values) == ("submitted", "R1", changed.values)


@pytest.mark.parametrize("status", ["open", "paused", "stopped", "submitted", "dropped"])
def test_only_what_can_be_gone_on_with_is_listed(drafts: Drafts, status: str) -> None:
    draft = drafts.update(drafts.begin("one", "dispute", "one:1"), status=status)
    assert drafts.of_conversation("one") == ([draft] if status in OPEN else [])


def test_a_stopped_draft_is_put_away_by_a_new_one_a_submitted_one_is_not(
    drafts: Drafts, database: Sessions
) -> None:
    drafts.update(drafts.begin("one", "dispute", "one:1"), status="submitted")
    drafts.update(drafts.begin("one", "dispute", "one:2"), status="stopped")
    drafts.begin("one", "dispute", "one:3")
    assert [status for _, _, status in rows(database)] == ["submitted", "dropped", "open"]


def test_a_draft_that_is_gone_costs_nothing(drafts: Drafts, database: Sessions) -> None:
    draft = drafts.begin("one", "dispute", "one:1")
    with writing(database) as session:
        session.execute(delete(bot.Draft))
    assert drafts.update(draft, values={"reason": "x"}, status="paused") == draft
    assert drafts.get(draft.id, "one") is None
