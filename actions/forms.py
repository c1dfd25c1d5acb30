"""The base of the steps of forms: what an answer is, what an interruption is."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from actions.base import ServiceAction
from actions.turn import Reply, Turn


class FormStep(ServiceAction):
    """A `validate_<form>` action: takes the customer's answer to what the form has asked for.

    Nothing taken means that the customer spoke of something else: the rules of that intent answer,
    and the form goes on with its question by itself.
    """

    FORM: ClassVar[str]
    SLOTS: ClassVar[tuple[str, ...]]

    OFFERS: ClassVar[tuple[str, ...]] = ()
    """What the form's own buttons carry as `offer`; a button with another one is not its answer."""

    @abstractmethod
    def take(self, slot: str, turn: Turn, reply: Reply) -> bool:
        """Take an answer.

        Args:
            slot: what the form has asked for; it is asked for again unless it is remembered.
            turn: the customer's.
            reply: filled; forgotten if this was none.

        Returns:
            Whether the turn was an answer.
        """

    def begin(self, turn: Turn, reply: Reply) -> None:
        """Prepare the form as it begins; override where there is something to prepare."""

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Rasa calls it when the form begins, at each turn in it, and when it goes on."""
        # A form that takes another's place finds the other's slot asked for.
        if turn.form != self.FORM or turn.requested_slot not in self.SLOTS:
            self.begin(turn, reply)
            return
        if turn.entity("offer") not in (None, *self.OFFERS):
            return
        # Rasa takes a step that sets no slot for an interruption, also where it ends the form.
        reply.forget(turn.requested_slot)
        if not self.take(turn.requested_slot, turn, reply):
            reply.messages.clear()
            reply.events.clear()

    def apologise(self, turn: Turn, reply: Reply, incident: str) -> None:
        """Say that it failed and ask the same again."""
        super().apologise(turn, reply, incident)
        if turn.requested_slot in self.SLOTS:
            reply.forget(turn.requested_slot)


def answered_yes(turn: Turn, offer: str) -> bool:
    """Whether a yes was said, or the button of this very question pressed."""
    return turn.intent == "affirm" and (bool(turn.text) or turn.entity("offer") == offer)


def answered_no(turn: Turn, offer: str) -> bool:
    """Whether a no was said, or the button of this very question pressed."""
    return turn.intent == "deny" and (bool(turn.text) or turn.entity("offer") == offer)
