"""What needs no account: knowledge, the hotline and the halls."""

from __future__ import annotations

from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import ask_which, payload
from actions.dialogue.knowledge import MOST, entry_buttons, is_clear, likely_entries, tell_entry
from actions.dialogue.questions import account_if_bound, go_on, own_question
from actions.dialogue.turn import Button, Reply, Turn
from bot.accounts.halls import Hall
from bot.clock import today
from bot.intents import load_intents
from bot.knowledge import Entry


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
        if is_clear([score for _, score in likely]):
            self._tell(likely[0][0], turn, reply)
            return
        choices = [entry for entry, _ in likely[:MOST]]
        ask_which("utter_knowledge_which", entry_buttons(choices), reply)

    def _tell(self, entry: Entry, turn: Turn, reply: Reply, *, whole: bool = False) -> None:
        on = today(self.services.clock)
        entries = self.services.knowledge.entries()
        related = [entries[name] for name in entry.related if entries[name].holds(on)]
        onward = _way_on(turn)
        buttons = [*onward, *entry_buttons(related[: MOST - 1 - len(onward)])]
        tell_entry(entry, reply, buttons, whole=whole)
        self._keep_subject(turn, reply)

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
        own = None if account_id is None else self.services.halls.of_account(account_id)
        halls = [own] if own else self.services.halls.all(self.MOST)
        if not halls:
            reply.say("utter_office_unknown")
            return
        told = "\n".join(f"• {_told(hall)}" for hall in halls)
        reply.say("utter_own_office" if own else "utter_office", offices=told)


def _told(hall: Hall) -> str:
    parts = [hall.name, hall.address, hall.opening_hours, hall.phone and f"电话 {hall.phone}"]
    return "，".join(part for part in parts if part)
