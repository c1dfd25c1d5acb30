"""`python -m bot run` as an operator meets it: starts, tells, stops whole, names what is wrong."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.demo.people import PEOPLE, person
from bot.settings import ROOT
from tests.chat_client import ChatClient
from tests.gateway.running import eventually
from tests.product import Product
from tests.product.binding import bind

pytestmark = pytest.mark.product


@pytest.fixture
def own_product(tmp_path: Path) -> Iterator[Product]:
    """A product that a test may stop."""
    running = Product(tmp_path).start()
    yield running
    running.stop()


def test_it_tells_where_it_is_and_leaves_nothing_behind(own_product: Product) -> None:
    # It tells a moment after all is ready; the last line is how to stop.
    output = own_product.var_dir / "run.log"
    eventually(lambda: "Ctrl-C" in output.read_text(encoding="utf-8"))
    told = output.read_text(encoding="utf-8")
    assert f"{own_product.base_url}/" in told
    assert all(one.number in told for one in PEOPLE)
    assert "Ctrl-C" in told
    for secret in ("TOKEN_KEY", "ENGINE_TOKEN", "STAFF_PASSWORD"):
        assert own_product.environment[secret] not in told

    processes = [own_product.pid(program) for program in ("gateway", "engine", "actions")]
    assert all(processes)
    own_product.stop()
    assert own_product.process.returncode == 0
    for process in processes:
        assert _has_ended(process), "a process was left behind"
    for name in ("GATEWAY_PORT", "ENGINE_PORT", "ACTIONS_PORT"):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(own_product.environment[name]))) != 0


def test_killed_itself_it_takes_its_processes_along(own_product: Product) -> None:
    processes = [own_product.pid(program) for program in ("gateway", "engine", "actions")]
    own_product.process.send_signal(signal.SIGKILL)
    own_product.process.wait(10)
    for process in processes:
        eventually(lambda process=process: _has_ended(process))


def test_no_process_listens_on_every_address(product: Product) -> None:
    # A socket that listens on every address answers here, too; one on 127.0.0.1 doesn't.
    address = "127.0.0.2"
    for name in ("ENGINE_PORT", "ACTIONS_PORT", "GATEWAY_PORT"):
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, int(product.environment[name]))) != 0, name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATEWAY_PORT", "eighty"),
        ("BOT_DB_URL", "mysql://nobody@127.0.0.1/bot"),
        ("TOKEN_KEY", "short"),
        ("BOT_DB_URL", "postgresql://nobody@127.0.0.1:1/nothing"),
        ("LATE_FEE_CAP", "3"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    done = _run({**Product(tmp_path).environment, name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    environment = Product(tmp_path).environment
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["ENGINE_PORT"])))
        taken.listen()
        done = _run(environment)
    assert done.returncode == 1
    assert "ENGINE_PORT" in done.stderr
    assert "make stop" in done.stderr


def test_one_id_follows_a_message_and_no_personal_data_is_logged(product: Product) -> None:
    customer = person("summer")
    with ChatClient(product.base_url) as chat:
        bind(chat, customer)
        chat.say(f"{customer.number}上个月电费多少")
        newest = chat.newest_code(customer.phone)
        conversation = chat.conversation_id
    seen: dict[str, set[str]] = {}
    for program in ("gateway", "engine", "actions"):
        log = product.log(program)
        for secret in (customer.number, customer.phone, customer.name, newest):
            # A code may be part of a longer number by chance, never stand alone.
            assert not re.search(rf"(?<![0-9a-f]){secret}(?![0-9a-f])", log), program
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        assert lines, program
        seen[program] = {
            str(line["message_id"])
            for line in lines
            if str(line.get("message_id", "")).startswith(conversation)
        }
    assert seen["engine"]
    assert seen["engine"] <= seen["gateway"]
    assert seen["actions"] & seen["engine"]


def test_doctor_finds_a_running_product_well(product: Product) -> None:
    done = _run(product.environment, "doctor")
    assert "ok     the running product" in done.stdout
    assert done.returncode == 0, done.stdout


def test_a_backup_of_a_running_product_holds_what_was_said(product: Product) -> None:
    with ChatClient(product.base_url) as chat:
        chat.say("你好")
        conversation = chat.conversation_id
    done = _run(product.environment, "backup")
    assert done.returncode == 0, done.stderr
    folder = max((product.var_dir / "backups").iterdir())
    assert folder.stat().st_mode & 0o077 == 0
    assert {one.name for one in folder.iterdir()} == {"bot.db", "trackers.db", "utility.db"}
    with closing(sqlite3.connect(folder / "bot.db")) as copy:
        (lines,) = copy.execute(
            "SELECT count(*) FROM messages WHERE conversation_id = ?", (conversation,)
        ).fetchone()
    assert lines == 2


def test_metrics_count_what_happens(product: Product) -> None:
    def counted(name: str) -> float:
        told = httpx.get(f"{product.base_url}/metrics", timeout=10).text
        return sum(
            float(one) for one in re.findall(rf"^{name}(?:{{.*}})? (\S+)$", told, re.MULTILINE)
        )

    names = (
        "mingdeng_messages_in_total",
        "mingdeng_messages_out_total",
        "mingdeng_turn_seconds_count",
    )
    before = [counted(name) for name in names]
    seconds = counted("mingdeng_turn_seconds_sum")
    begun = time.monotonic()
    with ChatClient(product.base_url) as chat:
        chat.say("你好")
    took = time.monotonic() - begun
    assert [counted(name) for name in names] == [number + 1 for number in before]
    # No turn takes less than a parse does, nor longer than the customer waited.
    assert 0.002 < counted("mingdeng_turn_seconds_sum") - seconds < took


def _run(environment: dict[str, str], command: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def _has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False
