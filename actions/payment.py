"""Questions about payments made and missing, invoices, ways to pay, and cut-off for arrears."""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue.questions import QuestionAction
from bot.billing import Answer
from bot.periods import Period


class QueryPayments(QuestionAction):
    """Payments made, and whether a month's bill is paid."""

    NAME = "action_query_payments"
    follow_ups = ("trace_payment", "query_balance")


class TracePayment(QuestionAction):
    """Where a payment is that hasn't been posted; a person can be asked to look."""

    NAME = "action_trace_payment"

    def offer(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        return "payment_trace", "登记核对"


class QueryInvoice(QuestionAction):
    """Invoices of bills; a missing one can be asked for."""

    NAME = "action_query_invoice"

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


class QueryCutOff(QuestionAction):
    """Whether, since when and why an account is cut off, and when it comes back."""

    NAME = "action_query_cut_off"
    follow_ups = ("query_balance", "query_payment_ways")
