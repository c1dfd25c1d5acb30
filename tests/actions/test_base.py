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

from actions.dialogue.base import ServiceAction
from actions.dialogue.services import Services
from actions.dialogue.turn import Reply, Turn
from bot.domain import actions_of
from bot.forms import load_forms
from bot.logs import JsonLines, message_id
from tests.actions.conftest import Begin, People, Person
from tests.actions.dialogue import ACTIONS, DOMAIN, Dialogue

PHONE, NUMBER = "15412345678", "3301234567"


class Speaks(ServiceAction):
    """Says one thing, then does what a test wants."""

    NAME = "action_speaks"

    def answer(self, turn: Turn, reply: Reply) -> None:
        reply.say("utter_greet")
        reply.push("question", "billing", question="query_bill", periods=[])
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
    assert [event["name"] for event in events] == ["focus"]
    assert events[0]["value"]["frames"][-1]["about"]["question"] == "query_bill"


def test_an_exception_becomes_one_sentence_with_its_incident(
    services: Services, dialogue: Dialogue, log: io.StringIO
) -> None:
    messages, events = taken(Fails(services), dialogue)
    assert [message["response"] for message in messages] == ["utter_action_failed"]
    assert events == []
    incident = messages[0]["incident"]
    assert re.fullmatch(r"E(?:[0-9][A-Z]){4}", incident)
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


@pytest.mark.parametrize("name", ["text", "image", "attachment"])
def test_a_fact_that_rasa_would_take_for_its_own_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"can't be called {name}"):
        Reply().say("utter_form_said", **{name: "x"})


def test_the_messages_id_follows_into_the_thread(services: Services, dialogue: Dialogue) -> None:
    action = Tells(services)
    token = message_id.set("c:7")
    try:
        taken(action, dialogue)
    finally:
        message_id.reset(token)
    assert action.told == "c:7"


OF_FORMS = {name for one in load_forms().values() for name in actions_of(one)[1:]}
"""Steps and ends of forms: silent where their form isn't."""
NEED_NO_SERVICE = OF_FORMS | {
    "action_affirm",
    "action_ask_meaning",
    "action_ask_other_period",
    "action_ask_why",
    "action_begin_binding",
    "action_change_reserved_phone",
    "action_decline_topic",
    "action_deny",
    "action_explain_need",
    "action_offer_callback",
    "action_resend_code",
    "action_repair_answer",
    "action_restart_conversation",
    "action_resume_form",
    "action_stop",
    "action_tell_hotline",
}


class Dead:
    """A service whose database is gone; its errors hold what must not be logged."""

    def __getattr__(self, name: str) -> Any:
        raise ConnectionError(f"could not ask for {PHONE} {NUMBER}")


def all_dead(services: Services) -> Services:
    dead: Any = Dead()
    return replace(
        services,
        identity=dead,
        billing=dead,
        requests=dead,
        drafts=dead,
        halls=dead,
        knowledge=dead,
    )


@pytest.mark.parametrize("name", sorted(set(ACTIONS) & set(DOMAIN["actions"])))
def test_no_action_is_silent_with_everything_dead(
    services: Services, people: People, begin: Begin, log: io.StringIO, name: str
) -> None:
    person: Person = people.single
    dialogue = begin(person)
    dialogue.say("report_outage", f"停电了，{person.numbers[0]}，{PHONE}")
    dialogue.services = all_dead(services)
    messages, events = taken(ACTIONS[name](dialogue.services), dialogue)
    if name in NEED_NO_SERVICE:
        assert "ERROR" not in log.getvalue()
        assert messages or events or name in OF_FORMS
        return
    assert [one["response"] for one in messages] == ["utter_action_failed"]
    assert events == []
    assert messages[0]["incident"] in log.getvalue()
    assert PHONE not in log.getvalue()
    assert person.numbers[0] not in log.getvalue()


@pytest.mark.parametrize("form", sorted(load_forms()))
@pytest.mark.parametrize("action", ["validate_{form}_form", "action_submit_{form}"])
def test_no_form_is_silent_with_everything_dead(
    services: Services, begin: Begin, form: str, action: str
) -> None:
    dialogue = begin()
    dialogue.say("greet", "您好")
    dialogue.push("form", name=form, draft=1, asked=None, complete=True)
    dialogue.slots[f"{form}_code"] = "proved"
    messages, _ = taken(ACTIONS[action.format(form=form)](all_dead(services)), dialogue)
    assert [one["response"] for one in messages] == ["utter_action_failed"]


@pytest.mark.parametrize("intent", ["repair_answer", "greet", "query_bill", "dispute_bill"])
def test_whatever_is_talked_about_nobody_is_left_without_an_answer(
    services: Services, people: People, begin: Begin, intent: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    dialogue.services = all_dead(services)
    assert dialogue.say(intent)[-1] in ("utter_action_failed", "utter_said_again")


def test_a_form_asks_the_same_again_after_a_failure(
    services: Services, people: People, begin: Begin
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    identity = services.identity
    dead: Any = Dead()
    dialogue.services = replace(services, identity=dead)
    assert dialogue.say("inform", people.single.name) == ["utter_action_failed"]
    assert dialogue.asked == "binding_name"
    dialogue.services = replace(services, identity=identity)
    assert dialogue.say("inform", people.single.name) == ["utter_binding_code_sent"]
