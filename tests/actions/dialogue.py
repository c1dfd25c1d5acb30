"""The turns around actions without Rasa: one rule an intent, forms asked slot by slot as Rasa does."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

import actions
from actions.dialogue.base import ServiceAction
from actions.dialogue.services import Services
from actions.dialogue.turn import REQUESTED_SLOT
from bot.cards import validate
from bot.nlu.entities import find_all
from bot.responses import load_responses
from bot.settings import ROOT


def read_yaml(path: str) -> Any:
    """A YAML file of the repository."""
    return YAML(typ="safe").load((ROOT / path).read_text(encoding="utf-8"))


def registered_actions() -> dict[str, type[ServiceAction]]:
    """All actions by name, found as rasa-sdk finds them."""
    executor = ActionExecutor()
    executor.register_package(actions)
    # rasa-sdk keeps the `run` of an instance that it made.
    return {name: type(run.__self__) for name, run in executor.actions.items()}


DOMAIN = read_yaml("domain.yml")
FORMS: Mapping[str, list[str]] = {
    name: form["required_slots"] for name, form in DOMAIN["forms"].items()
}
_ALL_RULES = [
    rule
    for path in sorted((ROOT / "data/rules").glob("*.yml"))
    for rule in read_yaml(str(path))["rules"]
]
RULES: Mapping[str, str] = {
    rule["steps"][0]["intent"]: rule["steps"][1]["action"]
    for rule in _ALL_RULES
    if "intent" in rule["steps"][0]
}
"""The action that answers an intent."""
AFTER_FORM: Mapping[str, str] = {
    rule["steps"][0]["action"]: rule["steps"][-1]["action"]
    for rule in _ALL_RULES
    if "intent" not in rule["steps"][0]
}
"""The action that a completed form goes on with."""
ACTIONS = registered_actions()
RESPONSES = load_responses()

_SDK_FIELDS = {"text", "buttons", "elements", "custom", "template", "response", "image"} | {
    "attachment"
}


@dataclass
class Said:
    """One response of a turn."""

    response: str
    facts: dict[str, str]
    card: dict[str, Any] | None
    payloads: list[str]
    """Of the buttons that the action added; the response's own aren't among them."""


@dataclass
class Dialogue:
    """One conversation; `say` and `press` take a turn and give the names of the responses.

    Each response is rendered for each channel, so a missing fact fails, and each card is validated.

    Args:
        services: that the actions ask.
        conversation_id: of the bot's database.
    """

    services: Services
    conversation_id: str
    slots: dict[str, Any] = field(
        default_factory=lambda: dict.fromkeys([*DOMAIN["slots"], REQUESTED_SLOT])
    )
    form: str | None = None
    said: list[Said] = field(default_factory=list)
    customer_events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def asked(self) -> str | None:
        """The slot that the active form waits for."""
        return self.slots[REQUESTED_SLOT]

    @property
    def responses(self) -> list[str]:
        """What the latest turn said, by name."""
        return [one.response for one in self.said]

    @property
    def payloads(self) -> list[str]:
        """What the actions of the latest turn offered on buttons."""
        return [payload for one in self.said for payload in one.payloads]

    def say(
        self,
        intent: str,
        text: str = "……",
        *,
        ranking: Mapping[str, float] | None = None,
        knowledge: Mapping[str, float] | None = None,
        message_id: str | None = None,
    ) -> list[str]:
        """The customer types; entities are found in the text."""
        return self._turn(
            intent, text, self.entities_of(text), ranking or {}, message_id, knowledge or {}
        )

    def press(self, payload: str, *, message_id: str | None = None) -> list[str]:
        """The customer presses a button with this payload."""
        intent, values = re.fullmatch(r"/(\w+)({.*})?", payload).groups()
        entities = [
            {"entity": name, "value": value} for name, value in json.loads(values or "{}").items()
        ]
        return self._turn(intent, payload, entities, {}, message_id)

    def entities_of(self, text: str) -> list[dict[str, Any]]:
        """What the engine's extractor finds."""
        account_number_format = self.services.settings.account_number_format
        found = find_all(text, account_number_format, self.services.clock())
        return [{"entity": one.entity, "value": one.value} for one in found]

    def snapshot(self) -> Dialogue:
        """The dialogue as it was before a turn, to take the turn again."""
        return Dialogue(
            self.services,
            self.conversation_id,
            deepcopy(self.slots),
            self.form,
            list(self.said),
            list(self.customer_events),
        )

    def tracker(self) -> Tracker:
        """What an action is given now."""
        event = self.customer_events[-1]
        return Tracker(
            self.conversation_id,
            dict(self.slots),
            {**event["parse_data"], "text": event["text"], "message_id": event["message_id"]},
            list(self.customer_events),
            False,
            None,
            {"name": self.form} if self.form else {},
            "action_listen",
        )

    # -- as Rasa does ----------------------------------------------------------------------------

    def _turn(
        self,
        intent: str,
        text: str,
        entities: list[dict[str, Any]],
        ranking: Mapping[str, float],
        message_id: str | None,
        knowledge: Mapping[str, float] = MappingProxyType({}),
    ) -> list[str]:
        self.customer_events.append(
            {
                "event": "user",
                "text": text,
                "message_id": message_id
                or f"{self.conversation_id}:{len(self.customer_events) + 1}",
                "parse_data": {
                    "intent": {"name": intent, "confidence": 0.9},
                    "entities": entities,
                    "knowledge": [
                        {"id": name, "score": score} for name, score in knowledge.items()
                    ],
                    "intent_ranking": [
                        {"name": name, "confidence": share} for name, share in ranking.items()
                    ],
                },
            }
        )
        self.said = []
        if not self._answers_form():
            self._act(RULES[intent])
        return self.responses

    def _answers_form(self) -> bool:
        """Whether the form took the turn: a form whose step sets no slot is rejected."""
        if self.form is None:
            return False
        said_before = len(self.said)
        events = self._run(f"validate_{self.form}")
        if not any(one["event"] == "slot" and one["name"] != REQUESTED_SLOT for one in events):
            del self.said[said_before:]
            return False
        self._apply(events)
        self._go_on(events)
        return True

    def _act(self, name: str) -> None:
        if name.startswith("utter_"):
            self._hear({"response": name})
            events = []
        else:
            events = self._run(name)
        self._apply(events)
        if not self._follow_up(events) and self.form is not None:
            self._resume()

    def _follow_up(self, events: list[dict[str, Any]]) -> bool:
        for event in events:
            if event["event"] == "followup":
                self._start(event["name"])
                return True
        return False

    def _start(self, form: str) -> None:
        if self.form == form:
            self._resume()
            return
        stale, self.form = self.slots[REQUESTED_SLOT], form
        events = self._run(f"validate_{form}", requested=stale)
        self._apply(events)
        self._go_on(events, requested_before=None)

    def _resume(self) -> None:
        events = self._run(f"validate_{self.form}")
        self._apply(events)
        self._go_on(events)

    def _go_on(self, events: list[dict[str, Any]], requested_before: str | None = "") -> None:
        """Ask for the next empty slot, or end the form and follow its rule."""
        assert self.form is not None
        form = self.form
        ended = [one for one in events if one.get("name") == REQUESTED_SLOT][-1:]
        empty = [slot for slot in FORMS[form] if self.slots[slot] is None]
        if not empty or (ended and ended[0]["value"] is None):
            self.form, self.slots[REQUESTED_SLOT] = None, None
            self._act(AFTER_FORM[form])
            return
        slot = empty[0]
        requested = self.slots[REQUESTED_SLOT] if requested_before == "" else requested_before
        asked = self._ask(form, slot, requested)
        self.slots[REQUESTED_SLOT] = slot
        self._apply(asked)
        self._follow_up(asked)

    def _ask(self, form: str, slot: str, requested: str | None) -> list[dict[str, Any]]:
        for name in (f"ask_{form}_{slot}", f"ask_{slot}"):
            if f"action_{name}" in DOMAIN["actions"]:
                return self._run(f"action_{name}", requested=requested)
            if f"utter_{name}" in RESPONSES:
                self._hear({"response": f"utter_{name}"})
                return []
        raise AssertionError(f"nothing asks for {slot}")

    def _run(self, name: str, **slots: Any) -> list[dict[str, Any]]:
        tracker = self.tracker()
        if "requested" in slots:
            tracker.slots[REQUESTED_SLOT] = slots["requested"]
        dispatcher = CollectingDispatcher()
        events = asyncio.run(ACTIONS[name](self.services).run(dispatcher, tracker, {}))
        for message in dispatcher.messages:
            self._hear(message)
        return events

    def _apply(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "reset_slots":
                self.slots = dict.fromkeys(self.slots)
            elif event["event"] == "active_loop":
                self.form = event["name"]
            else:
                assert event["event"] == "followup", event

    def _hear(self, message: Mapping[str, Any]) -> None:
        facts = {key: value for key, value in message.items() if key not in _SDK_FIELDS}
        card = message.get("custom") or None
        for channel in ("web", "wechat"):
            rendered = RESPONSES.render(message["response"], channel, **facts)
            assert "None" not in rendered.text
        if card:
            validate(card)
        buttons = message.get("buttons") or []
        assert all(button["title"] for button in buttons)
        self.said.append(
            Said(message["response"], facts, card, [button["payload"] for button in buttons])
        )
