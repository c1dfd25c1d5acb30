"""Small knowledge that needs no account: the hotline and the halls."""

from __future__ import annotations

from actions.base import ServiceAction
from actions.questions import account_if_bound
from actions.turn import Reply, Turn
from bot.accounts.halls import Hall


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
