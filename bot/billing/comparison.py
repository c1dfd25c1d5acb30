"""Whether another tariff would have been cheaper: the last twelve bills computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.charges import cost_of, situation_of
from bot.billing.citations import current_price_set, price_note
from bot.billing.difference import Cost, NotComputable, Situation
from bot.billing.question import Question
from bot.billing.records import BillRecord
from bot.billing.spans import span_of
from bot.cards import Card
from bot.tariffs import PriceSet, PriceUnknown

if TYPE_CHECKING:
    from bot.periods import Period

MONTHS = 12

LABELS = {
    "flat": "一户一表（不分峰谷）",
    "time_of_use": "一户一表峰谷",
    "shared": "合表电价",
}
SHARED_LABELS = {"shared": "合表（不分峰谷）", "time_of_use": "合表峰谷"}
PILE_LABELS = {"flat": "充电桩（不分峰谷）", "time_of_use": "充电桩峰谷"}

COMPARED = ("residential", "residential_shared", "ev_residential")
"""Tariff classes that may choose; for the others the class itself decides."""


@dataclass(frozen=True)
class Option:
    """One way to be billed.

    Args:
        id: flat, time_of_use or shared.
        label: in words.
        amount: for the compared months, in 元; None where it can't be known.
        current: whether the account is billed so now.
        available: whether the customer may simply choose it.
        note: a reservation, or nothing.
    """

    id: str
    label: str
    amount: Decimal | None
    current: bool
    available: bool
    note: str = ""


def compare_tariffs(question: Question, period: Period | None = None) -> Answer:
    """What the bills of a time, or the last twelve, would have cost under the other tariffs.

    Each month at the prices of its own bill, with its own 一户多人口 and 低保, so that the present
    tariff's sum is what was billed.
    """
    price = current_price_set(question)
    bills = list(span_of(question, period).bills)
    if question.account.tariff_class not in COMPARED or price is None:
        return question.answer(
            "utter_comparison_not_offered",
            kind=wording.TARIFF_CLASS.get(question.account.tariff_class, "这类用电"),
        )
    if not bills and period is not None:
        return compare_tariffs(question)
    if not bills:
        return question.answer("utter_bill_none_at_all")
    months = _with_bands(question, bills)
    cost = cost_of(question.prices, question.account)
    options = _options(question, months, bills, cost)
    current = next((option for option in options if option.current), None)
    if current is None or current.amount is None or len(options) < 2:
        return question.answer(
            "utter_comparison_not_offered",
            kind=wording.TARIFF_CLASS[question.account.tariff_class],
        )
    even = _break_even(months, current.amount, cost) if not _known(options) else None
    card = _card(question, price, bills, months, options, current.amount, even)
    facts = {
        "label": _label(bills),
        "months_note": "" if period is not None else _months_note(bills),
        "current_label": current.label,
        "current_amount": wording.money(current.amount),
        "shared_note": _shared_note(options, current.amount),
        "price_note": price_note(price),
    }
    other = next(
        (
            o
            for o in options
            if o.id in ("flat", "time_of_use", "shared") and not o.current and o.available
        ),
        None,
    )
    if other is None:
        return question.answer("utter_comparison_no_choice", card, **facts)
    facts["other_label"] = other.label
    if other.amount is None:
        return _without_bands(question, card, facts, even)
    facts["other_amount"] = wording.money(other.amount)
    facts["difference"] = wording.money(abs(other.amount - current.amount))
    facts["valley_note"] = _valley_note(months)
    facts["verdict"] = _verdict(current, other)
    if other.amount < current.amount:
        return question.answer("utter_comparison_other_cheaper", card, **facts)
    if other.amount > current.amount:
        return question.answer("utter_comparison_current_cheaper", card, **facts)
    return question.answer("utter_comparison_same", card, **facts)


def _verdict(current: Option, other: Option) -> str:
    """Whether time of use pays, or paid: the first words of the answer to 开峰谷划算吗 and 亏没亏."""
    if current.amount is None or other.amount is None:
        return ""
    cheaper = other.amount < current.amount
    if current.id == "time_of_use":
        return "不划算，亏了" if cheaper else "划算，没亏"
    return "划算" if cheaper else "不划算"


def _without_bands(
    question: Question, card: Card, facts: dict[str, str], even: Decimal | None
) -> Answer:
    if even is None:
        return question.answer("utter_comparison_never", card, **facts)
    return question.answer(
        "utter_comparison_break_even", card, **facts, share=wording.percent(even)
    )


def _with_bands(question: Question, bills: Sequence[BillRecord]) -> list[Situation]:
    """The bills as situations; peak and valley from the meter where the bill doesn't carry them."""
    situations = [situation_of(bill) for bill in bills]
    if all(situation.has_bands for situation in situations):
        return situations
    measured: dict[Any, tuple[Decimal, Decimal] | None] = {}
    for reading in records.readings(
        question.session, question.account.id, bills[0].month, bills[-1].month
    ):
        split = _split(reading)
        before = measured.get(reading.month, (Decimal(0), Decimal(0)))
        known = split is not None and before is not None
        measured[reading.month] = (
            (before[0] + split[0], before[1] + split[1]) if known and before and split else None
        )
    completed = []
    for bill, situation in zip(bills, situations, strict=True):
        split = measured.get(bill.month)
        if not situation.has_bands and split is not None and sum(split) <= bill.kwh:
            situation = replace(situation, peak_kwh=split[0], valley_kwh=split[1])
        completed.append(situation)
    return completed


