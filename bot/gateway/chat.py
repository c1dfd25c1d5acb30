"""The web channel over HTTP: sessions, messages in, messages out by long poll."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.clock import SHANGHAI
from bot.conversations import (
    ConversationEnded,
    Line,
    PayloadNotOffered,
    PendingMessage,
    SameIdOtherBody,
)
from bot.gateway import errors
from bot.gateway.addresses import block
from bot.gateway.context import Gateway, gateway
from bot.gateway.errors import ErrorAnswer, Problem
from bot.gateway.fanout import CATCH_UP
from bot.gateway.storage import StorageDown
from bot.gateway.tokens import Issued, TokenExpired, TokenInvalid
from bot.privacy import NOTICE_VERSION

router = APIRouter(prefix="/api/chat", tags=["chat"])

LONGEST_TEXT = 2000
LONGEST_WAIT_SECONDS = 30
PAGE = 200

_SURROGATE = re.compile("[\ud800-\udfff]")


class Session(BaseModel):
    """A conversation and the token that opens it."""

    conversation_id: str
    token: str = Field(description="for `Authorization: Bearer`, and the socket's first frame")
    expires_at: datetime


class Inbound(BaseModel):
    """What a customer typed, or the payload of a button that she pressed."""

    model_config = ConfigDict(extra="forbid")

    client_msg_id: str = Field(
        pattern=r"^[A-Za-z0-9_.:-]{1,64}$",
        description="made by the client; the same one again is the same message",
    )
    text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    payload: str | None = Field(default=None, max_length=LONGEST_TEXT)

    @field_validator("text", "payload")
    @classmethod
    def storable(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if "\0" in value or _SURROGATE.search(value):
            raise ValueError("holds characters that can't be stored")
        if not value.strip():
            raise ValueError("is empty")
        return value

    @model_validator(mode="after")
    def one_of_both(self) -> Inbound:
        if (self.text is None) == (self.payload is None):
            raise ValueError("give either text or payload")
        return self


class Accepted(BaseModel):
    """The message is stored and will be answered."""

    seq: int


class ShownMessage(BaseModel):
    """One line of the conversation."""

    seq: int
    client_msg_id: str | None = Field(default=None, description="only on the customer's own lines")
    sender: Literal["customer", "bot", "agent", "system"]
    type: Literal["text", "card", "image"]
    text: str | None
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None = Field(description="`schema` names one of bot/cards/")
    image_url: str | None
    sent_at: str = Field(json_schema_extra={"format": "date-time"})


class Messages(BaseModel):
    """Lines in order; at most 200, ask again behind the last one."""

    messages: list[ShownMessage]


class ChatSettings(BaseModel):
    """What a client needs to know before anybody says anything."""

    utility_name: str
    hotline: str
    demo: bool
    notice_version: str = Field(description="of the privacy notice at `notice_url`")
    notice_url: str
    longest_text: int


def error_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorAnswer} for status in statuses}


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise errors.token_missing()
    return token.strip()


def _conversation(request: Request, shared: Annotated[Gateway, Depends(gateway)]) -> Issued:
    """The conversation that the request's token opens."""
    try:
        session = shared.chat_tokens.check(_bearer(request))
    except TokenExpired:
        raise errors.token_expired() from None
    except TokenInvalid:
        raise errors.token_invalid() from None
    request.scope["mingdeng.conversation"] = session.conversation_id
    return session


Shared = Annotated[Gateway, Depends(gateway)]
Opened = Annotated[Issued, Depends(_conversation)]


def _address(shared: Gateway, request: Request) -> str:
    return shared.proxies.client(request.scope)


def _session(issued: Issued) -> Session:
    return Session(
        conversation_id=issued.conversation_id,
        token=issued.token,
        expires_at=issued.expires_at.astimezone(SHANGHAI),
    )


