"""All services that actions use, built once in a process from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.accounts.halls import Halls
from bot.billing import Billing
from bot.clock import Clock
from bot.databases.sessions import connect, sessions
from bot.forms.drafts import Drafts
from bot.identity import Identity, text_message_sender
from bot.knowledge import Library, load_library
from bot.service_requests import ServiceRequests
from bot.settings import Settings, settings
from bot.tariffs import load_price_book

STATEMENT_SHARE = 0.8
"""A statement may take this share of an action's deadline, so that the thread ends in time, too."""


@dataclass(frozen=True)
class Services:
    """Everything that an action may ask.

    Args:
        settings: of the product.
        clock: the present.
        identity: who speaks for which customer.
        billing: questions about bills and payments.
        requests: what people have to do.
        drafts: of forms.
        halls: where customers can go.
        knowledge: answers that need no record.
        regions: names of the regions with known prices, to their codes in `data/tariffs`.
    """

    settings: Settings
    clock: Clock
    identity: Identity
    billing: Billing
    requests: ServiceRequests
    drafts: Drafts
    halls: Halls
    knowledge: Library
    regions: dict[str, str]


@cache
def services() -> Services:
    """The services of this process."""
    chosen = settings()
    clock = chosen.clock
    timeout = chosen.action_deadline_seconds * STATEMENT_SHARE
    bot = sessions(connect(chosen.bot_db_url, timeout_seconds=timeout))
    utility = sessions(connect(chosen.utility_db_url, timeout_seconds=timeout))
    prices = load_price_book()
    return Services(
        settings=chosen,
        clock=clock,
        identity=Identity(bot, utility, text_message_sender(chosen, bot), clock, chosen),
        billing=Billing(utility, prices, clock, chosen),
        requests=ServiceRequests(bot, clock, public=(chosen.hotline,)),
        drafts=Drafts(bot, clock),
        halls=Halls(utility),
        knowledge=load_library(),
        regions={one.region_title: one.region for one in prices.sets},
    )
