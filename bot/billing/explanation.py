"""Why a bill is high: the difference to earlier bills in parts that sum exactly, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.charges import cost_of, situation_of, terms_of
from bot.billing.citations import price_note, price_set
from bot.billing.difference import NotComputable, Part, parts, summed
from bot.billing.question import Months, Question, months_of
from bot.billing.readings import doubts
from bot.billing.records import BillRecord
from bot.billing.usage import bands
from bot.tariffs import PriceUnknown, standing

if TYPE_CHECKING:
    from bot.periods import Period

CARD_FACTORS = {
    "price": ("price", "电价调整"),
    "plan": ("other", "计价方式变化"),
    "days": ("days", "计费天数"),
    "usage": ("usage", "每天用电量"),
    "peak_share": ("peak_share", "高峰占比"),
    "tier": ("tier", "阶梯档位"),
    "correction": ("other", "账单调整"),
}
"""For each factor its name on the card and its label."""

_BASES = {"和上个月比": "前一个月", "和去年同月比": "同月", "和去年同期比": "同期"}
"""A comparison's label and what is compared with; of a year ago the year is told in front."""

FEWEST_DAYS = 7
NOTABLE = Decimal("1.2")
"""The highest days are told if at least so many are measured and they stand out that much."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the bills of one or several months taken together.

    Args:
        label: in words.
        bills: oldest first, at least one.
    """

    label: str
    bills: tuple[BillRecord, ...]

    @property
    def kwh(self) -> Decimal:
        """All kWh."""
        return sum((bill.kwh for bill in self.bills), Decimal(0))

    @property
    def amount(self) -> Decimal:
        """All money, in 元."""
        return sum((bill.amount for bill in self.bills), Decimal(0))

    @property
    def days(self) -> int:
        """All days."""
        return sum(bill.days for bill in self.bills)

    @property
    def per_day(self) -> Decimal:
        """kWh per day."""
        return self.kwh / self.days

    @property
    def peak_share(self) -> Decimal | None:
        """The share of the peak, where it is measured."""
        peak, valley = bands(self.bills)
        if peak is None or valley is None or self.kwh == 0:
            return None
        return peak / self.kwh

    def card(self) -> dict[str, Any]:
        """The side as the card shows it."""
        return {
            "label": self.label,
            "kwh": wording.kwh(self.kwh),
            "amount": wording.money(self.amount),
            "days": self.days,
        }


@dataclass(frozen=True)
class Comparison:
    """A difference and its parts.

    Args:
        label: what is compared with, in words.
        base: the earlier side.
        current: the later side.
        parts: of `change`; they sum to it exactly. None where they can't be computed.
    """

    label: str
    base: Side
    current: Side
    parts: tuple[Part, ...] | None

    @property
    def change(self) -> Decimal:
        """What the current side costs more, in 元."""
        return self.current.amount - self.base.amount


def explain(
    question: Question, period: Period | None, *, a_year_ago: bool = False, lower: bool = False
) -> Answer:
    """Why the bills of a period differ from the month before and from a year ago.

    Without a period, or where it isn't billed yet, the newest bill is explained. Several months are
    compared with the same months a year ago only.

    Args:
        question: whose.
        period: what is asked about, or None.
        a_year_ago: whether the customer compares with the year before, so that this is told first.
        lower: whether it is asked why the bill is so low.
    """
    newest = records.latest_bills(question.session, question.account.id, 1)
    if not newest:
        return question.answer("utter_bill_none_at_all")
    months, asked_note = _months(question, period, newest[0])
    found = {
        bill.month: bill
        for bill in records.bills(
            question.session,
            question.account.id,
            wording.add_months(months.first, -12),
            months.last,
        )
    }
    bills = [found[month] for month in months.all() if month in found]
    if not bills:
        return _none(question, months)
    comparisons = compare(question, months, bills, found)
    covered = Months(months.first, months.last, _covered(question, months, bills))
    current = Side(covered.label, tuple(bills))
    notes = _doubts(question, bills[-1])
    facts = {
        "label": current.label,
        "amount": wording.money(current.amount),
        "kwh": wording.kwh(current.kwh),
        "asked_note": wording.stops(asked_note, _partial_note(question, months, bills)),
        "check_note": _check_note(notes),
        "check_reason": notes[0].reason if notes else "",
    }
    if not comparisons:
        return question.answer("utter_bill_change_alone", None, **facts)
    higher = any(comparison.change > 0 for comparison in comparisons)
    days_note = _highest_days(question, bills[-1]) if higher and len(bills) == 1 else ""
    card: dict[str, Any] = {
        "schema": "bill_change",
        "account": question.masked_account,
        "current": current.card(),
        "comparisons": [comparison_card(question, c) for c in comparisons],
    }
    remarks = [note.sentence for note in notes]
    remarks += [note for note in (days_note, _price_note(question, comparisons)) if note]
    if remarks:
        card["notes"] = remarks
    first = _first(comparisons, a_year_ago, lower=lower)
    rest = [comparison for comparison in comparisons if comparison is not first]
    names = ("utter_bill_change_not_higher", "utter_bill_change", "utter_bill_change_lower")
    return question.answer(
        names[2] if lower and first.change < 0 else names[higher],
        card,
        **facts,
        reason=_told(question, first, len(bills)),
        others="".join(f"{_short(question, comparison)}。" for comparison in rest),
        notes=facts["check_note"],
    )


