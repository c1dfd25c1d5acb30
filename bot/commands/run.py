"""Prepare everything and run the product under the supervisor until Ctrl-C."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import httpx

from bot.commands.databases import prepare_databases
from bot.commands.pages import build_pages
from bot.databases.migrate import MigrationError
from bot.demo.people import PEOPLE
from bot.settings import ROOT, Settings, environment, settings

READY_WITHIN_SECONDS = 180
ENGINE_PYTHON = ROOT / ".venv" / "engine" / "bin" / "python"
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl(2)


class RunError(Exception):
    """The product can't be run; the text says why and what to do."""


def run(*, prepare_only: bool = False) -> int:
    """Prepare and run the product.

    Args:
        prepare_only: stop once everything is built, migrated, seeded and trained.

    Returns:
        0 after Ctrl-C, 1 when something is missing or did not become ready.
    """
    chosen = settings()
    try:
        _require_free_ports(chosen)
        prepare(chosen)
        if prepare_only:
            return 0
        return _supervise(chosen)
    except (RunError, MigrationError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def prepare(chosen: Settings) -> None:
    """Build the pages, migrate and seed the databases, train if no fitting model is there.

    Raises:
        RunError: one of these failed.
    """
    for folder in (chosen.var_dir / "logs", chosen.models_dir):
        folder.mkdir(parents=True, exist_ok=True)
    if build_pages() != 0:
        raise RunError("The web pages could not be built; the lines above say why.")
    prepare_databases(chosen)
    trained = subprocess.run(
        [ENGINE_PYTHON, "-m", "bot.engine.train"], cwd=ROOT, env=_child_environment(chosen)
    )
    if trained.returncode != 0:
        raise RunError("The model could not be trained; the lines above say why.")


def stop() -> int:
    """Stop a supervisor that was left running for the same `VAR_DIR`.

    Returns:
        0 when nothing runs any more.
    """
    pidfile = settings().var_dir / "supervisord.pid"
    try:
        process = int(pidfile.read_text())
        os.kill(process, signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        print("Nothing is running.")
        return 0
    for _ in range(300):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            print("Stopped.")
            return 0
        time.sleep(0.1)
    print(f"Process {process} does not stop; look into {pidfile.parent / 'logs'}.", file=sys.stderr)
    return 1


def _child_environment(chosen: Settings) -> Mapping[str, str]:
    return {
        **os.environ,
        **environment(chosen),
        "ROOT": str(ROOT),
        "GATEWAY_PYTHON": sys.executable,
        "ENGINE_PYTHON": str(ENGINE_PYTHON),
        "PYTHONUNBUFFERED": "1",
    }


def _require_free_ports(chosen: Settings) -> None:
    for name, port in (
        ("GATEWAY_PORT", chosen.gateway_port),
        ("ENGINE_PORT", chosen.engine_port),
        ("ACTIONS_PORT", chosen.actions_port),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise RunError(
                    f"Port {port} ({name}) is taken. If Mingdeng was left running, stop it with "
                    f"`make stop`; otherwise set {name} in .env to a free port."
                ) from None


def _die_with_parent() -> None:
    # Without it a killed `make run` would leave the supervisor and its processes behind.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _supervise(chosen: Settings) -> int:
    stopping = False

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    supervisor = subprocess.Popen(
        [
            Path(sys.executable).with_name("supervisord"),
            "-c",
            ROOT / "deploy" / "supervisord.conf",
            "--silent",
        ],
        cwd=ROOT,
        env=_child_environment(chosen),
        start_new_session=True,  # Ctrl-C reaches this process alone, which stops the rest in order
        preexec_fn=_die_with_parent,
    )
    code = 0
    try:
        address = f"http://{chosen.gateway_host}:{chosen.gateway_port}"
        started = time.monotonic()
        told_ready = False
        while not stopping:
            if supervisor.poll() is not None:
                print(
                    f"The supervisor ended; look into {chosen.var_dir / 'logs'}.", file=sys.stderr
                )
                return 1
            if not told_ready:
                missing = _not_ready(address)
                if missing is None:
                    told_ready = True
                    print(_banner(chosen, address, time.monotonic() - started), flush=True)
                elif time.monotonic() - started > READY_WITHIN_SECONDS:
                    print(
                        f"Not ready after {READY_WITHIN_SECONDS} s: {missing}. "
                        f"The logs are in {chosen.var_dir / 'logs'}.",
                        file=sys.stderr,
                    )
                    code = 1
                    break
            time.sleep(0.2)
    finally:
        _end(supervisor)
    if code == 0:
        print("\nStopped.")
    return code


def _end(supervisor: subprocess.Popen[bytes]) -> None:
    if supervisor.poll() is None:
        supervisor.terminate()
        try:
            supervisor.wait(30)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()


def _not_ready(address: str) -> str | None:
    """What /readyz still misses, or None when all is ready."""
    try:
        answer = httpx.get(f"{address}/readyz", timeout=5)
    except httpx.HTTPError:
        return "the gateway does not answer"
    if answer.status_code == 200:
        return None
    parts = answer.json().get("parts", {})
    return "; ".join(f"{part}: {state}" for part, state in parts.items() if state != "ok")


def _banner(chosen: Settings, address: str, seconds: float) -> str:
    lines = [
        "",
        f"Mingdeng is ready ({seconds:.0f} s).",
        "",
        f"  customers   {address}/",
        f"  staff       {address}/requests",
        f"  API         {address}/docs",
        f"  health      {address}/readyz   {address}/metrics",
        f"  logs        {chosen.var_dir / 'logs'}",
        "",
    ]
    if chosen.demo:
        lines.append("  Demo mode: text messages are shown by the phone on the demo page. Try:")
        lines += [f"    {person.number}  {person.name}  {person.about}" for person in PEOPLE]
        if chosen.staff_password:
            lines.append(
                f"  Staff sign-in: demo / {chosen.staff_password}"
                if sys.stdout.isatty()
                else "  Staff sign-in: demo, with STAFF_PASSWORD of .env"
            )
        lines.append("")
    lines.append("  Ctrl-C stops everything.")
    return "\n".join(lines)
