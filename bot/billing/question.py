"""What every billing answer starts from: the account, its records, the prices and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from bot.billing import wording
from bot.billing.answers import Answer
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
    """

    session: Session
    account: AccountRecord
    prices: PriceBook
    now: datetime
    settings: Settings

    @property
    def today(self) -> date:
        """The calendar day of the question."""
        return self.now.date()

    @property
    def this_month(self) -> date:
        """The first day of the running month."""
        return self.today.replace(day=1)

    @property
    def masked_account(self) -> dict[str, str]:
        """The account as a card shows it."""
        return {
            "number_masked": mask_number(self.account.number),
            "address_masked": mask_address(self.account.address),
        }

    def answer(self, response: str, card: Card | None = None, /, **facts: str) -> Answer:
        """An answer that names the account by its masked 户号."""
        return Answer(response, {"account": mask_number(self.account.number), **facts}, card)


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
