"""Child processes of the benchmark: started with a log, watched, ended with the benchmark."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from bot.settings import ROOT

EVERY_SECONDS = 0.5
PATIENCE_SECONDS = 20

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "ACCOUNT_NUMBER_FORMAT": "[0-9]{10}",
}


class ChildFailed(Exception):
    """A child process ended badly; the text names its log."""


def run(
    command: list[str],
    environment: dict[str, str],
    log: Path,
    watch: Callable[[str], None] = lambda _: None,
) -> float:
    """Run a command in the repository's root until it ends; it is ended if this is interrupted.

    Args:
        command: with its arguments.
        environment: added to ours.
        log: file for what it writes.
        watch: told the end of the log, twice a second.

    Returns:
        Seconds that it took.

    Raises:
        ChildFailed: it ended with an error.
    """
    started = time.monotonic()
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **QUIET, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            while True:
                try:
                    child.wait(EVERY_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    watch(_end_of(log))
            seconds = time.monotonic() - started
        finally:
            end(child)
    watch(_end_of(log))
    if child.returncode != 0:
        raise ChildFailed(f"{' '.join(command[1:4])} ended with {child.returncode}; see {log}")
    return seconds


def end(child: subprocess.Popen[bytes]) -> None:
    """End a process that may have ended already."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_of(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4000))
        return file.read().decode(errors="replace")
