"""Whether this process lives, whether the whole product can answer, and what is counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.databases.bot import Conversation
from bot.databases.sessions import Sessions
from bot.databases.utility import Account
from bot.gateway.context import Gateway, gateway
from bot.gateway.engine_client import EngineUnreachable
from bot.gateway.pages import missing_pages
from bot.gateway.storage import StorageDown

router = APIRouter(tags=["operation"])

OK = "ok"
_KEPT_SECONDS = 1.0


class Alive(BaseModel):
    """The process answers."""

    status: str = Field(examples=[OK])


class Ready(BaseModel):
    """Each part, `ok` or what is wrong with it."""

    ready: bool
    parts: dict[str, str]


class Readiness:
    """Asks every part, at most once a second however often it is asked itself."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def parts(self, shared: Gateway) -> dict[str, str]:
        """Every part, `ok` or what is wrong with it; no personal data."""
        async with self._asking:
            if time.monotonic() - self._asked > _KEPT_SECONDS:
                engine, bot_db, utility_db = await asyncio.gather(
                    _engine(shared),
                    _database(shared, _ask_bot_database, shared.bot_sessions),
                    _database(shared, _ask_utility_database, shared.utility_sessions),
                )
                self._parts = {
                    "engine": engine,
                    "bot_database": bot_db,
                    "utility_database": utility_db,
                    "pages": missing_pages(shared.pages_dir) or OK,
                }
                self._asked = time.monotonic()
            return self._parts


@router.get("/healthz")
async def healthz() -> Alive:
    """This process answers; nothing else is asked."""
    return Alive(status=OK)


@router.get("/readyz", response_model=Ready, responses={503: {"model": Ready}})
async def readyz(request: Request) -> JSONResponse:
    """Whether every part of the product can work: 200, or 503 with which can't and why."""
    shared = gateway(request)
    parts = await request.app.state.readiness.parts(shared)
    ready = all(state == OK for state in parts.values())
    return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Counters for Prometheus."""
    shared = gateway(request)
    try:
        depth, oldest = await shared.checks(shared.inbox.backlog)
        shared.metrics.queue_depth.set(depth)
        age = (shared.clock() - oldest).total_seconds() if oldest is not None else 0.0
        shared.metrics.queue_oldest_seconds.set(max(0.0, age))
        open_requests = await shared.checks(shared.requests.count_open)
        shared.metrics.open_requests.clear()
        for kind, count in open_requests.items():
            shared.metrics.open_requests.labels(kind).set(count)
    except StorageDown:
        # Rather no number than an old one.
        shared.metrics.queue_depth.set(float("nan"))
        shared.metrics.queue_oldest_seconds.set(float("nan"))
        shared.metrics.open_requests.clear()
    return Response(shared.metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _engine(shared: Gateway) -> str:
    try:
        ready, said = await shared.engine.ready()
    except EngineUnreachable as error:
        return f"no answer ({error})"
    return OK if ready else said


async def _database(shared: Gateway, ask: Callable[[Sessions], None], sessions: Sessions) -> str:
    try:
        await shared.checks(ask, sessions)
    except StorageDown as error:
        return str(error)
    return OK


def _ask_bot_database(sessions: Sessions) -> None:
    with sessions() as session:
        session.execute(select(Conversation.id).limit(1)).first()


def _ask_utility_database(sessions: Sessions) -> None:
    with sessions() as session:
        session.execute(select(Account.id).limit(1)).first()
