"""From a question and its aspect to the one record and the one fact that answer it.

An intent alone doesn't say which record is needed: 十月的电费交了没 is the state of October's bill,
not what was paid in October; 今年充了多少度电 is usage, not payments. So the words that name a record
choose the topic first (`topic_of`), then the topic's table chooses the fact. A handler returns None
where its fact can't be told for this account; then the topic's overview is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.billing import (
    balance,
    bills,
    changes,
    comparison,
    cut_off,
    disputes,
    entitlements,
    explanation,
    generation,
    late_fees,
    lateness,
    one_bill,
    paid,
    payments,
    prices,
    readings,
    records,
    sums,
    tier_facts,
    tiers,
    usage,
    what_if,
    wording,
)
from bot.billing.allocations import allocation
from bot.billing.answers import Answer
from bot.billing.arrears import owed
from bot.billing.aspects import OVERVIEW, SUPPLY
from bot.billing.question import Asked, Question
from bot.billing.situation import WENT_OFF
from bot.billing.spans import Span, span_of
from bot.periods.period import of_month

MOST_AT_ONCE = 3
"""Answers given at once."""

Handler = Callable[[Question, Asked], Answer | None]

_WHOLE = frozenset({"sum", "highest", "lowest", "difference", "average", "available", "pay_on"})
"""Aspects that take all named times together; for the others each time has its answer."""

_TAKE_ALL = frozenset({"paying_on"})
"""Topics that take all named times together: the bill and the day of 九月的拖到年底."""

_SHORT = ("day", "week")


def answers(question: Question, asked: Asked) -> list[Answer]:
    """What answers a question about one account: one answer, or one for each time or record."""
    found: list[Answer] = []
    asked = _of_the_oldest(question, asked)
    for topic in topics_of(question, asked):
        table = TOPICS[topic]
        if asked.aspect.kind in _WHOLE or topic in _TAKE_ALL or len(asked.periods) < 2:
            found.append(_answer(question, asked, table))
            continue
        for period in asked.periods[:MOST_AT_ONCE]:
            found.append(_answer(question, replace(asked, periods=(period,)), table))
    told: list[Answer] = []
    for answer in found:
        if answer not in told:
            told.append(answer)
    return told[:MOST_AT_ONCE]


def _of_the_oldest(question: Question, asked: Asked) -> Asked:
    """最早那期还差多少: asked of the month whose bill has been open longest."""
    if not asked.aspect.oldest or asked.periods:
        return asked
    unpaid = records.unpaid_bills(question.session, question.account.id)
    if not unpaid:
        return asked
    oldest = min(bill.month for bill in unpaid)
    return replace(asked, periods=(of_month(oldest.year, oldest.month),))


def _answer(question: Question, asked: Asked, table: Mapping[str, Handler]) -> Answer:
    handler = table.get(asked.aspect.kind, table[OVERVIEW])
    answer = handler(question, asked) or table[OVERVIEW](question, asked)
    if answer is None:
        raise LookupError(f"the overview of {asked.intent} told nothing")
    return answer


def topics_of(question: Question, asked: Asked) -> list[str]:
    """The topics that a question is about, as keys of `TOPICS`; nearly always one."""
    aspect = asked.aspect
    if asked.intent == "query_bill" and aspect.names("bill") and aspect.names("invoice"):
        return ["bill", "invoice"]
    return [topic_of(question, asked)]


def topic_of(question: Question, asked: Asked) -> str:
    """The topic that a question is about: what the words name, else what the intent says."""
    aspect, intent = asked.aspect, asked.intent
    for topic, holds in _NAMED:
        if holds(question, asked):
            return topic
    if intent == "change_tariff" and question.account.household_size is None:
        # Nothing is registered that could be told: what the other tariffs would cost.
        return "comparison"
    if intent == "explain_bill":
        compares = aspect.kind in ("difference", "highest", "lowest", "paid", "what_if", "channel")
        return "bill" if compares and not aspect.why else "explain"
    return _OF_INTENT.get(intent, "bill")


_OF_INTENT = {
    "query_balance": "balance",
    "query_bill": "bill",
    "query_tiers": "tiers",
    "query_prices": "prices",
    "query_usage": "usage",
    "compare_tariffs": "comparison",
    "query_late_fee": "late_fee",
    "query_reading": "reading",
    "query_payments": "payments",
    "trace_payment": "trace",
    "query_invoice": "invoice",
    "query_cut_off": "cut_off",
    "query_outage": "cut_off",
    "report_outage": "cut_off",
    "query_generation": "generation",
    "change_tariff": "household",
    "dispute_bill": "dispute",
    "query_request": "dispute",
}


def _about_dispute(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("dispute") and asked.intent != "explain_bill"


def _about_welfare(question: Question, asked: Asked) -> bool:
    aspect = asked.aspect
    if aspect.kind == "what_if":
        return False
    if aspect.names("welfare") or aspect.kind in ("free", "without"):
        return True
    return (
        asked.intent == "change_tariff"
        and question.account.welfare is not None
        and (question.account.household_size is None)
    )


def _about_household(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("household")


def _about_meter(question: Question, asked: Asked) -> bool:
    aspect = asked.aspect
    if aspect.names("generation") and not _CHANGED.search(asked.text):
        return False
    return aspect.names("meter") or aspect.kind == "exchange"


_CHANGED = re.compile("[换旧老新]")


def _about_generation(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("generation")


def _about_all_that_is_owed(question: Question, asked: Asked) -> bool:
    """那电费一共呢 after the late fee: all that has to be paid."""
    aspect = asked.aspect
    if asked.intent != "query_late_fee":
        return False
    return aspect.kind == "sum" and aspect.names("bill") and not aspect.asks("charged")


def _about_late_fee(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("late_fee") or asked.aspect.kind == "pay_on"


def _about_invoice(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("invoice")


def _about_supply(question: Question, asked: Asked) -> bool:
    """Whether and why the supply is off; 几号断的 of an account that is cut off too."""
    aspect = asked.aspect
    if aspect.kind in SUPPLY:
        return True
    off = question.account.status == "cut_off" and WENT_OFF.search(asked.text) is not None
    return off and aspect.kind in ("since", "when")


def _about_lasting(question: Question, asked: Asked) -> bool:
    return asked.aspect.kind in ("lasting", "top_up") and not question.account.postpaid


def _about_allocation(question: Question, asked: Asked) -> bool:
    return asked.aspect.kind == "allocation"


def _about_paying_again(question: Question, asked: Asked) -> bool:
    return asked.aspect.kind == "pay_again"


def _about_settling(question: Question, asked: Asked) -> bool:
    """一把交清要多少, 不算违约金差多少: all that is owed, with the fee or without."""
    if not question.account.postpaid or asked.aspect.names("invoice", "tier"):
        return False
    one = _one_issued_month(question, asked)
    if asked.aspect.kind == "since" and _NOT_SETTLED.search(asked.text):
        return not one  # 从啥时候起没交清, under whatever record
    return asked.aspect.kind in ("settle_all", "principal") and not one


_NOT_SETTLED = re.compile("没(?:有)?[交缴付还结]清")


def _about_rest_of_one(question: Question, asked: Asked) -> bool:
    """那期还差多少: what is open of one bill."""
    aspect = asked.aspect
    if not _one_issued_month(question, asked) or aspect.names("tier", "invoice", "usage"):
        return False
    if asked.intent not in _OF_DEBTS:
        return False
    if aspect.oldest and aspect.kind in ("difference", "how_much", "months_owed", "paid", OVERVIEW):
        return True  # 最早那个月差多少没给
    return aspect.kind in ("left", "principal", "settle_all") or (
        _REST.search(asked.text) is not None and not aspect.names("late_fee")
    )


_OF_DEBTS = ("query_balance", "query_bill", "query_payments", "query_late_fee", "trace_payment")
_REST = re.compile(
    "(?:还|尚|剩|现在)[^,，。]{0,2}(?:差|欠|剩)(?:着|下|了)?(?:多少|几|好多|几多)(?!个?[度天期月])"
)


def _about_part_of_tier(question: Question, asked: Asked) -> bool:
    """九月按二档收的几度: what was billed in a tier, not where the account stands in the tiers."""
    aspect = asked.aspect
    if asked.intent == "explain_bill" or not (aspect.names("tier") or aspect.tier):
        return False
    if aspect.kind == "over" and not (
        aspect.tier and aspect.asks("how_much") and aspect.names("bill")
    ):
        return False
    billed = _one_issued_month(question, asked)
    if aspect.tier is None:
        return billed and aspect.kind == OVERVIEW and not _AT_PRESENT.search(asked.text)
    if aspect.kind not in ("over", "how_many", "how_much", "sum", "share", OVERVIEW):
        return False
    return bool(
        aspect.pointed
        or (billed and (aspect.asks("how_many", "how_much") or _OF_THE_BILL.search(asked.text)))
        or (_OF_THE_BILL.search(asked.text) and aspect.asks("how_many", "how_much"))
    )


_AT_PRESENT = re.compile("现在|目前|今天|如今|这会")
_OF_THE_BILL = re.compile("部分|那块|那些|账单|帐单|那[期单张]|[收算计]的|里[头面边]")


def _about_rest(question: Question, asked: Asked) -> bool:
    """为什么是203不是243: one of the sums of a bill that is partly paid."""
    return asked.intent in ("explain_bill", "query_bill", "query_balance") and (
        paid.partly_paid(question, asked) is not None
    )


def _about_reading(question: Question, asked: Asked) -> bool:
    return asked.aspect.names("reading")


def _about_tiers(question: Question, asked: Asked) -> bool:
    aspect = asked.aspect
    if asked.intent == "explain_bill":
        return False
    if aspect.kind in ("over", "restart", "forecast", "threshold"):
        return True
    return aspect.names("tier") and aspect.kind not in ("what_if", "paid")


def _about_usage(question: Question, asked: Asked) -> bool:
    aspect = asked.aspect
    if asked.intent not in ("query_payments", "query_bill", "query_balance", "query_prices"):
        return False
    return (aspect.names("usage") or aspect.kind == "share") and not (
        aspect.names("bill") or aspect.kind in ("paid", "channel", "what_if", "unit_price")
    )


def _about_bill(question: Question, asked: Asked) -> bool:
    """Whether, when and how a month's bill was paid; what its kWh and its money were, both."""
    aspect = asked.aspect
    if asked.intent in ("query_usage", "query_payments") and aspect.names("usage", "bill"):
        both = aspect.names("usage") and aspect.names("bill")
        if both and aspect.asks("how_many") and not _short_time(asked):
            return True
    if asked.intent == "query_prices":
        return aspect.kind == "share" and aspect.names("bill") and asked.period is not None
    if asked.intent not in ("query_payments", "query_balance", "query_usage", "trace_payment"):
        return False
    if asked.intent == "query_payments" and _ONE_PAYMENT.search(asked.text):
        return False  # 七月里交的那回: a payment of that month, not the month's bill
    if aspect.kind in ("paid", "channel", "when", "until") and asked.period is not None:
        return asked.period.granularity not in _SHORT
    if asked.intent == "query_balance" and _one_issued_month(question, asked):
        # 8月还欠多少: what is open of August's bill, not all that is owed.
        return True
    if asked.intent == "query_payments" and aspect.kind in ("charged", "since"):
        return _one_issued_month(question, asked)
    if asked.intent == "query_payments" and _one_issued_month(question, asked):
        if aspect.kind == "how_much" and "月" not in asked.text:
            # 付了几块 after that month's bill.
            return True
        # 8月份的电费我交了多少 is about August's bill, 8月交了多少电费 about what came in in August.
        return _BILL_OF_MONTH.search(asked.text) is not None
    if asked.intent == "query_payments" and aspect.kind in (
        "highest",
        "lowest",
        "difference",
        "average",
        "paid",
        "available",
    ):
        return True
    return asked.intent == "query_balance" and aspect.kind in ("average", "available", "what_if")


