"""A customer's side of the web chat contract, over plain HTTP."""

from __future__ import annotations

import time
import uuid
from types import TracebackType
from typing import Any

import httpx

Message = dict[str, Any]

ANSWER_WITHIN_SECONDS = 20.0


class ChatClient:
    """One conversation on the web channel.

    Args:
        base_url: the gateway's address.
    """

    def __init__(self, base_url: str) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=40)
        answer = self.http.post("/api/chat/sessions")
        answer.raise_for_status()
        session = answer.json()
        self.conversation_id: str = session["conversation_id"]
        self.token: str = session["token"]
        self.seen = 0
        self.messages: list[Message] = []

    def __enter__(self) -> ChatClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: dict[str, str]) -> int:
        """Send one message and return its sequence number."""
        answer = self.http.post("/api/chat/messages", json=body, headers=self.headers)
        answer.raise_for_status()
        return int(answer.json()["seq"])

    def say(self, text: str, *, within_seconds: float = ANSWER_WITHIN_SECONDS) -> list[Message]:
        """Say something and return the messages that answer it."""
        return self._ask({"text": text}, within_seconds)

    def press(
        self, payload: str, *, within_seconds: float = ANSWER_WITHIN_SECONDS
    ) -> list[Message]:
        """Press a button and return the messages that answer it."""
        return self._ask({"payload": payload}, within_seconds)

    def press_titled(self, title: str) -> list[Message]:
        """Press the newest button with this title.

        Raises:
            AssertionError: none was offered.
        """
        for message in reversed(self.messages):
            for button in message["buttons"] or []:
                if button["title"] == title:
                    return self.press(button["payload"])
        raise AssertionError(f"no button {title!r} was offered")

    def fetch(self, wait_seconds: int = 0) -> list[Message]:
        """The messages that came since the last look."""
        answer = self.http.get(
            "/api/chat/messages",
            params={"after": self.seen, "wait": wait_seconds},
            headers=self.headers,
        )
        answer.raise_for_status()
        new: list[Message] = answer.json()["messages"]
        if new:
            self.seen = new[-1]["seq"]
            self.messages += new
        return new

    def newest_code(self, phone: str) -> str:
        """The newest one-time code that demo mode “sent” to a phone."""
        texts = self.http.get("/api/demo/phone").json()["messages"]
        for message in sorted(texts, key=lambda one: one["sent_at"], reverse=True):
            if message["phone"] == phone:
                digits = "".join(c if c.isdigit() else " " for c in message["text"]).split()
                return next(group for group in digits if len(group) == 6)
        raise AssertionError(f"no text message for {phone}")

    def _ask(self, body: dict[str, str], within_seconds: float) -> list[Message]:
        seq = self.post({"client_msg_id": uuid.uuid4().hex, **body})
        deadline = time.monotonic() + within_seconds
        while time.monotonic() < deadline:
            new = self.fetch(wait_seconds=5)
            answers = [m for m in new if m["seq"] > seq and m["sender"] != "customer"]
            if answers:  # the replies of a turn are written in one transaction
                return answers
        raise AssertionError(f"no answer to {body} within {within_seconds} s")
