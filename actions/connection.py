"""Changes of a tariff: what is registered for the customer's own account, before a call-back is offered."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.asked import Asked, last_asked
from actions.dialogue.periods import named_periods
from actions.dialogue.proof import account_if_bound
from actions.dialogue.turn import Reply, Turn
from actions.handoff import OfferCallback
from bot.billing.aspects import OVERVIEW, read_aspect
from bot.clock import today

_OWN = "一户多人口"
"""What a question is about that names nothing: short ones that follow lean on its words."""


class AskTariffChange(OfferCallback):
    """一户多人口 and 低保: until when and how much, from the record where one is registered."""

    NAME = "action_ask_tariff_change"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        account_id = account_if_bound(self, turn)
        if account_id is not None and turn.text and self._registered(account_id, turn.text):
            periods = named_periods(turn, today(self.services.clock))
            last = last_asked(turn)
            before = last.text if last is not None and turn.reading == "ellipsis" else ""
            for one in self.services.billing.answer(
                turn.intent, [account_id], periods, turn.text, before=before
            ):
                reply.tell(one)
            named = read_aspect(turn.intent, turn.text).names("household", "welfare")
            told = Asked("query_bill", tuple(periods), turn.text if named else f"{_OWN}{turn.text}")
            kept = replace(told, accounts=(account_id,)).answered()
            reply.push("question", "connection", **kept, subject=_OWN)
            return
        super().answer(turn, reply)

    def _registered(self, account_id: int, text: str) -> bool:
        known = self.services.billing.situation(account_id)
        aspect = read_aspect("change_tariff", text)
        household = known.household_size is not None and "household" in aspect.records
        welfare = known.welfare is not None and (
            "welfare" in aspect.records or aspect.kind == "free"
        )
        return (
            household or welfare or (aspect.kind != OVERVIEW and known.household_size is not None)
        )
