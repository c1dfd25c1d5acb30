"""The staff's API: sign-in by cookie, and the requests that people have to work on."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bot.conversations import Line
from bot.conversations.transcript import Reading
from bot.datafiles import DataFileError
from bot.forms import load_forms
from bot.gateway import errors, staff
from bot.gateway.addresses import block
from bot.gateway.context import Gateway, gateway
from bot.gateway.errors import ErrorAnswer, Problem
from bot.gateway.guards import own_origin
from bot.gateway.staff import Member
from bot.gateway.storage import StorageDown
from bot.gateway.tokens import STAFF_LIFETIME, TokenInvalid
from bot.intents import load_intents
from bot.masking import mask
from bot.service_requests import Request as OpenedRequest
from bot.service_requests import RequestNotFound, RequestNotOpen

log = logging.getLogger(__name__)

COOKIE = "mingdeng_staff"
_LONGEST_NOTE = 500


class SignIn(BaseModel):
    """Name and password."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class SignedIn(BaseModel):
    """Who is signed in."""

    name: str
    role: str


class CloseNote(BaseModel):
    """How a request ended."""

    model_config = ConfigDict(extra="forbid")
    note: str = Field(default="", max_length=_LONGEST_NOTE)
    status: Literal["done", "cancelled"] = "done"


class RequestSummary(BaseModel):
    """A request as the list shows it; masked."""

    number: str
    kind: str
    title: str
    priority: Literal["urgent", "high", "normal", "low"]
    status: Literal["open", "done", "cancelled"]
    summary: str
    phone_masked: str | None
    created_at: datetime
    due_at: datetime
    overdue: bool
    closed_at: datetime | None
    closed_by: str | None


class RequestDetail(RequestSummary):
    """A request with what a person needs to go on; masked."""

    details: dict[str, Any]
    context: dict[str, Any] = Field(
        description="transcript, engine_state and channel when the request was opened"
    )
    followed: list[dict[str, Any]] = Field(
        description="lines of the conversation behind that transcript, such as an address"
    )
    readings: list[dict[str, Any]] = Field(
        description="how the customer's lines were understood: {seq, intent, confidence, reading, why}"
    )
    titles: dict[str, str] = Field(
        description="what the intents, the form and the slot named here are called"
    )


class RequestList(BaseModel):
    """The most urgent first, then the earliest due."""

    requests: list[RequestSummary]
    next: int | None = Field(description="give it as `after` for the next page; null at the end")


class RevealedRequest(BaseModel):
    """What is masked elsewhere. Who asked for it is noted."""

    number: str
    contact_phone: str | None
    details: dict[str, Any]


def _same_site(request: Request, shared: Annotated[Gateway, Depends(gateway)]) -> None:
    """Refuse what another site's page sends with the staff's cookie."""
    origin = request.headers.get("origin")
    if origin is not None and not own_origin(request, origin, shared.proxies):
        raise errors.origin_refused()
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise errors.origin_refused()


router = APIRouter(
    prefix="/api/staff",
    tags=["staff"],
    dependencies=[Depends(_same_site)],
    responses={status: {"model": ErrorAnswer} for status in (401, 403, 404, 409, 422, 429, 503)},
)
Shared = Annotated[Gateway, Depends(gateway)]


async def _member(request: Request, shared: Shared) -> Member:
    try:
        name, fingerprint = shared.staff_tokens.check(request.cookies.get(COOKIE, ""))
    except TokenInvalid:
        raise _signed_out() from None
    try:
        member = await shared.storage(staff.member_named, shared.bot_sessions, name)
    except StorageDown:
        raise errors.storage_unavailable() from None
    if member is None or member.fingerprint != fingerprint:
        raise _signed_out()
    return member


SignedInMember = Annotated[Member, Depends(_member)]


def _signed_out() -> Problem:
    return Problem(401, "not_signed_in", "请先登录。", "用 POST /api/staff/session 登录。")


def _not_found(number: str) -> Problem:
    return Problem(404, "request_not_found", f"没有单号为 {number[:24]} 的请求。", "请核对单号。")


@router.post("/session")
async def sign_in(request: Request, response: Response, body: SignIn, shared: Shared) -> SignedIn:
    """Sign in; the answer sets a cookie that scripts can't read."""
    address = shared.proxies.client(request.scope)
    shared.rates.spend("sign_in", block(address))
    shared.rates.spend("sign_in_name", body.name)
    try:
        member = await shared.storage(staff.sign_in, shared.bot_sessions, body.name, body.password)
        if member is None:
            raise Problem(401, "wrong_password", "姓名或密码不对。", "请核对后再试。")
        await shared.storage(
            staff.note, shared.bot_sessions, shared.clock, member.name, "sign_in", member.name
        )
    except StorageDown:
        raise errors.storage_unavailable() from None
    token, _ = shared.staff_tokens.issue(member.name, member.fingerprint)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(STAFF_LIFETIME.total_seconds()),
        path="/api/staff",
        httponly=True,
        samesite="strict",
        secure=shared.proxies.scheme(request.scope) == "https",
    )
    return SignedIn(name=member.name, role=member.role)


@router.get("/session")
async def who(member: SignedInMember) -> SignedIn:
    """Who is signed in."""
    return SignedIn(name=member.name, role=member.role)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, shared: Shared) -> None:
    """Sign out."""
    response.delete_cookie(
        COOKIE,
        path="/api/staff",
        httponly=True,
        samesite="strict",
        secure=shared.proxies.scheme(request.scope) == "https",
    )


