"""Our input channel `mingdeng`: one turn in, one answer out, for the gateway alone."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import logs
from bot.engine import fixes
from bot.engine.readiness import Readiness
from bot.engine.trackers import TrackerDatabaseError, TurnOvertaken
from bot.engine.turns import Silent, TurnFailed, take
from bot.settings import settings

fixes.apply()

logger = logging.getLogger(__name__)

NAME = "mingdeng"
LONGEST_ID = 255
LONGEST_TEXT = 4000


class BadTurn(Exception):
    """The body of a turn is wrong; the text says where."""


@dataclass(frozen=True)
class Turn:
    """The body of a turn; see `docs/architecture.md`, engine."""

    message_id: str
    conversation_id: str
    channel: str
    text: str
    metadata: dict[str, Any]

    @classmethod
    def read(cls, body: object) -> Turn:
        """Check a body.

        Raises:
            BadTurn: a field is missing or wrong.
        """
        if not isinstance(body, dict):
            raise BadTurn("the body must be a JSON object")
        metadata = body.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise BadTurn("metadata must be an object")
        return cls(
            message_id=_text_field(body, "message_id", LONGEST_ID),
            conversation_id=_text_field(body, "conversation_id", LONGEST_ID),
            channel=_text_field(body, "channel", LONGEST_ID),
            text=_text_or_payload(body),
            metadata=metadata,
        )


def _text_field(body: dict[str, Any], name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise BadTurn(f"{name} must be a text of 1 to {longest} characters")
    return value


def _text_or_payload(body: dict[str, Any]) -> str:
    if (body.get("text") is None) == (body.get("payload") is None):
        raise BadTurn("exactly one of text and payload is needed")
    if body.get("payload") is not None:
        payload = _text_field(body, "payload", LONGEST_TEXT)
        if not payload.startswith("/"):
            raise BadTurn("a payload begins with /")
        return payload
    text = _text_field(body, "text", LONGEST_TEXT).strip()
    # Rasa takes a text that begins with / for an intent; typed, it is only text.
    return f"／{text[1:]}" if text.startswith("/") else text


class GatewayInput(InputChannel):
    """The channel that the gateway speaks to, named in `credentials.yml` by its module path.

    Args:
        token: what the gateway shows as `Authorization: Bearer`.
    """

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._running: set[asyncio.Task[HTTPResponse]] = set()

    @classmethod
    def name(cls) -> str:
        """The name of the channel and of its routes."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """The channel with the token of `credentials.yml`; without one, with `ENGINE_TOKEN`."""
        return cls((credentials or {}).get("token") or settings().engine_token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes `turn` and `ready`."""
        blueprint = Blueprint(NAME)
        readiness = Readiness()

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not self._known(request):
                return _error(401, "unauthorized", "the bearer token is missing or wrong")
            try:
                asked = Turn.read(request.json)
            except (BadTurn, InvalidUsage) as error:
                return _error(400, "bad_turn", str(error))
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return _error(503, "not_ready", "no model is loaded yet")
            # Sanic cancels a handler whose caller has gone; the turn must reach its end all the same,
            # or its side effects stay and the tracker doesn't know of them.
            task = asyncio.create_task(_answer(agent, asked))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return await asyncio.shield(task)

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            parts = await readiness.parts(getattr(request.app.ctx, "agent", None))
            well = all(state == "ok" for state in parts.values())
            return json({"parts": parts}, status=200 if well else 503)

        return blueprint

    def _known(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "")
        scheme, _, token = shown.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(token.encode(), self._token)


async def _answer(agent: Agent, asked: Turn) -> HTTPResponse:
    message = UserMessage(
        asked.text,
        Silent(asked.channel),
        asked.conversation_id,
        input_channel=asked.channel,
        message_id=asked.message_id,
        metadata=asked.metadata,
    )
    with logs.following(asked.message_id):
        try:
            outcome = await take(agent, message)
        except (TurnFailed, LockError, TrackerDatabaseError, TurnOvertaken) as error:
            logger.error("turn failed: %s", error)
            return _error(502, "turn_failed", str(error))
        except Exception as error:
            logger.exception("turn failed")
            # What an unknown error says may repeat what the customer wrote.
            return _error(502, "turn_failed", type(error).__name__)
        logger.info(
            "turn",
            extra={
                "intent": outcome.state["intent"],
                "reading": outcome.state["reading"],
                "why": outcome.state["why"],
                "alone": outcome.state["alone"],
                "responses": ",".join(str(one["response"]) for one in outcome.messages),
                "replayed": outcome.replayed,
            },
        )
    return json(
        {
            "messages": outcome.messages,
            "state": outcome.state,
            "replayed": outcome.replayed,
            "wishes": outcome.wishes,
        }
    )


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json({"code": code, "message": message}, status=status)
