"""The way to a person: call-backs, what is offered, and what became of a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from actions.dialogue.asked import Asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.knowledge import chosen_entry, entry_for, tell_entry
from actions.dialogue.offers import (
    ASK,
    CALLBACK,
    ask_offer,
    callback_offer,
    keep_taken_back,
    no_button,
    offer,
    yes_button,
)
from actions.dialogue.questions import SURELY_RULE, go_on, own_question
from actions.dialogue.requests import open_request, registered
from actions.dialogue.turn import Reply, Turn
from bot.dialogue.focus import Frame
from bot.forms.kinds import ASKS, HOURS
from bot.intents import load_intents
from bot.service_requests import Request, RequestNotFound, RequestNotOpen, due_label, request_card
from bot.service_requests.kinds import UnknownKind, load_kinds

REMARK = "客户补充"
"""What the customer adds to a request, among its details."""
NOT_TAKEN_BACK = ("danger",)
"""Kinds that only people close."""
_ANEW = {
    "callback": callback_offer("request_person"),
    "disputed_bill": ask_offer("dispute_bill"),
    "meter_reading": ask_offer("report_reading"),
}
"""What brings a withdrawn request back, where its kind isn't an offer itself."""
_FOR_STAFF = re.compile("；|：(?=[0-9])")
"""Behind it a request's summary tells what the staff look up."""
_TOLD = {"when": "utter_request_when", "phone": "utter_request_phone"}
"""What is told of a request that lacks nothing, by what is asked of it."""
LATELY = timedelta(minutes=30)
"""So long 算了 may mean what was registered without the engine."""


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
        own = own_question(self, turn)
        if own is not None:
            go_on(self, own, turn, reply)
            return
        intent = load_intents()[turn.intent]
        entry = entry_for(self, turn, turn.intent)
        name = callback_offer(turn.intent)
        buttons = [yes_button(name, "登记回电"), no_button(name)]
        asks_rule = (turn.rule or 0.0) >= SURELY_RULE and ASKS.search(turn.text) is not None
        if entry is not None and asks_rule and not intent.urgent:
            # A rule is asked for, not the service: the entry is the answer.
            tell_entry(entry, reply, buttons[:1], question=turn.intent)
        else:
            if entry is not None:
                tell_entry(entry, reply, question=turn.intent)
            reply.say(str(intent.callback), buttons=buttons, title=intent.title)
        offer(name, turn, reply)
        reply.push(
            "question",
            intent.topic,
            question=intent.name,
            periods=[],
            text=turn.text,
            entries=[entry.id, *entry.related] if entry else [],
        )


class QueryRequest(ServiceAction):
    """What became of this conversation's requests."""

    NAME = "action_query_request"

    MOST = 3

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        requests = self.services.requests.of_conversation(turn.conversation_id)
        asked = turn.entity("asked")
        newest = next((one for one in requests if one.status == "open"), None)
        if asked and newest is None:
            days = load_kinds().named("callback").workdays
            reply.say("utter_request_not_noted", days=str(days))
            offer(callback_offer("request_person"), turn, reply)
            return
        if not requests:
            # a check that was registered elsewhere stands in the record
            own = own_question(self, turn)
            entry = chosen_entry(self, turn)
            if own is not None:
                go_on(self, own, turn, reply)
            elif entry is not None:
                tell_entry(entry, reply, question=turn.intent)
            else:
                reply.say("utter_request_none")
            return
        if asked == "when" and newest is not None and newest.kind != "callback":
            say_standing(newest, reply)
            remember_request(newest, reply)
            return
        if asked and newest is not None:
            self._say_noted(str(asked), newest, turn, reply)
            remember_request(newest, reply)
            return
        for one in requests[: self.MOST]:
            say_standing(one, reply)
        remember_request(requests[0], reply)

    def _say_noted(self, asked: str, request: Request, turn: Turn, reply: Reply) -> None:
        """Yes, it is registered, and what it still lacks; what it says; or when the call comes."""
        if asked == "content":
            called = f"，打 {request.phone_masked}" if request.phone_masked else ""
            # What stands behind it is for whoever works on it.
            told = _FOR_STAFF.split(request.summary.rstrip("。"))[0]
            told = told.replace("客户自报", "您报的").replace("客户", "您")
            reply.say(
                "utter_request_content",
                card=request_card(request),
                buttons=(),
                summary=f"{told}{called}",
                number=request.number,
            )
            return
        lacks = request.phone_masked is None
        if asked == "private":
            response = "utter_request_private" if lacks else "utter_request_private_known"
        elif lacks:
            response = "utter_request_noted_lacks_phone"
        else:
            response = _TOLD.get(asked, "utter_request_noted")
        reply.say(response, card=request_card(request), buttons=(), **_facts(request))


