"""An engine for the pages' tests: speaks the turn contract, answers by a few fixed rules."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.responses import load_responses
from tests.pages.cards import CARDS

CHOICES = [
    {"title": "是的，查这个月", "payload": '/affirm{"offer":"bill"}'},
    {"title": "不用了", "payload": "/deny"},
    {"title": "查余额", "payload": "/query_balance"},
]


CODE = [{"title": "重发验证码", "payload": "/resend_code"}]
AGREE = [{"title": "同意", "payload": "/affirm"}, {"title": "不同意", "payload": "/deny"}]
NOTICE = load_responses().render("utter_ask_consent", "web", hotline="0579-0000-0000").text
"""As the product says it: how long it is decides whether its buttons are in sight."""


class FakeEngine:
    """Answers turns on a port of loopback.

    What a customer types decides: `卡片 NAME` shows that card, `按钮` offers buttons, `慢` takes
    two seconds, `长` is long, `链接` holds links, `隐私` names the notice; anything else is
    repeated; `spoken` holds a test's own answers. The n-th turn of a conversation is counted, so a test sees what was run twice.
    """

    def __init__(self, port: int) -> None:
        self.turns: list[dict[str, Any]] = []
        self.spoken: dict[str, list[dict[str, Any]]] = {}
        self.hold = threading.Event()
        self.hold.set()
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({"parts": {}})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                turn = json.loads(self.rfile.read(length))
                engine.turns.append(turn)
                engine.hold.wait(30)
                self._answer(
                    {
                        "messages": engine.spoken.get(str(turn.get("text"))) or answers(turn),
                        "state": {
                            "intent": "query_bill",
                            "confidence": 0.93,
                            "ranking": [
                                {"name": "query_bill", "confidence": 0.93},
                                {"name": "query_balance", "confidence": 0.04},
                            ],
                            "active_form": None,
                            "requested_slot": None,
                            "topic": "billing",
                            "reading": "新的问题",
                            "why": ["没有在等回答", "电费是记录里的事"],
                        },
                        "replayed": False,
                    }
                )

            def _answer(self, content: object) -> None:
                body = json.dumps(content, ensure_ascii=False).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> FakeEngine:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()


def answers(turn: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages that a turn is answered with."""
    said = str(turn.get("text") or turn.get("payload"))
    if said.startswith("卡片"):
        name = said.partition(" ")[2]
        if name not in CARDS:
            return [_message("这张卡片还不认识，文字照样看得懂。", card={"schema": name, "x": 1})]
        return [_message(f"这是{name}的要点。", card=CARDS[name])]
    if said == "危险":
        card = CARDS["danger"]
        text = "\n".join([card["title"], *card["steps"], "火警119，急救120，抢修0579-0000-0000。"])
        return [_message(text, card=card), _message("值班人员已经知道，单号 MD20261122-0001。")]
    if said == "验证码":
        return [_message("请把6位验证码发给我。", buttons=CODE)]
    if said == "电话号码":
        return [_message("着火请打119，有人受伤打120；抢修 0579-0000-0000。上月用了120度。")]
    if said == "告知":
        return [_message(NOTICE, buttons=AGREE)]
    if said == "坏卡片":
        return [_message("卡片坏了，文字还在。", card={"schema": "bill", "lines": None})]
    if said == "按钮":
        return [_message("要查这个月的电费吗？", buttons=CHOICES)]
    if said == "隐私":
        return [
            _message(
                "查询前需要核实身份。请先看一下《隐私说明》，同意后继续。（告知书 2026-11 版）",
                buttons=[
                    {"title": "同意", "payload": "/affirm"},
                    {"title": "不同意", "payload": "/deny"},
                ],
            )
        ]
    if said == "告知全文":
        return [_message("您同意吗？（[告知全文](/privacy)，2026-11 版）", buttons=AGREE)]
    if said == "链接":
        return [
            _message(
                "官网 https://example.com/a?b=1，电话 0579-0000-0000，"
                "不是链接：javascript:alert(1) <img src=x onerror=alert(1)>",
                image="https://example.com/tracker.png",
            )
        ]
    if said == "长":
        return [_message("这是一段很长的说明，一句接一句，没有尽头。" * 60)]
    if said == "慢":
        time.sleep(2)
    return [_message(f"收到：{said}")]


def _message(
    text: str,
    *,
    buttons: list[dict[str, str]] | None = None,
    card: dict[str, Any] | None = None,
    image: str | None = None,
) -> dict[str, Any]:
    return {
        "response": "utter_test",
        "text": text,
        "buttons": buttons or [],
        "custom": card,
        "image": image,
    }
