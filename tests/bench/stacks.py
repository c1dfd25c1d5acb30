"""The two stacks that are compared, each behind the door that its clients use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bot.databases.migrate import migrate_one
from bot.settings import ROOT
from tests.bench.baseline_model import ENGINE_PYTHON, BaselineModel
from tests.bench.errand import Bill, Bindings
from tests.product.running import Product, free_ports

ANSWER_WITHIN_SECONDS = 30.0
READY_WITHIN_SECONDS = 180.0
PROBE = "tests.bench.probe"


@dataclass(frozen=True)
class Asked:
    """One turn as the customer saw it.

    Args:
        seconds: from sending the message to having its answer.
        accepted_seconds: until it was acknowledged; None where that is the answer itself.
        bill: what the answer said.
    """

    seconds: float
    accepted_seconds: float | None
    bill: Bill


class Customer(Protocol):
    """One bound conversation."""

    async def ask(self, text: str) -> Asked:
        """Ask, and wait for the answer.

        Raises:
            WrongAnswer: the answer isn't the bill.
        """


class Stack(Protocol):
    """A running assistant."""

    title: str

    def customers(self, number: int) -> Any:
        """A context that gives so many bound conversations that nobody has spoken in yet."""

    def processes(self) -> dict[str, int]:
        """Process ids by what the processes are."""

    def probe(self, folder: Path) -> None:
        """Start it anew with clocks in it that write their sums to a folder."""

    def stop(self) -> None:
        """End it."""


# -- ours --------------------------------------------------------------------------------------


class WebCustomer:
    """A customer at the web widget: messages go over HTTP, answers come over the socket.

    Args:
        http: to the gateway.
        socket: open and ready.
        token: of the conversation.
        headers: of each request.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        socket: ClientConnection,
        token: str,
        headers: dict[str, str],
    ) -> None:
        self._http = http
        self._socket = socket
        self._headers = {"Authorization": f"Bearer {token}", **headers}

    async def ask(self, text: str) -> Asked:
        """Ask, and wait for the answer on the socket."""
        body = {"client_msg_id": uuid.uuid4().hex, "text": text}
        started = time.perf_counter()
        answer = await self._http.post("/api/chat/messages", json=body, headers=self._headers)
        accepted = time.perf_counter() - started
        answer.raise_for_status()
        seq = answer.json()["seq"]
        while True:
            frame = json.loads(await self._socket.recv())
            if frame.get("seq", 0) > seq and frame.get("sender") not in (None, "customer"):
                seconds = time.perf_counter() - started
                return Asked(seconds, accepted, Bill.of(frame.get("card")))


class Ours:
    """The whole product, as `python -m bot run` starts it, on SQLite.

    Args:
        folder: where it writes.
    """

    def __init__(self, folder: Path) -> None:
        self.title = "Mingdeng"
        # Each customer comes from an address of its own: what one address may do is limited.
        self.product = Product(folder, {"TRUSTED_PROXIES": "127.0.0.1"})
        self._addresses = (f"198.18.{n // 250 % 250}.{n % 250}" for n in count(1))
        self._probes: list[subprocess.Popen[bytes]] = []

    def start(self) -> Ours:
        """Start it and wait until it is ready."""
        # Trained first: on a busy machine it takes longer than a product may take to be ready.
        subprocess.run([ENGINE_PYTHON, "-m", "bot.engine.train"], cwd=ROOT, check=True, stdout=2)
        self.product.start()
        self._bindings = Bindings(self.product.bot_db_url, self.product.utility_db_url)
        return self

    @asynccontextmanager
    async def customers(self, number: int) -> AsyncIterator[list[Customer]]:
        """A context that gives so many bound conversations."""
        limits = httpx.Limits(max_connections=number, max_keepalive_connections=number)
        address = self.product.base_url
        async with httpx.AsyncClient(
            base_url=address, timeout=ANSWER_WITHIN_SECONDS, limits=limits, trust_env=False
        ) as http:
            opened = [(await http.post("/api/chat/sessions")).json() for _ in range(number)]
            self._bindings.bind([one["conversation_id"] for one in opened])
            sockets: list[ClientConnection] = []
            try:
                customers: list[Customer] = []
                for one in opened:
                    headers = {"X-Forwarded-For": next(self._addresses)}
                    sockets.append(await self._socket(one["token"], headers))
                    customers.append(WebCustomer(http, sockets[-1], one["token"], headers))
                yield customers
            finally:
                for socket in sockets:
                    await socket.close()

    async def _socket(self, token: str, headers: dict[str, str]) -> ClientConnection:
        address = self.product.base_url.replace("http", "ws", 1) + "/api/chat/socket"
        socket = await connect(address, proxy=None, additional_headers=headers)
        await socket.send(json.dumps({"token": token, "after": 0}))
        while json.loads(await socket.recv()).get("event") != "ready":
            pass
        return socket

    def processes(self) -> dict[str, int]:
        """Process ids by what the processes are."""
        programs = {"gateway": "gateway", "engine": "engine", "action server": "actions"}
        return {what: self.product.pid(program) for what, program in programs.items()}

    def probe(self, folder: Path) -> None:
        """Start its three processes anew with clocks in them."""
        for program in ("gateway", "engine", "actions"):
            self.product.halt(program)
        for program, python in (
            ("gateway", sys.executable),
            ("engine", str(ENGINE_PYTHON)),
            ("actions", str(ENGINE_PYTHON)),
        ):
            self._probes.append(
                _process(
                    [python, "-m", PROBE, program, str(folder / f"ours-{program}.json")],
                    ROOT,
                    self.product.environment,
                    self.product.var_dir / f"probed-{program}.log",
                )
            )
        self.product.wait_until_ready()

    def stop(self) -> None:
        """End it."""
        _end(self._probes)
        if hasattr(self.product, "process"):
            self.product.stop()


