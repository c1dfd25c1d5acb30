"""Several wishes in one message: each is answered once, in order, and named."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.conversations.sender_ids import wish_id
from bot.databases.bot import InboxMessage
from bot.gateway.engine_client import _turn as read_turn
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import Beside, Body, FakeEngine, echo, failing, slow
from tests.gateway.running import (
    BRISK,
    MovableClock,
    Running,
    eventually,
    everything,
    free_port,
    said_by,
)
from tests.gateway.test_many import process
from tests.gateway.test_worker import answers, send

BOTH = "停电了，还有上个月电费多少"
BILL = "上个月电费多少"
LEAD = f"您还问了“{BILL}”："


def splitting(wishes: dict[str, list[str]], states: dict[str, dict[str, Any]]) -> Beside:
    """Names the further wishes of some messages and the state after some.

    Args:
        wishes: by the message's text.
        states: by the message's text.
    """

    def beside(body: Body) -> dict[str, Any]:
        said = body.get("text", "")
        found: dict[str, Any] = {"state": states.get(said, {})}
        if said in wishes:
            found["wishes"] = wishes[said]
        return found

    return beside


FORM = {"active_form": "account_form"}


def inbox_rows(gateway: Running, client: ChatClient) -> list[InboxMessage]:
    """The conversation's rows in the order of their making."""
    with gateway.shared.bot_sessions() as session:
        return list(
            session.execute(
                select(InboxMessage)
                .where(InboxMessage.conversation_id == client.conversation_id)
                .order_by(InboxMessage.id)
            ).scalars()
        )


def wishes_counted(gateway: Running) -> float:
    """The counter as Prometheus would see it."""
    value = gateway.shared.metrics.registry.get_sample_value("mingdeng_wishes_total")
    assert value is not None
    return value


def test_the_second_wish_is_answered_and_named(
    settings_on_both: Settings, start: Start, engine: FakeEngine
) -> None:
    engine.beside = splitting({BOTH: [BILL]}, {})
    gateway = start(settings_on_both)
    with gateway.client() as client:
        sent = send(client, BOTH)
        assert answers(client, 3) == [f"回声：{BOTH}", LEAD, f"回声：{BILL}"]
        assert said_by(everything(client), "customer") == [BOTH]
        assert [line["seq"] for line in everything(client)] == [1, 2, 3, 4]
        rows = inbox_rows(gateway, client)
    assert [row.sender_message_id for row in rows] == [sent, f"{sent}#2"]
    assert {row.status for row in rows} == {"done"}
    assert wishes_counted(gateway) == 1
    first, second = engine.calls
    assert "wish" not in first["metadata"]
    assert second["metadata"]["wish"] is True
    assert second["message_id"] == f"{client.conversation_id}:{rows[1].id}"


def test_wishes_are_answered_before_later_messages(gateway: Running, engine: FakeEngine) -> None:
    engine.beside = splitting({"三件事": ["第二件", "第三件"]}, {})
    engine.behaviour = slow(0.3)
    with gateway.client() as client:
        send(client, "三件事")
        send(client, "你好")
        answers(client, 6)
    assert engine.texts() == ["三件事", "第二件", "第三件", "你好"]


def test_a_wish_is_not_split_again_and_no_message_has_more_than_three(
    gateway: Running, engine: FakeEngine
) -> None:
    before = wishes_counted(gateway)
    engine.beside = splitting({"五件事": ["一", "二", "三", "四"], "一": ["又一件"]}, {})
    with gateway.client() as client:
        send(client, "五件事")
        answers(client, 7)
        send(client, "完了")
        assert answers(client, 8)[-1] == "回声：完了"
    assert engine.texts() == ["五件事", "一", "二", "三", "完了"]
    assert wishes_counted(gateway) == before + 3


def test_a_long_wish_is_shortened(gateway: Running, engine: FakeEngine) -> None:
    engine.beside = splitting({"两件事": ["请问" + "很" * 30 + "长"]}, {})
    with gateway.client() as client:
        send(client, "两件事")
        assert answers(client, 3)[1] == f"您还问了“请问{'很' * 18}…”："


