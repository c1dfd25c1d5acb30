"""The billing service asked in the plainest words, one account and one time at once."""

from __future__ import annotations

from bot.billing import Answer, Billing
from bot.periods import Period


class Asking(Billing):
    """Billing with one short method for each question, for the tests."""

    def balance(self, account: int, text: str = "", period: Period | None = None) -> Answer:
        return self.one("query_balance", account, period, text)

    def bill(self, account: int, period: Period | None = None, text: str = "") -> Answer:
        return self.one("query_bill", account, period, text)

    def explain(self, account: int, period: Period | None = None, text: str = "") -> Answer:
        return self.one("explain_bill", account, period, text)

    def tiers(self, account: int, text: str = "") -> Answer:
        return self.one("query_tiers", account, None, text)

    def usage(self, account: int, period: Period | None, text: str = "") -> Answer:
        return self.one("query_usage", account, period, text)

    def compare_tariffs(self, account: int) -> Answer:
        return self.one("compare_tariffs", account, None, "")

    def payments(self, account: int, period: Period | None = None, text: str = "") -> Answer:
        return self.one("query_payments", account, period, text)

    def trace_payment(self, account: int, text: str = "") -> Answer:
        return self.one("trace_payment", account, None, text)

    def invoices(self, account: int, period: Period | None = None) -> Answer:
        return self.one("query_invoice", account, period, "")

    def late_fee(self, account: int, text: str = "", period: Period | None = None) -> Answer:
        return self.one("query_late_fee", account, period, text)

    def readings(self, account: int, period: Period | None = None, text: str = "") -> Answer:
        return self.one("query_reading", account, period, text)

    def one(self, question: str, account: int, period: Period | None, text: str) -> Answer:
        """The one answer to a question; more than one is a fault."""
        [answer] = self.answer(question, [account], [period] if period else [], text)
        return answer
