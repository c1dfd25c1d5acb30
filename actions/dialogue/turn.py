"""What an action reads (the customer's turn) and what it gives back (the reply)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.billing import Answer
from bot.cards import Card
from bot.clock import SHANGHAI
from bot.dialogue.focus import Focus, Kind
from bot.dialogue.sentence import Sentence

Button = Mapping[str, str]
"""`{title, payload}`."""

FOCUS = "focus"
REQUESTED_SLOT = "requested_slot"
LISTEN = "action_listen"

_NO_FACTS = frozenset({"text", "image", "json_message", "template", "attachment", "elements"})
"""What `utter_message` takes for itself; Rasa puts a `text` in the place of the whole response."""

_NO_FOCUS = Focus(0, datetime(2026, 1, 1, tzinfo=SHANGHAI))


@dataclass(frozen=True)
class Turn:
    """One turn of the customer, as actions see it.

    Args:
        conversation_id: issued by the gateway.
        message_id: the key of whatever this turn writes.
        intent: what was read, or what a button says.
        text: what was typed, or what of it counts after a correction; empty for a button.
        entities: values by the entity's name, in their order.
        knowledge: ids of entries that may be asked for with their nearness, best first.
        ranking: the understood intents with their confidence, best first.
        earlier_intents: of the customer's earlier turns, newest first.
        slots: all slots.
        form: the active form.
        focus: what the conversation is about.
        reading: the name of the reading that decided, see `bot/dialogue/readings`.
        facts: what the message gives to the form that waits, by field.
        alone: the intent of the message read alone.
        sure: how sure that was.
        rule: how surely a rule is asked for and not a record; None: not judged.
        wish: whether the message is a further wish of another one.
        latest_action: what ran before in this turn; `action_listen` for nothing.
        last_said: the texts of the answer before, in their order.
    """

    conversation_id: str
    message_id: str
    intent: str
    text: str = ""
    entities: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    knowledge: Sequence[tuple[str, float]] = ()
    ranking: Sequence[tuple[str, float]] = ()
    earlier_intents: Sequence[str] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    focus: Focus = _NO_FOCUS
    reading: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    alone: str = ""
    sure: float = 1.0
    rule: float | None = None
    wish: bool = False
    latest_action: str = LISTEN
    last_said: Sequence[str] = ()

    @classmethod
    def of(cls, tracker: Tracker, now: datetime) -> Turn:
        """The latest turn of a tracker.

        Args:
            tracker: as rasa-sdk gives it.
            now: the moment of the turn.
        """
        latest = tracker.latest_message
        typed = str(latest.get("text") or "")
        reading = latest.get("reading") or {}
        entities: dict[str, list[Any]] = {}
        for entity in latest.get("entities") or ():
            entities.setdefault(entity["entity"], []).append(entity.get("value"))
        earlier = [event for event in reversed(tracker.events) if event.get("event") == "user"][1:]
        rule = latest.get("rule")
        return cls(
            conversation_id=tracker.sender_id,
            message_id=str(latest.get("message_id") or ""),
            intent=str((latest.get("intent") or {}).get("name") or ""),
            text="" if typed.startswith("/") else str(reading.get("words") or typed),
            entities=entities,
            knowledge=[
                (str(one.get("id")), float(one.get("score") or 0))
                for one in latest.get("knowledge") or ()
            ],
            ranking=[
                (str(one.get("name")), float(one.get("confidence") or 0))
                for one in latest.get("intent_ranking") or ()
            ],
            earlier_intents=[
                str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
                for event in earlier
            ],
            slots=tracker.slots,
            form=(tracker.active_loop or {}).get("name"),
            focus=Focus.of_slot(tracker.slots.get(FOCUS), now),
            reading=str(reading.get("name") or ""),
            facts=reading.get("facts") or {},
            alone=str(reading.get("alone") or ""),
            sure=float(reading.get("sure", 1.0)),
            rule=None if rule is None else float(rule),
            wish=bool((latest.get("metadata") or {}).get("wish")),
            latest_action=_latest_action(tracker),
            last_said=_last_said(tracker),
        )

    @property
    def sentence(self) -> Sentence:
        """What was typed, as the fields of forms read it."""
        entities = [
            {"entity": name, "value": value}
            for name, values in self.entities.items()
            for value in values
        ]
        return Sentence(self.text, self.intent, self.ranking, entities)

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed."""
        return not self.text

    def entity(self, name: str) -> Any:
        """The first value of an entity, or None."""
        values = self.entities.get(name)
        return values[0] if values else None