# -- Rasa's default stack ----------------------------------------------------------------------


class RestCustomer:
    """A customer of Rasa's `rest` channel, which answers in its response.

    Args:
        http: to Rasa.
        sender: the conversation.
    """

    def __init__(self, http: httpx.AsyncClient, sender: str) -> None:
        self._http = http
        self._sender = sender

    async def ask(self, text: str) -> Asked:
        """Ask, and wait for the response."""
        body = {"sender": self._sender, "message": text}
        started = time.perf_counter()
        answer = await self._http.post("/webhooks/rest/webhook", json=body)
        said = answer.json()
        seconds = time.perf_counter() - started
        answer.raise_for_status()
        cards = [one["custom"] for one in said if "custom" in one]
        return Asked(seconds, None, Bill.of(cards[0] if cards else said))


class Baseline:
    """`rasa run` with the `rest` channel, and rasa-sdk's own action server with our actions.

    Args:
        folder: where it writes.
        model: trained on our data.
        ours: whose utility database and settings it shares.
    """

    def __init__(self, folder: Path, model: BaselineModel, ours: Product) -> None:
        self.title = "Rasa default"
        self.model = model
        self._folder = folder
        self._ours = ours
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> Baseline:
        """Start it and wait until it is ready."""
        self._folder.mkdir(parents=True)
        rasa, actions = free_ports(2)
        self.base_url = f"http://127.0.0.1:{rasa}"
        actions_url = f"http://127.0.0.1:{actions}"
        self.environment = {
            **self._ours.environment,
            "VAR_DIR": str(self._folder),
            "BOT_DB_URL": f"sqlite:///{self._folder / 'bot.db'}",
            "ACTIONS_PORT": str(actions),
            "ACTIONS_URL": f"{actions_url}/webhook",
            "SANIC_HOST": "127.0.0.1",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONPATH": str(ROOT),
        }
        migrate_one("bot", self.environment["BOT_DB_URL"])
        self._bindings = Bindings(
            self.environment["BOT_DB_URL"], self.environment["UTILITY_DB_URL"]
        )
        (self._folder / "credentials.yml").write_text("rest:\n")
        (self._folder / "endpoints.yml").write_text(
            f"action_endpoint:\n  url: {actions_url}/webhook\n"
            f"tracker_store:\n  type: SQL\n  dialect: sqlite\n"
            f"  db: {self._folder / 'trackers.db'}\n"
            "lock_store:\n  type: in_memory\n"
        )
        self._commands = {
            "actions": ["rasa_sdk", "--actions", "actions", "--port", str(actions)],
            "engine": [
                *("rasa", "run", "--model", str(self.model.path)),
                *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
                *("--interface", "127.0.0.1", "--port", str(rasa)),
            ],
        }
        self._health = [f"{actions_url}/health", f"{self.base_url}/webhooks/rest/"]
        self._start_processes({})
        return self

    def _start_processes(self, probes: dict[str, Path]) -> None:
        for program, command in self._commands.items():
            probed = [PROBE, f"stock-{program}", str(probes[program])] if probes else []
            self._running.append(
                _process(
                    [str(ENGINE_PYTHON), "-m", *probed, *(command[1:] if probed else command)],
                    # the actions are imported from here; Rasa finds its files in its own folder
                    ROOT if program == "actions" else self._folder,
                    self.environment,
                    self._folder / f"{program}.log",
                )
            )
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not all(_answers(address) for address in self._health):
            ended = [one.args for one in self._running if one.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"the baseline did not start; see {self._folder}")
            time.sleep(0.25)

    @asynccontextmanager
    async def customers(self, number: int) -> AsyncIterator[list[Customer]]:
        """A context that gives so many bound conversations."""
        limits = httpx.Limits(max_connections=number, max_keepalive_connections=number)
        async with httpx.AsyncClient(
            base_url=self.base_url, timeout=ANSWER_WITHIN_SECONDS, limits=limits, trust_env=False
        ) as http:
            senders = [str(uuid.uuid4()) for _ in range(number)]
            self._bindings.bind(senders)
            yield [RestCustomer(http, one) for one in senders]

    def processes(self) -> dict[str, int]:
        """Process ids by what the processes are."""
        actions, engine = self._running
        return {"engine": engine.pid, "action server": actions.pid}

    def probe(self, folder: Path) -> None:
        """Start both processes anew with clocks in them."""
        self.stop()
        self._start_processes({one: folder / f"stock-{one}.json" for one in self._commands})

    def stop(self) -> None:
        """End it."""
        _end(self._running)


def _process(
    command: list[str], folder: Path, environment: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for one in processes:
        if one.poll() is None:
            one.terminate()
    for one in processes:
        try:
            one.wait(15)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
    processes.clear()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
