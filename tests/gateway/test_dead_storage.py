"""The bot's database is dead: the customer is told, danger and 转人工 get their words."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import system_clock
from bot.databases.bot import Binding
from bot.databases.sessions import writing
from bot.settings import Settings
from tests.gateway.conftest import Start
from tests.gateway.running import Running, eventually, everything, free_port, said_by
from tests.gateway.test_live import frames

QUICK = 4.0
"""Seconds that an answer may take, machine under load included; the deadline is 2.5."""


@pytest.fixture(params=["refusing", "silent"])
def dead_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL address where nobody listens, and one where nobody ever answers."""
    with socket.socket() as listening:
        if request.param == "silent":
            listening.bind(("127.0.0.1", 0))
            listening.listen(64)
            port = listening.getsockname()[1]
        else:
            port = free_port()
        yield f"postgresql://nobody@127.0.0.1:{port}/nothing"


@pytest.fixture
def dead(start: Start, settings: Settings, dead_url: str) -> Running:
    """A gateway whose databases are both dead, and the engine too."""
    return start(
        replace(
            settings,
            bot_db_url=dead_url,
            utility_db_url=dead_url,
            engine_url=f"http://127.0.0.1:{free_port()}",
        )
    )


def test_nothing_else_alive(dead: Running, settings: Settings) -> None:
    with dead.client() as client, dead.socket() as open_socket, dead.http() as http:
        open_socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(open_socket, "ready")
        for number, (text, words) in enumerate(
            (
                ("有人触电了", "千万不要用手拉他"),
                ("我要找真人客服", settings.hotline),
            )
        ):
            begun = time.monotonic()
            answer = client.http.post(
                "/api/chat/messages",
                json={"client_msg_id": f"m{number}", "text": text},
                headers=client.headers,
            )
            assert time.monotonic() - begun < QUICK
            assert answer.status_code == 503
            error = answer.json()
            assert error["code"] == "storage_unavailable"
            reply = error["reply"]
            assert (reply["sender"], reply["type"]) == ("system", "text")
            assert words in reply["text"]
            assert settings.hotline in reply["text"]
            pushed = frames(open_socket, "reply")[-1]
            assert pushed == {"event": "reply", "client_msg_id": f"m{number}", "reply": reply}
        answer = client.http.post(
            "/api/chat/messages",
            json={"client_msg_id": "plain", "text": "电费多少"},
            headers=client.headers,
        )
        assert answer.status_code == 503
        assert "reply" not in answer.json()
        assert "没有存下来" in answer.json()["message"]
        answer = client.http.get("/api/chat/messages", headers=client.headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        ready = http.get("/readyz")
        assert ready.status_code == 503
        assert all(
            ready.json()["parts"][part] != "ok"
            for part in ("engine", "bot_database", "utility_database")
        )


def test_button_for_a_person_works_too(dead: Running, settings: Settings) -> None:
    with dead.client() as client:
        answer = client.http.post(
            "/api/chat/messages",
            json={"client_msg_id": "a", "payload": "/request_person"},
            headers=client.headers,
        )
    assert answer.status_code == 503
    assert settings.hotline in answer.json()["reply"]["text"]


def test_rest_of_the_gateway_goes_on(dead: Running) -> None:
    """Many stuck requests don't keep others from their answer."""
    with dead.client() as client:

        def post(number: int) -> None:
            with dead.http() as http:
                http.post(
                    "/api/chat/messages",
                    json={"client_msg_id": f"m{number}", "text": "电费多少"},
                    headers=client.headers,
                )

        stuck = [threading.Thread(target=post, args=(number,)) for number in range(40)]
        for thread in stuck:
            thread.start()
        begun = time.monotonic()
        with dead.http() as http:
            assert http.get("/healthz").status_code == 200
            assert http.post("/api/chat/sessions").status_code == 201
        assert time.monotonic() - begun < QUICK
        for thread in stuck:
            thread.join(20)
            assert not thread.is_alive()


def test_retry_after_the_database_is_back_is_answered(start: Start, settings: Settings) -> None:
    """The same client_msg_id, refused while the database was dead, is taken afterwards."""
    gateway = start(settings)
    honest = gateway.shared.inbox.receive

    def failing(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    gateway.shared.inbox.receive = failing  # type: ignore[assignment,method-assign]
    with gateway.client() as client:
        body = {"client_msg_id": "a", "text": "有人触电了"}
        refused = client.http.post("/api/chat/messages", json=body, headers=client.headers)
        assert refused.status_code == 503
        gateway.shared.inbox.receive = honest  # type: ignore[method-assign]
        client.post(body)
        said = eventually(lambda: said_by(everything(client), "system"))
    assert "千万不要用手拉他" in said[0]


def test_dead_utility_database_delays_nobody_in_danger(
    start: Start, settings: Settings, dead_url: str
) -> None:
    gateway = start(replace(settings, utility_db_url=dead_url))
    with gateway.client() as client:
        client.say("你好")
        with writing(gateway.shared.bot_sessions) as session:
            now = system_clock()
            session.add(
                Binding(
                    conversation_id=client.conversation_id,
                    customer_id=1,
                    bound_account_id=1,
                    bound_at=now,
                    verified_at=now,
                    last_used_at=now,
                )
            )
        begun = time.monotonic()
        said = client.say("有人触电了")
        assert time.monotonic() - begun < QUICK
    assert "千万不要用手拉他" in said[0]["text"]