def _split(reading: records.ReadingRecord) -> tuple[Decimal, Decimal] | None:
    if (
        reading.reading_peak is None
        or reading.previous_peak is None
        or reading.reading_valley is None
        or reading.previous_valley is None
    ):
        return None
    return (
        reading.reading_peak - reading.previous_peak,
        reading.reading_valley - reading.previous_valley,
    )


def _options(
    question: Question, months: Sequence[Situation], bills: Sequence[BillRecord], cost: Cost
) -> list[Option]:
    account = question.account
    own = "shared" if account.tariff_class == "residential_shared" else "flat"
    labels = {"residential_shared": SHARED_LABELS, "ev_residential": PILE_LABELS}.get(
        account.tariff_class, LABELS
    )
    options = [Option(own, labels[own], _total(months, False, cost), not account.time_of_use, True)]
    if all(_offers_time_of_use(question, month) for month in months):
        banded = all(month.has_bands for month in months)
        amount = _total(months, True, cost) if banded else None
        note = "" if banded else "没有您家分峰谷的用电记录，算不出确切金额"
        options.append(
            Option(
                "time_of_use",
                labels["time_of_use"],
                amount,
                account.time_of_use,
                True,
                note,
            )
        )
    if account.tariff_class == "residential":
        shared = _shared(question, months, bills, cost)
        if shared is not None:
            options.append(shared)
    return options


def _offers_time_of_use(question: Question, month: Situation) -> bool:
    try:
        return question.prices.get(month.price_set_id).time_of_use is not None
    except PriceUnknown:
        return False


def _total(months: Sequence[Situation], time_of_use: bool, cost: Cost) -> Decimal | None:
    try:
        return sum(
            (cost(replace(m, plan=replace(m.plan, time_of_use=time_of_use))) for m in months),
            Decimal(0),
        )
    except NotComputable:
        return None


def _shared(
    question: Question, months: Sequence[Situation], bills: Sequence[BillRecord], cost: Cost
) -> Option | None:
    """合表: without tiers; nobody with a meter of their own may simply choose it."""
    account = question.account
    changed = []
    persons = None
    for month, bill in zip(months, bills, strict=True):
        try:
            price = question.prices.find(
                account.region, "residential_shared", account.voltage, bill.period_end
            )
            rule = question.prices.get(bill.price_set_id).household
        except PriceUnknown:
            return None
        persons = rule.shared_price_from if rule is not None else None
        plan = replace(month.plan, time_of_use=False)
        if price.welfare is None:
            plan = replace(plan, welfare=None)
        changed.append(replace(month, price_set_id=price.id, plan=plan))
    try:
        amount = sum((cost(month) for month in changed), Decimal(0))
    except NotComputable:
        return None
    may_choose = (
        persons is not None
        and account.household_size is not None
        and account.household_size >= persons
    )
    note = "" if may_choose else "合表电价只用于没有分户装表的用户，一户一表一般不能自己选"
    return Option("shared", LABELS["shared"], amount, False, may_choose, note)


