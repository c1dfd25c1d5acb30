"""An engine for tests: a real HTTP server that speaks the turn contract and misbehaves when told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "engine-token-for-tests-engine-token-for-tests"

Body = dict[str, Any]
Behaviour = Callable[[Body], "list[dict[str, Any]] | str | int"]
"""What a turn does: returns the messages, or a fault: `die`, or a status with `turn_failed`."""


Beside = Callable[[Body], dict[str, Any]]
"""What an answer holds beside the messages: `wishes`, and whatever of the `state` isn't the usual."""


def nothing_else(_: Body) -> dict[str, Any]:
    """Every message has one wish and begins no form."""
    return {}


def echo(body: Body) -> list[dict[str, Any]]:
    """Says what it was told."""
    said = body.get("text") or body.get("payload")
    return [{"response": "utter_echo", "text": f"回声：{said}", "buttons": []}]


class FakeEngine:
    """The server; `behaviour` and `beside` may be changed at any time.

    Attributes:
        calls: bodies of all turns, in the order of their arrival.
        run: message ids in the order in which they were really run, not replayed.
        most_at_once: how many turns of one conversation were asked for at the same time at most.
    """

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.behaviour: Behaviour = echo
        self.beside: Beside = nothing_else
        self.ready = True
        self.calls: list[Body] = []
        self.run: list[str] = []
        self.tokens: set[str] = set()
        self.most_at_once = 0
        self._answers: dict[str, dict[str, Any]] = {}
        self._asked: dict[str, int] = {}
        self._conversations: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> FakeEngine:
        """Listen; after `stop` again on the same port."""
        engine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                status = 200 if engine.ready else 503
                state = "ok" if engine.ready else "no answer"
                self.reply(status, {"parts": {"model": "ok", "actions": state}})

            def do_POST(self) -> None:
                engine.tokens.add(self.headers.get("Authorization", ""))
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outcome = engine.turn(body)
                if outcome == "die":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                elif isinstance(outcome, int):
                    self.reply(outcome, {"code": "turn_failed", "message": "told to fail"})
                elif isinstance(outcome, dict):
                    self.reply(200, outcome)

            def reply(self, status: int, content: dict[str, Any]) -> None:
                raw = json.dumps(content).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                """Silence."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request: object, client_address: object) -> None:
                """Connections that die are part of the game."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def reset(self) -> None:
        """Behave, and forget what was."""
        self.behaviour = echo
        self.beside = nothing_else
        self.ready = True
        self.most_at_once = 0
        self.calls.clear()
        self.run.clear()

    def stop(self) -> None:
        """Refuse connections."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def turn(self, body: Body) -> dict[str, Any] | str | int:
        """One turn as the real engine takes it: in the conversation's lock, a known id replayed."""
        conversation = body["conversation_id"]
        with self._lock:
            self.calls.append(body)
            self._asked[conversation] = self._asked.get(conversation, 0) + 1
            self.most_at_once = max(self.most_at_once, self._asked[conversation])
            turns = self._conversations[conversation]
        try:
            with turns:
                return self._turn_alone(body)
        finally:
            with self._lock:
                self._asked[conversation] -= 1

    def _turn_alone(self, body: Body) -> dict[str, Any] | str | int:
        known = self._answers.get(body["message_id"])
        if known is not None:
            return {**known, "replayed": True}
        outcome = self.behaviour(body)
        if not isinstance(outcome, list):
            return outcome
        beside = self.beside(body)
        answer = {
            "messages": [{"custom": None, "image": None, **message} for message in outcome],
            **beside,
            "state": {"intent": "query_bill", "active_form": None, **beside.get("state", {})},
            "replayed": False,
        }
        with self._lock:
            self.run.append(body["message_id"])
            self._answers[body["message_id"]] = answer
        return answer

    def texts(self) -> list[str]:
        """What was asked in each turn that was run."""
        by_id = {
            call["message_id"]: str(call.get("text", call.get("payload"))) for call in self.calls
        }
        return [by_id[message_id] for message_id in self.run]


def slow(seconds: float) -> Behaviour:
    """An echo that takes its time."""

    def behaviour(body: Body) -> list[dict[str, Any]]:
        time.sleep(seconds)
        return echo(body)

    return behaviour


def failing(times: int, how: int | str = 502) -> Behaviour:
    """Fails so many times, then echoes."""
    left = times

    def behaviour(body: Body) -> list[dict[str, Any]] | str | int:
        nonlocal left
        if left > 0:
            left -= 1
            return how
        return echo(body)

    return behaviour
