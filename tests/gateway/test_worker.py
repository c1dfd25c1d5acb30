"""Answered once and in order, whatever the engine does."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.databases.bot import InboxMessage
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine, echo, failing, slow
from tests.gateway.running import (
    BRISK,
    TELLING,
    MovableClock,
    Running,
    eventually,
    everything,
    running,
    said_by,
)


@pytest.fixture
def own_settings(settings: Settings, mortal_engine: FakeEngine) -> Settings:
    """Settings with an engine that may be stopped."""
    return replace(settings, engine_url=mortal_engine.url)


def send(client: ChatClient, text: str) -> str:
    """Send a text; returns its id."""
    client_msg_id = uuid.uuid4().hex
    client.post({"client_msg_id": client_msg_id, "text": text})
    return client_msg_id


def answers(client: ChatClient, count: int) -> list[str]:
    """The bot's lines once there are so many."""
    eventually(lambda: len(said_by(everything(client), "bot")) >= count)
    return said_by(everything(client), "bot")


def test_messages_are_answered_in_their_order_one_at_a_time(
    settings_on_both: Settings, start: Start, engine: FakeEngine
) -> None:
    engine.behaviour = slow(0.02)
    gateway = start(settings_on_both)
    with gateway.client() as client:
        said = [f"第{number}句" for number in range(10)]
        for text in said:
            send(client, text)
        assert answers(client, 10) == [f"回声：{text}" for text in said]
        assert [line["seq"] for line in everything(client)] == list(range(1, 21))
    assert engine.most_at_once == 1


def test_conversations_do_not_wait_for_each_other(gateway: Running, engine: FakeEngine) -> None:
    gate = threading.Event()

    def behaviour(body: dict[str, str]) -> list[dict[str, str]]:
        if body["text"] == "慢":
            gate.wait(10)
        return echo(body)

    engine.behaviour = behaviour
    with gateway.client() as one, gateway.client() as other:
        send(one, "慢")
        assert said_by(other.say("快"), "bot") == ["回声：快"]
        gate.set()
        assert answers(one, 1) == ["回声：慢"]


@pytest.mark.parametrize("how", [502, 500, "die"])
def test_failed_turn_is_tried_again_and_answered_once(
    gateway: Running, engine: FakeEngine, how: int | str
) -> None:
    engine.behaviour = failing(2, how)
    with gateway.client() as client:
        send(client, "电费")
        send(client, "谢谢")
        assert answers(client, 2) == ["回声：电费", "回声：谢谢"]
    assert len({call["message_id"] for call in engine.calls}) == 2
    assert len(engine.run) == 2
    assert len(engine.calls) == 4


def test_answer_lost_on_its_way_is_replayed_not_run_again(
    gateway: Running, engine: FakeEngine
) -> None:
    lost: list[str] = []
    honest = engine.turn

    def losing(body: dict[str, str]) -> dict[str, object] | str | int:
        outcome = honest(body)
        if not lost:
            lost.append(body["message_id"])
            return "die"
        return outcome

    engine.turn = losing  # type: ignore[method-assign]
    try:
        with gateway.client() as client:
            send(client, "申请校表")
            assert answers(client, 1) == ["回声：申请校表"]
    finally:
        engine.turn = honest  # type: ignore[method-assign]
    assert len(engine.calls) == 2
    assert len(engine.run) == 1


def test_engine_down_then_back(
    own_settings: Settings, start: Start, mortal_engine: FakeEngine
) -> None:
    gateway = start(own_settings, pace=TELLING)
    mortal_engine.stop()
    with gateway.client() as client:
        send(client, "电费多少")
        send(client, "还在吗")
        told = eventually(lambda: said_by(everything(client), "system"))
        assert len(told) == 1
        assert "您的消息已经收到" in told[0]
        time.sleep(0.5)  # several polls: nothing more is said
        assert len(said_by(everything(client), "system")) == 1
        assert said_by(everything(client), "bot") == []
        mortal_engine.start()
        assert answers(client, 2) == ["回声：电费多少", "回声：还在吗"]
        assert len(said_by(everything(client), "system")) == 1
    assert mortal_engine.texts() == ["电费多少", "还在吗"]


