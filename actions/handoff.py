"""The way to a person: call-backs, offers and what became of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import ServiceAction
from actions.choices import payload
from actions.knowledge import entry_for, tell_entry
from actions.questions import bound_customer
from actions.turn import Reply, Turn
from bot.intents import load_intents
from bot.service_requests import Request, due_label, request_card

UNSERVED: Mapping[str, str] = {
    "report_outage": "utter_outage_not_here",
    "query_outage": "utter_outage_not_here",
    "report_voltage": "utter_fault_not_here",
    "report_hazard": "utter_fault_not_here",
    "claim_damage": "utter_damage_not_here",
    "report_meter_fault": "utter_meter_not_here",
    "request_meter_check": "utter_meter_not_here",
    "apply_connection": "utter_connection_not_here",
    "change_capacity": "utter_connection_not_here",
    "transfer_account": "utter_connection_not_here",
    "close_account": "utter_connection_not_here",
    "apply_charger": "utter_connection_not_here",
    "apply_generation": "utter_connection_not_here",
    "change_tariff": "utter_connection_not_here",
    "query_generation": "utter_generation_not_here",
    "request_refund": "utter_payment_not_here",
    "defer_payment": "utter_payment_not_here",
    "set_reminder": "utter_reminder_not_here",
    "stop_reminder": "utter_reminder_not_here",
    "make_complaint": "utter_complaint_not_here",
    "make_suggestion": "utter_suggestion_not_here",
    "give_praise": "utter_praise_not_here",
    "report_theft": "utter_theft_not_here",
}
"""Intents whose service isn't there yet: what is said beside the offer of a call-back."""


def callback_offer(intent: str) -> str:
    """The offer of a call-back about an intent."""
    return f"callback_{intent}"


OFFERS: Mapping[str, tuple[str, str]] = {
    "payment_trace": ("payment_trace", "缴费没有到账，请工作人员核对"),
    "invoice": ("invoice", "申请开具电费发票"),
    "reserved_phone": ("reserved_phone", "预留手机号变更，请工作人员核实办理"),
    **{
        callback_offer(name): ("callback", f"{load_intents()[name].title}，请工作人员回电")
        for name in UNSERVED
    },
}
"""What a customer can accept with a yes: the kind of request and its summary."""


class RequestPerson(ServiceAction):
    """A person is wanted: store a call-back."""

    NAME = "action_request_person"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        summary = f"客户要人工：{turn.text}" if turn.text else "客户要人工"
        open_callback(self, summary, turn, reply)


class OfferCallback(ServiceAction):
    """A service that isn't there yet: what is known about it, an honest word, a call-back."""

    NAME = "action_offer_callback"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        entry = entry_for(self, turn, turn.intent)
        if entry is not None:
            tell_entry(entry, reply)
        offer = callback_offer(turn.intent)
        buttons = [
            {"title": "登记回电", "payload": payload("affirm", {"offer": offer})},
            {"title": "不用了", "payload": payload("deny", {"offer": offer})},
        ]
        title = load_intents()[turn.intent].title
        reply.say(UNSERVED[turn.intent], buttons=buttons, title=title)
        reply.offer(offer, turn)


class QueryRequest(ServiceAction):
    """What became of this conversation's requests."""

    NAME = "action_query_request"

    MOST = 3

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        requests = self.services.requests.of_conversation(turn.conversation_id)
        if not requests:
            reply.say("utter_request_none")
            return
        for one in requests[: self.MOST]:
            reply.say(
                f"utter_request_{one.status}",
                card=request_card(one),
                title=one.title,
                number=one.number,
                due=due_label(one.due_at),
            )


def accept_offer(action: ServiceAction, offer: str, turn: Turn, reply: Reply) -> bool:
    """Do what was offered.

    Args:
        action: the action that runs; its services are used.
        offer: a key of `OFFERS`.
        turn: the customer's.
        reply: filled.

    Returns:
        Whether there is such an offer.
    """
    if offer not in OFFERS:
        return False
    kind, summary = OFFERS[offer]
    if kind == "callback":
        open_callback(action, summary, turn, reply)
        return True
    request = open_request(action, kind, summary, turn)
    reply.say(
        "utter_request_opened",
        card=request_card(request),
        title=request.title,
        number=request.number,
        due=due_label(request.due_at),
    )
    return True


def open_callback(action: ServiceAction, summary: str, turn: Turn, reply: Reply) -> None:
    """Store a call-back; an open one isn't doubled."""
    request = open_request(action, "callback", summary, turn)
    reply.say(
        _callback_response(request),
        card=request_card(request),
        number=request.number,
        due=due_label(request.due_at),
    )


def _callback_response(request: Request) -> str:
    if request.phone_masked is None and request.customer_id is None:
        return "utter_person_requested_ask_phone"
    return "utter_person_already_requested" if request.existing else "utter_person_requested"


def open_request(
    action: ServiceAction,
    kind: str,
    summary: str,
    turn: Turn,
    *,
    account_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Request:
    """Store a request, once for a message and action.

    The phone that was said goes with it, and where bound the customer and the account.

    Args:
        action: the action that runs; its services are used.
        kind: of `data/service_requests.yml`.
        summary: what the customer wants, one sentence.
        turn: the customer's.
        account_id: what it is about; None takes the account that is talked about.
        details: the form's values.
    """
    customer = bound_customer(action, turn)
    if customer is not None and account_id is None:
        chosen = turn.slots.get("account_selected")
        own = any(one.id == chosen for one in customer.accounts)
        account_id = chosen if own else customer.bound_account.id
    return action.services.requests.open(
        kind,
        turn.conversation_id,
        turn.message_id,
        action.NAME,
        summary,
        details=details,
        contact_phone=turn.entity("phone"),
        account_id=account_id,
        customer_id=customer.customer_id if customer else None,
    )