@router.post("/sessions", status_code=201, responses=error_answers(403, 429))
async def start_session(request: Request, shared: Shared) -> Session:
    """Start a conversation. The id is issued here; nothing is stored before the first message."""
    shared.rates.spend("session", block(_address(shared, request)))
    return _session(shared.chat_tokens.start())


@router.post("/sessions/renew", responses=error_answers(401, 403, 429))
async def renew_session(request: Request, shared: Shared) -> Session:
    """Get a new token for the same conversation, also shortly after the old one's end."""
    shared.rates.spend("renew", block(_address(shared, request)))
    try:
        renewed = shared.chat_tokens.renew(_bearer(request))
    except TokenInvalid:
        raise errors.token_invalid() from None
    try:
        if await shared.storage(shared.endings.ended, renewed.conversation_id):
            raise errors.conversation_ended()
    except StorageDown:
        pass  # a token opens nothing that the database doesn't show
    return _session(renewed)


@router.delete("/sessions", status_code=204, responses=error_answers(401, 403, 429, 503))
async def end_session(request: Request, shared: Shared) -> None:
    """End the conversation for good, in every window; ending it again changes nothing.

    All its tokens are refused from now on (401 `conversation_ended`), its binding is deleted. What
    was said stays for the staff as long as the rules say; open requests are still worked on.
    """
    shared.rates.spend("renew", block(_address(shared, request)))
    try:
        conversation_id = shared.chat_tokens.ending(_bearer(request))
    except TokenInvalid:
        raise errors.token_invalid() from None
    request.scope["mingdeng.conversation"] = conversation_id
    try:
        await shared.storage(
            shared.endings.end, conversation_id, shared.notices.conversation_ended()
        )
    except StorageDown as error:
        shared.metrics.storage_failures.inc()
        errors.log.error("a conversation can't be ended: %s", error)
        raise errors.storage_unavailable() from None
    await shared.fanout.publish(conversation_id, dict(CATCH_UP))


@router.get("/settings")
async def chat_settings(shared: Shared) -> ChatSettings:
    """What a client shows before the first message."""
    return ChatSettings(
        utility_name=shared.settings.utility_name,
        hotline=shared.settings.hotline,
        demo=shared.settings.demo,
        notice_version=NOTICE_VERSION,
        notice_url="/privacy",
        longest_text=LONGEST_TEXT,
    )


@router.post(
    "/messages", status_code=202, responses=error_answers(401, 403, 409, 413, 422, 429, 503)
)
async def send_message(
    request: Request, body: Inbound, session: Opened, shared: Shared
) -> Accepted:
    """Send a message. It is stored before this is answered; the same id again has the same seq."""
    kind, content = ("text", body.text) if body.text is not None else ("payload", body.payload)
    content = content or ""
    address = _address(shared, request)
    # Cheap and first: what comes after reads the text.
    shared.rates.spend("arrival_address", block(address))
    signal = shared.people.signal(kind, content)
    follows = signal is None and shared.people.follows(session.conversation_id, kind)
    budget = "signal" if signal is not None or follows else "message"
    try:
        shared.rates.spend(budget, session.conversation_id)
        shared.rates.spend(f"{budget}_address", block(address))
    except Problem as problem:
        if budget == "signal":
            # Too many of them, and yet nobody in danger is left without the words.
            problem.reply = shared.people.spoken(session.conversation_id, kind, content, signal)
        raise
    try:
        receipt = await shared.storage(
            shared.inbox.receive,
            session.conversation_id,
            body.client_msg_id,
            kind,
            content,
            client_address=address[:64],
        )
    except SameIdOtherBody:
        raise Problem(
            409,
            "client_msg_id_reused",
            "这个 client_msg_id 已经用于另一条消息。",
            "每条新消息使用新的 client_msg_id；重发时内容必须相同。",
        ) from None
    except PayloadNotOffered:
        raise Problem(
            422,
            "payload_not_offered",
            "这个按钮不属于本次会话。",
            "payload 只接受本会话消息按钮里给出的值；文字请用 text 发送。",
        ) from None
    except ConversationEnded:
        # Somebody in danger hears what to do in a window that has ended, too.
        danger = signal is not None and signal.kind == "danger"
        spoken = shared.people.spoken(session.conversation_id, kind, content, signal)
        reply = spoken if danger else None
        raise errors.conversation_ended(reply) from None
    except StorageDown as error:
        shared.metrics.storage_failures.inc()
        raise await _not_stored(shared, session, body.client_msg_id, kind, content, error) from None
    if receipt.new:
        shared.metrics.messages_in.labels("web", kind).inc()
        await shared.fanout.publish(
            session.conversation_id, {"event": "messages", "messages": [receipt.line]}
        )
        message = PendingMessage(
            id=receipt.inbox_id,
            conversation_id=session.conversation_id,
            client_msg_id=body.client_msg_id,
            kind=kind,
            body=content,
            shown=receipt.line["text"],
            received_at=datetime.fromisoformat(receipt.line["sent_at"]),
            attempts=0,
            not_before=None,
            told_delay_at=None,
        )
        if signal is not None:
            shared.worker.answer_soon(message, signal)
        elif follows:
            shared.worker.answer_within_soon(message)
        else:
            shared.worker.wake(session.conversation_id)
    return Accepted(seq=receipt.seq)