def test_wishes_wait_for_the_form_and_are_not_stale_after_it(
    settings_on_both: Settings, start: Start, engine: FakeEngine
) -> None:
    clock = MovableClock()
    engine.beside = splitting(
        {"查电费，还有停电": ["停电"]}, {"查电费，还有停电": FORM, "户号": FORM}
    )
    gateway = start(settings_on_both, clock=clock)
    with gateway.client() as client:
        send(client, "查电费，还有停电")
        answers(client, 1)
        send(client, "户号")
        answers(client, 2)
        time.sleep(0.3)  # several polls: the wish stays held
        assert engine.texts() == ["查电费，还有停电", "户号"]
        clock.ahead = timedelta(seconds=BRISK.stale_after_seconds + 60)
        send(client, "验证码")
        assert answers(client, 5)[2:] == ["回声：验证码", "您还问了“停电”：", "回声：停电"]
        assert said_by(everything(client), "system") == []


@pytest.mark.parametrize("intent", ["stop", "restart_conversation"])
def test_a_stop_drops_held_wishes_without_a_word(
    gateway: Running, engine: FakeEngine, intent: str
) -> None:
    engine.beside = splitting(
        {"查电费，还有停电": ["停电"]}, {"查电费，还有停电": FORM, "算了": {"intent": intent}}
    )
    with gateway.client() as client:
        for said in ("查电费，还有停电", "算了", "你好"):
            send(client, said)
        assert answers(client, 3) == ["回声：查电费，还有停电", "回声：算了", "回声：你好"]
        status = {row.body: row.status for row in inbox_rows(gateway, client)}
    assert status.pop("停电") == "dropped"
    assert set(status.values()) == {"done"}


def test_a_person_is_reached_while_wishes_are_held(gateway: Running, engine: FakeEngine) -> None:
    engine.beside = splitting({"查电费，还有停电": ["停电"]}, {"查电费，还有停电": FORM})
    with gateway.client() as client:
        send(client, "查电费，还有停电")
        answers(client, 1)
        send(client, "转人工")
        eventually(lambda: said_by(everything(client), "system"))
        assert [row.status for row in inbox_rows(gateway, client)] == ["done", "held", "done"]


@pytest.mark.parametrize("dies_before", ["saying", "committing"])
def test_a_crash_before_the_answer_is_stored_loses_and_doubles_no_wish(
    settings_on_both: Settings,
    start: Start,
    engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
    dies_before: str,
) -> None:
    """The engine replays the turn with its wishes; only the time that commits counts."""
    from bot.conversations import inbox as inbox_module

    honest = inbox_module.say
    left = [2]

    def failing_say(*arguments: Any) -> Any:
        dies = left[0] > 0
        left[0] -= 1
        if dies and dies_before == "saying":
            raise RuntimeError("the process dies here")
        said = honest(*arguments)
        if dies:
            raise RuntimeError("the process dies here")
        return said

    monkeypatch.setattr(inbox_module, "say", failing_say)
    engine.beside = splitting({BOTH: [BILL]}, {})
    gateway = start(settings_on_both)
    with gateway.client() as client:
        send(client, BOTH)
        assert answers(client, 3) == [f"回声：{BOTH}", LEAD, f"回声：{BILL}"]
        assert len(inbox_rows(gateway, client)) == 2
    assert engine.texts() == [BOTH, BILL]
    assert len(engine.calls) == 4
    assert wishes_counted(gateway) == 1