def price_rise(question: Question, period: Period | None) -> Answer | None:
    """Whether the price is another one than a year ago, and what that costs; None without both."""
    until = None if period is None else months_of(period).last
    newest = records.latest_bills(question.session, question.account.id, 1, until)
    if not newest:
        return None
    bill = newest[0]
    earlier = wording.add_months(bill.month, -12)
    base = records.bills(question.session, question.account.id, earlier, earlier)
    if not base:
        return None
    label = wording.month(bill.month)
    if bill.price_set_id == base[0].price_set_id:
        return question.answer(
            "utter_price_unchanged", label=label, base=wording.month(base[0].month)
        )
    found = compared(question, "和去年同月比", [(base[0], bill)])
    amount = next((part.amount for part in found.parts or () if part.factor == "price"), None)
    price = price_set(question, bill.price_set_id)
    if amount is None or price is None:
        return None
    return question.answer(
        "utter_price_changed",
        label=label,
        day=wording.day(price.valid_from),
        base=wording.month(base[0].month),
        costs=wording.costs(amount),
    )


def _first(
    comparisons: Sequence[Comparison], a_year_ago: bool, *, lower: bool = False
) -> Comparison:
    """The comparison that is told in full: the one asked about, else one that shows a rise."""
    if a_year_ago:
        return comparisons[-1]
    if lower:
        return next((c for c in comparisons if c.change < 0), comparisons[0])
    return next((c for c in comparisons if c.change > 0), comparisons[0])


def _covered(question: Question, months: Months, bills: Sequence[BillRecord]) -> str:
    if len(bills) == len(months.all()):
        return months.label
    return _span(bills)


def _partial_note(question: Question, months: Months, bills: Sequence[BillRecord]) -> str:
    """That a part of the time only is on record."""
    newest = records.latest_bills(question.session, question.account.id, 1)[0].month
    billed = {bill.month for bill in bills}
    if any(month < newest and month not in billed for month in months.all()):
        return f"{months.label}只有{_span(bills)}的记录。"
    return ""


def compare(
    question: Question,
    months: Months,
    bills: Sequence[BillRecord],
    found: dict[Any, BillRecord],
) -> list[Comparison]:
    """The comparisons that the records allow: with the month before, with a year ago."""
    comparisons = []
    if months.single:
        before = found.get(wording.add_months(months.first, -1))
        if before is not None:
            comparisons.append(compared(question, "和上个月比", [(before, bills[0])]))
    pairs = [
        (found[wording.add_months(bill.month, -12)], bill)
        for bill in bills
        if wording.add_months(bill.month, -12) in found
    ]
    if pairs:
        label = "和去年同月比" if months.single else "和去年同期比"
        comparisons.append(compared(question, label, pairs))
    return comparisons


def _months(question: Question, period: Period | None, newest: BillRecord) -> tuple[Months, str]:
    """The months to explain, and a sentence where they aren't the ones asked about."""
    latest = Months(newest.month, newest.month, wording.month(newest.month))
    if period is None:
        return latest, ""
    months = months_of(period)
    if months.first > newest.month:
        return latest, f"{months.label}的账单还没有出，先说说最近一期。"
    if months.last > newest.month:
        label = wording.month_span(months.first, newest.month)
        return Months(months.first, newest.month, label), ""
    return months, ""


def _none(question: Question, months: Months) -> Answer:
    known = records.billed_months(question.session, question.account.id)
    available = wording.month_span(*known) if known else ""
    return question.answer(
        "utter_bill_none", label=months.label, available=available, opened_note=""
    )


