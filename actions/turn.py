"""What an action reads (the customer's turn) and what it gives back (the reply)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.billing import Answer
from bot.cards import Card

Button = Mapping[str, str]
"""`{title, payload}`."""

REQUESTED_SLOT = "requested_slot"


@dataclass(frozen=True)
class Turn:
    """One turn of the customer, as actions see it.

    Args:
        conversation_id: issued by the gateway.
        message_id: the key of whatever this turn writes.
        intent: what was understood, or what a button says.
        text: what was typed; empty for a button.
        entities: values by the entity's name, in their order.
        knowledge: ids of entries that may be asked for with their nearness, best first.
        ranking: the understood intents with their confidence, best first.
        earlier_intents: of the customer's earlier turns, newest first.
        previous_message_id: of the turn before.
        slots: all slots.
        form: the active form.
        requested_slot: what the form has asked for.
    """

    conversation_id: str
    message_id: str
    intent: str
    text: str = ""
    entities: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    knowledge: Sequence[tuple[str, float]] = ()
    ranking: Sequence[tuple[str, float]] = ()
    earlier_intents: Sequence[str] = ()
    previous_message_id: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    requested_slot: str | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """The latest turn of a tracker."""
        latest = tracker.latest_message
        text = str(latest.get("text") or "")
        entities: dict[str, list[Any]] = {}
        for entity in latest.get("entities") or ():
            entities.setdefault(entity["entity"], []).append(entity.get("value"))
        earlier = [event for event in reversed(tracker.events) if event.get("event") == "user"][1:]
        return cls(
            conversation_id=tracker.sender_id,
            message_id=str(latest.get("message_id") or ""),
            intent=str((latest.get("intent") or {}).get("name") or ""),
            text="" if text.startswith("/") else text,
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
            previous_message_id=earlier[0].get("message_id") if earlier else None,
            slots=tracker.slots,
            form=(tracker.active_loop or {}).get("name"),
            requested_slot=tracker.slots.get(REQUESTED_SLOT),
        )

    def entity(self, name: str) -> Any:
        """The first value of an entity, or None."""
        values = self.entities.get(name)
        return values[0] if values else None


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
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    events: list[EventType] = field(default_factory=list)

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
        """
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

    def offer(self, offer: str, turn: Turn) -> None:
        """Remember what a plain “yes” to this turn's answer would mean.

        Args:
            offer: a key of `actions.handoff.OFFERS`, or another that `action_affirm` knows.
            turn: the customer's.
        """
        self.remember("handoff_offer", {"message_id": turn.message_id, "offer": offer})

    def start(self, form: str) -> None:
        """Go on with a form."""
        self.events.append(FollowupAction(form))

    def leave_form(self) -> None:
        """End the active form without what follows its completion."""
        self.events += [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]

    def complete_form(self) -> None:
        """From a form's own step: end it and go on with what its rule says."""
        self.remember(REQUESTED_SLOT, None)

    def send(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Hand everything over to rasa-sdk."""
        for message in self.messages:
            dispatcher.utter_message(
                response=message.response,
                json_message=message.card,
                buttons=message.buttons or None,
                **{**self.constants, **message.facts},
            )
        return self.events
