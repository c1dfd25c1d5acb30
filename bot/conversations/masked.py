"""What people who aren't the customer see of a conversation: numbers and names masked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.conversations.lines import Line
from bot.databases.bot import Message
from bot.masking import mask, mask_said_names

_ASKS_FOR_A_NAME = re.compile(r"姓名|名字|户名|怎么称呼|贵姓")


def masked_lines(
    messages: Sequence[Message], public: Collection[str] = (), before: Message | None = None
) -> list[Line]:
    """Lines of one conversation, in order, as the staff see them.

    Args:
        messages: lines that follow on each other.
        public: numbers that are nobody's own, as the utility's hotline: never masked.
        before: the line in front of them; a name may answer it.
    """
    shown = []
    asked = _asks(before)
    for message in messages:
        own = message.sender == "customer"
        text = mask_said_names(mask(message.text or "", public), alone=asked and own)
        if not own:
            asked = _asks(message)
        shown.append(
            {
                "seq": message.seq,
                "sender": message.sender,
                "type": message.type,
                "text": text,
                "at": message.sent_at.isoformat(timespec="seconds"),
            }
        )
    return shown


def masked(value: Any) -> Any:
    """A JSON value with every text in it masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value


def _asks(message: Message | None) -> bool:
    if message is None or message.sender == "customer":
        return False
    return _ASKS_FOR_A_NAME.search(message.text or "") is not None