def test_offer_of_a_person_in_the_delay_can_be_pressed(
    own_settings: Settings, start: Start, mortal_engine: FakeEngine
) -> None:
    gateway = start(own_settings, pace=TELLING)
    mortal_engine.stop()
    with gateway.client() as client:
        send(client, "电费多少")
        eventually(lambda: said_by(everything(client), "system"))
        client.fetch()
        (reply,) = client.press_titled("转人工")
    assert "单号 MD" in reply["text"]


def test_slow_engine_is_said_to_be_slow(
    settings: Settings, start: Start, engine: FakeEngine
) -> None:
    engine.behaviour = slow(1.5)
    gateway = start(settings, pace=TELLING)
    with gateway.client() as client:
        send(client, "电费")
        told = eventually(lambda: said_by(everything(client), "system"))
        assert said_by(everything(client), "bot") == []
        assert answers(client, 1) == ["回声：电费"]
        assert said_by(everything(client), "system") == told
    assert len(engine.calls) == 1


def test_gateway_started_before_its_engine(
    own_settings: Settings, start: Start, mortal_engine: FakeEngine
) -> None:
    mortal_engine.stop()
    with running(own_settings, pace=TELLING) as first, first.client() as client:
        send(client, "电费")
        eventually(lambda: said_by(everything(client), "system"))
        headers = client.headers
    gateway = start(own_settings)
    mortal_engine.start()
    with gateway.http(headers=headers) as http:
        lines = eventually(
            lambda: said_by(http.get("/api/chat/messages").json()["messages"], "bot")
        )
    assert lines == ["回声：电费"]


def test_poison_ends_as_failed_and_the_next_is_answered(
    gateway: Running, engine: FakeEngine
) -> None:
    engine.behaviour = lambda body: 502 if body["text"] == "毒" else echo(body)
    with gateway.client() as client:
        poison = send(client, "毒")
        send(client, "好")
        assert answers(client, 1) == ["回声：好"]
        apology = said_by(everything(client), "system")[-1]
        row = _inbox_row(gateway, client, poison)
    assert (row.status, row.attempts) == ("failed", BRISK.most_attempts)
    assert row.failure in apology
    assert len([call for call in engine.calls if call["text"] == "毒"]) == BRISK.most_attempts


def test_failures_of_a_sick_engine_do_not_count(gateway: Running, engine: FakeEngine) -> None:
    quick = replace(BRISK, longest_retry_seconds=0.05)
    gateway.shared.worker._pace = quick
    try:
        engine.behaviour = lambda _: 502
        engine.ready = False
        with gateway.client() as client:
            sent = send(client, "电费")
            eventually(lambda: len(engine.calls) > BRISK.most_attempts + 2)
            assert _inbox_row(gateway, client, sent).attempts == 0
            engine.ready = True
            engine.behaviour = echo
            assert answers(client, 1) == ["回声：电费"]
    finally:
        gateway.shared.worker._pace = BRISK


def test_old_messages_get_an_apology_and_danger_comes_first(
    own_settings: Settings, start: Start, mortal_engine: FakeEngine
) -> None:
    clock = MovableClock()
    gateway = start(own_settings, pace=TELLING, clock=clock)
    mortal_engine.stop()
    with gateway.client() as client:
        send(client, "上个月电费多少")
        send(client, "还有这个月")
        eventually(lambda: said_by(everything(client), "system"))
        clock.ahead = timedelta(seconds=BRISK.stale_after_seconds + 60)
        send(client, "现在呢")
        apology = eventually(lambda: said_by(everything(client), "system")[1:])
        assert len(apology) == 1
        assert "还有这个月" in apology[0]
        mortal_engine.start()
        assert answers(client, 1) == ["回声：现在呢"]
    assert mortal_engine.texts() == ["现在呢"]


