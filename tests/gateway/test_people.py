"""Danger and the wish for a person: the right words, one stored request, with or without an engine."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import system_clock
from bot.databases.bot import Binding, ServiceRequest
from bot.databases.sessions import writing
from bot.databases.utility import Customer
from bot.safety import Signal, recognise
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine, slow
from tests.gateway.running import Running, eventually, everything, free_port, said_by

PHONE = "15400001018"


@pytest.fixture
def alone(start: Start, settings_on_both: Settings) -> Running:
    """A gateway without any engine, on each kind of database."""
    return start(replace(settings_on_both, engine_url=f"http://127.0.0.1:{free_port()}"))


def requests_of(gateway: Running, client: ChatClient) -> list[ServiceRequest]:
    """The stored requests of a conversation."""
    with gateway.shared.bot_sessions() as session:
        return list(
            session.execute(
                select(ServiceRequest)
                .where(ServiceRequest.conversation_id == client.conversation_id)
                .order_by(ServiceRequest.id)
            ).scalars()
        )


def bind(gateway: Running, client: ChatClient, phone: str | None) -> None:
    """Let the conversation speak for a customer with this reserved phone."""
    with writing(gateway.shared.utility_sessions) as session:
        session.add(
            Customer(id=7, name="林晓棠", kind="person", customer_class="residential", phone=phone)
        )
    now = system_clock()
    with writing(gateway.shared.bot_sessions) as session:
        session.add(
            Binding(
                conversation_id=client.conversation_id,
                customer_id=7,
                bound_account_id=70,
                bound_at=now,
                verified_at=now,
                last_used_at=now,
            )
        )


def test_danger_gets_the_safety_text_then_an_urgent_request(alone: Running) -> None:
    with alone.client() as client:
        safety, informed = client.say("快来人啊，有人触电倒地了")
        (request,) = requests_of(alone, client)
    assert "千万不要用手拉他" in safety["text"]
    assert request.number in informed["text"]
    assert (request.kind, request.priority, request.status) == ("danger", "urgent", "open")
    assert [line["sender"] for line in (safety, informed)] == ["system", "system"]
    assert request.context["transcript"][-1]["text"] == "快来人啊，有人触电倒地了"


def test_danger_of_an_unnamed_kind_gets_the_general_text(alone: Running) -> None:
    said = "救命啊快来人"
    assert recognise(said) == Signal("danger", None)
    with alone.client() as client:
        safety, informed = client.say(said)
        (request,) = requests_of(alone, client)
    assert "马上离开危险的地方" in safety["text"]
    assert request.number in informed["text"]
    assert (request.kind, request.priority) == ("danger", "urgent")
    assert request.summary == f"危险：{said}"


def test_person_is_asked_for_a_phone_and_the_next_number_is_taken(
    alone: Running, settings: Settings
) -> None:
    with alone.client() as client:
        (reply,) = client.say("转人工")
        assert "电话号码发给我" in reply["text"]
        assert settings.hotline in reply["text"]
        (noted,) = client.say("154 0000 1018")
        (request,) = requests_of(alone, client)
        assert request.number in reply["text"]
        assert request.number in noted["text"]
        assert request.contact_phone == PHONE
        assert (request.kind, request.priority) == ("callback", "normal")
        (again,) = client.say("我要人工客服")
        assert request.number in again["text"]
        assert "已经登记" in again["text"]
        assert len(requests_of(alone, client)) == 1


def test_phone_overtakes_what_waits_for_the_engine(alone: Running) -> None:
    with alone.client() as client:
        client.post({"client_msg_id": "a", "text": "电费多少"})
        client.say("转人工")
        (noted,) = [m for m in client.say(f"我的电话是{PHONE}") if "记下" in m["text"]]
        (request,) = requests_of(alone, client)
    assert request.contact_phone == PHONE
    assert request.number in noted["text"]


def test_phone_beside_a_question_is_taken_and_the_question_answered(
    gateway: Running, engine: FakeEngine
) -> None:
    question = f"打{PHONE}就行，另外麻烦帮我看一下上个月的电费为什么这么高"
    with gateway.client() as client:
        client.say("转人工")
        noted, answer = client.say(question)
        (request,) = requests_of(gateway, client)
    assert request.contact_phone == PHONE
    assert "记下" in noted["text"]
    assert answer["text"] == f"回声：{question}"


@pytest.mark.parametrize("text", [f"我的户号绑定手机是{PHONE}", "20261101", "户号3309001018"])
def test_number_without_an_open_request_goes_to_the_engine(
    gateway: Running, engine: FakeEngine, text: str
) -> None:
    with gateway.client() as client:
        assert said_by(client.say(text), "bot") == [f"回声：{text}"]


def test_date_is_no_phone(gateway: Running, engine: FakeEngine) -> None:
    with gateway.client() as client:
        client.say("转人工")
        assert said_by(client.say("20261101"), "bot") == ["回声：20261101"]


def test_reserved_phone_of_a_bound_customer_is_known(alone: Running) -> None:
    with alone.client() as client:
        client.post({"client_msg_id": "a", "text": "你好"})
        bind(alone, client, PHONE)
        reply = client.say("转人工")[-1]
        (request,) = requests_of(alone, client)
    assert "电话号码发给我" not in reply["text"]
    assert request.contact_phone == PHONE
    assert (request.customer_id, request.account_id) == (7, 70)


def test_danger_does_not_wait_for_a_running_turn(gateway: Running, engine: FakeEngine) -> None:
    engine.behaviour = slow(1.0)
    with gateway.client() as client:
        client.post({"client_msg_id": "a", "text": "电费多少"})
        eventually(lambda: engine.calls)
        answers = client.say("我家着火了")
        assert "119" in answers[0]["text"]
        assert said_by(everything(client), "bot") == []
        eventually(lambda: said_by(everything(client), "bot"))
    assert engine.texts() == ["电费多少"]


def test_danger_that_is_over_is_a_call_back_with_high_priority(gateway: Running) -> None:
    with gateway.client() as client:
        client.say("刚才电线着火，火已经灭了")
        (request,) = requests_of(gateway, client)
    assert (request.kind, request.priority) == ("callback", "high")


def test_request_that_cannot_be_opened_leaves_nobody_without_words(
    start: Start, settings: Settings
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a fault of ours")

    gateway = start(settings, adjust=lambda shared: setattr(shared.requests, "open", broken))
    with gateway.client() as client:
        (said,) = client.say("有人触电了")
    assert "千万不要用手拉他" in said["text"]
    assert "没能替您通知" in said["text"]


def test_same_danger_sent_twice_is_one_request_and_one_answer(gateway: Running) -> None:
    with gateway.client() as client:
        body = {"client_msg_id": uuid.uuid4().hex, "text": "电线掉地上了"}
        for _ in range(3):
            client.post(body)
        eventually(lambda: len(everything(client)) >= 3)
        client.post(body)
        assert len(everything(client)) == 3
        assert len(requests_of(gateway, client)) == 1


def test_transcript_of_a_request_is_masked(gateway: Running, engine: FakeEngine) -> None:
    engine.behaviour = lambda _: [{"text": f"您的户号 3309001018，电话 {PHONE}", "buttons": []}]
    with gateway.client() as client:
        client.say(f"户号3309001018，手机{PHONE}")
        client.say("转人工")
        (request,) = requests_of(gateway, client)
    kept: dict[str, Any] = request.context
    assert "3309001018" not in str(kept)
    assert PHONE not in str(kept)
    assert kept["engine_state"]["intent"] == "query_bill"
    assert len(kept["transcript"]) == 3