def compared(
    question: Question, label: str, pairs: Sequence[tuple[BillRecord, BillRecord]]
) -> Comparison:
    """The difference of bills, pair by pair, the parts added up.

    Args:
        question: whose.
        label: what is compared with, in words.
        pairs: the earlier and the later bill of each.
    """
    base = Side(_span(pair[0] for pair in pairs), tuple(pair[0] for pair in pairs))
    current = Side(_span(pair[1] for pair in pairs), tuple(pair[1] for pair in pairs))
    cost = cost_of(question.prices, question.account)
    try:
        found = summed(
            parts(situation_of(b), b.amount, situation_of(c), c.amount, cost) for b, c in pairs
        )
    except NotComputable:
        return Comparison(label, base, current, None)
    return Comparison(label, base, current, tuple(found))


def _span(bills: Any) -> str:
    return wording.month_ranges(bill.month for bill in bills)


def main_reason(question: Question, comparison: Comparison) -> str:
    """The largest part of what drove the change its way: 每天平均多用了3.2度（…），多花46.10元."""
    if comparison.parts is None:
        return ""
    sign = 1 if comparison.change >= 0 else -1
    drove = [part for part in comparison.parts if part.amount * sign > 0]
    if not drove:
        return ""
    return sentence(question, comparison, max(drove, key=lambda part: abs(part.amount)))


def _told(question: Question, comparison: Comparison, bills: int) -> str:
    """比上个月（98.20元）多35.10元，主要是每天平均多用了3.2度，多花46.10元."""
    change = comparison.change
    span = f"{comparison.base.label}，" if len(comparison.base.bills) > 1 else ""
    part = "" if len(comparison.current.bills) == bills else f"其中{comparison.current.label}"
    course = f"{wording.money(comparison.base.amount)}元、{wording.kwh(comparison.base.kwh)}度"
    base = f"{_base(question, comparison)}（{span}{course}）"
    if change == 0:
        return f"{part}和{base}一样"
    head = f"{part}比{base}{wording.more(change)}{wording.money(abs(change))}元"
    if comparison.parts is None:
        return f"{head}；当时的电价资料不全，没法再细分原因"
    reason = main_reason(question, comparison)
    return f"{head}，主要是{reason}" if reason else head


def _base(question: Question, comparison: Comparison) -> str:
    """前一个月, 去年同月 or 2024年同期."""
    base = _BASES[comparison.label]
    if base == "前一个月":
        return base
    year = comparison.base.bills[0].month.year
    return f"{'去年' if year == question.today.year - 1 else f'{year}年'}{base}"


def _short(question: Question, comparison: Comparison) -> str:
    """比去年同月多30.20元, the comparison that isn't told in full."""
    change = comparison.change
    base = _base(question, comparison)
    if change == 0:
        return f"和{base}一样"
    return f"比{base}{wording.more(change)}{wording.money(abs(change))}元"


def sentence(question: Question, comparison: Comparison, part: Part) -> str:
    """One part in plain words, without a full stop."""
    return f"{_reason(question, comparison, part)}，{wording.costs(part.amount)}"


def _reason(question: Question, comparison: Comparison, part: Part) -> str:
    base, current = comparison.base, comparison.current
    if part.factor == "price":
        return _price_reason(question, current)
    if part.factor == "plan":
        return _plan_reason(base, current)
    if part.factor == "days":
        more = current.days - base.days
        return f"计费{current.days}天，{'多' if more > 0 else '少'}{abs(more)}天"
    if part.factor == "usage":
        more_kwh = current.per_day - base.per_day
        told = wording.per_day if abs(more_kwh) >= Decimal("0.1") else wording.kwh
        return (
            f"每天平均{'多' if more_kwh > 0 else '少'}用了{told(abs(more_kwh))}度"
            f"（{told(base.per_day)}→{told(current.per_day)}度）"
        )
    if part.factor == "peak_share":
        return _peak_reason(base, current)
    if part.factor == "tier":
        return _tier_reason(question, base, current, part.amount)
    return "账单有过调整"


def _price_reason(question: Question, current: Side) -> str:
    try:
        price = question.prices.get(current.bills[-1].price_set_id)
    except PriceUnknown:
        return "电价有调整"
    return f"电价有调整（现行的{wording.day(price.valid_from)}起执行）"


