"""Runs one process of a stack with clocks around its steps: `python -m tests.bench.probe NAME FILE …`.

The product itself knows nothing of it. The sums (seconds and calls since the start) are written to
FILE a few times in a second, and whoever measures takes the difference of two readings. Imported in
all environments, so nothing is imported here that one of them lacks.
"""

from __future__ import annotations

import functools
import inspect
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITE_SECONDS = 0.2

_sums: dict[str, list[float]] = {}
_lock = threading.Lock()


def clock(owner: Any, attribute: str, step: str) -> None:
    """Put a clock around a function or coroutine function.

    Args:
        owner: the class or module that holds it.
        attribute: its name there.
        step: what its time is called.
    """
    inner: Callable[..., Any] = getattr(owner, attribute)

    if inspect.iscoroutinefunction(inner):

        @functools.wraps(inner)
        async def timed_coroutine(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return await inner(*args, **kwargs)
            finally:
                _add(step, time.perf_counter() - started)

        setattr(owner, attribute, timed_coroutine)
        return

    @functools.wraps(inner)
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return inner(*args, **kwargs)
        finally:
            _add(step, time.perf_counter() - started)

    setattr(owner, attribute, timed)


def read(file: Path) -> dict[str, float]:
    """The seconds that each step has taken since the process began."""
    found: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _add(step: str, seconds: float) -> None:
    with _lock:
        _sums.setdefault(step, [0.0])[0] += seconds


def _keep_writing(file: Path) -> None:
    beside = file.with_suffix(".new")

    def write() -> None:
        while True:
            with _lock:
                sums = {step: found[0] for step, found in _sums.items()}
            beside.write_text(json.dumps(sums), encoding="utf-8")
            os.replace(beside, file)
            time.sleep(WRITE_SECONDS)

    threading.Thread(target=write, daemon=True).start()


def _gateway() -> Any:
    from bot.conversations import Inbox
    from bot.gateway.__main__ import main
    from bot.gateway.engine_client import EngineClient

    clock(Inbox, "receive", "store the message")
    clock(Inbox, "claim", "lease and read")
    clock(Inbox, "finish", "store the answer")
    clock(EngineClient, "turn", "engine, as the gateway sees it")
    return main


def _rasa_steps() -> None:
    from rasa.core.processor import MessageProcessor
    from rasa.utils.endpoints import EndpointConfig

    clock(MessageProcessor, "parse_message", "understand")
    clock(MessageProcessor, "run_action_extract_slots", "extract slots")
    clock(MessageProcessor, "predict_next_with_tracker_if_should", "predict actions")
    clock(EndpointConfig, "request", "action call")


def _engine() -> Any:
    from bot.engine.process import prepare

    prepare("engine")
    _rasa_steps()
    from bot.engine import channel
    from bot.engine.__main__ import main
    from bot.engine.action_endpoint import ActionEndpoint
    from bot.engine.trackers import TrackerDatabase

    clock(channel, "take", "turn in the engine")
    clock(ActionEndpoint, "request", "action call")
    for step in ("knows", "retrieve", "save"):
        clock(TrackerDatabase, step, "read and store the tracker")
    return main


def _actions() -> Any:
    from bot.engine.process import prepare

    prepare("actions")
    _action_steps()
    from bot.engine.action_server import main

    return main


def _action_steps() -> None:
    from rasa_sdk.executor import ActionExecutor

    from actions.dialogue.base import ServiceAction

    clock(ActionExecutor, "run", "action server")
    clock(ServiceAction, "work", "service and its database")


def _stock_engine() -> Any:
    _rasa_steps()
    from rasa.__main__ import main
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import SQLTrackerStore

    clock(Agent, "handle_message", "turn in the engine")
    for step in ("retrieve", "save"):
        clock(SQLTrackerStore, step, "read and store the tracker")
    return main


def _stock_actions() -> Any:
    _action_steps()
    from rasa_sdk.__main__ import main

    return main


PROCESSES: dict[str, Callable[[], Any]] = {
    "gateway": _gateway,
    "engine": _engine,
    "actions": _actions,
    "stock-engine": _stock_engine,
    "stock-actions": _stock_actions,
}


def main() -> None:
    """Run the process named first with the arguments behind the file's name."""
    name, file = sys.argv[1], Path(sys.argv[2])
    sys.argv = [name, *sys.argv[3:]]
    run = PROCESSES[name]()
    _keep_writing(file)
    sys.exit(run())


if __name__ == "__main__":
    # Under its own name, so that there is one set of sums.
    from tests.bench.probe import main as run_probed

    run_probed()
