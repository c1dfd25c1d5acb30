"""How much late fee, why, and until when: now, on a coming day, of one bill; fees that were charged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, course_of, is_residential, owed, rules
from bot.billing.question import Asked, Question
from bot.billing.records import BillRecord, SettlementRecord
from bot.cards import Card
from bot.clock import SHANGHAI
from bot.periods import find
from bot.periods.period import of_year
from bot.tariffs import LateFee

if TYPE_CHECKING:
    from bot.periods import Period

CHARGED_MONTHS = 12
"""How far back late fees that were paid are told."""

MOST_TOLD = 4
"""Bills told one by one in words."""


def late_fee(question: Question, asked: Asked | None = None) -> Answer:
    """The late fee that runs, the ones charged in the last year, or the rule alone.

    With a month the fee of that month's bill.
    """
    open_ones = overdue(question)
    months = _months(asked)
    if months:
        mine = [one for one in open_ones if one.bill.month in months]
        if mine:
            open_ones = mine
        else:
            answer = charged(question, asked.period) if asked and asked.period else None
            if answer is not None:
                return answer
    if open_ones:
        return _running_answer(question, open_ones)
    since = wording.add_months(question.this_month, -CHARGED_MONTHS)
    found = records.charged_late_fees(question.session, question.account.id, since)
    if not found:
        return question.answer("utter_late_fee_none", **_rule(question))
    return _charged_answer(question, found, "最近一年", now="现在没有在计的违约金；")


def overdue(question: Question) -> list[Owed]:
    """The bills whose due day has passed, oldest first."""
    unpaid = records.unpaid_bills(question.session, question.account.id)
    return [one for one in owed(question, unpaid) if one.overdue]


def _months(asked: Asked | None) -> tuple[date, ...]:
    if asked is None or asked.period is None or asked.period.granularity != "month":
        return ()
    return asked.period.months


def _running_answer(question: Question, open_ones: Sequence[Owed]) -> Answer:
    total = sum((one.late_fee for one in open_ones), Decimal(0))
    items = [_running(one) for one in open_ones]
    told = "、".join(
        f"{wording.month(one.bill.month)}{wording.money(one.late_fee)}元"
        for one in open_ones[:MOST_TOLD]
    )
    return question.answer(
        "utter_late_fee_one" if len(open_ones) == 1 else "utter_late_fee",
        _card(question, items, total, settled=False),
        **_rule(question),
        total=wording.money(total),
        label=wording.month(open_ones[0].bill.month),
        unpaid=wording.money(open_ones[0].bill.unpaid),
        days=str(open_ones[0].days_overdue),
        items=told,
        capped_note="（已到上限）" if open_ones[0].course and open_ones[0].course.capped else "",
        tomorrow_note=_tomorrow_note(open_ones),
    )


def charged(question: Question, period: Period | None) -> Answer | None:
    """Late fees that were paid: of the bill of a month, or with the payments of a time.

    None where none was paid and nothing says that none was due.
    """
    if period is None:
        period = of_year(question.today.year)
    everything = records.charged_late_fees(question.session, question.account.id, date.min)
    if period.granularity == "month":
        running = [one for one in overdue(question) if one.bill.month == period.start]
        if running:
            return _running_answer(question, running)
        found = [(bill, paid) for bill, paid in everything if bill.month == period.start]
    else:
        found = [
            (bill, paid)
            for bill, paid in everything
            if period.start <= paid.paid_at.astimezone(SHANGHAI).date() <= period.end
        ]
    if not found:
        return question.answer("utter_late_fee_not_charged", label=period.label)
    return _charged_answer(question, found, period.label)


def _charged_answer(
    question: Question,
    found: Sequence[tuple[BillRecord, SettlementRecord]],
    label: str,
    now: str = "",
) -> Answer:
    items = [_charged(question, bill, settlement) for bill, settlement in found]
    total = sum((settlement.late_fee for _, settlement in found), Decimal(0))
    told = "、".join(
        f"{wording.month(bill.month)}的{wording.money(paid.late_fee)}元"
        f"（{wording.shown_day(paid.paid_at.astimezone(SHANGHAI).date(), question.today)}交）"
        for bill, paid in found[-MOST_TOLD:]
    )
    if len(found) > MOST_TOLD:
        told = f"最近{MOST_TOLD}笔是{told}"
    paid_on = found[-1][1].paid_at.astimezone(SHANGHAI).date()
    return question.answer(
        "utter_late_fee_charged_one" if len(found) == 1 else "utter_late_fee_charged",
        _card(question, items, total, settled=True),
        **_rule(question),
        label=wording.month(found[0][0].month) if len(found) == 1 else label,
        day=wording.shown_day(paid_on, question.today),
        due_on=wording.shown_day(found[-1][0].due_on, question.today),
        total=wording.money(total),
        count=str(len(found)),
        items=told,
        now_note=now,
    )


def pay_on(question: Question, asked: Asked) -> Answer | None:
    """What has to be paid on a coming day: the principal and the late fee by then.

    Of the bill of a month that is named beside the day, else of all that is open.
    """
    day = coming_day(question, asked)
    if day is None:
        return None
    months = [
        month
        for period in asked.periods
        if period.granularity == "month" and period.end < question.today
        for month in period.months
    ]
    unpaid = records.unpaid_bills(question.session, question.account.id)
    unpaid = [bill for bill in unpaid if not months or bill.month in months]
    if not unpaid:
        return question.answer("utter_pay_on_nothing", day=wording.shown_day(day, question.today))
    later = question.on(day)
    then = owed(later, unpaid)
    principal = sum((one.bill.unpaid for one in then), Decimal(0))
    fee = sum((one.late_fee for one in then), Decimal(0))
    now = sum((one.late_fee for one in owed(question, unpaid)), Decimal(0))
    return question.answer(
        "utter_pay_on_fee" if asked.aspect.names("late_fee") or months else "utter_pay_on",
        which=f"{wording.month(unpaid[0].month)}的电费" if months and len(unpaid) == 1 else "",
        day=wording.shown_day(day, question.today),
        total=wording.money(principal + fee),
        principal=wording.money(principal),
        fee=wording.money(fee),
        more_note=f"（比今天多{wording.money(fee - now)}元）" if fee > now else "",
        count=str(len(then)),
    )


def coming_day(question: Question, asked: Asked) -> date | None:
    """The day that is meant by 12月10号 or 拖到过年 where something is still to be paid: the next one."""
    for one in asked.periods:
        day = _coming(question, one, asked.text)
        if day is not None:
            return day
    ahead = (one.period.start for one in find(asked.text, question.today, tense="coming"))
    return next((day for day in ahead if day >= question.today), None)


def _coming(question: Question, period: Period, text: str) -> date | None:
    day = period.end if period.days > 1 else period.start
    if day >= question.today:
        return day
    if period.granularity != "day" or str(day.year) in text or "去年" in text:
        return None
    try:
        nearest = day.replace(year=question.today.year)
        return nearest if nearest >= question.today else day.replace(year=question.today.year + 1)
    except ValueError:
        return None


def steps(question: Question, asked: Asked) -> Answer:
    """How the fee comes about, step by step: unpaid × rate × days of each bill, and the sum."""
    open_ones = overdue(question)
    months = _months(asked)
    open_ones = [one for one in open_ones if one.bill.month in months] or open_ones
    told = []
    for one in open_ones[:MOST_TOLD]:
        if one.course is None:
            continue
        parts = "＋".join(
            f"{wording.money(part.unpaid)}×{_rate(part.rate)}×{part.days}天"
            for part in one.course.parts
        )
        told.append(f"{wording.month(one.bill.month)}：{parts}＝{wording.money(one.late_fee)}元")
    if not told:
        return question.answer("utter_late_fee_rule", **_rule(question))
    total = sum((one.late_fee for one in open_ones), Decimal(0))
    items = [_running(one) for one in open_ones]
    return question.answer(
        "utter_late_fee_steps",
        _card(question, items, total, settled=False),
        **_rule(question),
        steps="；".join(told),
        total=wording.money(total),
    )


def per_day(question: Question) -> Answer:
    """What another day costs."""
    growing = _growing(overdue(question))
    rate = rules(question.settings).residential
    if not is_residential(question):
        rate = rules(question.settings).other_same_year
    if not growing:
        return question.answer("utter_late_fee_rule", **_rule(question))
    return question.answer(
        "utter_late_fee_per_day",
        amount=wording.money(growing),
        unpaid=wording.money(sum((one.bill.unpaid for one in overdue(question)), Decimal(0))),
        rate=_rate(rate),
    )


def runs_on(question: Question) -> Answer:
    """还在涨吗: whether the fee goes on until all is paid, also while the supply is cut off."""
    open_ones = overdue(question)
    growing = _growing(open_ones)
    if not growing:
        return question.answer("utter_late_fee_rule", **_rule(question))
    total = sum((one.late_fee for one in open_ones), Decimal(0))
    return question.answer(
        "utter_late_fee_runs_on", total=wording.money(total), amount=wording.money(growing)
    )


def cap(question: Question) -> Answer:
    """The most a late fee can become, in general and for what is owed."""
    rule = rules(question.settings)
    if rule.cap is None:
        return question.answer("utter_late_fee_no_cap", **_rule(question))
    open_ones = overdue(question)
    most = sum((one.bill.unpaid * rule.cap for one in open_ones), Decimal(0))
    own = f"您现在欠的最多收到{wording.money(most)}元。" if open_ones else ""
    return question.answer(
        "utter_late_fee_cap",
        cap=wording.percent(rule.cap),
        own_note=own,
        source=rule.source,
    )


def since(question: Question, asked: Asked) -> Answer | None:
    """From when the fee runs, and how long something has been overdue."""
    open_ones = overdue(question)
    months = _months(asked)
    open_ones = [one for one in open_ones if one.bill.month in months] or open_ones
    if not open_ones:
        return None
    label = wording.month(open_ones[0].bill.month)
    return question.answer("utter_late_fee_since", label=label, **_since_facts(question, open_ones))


def owed_since(question: Question) -> Answer | None:
    """Since which bill something has been open, and how long; None where nothing is overdue."""
    open_ones = overdue(question)
    return (
        question.answer("utter_owed_since", **_since_facts(question, open_ones))
        if open_ones
        else None
    )


def _since_facts(question: Question, open_ones: Sequence[Owed]) -> dict[str, str]:
    """The oldest of some overdue bills: its month, when it was due, and for how long it has been overdue."""
    oldest = open_ones[0]
    start = date.fromordinal(oldest.bill.due_on.toordinal() + 1)
    return {
        "point": wording.month(oldest.bill.month),
        "due_on": wording.shown_day(oldest.bill.due_on, question.today),
        "day": wording.shown_day(start, question.today),
        "days": str(oldest.days_overdue),
        "count": str(len(open_ones)),
    }


def _rule(question: Question) -> dict[str, str]:
    rule = rules(question.settings)
    sentences = rule.sentences(residential=is_residential(question))
    return {
        "rule": "".join(_with_stop(sentence) for sentence in sentences),
        "rule_short": _with_stop(sentences[0]),
        "source": rule.source,
    }


def _rate(rate: Decimal) -> str:
    return f"{wording.kwh(rate * 1000)}‰"


def _growing(open_ones: Sequence[Owed]) -> Decimal:
    return sum(
        (
            one.course.unpaid * one.course.rate
            for one in open_ones
            if one.course is not None and not one.course.capped
        ),
        Decimal(0),
    )


def _tomorrow_note(open_ones: Sequence[Owed]) -> str:
    """What another day costs; nothing where the cap is reached."""
    growing = _growing(open_ones)
    if growing < Decimal("0.01"):
        return ""
    return f"没交清之前，每天大约再加{wording.money(growing)}元。"


def _running(one: Owed) -> dict[str, Any]:
    course = one.course
    if course is None:
        raise ValueError("a bill that isn't overdue has no late fee")
    return _item(
        one.bill,
        course.unpaid,
        course.until,
        one.late_fee,
        course,
    ) | {"days": course.days}


def _charged(question: Question, bill: BillRecord, settlement: SettlementRecord) -> dict[str, Any]:
    paid_on = settlement.paid_at.astimezone(SHANGHAI).date()
    course = course_of(question, bill, [settlement], paid_on)
    return _item(
        bill,
        settlement.amount,
        paid_on,
        settlement.late_fee,
        course,
    )


def _item(
    bill: BillRecord,
    unpaid: Decimal,
    until: date,
    fee: Decimal,
    course: LateFee,
) -> dict[str, Any]:
    return {
        "label": f"{wording.month(bill.month)}电费",
        "unpaid": wording.money(unpaid),
        "from": course.start.isoformat(),
        "until": until.isoformat(),
        "days": max((until - course.start).days + 1, 0),
        "rate": _rate_told(course),
        "fee": wording.money(fee),
        "capped": course.capped,
    }


def _rate_told(course: LateFee) -> str:
    """“1‰”; over the year's end both rates that made the sum: “2‰、1月1日起3‰”."""
    last = _per_mille(course.rate)
    first = next((part.rate for part in course.parts if part.rate != course.rate), None)
    if first is None:
        return last
    since = next(part.start for part in course.parts if part.rate == course.rate)
    where = "跨年部分" if since == course.start else f"{wording.short_day(since)}起"
    return f"{_per_mille(first)}、{where}{last}"


def _per_mille(rate: Decimal) -> str:
    return f"{wording.kwh(rate * 1000)}‰"


def _with_stop(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "；", "！")) else f"{sentence}。"


def _card(
    question: Question, items: Sequence[dict[str, Any]], total: Decimal, *, settled: bool
) -> Card:
    rule = rules(question.settings)
    return {
        "schema": "late_fee",
        "account": question.masked_account,
        "items": list(items),
        "total": wording.money(total),
        "rule": list(rule.sentences(residential=is_residential(question))),
        "source": rule.source,
        "settled": settled,
    }
