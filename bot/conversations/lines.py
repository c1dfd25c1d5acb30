"""One line of a conversation: what is about to be said, and what a client is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.databases.bot import Message

Line = dict[str, Any]
"""A message object of the web chat contract, ready for JSON."""


@dataclass(frozen=True)
class Reply:
    """Something that is about to be said to the customer.

    Args:
        sender: bot, agent or system.
        text: the sentence; with a card its gist in words.
        buttons: `{title, payload}` each.
        card: an object whose `schema` names one of `bot/cards/`.
        image_url: address of an image.
        response: the response's name, for tests and statistics.
    """

    sender: str
    text: str | None = None
    buttons: Sequence[Mapping[str, str]] = ()
    card: Mapping[str, Any] | None = None
    image_url: str | None = None
    response: str | None = None

    @property
    def type(self) -> str:
        """text, card or image."""
        if self.card is not None:
            return "card"
        if self.image_url is not None and not self.text:
            return "image"
        return "text"

    def as_message(self) -> dict[str, Any]:
        """The columns of a `Message` that this reply fills."""
        columns: dict[str, Any] = {
            "sender": self.sender,
            "type": self.type,
            "text": self.text,
            "image_url": self.image_url,
            "response": self.response,
        }
        # A JSON column turns None into the JSON value null; what is absent must stay absent.
        if self.buttons:
            columns["buttons"] = [dict(button) for button in self.buttons]
        if self.card is not None:
            columns["card"] = dict(self.card)
        return columns


def line(message: Message) -> Line:
    """A stored message as the message object of the web chat contract."""
    shown: Line = {
        "seq": message.seq,
        "sender": message.sender,
        "type": message.type,
        "text": message.text,
        "buttons": message.buttons or [],
        "card": message.card,
        "image_url": message.image_url,
        "sent_at": message.sent_at.isoformat(timespec="milliseconds"),
    }
    if message.client_msg_id is not None:
        shown["client_msg_id"] = message.client_msg_id
    return shown