_ONE_PAYMENT = re.compile("[哪那一几][一]?[次笔回](?!多)|充得?(?:的)?最[多少]")
_BILL_OF_MONTH = re.compile(
    "(?:月份?|那期|这期)的?(?:电费|账单|帐单)|(?:月份?|那期|这期)的|[那这](?:期|单|张|份)"
)


def _one_issued_month(question: Question, asked: Asked) -> bool:
    """Whether one month is named that is over."""
    period = asked.period
    return (
        period is not None
        and len(asked.periods) == 1
        and len(period.months) == 1
        and period.granularity == "month"
        and period.start < question.this_month
    )


def _short_time(asked: Asked) -> bool:
    """Whether days are named and no months."""
    period = asked.period
    if period is None:
        return False
    return period.granularity in _SHORT or (period.granularity == "span" and period.days < 28)


def _about_comparison(question: Question, asked: Asked) -> bool:
    """亏没亏, 划不划算: whether time of use pays."""
    aspect = asked.aspect
    return aspect.names("tariff") and not aspect.names("generation", "household", "welfare")


def _about_band_money(question: Question, asked: Asked) -> bool:
    """谷电那部分多少钱, 哪个时段花钱最多: a band's money."""
    aspect = asked.aspect
    if not aspect.banded or asked.intent in ("query_prices", "compare_tariffs", "explain_bill"):
        return False
    if aspect.kind in ("unit_price", "what_if", "price_rise", "paid", "when") or _short_time(asked):
        return False
    return aspect.names("bill") or (aspect.kind == "how_much" and not aspect.names("usage"))