def _latest_action(tracker: Tracker) -> str:
    """What ran in this turn before the active form; Rasa shows a form's step the form itself as latest."""
    form = (tracker.active_loop or {}).get("name")
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "action" and event.get("name") != form:
            return str(event.get("name"))
    return LISTEN


def _last_said(tracker: Tracker) -> list[str]:
    turns = 0
    said: list[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            turns += 1
            if turns == 2:
                break
        elif event.get("event") == "bot" and turns == 1 and event.get("text"):
            said.insert(0, str(event["text"]))
    return said


@dataclass
class Message:
    """One response to be said."""

    response: str
    facts: dict[str, str]
    card: Card | None
    buttons: list[Button]


@dataclass
class Reply:
    """What an action says and remembers; nothing leaves before the action has ended well.

    Args:
        constants: facts that each response may use.
        focus: what the conversation is about; frames are put on it and taken off.
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    focus: Focus = _NO_FOCUS
    messages: list[Message] = field(default_factory=list)
    events: list[EventType] = field(default_factory=list)
    touched: bool = False

    def say(
        self,
        response: str,
        /,
        *,
        card: Card | None = None,
        buttons: Sequence[Button] = (),
        **facts: str,
    ) -> None:
        """Say a response of `data/responses/`.

        Args:
            response: its name.
            card: what a channel with cards shows beside it.
            buttons: added behind the response's own.
            **facts: a value for each place in its text.

        Raises:
            ValueError: rasa-sdk means something else by a fact's name, so the place would stay empty.
        """
        if clash := facts.keys() & _NO_FACTS:
            raise ValueError(f"{response}: a fact can't be called {', '.join(sorted(clash))}")
        self.messages.append(Message(response, facts, card, list(buttons)))

    def tell(self, answer: Answer) -> None:
        """Say a service's answer."""
        self.messages.append(Message(answer.response, answer.facts, answer.card, []))

    def remember(self, slot: str, value: Any) -> None:
        """Set a slot."""
        self.events.append(SlotSet(slot, value))

    def forget(self, *slots: str) -> None:
        """Empty slots."""
        for slot in slots:
            self.remember(slot, None)

    def push(self, kind: Kind, topic: str = "", **about: Any) -> None:
        """Put a frame on top of the focus."""
        self.focus, self.touched = self.focus.with_frame(kind, topic, **about), True

    def push_form(self, topic: str, **about: Any) -> None:
        """Put a form's frame on top of the focus; the other forms wait."""
        frames = tuple(
            replace(one, about={**one.about, "paused": True})
            if one.kind == "form" and one.about.get("name") != about.get("name")
            else one
            for one in self.focus.frames
        )
        self.focus = replace(self.focus, frames=frames)
        self.push("form", topic, **{"paused": False, **about})

    def drop(self, *kinds: Kind) -> None:
        """Take all frames of some kinds off the focus."""
        self.focus, self.touched = self.focus.without(*kinds), True

    def start(self, form: str) -> None:
        """Go on with a form, by its name in Rasa."""
        self.events.append(FollowupAction(form))

    def leave_form(self) -> None:
        """End the active form."""
        self.events += [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]

    def send(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Hand everything over to rasa-sdk."""
        for message in self.messages:
            dispatcher.utter_message(
                response=message.response,
                json_message=message.card,
                buttons=message.buttons or None,
                **{**self.constants, **message.facts},
            )
        return [*self.events, SlotSet(FOCUS, self.focus.as_slot())] if self.touched else self.events
