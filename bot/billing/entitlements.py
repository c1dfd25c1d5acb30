"""一户多人口 and 低保: what is registered, until when, and what it gives on the bill."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.charges import plan_of, terms_of
from bot.billing.citations import current_price_set
from bot.billing.question import Asked, Question
from bot.billing.records import BillRecord
from bot.billing.spans import span_of
from bot.periods.period import of_year
from bot.tariffs import PriceUnknown, standing

_ONE_MONTH = re.compile("[0-9一二三四五六七八九十]月|[上这本当]个?月")


def household(question: Question, asked: Asked) -> Answer:
    """The registration of 一户多人口: until when, how many persons, what it gives."""
    account = question.account
    price = current_price_set(question)
    rule = price.household if price is not None else None
    if account.household_size is None:
        if rule is None:
            return question.answer("utter_household_none")
        return question.answer(
            "utter_household_none_rule",
            persons=str(rule.persons),
            extra=wording.kwh(rule.extra_kwh_per_month),
        )
    until = account.household_valid_until
    facts = {
        "persons": str(account.household_size),
        "until": wording.day(until) if until else "",
        "left": str((until - question.today).days) if until else "",
    }
    if until is not None and until < question.today:
        return question.answer("utter_household_over", **facts)
    if asked.aspect.kind in ("until", "when", "since") and until is not None:
        return question.answer("utter_household_until", **facts)
    if price is None or rule is None:
        return question.answer("utter_household_registered", **facts, until_note=_until(facts))
    own, usual = _second_tier(question, registered=True), _second_tier(question, registered=False)
    if own is None or usual is None or asked.aspect.kind == "persons":
        return question.answer("utter_household_registered", **facts, until_note=_until(facts))
    return question.answer(
        "utter_household_gives",
        **facts,
        extra=wording.kwh(rule.extra_kwh_per_month),
        own=wording.kwh(own),
        usual=wording.kwh(usual),
        cycle="每年" if price.tier_period == "year" else "每月",
        until_note=_until(facts),
    )


def _until(facts: dict[str, str]) -> str:
    return f"登记有效到{facts['until']}。" if facts["until"] else ""


def _second_tier(question: Question, *, registered: bool) -> Decimal | None:
    """The kWh from which the second tier begins, with and without the registration."""
    price = current_price_set(question)
    if price is None:
        return None
    terms = terms_of(question.account, plan_of(question.account, price, question.today))
    if not registered:
        terms = replace(terms, household_size=None)
    try:
        return standing(price, Decimal(0), terms, question.today).steps[0].to_kwh
    except PriceUnknown:
        return None


def welfare(question: Question, asked: Asked) -> Answer:
    """Whether the free kWh were taken off the bill that is asked about, and how many."""
    account = question.account
    if account.welfare is None:
        return question.answer("utter_welfare_none")
    kind = wording.WELFARE.get(account.welfare, "免费电量")
    price = current_price_set(question)
    rule = price.welfare if price is not None else None
    per_month = wording.kwh(rule.free_kwh_per_month) if rule else ""
    newest = records.latest_bills(question.session, account.id, 1)
    one_month = asked.period is not None and len(asked.period.months) == 1
    if asked.aspect.asks("sum") and not (one_month and _ONE_MONTH.search(asked.text)):
        return _together(question, asked, kind)
    bill = _asked_bill(question, asked)
    to_come = asked.period is not None and newest and asked.period.start > newest[0].month
    if bill is None and to_come and asked.period is not None and rule is not None:
        return question.answer(
            "utter_welfare_to_come",
            kind=kind,
            label=asked.period.label,
            kwh=per_month,
            latest=wording.month(newest[0].month),
            latest_kwh=wording.kwh(_free(question, newest[0])[0]),
        )
    bill = bill or (newest[0] if newest else None)
    if bill is None:
        return question.answer("utter_bill_none_at_all")
    kwh, amount = _free(question, bill)
    if not kwh:
        return question.answer("utter_welfare_not_used", kind=kind, label=wording.month(bill.month))
    if asked.aspect.asks("without"):
        return question.answer(
            "utter_welfare_without",
            kind=kind,
            label=wording.month(bill.month),
            whole=wording.money(bill.amount + amount),
            paid=wording.money(bill.amount),
            amount=wording.money(amount),
            kwh=wording.kwh(kwh),
        )
    each = asked.aspect.by == "month" and bool(per_month)
    return question.answer(
        "utter_welfare_per_month" if each else "utter_welfare_used",
        kind=kind,
        label=wording.month(bill.month),
        kwh=wording.kwh(kwh),
        amount=wording.money(amount),
        per_month=per_month or wording.kwh(kwh),
    )


def _together(question: Question, asked: Asked, kind: str) -> Answer:
    """The free kWh of several bills: those of the running year where no time is named."""
    several = asked.period is not None and len(asked.period.months) > 1
    year = of_year(question.today.year)
    span = span_of(question, asked.period if several else year)
    free = [_free(question, bill) for bill in span.bills]
    return question.answer(
        "utter_welfare_together",
        kind=kind,
        label=span.label,
        count=str(len([one for one in free if one[0]])),
        kwh=wording.kwh(sum((one[0] for one in free), Decimal(0))),
        amount=wording.money(sum((one[1] for one in free), Decimal(0))),
    )


def _asked_bill(question: Question, asked: Asked) -> BillRecord | None:
    if asked.period is None:
        return None
    month = asked.period.start.replace(day=1)
    found = records.bills(question.session, question.account.id, month, asked.period.end)
    return found[-1] if found else None


def _free(question: Question, bill: BillRecord) -> tuple[Decimal, Decimal]:
    """Free kWh of a bill and what they saved, in 元."""
    free = [one for one in records.lines(question.session, bill.id) if one.kind == "free"]
    kwh = sum((-one.kwh for one in free if one.kwh is not None), Decimal(0))
    return kwh, sum((-one.amount for one in free), Decimal(0))
