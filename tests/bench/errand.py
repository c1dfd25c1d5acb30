"""The errand that is measured: a bound customer asks for last month's bill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.clock import system_clock
from bot.databases.bot import Binding, Conversation
from bot.databases.sessions import connect, sessions, writing
from bot.databases.utility import Account
from bot.demo.people import person

SENTENCES = (
    "上个月电费多少",
    "上个月的电费是多少",
    "查一下上个月的电费",
    "帮我看看上个月电费多少钱",
    "我家上个月电费多少钱",
    "上月电费多少",
    "我想知道上个月电费是多少",
    "上个月电费一共多少钱",
)
"""Ways to ask it. What only one of the stacks understands isn't asked."""

CUSTOMER = person("summer")
CARD = "bill"


class WrongAnswer(Exception):
    """An answer without the bill's card."""


@dataclass(frozen=True)
class Bill:
    """What the card says: the proof that both stacks did the same.

    Args:
        month: whose bill.
        amount: in yuan.
    """

    month: str
    amount: str

    @classmethod
    def of(cls, card: Any) -> Bill:
        """Of a card.

        Raises:
            WrongAnswer: it is none of a bill.
        """
        if not isinstance(card, dict) or card.get("schema") != CARD:
            raise WrongAnswer(f"no card of a bill: {str(card)[:80]}")
        return cls(str(card["month"]), str(card["amount"]))


class Bindings:
    """Binds conversations to the demo customer, as the dialogue's last step does.

    Both stacks get their binding in this way, so that their conversations begin equally empty.

    Args:
        bot_db_url: where conversations and bindings are kept.
        utility_db_url: the customer's records.
    """

    def __init__(self, bot_db_url: str, utility_db_url: str) -> None:
        self._bot = sessions(connect(bot_db_url, timeout_seconds=10))
        with sessions(connect(utility_db_url))() as session:
            account = session.execute(
                select(Account).where(Account.number == CUSTOMER.number)
            ).scalar_one()
            self._account_id, self._customer_id = account.id, account.customer_id

    def bind(self, conversation_ids: list[str]) -> None:
        """Make the conversations and bind them."""
        now = system_clock()
        with writing(self._bot) as session:
            for one in conversation_ids:
                session.add(
                    Conversation(
                        id=one, channel="web", channel_user=one, created_at=now, answerer="bot"
                    )
                )
            session.flush()
            for one in conversation_ids:
                session.add(
                    Binding(
                        conversation_id=one,
                        customer_id=self._customer_id,
                        bound_account_id=self._account_id,
                        bound_at=now,
                        verified_at=now,
                        last_used_at=now,
                    )
                )