def test_old_danger_is_answered_before_the_apology(
    own_settings: Settings, start: Start, mortal_engine: FakeEngine
) -> None:
    mortal_engine.stop()
    clock = MovableClock()
    # Stored by a gateway that died before it could answer.
    with running(own_settings, pace=replace(BRISK, poll_seconds=60)) as dying:
        client = dying.client()
        inbox = dying.shared.inbox
        inbox.receive(client.conversation_id, "a", "text", "电费多少")
        inbox.receive(client.conversation_id, "b", "text", "我家着火了，电线在烧")
        headers = client.headers
        client.http.close()
    clock.ahead = timedelta(hours=1)
    gateway = start(own_settings, clock=clock)
    with gateway.http(headers=headers) as http:

        def system() -> list[dict[str, str]]:
            lines = http.get("/api/chat/messages").json()["messages"]
            return [line for line in lines if line["sender"] == "system"]

        eventually(lambda: len(system()) >= 3)
        said = [line["text"] for line in system()]
    assert "119" in said[0]
    assert "单号" in said[1]
    assert "没能及时回复您" in said[2]
    assert mortal_engine.calls == []


def test_lease_of_a_dead_worker_is_taken_over(
    settings_on_both: Settings, start: Start, engine: FakeEngine
) -> None:
    with running(settings_on_both, pace=replace(BRISK, poll_seconds=60)) as dying:
        client = dying.client()
        dying.shared.inbox.receive(client.conversation_id, "a", "text", "电费多少")
        assert dying.shared.inbox.claim(client.conversation_id, "dead", 0.5)
        headers = client.headers
        client.http.close()
    gateway = start(settings_on_both)
    with gateway.http(headers=headers) as http:
        bot = eventually(lambda: said_by(http.get("/api/chat/messages").json()["messages"], "bot"))
    assert bot == ["回声：电费多少"]


def test_a_lease_ends_with_the_last_message_and_not_before(
    settings_on_both: Settings,
) -> None:
    with running(settings_on_both, pace=replace(BRISK, poll_seconds=60)) as gateway:
        conversation, inbox = gateway.client().conversation_id, gateway.shared.inbox
        assert inbox.claim(conversation, "one", 30) == []
        inbox.receive(conversation, "a", "text", "电费多少")
        (first,) = inbox.claim(conversation, "one", 30)
        assert inbox.claim(conversation, "other", 30) == []
        inbox.receive(conversation, "b", "text", "那上个月呢")
        inbox.finish([first.id], [], worker="one")
        (second,) = inbox.go_on(conversation, "one")
        assert second.body == "那上个月呢"
        assert inbox.claim(conversation, "other", 30) == []
        inbox.finish([second.id], [], worker="one")
        assert inbox.go_on(conversation, "one") == []
        inbox.receive(conversation, "c", "text", "还有呢")
        assert [one.body for one in inbox.claim(conversation, "other", 30)] == ["还有呢"]


def test_stopping_gateway_lets_a_running_turn_end(settings: Settings, engine: FakeEngine) -> None:
    engine.behaviour = slow(0.5)
    with running(settings) as gateway:
        client = gateway.client()
        send(client, "电费")
        eventually(lambda: engine.calls)
        client.http.close()
    with running(settings) as again, again.http(headers=client.headers) as http:
        lines = http.get("/api/chat/messages").json()["messages"]
    assert said_by(lines, "bot") == ["回声：电费"]
    assert len(engine.calls) == 1


def test_replies_and_the_mark_done_are_one_transaction(
    settings: Settings, start: Start, engine: FakeEngine
) -> None:
    """A database that fails while the answer is stored leaves nothing; the engine replays."""
    from bot.conversations import inbox as inbox_module

    honest = inbox_module.say
    left = [2]

    def failing_say(*arguments: object) -> object:
        said = honest(*arguments)  # type: ignore[arg-type]
        if left[0] > 0:
            left[0] -= 1
            raise RuntimeError("the process dies here")
        return said

    inbox_module.say = failing_say  # type: ignore[assignment]
    try:
        gateway = start(settings)
        with gateway.client() as client:
            send(client, "电费")
            assert answers(client, 1) == ["回声：电费"]
            assert [line["seq"] for line in everything(client)] == [1, 2]
    finally:
        inbox_module.say = honest
    assert len(engine.run) == 1


def _inbox_row(gateway: Running, client: ChatClient, client_msg_id: str) -> InboxMessage:
    with gateway.shared.bot_sessions() as session:
        return session.execute(
            select(InboxMessage).where(
                InboxMessage.conversation_id == client.conversation_id,
                InboxMessage.sender_message_id == client_msg_id,
            )
        ).scalar_one()
