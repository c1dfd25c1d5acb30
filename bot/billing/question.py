"""What every billing answer starts from: the account, its records, the prices and the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.billing import wording
from bot.billing.answers import Answer
from bot.billing.aspects import Aspect
from bot.billing.records import AccountRecord, BillRecord
from bot.cards import Card
from bot.masking import mask_address, mask_number
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.periods import Period
    from bot.tariffs import PriceBook


@dataclass(frozen=True)
class Question:
    """One question about one account at one moment.

    Args:
        session: on the utility's database, only read.
        account: whose bills are asked about.
        prices: all price sets.
        now: the present, in Asia/Shanghai.
        settings: of the product.
        among_several: whether the customer has other accounts too, so that an answer names its own.
    """

    session: Session
    account: AccountRecord
    prices: PriceBook
    now: datetime
    settings: Settings
    among_several: bool = False

    @property
    def today(self) -> date:
        """The calendar day of the question."""
        return self.now.date()

    @property
    def this_month(self) -> date:
        """The first day of the running month."""
        return self.today.replace(day=1)

    def on(self, day: date) -> Question:
        """The same question asked on another day."""
        return replace(self, now=datetime.combine(day, self.now.timetz()))

    @property
    def masked_account(self) -> dict[str, str]:
        """The account as a card shows it."""
        return {
            "number_masked": mask_number(self.account.number),
            "address_masked": mask_address(self.account.address),
        }

    @property
    def of(self) -> str:
        """33*****018这户, where the customer has several; else nothing: who has one knows it."""
        return f"{mask_number(self.account.number)}这户" if self.among_several else ""

    def answer(self, response: str, card: Card | None = None, /, **facts: str) -> Answer:
        """An answer with the masked 户号 as `account`, and as `of` where it has to be named.

        `this` is the subject of a sentence that needs one.
        """
        own = {
            "account": mask_number(self.account.number),
            "of": self.of,
            "this": self.of or "您这户",
        }
        return Answer(response, {**own, **facts}, card)


@dataclass(frozen=True)
class Asked:
    """What is asked about an account's records.

    Args:
        intent: the question, as `data/intents/` names it.
        aspect: the fact that is asked for.
        periods: what it is about, in the customer's order; empty if no time was named.
        text: the customer's words.
    """

    intent: str
    aspect: Aspect
    periods: tuple[Period, ...]
    text: str

    @property
    def period(self) -> Period | None:
        """The first period, or None."""
        return self.periods[0] if self.periods else None


@dataclass(frozen=True)
class Months:
    """The billing months that a period means.

    Args:
        first: first day of the first month.
        last: first day of the last month.
        label: the period in words.
    """

    first: date
    last: date
    label: str

    @property
    def single(self) -> bool:
        """Whether it is one month."""
        return self.first == self.last

    def all(self) -> list[date]:
        """Every month of it, oldest first."""
        count = wording.months_between(self.first, self.last)
        return [wording.add_months(self.first, step) for step in range(count + 1)]


def months_of(period: Period) -> Months:
    """The billing months that a period touches."""
    first, last = period.start.replace(day=1), period.end.replace(day=1)
    return Months(first, last, wording.month(first) if first == last else period.label)


def month_of(bill: BillRecord) -> Months:
    """The billing month of a bill."""
    return Months(bill.month, bill.month, wording.month(bill.month))
