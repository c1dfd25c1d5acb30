"""Logs of all three processes: JSON lines, personal data masked, one id that follows a message."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import TextIO

from bot.masking import mask

message_id: ContextVar[str | None] = ContextVar("message_id", default=None)
"""The message that is being worked on, `{conversation id}:{inbox id}`; goes into each record."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {
    "asctime",
    "color_message",  # uvicorn's second copy of the message, for terminals
    "message",
    "taskName",
}
_OURS = frozenset({"time", "level", "process", "logger", "message", "message_id", "exception"})
_NOISY = ("httpx", "httpcore", "urllib3", "websockets", "asyncio")
_LARGEST_COUNT = 1_000_000
_LONGEST = 4000  # characters of one text; a record must not grow with what somebody sends


@contextmanager
def following(identifier: str | None) -> Iterator[None]:
    """Mark every record written inside with the message that is being worked on.

    Args:
        identifier: the message's id; None for no message.
    """
    token = message_id.set(identifier)
    try:
        yield
    finally:
        message_id.reset(token)


class JsonLines(logging.Formatter):
    """A record as one line of JSON, its texts masked; what is given as `extra` becomes a field.

    Args:
        process: which of the processes writes: gateway, engine or actions.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "process": self.process,
            "logger": record.name,
            "message": _masked(_text_of(record)),
        }
        followed = message_id.get()
        if followed is not None:
            line["message_id"] = followed
        for name, value in vars(record).items():
            if name not in _STANDARD and not name.startswith("_") and value is not None:
                # A field that is called like one of ours must not take its place.
                line[f"{name}_" if name in _OURS and name != "message_id" else name] = _plain(value)
        if record.exc_info:
            line["exception"] = _masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(process: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every record of this process to one stream as masked JSON lines.

    Args:
        process: gateway, engine or actions.
        level: DEBUG, INFO, WARNING or ERROR.
        stream: where to; None is standard output.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonLines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:
        # They write addresses and, at debug, bodies: nothing that an operator needs.
        logging.getLogger(name).setLevel(logging.WARNING)


def _text_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # A wrong format string must cost neither the record nor the process.
        return f"{record.msg} {record.args}"


def _masked(text: str) -> str:
    return mask(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _plain(value: object) -> object:
    if isinstance(value, (bool, float)):
        return value
    if isinstance(value, int) and abs(value) < _LARGEST_COUNT:
        return value  # a longer one may be somebody's number
    return _masked(str(value))
