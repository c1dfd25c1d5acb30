"""A request as the card and the words that a customer sees."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.clock import SHANGHAI

if TYPE_CHECKING:
    from bot.service_requests.requests import Request

_WEEKDAYS = "一二三四五六日"


def request_card(request: Request) -> dict[str, Any]:
    """The card `request` (see `bot/cards/request.schema.json`)."""
    return {
        "schema": "request",
        "number": request.number,
        "title": request.title,
        "summary": request.summary,
        "created_at": _iso(request.created_at),
        "due_at": _iso(request.due_at),
        "status": request.status,
    }


def due_label(due_at: datetime) -> str:
    """A deadline as people say it: 11月24日（周二）17:30."""
    local = due_at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
