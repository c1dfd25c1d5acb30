"""What a billing question is answered with: a response's name, its facts and a card."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.cards import Card


class AccountNotFound(LookupError):
    """There is no account with this id in the utility's database."""


@dataclass(frozen=True)
class Answer:
    """One answer to a customer.

    Args:
        response: a name in `data/responses/billing.yml` or `payment.yml`.
        facts: a value for each `{placeholder}` of that response, ready to show.
        card: the same as a card, or None.
    """

    response: str
    facts: dict[str, str] = field(default_factory=dict)
    card: Card | None = None


@dataclass(frozen=True)
class RequestFacts:
    """What people need to know who work on a request about a bill or a reading.

    Args:
        summary: one or two sentences, at most 255 characters, without personal data.
        details: label to value, as shown on the request's page.
        bill_id: the bill that it is about.
        label: the month in words, for the question before the request is stored.
    """

    summary: str
    details: dict[str, str]
    bill_id: int
    label: str
