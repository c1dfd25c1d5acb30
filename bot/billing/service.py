"""The billing service: every question about bills, answered from the utility's records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.billing import (
    balance,
    bills,
    comparison,
    explanation,
    late_fees,
    payment_ways,
    payments,
    prices,
    readings,
    records,
    tiers,
    usage,
)
from bot.billing.answers import Answer, RequestFacts
from bot.billing.question import Question
from bot.clock import Clock
from bot.databases.sessions import Sessions
from bot.settings import Settings
from bot.tariffs import PriceBook

if TYPE_CHECKING:
    from bot.periods import Period


class Billing:
    """Answers questions about one account at a time; the caller has checked the binding.

    Every method but `prices` and `payment_ways` raises `AccountNotFound` for an unknown id.

    Args:
        utility_sessions: of the utility's database, which is only read.
        price_book: all price sets.
        clock: the present.
        settings: of the product.
    """

    def __init__(
        self,
        utility_sessions: Sessions,
        price_book: PriceBook,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self._sessions = utility_sessions
        self._prices = price_book
        self._clock = clock
        self._settings = settings

    def balance(self, account_id: int) -> Answer:
        """What is owed, or left on a prepaid account; late fee so far; whether it is cut off."""
        with self._question(account_id) as question:
            return balance.balance(question)

    def bill(self, account_id: int, period: Period | None = None) -> Answer:
        """The bill of a month or the bills of several; without a period the newest bill."""
        with self._question(account_id) as question:
            return bills.bill(question, period)

    def explain(self, account_id: int, period: Period | None = None) -> Answer:
        """Why it is so high: against the month before and a year ago, in parts."""
        with self._question(account_id) as question:
            return explanation.explain(question, period)

    def tiers(self, account_id: int) -> Answer:
        """Where the account stands in the tiers and what the next kWh costs."""
        with self._question(account_id) as question:
            return tiers.tiers(question)

    def usage(self, account_id: int, period: Period, granularity: str = "auto") -> Answer:
        """Usage of a period by `day` or `month`; `auto` takes days for up to two months."""
        with self._question(account_id) as question:
            return usage.usage(question, period, granularity)

    def compare_tariffs(self, account_id: int) -> Answer:
        """Whether time of use or 合表 would have been cheaper in the last twelve months."""
        with self._question(account_id) as question:
            return comparison.compare_tariffs(question)

    def prices(
        self,
        region: str | None = None,
        tariff_class: str = "residential",
        voltage: str = "below_1kV",
    ) -> Answer:
        """Today's prices with date and source; needs no account.

        Args:
            region: as in `data/tariffs`; None: the operator's own.
            tariff_class: as in `Account.tariff_class`.
            voltage: as in `Account.voltage`.
        """
        today = self._clock().date()
        return prices.prices(
            self._prices, region or self._settings.region, tariff_class, voltage, today
        )

    def prices_of(self, account_id: int) -> Answer:
        """Today's prices of the account's own kind of use."""
        with self._question(account_id) as question:
            account = question.account
            return prices.prices(
                self._prices,
                account.region,
                account.tariff_class,
                account.voltage,
                question.today,
            )

    def payments(self, account_id: int, period: Period | None = None) -> Answer:
        """Payments made in a period; without one those of the last half year."""
        with self._question(account_id) as question:
            return payments.payments(question, period)

    def trace_payment(self, account_id: int) -> Answer:
        """Where a payment is that hasn't been posted."""
        with self._question(account_id) as question:
            return payments.trace_payment(question)

    def invoices(self, account_id: int, period: Period | None = None) -> Answer:
        """The invoices of a period's bills; without one those of the last three bills."""
        with self._question(account_id) as question:
            return payments.invoices(question, period)

    def payment_ways(self, account_id: int | None = None) -> Answer:
        """How to pay; for an elderly holder the ways without a phone first."""
        year = self._clock().date().year
        if account_id is None:
            return payment_ways.payment_ways(None, None, year, self._settings)
        with self._question(account_id) as question:
            return payment_ways.payment_ways(
                question.session, question.account, year, self._settings
            )

    def late_fee(self, account_id: int) -> Answer:
        """How much late fee, why, and until when."""
        with self._question(account_id) as question:
            return late_fees.late_fee(question)

    def readings(self, account_id: int, period: Period | None = None) -> Answer:
        """What the meter showed; without a period for the newest bill."""
        with self._question(account_id) as question:
            return readings.readings(question, period)

    def dispute_summary(self, account_id: int, period: Period | None = None) -> RequestFacts | None:
        """What people must know about a disputed bill; None where there is no such bill."""
        with self._question(account_id) as question:
            return readings.dispute_summary(question, period)

    def reading_summary(self, account_id: int, period: Period | None = None) -> RequestFacts | None:
        """What people must know about a doubted reading; None where there is no such bill."""
        with self._question(account_id) as question:
            return readings.reading_summary(question, period)

    @contextmanager
    def _question(self, account_id: int) -> Iterator[Question]:
        with self._sessions() as session:
            account = records.account(session, account_id)
            yield Question(session, account, self._prices, self._clock(), self._settings)
