"""The turns around actions without Rasa: the real reader, one rule an intent, forms run as Rasa runs them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

import actions
from actions.dialogue.asked import Asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.services import Services
from actions.dialogue.turn import FOCUS, LISTEN, REQUESTED_SLOT
from bot.cards import validate
from bot.dialogue.focus import Focus, Frame
from bot.dialogue.parsed import READING, as_parsed, as_sentence
from bot.dialogue.reader import Reader
from bot.dialogue.reading import Situation
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence
from bot.domain import derived_domain
from bot.forms import load_forms
from bot.intents import load_intents
from bot.knowledge import library_of
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


SHARED = read_yaml("domain.yml")
DERIVED = derived_domain(ROOT)
DOMAIN: Mapping[str, Any] = {
    **SHARED,
    **DERIVED,
    "slots": {**SHARED["slots"], **DERIVED["slots"]},
}
"""As the importer merges it: `domain.yml` with what the topics' files define."""
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
"""The action that a form goes on with at its end."""
ACTIONS = registered_actions()
RESPONSES = load_responses()
READER = Reader()

_SDK_FIELDS = {"text", "buttons", "elements", "custom", "template", "response", "image"} | {
    "attachment"
}
_MOST_STEPS = 10
"""Actions of one turn, as Rasa's MAX_NUMBER_OF_PREDICTIONS."""
_SURE = 0.9
WORDS = "麻烦帮我把这件事情弄一下"
"""A whole sentence without a word that any reading looks for: only its intent counts."""


@dataclass
class Said:
    """One response of a turn."""

    response: str
    facts: dict[str, str]
    card: dict[str, Any] | None
    payloads: list[str]
    """Of the buttons that the action added; the response's own aren't among them."""
    buttons: list[dict[str, str]]
    """All, in their order: the response's own, then the action's."""
    text: str


