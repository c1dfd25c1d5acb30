"""Questions about balance, bills, tiers, usage, prices, late fee and readings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.dialogue.base import ServiceAction
from actions.dialogue.knowledge import IS_RULE, rule_for, tell_entry
from actions.dialogue.offers import ask_offer
from actions.dialogue.questions import (
    NEAR_RULE,
    Asked,
    QuestionAction,
    bound_customer,
    go_on,
    last_asked,
    resumables,
    tell_named_times,
)
from actions.dialogue.turn import Reply, Turn
from bot.billing import Answer
from bot.billing.aspects import read_aspect
from bot.billing.late_fee_example import supposed
from bot.billing.price_facts import asked_price
from bot.periods import Period
from bot.regions import region_named

_KINDS_OF_USE = (
    ("ev_residential", re.compile(r"充电桩|充电车位")),
    ("residential_shared", re.compile(r"合表")),
    ("farming", re.compile(r"农业|农田|灌溉|养殖|大棚|鱼塘")),
    ("industrial", re.compile(r"大工业|工业|工厂|厂里|厂房")),
    ("commercial", re.compile(r"商业|商铺|商用|店|门面|工商业|办公")),
)
PRICE = re.compile(
    "一度|每度|单价|电价|价格|价钱|便宜|多少钱|几毛|几角|几点|时段|怎么分|[一二三]档"
)
"""What the table of prices tells."""
TABLE = re.compile("一度|每度|单价|多少钱|几毛|几角|几点|时段|怎么分|[一二三]档")
"""What the table of prices tells best, however near an entry is."""
BEYOND_TABLE = re.compile(
    "归零|清零|重新算|重算|从头算|周末|双休|节假日|放假|过年|涨|调价|谁定|为什么|为啥|怎么取消|划算"
)
"""What no table of prices tells."""
_HERE = re.compile("咱|我们?(?:家|这|那|省|市|本地)|本地|当地|这边|这儿|这里|你们")
"""What turns back to the customer's own place after prices of another."""
_MINE = re.compile("我|俺|咱|用到|用了|现在|[还离距]|差多少|超了|到了")
_SHORT = 12
_REMEMBERED = 60
"""Characters of the questions before that a short question about prices leans on."""
_OWN_PRICE = ("threshold", "what_if", "restart", "share")
"""Aspects of prices that the bound account's own record answers; 一度电多少钱 of a month is one too."""
_HIGH_VOLTAGE = {"industrial": "1_to_10kV"}


class QueryBalance(QuestionAction):
    """What is owed or left."""

    NAME = "action_query_balance"
    follow_ups = ("query_bill", "query_payment_ways")


class QueryBill(QuestionAction):
    """The bill of a month, or the bills of several."""

    NAME = "action_query_bill"
    follow_ups = ("explain_bill", "query_usage", "dispute_bill")

    def offer(self, answers: Sequence[Answer]) -> tuple[str, str] | None:
        # “最近一期是…，要看看吗？”
        if answers[-1].response == "utter_bill_future":
            return ask_offer("query_bill"), "看最近一期"
        return None


class ExplainBill(QuestionAction):
    """Why it is so high."""

    NAME = "action_explain_bill"
    leans = True
    follow_ups = ("dispute_bill", "query_usage", "compare_tariffs")


class QueryTiers(QuestionAction):
    """Where the account stands in the tiers."""

    NAME = "action_query_tiers"
    a_topic = True
    follow_ups = ("query_prices", "query_usage")

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn: 二档比一档贵几分, 界线在哪 is answered by the prices to who isn't known."""
        if _asks_for_prices(turn) and bound_customer(self, turn) is None:
            go_on(self, Asked("query_prices", (), turn.text), turn, reply)
        else:
            super().answer(turn, reply)

    def _ask_back(self, turn: Turn, reply: Reply) -> None:
        """阶梯 alone: the tiers and their prices are told, with the way to one's own."""
        go_on(self, Asked("query_prices", (), turn.text), turn, reply)


def _asks_for_prices(turn: Turn) -> bool:
    """Whether tiers are asked about in general: where they begin, what one costs."""
    aspect = read_aspect("query_tiers", turn.text)
    general = aspect.kind == "threshold" or (aspect.tier is not None and TABLE.search(turn.text))
    return bool(general) and not turn.pressed and _MINE.search(turn.text) is None


class QueryUsage(QuestionAction):
    """Usage by day or month."""

    NAME = "action_query_usage"
    follow_ups = ("query_bill", "compare_tariffs")


class CompareTariffs(QuestionAction):
    """Which tariff would have been cheaper."""

    NAME = "action_compare_tariffs"
    own_first = True
    follow_ups = ("query_prices", "change_tariff")