@pytest.mark.faults
def test_killed_gateway_loses_and_doubles_no_wish(settings: Settings, engine: FakeEngine) -> None:
    """kill -9 while the parent's turn runs, and again while a wish's does."""
    chosen = replace(settings, gateway_port=free_port())
    engine.beside = splitting({"三件事": ["第二件", "第三件"]}, {})
    engine.behaviour = slow(1.0)
    with process(chosen) as first:
        client = ChatClient(f"http://127.0.0.1:{chosen.gateway_port}")
        client.post({"client_msg_id": "a", "text": "三件事"})
        client.post({"client_msg_id": "b", "text": "你好"})
        eventually(lambda: engine.calls)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with process(chosen) as second:
        eventually(lambda: "第二件" in [call["text"] for call in engine.calls], within_seconds=40)
        os.kill(second.pid, signal.SIGKILL)
        second.wait()
    with process(chosen):
        eventually(lambda: len(said_by(everything(client), "bot")) >= 6, within_seconds=40)
        assert said_by(everything(client), "bot") == [
            "回声：三件事",
            "您还问了“第二件”：",
            "回声：第二件",
            "您还问了“第三件”：",
            "回声：第三件",
            "回声：你好",
        ]
        client.http.close()
    assert engine.texts() == ["三件事", "第二件", "第三件", "你好"]


def test_a_wish_that_fails_is_tried_again(gateway: Running, engine: FakeEngine) -> None:
    engine.beside = splitting({BOTH: [BILL]}, {})
    stumbling = failing(2)
    engine.behaviour = lambda body: stumbling(body) if body["text"] == BILL else echo(body)
    with gateway.client() as client:
        send(client, BOTH)
        assert answers(client, 3) == [f"回声：{BOTH}", LEAD, f"回声：{BILL}"]


def test_a_wish_that_is_given_up_is_named(gateway: Running, engine: FakeEngine) -> None:
    engine.beside = splitting({BOTH: [BILL]}, {})
    engine.behaviour = lambda body: 502 if body["text"] == BILL else echo(body)
    with gateway.client() as client:
        send(client, BOTH)
        apology = eventually(lambda: said_by(everything(client), "system"))
        assert answers(client, 2)[1] == LEAD
        failed = inbox_rows(gateway, client)[1]
    assert failed.status == "failed"
    assert failed.failure in apology[0]


def test_a_flood_of_wishes_spends_no_rate(
    settings: Settings, start: Start, engine: FakeEngine
) -> None:
    parents = [f"四件事{number}" for number in range(4)]
    engine.beside = splitting({said: ["一", "二", "三"] for said in parents}, {})
    gateway = start(replace(settings, messages_per_minute=4))
    with gateway.client() as client:
        for said in parents:
            send(client, said)
        said = answers(client, 4 * 7)
        assert said[::7] == [f"回声：{parent}" for parent in parents]
        with pytest.raises(httpx.HTTPStatusError, match="429"):
            send(client, "第五句")
    assert len(engine.run) == 16


@pytest.mark.parametrize("client_msg_id", ["a", "a" * 64])
def test_no_client_can_send_the_id_of_a_wish(gateway: Running, client_msg_id: str) -> None:
    with gateway.client() as client:
        answer = client.http.post(
            "/api/chat/messages",
            json={"client_msg_id": wish_id(client_msg_id, 2), "text": "冒充"},
            headers=client.headers,
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        assert "client_msg_id" in answer.json()["hint"]
        assert everything(client) == []


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (None, []),
        ([], []),
        (["一", "二"], ["一", "二"]),
        ([" 一 ", "", "  ", 5, None, "二"], ["一", "二"]),
        (["一", "二", "三", "四"], ["一", "二", "三"]),
        ("停电", []),
        ({"a": 1}, []),
    ],
)
@pytest.mark.parametrize("replayed", [False, True])
def test_wishes_as_read_from_the_engine(given: object, read: list[str], replayed: bool) -> None:
    """A fault in the wishes costs no answer."""
    content = {"messages": [{"text": "好的"}], "state": {}, "replayed": replayed, "wishes": given}
    turn = read_turn(httpx.Response(200, json=content))
    assert turn.wishes == read
    assert [reply.text for reply in turn.replies] == ["好的"]


def test_an_engine_without_wishes_is_understood() -> None:
    turn = read_turn(httpx.Response(200, json={"messages": [], "state": {}, "replayed": False}))
    assert turn.wishes == []
