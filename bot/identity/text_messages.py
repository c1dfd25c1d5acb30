"""Text messages to phones: the interface, the local demo phone, and a sender over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import requests
from sqlalchemy import select

from bot.clock import Clock
from bot.databases.bot import DemoTextMessage
from bot.databases.sessions import Sessions, writing
from bot.settings import Settings, SettingsError


class TextMessageNotSent(Exception):
    """The text message was not accepted; the text says why, without phone or content."""


class TextMessageSender(Protocol):
    """Sends one text message.

    Attributes:
        at_once: it neither waits for a network nor tells by its time whether there was something
            to send; it may be called inside a customer's turn.
    """

    at_once: bool

    def send(self, phone: str, text: str) -> None:
        """Hand a text message over for sending.

        Raises:
            TextMessageNotSent: it wasn't accepted.
        """


class DemoTextMessages:
    """Shows text messages on the demo phone instead of sending them.

    Args:
        sessions: of the bot's database.
        clock: the present.
        demo: whether the product runs in demo mode.

    Raises:
        SettingsError: it doesn't.
    """

    at_once = True

    def __init__(self, sessions: Sessions, clock: Clock, *, demo: bool) -> None:
        if not demo:
            raise SettingsError(
                "the demo phone shows codes to everybody and works in demo mode only; "
                "set SMS_URL and SMS_TOKEN, or DEMO=true for trying things out."
            )
        self._sessions = sessions
        self._clock = clock

    def send(self, phone: str, text: str) -> None:
        """Keep the message for the demo phone."""
        with writing(self._sessions) as session:
            session.add(DemoTextMessage(phone=phone, text=text, sent_at=self._clock()))


class HttpTextMessages:
    """Posts `{phone, text}` as JSON, with the token as bearer, to the operator's gateway.

    Args:
        url: where to.
        token: of the gateway.
        timeout_seconds: longest wait for connecting and for the answer, each.
    """

    at_once = False

    def __init__(self, url: str, token: str, *, timeout_seconds: float = 3.0) -> None:
        self._url = url
        self._token = token
        self._timeout = timeout_seconds

    def send(self, phone: str, text: str) -> None:
        """Post the message.

        Raises:
            TextMessageNotSent: no answer in time, or one that isn't 2xx.
        """
        try:
            answer = requests.post(
                self._url,
                json={"phone": phone, "text": text},
                headers={"Authorization": f"Bearer {self._token}"},
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # The error's text may hold the address with its key: only its kind is told.
            raise TextMessageNotSent(f"no answer: {type(error).__name__}") from None
        if not 200 <= answer.status_code < 300:
            raise TextMessageNotSent(f"refused with status {answer.status_code}")


def text_message_sender(settings: Settings, sessions: Sessions) -> TextMessageSender:
    """The sender that the settings ask for: the gateway's if there is one, else the demo phone.

    Args:
        settings: of the product.
        sessions: of the bot's database.

    Raises:
        SettingsError: neither demo mode nor `SMS_URL` and `SMS_TOKEN`.
    """
    if settings.sms_url and settings.sms_token:
        return HttpTextMessages(settings.sms_url, settings.sms_token)
    return DemoTextMessages(sessions, settings.clock, demo=settings.demo)


@dataclass(frozen=True)
class ShownTextMessage:
    """A text message on the demo phone."""

    phone: str
    text: str
    sent_at: datetime


def demo_text_messages(sessions: Sessions, limit: int = 20) -> list[ShownTextMessage]:
    """What the demo phone shows, the newest first. The caller makes sure of demo mode.

    Args:
        sessions: of the bot's database.
        limit: at most so many.
    """
    with sessions() as session:
        rows = session.execute(
            select(DemoTextMessage).order_by(DemoTextMessage.id.desc()).limit(limit)
        ).scalars()
        return [ShownTextMessage(row.phone, row.text, row.sent_at) for row in rows]