NEARLY_ITSELF = 0.9
"""An entry that goes before the table of prices has to be nearly the question itself."""


class QueryPrices(QuestionAction):
    """Current prices: of what is named, else of the bound account, else the operator's own."""

    NAME = "action_query_prices"
    personal = False
    follow_ups = ("query_tiers", "compare_tariffs")

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn: a rule about prices where one is asked for, else the prices."""
        entry = None
        asks = turn.text and turn.reading != "ellipsis" and (turn.rule or 0.0) >= IS_RULE
        if asks and self._region(turn.text) is None:
            least = NEARLY_ITSELF if PRICE.search(turn.text) else NEAR_RULE
            if BEYOND_TABLE.search(turn.text):
                entry = rule_for(self, turn)
            elif not TABLE.search(turn.text):
                entry = rule_for(self, turn, least=least)
        if entry is not None:
            tell_entry(entry, reply, question=self.question())
            return
        super().answer(turn, reply)

    def ask(
        self, accounts: Sequence[int], periods: Sequence[Period], text: str, before: str
    ) -> list[Answer]:
        elsewhere = self._region(text)
        here = _HERE.search(text) is not None
        words = text if elsewhere or here else f"{before}，{text}"
        region = elsewhere or (None if here else self._region(before))
        kind = next((name for name, known in _KINDS_OF_USE if known.search(words)), None)
        fact = asked_price(text, before)
        billing = self.services.billing
        if accounts and region is None and kind is None:
            particular = text and not fact.hours and read_aspect("query_prices", text, before)
            if particular and (
                particular.kind in _OWN_PRICE
                or (particular.names("usage") and particular.asks("how_many", "share"))
                or (particular.kind == "unit_price" and periods)
            ):
                return billing.answer(self.question(), accounts[:1], periods, text, before=before)
            return [billing.prices_of(accounts[0], fact=fact)]
        kind = kind or "residential"
        voltage = _HIGH_VOLTAGE.get(kind, "below_1kV")
        return [billing.prices(region, kind, voltage, fact=fact)]

    @classmethod
    def asked(cls, turn: Turn, now: date) -> Asked:
        """The question; a short one is about the place and the use that prices were told of before."""
        asked, last = super().asked(turn, now), last_asked(turn)
        short = len(turn.text) <= _SHORT or asked.before
        if last is None or last.question != cls.question() or not short or turn.pressed:
            return asked
        said = [one for one in (last.text, last.before) if one and one not in asked.text]
        return replace(asked, before="，".join(said)[:_REMEMBERED])

    def _region(self, text: str) -> str | None:
        """The region that is named; one without known prices is named by its own name."""
        known = self.services.regions
        named = region_named(text) or next((title for title in known if title in text), None)
        return None if named is None else known.get(named, named)


class QueryLateFee(QuestionAction):
    """How much late fee, why, until when."""

    NAME = "action_query_late_fee"
    a_topic = True
    follow_ups = ("query_balance", "query_payment_ways")

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn; a sum that is only supposed needs no record."""
        debt = supposed(turn.text)
        if debt is None:
            super().answer(turn, reply)
        else:
            reply.tell(self.services.billing.late_fee_example(debt))


class QueryReading(QuestionAction):
    """What the meter showed."""

    NAME = "action_query_reading"
    follow_ups = ("report_reading", "dispute_bill")


class AskOtherPeriod(ServiceAction):
    """那上个月呢: the last question for another time."""

    NAME = "action_ask_other_period"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        if tell_named_times(self, turn, reply):
            return
        last = last_asked(turn)
        if last is None or last.question not in resumables():
            reply.say("utter_no_question_before")
            return
        go_on(self, Asked(last.question, last.periods, turn.text, last.words), turn, reply)


class AskWhy(ServiceAction):
    """为什么: the reason for what was said last."""

    NAME = "action_ask_why"

    BILLS = ("query_bill", "explain_bill", "query_usage", "query_balance")
    """Questions whose why is the change of the bill."""

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        last = last_asked(turn)
        newest = turn.focus.newest("question", "rule")
        if newest is not None and newest.kind == "rule":
            entry = rule_for(self, turn) or self.services.knowledge.entries().get(
                str(newest.about.get("entry"))
            )
            if entry is not None:
                tell_entry(entry, reply, whole=entry.id == newest.about.get("entry"))
                return
        if last is not None and last.question in self.BILLS:
            go_on(self, Asked("explain_bill", last.periods, turn.text), turn, reply)
        elif last is not None:
            go_on(self, Asked(last.question, last.periods, turn.text, last.text), turn, reply)
        if not reply.messages:
            reply.say("utter_why_what")
