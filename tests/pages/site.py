"""The real gateway with the fake engine behind it: what the pages' tests and pictures run on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.pages.fake_engine import FakeEngine
from tests.product import free_ports

STAFF = "demo"
STAFF_PASSWORD = "test-staff-password"
READY_WITHIN_SECONDS = 60
_PREPARE = (
    "from bot.databases.migrate import migrate\n"
    "from bot.databases.sessions import connect, sessions\n"
    "from bot.gateway.staff import ensure_demo_staff\n"
    "from bot.settings import load\n"
    "chosen = load(None)\n"
    "migrate(chosen)\n"
    "ensure_demo_staff(sessions(connect(chosen.bot_db_url)), chosen.staff_password, chosen.clock)\n"
)


class Site:
    """A gateway that can be stopped and started again on the same port and databases.

    Args:
        var_dir: for databases and logs.
        ports: of gateway and engine; None takes free ones.
    """

    def __init__(self, var_dir: Path, ports: tuple[int, int] | None = None) -> None:
        gateway, engine = ports or free_ports(2)
        self.url = f"http://127.0.0.1:{gateway}"
        self.engine = FakeEngine(engine).start()
        self.bot_db = var_dir / "bot.db"
        self._log = var_dir / "gateway.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "DEMO": "true",
            "VAR_DIR": str(var_dir),
            "GATEWAY_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(gateway),
            "ENGINE_PORT": str(engine),
            "ENGINE_URL": f"http://127.0.0.1:{engine}",
            "UTILITY_DB_URL": f"sqlite:///{var_dir / 'utility.db'}",
            "BOT_DB_URL": f"sqlite:///{var_dir / 'bot.db'}",
            "TRACKER_DB_URL": f"sqlite:///{var_dir / 'trackers.db'}",
            "ALLOWED_ORIGINS": self.url,
            "TOKEN_KEY": "test-token-key-" + "t" * 32,
            "ENGINE_TOKEN": "test-engine-token-" + "e" * 32,
            "STAFF_PASSWORD": STAFF_PASSWORD,
            "SESSIONS_PER_MINUTE": "10000",
            "MESSAGES_PER_MINUTE": "10000",
            "SIGN_INS_PER_MINUTE": "10000",
        }
        self._run("-c", _PREPARE)

    def start(self) -> Site:
        """Start the gateway and wait until it answers.

        Raises:
            RuntimeError: it doesn't; the text holds what it said.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.gateway"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return self
            except httpx.HTTPError:
                pass
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the gateway did not start:\n{self._log.read_text()}")

    def stop(self) -> None:
        """Stop the gateway as a crash would; what it stored stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def close(self) -> None:
        """Stop everything."""
        self.stop()
        self.engine.stop()

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"the databases could not be made:\n{done.stdout}{done.stderr}")
