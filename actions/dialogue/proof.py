"""Whom a conversation speaks for and for which account; what is missing is asked for, and the question kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.dialogue.accounts import (
    account_buttons,
    accounts_card,
    described_accounts,
    listed_accounts,
    nicknames,
    others_meant,
    person_meant,
    pointed_accounts,
    unknown_ending,
    wants_all,
    wants_other,
)
from actions.dialogue.asked import Asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.knowledge import lean_on, rule_for, tell_entry
from actions.dialogue.periods import named_periods
from actions.dialogue.turn import Reply, Turn
from bot.clock import today
from bot.forms import load_forms
from bot.forms.kinds import read_facts
from bot.identity import AccountView, BoundCustomer, NotBound, StepUpNeeded
from bot.intents import load_intents

BINDING_FORM = "binding_form"
OF_OTHERS = "account_bind_parents"
"""The entry that says how one comes to somebody else's records."""
MAY_BE_RULE = 0.35
"""A question beside the proof so likely to ask for a rule hears it at once."""
MOST_KEPT = 2
"""Questions that wait for the proof; the oldest gives way."""
SURELY_RECORD = 0.15
"""A question less likely to ask for a rule than this is about the record and nothing else."""
_OWN_UPSTAIRS = re.compile("^(?:那)?楼上(?:那|的|这)")
"""Who has a parking space beside the flat calls the flat 楼上那户."""


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
        keep_until_proved(action, asked, turn, reply, bound=isinstance(why, StepUpNeeded))
        return None


def bound_customer(action: ServiceAction, turn: Turn) -> BoundCustomer | None:
    """Whom the conversation speaks for; None: for nobody, or only after a new code."""
    try:
        return action.services.identity.require(turn.conversation_id)
    except (NotBound, StepUpNeeded):
        return None


def is_stranger(action: ServiceAction, turn: Turn) -> bool:
    """Whether the conversation speaks for nobody and no proof is under way."""
    try:
        action.services.identity.require(turn.conversation_id)
    except NotBound:
        return turn.form != BINDING_FORM
    except StepUpNeeded:
        return False
    return False


def account_if_bound(action: ServiceAction, turn: Turn) -> int | None:
    """The account that is talked about, for what can be answered without one, too."""
    customer = bound_customer(action, turn)
    return None if customer is None else account_of(customer, turn)


def account_of(customer: BoundCustomer, turn: Turn) -> int:
    chosen = chosen_accounts(turn, customer.accounts)
    return (chosen[0] if chosen else customer.bound_account).id


def known(account_id: int | None) -> int:
    """The account of a personal question, which is never asked without one."""
    if account_id is None:
        raise NotBound
    return account_id


def selected_account(turn: Turn) -> int | None:
    """Id of the account that the conversation is about, or None; whoever uses it checks it anew."""
    frame = turn.focus.newest("account")
    found = frame.about.get("id") if frame else None
    return found if isinstance(found, int) else None


def chosen_accounts(
    turn: Turn, accounts: Sequence[AccountView], asked: str = ""
) -> list[AccountView]:
    """The accounts that a question is for; empty if the customer has to choose.

    Args:
        turn: the customer's.
        accounts: of the bound customer; what isn't among them can't be chosen.
        asked: the words of a kept question, which may name one too.
    """
    switching = turn.intent == "switch_account"
    if len(accounts) == 1 or wants_all(turn.text) or (wants_all(asked) and not switching):
        return list(accounts)
    pointed = pointed_accounts(turn, accounts)
    if pointed:
        return pointed
    selected = [one for one in accounts if one.id == selected_account(turn)]
    if selected and switching and wants_other(turn.text):
        others = [one for one in accounts if one.id != selected[0].id]
        return others if len(others) == 1 else described_accounts(turn.text, others)
    described = described_accounts(turn.text, accounts)
    if described:
        return described
    return selected or described_accounts(asked, accounts)


def refuse_others(
    action: ServiceAction, turn: Turn, customer: BoundCustomer | None, reply: Reply
) -> bool:
    """Say that somebody else's record isn't told and how she herself comes to it; True if it was asked for.

    What was asked is remembered as a question for the customer's own record: 那看我自己的.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        customer: whom the conversation speaks for, or None.
        reply: filled.
    """
    accounts = customer.accounts if customer is not None else ()
    own_place = len(accounts) > 1 and bool(described_accounts(turn.text, accounts))
    name = person_meant(turn.text)
    named = name is not None and (
        customer is not None and not action.services.identity.is_holder(customer, name)
    )
    meant = others_meant(turn.text) and not (own_place and _OWN_UPSTAIRS.search(turn.text))
    if not (meant or named):
        return False
    if customer is None:
        reply.say("utter_others_bind_themselves")
    else:
        reply.say(
            "utter_not_your_records", accounts="、".join(one.number_masked for one in accounts)
        )
    known = load_intents().get(turn.alone)
    asked = known.name if known is not None and known.record else "query_bill"
    times = tuple(named_periods(turn, today(action.services.clock)))
    topic = load_intents()[asked].topic
    reply.push("question", topic, **Asked(asked, times).as_frame())
    entry = action.services.knowledge.entries().get(OF_OTHERS)
    if entry is not None:
        lean_on(entry, reply, "not_account_holder")
    return True


