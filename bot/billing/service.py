"""The billing service: every question about bills, answered from the utility's records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from bot.billing import answering, payment_ways, prices, readings, records
from bot.billing.answers import Answer, RequestFacts
from bot.billing.arrears import rules
from bot.billing.aspects import read_aspect
from bot.billing.late_fee_example import Supposed, example
from bot.billing.own import own_question
from bot.billing.price_facts import EVERYTHING, PriceFact
from bot.billing.question import Asked, Question
from bot.billing.situation import AccountSituation, cut_off_since, situation
from bot.clock import Clock
from bot.databases.sessions import Sessions
from bot.settings import Settings
from bot.tariffs import PriceBook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.periods import Period


class Billing:
    """Answers questions about a customer's accounts; the caller has checked the binding.

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

    def answer(
        self,
        question: str,
        account_ids: Sequence[int],
        periods: Sequence[Period],
        text: str,
        *,
        before: str = "",
    ) -> list[Answer]:
        """Answer a question from the records: the one fact that the words ask for.

        Over several accounts there is one answer where a sum or the higher one is asked for, else
        one for each account; of several times likewise.

        Args:
            question: the intent, as `data/intents/` names it.
            account_ids: at least one; the caller has checked that they are the customer's own.
            periods: named or carried times in their order; may be empty.
            text: the customer's words; what exactly is asked is read from them.
            before: the words of the question before, where the text follows it up.

        Returns:
            One to three answers, the first with the fact.

        Raises:
            AccountNotFound: an unknown id.
            ValueError: no account is given.
        """
        if not account_ids:
            raise ValueError("a question about records needs an account")
        aspect = read_aspect(question, text, before)
        asked = Asked(question, aspect, tuple(periods), text)
        with self._sessions() as session:
            several = len(account_ids) > 1
            each = [self._about(session, one, among_several=several) for one in account_ids]
            if several:
                together = answering.combined(each, asked)
                if together is not None:
                    return [together]
            found: list[Answer] = []
            for one in each:
                found += answering.answers(one, asked)
            return found[: answering.MOST_AT_ONCE]

    def situation(self, account_id: int) -> AccountSituation:
        """What is special about an account: cut off, prepaid, in arrears, disputed, …."""
        with self._question(account_id) as question:
            return situation(question)

    def cut_off_since(self, account_id: int) -> date | None:
        """The day since which an account has no supply because of arrears, or None."""
        with self._question(account_id) as question:
            return cut_off_since(question.account)

    def own_question(self, account_id: int, intent: str | None, text: str) -> str | None:
        """The question about this account that words ask which look like a rule or a service.

        Args:
            account_id: the account that is talked about.
            intent: as it was read.
            text: what the customer wrote.

        Returns:
            The intent whose question answers from the record, or None.
        """
        with self._question(account_id) as question:
            return own_question(question, intent, text)

    def late_fee_example(self, debt: Supposed) -> Answer:
        """The late fee of a debt that is only supposed; needs no account.

        Args:
            debt: what is supposed.
        """
        return example(debt, self._clock().date(), rules(self._settings))

    def prices(
        self,
        region: str | None = None,
        tariff_class: str = "residential",
        voltage: str = "below_1kV",
        fact: PriceFact = EVERYTHING,
    ) -> Answer:
        """Today's prices with date and source; needs no account.

        Args:
            region: as in `data/tariffs`; None: the operator's own.
            tariff_class: as in `Account.tariff_class`.
            voltage: as in `Account.voltage`.
            fact: which of the prices is asked for.
        """
        today = self._clock().date()
        where = region or self._settings.region
        return prices.prices(self._prices, where, tariff_class, voltage, today, fact)

    def prices_of(self, account_id: int, fact: PriceFact = EVERYTHING) -> Answer:
        """Today's prices of the account's own kind of use."""
        with self._question(account_id) as question:
            account = question.account
            return prices.prices(
                self._prices,
                account.region,
                account.tariff_class,
                account.voltage,
                question.today,
                fact,
            )

    def payment_ways(self, account_id: int | None = None) -> Answer:
        """How to pay; for an elderly holder the ways without a phone first."""
        year = self._clock().date().year
        if account_id is None:
            return payment_ways.payment_ways(None, None, year, self._settings)
        with self._question(account_id) as question:
            return payment_ways.payment_ways(
                question.session, question.account, year, self._settings
            )

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
            yield self._about(session, account_id)

    def _about(self, session: Session, account_id: int, *, among_several: bool = False) -> Question:
        account = records.account(session, account_id)
        several = among_several or records.open_accounts(session, account.customer_id) > 1
        return Question(session, account, self._prices, self._clock(), self._settings, several)
