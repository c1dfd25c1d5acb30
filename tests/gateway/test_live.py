"""New lines as they come: long poll, sockets, resume from a sequence number."""

from __future__ import annotations

import json
import threading
import time
import uuid
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from bot.databases.bot import Conversation, Message
from bot.gateway.tokens import ChatTokens
from bot.settings import Settings
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine, slow
from tests.gateway.running import KEY, Running, eventually, everything


def frames(socket: ClientConnection, until: str, *, seconds: float = 15) -> list[dict[str, Any]]:
    """Frames up to the first event of a kind, which is the last of them."""
    got = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        got.append(json.loads(socket.recv(timeout=deadline - time.monotonic())))
        if got[-1].get("event") == until:
            return got
    raise AssertionError(f"no {until}: {got}")


def seqs(got: list[dict[str, Any]]) -> list[int]:
    """Sequence numbers of the lines among frames."""
    return [frame["seq"] for frame in got if "sender" in frame]


def test_long_poll_returns_when_something_comes(gateway: Running, engine: FakeEngine) -> None:
    engine.behaviour = slow(0.3)
    with gateway.client() as client, gateway.http() as http:
        seq = client.post({"client_msg_id": "a", "text": "你好"})
        answer = http.get(
            "/api/chat/messages", params={"after": seq, "wait": 10}, headers=client.headers
        )
    assert [line["seq"] for line in answer.json()["messages"]] == [seq + 1]


def test_long_poll_ends_empty_after_its_wait(gateway: Running) -> None:
    with gateway.client() as client:
        answer = client.http.get(
            "/api/chat/messages", params={"after": 0, "wait": 0.2}, headers=client.headers
        )
    assert answer.json() == {"messages": []}


def test_poll_of_a_long_history_is_paged(gateway: Running) -> None:
    with gateway.client() as client:
        inbox = gateway.shared.inbox
        for number in range(210):
            inbox.receive(client.conversation_id, f"m{number}", "text", f"第{number}句")
        first = client.fetch()
        second = client.fetch()
    assert [line["seq"] for line in first] == list(range(1, 201))
    assert second[0]["seq"] == 201


def test_socket_replays_then_goes_on_live(gateway: Running) -> None:
    with gateway.client() as client, gateway.socket() as socket:
        client.say("第一句")
        client.say("第二句")
        socket.send(json.dumps({"token": client.token, "after": 2}))
        replayed = frames(socket, "ready")
        assert seqs(replayed) == [3, 4]
        assert replayed[-1] == {"event": "ready", "seq": 4}
        client.post({"client_msg_id": "third", "text": "第三句"})
        live = frames(socket, "turn_done")
        if live[-1]["client_msg_id"] != "third":
            # The line of the turn before was read already, its end is told only now.
            live += frames(socket, "turn_done")
        assert seqs(live) == [5, 6]
        assert live[-1] == {"event": "turn_done", "client_msg_id": "third"}
        typing = [frame["active"] for frame in live if frame.get("event") == "typing"]
        assert typing[0] is True
        lines = everything(client)
        assert [frame for frame in [*replayed, *live] if "sender" in frame] == lines[2:]


def test_socket_resumes_without_loss_or_double(gateway: Running) -> None:
    """Sockets that come and go while messages flow see each line once."""
    seen: list[int] = []
    with gateway.client() as client:

        def talk() -> None:
            for number in range(30):
                client.post({"client_msg_id": f"m{number}", "text": f"第{number}句"})

        talking = threading.Thread(target=talk)
        talking.start()
        while len(seen) < 60:
            with gateway.socket() as socket:
                socket.send(json.dumps({"token": client.token, "after": len(seen)}))
                for _ in range(9):
                    try:
                        frame = json.loads(socket.recv(timeout=0.5))
                    except TimeoutError:
                        break
                    if "sender" in frame:
                        seen.append(frame["seq"])
        talking.join()
    assert seen == list(range(1, 61))


def test_two_sockets_of_one_customer_see_the_same(gateway: Running) -> None:
    with gateway.client() as client, gateway.socket() as one, gateway.socket() as other:
        for socket in (one, other):
            socket.send(json.dumps({"token": client.token, "after": 0}))
            frames(socket, "ready")
        client.post({"client_msg_id": "a", "text": "你好"})
        assert seqs(frames(one, "turn_done")) == seqs(frames(other, "turn_done")) == [1, 2]


