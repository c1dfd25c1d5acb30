"""Questions about payments made and missing, invoices, ways to pay, and cut-off for arrears."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.dialogue.asked import Asked
from actions.dialogue.choices import payload
from actions.dialogue.knowledge import rule_for, tell_entry
from actions.dialogue.periods import named_periods
from actions.dialogue.questions import QuestionAction, go_on, own_question
from actions.dialogue.turn import Reply, Turn
from bot.billing import Answer
from bot.billing.aspects import read_aspect
from bot.clock import today
from bot.periods import Period

_RULE_OF_PAYING = re.compile(
    "代扣|最[晚迟]|几号|哪天|什么时候|啥时候|期限|截止|手续费|信用卡|对公|转账|代交|替.{1,6}交|帮.{1,6}交|别人"
)
"""What of paying an entry tells better than the list of ways."""


class QueryPayments(QuestionAction):
    """Payments made, and whether a month's bill is paid."""

    NAME = "action_query_payments"
    follow_ups = ("trace_payment", "query_balance")


class TracePayment(QuestionAction):
    """Where a payment is that hasn't been posted; a person can be asked to look."""

    NAME = "action_trace_payment"
    common_first = True

    def offer(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        return "payment_trace", "登记核对"


class QueryInvoice(QuestionAction):
    """Invoices of bills; a missing one can be asked for."""

    NAME = "action_query_invoice"
    a_topic = True

    def offer(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        missing = any(one.response == "utter_invoices_not_issued" for one in answers)
        return ("invoice", "登记开票") if missing else None


class QueryPaymentWays(QuestionAction):
    """How to pay; a bound customer hears of her own station, an elderly one of cash first."""

    NAME = "action_query_payment_ways"
    personal = False
    by_period = False
    follow_ups = ("query_balance", "query_office")

    def ask(
        self, accounts: Sequence[int], periods: Sequence[Period], text: str, before: str
    ) -> list[Answer]:
        return [self.services.billing.payment_ways(accounts[0] if accounts else None)]

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn: how a month was paid is a record; a rule of paying is told as one."""
        aspect = read_aspect(self.question(), turn.text)
        now = today(self.services.clock)
        periods = [one for one in named_periods(turn, now) if one.start <= now]
        if periods and aspect.kind == "channel":
            go_on(self, Asked("query_payments", tuple(periods), turn.text), turn, reply)
            return
        own = own_question(self, turn) if aspect.kind == "until" else None
        if own is not None:
            go_on(self, own, turn, reply)
            return
        if _RULE_OF_PAYING.search(turn.text):
            entry = rule_for(self, turn)
            if entry is not None:
                ways = {"title": "怎么交费", "payload": payload(self.question())}
                tell_entry(entry, reply, [ways], question=self.question())
                return
        super().answer(turn, reply)


class QueryCutOff(QuestionAction):
    """Whether, since when and why an account is cut off, and when it comes back."""

    NAME = "action_query_cut_off"
    rule_first = True
    follow_ups = ("query_balance", "query_payment_ways")
