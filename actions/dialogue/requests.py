"""What people have to do for a customer: opened, told, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.dialogue.base import ServiceAction
from actions.dialogue.turn import Reply, Turn
from bot.identity import BoundCustomer, NotBound, StepUpNeeded
from bot.intents import load_intents
from bot.service_requests import Request, request_card


def open_request(
    action: ServiceAction,
    kind: str,
    summary: str,
    turn: Turn,
    *,
    account_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    phone: str | None = None,
) -> Request:
    """Store a request, once for a message and action.

    The phone that was said goes with it, else the bound customer's reserved one; and where bound the
    customer and the account.

    Args:
        action: the action that runs; its services are used.
        kind: of `data/service_requests.yml`.
        summary: what the customer wants, one sentence.
        turn: the customer's.
        account_id: what it is about; None takes the account that is talked about.
        details: the form's values.
        phone: where to call back; None takes the one that was said now, or with the offer.
    """
    customer = _customer(action, turn)
    if customer is not None and account_id is None:
        frame = turn.focus.newest("account")
        chosen = frame.about.get("id") if frame else None
        own = any(one.id == chosen for one in customer.accounts)
        account_id = chosen if own else customer.bound_account.id
    offered = turn.focus.newest("offer")
    return action.services.requests.open(
        kind,
        turn.conversation_id,
        turn.message_id,
        action.NAME,
        summary,
        details=details,
        contact_phone=phone
        or turn.entity("phone")
        or (offered.about.get("phone") if offered else None),
        account_id=account_id,
        customer_id=customer.customer_id if customer else None,
        reserved_phone=action.services.identity.reserved_phone(customer) if customer else None,
    )


def registered(request: Request, turn: Turn, reply: Reply, response: str, **facts: str) -> None:
    """Tell that a request was stored and remember it: it can be asked about and taken back."""
    reply.say(response, card=request_card(request), buttons=(), **facts)
    known = load_intents().get(turn.intent)
    reply.push(
        "request",
        known.topic if known else "",
        name=request.number,
        request_kind=request.kind,
        subject=request.title,
    )


def _customer(action: ServiceAction, turn: Turn) -> BoundCustomer | None:
    try:
        return action.services.identity.require(turn.conversation_id)
    except (NotBound, StepUpNeeded):
        return None