def _about_lateness(question: Question, asked: Asked) -> bool:
    aspect = asked.aspect
    if aspect.kind == "days_late":
        return question.account.postpaid and not aspect.names("tier")
    if aspect.kind == "in_time":
        return _one_issued_month(question, asked) or not aspect.names("late_fee")
    return aspect.kind in ("late_times", "latest")


_UP_TO_NOW = re.compile("到(?:今天|现在|目前|这会儿)")
"""违约金到今天多少 asks for what has run up, not for a day of payment."""


def _about_paying_on(question: Question, asked: Asked) -> bool:
    """12月10号一共要准备多少: what is owed on a day to come."""
    aspect = asked.aspect
    if asked.intent not in ("query_late_fee", "query_balance") or aspect.asks("last"):
        return False
    days = any(period.granularity == "day" for period in asked.periods)
    if not (days or asked.aspect.kind == "pay_on") or _PAID_ALREADY.search(asked.text):
        return False
    if _UP_TO_NOW.search(asked.text):
        return False
    return late_fees.coming_day(question, asked) is not None and bool(
        records.unpaid_bills(question.session, question.account.id)
    )


_PAID_ALREADY = re.compile("[交付缴还充扣](?:了|过|的)|已经|上次")


_NAMED: tuple[tuple[str, Callable[[Question, Asked], bool]], ...] = (
    ("dispute", _about_dispute),
    ("comparison", _about_comparison),
    ("household", _about_household),
    ("welfare", _about_welfare),
    ("meter", _about_meter),
    ("generation", _about_generation),
    ("balance", _about_all_that_is_owed),
    ("rest_of_one", _about_rest_of_one),
    ("balance", _about_settling),
    ("rest", _about_rest),
    ("allocation", _about_allocation),
    ("paying_on", _about_paying_on),
    ("paying_again", _about_paying_again),
    ("lateness", _about_lateness),
    ("late_fee", _about_late_fee),
    ("invoice", _about_invoice),
    ("lasting", _about_lasting),
    ("cut_off", _about_supply),
    ("reading", _about_reading),
    ("tier_part", _about_part_of_tier),
    ("tiers", _about_tiers),
    ("band_money", _about_band_money),
    ("usage", _about_usage),
    ("bill", _about_bill),
)
"""Topics that words name whatever the intent, the more particular first."""


