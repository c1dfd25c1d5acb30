"""Which bill is being checked for the customer."""

from __future__ import annotations

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.question import Asked, Question, months_of

LOOKED_BACK = 24
"""Bills among which a disputed one is looked for."""


def dispute_state(question: Question, asked: Asked) -> Answer:
    """The bills that are flagged as disputed; without a period the newest ones are looked through."""
    newest = records.latest_bills(question.session, question.account.id, LOOKED_BACK)
    disputed = [bill for bill in newest if bill.disputed]
    if asked.period is not None:
        months = months_of(asked.period)
        disputed = [bill for bill in disputed if months.first <= bill.month <= months.last]
    if not disputed:
        return question.answer("utter_dispute_none")
    return question.answer(
        "utter_dispute_state",
        bills="、".join(
            f"{wording.month(bill.month)}的{wording.money(bill.amount)}元" for bill in disputed
        ),
    )