@router.get("/requests")
async def list_requests(
    member: SignedInMember,
    shared: Shared,
    status: Literal["open", "done", "cancelled", "all"] = "open",
    kind: Annotated[str | None, Query(max_length=32)] = None,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RequestList:
    """Requests, masked: the most urgent first, then the earliest due."""
    try:
        found = await shared.storage(
            shared.requests.list,
            status=None if status == "all" else status,
            kind=kind,
            limit=limit + 1,
            offset=after,
        )
    except StorageDown:
        raise errors.storage_unavailable() from None
    now = shared.clock()
    return RequestList(
        requests=[RequestSummary(**_summary(request, now)) for request in found[:limit]],
        next=after + limit if len(found) > limit else None,
    )


@router.get("/requests/{number}")
async def show_request(number: str, member: SignedInMember, shared: Shared) -> RequestDetail:
    """One request with its context, masked. Who looks is noted."""
    detail = await _detail(number, shared)
    try:
        await shared.storage(
            staff.note,
            shared.bot_sessions,
            shared.clock,
            member.name,
            "view_request",
            detail.number,
        )
    except StorageDown:
        raise errors.storage_unavailable() from None
    return detail


@router.get("/requests/{number}/news")
async def request_news(number: str, member: SignedInMember, shared: Shared) -> RequestDetail:
    """The same again for a page that has it open: what was said and attached since.

    Nothing is noted: the look was, when the page opened it.
    """
    return await _detail(number, shared)


async def _detail(number: str, shared: Gateway) -> RequestDetail:
    try:
        found = await shared.storage(shared.requests.get, number)
        told = [line["seq"] for line in found.context.get("transcript", ())]
        followed = await shared.storage(
            shared.transcript.masked_after, found.conversation_id, max(told, default=0)
        )
        readings = await shared.storage(shared.transcript.readings, found.conversation_id)
    except RequestNotFound:
        raise _not_found(number) from None
    except StorageDown:
        raise errors.storage_unavailable() from None
    return RequestDetail(
        **_summary(found, shared.clock()),
        details=dict(found.details),
        context=dict(found.context),
        followed=followed,
        readings=readings,
        titles=_titles(found.context.get("engine_state") or {}, readings),
    )


def _titles(state: Mapping[str, Any], readings: Sequence[Reading]) -> dict[str, str]:
    named = [state.get("intent"), *(one.get("name") for one in state.get("ranking") or ())]
    named += [one.get("intent") for one in readings]
    named += [state.get("active_form"), state.get("requested_slot")]
    try:
        titles = {intent.name: intent.title for intent in load_intents().values()}
        for form in load_forms().values():
            titles.update(form.titles)
    except DataFileError as error:  # a trainer's slip: the page shows the names instead
        log.warning("intents and forms have no titles: %s", error)
        return {}
    return {name: titles[name] for name in named if name in titles}


@router.post("/requests/{number}/reveal")
async def reveal_request(number: str, member: SignedInMember, shared: Shared) -> RevealedRequest:
    """Phone and details unmasked. Who looks is noted before anything is shown."""
    try:
        shown = await shared.storage(shared.requests.reveal, number, member.name)
    except RequestNotFound:
        raise _not_found(number) from None
    except StorageDown:
        raise errors.storage_unavailable() from None
    return RevealedRequest(
        number=shown.number, contact_phone=shown.contact_phone, details=dict(shown.details)
    )


@router.post("/requests/{number}/close")
async def close_request(
    number: str, body: CloseNote, member: SignedInMember, shared: Shared
) -> RequestSummary:
    """Close a request with a note, which is kept masked with who did what; the customer is told."""
    told: list[Line] = []

    def tell(session: Session, request: OpenedRequest) -> None:
        said = shared.notices.request_closed(request.title, request.number, request.status)
        told.extend(shared.inbox.tell(session, request.conversation_id, [said]))

    try:
        closed = await shared.storage(
            shared.requests.close, number, member.name, status=body.status, during=tell
        )
        if told:
            await shared.fanout.publish(
                closed.conversation_id, {"event": "messages", "messages": told}
            )
        if body.note.strip():
            await shared.storage(
                staff.note,
                shared.bot_sessions,
                shared.clock,
                member.name,
                "note_request",
                closed.number,
                note=mask(body.note.strip()),
            )
    except RequestNotFound:
        raise _not_found(number) from None
    except RequestNotOpen:
        raise Problem(
            409, "request_not_open", "这个请求已经办结了。", "刷新列表可以看到是谁办结的。"
        ) from None
    except StorageDown:
        raise errors.storage_unavailable() from None
    return RequestSummary(**_summary(closed, shared.clock()))


def _summary(request: OpenedRequest, now: datetime) -> dict[str, Any]:
    return {
        "number": request.number,
        "kind": request.kind,
        "title": request.title,
        "priority": request.priority,
        "status": request.status,
        "summary": request.summary,
        "phone_masked": request.phone_masked,
        "created_at": request.created_at,
        "due_at": request.due_at,
        "overdue": request.status == "open" and request.due_at < now,
        "closed_at": request.closed_at,
        "closed_by": request.closed_by,
    }
