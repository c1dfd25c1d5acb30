"""How the date and source of a price are told."""

from __future__ import annotations

from bot.billing import wording
from bot.billing.question import Question
from bot.tariffs import PriceSet, PriceUnknown


def price_set(question: Question, price_set_id: str) -> PriceSet | None:
    """A price set by its id, or None where the book lacks it."""
    try:
        return question.prices.get(price_set_id)
    except PriceUnknown:
        return None


def current_price_set(question: Question) -> PriceSet | None:
    """The price set that holds for the account today, or None where none is known."""
    account = question.account
    try:
        return question.prices.find(
            account.region, account.tariff_class, account.voltage, question.today
        )
    except PriceUnknown:
        return None


def price_note(price: PriceSet) -> str:
    """The sentence that goes with each price: its date, and that the published one counts.

    Title, validity and source are in the card.
    """
    return f"电价核对到{wording.day(price.checked_on)}，以当地最新公布为准。"