def _known(options: Sequence[Option]) -> bool:
    return all(option.amount is not None for option in options)


def _break_even(months: Sequence[Situation], flat: Decimal, cost: Cost) -> Decimal | None:
    """The least valley share, in whole per cent, at which time of use costs no more; or None.

    The sum falls evenly with the share, so two points give it; rounding is then checked.
    """
    try:
        at_none, at_all = _at_share(months, Decimal(0), cost), _at_share(months, Decimal(1), cost)
        if at_all > flat or at_none <= at_all:
            return None
        share = max((at_none - flat) / (at_none - at_all), Decimal(0))
        share = share.quantize(Decimal("0.01"), ROUND_CEILING)
        while share < 1 and _at_share(months, share, cost) > flat:
            share += Decimal("0.01")
    except NotComputable:
        return None
    return share


def _at_share(months: Sequence[Situation], valley_share: Decimal, cost: Cost) -> Decimal:
    total = Decimal(0)
    for month in months:
        valley = (month.kwh * valley_share).quantize(Decimal("0.01"))
        total += cost(
            replace(
                month,
                plan=replace(month.plan, time_of_use=True),
                peak_kwh=month.kwh - valley,
                valley_kwh=valley,
            )
        )
    return total


def _valley_share(months: Sequence[Situation]) -> Decimal | None:
    kwh = sum((month.kwh for month in months), Decimal(0))
    if not kwh or not all(month.has_bands for month in months):
        return None
    return sum((month.valley_kwh or Decimal(0) for month in months), Decimal(0)) / kwh


def _valley_note(months: Sequence[Situation]) -> str:
    share = _valley_share(months)
    return "" if share is None else f"您这段时间谷时段用电占{wording.percent(share)}。"


def _label(bills: Sequence[BillRecord]) -> str:
    return wording.month_span(bills[0].month, bills[-1].month)


def _months_note(bills: Sequence[BillRecord]) -> str:
    if len(bills) == MONTHS:
        return ""
    return f"只有{len(bills)}个月的账单，没满一年，冬夏用电不同，结果仅供参考。"


def _shared_note(options: Sequence[Option], current: Decimal) -> str:
    for option in options:
        if option.id == "shared" and not option.current and option.amount is not None:
            change = option.amount - current
            told = "一样多" if change == 0 else wording.costs(change)
            note = f"，不过{option.note}" if option.note else ""
            return f"如果按合表电价是{wording.money(option.amount)}元，{told}{note}。"
    return ""


def _card(
    question: Question,
    price: PriceSet,
    bills: Sequence[BillRecord],
    months: Sequence[Situation],
    options: Sequence[Option],
    current: Decimal,
    even: Decimal | None,
) -> Card:
    shown = []
    for option in options:
        item: dict[str, Any] = {
            "id": option.id,
            "label": option.label,
            "current": option.current,
            "available": option.available,
        }
        if option.amount is not None:
            item["amount"] = wording.money(option.amount)
            item["difference"] = wording.money(option.amount - current)
        if option.note:
            item["note"] = option.note
        shown.append(item)
    card: dict[str, Any] = {
        "schema": "comparison",
        "account": question.masked_account,
        "label": _label(bills),
        "kwh": wording.kwh(sum((month.kwh for month in months), Decimal(0))),
        "options": shown,
        "price": price.citation(),
    }
    share = _valley_share(months)
    if share is not None:
        card["valley_share"] = str(share.quantize(Decimal("0.0001")))
    if even is not None:
        card["break_even_valley_share"] = str(even)
    return card
