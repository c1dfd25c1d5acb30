"""The web chat contract over HTTP, to the letter."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import jwt
import pytest

from bot.clock import FixedClock, system_clock
from bot.databases.bot import DemoTextMessage
from bot.databases.sessions import writing
from bot.gateway.tokens import GRACE, LIFETIME, LONGEST, ChatTokens, StaffTokens, TokenInvalid
from bot.settings import Settings
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import TOKEN, FakeEngine
from tests.gateway.running import KEY, Running, eventually, everything, said_by


def test_session_names_its_conversation_and_its_end(gateway: Running) -> None:
    with gateway.http() as http:
        answer = http.post("/api/chat/sessions")
    assert answer.status_code == 201
    session = answer.json()
    assert set(session) == {"conversation_id", "token", "expires_at"}
    uuid.UUID(session["conversation_id"])
    left = datetime.fromisoformat(session["expires_at"]) - system_clock()
    assert timedelta(0) < left <= LIFETIME
    assert answer.headers["cache-control"] == "no-store"


def test_message_is_answered_with_a_message_object(gateway: Running, engine: FakeEngine) -> None:
    card = {"schema": "bill", "month": "2026-10"}
    engine.behaviour = lambda _: [
        {"response": "utter_bill", "text": "一共 58.20 元。", "custom": card},
        {
            "response": "utter_more",
            "text": "还想看什么？",
            "buttons": [
                {"title": "看上个月", "payload": '/query_bill{"billing_month": "2026-09"}'}
            ],
        },
        {"response": "utter_picture", "text": "", "image": "/pictures/usage.png"},
    ]
    with gateway.client() as client:
        answers = client.say("这个月电费多少")
        lines = everything(client)
    assert [line["seq"] for line in lines] == [1, 2, 3, 4]
    asked = lines[0]
    assert asked["sender"] == "customer"
    assert asked["client_msg_id"]
    assert asked["text"] == "这个月电费多少"
    assert answers == lines[1:]
    bill, more, picture = answers
    assert bill == {
        "seq": 2,
        "sender": "bot",
        "type": "card",
        "text": "一共 58.20 元。",
        "buttons": [],
        "card": card,
        "image_url": None,
        "sent_at": bill["sent_at"],
    }
    assert datetime.fromisoformat(bill["sent_at"]).utcoffset() == timedelta(hours=8)
    assert more["type"] == "text"
    assert more["buttons"] == [
        {"title": "看上个月", "payload": '/query_bill{"billing_month": "2026-09"}'}
    ]
    assert (picture["type"], picture["image_url"]) == ("image", "/pictures/usage.png")


def test_engine_is_asked_as_the_contract_says(gateway: Running, engine: FakeEngine) -> None:
    with gateway.client() as client:
        client.say("你好")
    (call,) = engine.calls
    assert call["conversation_id"] == client.conversation_id
    assert call["message_id"].startswith(f"{client.conversation_id}:")
    assert (call["channel"], call["text"]) == ("web", "你好")
    assert "payload" not in call
    assert engine.tokens == {f"Bearer {TOKEN}"}


def test_same_id_again_is_the_same_message(gateway: Running, engine: FakeEngine) -> None:
    with gateway.client() as client:
        body = {"client_msg_id": "one", "text": "你好"}
        first = client.post(body)
        assert [client.post(body) for _ in range(3)] == [first] * 3
        eventually(lambda: said_by(everything(client), "bot"))
        assert client.post(body) == first
        assert len(everything(client)) == 2
    assert len(engine.calls) == 1


def test_same_id_with_another_body_is_refused(gateway: Running) -> None:
    with gateway.client() as client:
        client.post({"client_msg_id": "one", "text": "你好"})
        for other in ({"text": "再见"}, {"payload": "你好"}):
            answer = client.http.post(
                "/api/chat/messages",
                json={"client_msg_id": "one", **other},
                headers=client.headers,
            )
            assert answer.status_code == 409
            assert answer.json()["code"] == "client_msg_id_reused"


def test_typed_slash_is_text(gateway: Running, engine: FakeEngine) -> None:
    with gateway.client() as client:
        client.say("/restart")
        client.say('/query_bill{"account": "3309001018"}')
    assert [call["text"] for call in engine.calls] == [
        "/restart",
        '/query_bill{"account": "3309001018"}',
    ]
    assert not any("payload" in call for call in engine.calls)


def test_payload_has_to_be_offered_here(gateway: Running, engine: FakeEngine) -> None:
    payload = '/query_bill{"billing_month": "2026-09"}'
    engine.behaviour = lambda body: [
        {"response": "utter_x", "text": "好", "buttons": [{"title": "看九月", "payload": payload}]}
    ]
    with gateway.client() as client, gateway.client() as stranger:
        client.say("电费")
        client.press_titled("看九月")
        assert engine.calls[-1]["payload"] == payload
        assert "text" not in engine.calls[-1]
        assert said_by(everything(client), "customer") == ["电费", "看九月"]
        stranger.say("你好")
        asked = len(engine.calls)
        for whose, tried in ((stranger, "/restart"), (client, payload.replace("09", "08"))):
            answer = whose.http.post(
                "/api/chat/messages",
                json={"client_msg_id": uuid.uuid4().hex, "payload": tried},
                headers=whose.headers,
            )
            assert answer.status_code == 422
            assert answer.json()["code"] == "payload_not_offered"
    assert len(engine.calls) == asked


def test_payload_of_another_conversation_is_refused(gateway: Running, engine: FakeEngine) -> None:
    engine.behaviour = lambda body: [
        {"text": "好", "buttons": [{"title": "是", "payload": "/affirm"}]}
        if body.get("text") == "电费"
        else {"text": "好", "buttons": []}
    ]
    with gateway.client() as client, gateway.client() as stranger:
        client.say("电费")
        stranger.say("你好")
        answer = stranger.http.post(
            "/api/chat/messages",
            json={"client_msg_id": "x", "payload": "/affirm"},
            headers=stranger.headers,
        )
    assert answer.status_code == 422


def test_token_opens_its_own_conversation_only(gateway: Running) -> None:
    with gateway.client() as client, gateway.client() as stranger:
        client.say("我的电费")
        assert everything(stranger) == []
        answer = stranger.http.get(
            "/api/chat/messages",
            params={"after": 0, "conversation_id": client.conversation_id},
            headers=stranger.headers,
        )
        assert answer.json() == {"messages": []}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_msg_id": "a"},
        {"client_msg_id": "a", "text": "x", "payload": "/y"},
        {"client_msg_id": "a", "text": "   "},
        {"client_msg_id": "a", "text": "x" * 2001},
        {"client_msg_id": "a", "text": "nul \0 inside"},
        {"client_msg_id": "", "text": "x"},
        {"client_msg_id": "a" * 65, "text": "x"},
        {"client_msg_id": "空格 ", "text": "x"},
        {"client_msg_id": "a#2", "text": "x"},  # the id of a further wish
        {"client_msg_id": "a", "text": 5},
        {"client_msg_id": "a", "text": "x", "conversation_id": "other"},
        ["not", "an", "object"],
    ],
)
def test_wrong_body_is_named(gateway: Running, body: Any) -> None:
    with gateway.client() as client:
        answer = client.http.post("/api/chat/messages", json=body, headers=client.headers)
    _is_error(answer, 422, "invalid_request")


def test_body_that_is_no_json(gateway: Running) -> None:
    with gateway.client() as client:
        for content, kind in (
            (b"{", "application/json"),
            (b'{"client_msg_id":"a","text":"\\ud800"}', "application/json"),
            (b'{"client_msg_id":"a","text":"x"}', "text/plain"),
            (b"[" * 5000, "application/json"),
        ):
            answer = client.http.post(
                "/api/chat/messages",
                content=content,
                headers={**client.headers, "Content-Type": kind},
            )
            _is_error(answer, answer.status_code, answer.json()["code"])
            assert answer.status_code in (400, 422)
        assert everything(client) == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("POST", "/", 404, "not_found"),
        ("DELETE", "/api/chat/messages", 405, "method_not_allowed"),
        ("GET", "/api/chat/sessions", 405, "method_not_allowed"),
        ("GET", "/api/chat/messages", 401, "token_missing"),
        ("POST", "/api/chat/sessions/renew", 401, "token_missing"),
        ("GET", "/api/staff/requests", 401, "not_signed_in"),
    ],
)
def test_every_error_has_the_same_form(
    gateway: Running, method: str, path: str, status: int, code: str
) -> None:
    with gateway.http() as http:
        _is_error(http.request(method, path), status, code)


def test_query_is_checked(gateway: Running) -> None:
    with gateway.client() as client:
        for query in ("after=-1", "after=x", "after=0&wait=1000", "after=99999999999999999999"):
            answer = client.http.get(f"/api/chat/messages?{query}", headers=client.headers)
            _is_error(answer, 422, "invalid_request")


def test_fault_of_ours_is_an_error_with_a_number(start: Start, settings: Settings) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    gateway = start(settings, adjust=lambda shared: setattr(shared.transcript, "after", broken))
    with gateway.client() as client:
        answer = client.http.get("/api/chat/messages", headers=client.headers)
    _is_error(answer, 500, "internal_error")
    assert "ZeroDivisionError" not in answer.text


# -- tokens ------------------------------------------------------------------------------------


def test_expired_token_is_renewed_within_the_grace(gateway: Running) -> None:
    hour_ago = FixedClock(system_clock() - LIFETIME - timedelta(hours=1))
    expired = ChatTokens(KEY, hour_ago).start()
    with gateway.http() as http:
        headers = {"Authorization": f"Bearer {expired.token}"}
        _is_error(http.get("/api/chat/messages", headers=headers), 401, "token_expired")
        renewed = http.post("/api/chat/sessions/renew", headers=headers)
        assert renewed.status_code == 200
        session = renewed.json()
        assert session["conversation_id"] == expired.conversation_id
        assert session["token"] != expired.token
        headers = {"Authorization": f"Bearer {session['token']}"}
        assert http.get("/api/chat/messages", headers=headers).status_code == 200


def test_token_is_renewed_neither_after_the_grace_nor_for_ever() -> None:
    clock = FixedClock(system_clock())
    tokens = ChatTokens(KEY, clock)
    first = tokens.start()
    clock.moment += LIFETIME + GRACE
    with pytest.raises(TokenInvalid):
        tokens.renew(first.token)
    clock = FixedClock(system_clock())
    tokens = ChatTokens(KEY, clock)
    token = tokens.start().token
    begun = clock.moment
    while clock.moment + GRACE < begun + LONGEST:
        clock.moment += GRACE
        token = tokens.renew(token).token
    clock.moment = begun + LONGEST
    with pytest.raises(TokenInvalid):
        tokens.renew(token)


def _forged() -> list[str]:
    claims = {
        "aud": "chat",
        "sub": str(uuid.uuid4()),
        "exp": datetime.now(timezone.utc) + timedelta(hours=1),
        "since": int(datetime.now(timezone.utc).timestamp()),
    }
    other_key = jwt.encode(claims, "another-key-of-thirty-two-bytes-or-more", algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    head, _, tail = ChatTokens(KEY).start().token.split(".")
    staff, _ = StaffTokens(KEY).issue("demo", "0")
    no_id = jwt.encode({**claims, "sub": "' OR 1=1 --"}, KEY, algorithm="HS256")
    return [other_key, unsigned, f"{head}.e30.{tail}", staff, no_id, "x", "a.b.c", "空"]


@pytest.mark.parametrize("number", range(8))
def test_forged_token_opens_nothing(gateway: Running, number: int) -> None:
    headers = {b"Authorization": f"Bearer {_forged()[number]}".encode()}
    with gateway.http() as http:
        _is_error(http.get("/api/chat/messages", headers=headers), 401, "token_invalid")
        _is_error(http.post("/api/chat/sessions/renew", headers=headers), 401, "token_invalid")


# -- more of the API ---------------------------------------------------------------------------


def test_openapi_names_the_contract(gateway: Running) -> None:
    with gateway.http() as http:
        description = http.get("/openapi.json").json()
        page = http.get("/docs")
    for path, method in (
        ("/api/chat/sessions", "post"),
        ("/api/chat/sessions/renew", "post"),
        ("/api/chat/messages", "post"),
        ("/api/chat/messages", "get"),
        ("/api/demo/phone", "get"),
        ("/api/staff/requests", "get"),
    ):
        assert method in description["paths"][path]
    sending = description["paths"]["/api/chat/messages"]["post"]["responses"]
    assert {"202", "401", "403", "409", "413", "422", "429", "503"} <= set(sending)
    assert "/api/chat/messages" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text


def test_settings_for_clients(gateway: Running, settings: Settings) -> None:
    with gateway.http() as http:
        public = http.get("/api/chat/settings").json()
    assert public["hotline"] == settings.hotline
    assert public["utility_name"] == settings.utility_name
    assert settings.token_key not in str(public)


def test_demo_addresses_exist_in_demo_mode_only(start: Start, settings: Settings) -> None:
    demo, real = start(settings), start(replace(settings, demo=False))
    for path in ("/api/demo/phone", "/api/demo/people"):
        with demo.http() as http:
            assert http.get(path).status_code == 200
        with real.http() as http:
            _is_error(http.get(path), 404, "not_found")


def test_demo_phone_shows_what_was_sent(gateway: Running) -> None:
    with writing(gateway.shared.bot_sessions) as session:
        for number in range(2):
            session.add(
                DemoTextMessage(
                    phone="15400001018", text=f"验证码 12345{number}", sent_at=system_clock()
                )
            )
    with gateway.http() as http:
        texts = http.get("/api/demo/phone").json()["messages"]
        people = http.get("/api/demo/people").json()
    assert [text["text"] for text in texts] == ["验证码 123451", "验证码 123450"]
    assert set(texts[0]) == {"phone", "text", "sent_at"}
    assert {"name", "number", "phone", "about", "try"} == set(people[0])


def _is_error(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    error = answer.json()
    assert error["code"] == code
    assert set(error) == {"code", "message", "hint"}
    assert any("一" <= character <= "龥" for character in error["message"])