class NoteRequest(ServiceAction):
    """A word for whoever works on the request: when to call, what it is about."""

    NAME = "action_note_request"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        words = turn.text.strip()
        if note(self, words, turn, reply):
            return
        offered = turn.focus.newest("offer")
        name = str(offered.about.get("name")) if offered is not None else ""
        if name.startswith(CALLBACK) and not HOURS.search(words):
            reply.say("utter_remark_offer")
        else:
            name = callback_offer("request_person")
            reply.say("utter_call_time_offer")
        offer(name, turn, reply)
        said = _joined(_remark_of(offered), words)
        reply.push("offer", "handoff", **{**reply.focus.frames[-1].about, "remark": said})


def remember_request(request: Request, reply: Reply) -> None:
    """Put a request on the focus: what is said next may be about it."""
    reply.push(
        "request",
        "handoff",
        name=request.number,
        request_kind=request.kind,
        subject=request.title,
    )


def note(action: ServiceAction, words: str, turn: Turn, reply: Reply) -> bool:
    """Add the customer's words to the newest open request; False: there is none.

    Args:
        action: the action that runs; its services are used.
        words: in the customer's wording.
        turn: the customer's.
        reply: filled.
    """
    requests = action.services.requests.of_conversation(turn.conversation_id)
    newest = next((one for one in requests if one.status == "open"), None)
    if newest is None:
        return False
    said = str(newest.details.get(REMARK) or "")
    if words not in said:
        remark = f"{said}；{words}" if said else words
        action.services.requests.annotate(turn.conversation_id, newest.kind, {REMARK: remark})
    reply.say("utter_request_remark", words=words, number=newest.number)
    if newest.phone_masked is None and newest.kind == "callback":
        lacks = "utter_request_noted_lacks_phone"
        reply.say(lacks, card=None, buttons=(), **_facts(newest))
    remember_request(newest, reply)
    return True


def say_standing(request: Request, reply: Reply) -> None:
    """Say how a request stands, with its card."""
    reply.say(
        f"utter_request_{request.status}",
        card=request_card(request),
        title=request.title,
        number=request.number,
        due=due_label(request.due_at),
    )


class WithdrawRequest(ServiceAction):
    """The customer takes back what was registered: withdrawn, or said who can."""

    NAME = "action_withdraw_request"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        request = self._meant(turn)
        offered = turn.focus.newest("offer")
        if (request is None or request.status != "open") and offered is not None:
            reply.drop("offer")
            keep_taken_back(str(offered.about.get("name")), turn, reply)
            reply.say("utter_no_offer")
            return
        if request is None:
            reply.say("utter_nothing_to_withdraw")
            return
        withdraw(self, request, turn, reply)

    def _meant(self, turn: Turn) -> Request | None:
        """The request that is talked about; else the newest open one of the conversation."""
        requests = self.services.requests.of_conversation(turn.conversation_id)
        frame = turn.focus.newest("request")
        number = frame.about.get("name") if frame else None
        named = [one for one in requests if one.number == number and one.status == "open"]
        still_open = [one for one in requests if one.status == "open"]
        return next(iter([*named, *still_open, *requests]), None)


