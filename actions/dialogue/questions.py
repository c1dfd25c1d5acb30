"""Questions: asked of one service, for the right accounts and times, remembered for what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from actions.dialogue.accounts import (
    account_buttons,
    accounts_card,
    described_accounts,
    nicknames,
    others_meant,
    person_meant,
    pointed_accounts,
    wants_all,
    wants_other,
)
from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import ask_meaning, choice_buttons, payload
from actions.dialogue.knowledge import (
    IS_RULE,
    SURE,
    chosen_entry,
    entry_buttons,
    likely_entries,
    rule_for,
    tell_entry,
)
from actions.dialogue.offers import offer, yes_button
from actions.dialogue.periods import followed_periods, named_periods
from actions.dialogue.turn import Reply, Turn
from bot.billing import Answer
from bot.billing.aspects import OVERVIEW, read_aspect
from bot.clock import today
from bot.forms import load_forms
from bot.forms.kinds import ASKS, read_facts
from bot.identity import AccountView, BoundCustomer, NotBound, StepUpNeeded
from bot.intents import load_intents
from bot.knowledge import Entry
from bot.masking import mask
from bot.periods import Period, find
from bot.regions import region_of_power

ELSEWHERE = "other_utility"
"""The entry that says whose accounts are here."""
BINDING_FORM = "binding_form"
_BETWEEN = "\n"
"""Stands between the words of a question and those of a short one that followed it."""
SURELY_RULE = 0.9
SURELY_RECORD = 0.15
"""A question less likely to ask for a rule than this is about the record and nothing else."""
NEAR_RULE = 0.6
_BARE_WORD = 4
"""A text of so few characters is a topic's bare word: 阶梯, 违约金, 电子发票."""
SURE_ENOUGH = 0.8
SURE_OF_IT = 0.45
"""A record is looked up, and identity asked for, only for what was understood at least so surely."""


@dataclass(frozen=True)
class Former:
    """What a question was about that another has followed: 这俩加一块 adds the two up.

    Args:
        periods: its times.
        accounts: ids of the accounts it was answered for.
    """

    periods: tuple[Period, ...]
    accounts: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """A question as it is remembered.

    Args:
        question: the intent.
        periods: what it is about; empty if no time was named.
        text: as typed, for what only the words tell (each day, for shops, in Shanghai).
        before: the words of the question that a short one leans on.
        point: the month or day that the answer named: the dearest, the latest.
        accounts: ids of the accounts it was answered for.
        former: times and accounts of the question before it, where they were others.
    """

    question: str
    periods: tuple[Period, ...] = ()
    text: str = ""
    before: str = ""
    point: Period | None = None
    accounts: tuple[int, ...] = ()
    former: Former | None = None

    def as_frame(self) -> dict[str, Any]:
        """For a frame of the focus; the labels stay with their periods."""
        return {
            "question": self.question,
            "periods": [_written(period) for period in self.periods],
            "text": self.text,
            "before": self.before,
            "point": None if self.point is None else _written(self.point),
            "accounts": list(self.accounts),
            "former": None
            if self.former is None
            else [[_written(one) for one in self.former.periods], list(self.former.accounts)],
        }

    def answered(self) -> dict[str, Any]:
        """For a frame after the answer: without the 户号 and phones that were said with it."""
        return {**self.as_frame(), "text": mask(self.text), "before": mask(self.before)}

    @classmethod
    def of_frame(cls, about: Any) -> Asked | None:
        """What a frame holds, or None."""
        if not isinstance(about, dict) or not about.get("question"):
            return None
        return cls(
            str(about["question"]),
            tuple(_labelled(iso, label) for iso, label in about.get("periods") or ()),
            str(about.get("text") or ""),
            str(about.get("before") or ""),
            _labelled(*about["point"]) if about.get("point") else None,
            tuple(about.get("accounts") or ()),
            _former(about.get("former")),
        )

    @property
    def words(self) -> str:
        """The words that say what is asked: its own, after those of the first question if it names no record."""
        if not self.before or read_aspect(self.question, self.text).records:
            return self.text
        first, *_ = self.before.split(_BETWEEN)
        return f"{first}{_BETWEEN}{self.text}"

    @property
    def times(self) -> list[Period]:
        """What a follow-up is about: the month that the answer named, else all that was asked about."""
        return [self.point] if self.point is not None else list(self.periods)


