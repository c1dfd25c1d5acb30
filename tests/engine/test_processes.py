"""The engine's processes: where they listen, what they say when they can't start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from bot.engine import action_server
from bot.settings import ROOT

STARTS_WITHIN_SECONDS = 120


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "SANIC_HOST"},
        "VAR_DIR": str(tmp_path),
        "ACTIONS_PORT": str(port),
        "TOKEN_KEY": "k" * 40,
        "ENGINE_TOKEN": "e" * 40,
        "UTILITY_DB_URL": f"sqlite:///{tmp_path / 'utility.db'}",
        "BOT_DB_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "TRACKER_DB_URL": f"sqlite:///{tmp_path / 'trackers.db'}",
    }


def listeners(port: int) -> set[str]:
    """The addresses, as Linux writes them, on which anybody listens at a port."""
    found = set()
    for table in ("tcp", "tcp6"):
        file = Path("/proc/net") / table
        if not file.exists():
            pytest.skip("needs Linux' /proc/net")
        for line in file.read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, at = local.partition(":")
            if state == "0A" and int(at, 16) == port:
                found.add(address)
    return found


def test_the_action_server_listens_on_loopback_only(tmp_path: Path, unused_tcp_port: int) -> None:
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.engine.action_server"],
        cwd=ROOT,
        env=environment(tmp_path, unused_tcp_port),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                answer = requests.get(f"http://127.0.0.1:{unused_tcp_port}/health", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        else:
            log.seek(0)
            pytest.fail(f"the action server did not start: {log.read()[-3000:]}")
        assert answer.status_code == 200
        names = requests.get(f"http://127.0.0.1:{unused_tcp_port}/actions", timeout=5).json()
        assert any(one["name"] == "action_query_bill" for one in names)
        assert listeners(unused_tcp_port) == {"0100007F"}  # 127.0.0.1
    finally:
        process.terminate()
        process.wait(20)
    log.seek(0)
    for line in log.read().splitlines():
        assert json.loads(line)["process"] == "actions"


def test_another_address_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SANIC_HOST", raising=False)
    assert action_server.listens_on() == "127.0.0.1"
    monkeypatch.setenv("SANIC_HOST", "10.0.0.5")
    assert action_server.listens_on() == "10.0.0.5"


@pytest.mark.parametrize("module", ["bot.engine", "bot.engine.action_server"])
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, module: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**environment(tmp_path, 1), "ENGINE_TOKEN": "short"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "ENGINE_TOKEN" in result.stderr
