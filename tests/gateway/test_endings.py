"""A conversation that is ended is ended everywhere; a closed request is told; readings are kept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from bot.clock import system_clock
from bot.databases.bot import Binding, Conversation, Message, OneTimeCode
from bot.databases.sessions import writing
from bot.gateway.staff import ensure_demo_staff
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import Running
from tests.gateway.test_people import bind

PASSWORD = "a-password-for-the-staff"


def end(client: ChatClient) -> httpx.Response:
    return client.http.delete("/api/chat/sessions", headers=client.headers)


def bind_with_code(gateway: Running, client: ChatClient) -> None:
    """Let the conversation speak for a customer, with the code that proved it."""
    bind(gateway, client, None)
    now = system_clock()
    with writing(gateway.shared.bot_sessions) as session:
        session.add(
            OneTimeCode(
                conversation_id=client.conversation_id,
                message_id="m",
                action="bind",
                created_at=now,
                expires_at=now,
                attempts=0,
            )
        )


def test_the_token_dies_everywhere_with_the_conversation(
    start: Start, settings_on_both: Settings
) -> None:
    gateway = start(settings_on_both)
    with gateway.client() as client:
        client.say("你好")
        bind_with_code(gateway, client)
        assert end(client).status_code == 204
        said = {"client_msg_id": "after-the-end", "text": "还在吗"}
        refused = [
            client.http.post("/api/chat/messages", json=said, headers=client.headers),
            client.http.get("/api/chat/messages", headers=client.headers),
            client.http.post("/api/chat/sessions/renew", headers=client.headers),
        ]
        for answer in refused:
            assert answer.status_code == 401
            assert answer.json()["code"] == "conversation_ended"
            assert answer.json()["message"] == "这次对话已经结束。"
        with gateway.shared.bot_sessions() as session:
            conversation = session.get(Conversation, client.conversation_id)
            assert conversation.ended_at is not None
            bindings = select(Binding).where(Binding.conversation_id == client.conversation_id)
            assert session.execute(bindings).scalars().all() == []
            codes = select(OneTimeCode).where(OneTimeCode.conversation_id == client.conversation_id)
            assert session.execute(codes).scalars().all() == []
            texts = session.execute(
                select(Message.text)
                .where(Message.conversation_id == client.conversation_id)
                .order_by(Message.seq)
            ).scalars()
            assert list(texts)[-1] == "客户结束了对话。"
        # Again: the same answer, nothing new.
        assert end(client).status_code == 204
        assert len(gateway.shared.transcript.masked_after(client.conversation_id, 0)) == 3


def test_a_conversation_without_a_word_can_be_ended(gateway: Running) -> None:
    with gateway.client() as client:
        assert end(client).status_code == 204
        said = {"client_msg_id": "late", "text": "你好"}
        answer = client.http.post("/api/chat/messages", json=said, headers=client.headers)
        assert answer.json()["code"] == "conversation_ended"


def test_open_windows_are_told(gateway: Running) -> None:
    with gateway.client() as client, gateway.socket() as socket:
        client.say("你好")
        socket.send(json.dumps({"token": client.token, "after": client.seen}))
        assert json.loads(socket.recv(timeout=5))["event"] == "ready"
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(
                client.http.get,
                "/api/chat/messages",
                params={"after": client.seen, "wait": 20},
                headers=client.headers,
            )
            time.sleep(0.5)
            began = time.monotonic()
            with gateway.http() as other:
                other.delete("/api/chat/sessions", headers=client.headers)
            polled = waiting.result(timeout=10)
        assert time.monotonic() - began < 5
        assert polled.json()["code"] == "conversation_ended"
        last, close = until_closed(socket)
    assert last["code"] == "conversation_ended"
    assert close == (4401, "conversation_ended")


def until_closed(socket: ClientConnection) -> tuple[dict[str, object], tuple[int, str]]:
    """The last frame before the end, and how it ended."""
    last: dict[str, object] = {}
    while True:
        try:
            last = json.loads(socket.recv(timeout=5))
        except ConnectionClosed as closed:
            if closed.rcvd is None:
                raise
            return last, (closed.rcvd.code, closed.rcvd.reason)


def test_danger_gets_its_words_in_a_window_that_has_ended(gateway: Running) -> None:
    with gateway.client() as client:
        end(client)
        said = {"client_msg_id": "danger", "text": "快来人啊，有人触电倒地了"}
        answer = client.http.post("/api/chat/messages", json=said, headers=client.headers)
    assert answer.status_code == 401
    assert "120" in answer.json()["reply"]["text"]


def test_nobody_ends_another_conversation(gateway: Running) -> None:
    with gateway.client() as client:
        assert client.http.delete("/api/chat/sessions").json()["code"] == "token_missing"
        wrong = client.http.delete("/api/chat/sessions", headers={"Authorization": "Bearer no"})
        assert wrong.json()["code"] == "token_invalid"
        assert client.say("你好")


@contextmanager
def staff(gateway: Running) -> Iterator[httpx.Client]:
    ensure_demo_staff(gateway.shared.bot_sessions, PASSWORD, gateway.shared.clock)
    with gateway.http() as client:
        signed_in = client.post("/api/staff/session", json={"name": "demo", "password": PASSWORD})
        assert signed_in.status_code == 200
        yield client


@pytest.mark.parametrize(("status", "words"), [("done", "已经办完了"), ("cancelled", "已经取消")])
def test_closing_a_request_tells_the_customer(
    start: Start, settings_on_both: Settings, status: str, words: str
) -> None:
    gateway = start(settings_on_both)
    with gateway.client() as client, staff(gateway) as people:
        client.say("转人工")
        (request,) = gateway.shared.requests.of_conversation(client.conversation_id)
        path = f"/api/staff/requests/{request.number}/close"
        closed = people.post(path, json={"note": "已回电", "status": status})
        assert closed.json()["status"] == status
        (told,) = client.fetch(wait_seconds=5)
    assert told["sender"] == "system"
    assert f"您登记的人工回电（单号 {request.number}）{words}" in told["text"]
    assert "未" not in told["text"]
    # A second closing is refused and says nothing.
    with staff(gateway) as people:
        assert people.post(path, json={"note": "", "status": "done"}).status_code == 409
    assert len(gateway.shared.transcript.masked_after(client.conversation_id, told["seq"])) == 0


def test_a_closing_that_fails_says_nothing(start: Start, settings: Settings) -> None:
    gateway = start(settings)
    with gateway.client() as client:
        client.say("转人工")
        (request,) = gateway.shared.requests.of_conversation(client.conversation_id)

        def dies(*_: object) -> None:
            raise RuntimeError("the process dies here")

        with pytest.raises(RuntimeError):
            gateway.shared.requests.close(request.number, "demo", during=dies)
        assert gateway.shared.requests.get(request.number).status == "open"


def test_the_staff_see_what_followed_and_how_it_was_read(
    start: Start, settings: Settings, engine: FakeEngine
) -> None:
    engine.beside = lambda _: {
        "state": {
            "intent": "query_bill",
            "confidence": 0.8,
            "reading": "answer_to_question",
            "why": "问的是户号 3309001018",
        }
    }
    gateway = start(settings)
    with gateway.client() as client, staff(gateway) as people:
        client.say("转人工")
        (request,) = gateway.shared.requests.of_conversation(client.conversation_id)
        client.say("顺便问一下电费，我叫林晓棠")
        path = f"/api/staff/requests/{request.number}"
        detail = people.get(f"{path}/news").json()
    assert [line["text"] for line in detail["followed"] if line["sender"] == "customer"] == [
        "顺便问一下电费，我叫林**"
    ]
    (reading,) = detail["readings"]
    assert reading["reading"] == "answer_to_question"
    assert reading["why"] == "问的是户号 33*****018"
    assert reading["seq"] == next(
        line["seq"] for line in detail["followed"] if line["sender"] == "customer"
    )
    assert detail["titles"]["query_bill"]


def test_the_staff_see_an_open_form_by_its_titles(
    start: Start, settings: Settings, engine: FakeEngine
) -> None:
    engine.beside = lambda _: {
        "state": {"active_form": "binding_form", "requested_slot": "binding_code"}
    }
    gateway = start(settings)
    with gateway.client() as client, staff(gateway) as people:
        client.say("绑定户号")
        client.say("转人工")
        (request,) = gateway.shared.requests.of_conversation(client.conversation_id)
        titles = people.get(f"/api/staff/requests/{request.number}").json()["titles"]
    assert titles["binding_form"] == "绑定户号"
    assert titles["binding_code"] == "验证码"


def test_the_hotline_is_nobodys_own(start: Start, settings: Settings) -> None:
    gateway = start(settings)
    with gateway.client() as client:
        client.say("转人工")
        lines = gateway.shared.transcript.masked_after(client.conversation_id, 0)
    assert settings.hotline in lines[-1]["text"]
