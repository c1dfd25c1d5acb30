"""Swindlers who pose as the power company: a warning first, never a question for identity."""

from __future__ import annotations

from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import payload
from actions.dialogue.knowledge import chosen_entry, lean_on, tell_entry
from actions.dialogue.turn import Button, Reply, Turn
from bot.clock import today
from bot.knowledge import Entry
from bot.safety.fraud_talk import load_fraud_talk, sign_in

TOPIC = "fraud"
"""The file of `data/knowledge` whose entries are told here."""
WARNING = "report_fraud"
LOSS = "report_loss"
DEFAULTS = {WARNING: "fraud_default", LOSS: "fraud_loss"}
"""The entry that is told where none is near."""
NEAR = 0.3
"""An entry of the topic at least this near is the trick that was met. Lower than for other knowledge:
every entry of the topic warns rightly, the nearest only warns more exactly."""

SURE = 1.0
"""An entry that a reading named is the trick, whatever else the words say."""


class WarnFraud(ServiceAction):
    """Something suspicious happened: the warning that fits, then how to check."""

    NAME = "action_warn_fraud"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        _warn(trick(self, turn) or nearest_entry(self, turn, WARNING), reply)


class HelpAfterLoss(ServiceAction):
    """Money or secrets are gone: three steps at once, and a person."""

    NAME = "action_help_after_loss"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        entry = nearest_entry(self, turn, LOSS)
        if LOSS not in entry.intents:
            # 骗子的电话要不要删 asks, and tells of no loss.
            _warn(entry, reply)
            return
        reply.say("utter_fraud_loss", buttons=[_more(entry)])
        lean_on(entry, reply, LOSS)


def trick(action: ServiceAction, turn: Turn) -> Entry | None:
    """The trick that the customer's own words name, or None.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
    """
    if turn.knowledge and turn.knowledge[0][1] >= SURE:
        return None
    sign = sign_in(load_fraud_talk().tricks, turn.text)
    return action.services.knowledge.entries().get(str(sign.entry)) if sign else None


def nearest_entry(action: ServiceAction, turn: Turn, intent: str) -> Entry:
    """The entry that was chosen, else the trick that was met, else the topic's default.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        intent: `report_fraud` or `report_loss`; the entry helps with it.
    """
    chosen = chosen_entry(action, turn)
    if chosen is not None:
        return chosen
    entries = action.services.knowledge.entries()
    on = today(action.services.clock)
    for name, score in turn.knowledge:
        entry = entries.get(name)
        if entry is None or entry.topic != TOPIC or score < NEAR:
            continue
        if entry.holds(on) and (score >= SURE or intent in entry.intents):
            return entry
    return entries[DEFAULTS[intent]]


def _warn(entry: Entry, reply: Reply) -> None:
    """Warn of a trick; what is no trick is told as any entry."""
    if entry.topic != TOPIC:
        tell_entry(entry, reply, question=WARNING)
        return
    calm = {one.entry for one in load_fraud_talk().tricks if one.calm}
    said = "utter_fraud_check" if entry.id in calm else "utter_fraud_warning"
    reply.say(said, buttons=[_more(entry)], warning=_filled(entry, reply))
    lean_on(entry, reply, WARNING)


def _filled(entry: Entry, reply: Reply) -> str:
    told = entry.short
    for name, value in reply.constants.items():
        told = told.replace(f"{{{name}}}", value)
    return told


def _more(entry: Entry) -> Button:
    return {"title": "详细说说", "payload": payload("ask_knowledge", {"knowledge": entry.id})}