def _bill(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.names("usage") and not asked.aspect.names("bill") and not asked.periods:
        return usage.usage(question, asked)
    if _short_time(asked) or _runs(question, asked):
        found = what_if.cost_of_days(question, asked)
        if found is None and _short_time(asked):
            found = usage.not_yet(question, asked)
        if found is not None and _short_time(asked):
            return found
    if _PAID_HOW_MUCH.search(asked.text) and asked.intent != "query_usage":
        return _paid(question, asked)
    return bills.bill(question, asked.period)


_PAID_HOW_MUCH = re.compile("[交缴付](?:了|掉|过|进去)+(?:多少|几多|好多|几)(?!个?[度月天次期])")


def _runs(question: Question, asked: Asked) -> bool:
    return asked.period is not None and asked.period.start >= question.this_month


def _paid(question: Question, asked: Asked) -> Answer | None:
    if asked.intent == "query_bill" and asked.aspect.asks("how_many") and asked.period is not None:
        # 九月电费多少，用了几度，交了没: all three.
        return _bill(question, asked)
    return paid.paid(question, asked) or payments.payments(question, asked.period)


def _highest(question: Question, asked: Asked) -> Answer | None:
    return _extreme(question, asked, lowest=False)


def _lowest(question: Question, asked: Asked) -> Answer | None:
    return _extreme(question, asked, lowest=True)


def _extreme(question: Question, asked: Asked, *, lowest: bool) -> Answer | None:
    if len(asked.periods) > 1 and all(period.granularity in _SHORT for period in asked.periods):
        return _days_compared(question, asked, lowest=lowest)
    if asked.aspect.band and sums.about_energy(asked) and asked.aspect.by != "day":
        found = sums.band_extreme(question, asked, lowest=lowest)
        if found is not None:
            return found
    in_a_month = asked.period is not None and asked.period.days < usage.MOST_DAYS
    by_day = asked.aspect.by == "day" or (in_a_month and asked.aspect.by != "month")
    if by_day and len(asked.periods) < 2:
        return usage.extreme(question, asked, lowest=lowest)
    return sums.extreme(question, asked, lowest=lowest)


def _days_compared(
    question: Question, asked: Asked, *, lowest: bool, granularity: str = "day"
) -> Answer | None:
    things = []
    for period in asked.periods:
        one = replace(asked, periods=(period,))
        found = usage.measure(question, one, granularity=granularity)
        if isinstance(found, Answer):
            return found
        things.append(sums.Thing(found.label, found.kwh, found.kwh))
    return sums.compared(question, things, energy=True, lowest=lowest)


def _difference(question: Question, asked: Asked) -> Answer | None:
    if len(asked.periods) > 1 and all(period.granularity in _SHORT for period in asked.periods):
        return _days_compared(question, asked, lowest=False)
    told = changes.difference(question, asked)
    if told is None and len(asked.periods) > 1 and asked.intent == "query_usage":
        # The running month beside one that is billed: kWh are known of both.
        return _days_compared(question, asked, lowest=False, granularity="")
    return told


def _average(question: Question, asked: Asked) -> Answer | None:
    if sums.about_energy(asked):
        return usage.average(question, asked)
    return sums.average(question, asked)


def _sum(question: Question, asked: Asked) -> Answer | None:
    if _short_time(asked) and len(asked.periods) == 1:
        return _bill(question, asked)
    if len(asked.periods) == 1 and not sums.asked_span(question, asked).bills:
        return bills.bill(question, asked.period)
    if not asked.periods:
        return sums.total(question, asked)
    span = sums.asked_span(question, asked)
    if len(span.bills) == 1 and len(asked.periods) == 1:
        return bills.bill(question, asked.period)
    return sums.total(question, asked)


def _list(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.by == "day":
        return usage.usage(question, asked)
    if len(asked.periods) == 1 and len(asked.periods[0].months) == 1:
        return _bill(question, asked)
    return sums.total(question, asked)


def _detail(question: Question, asked: Asked) -> Answer | None:
    if asked.period is None:
        newest = records.latest_bills(question.session, question.account.id, 1)
        return bills.detail(question, newest[0]) if newest else None
    found = span_of(question, asked.period).bills
    if len(found) == 1:
        return bills.detail(question, found[0])
    return sums.bill_list(question, span_of(question, asked.period), each=True) if found else None


def _unit_price(question: Question, asked: Asked) -> Answer | None:
    if asked.period is None:
        return tier_facts.price_now(question, asked)
    span = span_of(question, asked.period)
    return sums.unit_price(question, span.bills, span.label) if span.bills else None


def _available(question: Question, asked: Asked) -> Answer | None:
    known = records.billed_months(question.session, question.account.id)
    if asked.periods or known is None:
        return None
    return question.answer(
        "utter_bill_available", first=wording.month(known[0]), last=wording.month(known[1])
    )


def _usage_money(question: Question, asked: Asked) -> Answer | None:
    """昨天花了多少钱 under usage: what the days cost; months are a matter of their bills."""
    if asked.aspect.names("usage") and not asked.aspect.names("bill"):
        return None
    if asked.aspect.kind == "how_much" and not asked.aspect.names("bill"):
        return None
    if _short_time(asked) or _runs(question, asked):
        return what_if.cost_of_days(question, asked)
    return bills.bill(question, asked.period) if asked.period else None


def _usage(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.names("bill") and asked.aspect.asks("how_much", "sum"):
        return _usage_money(question, asked) or usage.usage(question, asked)
    return usage.usage(question, asked)


def _usage_sum(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.names("bill"):
        return _sum(question, asked)
    if len(asked.periods) < 2:
        return usage.usage(question, asked)
    found = [usage.measure(question, replace(asked, periods=(period,))) for period in asked.periods]
    measured = [one for one in found if not isinstance(one, Answer)]
    if len(measured) < len(found):
        return next(one for one in found if isinstance(one, Answer))
    return question.answer(
        "utter_usage_together",
        parts="、".join(f"{one.label}{wording.kwh(one.kwh)}度" for one in measured),
        total=wording.kwh(sum((one.kwh for one in measured), start=measured[0].kwh * 0)),
    )


def _balance(question: Question, asked: Asked) -> Answer | None:
    if _OTHER_MONTHS.search(asked.text):
        return balance.others_clear(question) or balance.balance(question)
    return balance.balance(question)


_OTHER_MONTHS = re.compile("(?:其他|其它|别的|另外的?|剩下的?)(?:几个)?(?:月|账单|期)")


def _balance_paid(question: Question, asked: Asked) -> Answer | None:
    if _OTHER_MONTHS.search(asked.text):
        return _balance(question, asked)
    if "哪" in asked.text and question.account.postpaid:
        # 哪几个月没交: the months.
        return paid.paid(question, asked)
    return paid.paid(question, asked) if asked.period is not None else balance.balance(question)


def _owed_since(question: Question, asked: Asked) -> Answer | None:
    if _one_issued_month(question, asked) or not late_fees.overdue(question):
        # 晚了几天: when a bill that is settled was paid.
        return lateness.how_late(question, asked)
    return late_fees.owed_since(question)


def _months_owed(question: Question, asked: Asked) -> Answer | None:
    return paid.paid(question, replace(asked, periods=())) if question.account.postpaid else None


def _owes_most(question: Question, asked: Asked) -> Answer | None:
    return balance.owes_most(question)


def _band_money(question: Question, asked: Asked) -> Answer | None:
    span = span_of(question, asked.period) if asked.period else _newest(question)
    return bills.band_money(question, span, asked.aspect.band)


def _due(question: Question, asked: Asked) -> Answer | None:
    return paid.due(question, asked)


def _largest_payment(question: Question, asked: Asked) -> Answer | None:
    return _extreme_payment(question, asked, lowest=False)


def _smallest_payment(question: Question, asked: Asked) -> Answer | None:
    return _extreme_payment(question, asked, lowest=True)


def _extreme_payment(question: Question, asked: Asked, *, lowest: bool) -> Answer | None:
    return payments.extreme(question, asked.period, lowest=lowest)


def _runs_on(question: Question, asked: Asked) -> Answer | None:
    return late_fees.runs_on(question)


def _tiers_of_a_year(question: Question, asked: Asked) -> Answer | None:
    """去年到三档了没: of a year that is over it is told whether and when."""
    period = asked.period
    if period is not None and period.granularity == "year" and period.end < question.today:
        return tier_facts.reached(question, asked)
    return tiers.tiers(question)


def _reading_now(question: Question, asked: Asked) -> Answer | None:
    return readings.now(question)


def _meter(question: Question, asked: Asked) -> Answer | None:
    """The exchange of the meter; 新表现在多少 asks for the reading, 新表那块九月走了几度 for both meters' kWh."""
    if _BEGAN.search(asked.text):
        return readings.exchange(question)
    if asked.aspect.asks("when", "since") and _HUNG.search(asked.text):
        # 换的 is the exchange; 装的 is too where there was one.
        told = readings.exchange(question)
        exchanged = told.response != "utter_meter_not_exchanged"
        return told if exchanged or "换" in asked.text else readings.installed(question, "import")
    if _NEW_ONE.search(asked.text) and (asked.period is None or _NOW.search(asked.text)):
        return readings.now(question)
    if _NEW_ONE.search(asked.text) and asked.period and _READING.search(asked.text):
        return readings.readings(question, asked.period)
    return readings.exchange(question)


def _fed_in(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.names("meter") and asked.aspect.asks("when", "since"):
        return readings.installed(question, "export")
    if asked.aspect.names("reading"):
        return generation.reading(question, asked) or generation.generation(question, asked)
    return generation.generation(question, asked)


_HUNG = re.compile("[换装安](?:的|上|了|好|过|新)|(?:换|装|安)$")
_BEGAN = re.compile(
    "从(?:几|多少|零|0)|起始|初始|(?:几|多少|零|0)(?:开始|起)|刚[装换]|[装换]上(?:去)?(?:时|的时候|那天)"
)
_NEW_ONE = re.compile("新(?:的|电|那块|装的)*(?:表|那块)")
_NOW = re.compile("现在|目前|今天|到几|多少字|显示")
_READING = re.compile("底|字|数|抄|到(?:几|多少)")


def _payments(question: Question, asked: Asked) -> Answer | None:
    return payments.payments(question, asked.period)


def _last_payment(question: Question, asked: Asked) -> Answer | None:
    if asked.period is not None and asked.period.granularity != "day":
        return payments.payments(question, asked.period)
    return payments.last_payment(question, asked.aspect.back)


def _paid_or_last(question: Question, asked: Asked) -> Answer | None:
    if asked.period is not None and _ONE_PAYMENT.search(asked.text):
        return payments.payments(question, asked.period)
    if asked.period is not None:
        return _paid(question, asked)
    return payments.last_payment(question, asked.aspect.back)


def _trace(question: Question, asked: Asked) -> Answer | None:
    return payments.trace_payment(question, asked.aspect.amount)


def _pay_again(question: Question, asked: Asked) -> Answer | None:
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    total = balance.principal(unpaid) + balance.late_fee(unpaid)
    return payments.pay_again(question, wording.money(total) if unpaid else "")


def _charged(question: Question, asked: Asked) -> Answer | None:
    return late_fees.charged(question, asked.period)


def _late_fee_sum(question: Question, asked: Asked) -> Answer | None:
    if asked.period is not None and asked.period.granularity != "month":
        return late_fees.charged(question, asked.period)
    return late_fees.late_fee(question, asked)


def _per_day(question: Question, asked: Asked) -> Answer | None:
    return late_fees.per_day(question)


def _cap(question: Question, asked: Asked) -> Answer | None:
    return late_fees.cap(question)


def _readings(question: Question, asked: Asked) -> Answer | None:
    return readings.readings(question, asked.period)


def _reading_day(question: Question, asked: Asked) -> Answer | None:
    return readings.reading_day(question, asked.period)


def _invoices(question: Question, asked: Asked) -> Answer | None:
    return payments.invoices(question, asked.period)


def _invoice_title(question: Question, asked: Asked) -> Answer | None:
    return payments.invoice_title(question, asked.period)


def _price_rise(question: Question, asked: Asked) -> Answer | None:
    return explanation.price_rise(question, asked.period)


def _late_fee(question: Question, asked: Asked) -> Answer | None:
    if asked.aspect.why:
        return late_fees.since(question, asked) or late_fees.late_fee(question, asked)
    return late_fees.late_fee(question, asked)


def _explain(question: Question, asked: Asked) -> Answer | None:
    later = asked.periods
    last_year = (
        later
        and later[0].granularity == "year"
        and (later[0].start.year == question.today.year - 1)
    )
    if len(later) == 1 and last_year and asked.aspect.a_year_ago and "比" in asked.text:
        # 为什么比去年多: the newest bill, against a year ago.
        return explanation.explain(question, None, a_year_ago=True)
    if len(later) == 2 and asked.aspect.a_year_ago:
        # 上个月为啥比去年多: the month is explained, the year is what it is compared with.
        return explanation.explain(question, max(later, key=lambda one: one.start), a_year_ago=True)
    lower = _LOWER.search(asked.text) is not None
    return explanation.explain(
        question, asked.period, a_year_ago=asked.aspect.a_year_ago, lower=lower
    )


_LOWER = re.compile("(?<!多)少(?!少|数)|便宜|省|(?<!最)低|降|减")


def _prices(question: Question, asked: Asked) -> Answer | None:
    account = question.account
    return prices.prices(
        question.prices, account.region, account.tariff_class, account.voltage, question.today
    )


def _comparison(question: Question, asked: Asked) -> Answer | None:
    return comparison.compare_tariffs(question, asked.period)


def _share(question: Question, asked: Asked) -> Answer | None:
    # 十月谷电多少度多少钱: kWh and money of each band stand in the bill's lines.
    both = asked.aspect.names("bill") and asked.period is not None
    return (_detail(question, asked) if both else None) or usage.share(question, asked)


_BILL: dict[str, Handler] = {
    OVERVIEW: _bill,
    "paid": _paid,
    "when": _paid,
    "channel": _paid,
    "until": _due,
    "since": _owed_since,
    "months_owed": _months_owed,
    "charged": _charged,
    "last": _paid_or_last,
    "highest": _highest,
    "lowest": _lowest,
    "difference": _difference,
    "average": _average,
    "sum": _sum,
    "list": _list,
    "detail": _detail,
    "how": _detail,
    "unit_price": _unit_price,
    "price_rise": _price_rise,
    "what_if": what_if.cost_of_kwh,
    "share": _share,
    "available": _available,
    "state": disputes.dispute_state,
}

TOPICS: dict[str, dict[str, Handler]] = {
    "bill": _BILL,
    "usage": {
        OVERVIEW: _usage,
        "how_much": _usage_money,
        "highest": _highest,
        "lowest": _lowest,
        "difference": _difference,
        "average": _average,
        "sum": _usage_sum,
        "share": usage.share,
        "unit_price": _unit_price,
        "what_if": what_if.cost_of_kwh,
        "available": _available,
        "paid": _paid,
    },
    "balance": {
        OVERVIEW: _balance,
        "paid": _balance_paid,
        "since": _owed_since,
        "until": _due,
        "months_owed": _months_owed,
        "list": _months_owed,
        "highest": _owes_most,
        "principal": lambda question, asked: balance.without_fee(question),
        "settle_all": _balance,
        "last": _last_payment,
        "what_if": what_if.cost_of_kwh,
        "per_day": _per_day,
        "pay_on": late_fees.pay_on,
    },
    "payments": {
        OVERVIEW: _payments,
        "highest": _largest_payment,
        "lowest": _smallest_payment,
        "last": _last_payment,
        "when": _paid_or_last,
        "channel": _paid_or_last,
        "says_paid": _trace,
    },
    "trace": {OVERVIEW: _trace, "last": _trace, "channel": _paid_or_last},
    "paying_again": {OVERVIEW: _pay_again},
    "allocation": {OVERVIEW: _payments, "allocation": allocation},
    "rest": {OVERVIEW: _bill},
    "band_money": {
        OVERVIEW: lambda question, asked: _band_money(question, asked) or _usage(question, asked)
    },
    "lateness": {
        OVERVIEW: lambda question, asked: (
            lateness.how_late(question, asked) or _bill(question, asked)
        ),
        "days_late": _owed_since,
        "late_times": lateness.times_late,
        "latest": lateness.latest,
    },
    "paying_on": {OVERVIEW: late_fees.pay_on},
    "rest_of_one": {OVERVIEW: one_bill.rest},
    "tier_part": {
        OVERVIEW: lambda question, asked: (
            one_bill.tier_part(question, asked) or tiers.tiers(question)
        )
    },
    "late_fee": {
        OVERVIEW: _late_fee,
        "pay_on": late_fees.pay_on,
        "runs_on": _runs_on,
        "how": late_fees.steps,
        "detail": late_fees.steps,
        "per_day": _per_day,
        "cap": _cap,
        "charged": _charged,
        "paid": _charged,
        "last": _charged,
        "says_paid": _charged,
        "sum": _late_fee_sum,
        "since": late_fees.since,
        "months_owed": late_fees.since,
        "when": late_fees.since,
        "until": lambda question, asked: late_fees.since(question, asked) or _due(question, asked),
    },
    "tiers": {
        OVERVIEW: _tiers_of_a_year,
        "difference": tier_facts.extra_cost,
        "charged": tier_facts.extra_cost,
        "when": tier_facts.reached,
        "since": tier_facts.reached,
        "over": tier_facts.over,
        "left": tier_facts.left,
        "threshold": tier_facts.thresholds,
        "how": tier_facts.thresholds,
        "list": tier_facts.thresholds,
        "restart": tier_facts.restart,
        "until": tier_facts.restart,
        "forecast": tier_facts.forecast,
        "unit_price": tier_facts.price_now,
        "what_if": what_if.cost_of_kwh,
    },
    "prices": {
        OVERVIEW: _prices,
        "threshold": tier_facts.thresholds,
        "unit_price": _unit_price,
        "what_if": what_if.cost_of_kwh,
        "restart": tier_facts.restart,
    },
    "reading": {OVERVIEW: _readings, "when": _reading_day, "until": _reading_day},
    "meter": {OVERVIEW: _meter},
    "invoice": {OVERVIEW: _invoices, "title": _invoice_title},
    "lasting": {
        OVERVIEW: _balance,
        "lasting": cut_off.lasting,
        "top_up": cut_off.top_up,
    },
    "cut_off": {OVERVIEW: cut_off.cut_off},
    "generation": {
        OVERVIEW: _fed_in,
        "difference": generation.difference,
        "average": generation.average,
        "highest": generation.highest,
        "lowest": generation.lowest,
    },
    "household": {OVERVIEW: entitlements.household},
    "welfare": {OVERVIEW: entitlements.welfare},
    "dispute": {OVERVIEW: disputes.dispute_state},
    "explain": {OVERVIEW: _explain, "price_rise": _price_rise},
    "comparison": {OVERVIEW: _comparison},
}
"""For each topic the handler of each aspect; `OVERVIEW` where the aspect has none of its own."""

TOPICS["rest"] = dict.fromkeys((OVERVIEW, *_BILL), paid.partly_paid)


def combined(questions: Sequence[Question], asked: Asked) -> Answer | None:
    """One answer over several accounts, where a sum or the higher one is asked for; else None."""
    aspect = asked.aspect
    topic = topic_of(questions[0], asked)
    if topic not in ("bill", "usage", "balance", "payments"):
        return None
    if topic == "usage" and aspect.names("bill"):
        topic = "bill"  # 一共 after 昨天花了多少 asks for the money
    if aspect.kind not in ("sum", "highest", "lowest", "difference") and not aspect.asks("sum"):
        return None
    things, label = _things(questions, asked, topic)
    if len(things) < 2:
        return None
    energy = topic == "usage" or sums.about_energy(asked)
    first = questions[0]
    if aspect.kind in ("highest", "lowest", "difference"):
        return sums.compared(first, things, energy=energy, lowest=aspect.kind == "lowest")
    amount = sum((one.amount for one in things), start=things[0].amount * 0)
    kwh = sum((one.kwh for one in things), start=things[0].kwh * 0)
    if topic == "balance" and not amount:
        return first.answer("utter_accounts_clear", count=_count(things))
    if topic == "balance":
        parts = "、".join(f"{one.label}{wording.money(one.amount)}元" for one in things)
        return first.answer(
            "utter_accounts_owed",
            count=_count(things),
            amount=wording.money(amount),
            parts=parts,
        )
    parts = "、".join(f"{one.label}{sums.told(one.value(energy), energy)}" for one in things)
    return first.answer(
        "utter_accounts_usage" if energy else "utter_accounts_bill",
        label=label,
        count=_count(things),
        amount=wording.money(amount),
        kwh=wording.kwh(kwh),
        parts=parts,
    )


def _things(
    questions: Sequence[Question], asked: Asked, topic: str
) -> tuple[list[sums.Thing], str]:
    """Each account's money and energy of the time that is asked about, and its label."""
    things: list[sums.Thing] = []
    labels: list[str] = []
    names = _names(questions)
    for question, name in zip(questions, names, strict=True):
        if topic == "balance":
            unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
            due = balance.principal(unpaid) + balance.late_fee(unpaid)
            if not question.account.postpaid:
                due = max(due - question.account.balance, due * 0)
            things.append(sums.Thing(name, due, due * 0))
            continue
        found = _newest(question) if not asked.periods else sums.asked_span(question, asked)
        if topic == "usage" and asked.periods and (_short_time(asked) or not found.bills):
            measured = usage.measure(question, asked)
            if isinstance(measured, Answer):
                continue
            things.append(sums.Thing(name, measured.kwh, measured.kwh))
            labels.append(measured.label)
            continue
        if topic == "bill" and not found.bills and _short_time(asked):
            cost = what_if.days_cost(question, asked)
            if cost is not None:
                things.append(sums.Thing(name, *cost))
                labels.append(asked.periods[0].label)
            continue
        if not found.bills:
            continue
        things.append(sums.Thing(name, found.amount, found.kwh))
        labels.append(found.label)
    return things, labels[0] if labels else ""


def _count(things: Sequence[sums.Thing]) -> str:
    return "两户" if len(things) == 2 else f"{len(things)}户"


def _newest(question: Question) -> Span:
    newest = records.latest_bills(question.session, question.account.id, 1)
    label = wording.month(newest[0].month) if newest else ""
    return Span(label, tuple(newest))


def _names(questions: Sequence[Question]) -> list[str]:
    """家里, 充电桩 where that tells the accounts apart, else their masked 户号."""
    kinds = [wording.PLACE.get(one.account.tariff_class, "") for one in questions]
    if all(kinds) and len(set(kinds)) == len(kinds):
        return kinds
    return [one.masked_account["number_masked"] for one in questions]
