"""A whole product for tests: its own ports, databases and keys, started as an operator starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xmlrpc.client import ServerProxy

import httpx
from supervisor.xmlrpc import SupervisorTransport

from bot.settings import ROOT

READY_WITHIN_SECONDS = 240


def free_ports(number: int) -> list[int]:
    """Ports of loopback that were free a moment ago, all different."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@dataclass
class Product:
    """A running product.

    Args:
        var_dir: where it writes its databases and logs.
        changes: settings that differ from a test's usual ones.
    """

    var_dir: Path
    changes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        gateway, engine, actions = free_ports(3)
        self.base_url = f"http://127.0.0.1:{gateway}"
        self.environment = {
            "DEMO": "true",
            "VAR_DIR": str(self.var_dir),
            "MODELS_DIR": str(ROOT / "models"),
            "GATEWAY_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(gateway),
            "ENGINE_PORT": str(engine),
            "ACTIONS_PORT": str(actions),
            "ENGINE_URL": f"http://127.0.0.1:{engine}",
            "ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
            "UTILITY_DB_URL": f"sqlite:///{self.var_dir / 'utility.db'}",
            "BOT_DB_URL": f"sqlite:///{self.var_dir / 'bot.db'}",
            "TRACKER_DB_URL": f"sqlite:///{self.var_dir / 'trackers.db'}",
            "ALLOWED_ORIGINS": self.base_url,
            "TOKEN_KEY": "test-token-key-" + "t" * 32,
            "ENGINE_TOKEN": "test-engine-token-" + "e" * 32,
            "STAFF_PASSWORD": "test-staff-password",
            # one client address asks for everything here
            "SESSIONS_PER_MINUTE": "100000",
            "MESSAGES_PER_MINUTE": "100000",
            "BINDING_ATTEMPTS_PER_HOUR": "100000",
            "CLOCK_SHIFT_SECONDS": "0",
            **self.changes,
        }

    @property
    def staff_password(self) -> str:
        return self.environment["STAFF_PASSWORD"]

    @property
    def bot_db_url(self) -> str:
        return self.environment["BOT_DB_URL"]

    @property
    def utility_db_url(self) -> str:
        return self.environment["UTILITY_DB_URL"]

    def start(self) -> Product:
        """Start it and wait until it is ready.

        Raises:
            RuntimeError: it ended or did not become ready; the text holds what it said.
        """
        self.var_dir.mkdir(parents=True, exist_ok=True)
        self._output = self.var_dir / "run.log"
        with self._output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.wait_until_ready()
        return self

    def wait_until_ready(self, within_seconds: float = READY_WITHIN_SECONDS) -> None:
        """Wait until /readyz is 200."""
        deadline = time.monotonic() + within_seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the product ended:\n{self._output.read_text()}")
            if self.ready():
                return
            time.sleep(0.25)
        raise RuntimeError(f"not ready after {within_seconds} s:\n{self._output.read_text()}")

    def ready(self) -> bool:
        """Whether /readyz is 200 now."""
        try:
            return httpx.get(f"{self.base_url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def pid(self, program: str) -> int:
        """The process id of `gateway`, `engine` or `actions`; 0 while it is down."""
        state = self._supervisor().supervisor.getProcessInfo(program)
        assert isinstance(state, dict)
        return int(state["pid"])

    def kill(self, program: str) -> None:
        """End a program as a crash would: at once, without a chance to tidy up."""
        process = self.pid(program)
        if process:
            os.kill(process, signal.SIGKILL)

    def halt(self, program: str) -> None:
        """Stop a program and keep it stopped until `resume`."""
        self._supervisor().supervisor.stopProcess(program)

    def resume(self, program: str) -> None:
        """Start a halted program."""
        self._supervisor().supervisor.startProcess(program)

    def log(self, program: str) -> str:
        """What a program wrote to its log."""
        return (self.var_dir / "logs" / f"{program}.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def _supervisor(self) -> ServerProxy:
        socket_file = f"unix://{self.var_dir / 'supervisor.sock'}"
        return ServerProxy(
            "http://127.0.0.1", transport=SupervisorTransport(None, None, socket_file)
        )