def last_asked(turn: Turn) -> Asked | None:
    """The question that the conversation is about, or None."""
    frame = turn.focus.newest("question")
    return None if frame is None else Asked.of_frame(dict(frame.about))


def _written(period: Period) -> list[str]:
    return [period.to_iso(), period.label]


def _former(listed: Any) -> Former | None:
    if not listed:
        return None
    periods, accounts = listed
    return Former(tuple(_labelled(iso, label) for iso, label in periods), tuple(accounts))


def _labelled(iso: str, label: str) -> Period:
    period = Period.from_iso(iso)
    return Period(period.start, period.end, period.granularity, label)


class Resumable(ServiceAction):
    """An action that can wait for the proof of identity or the choice of an account, and go on."""

    @classmethod
    def intents(cls) -> tuple[str, ...]:
        """The intents that it answers."""
        return (cls.NAME.removeprefix("action_"),)

    def go_on(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """Do what was asked; the latest turn may choose the account.

        Args:
            asked: what waited, or what is asked again.
            turn: the latest.
            reply: filled.
        """
        raise NotImplementedError


class QuestionAction(Resumable):
    """An action that answers a question; `action_query_bill` answers the intent `query_bill`."""

    personal: ClassVar[bool] = True
    """Whether it reads one customer's records."""

    by_period: ClassVar[bool] = True
    """Whether a time makes a difference to it."""

    leans: ClassVar[bool] = False
    """Whether it is about the time talked about before, if none is named; a button always is."""

    rule_first: ClassVar[bool] = False
    """Whether who isn't known hears the rule wherever there is one."""

    own_first: ClassVar[bool] = False
    """Whether who has proved who she is hears her own figures even where she asks for the rule."""

    a_topic: ClassVar[bool] = False
    """Whether its bare word (阶梯, 违约金, 发票) names a topic with rules as well as one's own record."""

    follow_ups: ClassVar[tuple[str, ...]] = ()
    """Intents that customers often turn to after the answer; buttons below it."""

    def ask(
        self, accounts: Sequence[int], periods: Sequence[Period], text: str, before: str
    ) -> list[Answer]:
        """The one call of a service.

        Args:
            accounts: whose records; checked against the binding. Empty: a question without them.
            periods: what it is about, or nothing.
            text: the customer's words.
            before: those of the question that they lean on.
        """
        return self.services.billing.answer(self.question(), accounts, periods, text, before=before)

    def offer(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        """What a plain yes to these answers means, and its button's title; None for nothing."""
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
        last = last_asked(turn)
        leaning = turn.reading in ("ellipsis", "pressed", "correction") and last is not None
        periods: tuple[Period, ...] = ()
        if cls.by_period:
            periods = tuple(followed_periods(turn, last.times if last else [], now))
            if not periods and last is not None:
                if cls.leans or turn.pressed:
                    periods = last.periods
                elif _goes_on(turn, cls.question(), last):
                    periods = tuple(last.times)
        leant_on = last if last is not None and last.question == cls.question() else None
        before = leant_on.words if leant_on is not None and leaning else ""
        asked = Asked(cls.question(), periods, turn.text, before)
        if leaning and last is not None and len(last.accounts) > 1:
            asked = replace(asked, accounts=last.accounts)
        return added_up(asked, turn, last, now)

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn: the rule where that is asked, else from the records."""
        customer = bound_customer(self, turn)
        if self.personal and (
            tell_elsewhere(self, turn, reply)
            or not self._may_look_up(turn, reply, bound=customer is not None)
        ):
            return
        self._go_on(self.asked(turn, today(self.services.clock)), turn, reply, customer)

    def _may_look_up(self, turn: Turn, reply: Reply, *, bound: bool) -> bool:
        """Whether a record is really asked for; else the rule has been told or it was asked back."""
        if (
            turn.pressed
            or turn.entity("account_number")
            or turn.reading in ("ellipsis", "returning")
        ):
            return True
        chance = 0.0 if turn.rule is None else turn.rule
        entry = self._rule(turn, chance, bound=bound)
        if entry is not None:
            own = {"title": "查我家的", "payload": payload(self.question())}
            tell_entry(entry, reply, [own], question=self.question())
            return False
        bare = (
            self.a_topic
            and turn.entity("period") is None
            and any(one.isalpha() for one in turn.text)
            and len(turn.text.strip("。，？?！! ")) <= _BARE_WORD
            and not ASKS.search(turn.text)
            and not any(one in turn.text for one in "几了")
        )
        unsure = turn.sure < SURE_OF_IT or chance >= SURELY_RULE
        if not bound and (unsure or bare or (chance >= IS_RULE and turn.sure < SURE_ENOUGH)):
            self._ask_back(turn, reply)
            return False
        return True

    def _rule(self, turn: Turn, chance: float, *, bound: bool) -> Entry | None:
        """The entry that is told in place of a record, or None.

        Who has proved who she is hears her own figures, which tell the rule as well, unless it is surely the
        rule that she asks for and no fact of the record.
        """
        if bound:
            particular = read_aspect(self.question(), turn.text).kind != OVERVIEW
            if self.own_first or particular or chance < SURELY_RULE:
                return None
            return rule_for(self, turn, least=NEAR_RULE)
        chosen = chosen_entry(self, turn)
        if chosen is not None:
            return chosen
        if chance >= SURELY_RULE or self.rule_first:
            return rule_for(self, turn)
        if chance >= IS_RULE:
            entry = rule_for(self, turn, least=NEAR_RULE)
            return entry if entry is not None and self.question() in entry.intents else None
        return rule_for(self, turn, least=SURE) if chance >= 1 - IS_RULE else None

    def _ask_back(self, turn: Turn, reply: Reply) -> None:
        """Before identity is asked for: is it really one's own record?"""
        near = [entry for entry, _ in likely_entries(self, turn)][:2]
        title = load_intents()[self.question()].title
        own = {"title": f"查我家的：{title}"[:20], "payload": payload(self.question())}
        ask_meaning([*entry_buttons(near), own], turn, reply)

    def go_on(self, asked: Asked, turn: Turn, reply: Reply) -> None:
        """Answer a question, for the accounts that the turn or the conversation chose.

        Where proof of identity or the choice of an account is missing, the question is kept and
        answered right after.
        """
        self._go_on(asked, turn, reply, bound_customer(self, turn))

    def _go_on(
        self, asked: Asked, turn: Turn, reply: Reply, customer: BoundCustomer | None
    ) -> None:
        accounts = self._accounts(asked, turn, reply, customer)
        if accounts is None:
            return
        last = last_asked(turn)
        answers = self.ask(accounts, asked.periods, asked.text, asked.before)
        for one in answers:
            reply.tell(one)
        if answers:
            self._offer_more(answers, turn, reply)
        known = load_intents().get(asked.question)
        told = remembered(asked, answers, accounts, last, today(self.services.clock))
        reply.push("question", known.topic if known else "", **told.answered())

    def _offer_more(self, answers: Sequence[Answer], turn: Turn, reply: Reply) -> None:
        """Put buttons below the last answer; a form that goes on brings its own."""
        if turn.form is not None and turn.form != BINDING_FORM:
            return
        # What follows a bill or a list; where nothing was found there is nothing to go on from.
        buttons = choice_buttons(self.follow_ups if answers[-1].card else (), {})
        offered = self.offer(answers)
        if offered:
            name, title = offered
            offer(name, turn, reply)
            buttons = [yes_button(name, title), *buttons]
        reply.messages[-1].buttons.extend(buttons)

    def _accounts(
        self, asked: Asked, turn: Turn, reply: Reply, customer: BoundCustomer | None
    ) -> Sequence[int] | None:
        """The accounts to answer for; None: the customer is asked for what is missing."""
        if not self.personal:
            return [] if customer is None else [_account_of(customer, turn)]
        # Who isn't bound is looked up once more: for why not, which decides on how it is proved.
        customer = customer or proved_customer(self, asked, turn, reply)
        if customer is None or refuse_foreign(self, turn, customer, reply):
            return None
        chosen = chosen_accounts(turn, customer.accounts, asked.text)
        if len(asked.accounts) > 1 and not described_accounts(turn.text, customer.accounts):
            chosen = [one for one in customer.accounts if one.id in asked.accounts]
        if chosen:
            if len(chosen) == 1:
                reply.push("account", id=chosen[0].id)
            return [one.id for one in chosen]
        ask_which_account(asked, customer.accounts, reply)
        return None


_OF_BILLS = frozenset(
    ("query_bill", "query_usage", "query_payments", "explain_bill", "query_late_fee")
)
"""Questions whose times are months of the same bills."""
_OF_A_MONTH = frozenset(("share", "paid", "channel", "charged", "in_time", "since", "unit_price"))
_LONGEST_OF_A_MONTH = 12
_OF_NO_MONTH = re.compile("一般|平时|平常|怎么|咋|如何|每个?月|现在|目前|最近|总|一共|欠")


def _goes_on(turn: Turn, question: str, last: Asked) -> bool:
    """Whether a short question without a time is about the month of the bill that was just told.

    谷电占比, 交了没, 平段电费 say themselves what they ask for and not of when.
    """
    frame = turn.focus.newest("question")
    if (
        frame is None
        or turn.focus.since(frame) > 1
        or not {question, last.question} <= _OF_BILLS
        or len(last.times) != 1
        or len(turn.text) > _LONGEST_OF_A_MONTH
        or _OF_NO_MONTH.search(turn.text)
    ):
        return False
    aspect = read_aspect(question, turn.text)
    return aspect.kind in _OF_A_MONTH or aspect.banded


_TWO_TOGETHER = re.compile(
    "(?:这|那)?(?:[两俩]|两个)(?:个?月|户|个|笔|年|天|期|样)?|加(?:一)?(?:块|起来|起|下|一下|拢|总)|相加|两边|一块儿?|一起|^(?:那)?(?:一共|总共|合计|拢共|差)[呢吗]?$|^(?:那|度数|电费|钱|电量|金额)?(?:差|多|少)(?:了)?(?:多少|几块|几度|好多)|"
    "(?:哪个|哪边|哪户|谁)[^,，。]{0,4}(?:多|贵|高|少|低|便宜)"
)


def added_up(asked: Asked, turn: Turn, last: Asked | None, now: date) -> Asked:
    """The same for the two times, or the two accounts, that were told one after the other: 这俩加一块.

    Args:
        asked: the question as the turn asks it.
        turn: the customer's.
        last: the question before.
        now: what times are told from.
    """
    if last is None or last.former is None or not _TWO_TOGETHER.search(turn.text):
        return asked
    kind = read_aspect(asked.question, turn.text).kind
    if kind not in ("sum", "difference", "highest", "lowest") or find(turn.text, now):
        return asked
    former = last.former
    accounts = tuple(dict.fromkeys((*former.accounts, *last.accounts)))
    if len(accounts) > 1:
        return replace(asked, periods=last.periods, accounts=accounts)
    return replace(asked, periods=(*former.periods, *last.periods))


def remembered(
    asked: Asked, answers: Sequence[Answer], accounts: Sequence[int], last: Asked | None, now: date
) -> Asked:
    """A question with what its answer told, for the questions that follow.

    Args:
        asked: the question.
        answers: what was answered.
        accounts: whose records it was answered from.
        last: the question before it.
        now: what times are told from.
    """
    found = find(answers[0].facts.get("point", ""), now) if answers else []
    point = found[0].period if len(found) == 1 else None
    former = None
    if last is not None and len(last.accounts) == 1 and len(accounts) == 1:
        other = last.accounts != tuple(accounts)
        if other or (last.periods and last.periods != asked.periods and len(last.periods) == 1):
            former = Former(last.periods, last.accounts)
        else:
            former = last.former
    return replace(asked, point=point, accounts=tuple(accounts), former=former)


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


def tell_elsewhere(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """Say whose accounts are here and where to turn, where a record of another place is asked for.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        reply: filled.

    Returns:
        Whether it was.
    """
    place = region_of_power(turn.text)
    own = action.services.settings.region
    if place is None or action.services.regions.get(place) == own or chosen_entry(action, turn):
        return False
    tell_entry(action.services.knowledge.entries()[ELSEWHERE], reply, question=turn.intent)
    return True


def bound_customer(action: ServiceAction, turn: Turn) -> BoundCustomer | None:
    """Whom the conversation speaks for; None: for nobody, or only after a new code."""
    try:
        return action.services.identity.require(turn.conversation_id)
    except (NotBound, StepUpNeeded):
        return None


def account_if_bound(action: ServiceAction, turn: Turn) -> int | None:
    """The account that is talked about, for what can be answered without one, too."""
    customer = bound_customer(action, turn)
    return None if customer is None else _account_of(customer, turn)


def _account_of(customer: BoundCustomer, turn: Turn) -> int:
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


def refuse_foreign(
    action: ServiceAction, turn: Turn, customer: BoundCustomer, reply: Reply
) -> bool:
    """Say so where a 户号 or somebody is named that isn't the bound customer's; True if it was."""
    own = {one.number for one in customer.accounts}
    name = person_meant(turn.text)
    several = len(customer.accounts) > 1
    own_place = several and bool(described_accounts(turn.text, customer.accounts))
    if (others_meant(turn.text) and not (own_place and _OWN_UPSTAIRS.search(turn.text))) or (
        name is not None and not action.services.identity.is_holder(customer, name)
    ):
        reply.say(
            "utter_not_your_records",
            accounts="、".join(one.number_masked for one in customer.accounts),
        )
        return True
    if all(str(number) in own for number in turn.entities.get("account_number", ())):
        return False
    reply.say(
        "utter_not_your_account", accounts="、".join(one.number_masked for one in customer.accounts)
    )
    return True


_OWN_UPSTAIRS = re.compile("^(?:那)?楼上(?:那|的|这)")
"""Who has a parking space beside the flat calls the flat 楼上那户."""


def ask_which_account(asked: Asked, accounts: Sequence[AccountView], reply: Reply) -> None:
    """Ask for the account and keep the question until it is chosen."""
    buttons = account_buttons(accounts)
    reply.say(
        "utter_choose_account",
        card=accounts_card(accounts, None),
        buttons=buttons,
        count=str(len(accounts)),
        names="、".join(nicknames(accounts)),
    )
    reply.push("waiting", **asked.as_frame())
    listed = [dict(one) for one in buttons]
    reply.push("doubt", titles=[one["title"] for one in buttons], buttons=listed)


def own_question(action: ServiceAction, turn: Turn) -> Asked | None:
    """The question about her own record that a bound customer's words ask, whatever intent was read.

    再用100度多少钱, 为什么没通知就停了, 什么时候换的表: the intent model takes them for a rule or a service,
    but the fact that is asked for stands in the record. None where nothing in it answers.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
    """
    account_id = account_if_bound(action, turn) if turn.text else None
    if account_id is None:
        return None
    question = action.services.billing.own_question(account_id, turn.intent, turn.text)
    if question is None:
        question = _of_a_named_account(action, turn)
    if question is None:
        return None
    periods = named_periods(turn, today(action.services.clock))
    return Asked(question, tuple(periods), turn.text)


_AN_ACCOUNT = re.compile("那[户个边]|这[户个边]|户号|两户")


def _of_a_named_account(action: ServiceAction, turn: Turn) -> str | None:
    """车位那户十月多少钱: whose account is named asks for its record, not for a rule of car parks."""
    customer = bound_customer(action, turn)
    if customer is None or len(customer.accounts) < 2 or not _AN_ACCOUNT.search(turn.text):
        return None
    named = wants_all(turn.text) or described_accounts(turn.text, customer.accounts)
    aspect = read_aspect("query_bill", turn.text)
    if not named or aspect.kind not in ("how_much", "how_many", "sum", "share", "paid"):
        return None
    energy = aspect.asks("how_many", "share") and not aspect.asks("how_much")
    return "query_usage" if energy else "query_bill"


def keep_until_proved(asked: Asked, turn: Turn, reply: Reply, *, bound: bool) -> None:
    """Keep a question and go through the proof of identity; it is answered right after.

    Args:
        asked: what waits.
        turn: the customer's.
        reply: filled.
        bound: only a new code is needed.
    """
    record = turn.rule is not None and turn.rule < SURELY_RECORD
    known_rules = [] if record else [[name, score] for name, score in turn.knowledge[:3]]
    reply.push("waiting", **asked.as_frame(), knowledge=known_rules)
    if turn.form == BINDING_FORM:
        # The form asks its question again by itself.
        reply.say("utter_answered_after_binding")
        return
    begin_binding(turn, reply, step_up=bound)
    if not bound:
        reply.say("utter_binding_first")


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


def resumables() -> dict[str, type[Resumable]]:
    """All that can wait and go on, by the intent that asks for it."""
    found: dict[str, type[Resumable]] = {}
    waiting: list[type[Resumable]] = list(Resumable.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.NAME:
            found.update(dict.fromkeys(one.intents(), one))
    return found


def question_actions() -> dict[str, type[QuestionAction]]:
    """All questions by the intent that asks them."""
    return {name: one for name, one in resumables().items() if issubclass(one, QuestionAction)}


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
    return Asked(last.question, periods, text, last.words or last.before)


def go_on(action: ServiceAction, asked: Asked, turn: Turn, reply: Reply) -> None:
    """Do what isn't the latest turn's own: what waited, or a question asked again for another time.

    Args:
        action: the action that runs; its services are used.
        asked: the question.
        turn: the latest turn; it may choose the account.
        reply: filled.
    """
    found = resumables().get(asked.question)
    if found is not None:
        found(action.services).go_on(asked, turn, reply)


def tell_named_times(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """Ask the last question for the time that a turn names; False where it names none."""
    last = last_asked(turn)
    before = last.times if last else []
    periods = followed_periods(turn, before, today(action.services.clock))
    if not periods:
        return False
    if last is None and read_aspect("query_bill", turn.text).kind != OVERVIEW:
        # 去年8月和今年8月差多少 says by itself what about them.
        go_on(action, Asked("query_bill", tuple(periods), turn.text), turn, reply)
        return True
    if last is None:
        reply.say("utter_what_about_it", label="、".join(one.label for one in periods))
        reply.push("question", "billing", **Asked("query_bill", tuple(periods)).as_frame())
        return True
    go_on(action, asked_for(tuple(periods), last, turn.text), turn, reply)
    return True


__all__ = [
    "BINDING_FORM",
    "Asked",
    "QuestionAction",
    "Resumable",
    "account_if_bound",
    "ask_which_account",
    "asked_for",
    "begin_binding",
    "bound_customer",
    "chosen_accounts",
    "go_on",
    "known",
    "last_asked",
    "named_periods",
    "own_question",
    "proved_customer",
    "refuse_foreign",
    "resumables",
    "selected_account",
    "tell_named_times",
]
