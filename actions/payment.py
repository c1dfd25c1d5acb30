"""Questions about payments made and missing, invoices, ways to pay, and cut-off for arrears."""

from __future__ import annotations

from actions.base import ServiceAction
from actions.questions import QuestionAction, account_if_bound, known
from actions.turn import Reply, Turn
from bot.billing import Answer
from bot.periods import Period


class QueryPayments(QuestionAction):
    """Payments made."""

    NAME = "action_query_payments"
    follow_ups = ("trace_payment", "query_balance")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.payments(known(account_id), period)


class TracePayment(QuestionAction):
    """Where a payment is that hasn't been posted; a person can be asked to look."""

    NAME = "action_trace_payment"
    by_period = False
    by_rule = True

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.trace_payment(known(account_id))

    def offer(self, answer: Answer) -> str | None:
        return "payment_trace"


class QueryInvoice(QuestionAction):
    """Invoices of bills; a missing one can be asked for."""

    NAME = "action_query_invoice"
    by_rule = True

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.invoices(known(account_id), period)

    def offer(self, answer: Answer) -> str | None:
        return "invoice" if answer.response == "utter_invoices_not_issued" else None


class QueryPaymentWays(QuestionAction):
    """How to pay; a bound customer hears of her own station, an elderly one of cash first."""

    NAME = "action_query_payment_ways"
    personal = False
    by_period = False
    by_rule = True
    follow_ups = ("query_balance", "query_office")

    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        return self.services.billing.payment_ways(account_id)


class QueryCutOff(ServiceAction):
    """The rules of cut-off and reconnection; a bound customer's own state beside them."""

    NAME = "action_query_cut_off"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_cut_off_rules")
        account_id = account_if_bound(self, turn)
        if account_id is not None:
            reply.tell(self.services.billing.balance(account_id))