def withdraw(action: ServiceAction, request: Request, turn: Turn, reply: Reply) -> None:
    """Take back one request, or say how it stands.

    Args:
        action: the action that runs; its services are used.
        request: to be withdrawn.
        turn: the customer's.
        reply: filled.
    """
    if request.kind in NOT_TAKEN_BACK:
        reply.say("utter_request_stays", title=request.title, number=request.number)
        return
    try:
        action.services.requests.withdraw(request.number, turn.conversation_id)
    except (RequestNotFound, RequestNotOpen):
        say_standing(request, reply)
        return
    reply.say("utter_request_withdrawn", title=request.title, number=request.number)
    reply.drop("request", "offer")
    keep_taken_back(_ANEW.get(request.kind, request.kind), turn, reply)


def registered_just_now(action: ServiceAction, turn: Turn) -> Request | None:
    """An open request that is newer than anything on the focus: 转人工 is registered without the engine."""
    if "谢" in turn.text:  # 不用了谢谢 refuses nothing that was registered
        return None
    requests = action.services.requests.of_conversation(turn.conversation_id)
    newest = next((one for one in requests if one.status == "open"), None)
    if newest is None or turn.focus.now - newest.created_at > LATELY:
        return None
    talked_since = any(
        one.at is not None and one.at > newest.created_at for one in turn.focus.frames
    )
    return None if talked_since else newest


def accept_offer(
    action: ServiceAction, name: str, turn: Turn, reply: Reply, *, remark: str = ""
) -> bool:
    """Do what was offered.

    Args:
        action: the action that runs; its services are used.
        name: of the offer, see `actions.dialogue.offers`.
        turn: the customer's.
        reply: filled.
        remark: what was said beside the yes, for whoever calls.

    Returns:
        Whether there is such an offer.
    """
    intents = load_intents()
    if name.startswith(ASK) and name.removeprefix(ASK) in intents:
        go_on(action, Asked(name.removeprefix(ASK)), turn, reply)
        return True
    if name.startswith(CALLBACK) and name.removeprefix(CALLBACK) in intents:
        title = intents[name.removeprefix(CALLBACK)].title
        open_callback(action, f"{title}，请工作人员回电", turn, reply, remark=remark)
        return True
    try:
        kind = load_kinds().named(name)
    except UnknownKind:
        return False
    if not kind.offered:
        return False
    request = open_request(action, name, kind.offered, turn)
    reachable = request.phone_masked is not None or request.customer_id is not None
    response = "utter_request_opened" if reachable else "utter_request_opened_ask_phone"
    registered(request, turn, reply, response, **_facts(request))
    return True


def open_callback(
    action: ServiceAction, summary: str, turn: Turn, reply: Reply, *, remark: str = ""
) -> None:
    """Store a call-back; an open one isn't doubled."""
    offered = turn.focus.newest("offer")
    remark = _joined(_remark_of(offered), remark)
    details = {REMARK: remark} if remark else None
    request = open_request(action, "callback", summary, turn, details=details)
    registered(request, turn, reply, _callback_response(request), **_facts(request))


def _remark_of(offered: Frame | None) -> str:
    """What was said beside an offer, for whoever calls."""
    return str(offered.about.get("remark") or "") if offered is not None else ""


def _joined(before: str, words: str) -> str:
    return "；".join(dict.fromkeys(one for one in (before, words) if one))


def _facts(request: Request) -> Mapping[str, str]:
    return {
        "title": request.title,
        "number": request.number,
        "due": due_label(request.due_at),
        "phone": request.phone_masked or "",
    }


def _callback_response(request: Request) -> str:
    if request.phone_masked is None:
        return "utter_person_requested_ask_phone"
    return "utter_person_already_requested" if request.existing else "utter_person_requested"
