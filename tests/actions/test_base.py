"""Never silence, nothing half said: failures become a sentence, an incident and a clean log line."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import threading
from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.base import ServiceAction, incident_number
from actions.dialogue.services import Services
from actions.dialogue.turn import Reply, Turn
from bot.logs import JsonLines, message_id
from tests.actions.conftest import Begin, People, Person
from tests.actions.dialogue import ACTIONS, DOMAIN, Dialogue

PHONE, NUMBER = "15412345678", "3301234567"


class Speaks(ServiceAction):
    """Says one thing, then does what a test wants."""

    NAME = "action_speaks"

    def answer(self, turn: Turn, reply: Reply) -> None:
        reply.say("utter_greet")
        reply.remember("billing_question", {"question": "query_bill"})
        self.then(turn)

    def then(self, turn: Turn) -> None:
        """Nothing."""


class Fails(Speaks):
    def then(self, turn: Turn) -> None:
        raise RuntimeError(f"no row for {PHONE}, {NUMBER}")


class Waits(Speaks):
    ended = threading.Event()

    def then(self, turn: Turn) -> None:
        self.ended.wait(5)


class Tells(Speaks):
    def then(self, turn: Turn) -> None:
        self.told = message_id.get()


def taken(action: ServiceAction, dialogue: Dialogue) -> tuple[list[dict[str, Any]], list[Any]]:
    """The messages and events of an action for the latest turn."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, dialogue.tracker(), {}))
    return dispatcher.messages, events


@pytest.fixture
def dialogue(begin: Begin) -> Dialogue:
    new = begin()
    new.say("greet", "您好")
    return new


@pytest.fixture
def log() -> Any:
    """What the actions' process would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines("actions"))
    logging.getLogger("actions").addHandler(handler)
    yield stream
    logging.getLogger("actions").removeHandler(handler)


def test_an_answer_leaves_as_it_was_filled(services: Services, dialogue: Dialogue) -> None:
    messages, events = taken(Speaks(services), dialogue)
    assert [message["response"] for message in messages] == ["utter_greet"]
    assert messages[0]["hotline"] == services.settings.hotline
    assert [event["name"] for event in events] == ["billing_question"]


def test_an_exception_becomes_one_sentence_with_its_incident(
    services: Services, dialogue: Dialogue, log: io.StringIO
) -> None:
    messages, events = taken(Fails(services), dialogue)
    assert [message["response"] for message in messages] == ["utter_action_failed"]
    assert events == []
    incident = messages[0]["incident"]
    assert re.fullmatch(r"E[0-9A-F]{8}", incident)
    written = log.getvalue()
    assert incident in written
    assert "action_speaks: RuntimeError" in written
    assert PHONE not in written
    assert NUMBER not in written


def test_a_deadline_that_passes_becomes_the_same(
    services: Services, dialogue: Dialogue, log: io.StringIO
) -> None:
    hurried = replace(services.settings, action_deadline_seconds=0.05)
    messages, events = taken(Waits(replace(services, settings=hurried)), dialogue)
    Waits.ended.set()
    assert [message["response"] for message in messages] == ["utter_action_failed"]
    assert events == []
    assert messages[0]["incident"] in log.getvalue()
    assert "no answer within 0.05 s" in log.getvalue()


def test_the_same_turn_has_the_same_incident() -> None:
    first = incident_number("c:1", "action_query_bill")
    assert incident_number("c:1", "action_query_bill") == first
    assert incident_number("c:2", "action_query_bill") != first
    assert incident_number("c:1", "action_query_balance") != first


def test_the_messages_id_follows_into_the_thread(services: Services, dialogue: Dialogue) -> None:
    action = Tells(services)
    token = message_id.set("c:7")
    try:
        taken(action, dialogue)
    finally:
        message_id.reset(token)
    assert action.told == "c:7"


SILENT_WITHOUT_A_FORM = {
    "action_continue_question",
    "action_open_dispute",
    "action_open_reading",
    "validate_billing_dispute_form",
    "validate_billing_reading_form",
}
NEED_NO_SERVICE = SILENT_WITHOUT_A_FORM | {
    "action_affirm",
    "action_ask_account_code",
    "action_ask_account_consent",
    "action_ask_billing_reading_form_billing_reading_confirm",
    "action_ask_meaning",
    "action_ask_other_period",
    "action_bind_account",
    "action_change_reserved_phone",
    "action_decline_topic",
    "action_deny",
    "action_explain_need",
    "action_offer_callback",
    "action_resend_code",
    "action_restart_conversation",
    "action_stop",
    "action_tell_hotline",
}


class Dead:
    """A service whose database is gone; its errors hold what must not be logged."""

    def __getattr__(self, name: str) -> Any:
        raise ConnectionError(f"could not ask for {PHONE} {NUMBER}")


@pytest.mark.parametrize("name", sorted(set(ACTIONS) & set(DOMAIN["actions"])))
def test_no_action_is_silent_with_everything_dead(
    services: Services, people: People, begin: Begin, log: io.StringIO, name: str
) -> None:
    person: Person = people.single
    dialogue = begin(person)
    dialogue.say("report_outage", f"停电了，{person.numbers[0]}，{PHONE}")
    dead: Any = Dead()
    dialogue.services = replace(
        services, identity=dead, billing=dead, requests=dead, halls=dead, knowledge=dead
    )
    messages, events = taken(ACTIONS[name](dialogue.services), dialogue)
    if name in NEED_NO_SERVICE:
        assert "ERROR" not in log.getvalue()
        assert messages or events or name in SILENT_WITHOUT_A_FORM
        return
    assert [one["response"] for one in messages] == ["utter_action_failed"]
    assert all(event["value"] is None for event in events)
    assert messages[0]["incident"] in log.getvalue()
    assert PHONE not in log.getvalue()
    assert person.numbers[0] not in log.getvalue()


def test_a_form_asks_the_same_again_after_a_failure(
    services: Services, people: People, begin: Begin
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    dialogue.press("/affirm")
    dialogue.say("inform", people.single.numbers[0])
    identity = services.identity
    dead: Any = Dead()
    dialogue.services = replace(services, identity=dead)
    assert dialogue.say("inform", people.single.name) == [
        "utter_action_failed",
        "utter_ask_account_name",
    ]
    assert dialogue.asked == "account_name"
    dialogue.services = replace(services, identity=identity)
    assert dialogue.say("inform", people.single.name) == ["utter_binding_code_sent"]
