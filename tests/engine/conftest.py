"""A small assistant, a scripted action server, and the engine's channel as a real server."""

from __future__ import annotations

import logging
import os
import socket
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytest.importorskip("rasa", reason="needs the engine's environment")

from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.model_training import train
from rasa.shared.core.domain import Domain
from sanic import Sanic

from bot.engine.action_endpoint import ActionEndpoint
from bot.engine.channel import GatewayInput
from bot.engine.locks import ConversationLocks
from bot.engine.process import quiet_rasa
from bot.engine.trackers import TrackerDatabase

quiet_rasa(logging.WARNING)

HERE = Path(__file__).parent / "assistant"
TOKEN = "token-of-the-gateway-in-tests-" + "t" * 16
Sanic.test_mode = True

Answer = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small assistant, trained once."""
    before = os.environ.get("RASA_CACHE_DIRECTORY")
    os.environ["RASA_CACHE_DIRECTORY"] = str(tmp_path_factory.mktemp("cache"))
    try:
        result = train(
            str(HERE / "domain.yml"),
            str(HERE / "config.yml"),
            [str(HERE / "data.yml")],
            output=str(tmp_path_factory.mktemp("models")),
        )
    finally:
        os.environ.pop("RASA_CACHE_DIRECTORY")
        if before is not None:
            os.environ["RASA_CACHE_DIRECTORY"] = before
    assert result.model is not None
    return result.model


@dataclass
class ActionServer:
    """An action server whose answers a test writes."""

    url: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        call = await request.json()
        self.calls.append(call)
        self.headers.append(dict(request.headers))
        answer = self.answers.get(call["next_action"], _default_answer)
        return web.json_response(await answer(call))


async def _default_answer(call: dict[str, Any]) -> dict[str, Any]:
    if call["next_action"] == "action_remote":
        said = {
            "text": None,
            "buttons": [{"title": "为什么", "payload": "/ask_remote"}],
            "custom": {"schema": "bill", "amount": "12.30"},
            "response": "utter_remote",
            "amount": "12.30",
        }
        event = {"event": "slot", "name": "topic", "value": "billing"}
        return {"events": [event], "responses": [said]}
    if call["next_action"] == "action_pause":
        return {"events": [{"event": "pause"}], "responses": []}
    return {"events": [], "responses": []}


@pytest.fixture
async def actions() -> AsyncIterator[ActionServer]:
    """The scripted action server, listening."""
    scripted = ActionServer()
    app = web.Application()
    app.router.add_post("/webhook", scripted.handle)

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app.router.add_get("/health", health)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    scripted.url = f"http://127.0.0.1:{port}/webhook"
    yield scripted
    await runner.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def tracker_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty tracker database on each kind of server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'trackers.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty tracker database where the kind doesn't matter."""
    return f"sqlite:///{tmp_path / 'trackers.db'}"


@pytest.fixture
def domain() -> Domain:
    """The small assistant's domain."""
    return Domain.load(str(HERE / "domain.yml"))


@dataclass
class Engine:
    """One engine of the small assistant, reached as the gateway reaches it."""

    agent: Agent
    base: str
    client: aiohttp.ClientSession
    conversation: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def trackers(self) -> TrackerDatabase:
        store = self.agent.tracker_store
        assert isinstance(store, TrackerDatabase)
        return store

    async def turn(
        self, message_id: str, text: str | None = None, *, token: str = TOKEN, **more: Any
    ) -> tuple[int, dict[str, Any]]:
        """Send a message; the HTTP status and the body."""
        body: dict[str, Any] = {
            "message_id": message_id,
            "conversation_id": self.conversation,
            "channel": "web",
            "metadata": {},
            **more,
        }
        if text is not None:
            body["text"] = text
        async with self.client.post(
            f"{self.base}/turn", json=body, headers={"Authorization": f"Bearer {token}"}
        ) as answer:
            return answer.status, await answer.json()

    async def say(self, message_id: str, text: str, **more: Any) -> dict[str, Any]:
        """Send a message that has to be answered."""
        status, body = await self.turn(message_id, text, **more)
        assert status == 200, body
        return body

    async def events(self) -> list[str]:
        """The names of all stored events of the conversation."""
        tracker = await self.trackers.retrieve_full_tracker(self.conversation)
        return [] if tracker is None else [one.type_name for one in tracker.events]


StartEngine = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def start_engine(model: str, actions: ActionServer) -> AsyncIterator[StartEngine]:
    """Starts engines, several on one database if wished."""
    running: list[Any] = []

    async def start(url: str, *, deadline: float = 2.0, redis_url: str | None = None) -> Engine:
        endpoint = ActionEndpoint(
            actions.url, deadline_seconds=deadline, enable_selective_domain=True
        )
        agent = Agent.load(
            model,
            tracker_store=TrackerDatabase(host=url),
            lock_store=ConversationLocks(redis_url),
            action_endpoint=endpoint,
        )
        app = Sanic(f"engine-{uuid.uuid4().hex}", configure_logging=False)
        app.ctx.agent = agent
        register([GatewayInput(TOKEN)], app, "/webhooks/")
        # Sanic takes port 0 for its default port
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        port = door.getsockname()[1]
        client = aiohttp.ClientSession()
        running.append((server, client, endpoint))
        return Engine(agent, f"http://127.0.0.1:{port}/webhooks/mingdeng", client)

    yield start
    for server, client, endpoint in running:
        await client.close()
        await endpoint.close()
        server.close()
        await server.wait_closed()


@pytest.fixture
def settings_in_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys without which no process starts."""
    monkeypatch.setenv("TOKEN_KEY", "k" * 40)
    monkeypatch.setenv("ENGINE_TOKEN", "e" * 40)