def test_read_mark_reaches_the_other_pages_and_the_database(gateway: Running) -> None:
    with gateway.client() as client, gateway.socket() as one, gateway.socket() as other:
        client.say("你好")
        for socket in (one, other):
            socket.send(json.dumps({"token": client.token, "after": 2}))
            frames(socket, "ready")
        one.send(json.dumps({"event": "read", "seq": 2}))
        assert frames(other, "read")[-1] == {"event": "read", "seq": 2}
        one.send(json.dumps({"event": "read", "seq": 1}))
        one.send(json.dumps({"event": "read", "seq": 99}))
        one.send(json.dumps({"event": "nonsense"}))
        assert frames(one, "error")[-1]["code"] == "bad_frame"
        with gateway.shared.bot_sessions() as session:
            assert session.get(Conversation, client.conversation_id).read_seq == 2


def test_what_went_out_is_noted_as_sent(gateway: Running) -> None:
    with gateway.client() as client:
        client.say("你好")

        def delivery() -> bool:
            with gateway.shared.bot_sessions() as session:
                message = session.get(Message, (client.conversation_id, 2))
                return bool(message.delivery == "sent")

        eventually(delivery)


@pytest.mark.parametrize(
    ("frame", "code", "name"),
    [
        ("{}", 4400, "bad_frame"),
        ("no json", 4400, "bad_frame"),
        ("[1]", 4400, "bad_frame"),
        (b"\x00\x01", 4400, "bad_frame"),
        ('{"token": "x"}', 4401, "token_invalid"),
        ('{"token": "x", "after": -1}', 4400, "bad_frame"),
    ],
)
def test_socket_with_a_wrong_first_frame_is_closed(
    gateway: Running, frame: str | bytes, code: int, name: str
) -> None:
    with gateway.socket() as socket:
        socket.send(frame)
        error = json.loads(socket.recv(timeout=5))
        assert (error["event"], error["code"]) == ("error", name)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_socket_ends_with_its_token(start: Start, settings: Settings) -> None:
    gateway = start(
        settings,
        adjust=lambda shared: setattr(
            shared, "chat_tokens", ChatTokens(KEY, lifetime=timedelta(seconds=2))
        ),
    )
    with gateway.client() as client, gateway.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        assert frames(socket, "error")[-1]["code"] == "token_expired"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_socket_of_a_strange_site_is_refused(gateway: Running) -> None:
    with pytest.raises(InvalidStatus) as refused, gateway.socket(origin="https://evil.example"):
        pass
    assert refused.value.response.status_code == 403


def test_socket_of_the_own_page_is_taken(gateway: Running) -> None:
    with gateway.client() as client, gateway.socket(origin=gateway.url) as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "ready")


def test_stopping_gateway_closes_sockets_and_polls(start: Start, settings: Settings) -> None:
    gateway = start(settings)
    got: list[Any] = []
    with gateway.client() as client, gateway.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "ready")

        def poll() -> None:
            with gateway.http() as http:
                got.append(
                    http.get(
                        "/api/chat/messages",
                        params={"after": 0, "wait": 25},
                        headers=client.headers,
                    ).json()
                )

        polling = threading.Thread(target=poll)
        polling.start()
        eventually(lambda: len(gateway.shared.fanout.open_doors()[client.conversation_id]) == 2)
        gateway.stop()
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
        polling.join(5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert got == [{"messages": []}]


def test_too_many_sockets_of_one_conversation(gateway: Running) -> None:
    with gateway.client() as client:
        token = json.dumps({"token": client.token, "after": 0})
        with ExitStack() as stack:
            for _ in range(10):
                socket = stack.enter_context(gateway.socket())
                socket.send(token)
                frames(socket, "ready")
            one_more = stack.enter_context(gateway.socket())
            one_more.send(token)
            assert frames(one_more, "error")[-1]["code"] == "too_many_requests"


def test_heartbeat(gateway: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.sockets.HEARTBEAT_SECONDS", 0.1)
    with gateway.client() as client, gateway.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "heartbeat")
        client.post({"client_msg_id": uuid.uuid4().hex, "text": "你好"})
        assert seqs(frames(socket, "turn_done")) == [1, 2]
