"""Questions: asked of one service, for the right accounts and times, remembered for what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from actions.dialogue.accounts import (
    described_accounts,
    pointed_accounts,
    unknown_ending,
    wants_all,
)
from actions.dialogue.asked import (
    Asked,
    added_up,
    goes_on,
    last_asked,
    pointed_at,
    remembered,
    with_the_bill,
)
from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import ask_meaning, choice_buttons, payload
from actions.dialogue.knowledge import (
    IS_RULE,
    OTHERS,
    SURE,
    chosen_entry,
    entry_buttons,
    entry_for,
    leave_subject,
    likely_entries,
    rule_for,
    tell_entry,
)
from actions.dialogue.offers import offer, yes_button
from actions.dialogue.periods import followed_periods, named_periods
from actions.dialogue.proof import (
    BINDING_FORM,
    account_if_bound,
    account_of,
    ask_which_account,
    bound_customer,
    chosen_accounts,
    is_stranger,
    proved_customer,
    refuse_foreign,
    refuse_others,
)
from actions.dialogue.turn import Reply, Turn
from bot.billing import Answer
from bot.billing.aspects import OVERVIEW, read_aspect
from bot.clock import today
from bot.forms.kinds import ASKS
from bot.identity import BoundCustomer
from bot.intents import load_intents
from bot.knowledge import Entry
from bot.periods import Period
from bot.regions import region_of_power

ELSEWHERE = "other_utility"
"""The entry that says whose accounts are here."""
SURELY_RULE = 0.9
NEAR_RULE = 0.6
MEANT_RULE = 0.78
"""An entry so near is what is asked for by words without a question, whatever record they sound like: 充电桩电费."""
_RATE = re.compile(
    "几毛|几角|一度|每度|单价|电价|[怎咋](?:么|个)?(?:收|计|算)|贵不贵|贵吗|便宜|分[几哪]?档"
)
"""What asks for a price and for no bill."""
_BARE_WORD = 4
"""A text of so few characters is a topic's bare word: 阶梯, 违约金, 电子发票."""
_ONE_WORD = 2
"""电费 alone is near to every entry that has the word, and asks for none of them."""
SURE_ENOUGH = 0.8
SURE_OF_IT = 0.45
"""A record is looked up, and identity asked for, only for what was understood at least so surely."""


_OF_EVERYBODY = re.compile(
    "一般(?!纳税)|居民|住户|商户|企业|单位|做(?:生意|买卖)的|开店的|大家|规定|标准|客户|用户|普通人家|政策|统一"
)
"""What names a kind of customer, or the rule itself."""
_OWN_WORD = re.compile("[我俺咱]|本户|这户|户号|店里|厂里|家里")
_OWN_PLACE = re.compile("[我俺咱]们?(?:家|屋|店|厂|户|这户|的)|本户|户号")
"""Whose records are meant, beyond doubt."""


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

    common_first: ClassVar[bool] = False
    """Whether who isn't known, and names nothing of her own, hears what commonly helps: 充了钱表上没有."""

    own_first: ClassVar[bool] = False
    """Whether who has proved who she is hears her own figures even where she asks for the rule."""

    general: ClassVar[str] = ""
    """The entry that who isn't known hears where neither a time nor her own place is named."""

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
                elif (bill := pointed_at(turn, cls.question(), last)) is not None:
                    periods = (bill,)
                elif goes_on(turn, cls.question(), last):
                    periods = tuple(last.times)
            periods = with_the_bill(periods, turn, cls.question(), last)
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
            or refuse_others(self, turn, customer, reply)
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
        own_word = _OWN_WORD.search(turn.text) is not None
        if bound and not own_word and not self.own_first and chance >= IS_RULE:
            entry = rule_for(self, turn) if _OF_EVERYBODY.search(turn.text) else None
            if entry is not None:
                return entry  # 做生意的户晚交怎么罚: of whoever is such a one
        if bound:
            particular = read_aspect(self.question(), turn.text).kind != OVERVIEW
            if self.own_first or particular or chance < SURELY_RULE:
                return None
            return rule_for(self, turn, least=NEAR_RULE)
        chosen = chosen_entry(self, turn)
        if chosen is not None:
            return chosen
        general = self.services.knowledge.entries().get(self.general)
        named = turn.entity("period") is not None or _OWN_PLACE.search(turn.text)
        if general is not None and not named and is_stranger(self, turn):
            return rule_for(self, turn, least=SURE) or general
        if self.common_first and not (named or own_word):
            entry = rule_for(self, turn, least=OTHERS)
            if entry is not None and self.question() in entry.intents:
                return entry
        if self.rule_first:
            # 钱都交了咋还没来电: whoever isn't known is helped by the rule first
            return rule_for(self, turn) or entry_for(self, turn, self.question())
        if chance >= SURELY_RULE:
            return rule_for(self, turn)
        if chance >= IS_RULE:
            entry = rule_for(self, turn, least=NEAR_RULE)
            helps = entry is not None and self.question() in entry.intents
            if helps:
                return entry
            return None if ASKS.search(turn.text) else rule_for(self, turn, least=MEANT_RULE)
        if chance < 1 - IS_RULE or len(turn.sentence.plain) <= _ONE_WORD:
            return None
        return rule_for(self, turn, least=SURE)

    def _ask_back(self, turn: Turn, reply: Reply) -> None:
        """Before identity is asked for: is it really one's own record?"""
        near = [entry for entry, _ in likely_entries(self, turn)][:2]
        title = load_intents()[self.question()].title
        own = {"title": f"查我家的：{title}"[:20], "payload": payload(self.question())}
        ask_meaning([*entry_buttons(near), own], turn, reply)
        leave_subject(near, self.question(), turn, reply)

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
        # 两户各是哪个月最多: an answer for each
        each = len(accounts) > 1 and _EACH.search(asked.text) is not None
        answers = [
            one
            for some in ([[each_one] for each_one in accounts] if each else [accounts])
            for one in self.ask(some, asked.periods, asked.text, asked.before)
        ]
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
            return [] if customer is None else [account_of(customer, turn)]
        # Who isn't bound is looked up once more: for why not, which decides on how it is proved.
        customer = customer or proved_customer(self, asked, turn, reply)
        if customer is None or refuse_foreign(self, turn, customer, reply):
            return None
        not_found = unknown_ending(turn.text, customer.accounts)
        if not_found is not None:
            ask_which_account(asked, customer.accounts, reply, not_found=not_found)
            return None
        chosen = chosen_accounts(turn, customer.accounts, asked.text)
        named = described_accounts(turn.text, customer.accounts) or pointed_accounts(
            turn, customer.accounts
        )
        if len(asked.accounts) > 1 and not named:
            chosen = [one for one in customer.accounts if one.id in asked.accounts]
        if chosen:
            if len(chosen) == 1:
                reply.push("account", id=chosen[0].id)
            return [one.id for one in chosen]
        ask_which_account(asked, customer.accounts, reply)
        return None


