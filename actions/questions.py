"""Questions: one service call each, asked for the right accounts and times, remembered for what follows."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from actions.accounts import (
    MOST_AT_ONCE,
    account_buttons,
    accounts_card,
    described_accounts,
    pointed_accounts,
    wants_all,
    wants_other,
)
from actions.base import ServiceAction
from actions.choices import follow_up_buttons, offer_button, payload
from actions.knowledge import rule_asked_for, tell_entry
from actions.periods import named_periods
from actions.turn import Reply, Turn
from bot.billing import Answer
from bot.clock import today
from bot.identity import AccountView, BoundCustomer, NotBound, StepUpNeeded
from bot.periods import Period

BINDING_FORM = "account_binding_form"


@dataclass(frozen=True)
class Asked:
    """A question as it is remembered.

    Args:
        question: the intent.
        periods: what it is about; empty if no time was named.
        text: as typed, for what only the words tell (each day, for shops, in Shanghai).
    """

    question: str
    periods: tuple[Period, ...] = ()
    text: str = ""

    def as_slot(self) -> dict[str, Any]:
        """For a slot; the labels stay with their periods."""
        return {
            "question": self.question,
            "periods": [[period.to_iso(), period.label] for period in self.periods],
            "text": self.text,
        }

    @classmethod
    def of_slot(cls, value: Any) -> Asked | None:
        """What a slot holds, or None."""
        if not isinstance(value, dict):
            return None
        return cls(
            str(value.get("question")),
            tuple(_labelled(iso, label) for iso, label in value.get("periods") or ()),
            str(value.get("text") or ""),
        )


def last_asked(turn: Turn) -> Asked | None:
    """The last question that was answered in the conversation, or None."""
    return Asked.of_slot(turn.slots.get("billing_question"))


def _labelled(iso: str, label: str) -> Period:
    period = Period.from_iso(iso)
    return Period(period.start, period.end, period.granularity, label)


class QuestionAction(ServiceAction):
    """An action that answers a question; `action_query_bill` answers the intent `query_bill`."""

    personal: ClassVar[bool] = True
    """Whether it reads one customer's records."""

    by_period: ClassVar[bool] = True
    """Whether a time makes a difference to it."""

    words: ClassVar[re.Pattern[str] | None] = None
    """Words that make a difference beside the time; those of the first question hold for what
    follows until others are said."""

    leans: ClassVar[bool] = False
    """Whether it is about the time talked about before, if none is named; a button always is."""

    by_rule: ClassVar[bool] = False
    """Whether customers ask for its rules as well as for records: the knowledge answers these first, and
    nobody has to prove who they are for that."""

    follow_ups: ClassVar[tuple[str, ...]] = ()
    """Intents that customers often turn to after the answer; buttons below it."""

    @abstractmethod
    def ask(self, account_id: int | None, period: Period | None, text: str) -> Answer:
        """The one call of a service.

        Args:
            account_id: whose records; checked against the binding. None: a question without them.
            period: what it is about, or None.
            text: the customer's words.
        """

    def offer(self, answer: Answer) -> str | None:
        """What a plain “yes” to this answer means, a key of `OFFER_TITLES` in choices; or None."""
        return None

    @classmethod
    def question(cls) -> str:
        """The intent that it answers."""
        return cls.NAME.removeprefix("action_")

    @classmethod
    def asked(cls, turn: Turn, now: date) -> Asked:
        """The question as a turn asks it.

        Args:
            turn: the customer's.
            now: what 上个月 is told from.
        """
        periods = tuple(named_periods(turn, now)) if cls.by_period else ()
        if cls.by_period and not periods and (cls.leans or not turn.text):
            last = last_asked(turn)
            periods = last.periods if last else ()
        return Asked(cls.question(), periods, turn.text)

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        entry = rule_asked_for(self, turn) if self.by_rule else None
        if entry is not None and self.personal and bound_customer(self, turn) is None:
            tell_entry(entry, reply, [{"title": "查我家的", "payload": payload(self.question())}])
            return
        if entry is not None:
            tell_entry(entry, reply)
        self.tell(self.asked(turn, today(self.services.clock)), turn, reply)

    def tell(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """Answer a question, for the accounts that the turn or the conversation chose.

        Where proof of identity or the choice of an account is missing, the question is kept and
        answered right after.
        """
        answers = [
            self.ask(account_id, period, asked.text)
            for account_id in self._accounts(asked, turn, reply)
            for period in asked.periods[:MOST_AT_ONCE] or (None,)
        ]
        if not answers:
            return
        for answer in answers:
            reply.tell(answer)
        self._offer_more(answers[-1], turn, reply)
        if len(asked.periods) > MOST_AT_ONCE:
            reply.say("utter_first_periods_only", count=str(MOST_AT_ONCE))
        reply.remember("billing_question", asked.as_slot())

    def _offer_more(self, answer: Answer, turn: Turn, reply: Reply) -> None:
        """Put buttons below the last answer; a form that goes on brings its own."""
        if turn.form is not None:
            return
        # What follows a bill or a list; where nothing was found there is nothing to go on from.
        buttons = follow_up_buttons(self.follow_ups if answer.card else ())
        offer = self.offer(answer)
        if offer:
            reply.offer(offer, turn)
            buttons = [offer_button(offer), *buttons]
        reply.messages[-1].buttons.extend(buttons)

    def _accounts(self, asked: Asked, turn: Turn, reply: Reply) -> Sequence[int | None]:
        if not self.personal:
            return [account_if_bound(self, turn)]
        customer = proved_customer(self, asked, turn, reply)
        if customer is None or refuse_foreign_number(turn, customer.accounts, reply):
            return []
        chosen = chosen_accounts(turn, customer.accounts)
        if chosen:
            if len(chosen) == 1:
                reply.remember("account_selected", chosen[0].id)
            return [one.id for one in chosen[:MOST_AT_ONCE]]
        ask_which_account(asked, customer.accounts, reply)
        return []


def proved_customer(
    action: ServiceAction, asked: Asked, turn: Turn, reply: Reply
) -> BoundCustomer | None:
    """Whom the conversation speaks for; None: what was asked is kept and the proof begins.

    Args:
        action: the action that runs; its services are used.
        asked: what waits for the proof.
        turn: the customer's.
        reply: filled.
    """
    try:
        return action.services.identity.require(turn.conversation_id)
    except (NotBound, StepUpNeeded) as why:
        keep_until_proved(asked, turn, reply, bound=isinstance(why, StepUpNeeded))
        return None


def bound_customer(action: ServiceAction, turn: Turn) -> BoundCustomer | None:
    """Whom the conversation speaks for; None: for nobody, or only after a new code."""
    try:
        return action.services.identity.require(turn.conversation_id)
    except (NotBound, StepUpNeeded):
        return None


def account_if_bound(action: ServiceAction, turn: Turn) -> int | None:
    """The account that is talked about, for what can be answered without one, too."""
    customer = bound_customer(action, turn)
    if customer is None:
        return None
    chosen = chosen_accounts(turn, customer.accounts)
    return (chosen[0] if chosen else customer.bound_account).id


def known(account_id: int | None) -> int:
    """The account of a personal question, which is never asked without one."""
    if account_id is None:
        raise NotBound
    return account_id


def chosen_accounts(turn: Turn, accounts: Sequence[AccountView]) -> list[AccountView]:
    """The accounts that a question is for; empty if the customer has to choose.

    Args:
        turn: the customer's.
        accounts: of the bound customer; what isn't among them can't be chosen.
    """
    if len(accounts) == 1 or wants_all(turn):
        return list(accounts)
    pointed = pointed_accounts(turn, accounts)
    if pointed:
        return pointed
    selected = [one for one in accounts if one.id == turn.slots.get("account_selected")]
    if selected and turn.intent == "switch_account" and wants_other(turn):
        others = [one for one in accounts if one.id != selected[0].id]
        return others if len(others) == 1 else described_accounts(turn, others)
    return described_accounts(turn, accounts) or selected


def refuse_foreign_number(turn: Turn, accounts: Sequence[AccountView], reply: Reply) -> bool:
    """Say so where a 户号 is named that isn't the bound customer's; True if it was."""
    own = {one.number for one in accounts}
    if all(str(number) in own for number in turn.entities.get("account_number", ())):
        return False
    reply.say("utter_not_your_account", accounts="、".join(one.number_masked for one in accounts))
    return True


def ask_which_account(asked: Asked, accounts: Sequence[AccountView], reply: Reply) -> None:
    """Ask for the account and keep the question until it is chosen."""
    reply.say(
        "utter_choose_account",
        card=accounts_card(accounts, None),
        buttons=account_buttons(accounts),
        count=str(len(accounts)),
    )
    reply.remember("account_pending", asked.as_slot())


def keep_until_proved(asked: Asked, turn: Turn, reply: Reply, *, bound: bool) -> None:
    """Keep a question and go through the proof of identity; it is answered right after.

    Args:
        asked: what waits.
        turn: the customer's.
        reply: filled.
        bound: only a new code is needed.
    """
    reply.remember("account_pending", asked.as_slot())
    reply.remember("account_step_up", bound)
    if turn.form == BINDING_FORM:
        # The form asks its question again by itself.
        reply.say("utter_answered_after_binding")
        return
    if not bound:
        reply.say("utter_binding_first")
    reply.start(BINDING_FORM)


def question_actions() -> dict[str, type[QuestionAction]]:
    """All questions by the intent that asks them."""
    found: dict[str, type[QuestionAction]] = {}
    waiting = list(QuestionAction.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if "NAME" in vars(one):
            found[one.question()] = one
    return found


def asked_for(periods: tuple[Period, ...], last: Asked | None, text: str) -> Asked:
    """The last question for other times; their bills where it knows no time (余额, 几档).

    Args:
        periods: the times, at least one.
        last: the question before, or None.
        text: the words that name the times.
    """
    question = question_actions().get(last.question) if last else None
    if last is None or question is None or not question.by_period:
        return Asked("query_bill", periods, text)
    said_anew = question.words is not None and question.words.search(text)
    return Asked(last.question, periods, text if said_anew else last.text)


def tell_again(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> None:
    """Answer a question that isn't the latest turn's own: kept, or asked again for another time.

    Args:
        action: the action that runs; its services are used.
        asked: the question.
        turn: the latest turn; it may choose the account.
        reply: filled.
    """
    question_actions()[asked.question](action.services).tell(asked, turn, reply)
