"""The web channel over a socket: what is stored from a sequence number on, then live."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime, timezone
from typing import Any

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.conversations import ConversationEnded
from bot.gateway import errors
from bot.gateway.addresses import block
from bot.gateway.chat import PAGE
from bot.gateway.context import Gateway, gateway
from bot.gateway.errors import Problem
from bot.gateway.fanout import Event, Subscription
from bot.gateway.guards import origin_allowed
from bot.gateway.storage import StorageDown
from bot.gateway.tasks import ended
from bot.gateway.tokens import Issued, TokenExpired, TokenInvalid

log = logging.getLogger(__name__)
router = APIRouter()

FIRST_FRAME_SECONDS = 10.0
HEARTBEAT_SECONDS = 20.0
MOST_DOORS = 10
"""Sockets of one conversation in one gateway: a few pages of one customer."""

# Close codes of our own (4000-4999 are free for applications, RFC 6455 7.4.2).
BAD_FRAME = 4400
TOKEN = 4401
TOO_MANY = 4429
RESTART = 1012


class _Close(Exception):
    def __init__(self, code: int, problem: Problem | None = None) -> None:
        super().__init__()
        self.code = code
        self.problem = problem


@router.websocket("/api/chat/socket")
async def chat_socket(socket: WebSocket) -> None:
    """First frame `{token, after}`; then messages and events until the token ends."""
    shared = gateway(socket)
    if not origin_allowed(socket, shared.settings, shared.proxies):
        await socket.close(1008)  # before it is accepted: the handshake is answered 403
        return
    await socket.accept()
    shared.metrics.sockets.inc()
    try:
        shared.rates.spend("socket", block(shared.proxies.client(socket.scope)))
        session, after = await _first_frame(socket, shared)
        with shared.fanout.subscribed(session.conversation_id) as door:
            if len(shared.fanout.open_doors()[session.conversation_id]) > MOST_DOORS:
                raise _Close(TOO_MANY, errors.too_many(60))
            door.seen = after
            await _serve(socket, shared, session, door)
    except _Close as ending:
        await _end(socket, ending.code, ending.problem)
    except Problem as problem:
        await _end(socket, TOO_MANY, problem)
    except (WebSocketDisconnect, RuntimeError):
        # RuntimeError: the client left while a frame was on its way.
        pass
    finally:
        shared.metrics.sockets.dec()


async def _first_frame(socket: WebSocket, shared: Gateway) -> tuple[Issued, int]:
    try:
        frame = await asyncio.wait_for(_frame(socket), FIRST_FRAME_SECONDS)
    except asyncio.TimeoutError:
        raise _Close(BAD_FRAME, _bad_frame()) from None
    token, after = frame.get("token"), frame.get("after", 0)
    if not isinstance(token, str) or not isinstance(after, int) or not 0 <= after < 2**31:
        raise _Close(BAD_FRAME, _bad_frame())
    try:
        return shared.chat_tokens.check(token), after
    except TokenExpired:
        raise _Close(TOKEN, errors.token_expired()) from None
    except TokenInvalid:
        raise _Close(TOKEN, errors.token_invalid()) from None


async def _serve(socket: WebSocket, shared: Gateway, session: Issued, door: Subscription) -> None:
    lifetime = (session.expires_at - datetime.now(timezone.utc)).total_seconds()
    sides: list[asyncio.Task[None]] = [
        asyncio.create_task(side)
        for side in (
            _write(socket, shared, session.conversation_id, door),
            _read(socket, shared, session.conversation_id),
            _close_after(lifetime),
            _close_when_stopping(shared),
        )
    ]
    try:
        done, _ = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        for side in done:
            side.result()
    finally:
        await ended(sides)


async def _write(
    socket: WebSocket, shared: Gateway, conversation_id: str, door: Subscription
) -> None:
    """Send what is stored, then `ready`, then news; whatever was missed is read again."""
    behind = not await _caught_up(socket, shared, conversation_id, door)
    await socket.send_json({"event": "ready", "seq": door.seen})
    while True:
        try:
            event = await asyncio.wait_for(door.get(), HEARTBEAT_SECONDS)
        except asyncio.TimeoutError:
            event = {"event": "heartbeat"}
        if event["event"] == "messages":
            behind = not await _send_lines(socket, shared, conversation_id, door, event) or behind
        elif event["event"] == "catch_up":
            behind = True
        else:
            await socket.send_json(event)
        if behind:
            behind = not await _caught_up(socket, shared, conversation_id, door)


async def _send_lines(
    socket: WebSocket, shared: Gateway, conversation_id: str, door: Subscription, event: Event
) -> bool:
    """Send lines that follow on what was sent.

    Returns:
        False when there is a gap before them; nothing was sent then.
    """
    for line in event["messages"]:
        if line["seq"] <= door.seen:
            continue
        if line["seq"] != door.seen + 1:
            return False
        await socket.send_json(line)
        door.seen = line["seq"]
    shared.deliveries.note(conversation_id, door.seen)
    return True


async def _caught_up(
    socket: WebSocket, shared: Gateway, conversation_id: str, door: Subscription
) -> bool:
    """Send all that is stored behind what was sent.

    Returns:
        False when the database doesn't answer; the customer's open socket stays open all the same.
    """
    while True:
        try:
            lines = await shared.storage(shared.transcript.after, conversation_id, door.seen, PAGE)
        except StorageDown as error:
            log.warning("a socket can't catch up: %s", error)
            await socket.send_json(errors.storage_unavailable().event())
            return False
        except ConversationEnded:
            raise _Close(TOKEN, errors.conversation_ended()) from None
        for line in lines:
            await socket.send_json(line)
            door.seen = line["seq"]
        if lines:
            shared.deliveries.note(conversation_id, door.seen)
        if len(lines) < PAGE:
            return True


async def _read(socket: WebSocket, shared: Gateway, conversation_id: str) -> None:
    while True:
        frame = await _frame(socket)
        shared.rates.spend("frame", conversation_id)
        seq = frame.get("seq")
        if frame.get("event") == "read" and isinstance(seq, int) and 0 <= seq < 2**31:
            try:
                moved = await shared.storage(shared.transcript.mark_read, conversation_id, seq)
            except StorageDown:
                continue  # a mark of what was seen is not worth an error
            if moved is not None:
                await shared.fanout.publish(conversation_id, {"event": "read", "seq": moved})
        elif frame.get("event") not in ("heartbeat", "typing"):
            await socket.send_json(_bad_frame().event())


async def _frame(socket: WebSocket) -> dict[str, Any]:
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    try:
        frame = json.loads(received.get("text") or "")
    except (ValueError, RecursionError):
        raise _Close(BAD_FRAME, _bad_frame()) from None
    if not isinstance(frame, dict):
        raise _Close(BAD_FRAME, _bad_frame())
    return frame


async def _close_after(seconds: float) -> None:
    await asyncio.sleep(max(0.0, seconds))
    raise _Close(TOKEN, errors.token_expired())


async def _close_when_stopping(shared: Gateway) -> None:
    await shared.stopping.wait()
    raise _Close(RESTART)


async def _end(socket: WebSocket, code: int, problem: Problem | None) -> None:
    if socket.client_state is not WebSocketState.CONNECTED:
        return
    try:
        if problem is not None:
            await socket.send_json(problem.event())
        await socket.close(code, problem.code if problem is not None else None)
    except (WebSocketDisconnect, RuntimeError):
        return


def _bad_frame() -> Problem:
    return Problem(
        400,
        "bad_frame",
        "收到的数据读不出来。",
        '第一帧是 {token, after}，之后只接受 {event: "read", seq}。',
    )
