"""Further wishes of one message in the inbox: their order, what holds them, and what ends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI
from bot.conversations import Inbox, PendingMessage, Reply, Transcript
from bot.databases.bot import InboxMessage
from bot.databases.migrate import differences, migrate_one
from bot.databases.sessions import Sessions, sessions, writing

NOON = datetime(2026, 5, 12, 12, 0, tzinfo=SHANGHAI)
FREE: dict[str, Any] = {"intent": "report_outage", "active_form": None}
IN_FORM: dict[str, Any] = {"intent": "query_bill", "active_form": "account_form"}
SAID = [Reply(sender="bot", text="好的")]
C = "conversation"
ME = "worker"


@dataclass
class Clock:
    """A clock that stands still until moved."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def factory(empty_url: str, engine: Engine) -> Sessions:
    """A migrated bot database without rows."""
    migrate_one("bot", empty_url)
    return sessions(engine)


@pytest.fixture
def inbox(factory: Sessions, clock: Clock) -> Inbox:
    return Inbox(factory, clock)


@pytest.fixture
def answer(inbox: Inbox) -> Callable[..., list[PendingMessage]]:
    """Answers the first unanswered message and gives back what is left."""

    def answering(
        state: dict[str, Any] | None = FREE, *wishes: str, expecting: str | None = None
    ) -> list[PendingMessage]:
        head = (inbox.claim(C, ME, 30) or inbox.go_on(C, ME))[0]
        assert expecting in (None, head.body)
        said = inbox.finish([head.id], SAID, worker=ME, engine_state=state, wishes=wishes)
        assert said is not None
        return inbox.go_on(C, ME)

    return answering


def rows(factory: Sessions, *statuses: str) -> list[InboxMessage]:
    """The stored rows with one of these statuses, in the order of their making."""
    query = select(InboxMessage).where(InboxMessage.status.in_(statuses)).order_by(InboxMessage.id)
    with factory() as session:
        return list(session.execute(query).scalars())


def dying(*_: object) -> None:
    """Stands for the last write of a transaction."""
    raise RuntimeError("the process dies here")


def bodies(messages: list[PendingMessage]) -> list[str]:
    return [message.body for message in messages]


Answer = Callable[..., list[PendingMessage]]


def test_wishes_come_before_whatever_was_said_later(
    inbox: Inbox, answer: Answer, clock: Clock
) -> None:
    for client_msg_id, said in (("a", "停电了，还有两件事"), ("b", "你好"), ("c", "在吗")):
        inbox.receive(C, client_msg_id, "text", said)
    clock.now += timedelta(seconds=9)
    left = answer(FREE, "上个月电费多少", "怎么交费")
    assert bodies(left) == ["上个月电费多少", "怎么交费", "你好", "在吗"]
    assert [one.client_msg_id for one in left] == ["a#2", "a#3", "b", "c"]
    assert [one.is_wish for one in left] == [True, True, False, False]
    assert left[0].shown == "上个月电费多少"
    assert left[0].received_at == clock.now
    # The later message has a wish of its own: it stays in its place.
    answer()
    answer()
    left = answer(FREE, "还有发票", expecting="你好")
    assert bodies(left) == ["还有发票", "在吗"]


def test_wishes_are_no_lines_of_the_customer(
    inbox: Inbox, answer: Answer, factory: Sessions
) -> None:
    inbox.receive(C, "a", "text", "停电了，还有上个月电费多少")
    answer(FREE, "上个月电费多少")
    answer()
    lines = Transcript(factory).after(C, 0)
    assert [line["sender"] for line in lines] == ["customer", "bot", "bot"]


def test_conversation_with_wishes_is_found_by_its_first_place(
    inbox: Inbox, answer: Answer, factory: Sessions, clock: Clock
) -> None:
    inbox.receive(C, "a", "text", "两件事")
    inbox.receive("other", "a", "text", "你好")
    inbox.receive(C, "b", "text", "在吗")
    wish, _ = answer(FREE, "第二件")
    inbox.release(C, ME)
    # The wish has the highest id of all; its place is that of the oldest message.
    assert inbox.due() == [C, "other"]
    moment = clock.now + timedelta(seconds=5)
    inbox.claim(C, ME, 30)
    inbox.release(C, ME, wait={wish.id: moment})
    # The message behind it must not overtake it.
    assert inbox.due() == ["other"]
    clock.now = moment
    assert inbox.due() == [C, "other"]