def refuse_foreign(
    action: ServiceAction, turn: Turn, customer: BoundCustomer, reply: Reply
) -> bool:
    """Say so where a 户号 or somebody is named that isn't the bound customer's; True if it was."""
    if refuse_others(action, turn, customer, reply):
        return True
    ending = unknown_ending(turn.text, customer.accounts)
    if ending is not None and len(customer.accounts) == 1:
        reply.say(
            "utter_only_other_ending",
            ending=ending,
            account=customer.bound_account.number_masked,
        )
        return True
    own = {one.number for one in customer.accounts}
    if all(str(number) in own for number in turn.entities.get("account_number", ())):
        return False
    reply.say(
        "utter_not_your_account", accounts="、".join(one.number_masked for one in customer.accounts)
    )
    return True


def ask_which_account(
    asked: Asked, accounts: Sequence[AccountView], reply: Reply, *, not_found: str | None = None
) -> None:
    """Ask for the account and keep the question until it is chosen.

    Args:
        asked: what waits for the choice.
        accounts: of the bound customer.
        reply: filled.
        not_found: last digits that were said and that none of the accounts has.
    """
    buttons = account_buttons(accounts)
    if not_found is None:
        facts = {"count": str(len(accounts)), "names": "、".join(nicknames(accounts))}
    else:
        facts = {"ending": not_found, "names": listed_accounts(accounts)}
    reply.say(
        "utter_choose_account" if not_found is None else "utter_no_such_ending",
        card=accounts_card(accounts, None),
        buttons=buttons,
        **facts,
    )
    reply.push("waiting", **asked.as_frame())
    listed = [dict(one) for one in buttons]
    reply.push("doubt", titles=[one["title"] for one in buttons], buttons=listed)


def keep_until_proved(
    action: ServiceAction, asked: Asked, turn: Turn, reply: Reply, *, bound: bool
) -> None:
    """Keep a question and go through the proof of identity; it is answered right after.

    A question beside the proof is kept behind the first one; what a rule answers is told at once.

    Args:
        action: the action that runs; its services are used.
        asked: what waits.
        turn: the customer's.
        reply: filled.
        bound: only a new code is needed.
    """
    record = turn.rule is not None and turn.rule < SURELY_RECORD
    known_rules = [] if record else [[name, score] for name, score in turn.knowledge[:3]]
    if turn.form == BINDING_FORM:
        # The form asks its question again by itself.
        if not record and _tell_rule(action, turn, reply):
            return
        reply.push("waiting", **_with_earlier(asked, turn), knowledge=known_rules)
        reply.say("utter_answered_after_binding")
        return
    reply.push("waiting", **asked.as_frame(), knowledge=known_rules)
    begin_binding(turn, reply, step_up=bound)
    if not bound:
        reply.say("utter_binding_first")


def kept_questions(turn: Turn) -> list[Asked]:
    """What waits for the proof, in the order in which it was asked."""
    frame = turn.focus.newest("waiting")
    if frame is None:
        return []
    kept = (Asked.of_frame(one) for one in (dict(frame.about), *(frame.about.get("behind") or ())))
    return [one for one in kept if one is not None]


def _with_earlier(asked: Asked, turn: Turn) -> dict[str, Any]:
    """A question behind those that wait already; what corrects or repeats the last one takes its place."""
    kept = kept_questions(turn)
    if kept and kept[-1].question == asked.question:
        same = kept[-1].periods == asked.periods or not asked.periods
        kept = kept[:-1] if same or turn.reading == "correction" else kept
    first, *behind = [*kept, asked][-MOST_KEPT:]
    return {**first.as_frame(), "behind": [one.as_frame() for one in behind]}


def _tell_rule(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """The rule that answers a question beside the proof as well as the record would; False: there is none."""
    if turn.pressed or (turn.rule or 0.0) < MAY_BE_RULE:
        return False
    entry = rule_for(action, turn)
    if entry is None or turn.intent not in entry.intents:
        return False
    tell_entry(entry, reply, question=turn.intent)
    return True


def begin_binding(turn: Turn, reply: Reply, *, step_up: bool = False) -> None:
    """Begin the proof of identity, with the 户号 and the name that were said already.

    Args:
        turn: the customer's.
        reply: filled.
        step_up: bound already, only a new code is needed.
    """
    form = load_forms()["binding"]
    reply.forget(*form.slots)
    said = {} if step_up else {**read_facts(form, turn.sentence, None), **turn.facts}
    for name in ("number", "name"):
        if said.get(name):
            reply.remember(form.slot(name), said[name])
    reply.push("form", "account", name="binding", asked=None, step_up=step_up)
    reply.start(BINDING_FORM)
