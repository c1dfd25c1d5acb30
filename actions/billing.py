"""Questions about balance, bills, tiers, usage, prices, late fee and readings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.dialogue.asked import Asked, last_asked
from actions.dialogue.base import ServiceAction
from actions.dialogue.knowledge import IS_RULE, MAYBE, local_entry, rule_for, tell_entry
from actions.dialogue.offers import ask_offer
from actions.dialogue.proof import bound_customer
from actions.dialogue.questions import (
    NEAR_RULE,
    QuestionAction,
    go_on,
    resumables,
    tell_named_times,
)
from actions.dialogue.turn import Reply, Turn
from bot.billing import Answer
from bot.billing.aspects import read_aspect
from bot.billing.late_fee_example import supposed
from bot.billing.price_facts import asked_price
from bot.identity import BoundCustomer
from bot.knowledge import Entry
from bot.periods import Period
from bot.regions import region_named

_KINDS_OF_USE = (
    ("ev_residential", re.compile(r"充电桩|充电车位|桩的电|[个的]桩(?!基)|电桩")),
    ("residential_shared", re.compile(r"合表")),
    ("farming", re.compile(r"农业|农田|灌溉|养殖|大棚|鱼塘")),
    ("industrial", re.compile(r"大工业|工业|工厂|厂里|厂房")),
    ("commercial", re.compile(r"商业|商铺|商用|店|门面|工商业|办公")),
)
_AT_HOME = re.compile("居民|民用|住宅|住家|家庭|家用")
"""居民呢 after the price of shops: the use that was told before counts no more."""
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
_NOT_IN_TABLE = re.compile(
    "低保|特困|五保|困难户|免费|免[几多]|人口|[几口]人|个人|峰|谷|夜|晚上|凌晨|分时|便宜|时段|周期|清零|冬|夏"
)
"""What an entry of a place tells where its table of prices doesn't."""
_HERE = re.compile("咱|我们?(?:家|这|那|省|市|本地)|本地|当地|这边|这儿|这里|你们")
"""What turns back to the customer's own place after prices of another."""
_IN_GENERAL = re.compile("一般|普通(?:居民|人家|住户)|居民(?:用)?电|国家|规定|标准|大家|别人家")
"""What asks a bound customer's question for everybody."""
_RATE = re.compile("一度|每度|几毛|几角|单价")
"""谷段一度几毛 asks for the price, and not for the kWh of that part."""
_MINE = re.compile("我|俺|咱|用到|用了|现在|[还离距]|差多少|超了|到了")
_BILLED = ("how_much", "charged")
_OWN_TIER = re.compile(
    "(?:我|俺|咱)[^,，。]{0,3}(?:现在|目前|如今|眼下)[^,，。]{0,3}[这一]?(?:档|度)"
)
_SHORT = 12
_REMEMBERED = 60
"""Characters of the questions before that a short question about prices leans on."""
_OWN_PRICE = ("threshold", "what_if", "restart", "share", "left", "over", "forecast", "crossed")
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
    general = "bill_rise_reasons"
    follow_ups = ("dispute_bill", "query_usage", "compare_tariffs")


class QueryTiers(QuestionAction):
    """Where the account stands in the tiers."""

    NAME = "action_query_tiers"
    a_topic = True
    follow_ups = ("query_prices", "query_usage")

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn: 二档比一档贵几分, 界线在哪 is answered by the prices to who isn't known."""
        priced = _asks_for_prices(turn)
        if priced and (_of_one_tier(turn) or bound_customer(self, turn) is None):
            go_on(self, Asked("query_prices", (), turn.text), turn, reply)
        else:
            super().answer(turn, reply)

    def _ask_back(self, turn: Turn, reply: Reply) -> None:
        """阶梯 alone: the tiers and their prices are told, with the way to one's own."""
        go_on(self, Asked("query_prices", (), turn.text), turn, reply)


