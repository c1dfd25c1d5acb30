"""Puts one gateway process together: settings in, ASGI app out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import Clock
from bot.conversations import Endings, Inbox, Transcript
from bot.databases.sessions import connect, sessions
from bot.gateway import api_page, chat, demo, health, sockets, staff_api
from bot.gateway.addresses import TrustedProxies
from bot.gateway.context import Gateway
from bot.gateway.danger_talk import DangerTalk
from bot.gateway.engine_client import EngineClient
from bot.gateway.errors import Problem, answer, answer_errors
from bot.gateway.fanout import LocalFanout, RedisFanout
from bot.gateway.guards import Guard
from bot.gateway.live import Deliveries, Sweep
from bot.gateway.metrics import Metrics
from bot.gateway.notices import Notices
from bot.gateway.pages import BUILT, pages
from bot.gateway.people import People
from bot.gateway.rates import Rates
from bot.gateway.sentences import Sentences
from bot.gateway.storage import Storage
from bot.gateway.tasks import ended
from bot.gateway.tokens import ChatTokens, StaffTokens
from bot.gateway.worker import Pace, Worker
from bot.responses import Responses, load_responses
from bot.safety.conduct import load_conduct
from bot.service_requests import ServiceRequests
from bot.settings import Settings

log = logging.getLogger(__name__)

UTILITY_DEADLINE_SECONDS = 0.8
"""For the one thing the gateway reads there, the reserved phone: nobody in danger waits for it."""

DESCRIPTION = """\
用户网页渠道与工作人员接口。错误一律为 {code, message, hint}。
WebSocket /api/chat/socket：第一帧 {token, after}，随后收到消息对象，以及事件
{event: "ready", seq} {event: "typing", active} {event: "turn_done", client_msg_id}
{event: "read", seq} {event: "handoff", state} {event: "reply", client_msg_id, reply}
{event: "heartbeat"} {event: "error", code, message, hint}。客户端可发送 {event: "read", seq}。
关闭码：4401 凭证过期或无效、对话已结束（code conversation_ended），4400 数据读不出来，4429 太频繁，1012 服务重启。"""


def create_gateway(
    settings: Settings,
    *,
    clock: Clock | None = None,
    pace: Pace | None = None,
    responses: Responses | None = None,
    pages_dir: Path = BUILT,
) -> Gateway:
    """The parts of one gateway process, nothing started yet. Connects to nothing.

    Args:
        settings: of the product.
        clock: the present; None takes the settings'.
        pace: how patient the worker is; None takes the usual one with the settings' staleness.
        responses: what is said; None reads `data/responses/`.
        pages_dir: the built pages.

    Raises:
        ResponsesError: a sentence that the gateway needs is missing.
        DataFileError: `data/safety/conduct.yml` is wrong.
        ValueError: TRUSTED_PROXIES holds something that is no network.
    """
    clock = clock or settings.clock
    pace = pace or replace(Pace(), stale_after_seconds=settings.stale_after_seconds)
    bot_sessions = sessions(connect(settings.bot_db_url, pool_size=20))
    utility_sessions = sessions(connect(settings.utility_db_url, timeout_seconds=1.0, pool_size=4))
    metrics = Metrics()
    storage = Storage("bot database", threads=16)
    work_storage = Storage("bot database, worker", threads=8)
    inbox = Inbox(bot_sessions, clock)
    public = (settings.hotline,)
    transcript = Transcript(bot_sessions, public)
    responses = responses or load_responses()
    sentences = Sentences(responses, settings.hotline)
    requests = ServiceRequests(bot_sessions, clock, public=public)
    utility = Storage("utility database", threads=4, deadline_seconds=UTILITY_DEADLINE_SECONDS)
    talk = DangerTalk(
        load_conduct(),
        requests,
        sentences,
        clock,
        timedelta(minutes=settings.danger_talk_minutes),
    )
    people = People(inbox, requests, sentences, bot_sessions, utility_sessions, utility, talk)
    fanout = RedisFanout(settings.redis_url) if settings.redis_url else LocalFanout()
    engine = EngineClient(settings.engine_url, settings.engine_token)
    worker = Worker(inbox, work_storage, engine, people, fanout, sentences, metrics, clock, pace)
    return Gateway(
        settings=settings,
        clock=clock,
        bot_sessions=bot_sessions,
        utility_sessions=utility_sessions,
        storage=storage,
        work_storage=work_storage,
        checks=Storage("checks", threads=4, deadline_seconds=1.5),
        inbox=inbox,
        transcript=transcript,
        endings=Endings(bot_sessions, clock),
        requests=requests,
        chat_tokens=ChatTokens(settings.token_key),
        staff_tokens=StaffTokens(settings.token_key),
        proxies=TrustedProxies(settings.trusted_proxies),
        rates=Rates(settings),
        fanout=fanout,
        deliveries=Deliveries(transcript, work_storage),
        sentences=sentences,
        notices=Notices(responses, settings.hotline),
        people=people,
        engine=engine,
        worker=worker,
        metrics=metrics,
        pages_dir=pages_dir,
    )


def create_app(shared: Gateway) -> ASGIApp:
    """The ASGI app of one gateway process; its worker runs while the app's lifespan lasts.

    Args:
        shared: as made by `create_gateway`.
    """
    app = FastAPI(
        title=f"明灯 · {shared.settings.utility_name}",
        description=DESCRIPTION,
        version="1",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.gateway = shared
    app.state.readiness = health.Readiness()
    answer_errors(app)
    for part in (chat, sockets, demo, staff_api, health):
        app.include_router(part.router)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(
            api_page.api_page(app.openapi()),
            headers={"Content-Security-Policy": api_page.CONTENT_SECURITY_POLICY},
        )

    # Not mounted: a mount at / would take requests whose method alone is wrong.
    app.router.default = _OnlyPages(pages(shared.settings.allowed_origins, shared.pages_dir))
    return Guard(app, shared.settings, shared.proxies, shared.metrics)


class _OnlyPages:
    """Sends to the pages what is not below /api/ (there an unknown address is a JSON error)."""

    def __init__(self, served: ASGIApp) -> None:
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            pages_method = scope["method"] in ("GET", "HEAD")
            if not scope["path"].startswith("/api") and pages_method:
                await self._served(scope, receive, send)
                return
            problem = Problem(404, "not_found", "没有这个地址。", "接口说明见 /docs。")
            await answer(problem)(scope, receive, send)
            return
        await send({"type": "websocket.close", "code": 1008})


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    shared: Gateway = app.state.gateway
    sweep = Sweep(
        shared.transcript,
        shared.work_storage,
        shared.fanout,
        shared.deliveries,
        seconds=5.0 if shared.settings.redis_url else 1.0,
    )
    running = [
        asyncio.create_task(part)
        for part in (shared.worker.run(), sweep.run(), shared.fanout.run())
    ]
    log.info("gateway is up", extra={"worker": shared.worker.name, "demo": shared.settings.demo})
    try:
        yield
    finally:
        shared.stopping.set()
        await ended(running)
        await shared.worker.stop()
        await shared.deliveries.store()
        await shared.engine.close()
        if isinstance(shared.fanout, RedisFanout):
            await shared.fanout.close()
        log.info("gateway has stopped")
