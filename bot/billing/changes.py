"""By how much one time differs from another: months, or the same months of two years."""

from __future__ import annotations

import re
from datetime import date

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.explanation import Comparison, compared, comparison_card, main_reason
from bot.billing.question import Asked, Question
from bot.billing.spans import Span, same_months, span_of
from bot.billing.sums import about_energy, told
from bot.periods import Period
from bot.periods.period import last_day, months_later, of_days, of_month, of_span, of_year

_BESIDE_IT = re.compile("(?:那|这[期个]?月?|本期|最近一期|现在)*(?:比|跟|和|同|较)")


def difference(question: Question, asked: Asked) -> Answer | None:
    """How much more or less: between two named times, or against the month or the year before.

    None where one of the two has no bill.
    """
    sides = _sides(question, asked)
    if sides is None:
        return None
    later, earlier, base_label = sides
    if not later.bills or not earlier.bills:
        return None
    energy = about_energy(asked)
    value = later.kwh - earlier.kwh if energy else later.amount - earlier.amount
    comparison = None
    if len(later.bills) == len(earlier.bills):
        pairs = list(zip(earlier.bills, later.bills, strict=True))
        comparison = compared(question, f"和{base_label}比", pairs)
    return question.answer(
        "utter_difference" if value else "utter_difference_none",
        _card(question, later, comparison),
        label=later.label,
        what="用电" if energy else "电费",
        value=told(later.kwh if energy else later.amount, energy),
        base_label=base_label,
        base=told(earlier.kwh if energy else earlier.amount, energy),
        more=wording.more(value),
        difference=told(abs(value), energy),
        other=_other_told(later, earlier, energy=energy),
        reason_note=_reason_note(question, asked, comparison),
    )


def _other_told(later: Span, earlier: Span, *, energy: bool) -> str:
    """，用电少182.4度（363.25→180.85度）: the kWh beside the money, or the money beside the kWh."""
    if energy:
        other = later.amount - earlier.amount
        return f"，电费{wording.more(other)}{told(abs(other), False)}" if other else ""
    other = later.kwh - earlier.kwh
    if not other:
        return ""
    course = f"{wording.kwh(earlier.kwh)}→{wording.kwh(later.kwh)}度"
    return f"，用电{wording.more(other)}{told(abs(other), True)}（{course}）"


def _card(
    question: Question, later: Span, comparison: Comparison | None
) -> dict[str, object] | None:
    if comparison is None:
        return None
    return {
        "schema": "bill_change",
        "account": question.masked_account,
        "current": {
            "label": later.label,
            "kwh": wording.kwh(later.kwh),
            "amount": wording.money(later.amount),
            "days": later.days,
        },
        "comparisons": [comparison_card(question, comparison)],
    }


def _reason_note(question: Question, asked: Asked, comparison: Comparison | None) -> str:
    if not asked.aspect.why or comparison is None:
        return ""
    reason = main_reason(question, comparison)
    return f"主要是{reason}。" if reason else ""


def _sides(question: Question, asked: Asked) -> tuple[Span, Span, str] | None:
    """The later and the earlier stretch, made comparable, and how the earlier is called."""
    newest = records.latest_bills(question.session, question.account.id, 1)
    if not newest:
        return None
    current, base = _periods(question, asked, newest[0].month)
    later, earlier = span_of(question, current), span_of(question, base)
    apart = wording.months_between(base.start.replace(day=1), current.start.replace(day=1))
    if len(current.months) == len(base.months) and len(current.months) > 1:
        later, earlier = same_months(later, earlier, apart)
    return later, earlier, _base_label(later, earlier, apart)


def _base_label(later: Span, earlier: Span, apart: int) -> str:
    if apart == 12 and len(later.bills) > 1 and earlier.label != f"{earlier.bills[0].month.year}年":
        return f"去年同期（{earlier.label}）"
    return earlier.label


def _periods(question: Question, asked: Asked, newest: date) -> tuple[Period, Period]:
    """What is compared, the later first."""
    periods = list(asked.periods)
    this_year = of_year(question.today.year)
    if len(periods) >= 2:
        later, earlier = sorted(periods[:2], key=lambda one: one.start, reverse=True)
        if earlier.granularity == "year" and later.granularity != "year":
            # 上个月电费比去年多: the same month a year ago, not the whole of it.
            earlier = a_year_before(later)
        return later, earlier
    if len(periods) == 1 and "同期" in asked.text and periods[0].end < question.today:
        return _now_and_then(question, periods[0], newest, asked.text)
    alone = len(periods) == 1 and periods[0].granularity == "month"
    if alone and periods[0].end < newest and _BESIDE_IT.match(asked.text):
        # 比九月贵了几块 names what the newest bill is compared with.
        return of_month(newest.year, newest.month), periods[0]
    if not periods:
        current = of_month(newest.year, newest.month)
    else:
        current = periods[0]
        year_before = current.granularity == "year" and current.start.year < question.today.year
        if year_before and asked.aspect.a_year_ago:
            return this_year, current
    if asked.aspect.a_year_ago or len(current.months) > 1:
        return current, a_year_before(current)
    before = months_later(current.start.replace(day=1), -1)
    return current, of_month(before.year, before.month)


def _now_and_then(
    question: Question, base: Period, newest: date, text: str
) -> tuple[Period, Period]:
    """和去年同期比 alone: the half year, the year or the month now, and the same a year ago."""
    if "半年" in text:
        current = of_span(wording.add_months(newest, -5), last_day(newest.year, newest.month))
    elif base.granularity == "year":
        current = of_year(question.today.year)
    else:
        current = of_month(newest.year, newest.month)
    return current, a_year_before(current)


def a_year_before(period: Period) -> Period:
    """The same days a year earlier."""
    if period.granularity == "month":
        return of_month(period.start.year - 1, period.start.month)
    return of_days(months_later(period.start, -12), months_later(period.end, -12))