async def _not_stored(
    shared: Gateway, session: Issued, client_msg_id: str, kind: str, content: str, error: Exception
) -> Problem:
    errors.log.error("a message can't be stored: %s", error)
    signal = shared.people.signal(kind, content)
    problem = errors.storage_unavailable()
    problem.message = shared.sentences.storage_down()
    spoken = shared.people.spoken(session.conversation_id, kind, content, signal)
    if spoken is not None:
        # Danger and the wish for a person get their words whatever is dead.
        shared.metrics.signals.labels(signal.kind if signal else "danger_talk").inc()
        problem.reply = spoken
        await shared.fanout.publish(
            session.conversation_id,
            {"event": "reply", "client_msg_id": client_msg_id, "reply": dict(problem.reply)},
        )
    return problem


@router.get(
    "/messages",
    response_model=Messages,
    response_model_exclude_unset=True,
    responses=error_answers(401, 403, 422, 429, 503),
)
async def read_messages(
    session: Opened,
    shared: Shared,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="the last seq known")] = 0,
    wait: Annotated[
        float, Query(ge=0, le=LONGEST_WAIT_SECONDS, description="seconds to wait for something new")
    ] = 0,
) -> dict[str, list[Line]]:
    """Read the lines behind a sequence number; with `wait` the answer comes when there are some."""
    conversation_id = session.conversation_id
    shared.rates.spend("poll", conversation_id)
    try:
        with shared.fanout.subscribed(conversation_id) as door:
            door.seen = after
            lines = await shared.storage(shared.transcript.after, conversation_id, after, PAGE)
            deadline = asyncio.get_running_loop().time() + wait
            while not lines and not shared.stopping.is_set():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                # In slices, so that a stopping gateway lets go soon.
                if not await _has_lines(door.get(), min(left, 1.0)):
                    continue
                lines = await shared.storage(shared.transcript.after, conversation_id, after, PAGE)
    except StorageDown as error:
        shared.metrics.storage_failures.inc()
        errors.log.error("messages can't be read: %s", error)
        raise errors.storage_unavailable() from None
    except ConversationEnded:
        raise errors.conversation_ended() from None
    if lines:
        shared.deliveries.note(conversation_id, lines[-1]["seq"])
    return {"messages": lines}


async def _has_lines(news: Any, seconds: float) -> bool:
    try:
        event = await asyncio.wait_for(news, seconds)
    except asyncio.TimeoutError:
        return False
    return event["event"] in ("messages", "catch_up")
