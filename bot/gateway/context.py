"""What the routes of one gateway process share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import HTTPConnection

from bot.clock import Clock
from bot.conversations import Endings, Inbox, Transcript
from bot.databases.sessions import Sessions
from bot.gateway.addresses import TrustedProxies
from bot.gateway.engine_client import EngineClient
from bot.gateway.fanout import LocalFanout
from bot.gateway.live import Deliveries
from bot.gateway.metrics import Metrics
from bot.gateway.notices import Notices
from bot.gateway.people import People
from bot.gateway.rates import Rates
from bot.gateway.sentences import Sentences
from bot.gateway.storage import Storage
from bot.gateway.tokens import ChatTokens, StaffTokens
from bot.gateway.worker import Worker
from bot.service_requests import ServiceRequests
from bot.settings import Settings


@dataclass
class Gateway:
    """One gateway process: its settings, services and connections."""

    settings: Settings
    clock: Clock
    bot_sessions: Sessions
    utility_sessions: Sessions
    storage: Storage
    work_storage: Storage
    checks: Storage
    inbox: Inbox
    transcript: Transcript
    endings: Endings
    requests: ServiceRequests
    chat_tokens: ChatTokens
    staff_tokens: StaffTokens
    proxies: TrustedProxies
    rates: Rates
    fanout: LocalFanout
    deliveries: Deliveries
    sentences: Sentences
    notices: Notices
    people: People
    engine: EngineClient
    worker: Worker
    metrics: Metrics
    pages_dir: Path
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


def gateway(connection: HTTPConnection) -> Gateway:
    """The gateway that serves this request or socket."""
    found: Gateway = connection.app.state.gateway
    return found