def _plan_reason(base: Side, current: Side) -> str:
    before, after = base.bills[-1], current.bills[-1]
    reasons = []
    if before.time_of_use != after.time_of_use:
        reasons.append("改按峰谷电价计费" if after.time_of_use else "不再按峰谷电价计费")
    if before.household_size != after.household_size:
        reasons.append("一户多人口的登记有变化")
    if before.welfare != after.welfare:
        reasons.append("免费电量有变化")
    return "、".join(reasons) or "计价方式有变化"


def _peak_reason(base: Side, current: Side) -> str:
    before, after = base.peak_share, current.peak_share
    if before is None or after is None:
        return "峰谷用电的比例有变化"
    told = [wording.percent(share) for share in (before, after)]
    if told[0] == told[1]:
        told = [wording.percent(share, digits=1) for share in (before, after)]
    if told[0] == told[1]:
        return "高峰时段用电的占比略有变化"
    return f"高峰时段用电的占比从{told[0]}变为{told[1]}"


def _tier_reason(question: Question, base: Side, current: Side, amount: Decimal) -> str:
    before, after = _top_tier(question, base.bills[-1]), _top_tier(question, current.bills[-1])
    new_year = base.bills[-1].month.year != current.bills[-1].month.year
    if amount > 0:
        if after is not None and before is not None and after > before:
            return f"累计用电进入了{wording.tier(after)}"
        if after is not None and after > 1:
            return f"有更多的电量算在{wording.tier(after)}"
        return "阶梯档位有变化"
    if new_year and len(current.bills) == 1 and current.bills[0].month.month < 3:
        return "新的一年阶梯电量重新算起"
    return "算在高档的电量少了"


def _top_tier(question: Question, bill: BillRecord) -> int | None:
    """The tier that the last kWh of a bill lies in."""
    situation = situation_of(bill)
    try:
        price = question.prices.get(bill.price_set_id)
        used = bill.kwh + (bill.year_kwh_before if price.tier_period == "year" else Decimal(0))
        return standing(
            price, used, terms_of(question.account, situation.plan), bill.period_end
        ).tier
    except PriceUnknown:
        return None


def comparison_card(question: Question, comparison: Comparison) -> dict[str, Any]:
    """A comparison as the card `bill_change` shows it."""
    if comparison.parts is None:
        shown = [
            {
                "factor": "other",
                "label": "无法细分",
                "amount": wording.money(comparison.change),
                "sentence": "当时的电价资料不全，没法细分原因",
            }
        ]
    else:
        shown = [
            {
                "factor": CARD_FACTORS[part.factor][0],
                "label": CARD_FACTORS[part.factor][1],
                "amount": wording.money(part.amount),
                "sentence": sentence(question, comparison, part),
            }
            for part in comparison.parts
            if part.amount
        ]
    return {
        "label": comparison.label,
        "base": comparison.base.card(),
        "change": wording.money(comparison.change),
        "parts": shown,
    }


def _doubts(question: Question, bill: BillRecord) -> list[Any]:
    """Reasons to offer a check; an estimate in the month before is made up for in this one."""
    found = records.readings(
        question.session, question.account.id, wording.add_months(bill.month, -1), bill.month
    )
    reasons = doubts([reading for reading in found if reading.month == bill.month], question.today)
    before = doubts([reading for reading in found if reading.month != bill.month], question.today)
    return reasons + [doubt for doubt in before if doubt.reason == "estimated"]


def _check_note(notes: Sequence[Any]) -> str:
    if not notes:
        return ""
    return "".join(note.sentence for note in notes) + "需要的话，我可以帮您登记核查电表。"


def _highest_days(question: Question, bill: BillRecord) -> str:
    days = records.days(question.session, question.account.id, bill.period_start, bill.period_end)
    highest = sorted(days, key=lambda found: (-found.kwh, found.day))[:3]
    average = sum((found.kwh for found in days), Decimal(0)) / max(len(days), 1)
    if len(days) < FEWEST_DAYS or highest[0].kwh < average * NOTABLE:
        return ""
    told = "、".join(
        f"{wording.short_day(found.day)}（{wording.kwh(found.kwh)}度）" for found in highest
    )
    return f"这期用电最多的几天是{told}。"


def _price_note(question: Question, comparisons: Sequence[Comparison]) -> str:
    """The date of the price, where a changed price is one of the reasons."""
    changed = any(
        part.factor == "price" and part.amount for c in comparisons for part in c.parts or ()
    )
    if not changed:
        return ""
    price = price_set(question, comparisons[0].current.bills[-1].price_set_id)
    return "" if price is None else price_note(price)
