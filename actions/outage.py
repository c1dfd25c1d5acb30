"""A power cut: whether the customer's own account is cut off, before anything else is looked for."""

from __future__ import annotations

from actions.dialogue.asked import Asked
from actions.dialogue.proof import account_if_bound
from actions.dialogue.questions import go_on
from actions.dialogue.turn import Reply, Turn
from actions.handoff import OfferCallback


class AskOutage(OfferCallback):
    """Where the account is cut off for arrears that is the answer; else a call-back is offered."""

    NAME = "action_ask_outage"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        account_id = account_if_bound(self, turn)
        if account_id is not None and self.services.billing.cut_off_since(account_id):
            go_on(self, Asked("query_cut_off", (), turn.text), turn, reply)
            return
        super().answer(turn, reply)