@dataclass
class Dialogue:
    """One conversation; `say` and `press` take a turn and give the names of the responses.

    What a sentence says alone is given by the test, where the engine has its pipeline; what it means here is
    read by the real reader. Each response is rendered for each channel, so a missing fact fails, and each
    card is validated.

    Args:
        services: that the actions ask.
        conversation_id: of the bot's database.
        understood: what other wordings mean alone that a reading may ask for, by their text.
    """

    services: Services
    conversation_id: str
    understood: dict[str, Sentence] = field(default_factory=dict)
    slots: dict[str, Any] = field(
        default_factory=lambda: dict.fromkeys([*DOMAIN["slots"], REQUESTED_SLOT])
    )
    form: str | None = None
    said: list[Said] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    offered: list[dict[str, str]] = field(default_factory=list)
    spoken: bool = False

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

    @property
    def text(self) -> str:
        """What the latest turn said, in words."""
        return "\n".join(one.text for one in self.said)

    @property
    def focus(self) -> Focus:
        """What the conversation is about."""
        return Focus.of_slot(self.slots[FOCUS], self.services.clock())

    @property
    def reading(self) -> Mapping[str, Any]:
        """How the latest message was read."""
        return self._customer_events()[-1]["parse_data"][READING]

    def frame(self, kind: Any) -> Frame | None:
        """The newest frame of a kind."""
        return self.focus.newest(kind)

    def kept(self, kind: Any = "question") -> Asked | None:
        """The question that a frame holds."""
        frame = self.frame(kind)
        return None if frame is None else Asked.of_frame(dict(frame.about))

    @property
    def account(self) -> int | None:
        """The account that is talked about."""
        frame = self.frame("account")
        return frame.about["id"] if frame else None

    @property
    def offer(self) -> str | None:
        """What a plain yes would mean."""
        frame = self.frame("offer")
        return frame.about["name"] if frame else None

    def push(self, kind: Any, topic: str = "", **about: Any) -> None:
        """Put a frame on the focus, as an action would have done before."""
        self.slots[FOCUS] = self.focus.with_frame(kind, topic, **about).as_slot()

    def say(
        self,
        intent: str,
        text: str = WORDS,
        *,
        ranking: Mapping[str, float] | None = None,
        knowledge: Mapping[str, float] | None = None,
        rule: float | None = None,
        message_id: str | None = None,
        wish: bool = False,
    ) -> list[str]:
        """The customer types; entities are found in the text.

        Args:
            intent: what the pipeline decides for the sentence alone.
            text: as typed.
            ranking: intents with their confidence; without it the intent alone is quite sure.
            knowledge: near entries with their nearness.
            rule: how surely a rule is asked for.
            message_id: the turn's.
            wish: whether the message was split off another one.
        """
        sure = {} if intent == FALLBACK else {intent: _SURE}
        parsed = {
            "text": text,
            "intent": {"name": intent, "confidence": _SURE},
            "entities": self.entities_of(text),
            "knowledge": [{"id": one, "score": score} for one, score in (knowledge or {}).items()],
            "intent_ranking": [
                {"name": one, "confidence": share} for one, share in (ranking or sure).items()
            ],
            "rule": rule,
        }
        return self._turn(parsed, message_id, pressed=False, wish=wish)

    def press(self, payload: str, *, message_id: str | None = None) -> list[str]:
        """The customer presses a button with this payload."""
        found = re.fullmatch(r"/(\w+)({.*})?", payload)
        assert found, payload
        parsed = {
            "text": payload,
            "intent": {"name": found[1], "confidence": 1.0},
            "entities": [
                {"entity": name, "value": value}
                for name, value in json.loads(found[2] or "{}").items()
            ],
            "intent_ranking": [{"name": found[1], "confidence": 1.0}],
        }
        return self._turn(parsed, message_id, pressed=True)

    def press_titled(self, title: str) -> list[str]:
        """The customer presses the button of this title below the latest answer."""
        fitting = [one["payload"] for one in self.offered if one["title"] == title]
        assert fitting, f"no button {title!r}, there are {[one['title'] for one in self.offered]}"
        return self.press(fitting[0])

    def entities_of(self, text: str) -> list[dict[str, Any]]:
        """What the engine's rules find."""
        account_number_format = self.services.settings.account_number_format
        found = find_all(text, account_number_format, self.services.clock())
        return [
            {"entity": one.entity, "value": one.value, "start": one.start, "end": one.end}
            for one in found
        ]

    def understand(self, text: str) -> Sentence:
        """Another wording alone: what the test says it means, else nothing but its numbers and times."""
        return self.understood.get(text) or Sentence(text, entities=self.entities_of(text))

    def end_session(self) -> None:
        """An hour of silence: Rasa begins a new session, with the slots and without the form."""
        self.form = None

    def snapshot(self) -> Dialogue:
        """The dialogue as it was before a turn, to take the turn again."""
        return Dialogue(
            self.services,
            self.conversation_id,
            self.understood,
            deepcopy(self.slots),
            self.form,
            list(self.said),
            list(self.events),
            list(self.offered),
            self.spoken,
        )

    def tracker(self, *running: str) -> Tracker:
        """What an action is given now.

        Args:
            *running: the form that calls it, as Rasa shows it to the form's step.
        """
        event = self._customer_events()[-1]
        return Tracker(
            self.conversation_id,
            dict(self.slots),
            {
                **event["parse_data"],
                "message_id": event["message_id"],
                "metadata": event["metadata"],
            },
            [*self.events, *({"event": "action", "name": one} for one in running)],
            False,
            None,
            {"name": self.form} if self.form else {},
            self.events[-1].get("name", LISTEN),
        )

    # -- as Rasa does ----------------------------------------------------------------------------

    def _customer_events(self) -> list[dict[str, Any]]:
        return [one for one in self.events if one["event"] == "user"]

    def _turn(
        self,
        parsed: Mapping[str, Any],
        message_id: str | None,
        *,
        pressed: bool,
        wish: bool = False,
    ) -> list[str]:
        earlier = self._customer_events()
        focus = self.focus.next_turn()
        sentence = as_sentence(parsed, pressed=pressed)
        last = earlier[-1]["parse_data"]["intent"]["name"] if earlier else None
        situation = Situation(
            sentence=sentence,
            focus=focus,
            understand=self.understand,
            intents=load_intents(),
            forms=load_forms(),
            entries=library_of().entries(),
            words=library_of().words(),
            active=self.form,
            buttons=self.offered,
            said=self.spoken,
            failed=last in (FALLBACK, OUT_OF_SCOPE),
            wish=wish,
        )
        self.events.append(
            {
                "event": "user",
                "text": parsed["text"],
                "message_id": message_id or f"{self.conversation_id}:{len(earlier) + 1}",
                "metadata": {"wish": True} if wish else {},
                "parse_data": as_parsed(parsed, sentence, READER.read(situation)),
            }
        )
        self.slots[FOCUS] = focus.as_slot()
        self.said = []
        self._steps = 0
        if self.form is None or not self._run_form(self.form, answering=True):
            self._act(RULES[self.events[-1]["parse_data"]["intent"]["name"]])
        self.events += [{"event": "bot", "text": one.text} for one in self.said]
        self.offered = [button for one in self.said for button in one.buttons]
        self.spoken = self.spoken or bool(self.said)
        return self.responses

    def _act(self, name: str) -> None:
        """An action of a rule, and what follows it."""
        self._count()
        events: Sequence[Mapping[str, Any]] = ()
        if name.startswith("utter_"):
            self._hear({"response": name})
        else:
            events = self._run(name)
        self.events.append({"event": "action", "name": name})
        self._apply(events)
        followed = [one["name"] for one in events if one["event"] == "followup"]
        if followed:
            self._run_form(followed[0])
        elif self.form is not None:
            self._run_form(self.form)

    def _run_form(self, form: str, *, answering: bool = False) -> bool:
        """A form's turn: begun, answered or come back to; False: it rejects a turn that isn't about it."""
        self._count()
        said_before = len(self.said)
        begun = self.form != form
        self.form = form
        events = self._run(f"validate_{form}", form)
        set_slots = [one for one in events if one["event"] == "slot"]
        if answering and not any(one["name"] != REQUESTED_SLOT for one in set_slots):
            del self.said[said_before:]
            return False
        assert events or not begun, f"{form} began without a word"
        self.events.append({"event": "action", "name": form})
        self._apply(events)
        requested = [one["value"] for one in set_slots if one["name"] == REQUESTED_SLOT]
        if not requested:
            empty = [slot for slot in FORMS[form] if self.slots[slot] is None]
            requested = [empty[0] if empty else None]
            self.slots[REQUESTED_SLOT] = requested[0]
        if requested[-1] is None:
            self.form, self.slots[REQUESTED_SLOT] = None, None
            self._act(AFTER_FORM[form])
        return True

    def _count(self) -> None:
        self._steps += 1
        assert self._steps <= _MOST_STEPS, "the turn runs in a circle"

    def _run(self, name: str, *running: str) -> list[dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        action = ACTIONS[name](self.services)
        events = asyncio.run(action.run(dispatcher, self.tracker(*running), {}))
        for message in dispatcher.messages:
            self._hear(message)
        return events

    def _apply(self, events: Sequence[Mapping[str, Any]]) -> None:
        for event in events:
            if event["event"] == "slot":
                assert event["name"] in self.slots, f"no slot {event['name']}"
                json.dumps(event["value"])  # what a slot holds is stored
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
        for channel in ("wechat", "web"):
            rendered = RESPONSES.render(message["response"], channel, **facts)
            assert "None" not in rendered.text
            assert not re.search(r"\{[a-z_]{3,}\}", rendered.text), rendered.text
        if card:
            validate(card)
        added = message.get("buttons") or []
        assert all(button["title"] for button in added)
        own = [
            {**one, "payload": one["payload"].replace("{{", "{").replace("}}", "}")}
            for one in rendered.buttons
        ]
        self.said.append(
            Said(
                message["response"],
                facts,
                card,
                [button["payload"] for button in added],
                [*own, *added],
                rendered.text,
            )
        )
