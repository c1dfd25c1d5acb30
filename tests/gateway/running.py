"""A gateway for tests: the real app under the real server on a free port, in a thread."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import uvicorn
from websockets.sync.client import ClientConnection, connect

from bot.clock import Clock, system_clock
from bot.conversations import Line
from bot.databases import bot as bot_tables
from bot.databases import utility as utility_tables
from bot.databases.sessions import connect as connect_database
from bot.gateway.__main__ import server
from bot.gateway.app import create_gateway
from bot.gateway.context import Gateway
from bot.gateway.worker import Pace
from bot.settings import Settings, load
from tests.chat_client import ChatClient
from tests.gateway.fake_engine import TOKEN

KEY = "token-key-for-tests-token-key-for-tests-token"
BRISK = Pace(
    delay_told_after_seconds=30.0,
    poll_seconds=0.1,
    lease_seconds=1.5,
    retry_seconds=0.05,
    longest_retry_seconds=0.2,
    probe_seconds=0.1,
    farewell_seconds=2.0,
)
"""As patient as tests can afford; says nothing of delays, which a slow machine has."""
TELLING = replace(BRISK, delay_told_after_seconds=0.4)
"""The same, and tells of a delay soon."""


@dataclass
class MovableClock:
    """The machine's clock, moved by `ahead`."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return system_clock() + self.ahead


@dataclass
class Running:
    """One running gateway."""

    url: str
    shared: Gateway
    stop: Callable[[], None]

    def client(self) -> ChatClient:
        """A new conversation."""
        return ChatClient(self.url)

    def http(self, **options: Any) -> httpx.Client:
        """A plain client."""
        return httpx.Client(base_url=self.url, timeout=20, **options)

    def socket(self, **options: Any) -> ClientConnection:
        """An open socket before its first frame."""
        address = self.url.replace("http", "ws", 1) + "/api/chat/socket"
        return connect(address, proxy=None, **options)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_settings(folder: Path, **changes: Any) -> Settings:
    """Settings of a gateway of its own."""
    needed = {"TOKEN_KEY": KEY, "ENGINE_TOKEN": TOKEN, "VAR_DIR": str(folder)}
    with mock.patch.dict(os.environ, needed, clear=True):
        chosen = load(None)
    roomy = {"messages_per_minute": 10_000, "sessions_per_minute": 10_000}
    return replace(chosen, **{**roomy, **changes})


def create_tables(settings: Settings) -> None:
    """All tables of both databases, where they are not there yet."""
    for url, tables in (
        (settings.bot_db_url, bot_tables.Base),
        (settings.utility_db_url, utility_tables.Base),
    ):
        engine = connect_database(url, timeout_seconds=10)
        tables.metadata.create_all(engine)
        engine.dispose()


@contextmanager
def running(
    settings: Settings,
    *,
    pace: Pace = BRISK,
    clock: Clock | None = None,
    adjust: Callable[[Gateway], None] | None = None,
    **parts: Any,
) -> Iterator[Running]:
    """A gateway that serves while the context lasts.

    Args:
        settings: its settings; the port is chosen anew.
        pace: of its worker.
        clock: the present.
        adjust: changes its parts before it starts.
        **parts: more arguments of `create_gateway`.
    """
    port = free_port()
    chosen = replace(settings, gateway_port=port)
    shared = create_gateway(chosen, pace=pace, clock=clock, **parts)
    if adjust is not None:
        adjust(shared)
    serving: uvicorn.Server = server(shared)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not serving.started:
        assert thread.is_alive(), "the gateway ended"
        assert time.monotonic() < until, "the gateway did not start"
        time.sleep(0.005)

    def stop() -> None:
        serving.should_exit = True
        thread.join(20)

    try:
        yield Running(f"http://127.0.0.1:{port}", shared, stop)
    finally:
        stop()
        for factory in (shared.bot_sessions, shared.utility_sessions):
            factory.kw["bind"].dispose()  # type: ignore[attr-defined]
        assert not thread.is_alive(), "the gateway did not stop"


def eventually(found: Callable[[], Any], *, within_seconds: float = 15.0) -> Any:
    """What `found` returns once it is true."""
    until = time.monotonic() + within_seconds
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def everything(client: ChatClient) -> list[Line]:
    """All lines of a conversation from the first one."""
    answer = client.http.get("/api/chat/messages", params={"after": 0}, headers=client.headers)
    answer.raise_for_status()
    lines: list[Line] = answer.json()["messages"]
    return lines


def said_by(lines: list[Line], *senders: str) -> list[str]:
    """The texts of some senders."""
    return [line["text"] for line in lines if line["sender"] in senders]