def test_wishes_wait_for_the_end_of_a_form(
    inbox: Inbox, answer: Answer, factory: Sessions, clock: Clock
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    assert answer(IN_FORM, "停电", "还有发票") == []
    assert inbox.due() == []
    assert inbox.claim(C, ME, 30) == []
    assert inbox.backlog() == (0, None)
    clock.now += timedelta(hours=1)
    inbox.receive(C, "b", "text", "1101000001")
    assert bodies(answer(IN_FORM, expecting="1101000001")) == []
    inbox.receive(C, "c", "text", "123456")
    inbox.receive(C, "d", "text", "好了吗")
    left = answer(FREE, expecting="123456")
    assert bodies(left) == ["停电", "还有发票", "好了吗"]
    # Not stale: they could not be worked on before.
    assert [one.received_at for one in left[:2]] == [clock.now, clock.now]


def test_a_form_that_a_wish_begins_holds_the_wishes_behind_it(
    inbox: Inbox, answer: Answer, factory: Sessions
) -> None:
    inbox.receive(C, "a", "text", "三件事")
    inbox.receive(C, "b", "text", "张三")
    left = answer(FREE, "查电费", "停电")
    assert bodies(left) == ["查电费", "停电", "张三"]
    assert bodies(answer(IN_FORM, expecting="查电费")) == ["张三"]
    assert [row.body for row in rows(factory, "held")] == ["停电"]
    assert bodies(answer(FREE, expecting="张三")) == ["停电"]


def test_what_the_engine_had_no_part_in_releases_nothing(
    inbox: Inbox, answer: Answer, factory: Sessions
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    answer(IN_FORM, "停电")
    inbox.receive(C, "b", "text", "13800000000")
    assert answer(None, expecting="13800000000") == []
    assert [row.body for row in rows(factory, "held")] == ["停电"]


@pytest.mark.parametrize("intent", ["stop", "restart_conversation"])
def test_a_stop_drops_what_is_held(
    inbox: Inbox, answer: Answer, factory: Sessions, clock: Clock, intent: str
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    answer(IN_FORM, "停电")
    inbox.receive(C, "b", "text", "算了，都不用了，另外转账户")
    left = answer({"intent": intent, "active_form": None}, "换个户号")
    # What the stopping message itself asks for is new.
    assert bodies(left) == ["换个户号"]
    (dropped,) = rows(factory, "dropped")
    assert (dropped.body, dropped.finished_at) == ("停电", clock.now)
    assert answer() == []
    assert [row.body for row in rows(factory, "pending", "held")] == []


def test_another_conversation_releases_and_drops_nothing(
    inbox: Inbox, answer: Answer, factory: Sessions
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    answer(IN_FORM, "停电")
    inbox.receive("other", "a", "text", "算了")
    for state in (FREE, {"intent": "stop", "active_form": None}):
        inbox.receive("other", str(state["intent"]), "text", "算了")
        (head, *_) = inbox.claim("other", ME, 30)
        inbox.finish([head.id], SAID, worker=ME, engine_state=state)
        inbox.release("other", ME)
    assert [row.body for row in rows(factory, "held")] == ["停电"]


def test_wishes_and_the_answer_are_one_transaction(
    inbox: Inbox, answer: Answer, factory: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies at the last write: nothing is stored, and the second time all of it, once."""
    inbox.receive(C, "a", "text", "三件事")
    inbox.receive(C, "x", "text", "查电费，还有停电")

    with monkeypatch.context() as patched:
        patched.setattr("bot.conversations.inbox.say", dying)
        with pytest.raises(RuntimeError, match="dies here"):
            answer(FREE, "停电", "电费")
    assert [row.body for row in rows(factory, "pending")] == ["三件事", "查电费，还有停电"]
    assert rows(factory, "done", "held") == []
    (head, *_) = inbox.go_on(C, ME)
    twice = [
        inbox.finish([head.id], SAID, worker=ME, engine_state=FREE, wishes=["停电", "电费"])
        for _ in range(2)
    ]
    assert twice[0]
    assert twice[1] is None
    assert [row.sender_message_id for row in rows(factory, "pending")] == ["x", "a#2", "a#3"]


def test_release_and_the_answer_are_one_transaction(
    inbox: Inbox, answer: Answer, factory: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    answer(IN_FORM, "停电")
    inbox.receive(C, "b", "text", "123456")

    with monkeypatch.context() as patched:
        patched.setattr("bot.conversations.inbox.say", dying)
        with pytest.raises(RuntimeError, match="dies here"):
            answer(FREE)
    assert [row.body for row in rows(factory, "held")] == ["停电"]
    assert bodies(answer(FREE, expecting="123456")) == ["停电"]


def test_a_worker_without_the_lease_stores_no_wishes(inbox: Inbox, factory: Sessions) -> None:
    inbox.receive(C, "a", "text", "两件事")
    (head,) = inbox.claim(C, ME, 30)
    lost = inbox.finish([head.id], SAID, worker="other", engine_state=FREE, wishes=["停电"])
    assert lost is None
    assert [row.body for row in rows(factory, "pending")] == ["两件事"]


@pytest.mark.parametrize("client_msg_id", ["a" * 62, "a" * 63, "a" * 64])
def test_the_longest_ids_have_wishes_too(inbox: Inbox, answer: Answer, client_msg_id: str) -> None:
    inbox.receive(C, client_msg_id, "text", "四件事")
    inbox.receive(C, f"{client_msg_id[:-1]}b", "text", "又是四件事")
    left = answer(FREE, "一", "二", "三")
    assert bodies(left) == ["一", "二", "三", "又是四件事"]
    for _ in range(3):
        answer()
    assert bodies(answer(FREE, "四", expecting="又是四件事")) == ["四"]


def test_an_id_of_a_wish_is_refused_from_a_sender(inbox: Inbox, factory: Sessions) -> None:
    with pytest.raises(ValueError, match="must not end in #"):
        inbox.receive(C, "a#2", "text", "冒充")
    assert rows(factory, "pending") == []


def test_going_back_ends_the_wishes_and_forward_again_keeps_the_rest(
    inbox: Inbox, answer: Answer, factory: Sessions, empty_url: str, engine: Engine
) -> None:
    inbox.receive(C, "a", "text", "查电费，还有停电")
    answer(IN_FORM, "停电")
    inbox.receive(C, "b", "text", "你好")
    engine.dispose()
    migrate_one("bot", empty_url, "0001")
    with writing(factory) as session:
        found = session.execute(text("SELECT body, status FROM inbox ORDER BY id")).all()
    assert [tuple(one) for one in found] == [
        ("查电费，还有停电", "done"),
        ("停电", "done"),
        ("你好", "pending"),
    ]
    engine.dispose()
    migrate_one("bot", empty_url)
    assert differences("bot", engine) == []
    assert len(Transcript(factory).after(C, 0)) == 3
    assert answer(FREE, expecting="你好") == []
