"""The engine as the gateway sees it: one turn in, one answer out, or one of two kinds of failure."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.conversations import PendingMessage, Reply

log = logging.getLogger(__name__)

MOST_WISHES = 3
"""Further wishes that one message may have."""


class EngineUnreachable(Exception):
    """No engine answered: it is down, restarting, or behind a proxy that can't reach it.

    Args:
        why: for the log.
        in_turn: the turn had been sent, so the message may be what ended it.
    """

    def __init__(self, why: str, *, in_turn: bool = False) -> None:
        super().__init__(why)
        self.in_turn = in_turn


class TurnFailed(Exception):
    """The engine answered that this turn failed, or took too long over it."""


@dataclass(frozen=True)
class Turn:
    """What the engine said.

    Args:
        replies: one for each response.
        state: intent, confidence, ranking, active form, slot asked, topic.
        replayed: the turn had been run before; these are its answers again.
        wishes: what else the message asks for, which this turn did not answer.
    """

    replies: list[Reply]
    state: dict[str, Any]
    replayed: bool
    wishes: list[str] = field(default_factory=list)


class EngineClient:
    """Talks to the engine's channel.

    Args:
        url: of the engine.
        token: shared with it.
        turn_seconds: longest wait for a turn.
    """

    def __init__(self, url: str, token: str, *, turn_seconds: float = 20.0) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(turn_seconds, connect=2.0, pool=turn_seconds),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,  # a proxy of the machine must not see customers' messages
        )

    async def turn(
        self, message: PendingMessage, channel: str = "web", *, callback: str | None = None
    ) -> Turn:
        """Have one message answered.

        Args:
            message: of the customer.
            channel: that it came by.
            callback: the number of the conversation's open call-back: the engine has no part in 转人工.

        Raises:
            EngineUnreachable: nobody there; try again when it is.
            TurnFailed: it failed on this message; the same id may be sent again.
        """
        metadata: dict[str, Any] = {"received_at": message.received_at.isoformat()}
        if message.is_wish:
            metadata["wish"] = True  # it has been split off already
        if callback is not None:
            metadata["callback"] = callback
        body: dict[str, Any] = {
            "message_id": message.message_id,
            "conversation_id": message.conversation_id,
            "channel": channel,
            message.kind: message.body,
            "metadata": metadata,
        }
        try:
            answer = await self._http.post("/webhooks/mingdeng/turn", json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise EngineUnreachable(_why(error)) from error
        except httpx.TimeoutException as error:
            raise TurnFailed(_why(error)) from error
        except httpx.HTTPError as error:
            raise EngineUnreachable(_why(error), in_turn=True) from error
        return _turn(answer)

    async def ready(self) -> tuple[bool, str]:
        """Whether the engine and what it needs can work, and what it says about itself.

        Raises:
            EngineUnreachable: nobody there.
        """
        try:
            answer = await self._http.get("/webhooks/mingdeng/ready", timeout=5.0)
        except httpx.HTTPError as error:
            raise EngineUnreachable(_why(error)) from error
        if answer.status_code == 200:
            return True, "ok"
        parts = _json(answer).get("parts")
        if not isinstance(parts, Mapping):
            raise EngineUnreachable(f"status {answer.status_code}")
        wrong = [f"{name}: {state}" for name, state in parts.items() if state not in ("ok", True)]
        return False, "; ".join(wrong) or f"status {answer.status_code}"

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def _turn(answer: httpx.Response) -> Turn:
    content = _json(answer)
    if answer.status_code == 200 and isinstance(content.get("messages"), list):
        state = content.get("state")
        try:
            replies = [_reply(message) for message in content["messages"]]
        except (AttributeError, KeyError, TypeError) as error:
            raise TurnFailed(f"an answer that can't be read: {_why(error)}") from error
        return Turn(
            replies=replies,
            state=state if isinstance(state, dict) else {},
            replayed=bool(content.get("replayed")),
            wishes=_wishes(content.get("wishes")),
        )
    if answer.status_code == 401:
        raise EngineUnreachable("the engine refuses our token; is ENGINE_TOKEN the same there?")
    if "code" in content:
        raise TurnFailed(f"status {answer.status_code}, {content['code']}")
    if answer.status_code in (502, 503, 504):
        # Not the engine's own words: a proxy that has nobody behind it.
        raise EngineUnreachable(f"status {answer.status_code} without the engine's words")
    raise TurnFailed(f"status {answer.status_code}")


def _wishes(given: object) -> list[str]:
    """The wishes that can be worked on; a fault in them must not cost the answer beside them."""
    if given is None:
        return []
    listed = given if isinstance(given, list) else []
    wishes = [wish.strip() for wish in listed if isinstance(wish, str) and wish.strip()]
    if not isinstance(given, list) or len(wishes) != len(given) or len(wishes) > MOST_WISHES:
        log.warning("the engine's wishes are not the contract's: %d can be read", len(wishes))
    return wishes[:MOST_WISHES]


def _reply(message: Mapping[str, Any]) -> Reply:
    return Reply(
        sender="bot",
        text=message.get("text") or None,
        buttons=[
            {"title": str(button["title"]), "payload": str(button["payload"])}
            for button in message.get("buttons") or ()
        ],
        card=message.get("custom") or None,
        image_url=message.get("image") or None,
        response=message.get("response") or None,
    )


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
