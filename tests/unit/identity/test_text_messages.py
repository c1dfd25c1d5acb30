"""Senders of text messages: refused where they would be dangerous, honest when they fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.databases.sessions import Sessions, connect, sessions
from bot.identity import (
    DemoTextMessages,
    HttpTextMessages,
    TextMessageNotSent,
    text_message_sender,
)
from bot.settings import Settings, SettingsError


class Gateway(HTTPServer):
    """A text message gateway that keeps what it was sent."""

    status = 200
    heard: list[tuple[str, dict[str, str]]]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Gateway)
        self.server.heard.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway(("127.0.0.1", 0), _Handler)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def bot_sessions(tmp_path: Path) -> Sessions:
    return sessions(connect(f"sqlite:///{tmp_path / 'bot.db'}"))


def test_a_message_is_posted_with_the_token(gateway: Gateway) -> None:
    sender = HttpTextMessages(f"http://127.0.0.1:{gateway.server_port}/sms", "secret")
    sender.send("15400000001", "验证码123456")
    assert gateway.heard == [("Bearer secret", {"phone": "15400000001", "text": "验证码123456"})]


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_refusal_is_an_error_without_personal_data(gateway: Gateway, status: int) -> None:
    gateway.status = status
    sender = HttpTextMessages(f"http://127.0.0.1:{gateway.server_port}/sms", "secret")
    with pytest.raises(TextMessageNotSent, match=str(status)) as refused:
        sender.send("15400000001", "验证码123456")
    assert "15400000001" not in str(refused.value)


def test_no_gateway_is_an_error_without_the_address(gateway: Gateway) -> None:
    port = gateway.server_port
    gateway.shutdown()
    gateway.server_close()
    with pytest.raises(TextMessageNotSent) as refused:
        HttpTextMessages(f"http://127.0.0.1:{port}/sms?key=k", "secret").send("1", "x")
    assert "key=k" not in str(refused.value)


def test_the_demo_phone_is_refused_outside_demo_mode(
    bot_sessions: Sessions, settings: Settings
) -> None:
    with pytest.raises(SettingsError, match="SMS_URL"):
        DemoTextMessages(bot_sessions, settings.clock, demo=False)
    with pytest.raises(SettingsError, match="SMS_URL"):
        text_message_sender(replace(settings, demo=False), bot_sessions)


def test_the_settings_choose_the_sender(bot_sessions: Sessions, settings: Settings) -> None:
    assert isinstance(text_message_sender(settings, bot_sessions), DemoTextMessages)
    real = replace(settings, sms_url="http://127.0.0.1:9/sms", sms_token="t")
    assert isinstance(text_message_sender(real, bot_sessions), HttpTextMessages)