def _of_one_tier(turn: Turn) -> bool:
    """居民第一档一度几毛: a tier's price is the same for everybody, who isn't known and who is."""
    aspect = read_aspect("query_tiers", turn.text)
    return aspect.kind == "unit_price" and aspect.tier is not None


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

    def _go_on(
        self, asked: Asked, turn: Turn, reply: Reply, customer: BoundCustomer | None
    ) -> None:
        entry = None if turn.pressed else self._instead_of_table(asked, turn)
        if entry is None:
            super()._go_on(asked, turn, reply, customer)
            return
        tell_entry(entry, reply, question=self.question())
        reply.push("question", "billing", **asked.answered())

    def _instead_of_table(self, asked: Asked, turn: Turn) -> Entry | None:
        """The entry that tells what the table lacks: prices of a place without one, or a fact beside it."""
        named = region_named(asked.text)
        kind = _kind_of_use(asked.text)
        if named is None:
            return self._of_invented_prices(kind, turn)
        if kind is not None:
            return None
        if self._region(named) not in self.services.regions.values():
            return local_entry(self, turn, self.question(), named, least=0.0)
        if not _NOT_IN_TABLE.search(asked.text):
            return None
        told = self.ask((), asked.periods, asked.text, asked.before)[0].response
        lacks = told == "utter_prices"
        return local_entry(self, turn, self.question(), named, least=MAYBE) if lacks else None

    def _of_invented_prices(self, kind: str | None, turn: Turn) -> Entry | None:
        """What the sourced rule says of a use that the operator's own table has only sample prices of."""
        if kind != "ev_residential" or turn.reading == "ellipsis":
            return None
        entry = rule_for(self, turn)
        return entry if entry is not None and self.question() in entry.intents else None

    def ask(
        self, accounts: Sequence[int], periods: Sequence[Period], text: str, before: str
    ) -> list[Answer]:
        elsewhere = self._region(text)
        here = _HERE.search(text) is not None
        words = text if elsewhere or here else f"{before}，{text}"
        region = elsewhere or (None if here else self._region(before))
        kind = _kind_of_use(text)
        home = kind is None and _AT_HOME.search(text) is not None
        kind = kind if home else kind or _kind_of_use(words)
        fact = asked_price(text, before)
        if accounts and region is None and kind is None and _OWN_TIER.search(text):
            # 我现在这档一度几毛: where the account stands, whatever tier was told before
            return self.services.billing.answer(self.question(), accounts[:1], periods, text)
        billing = self.services.billing
        general = _IN_GENERAL.search(text) is not None and _MINE.search(text) is None
        general = general or (home and bool(before))
        if accounts and region is None and kind is None and not general:
            rate = fact.band and _RATE.search(text) and not _MINE.search(text)
            looks_up = text and not fact.hours and not rate
            particular = looks_up and read_aspect("query_prices", text, before)
            if particular and periods and particular.band and particular.kind in _BILLED:
                # 十月谷段那块收了几块: of the bill, no price
                return billing.answer("query_bill", accounts[:1], periods, text, before=before)
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


def _kind_of_use(text: str) -> str | None:
    return next((name for name, known in _KINDS_OF_USE if known.search(text)), None)


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


def _was_compared(last: Asked) -> bool:
    """Whether the last answer told two times apart."""
    compared = read_aspect(last.question, last.text, last.before).kind == "difference"
    return compared and len(last.periods) == 2 and last.question in ("query_bill", "query_usage")


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
        if last is not None and _was_compared(last):
            # 咋少这么些 after 差了几块: why the one differs from the other
            words = f"{last.text}，{turn.text}"
            go_on(self, Asked("query_bill", last.periods, words), turn, reply)
        elif last is not None and last.question in self.BILLS:
            go_on(self, Asked("explain_bill", tuple(last.times), turn.text), turn, reply)
        elif last is not None:
            go_on(self, Asked(last.question, last.periods, turn.text, last.text), turn, reply)
        if not reply.messages:
            reply.say("utter_why_what")