def tell_elsewhere(action: ServiceAction, turn: Turn, reply: Reply) -> bool:
    """Say whose accounts are here and where to turn, where a record of another place is asked for.

    What electricity costs there is told from the prices.

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
    if _RATE.search(turn.text) and bound_customer(action, turn) is None:
        # 四川电费几毛: a place's price, which is nobody's record
        go_on(action, Asked("query_prices", (), turn.text), turn, reply)
        return True
    tell_entry(action.services.knowledge.entries()[ELSEWHERE], reply, question=turn.intent)
    return True


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
    return _asked_now(question or _of_a_named_account(action, turn), action, turn)


def of_a_named_account(action: ServiceAction, turn: Turn) -> Asked | None:
    """The question about an account that the words name, whatever intent was read; None: none is named.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
    """
    return _asked_now(_of_a_named_account(action, turn), action, turn)


def _asked_now(question: str | None, action: ServiceAction, turn: Turn) -> Asked | None:
    """A question in the turn's own words and for the times that it names; None: there is none."""
    if question is None:
        return None
    periods = named_periods(turn, today(action.services.clock))
    return Asked(question, tuple(periods), turn.text)


_EACH = re.compile(
    "(?:各自?|分别|都)(?:是|在)?[^,，。]{0,4}(?:哪[一两几]?个?[月天]|几月|什么时候|几号)"
)
_PAYS = re.compile("[交缴付扣充]")
_AN_ACCOUNT = re.compile("那[户个边]|这[户个边]|户号|两[户边]|俩户")
_TIER = re.compile("档|阶梯")
_LONGEST_TIER = 14
_ENERGY = re.compile("[费用耗]电(?!费)|电量|度数|[峰谷]")


def _of_a_named_account(action: ServiceAction, turn: Turn) -> str | None:
    """车位那户十月多少钱: whose account is named asks for its record, not for a rule of car parks."""
    customer = bound_customer(action, turn)
    if customer is None or len(customer.accounts) < 2:
        return None
    if not (_AN_ACCOUNT.search(turn.text) or _TIER.search(turn.text)):
        return None
    named = wants_all(turn.text) or described_accounts(turn.text, customer.accounts)
    aspect = read_aspect("query_bill", turn.text)
    if not named:
        return None
    if _TIER.search(turn.text) and len(turn.text) <= _LONGEST_TIER:
        return "query_tiers"
    if aspect.kind in ("last", "when", "channel") and _PAYS.search(turn.text):
        return "query_payments"
    if aspect.kind not in (
        "how_much",
        "how_many",
        "sum",
        "share",
        "paid",
        "highest",
        "lowest",
    ):
        return None
    energy = aspect.asks("how_many", "share") or _ENERGY.search(turn.text) is not None
    energy = energy and not aspect.asks("how_much")
    return "query_usage" if energy else "query_bill"


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
    both = last.accounts if len(last.accounts) > 1 else ()
    return Asked(last.question, periods, text, last.words or last.before, accounts=both)


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
    times = with_the_bill(tuple(periods), turn, last.question, last)
    go_on(action, asked_for(times, last, turn.text), turn, reply)
    return True
