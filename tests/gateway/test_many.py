"""Several gateways on one database, and gateways that are killed: answered exactly once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.conversations import Line
from bot.gateway.fanout import RedisFanout
from bot.settings import ROOT, Settings, environment
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine, slow
from tests.gateway.running import (
    BRISK,
    Running,
    eventually,
    everything,
    free_port,
    running,
    said_by,
)
from tests.gateway.test_live import frames, seqs


def lines_of(client: ChatClient, count: int) -> list[Line]:
    """All lines of a conversation once there are so many."""
    eventually(lambda: len(everything(client)) >= count, within_seconds=40)
    return everything(client)


def test_two_gateways_answer_each_message_once(
    settings_on_both: Settings, start: Start, engine: FakeEngine
) -> None:
    engine.behaviour = slow(0.01)
    one, other = start(settings_on_both), start(settings_on_both)
    clients = [one.client() for _ in range(4)]
    said = [f"第{number}句" for number in range(8)]

    def talk(client: ChatClient) -> None:
        for number, text in enumerate(said):
            gateway = (one, other)[number % 2]
            with gateway.http(headers=client.headers) as http:
                body = {"client_msg_id": f"m{number}", "text": text}
                # Sent twice, to both: as an impatient client does.
                for address in (gateway.url, other.url):
                    http.post(f"{address}/api/chat/messages", json=body).raise_for_status()

    talking = [threading.Thread(target=talk, args=(client,)) for client in clients]
    for thread in talking:
        thread.start()
    for thread in talking:
        thread.join()
    for client in clients:
        lines = lines_of(client, 16)
        assert [line["seq"] for line in lines] == list(range(1, 17))
        assert said_by(lines, "customer") == said
        assert said_by(lines, "bot") == [f"回声：{text}" for text in said]
        client.http.close()
    assert engine.most_at_once == 1
    assert len(engine.run) == 32


def test_socket_sees_lines_of_another_gateway(
    settings: Settings, start: Start, engine: FakeEngine
) -> None:
    """Without Redis the database is looked at once a second."""
    one, other = start(settings), start(settings)
    _socket_sees_lines(one, other)


def test_redis_carries_news_between_gateways(
    settings: Settings, start: Start, engine: FakeEngine, redis_url: str
) -> None:
    shared = replace(settings, redis_url=redis_url)
    one, other = start(shared), start(shared)
    with one.client() as client, other.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "ready")
        time.sleep(0.3)  # until both listen
        client.post({"client_msg_id": "a", "text": "你好"})
        got = frames(socket, "turn_done")
    # `typing` is never stored: it can only have come through Redis.
    assert {"event": "typing", "active": True} in got
    assert seqs(got) == [1, 2]


def test_dead_redis_costs_news_not_messages(
    settings: Settings, start: Start, engine: FakeEngine
) -> None:
    gateway = start(replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    with gateway.client() as client, gateway.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "ready")
        client.post({"client_msg_id": "a", "text": "你好"})
        assert seqs(frames(socket, "turn_done")) == [1, 2]


def test_redis_parcels_that_cannot_be_read_are_dropped(redis_url: str) -> None:
    async def run() -> list[dict[str, Any]]:
        one, other = RedisFanout(redis_url, "test:live"), RedisFanout(redis_url, "test:live")
        got = []
        listening = asyncio.create_task(other.run())
        with other.subscribed("c") as door:
            await asyncio.sleep(0.2)
            await one._redis.publish("test:live", b"no json")
            await one._redis.publish("test:live", b"[]")
            await one.publish("somebody else", {"event": "typing", "active": True})
            await one.publish("c", {"event": "typing", "active": False})
            got.append(await asyncio.wait_for(door.get(), 5))
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await one.close()
        await other.close()
        return got

    assert asyncio.run(run()) == [{"event": "typing", "active": False}]


def _socket_sees_lines(one: Running, other: Running) -> None:
    with one.client() as client, other.socket() as socket:
        socket.send(json.dumps({"token": client.token, "after": 0}))
        frames(socket, "ready")
        client.post({"client_msg_id": "a", "text": "你好"})
        got: list[dict[str, Any]] = []
        while seqs(got) != [1, 2]:
            got.append(json.loads(socket.recv(timeout=10)))


# -- killed ------------------------------------------------------------------------------------


@contextmanager
def process(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m bot.gateway` with these settings, killed at the end."""
    variables = {**os.environ, **environment(settings), "LOG_LEVEL": "WARNING"}
    running = subprocess.Popen([sys.executable, "-m", "bot.gateway"], cwd=ROOT, env=variables)
    try:
        url = f"http://127.0.0.1:{settings.gateway_port}"

        def answers() -> bool:
            assert running.poll() is None, "the gateway ended"
            try:
                return httpx.get(f"{url}/healthz", timeout=1).status_code == 200
            except httpx.HTTPError:
                return False

        eventually(answers, within_seconds=40)
        yield running
    finally:
        running.kill()
        running.wait()


@pytest.mark.faults
def test_killed_gateway_loses_nothing_and_doubles_nothing(
    settings: Settings, engine: FakeEngine
) -> None:
    """kill -9 while turns run and messages wait; a new process goes on where it stopped."""
    chosen = replace(settings, gateway_port=free_port())
    url = f"http://127.0.0.1:{chosen.gateway_port}"
    engine.behaviour = slow(1.0)
    with process(chosen) as first:
        clients = [ChatClient(url) for _ in range(3)]
        for client in clients:
            client.post({"client_msg_id": "a", "text": "第一句"})
            client.post({"client_msg_id": "b", "text": "第二句"})
        eventually(lambda: len(engine.calls) == 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with process(chosen):
        for client in clients:
            lines_of(client, 4)
            # A client that didn't hear the acknowledgement sends again.
            client.post({"client_msg_id": "b", "text": "第二句"})
        for client in clients:
            lines = everything(client)
            assert said_by(lines, "bot") == ["回声：第一句", "回声：第二句"]
            assert said_by(lines, "customer") == ["第一句", "第二句"]
            assert [line["seq"] for line in lines if line["sender"] != "system"] == sorted(
                line["seq"] for line in lines if line["sender"] != "system"
            )
            client.http.close()
    assert len(engine.run) == len(set(engine.run)) == 6


def test_stopped_gateway_gives_its_leases_back(settings: Settings, engine: FakeEngine) -> None:
    engine.behaviour = slow(6)
    with running(settings, pace=replace(BRISK, farewell_seconds=0.2)) as first:
        client = first.client()
        client.post({"client_msg_id": "a", "text": "你好"})
        eventually(lambda: engine.calls)
        client.http.close()
    with running(settings, pace=replace(BRISK, poll_seconds=60)) as second:
        # The first look at start finds it, long before the old lease would have ended.
        with second.http(headers=client.headers) as http:
            eventually(lambda: said_by(http.get("/api/chat/messages").json()["messages"], "bot"))
    assert len(engine.run) == 1


def test_wrong_setting_is_named_in_one_sentence(tmp_path: Path) -> None:
    variables = {**os.environ, "TOKEN_KEY": "short", "ENGINE_TOKEN": "x" * 40}
    done = subprocess.run(
        [sys.executable, "-m", "bot.gateway"],
        cwd=tmp_path,
        env={**variables, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "TOKEN_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_gateway_imports_no_rasa_and_no_tensorflow() -> None:
    code = (
        "import sys, bot.gateway.__main__; "
        "print([m for m in ('rasa', 'rasa_sdk', 'tensorflow', 'spacy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr
