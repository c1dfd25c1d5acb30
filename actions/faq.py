"""What needs no account: knowledge, the hotline and the halls."""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import ask_which, payload
from actions.dialogue.knowledge import (
    MOST,
    entry_buttons,
    is_clear,
    leave_subject,
    likely_entries,
    tell_entry,
)
from actions.dialogue.proof import account_if_bound
from actions.dialogue.questions import go_on, own_question
from actions.dialogue.turn import Button, Reply, Turn
from bot.accounts.halls import Hall
from bot.clock import today
from bot.dialogue.sentence import core_of
from bot.intents import load_intents
from bot.knowledge import Entry
from bot.knowledge.passages import passage

_A_QUESTION = 5
"""A text of fewer characters is a bare word."""


class TellKnowledge(ServiceAction):
    """A question of general knowledge: the entry that is meant, or the few that may be."""

    NAME = "action_tell_knowledge"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        own = own_question(self, turn)
        if own is not None:
            go_on(self, own, turn, reply)
            return
        entries = self.services.knowledge.entries()
        chosen = entries.get(str(turn.entity("knowledge")))
        if chosen is not None:
            self._tell(chosen, turn, reply, whole=turn.entity("detail") is not None)
            return
        likely = likely_entries(self, turn)
        if not likely:
            reply.say("utter_knowledge_none")
            return
        best = likely[0][0]
        # What is akin to it is a button below it; a bare word asks for none of them.
        whole = len(core_of(turn.text)) >= _A_QUESTION
        rivals = [score for entry, score in likely[1:] if not (whole and best.is_akin(entry))]
        if is_clear([likely[0][1], *rivals]):
            self._tell(best, turn, reply)
            return
        goes_with = _one_that_goes_with(turn, [entry for entry, _ in likely[:MOST]])
        if goes_with is not None:
            self._tell(goes_with, turn, reply)
            return
        choices = [entry for entry, _ in likely[:MOST]]
        ask_which("utter_knowledge_which", entry_buttons(choices), reply)
        leave_subject(choices, turn.intent, turn, reply)

    def _tell(self, entry: Entry, turn: Turn, reply: Reply, *, whole: bool = False) -> None:
        on = today(self.services.clock)
        entries = self.services.knowledge.entries()
        related = [entries[name] for name in entry.related if entries[name].holds(on)]
        onward = _way_on(turn)
        buttons = [*onward, *entry_buttons(related[: MOST - 1 - len(onward)])]
        part = "" if whole else self._not_told_yet(entry, turn)
        tell_entry(entry, reply, buttons, whole=whole, part=part)
        self._keep_subject(turn, reply)

    def _not_told_yet(self, entry: Entry, turn: Turn) -> str:
        """What the entry that was told just before has besides; empty: it is told for the first time."""
        told = turn.focus.newest("rule")
        if turn.pressed or told is None or turn.focus.since(told) != 1:
            return ""
        # A warning is told as it was weighed.
        if told.about.get("entry") != entry.id or entry.only_for_intents:
            return ""
        return passage(entry, turn.text, self.services.knowledge.words())

    def _keep_subject(self, turn: Turn, reply: Reply) -> None:
        """要钱吗, 多久 one after another are about the same subject, not about the answer before."""
        before = turn.focus.newest("question", "rule", "offer", "request")
        told = reply.focus.newest("rule")
        if before is None or told is None or turn.reading not in ("ellipsis", "returning"):
            return
        known = load_intents().get(str(before.about.get("question") or ""))
        subject = before.about.get("subject") or (known.subject if known else "")
        if subject:
            reply.push("rule", told.topic, **{**told.about, "subject": str(subject)})


def _one_that_goes_with(turn: Turn, entries: Sequence[Entry]) -> Entry | None:
    """Of several entries that may be meant the only one that goes with the rule that was told just before."""
    told = turn.focus.newest("rule")
    if told is None or turn.focus.since(told) != 1:
        return None
    kin = {str(told.about.get("entry")), *(str(one) for one in told.about.get("entries") or ())}
    near = [one for one in entries if one.id in kin]
    return near[0] if len(near) == 1 else None


def _way_on(turn: Turn) -> list[Button]:
    """The button to what the words look like, where an entry was told in its place."""
    known = load_intents().get(turn.alone)
    if turn.reading != "known" or known is None or not known.offered or known.name == turn.intent:
        return []
    return [{"title": known.title, "payload": payload(known.name)}]


class TellHotline(ServiceAction):
    """The telephone number."""

    NAME = "action_tell_hotline"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_hotline")


class QueryOffice(ServiceAction):
    """The hall that serves the bound account, else some halls."""

    NAME = "action_query_office"

    MOST = 3

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        account_id = account_if_bound(self, turn)
        there = self.services.halls.named(turn.text, self.MOST)
        own = None if there or account_id is None else self.services.halls.of_account(account_id)
        halls = there or ([own] if own else self.services.halls.all(self.MOST))
        if not halls:
            reply.say("utter_office_unknown")
            return
        told = "\n".join(f"• {_told(hall)}" for hall in halls)
        reply.say("utter_own_office" if own else "utter_office", offices=told)


def _told(hall: Hall) -> str:
    parts = [hall.name, hall.address, hall.opening_hours, hall.phone and f"电话 {hall.phone}"]
    return "，".join(part for part in parts if part)
