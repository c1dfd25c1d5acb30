"""Single facts about the tiers: when one was reached, how far beyond, from where it begins, what is next."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.billing import prices, records, wording
from bot.billing.answers import Answer
from bot.billing.aspects import read_aspect
from bot.billing.charges import charge, plan_of, situation_of, terms_of
from bot.billing.citations import current_price_set, price_note, price_set
from bot.billing.difference import NotComputable
from bot.billing.price_facts import PriceFact
from bot.billing.question import Asked, Question
from bot.billing.spans import span_of
from bot.billing.tiers import (
    Position,
    next_price,
    position,
    projection_note,
    tier_at,
    tiers_card,
)
from bot.periods.period import of_year
from bot.tariffs import PriceSet, PriceUnknown, Standing, standing


@dataclass(frozen=True)
class Place:
    """Where an account stands, with all that it is told from."""

    price: PriceSet
    found: Position
    standing: Standing

    @property
    def yearly(self) -> bool:
        """Whether the kWh are counted by the year."""
        return self.price.tier_period == "year"

    def begins(self, tier: int) -> Decimal | None:
        """The kWh above which a tier lies; None where there is no such tier."""
        return next(
            (step.from_kwh for step in self.standing.steps if step.tier == tier and tier > 1), None
        )


def place_of(question: Question) -> Place | None:
    """Where an account stands; None where it has no tiers or their rule isn't known."""
    price = current_price_set(question)
    if price is None or price.tier_period == "none":
        return None
    terms = terms_of(question.account, plan_of(question.account, price, question.today))
    try:
        found = position(question, price)
        return Place(price, found, standing(price, found.used, terms, question.today))
    except PriceUnknown:
        return None


_PAST = re.compile("(?:升|跳|到|进|爬|跨|上|超|踩|越|迈|过)(?:上|进|过)?(?:去|来)?(?:了|的)")
"""Asks when something happened, not when it will."""
_BEYOND = re.compile(
    "(?:(?<!跳)过|超(?:出|过)?|越过?|用[完光满])(?:了|的|掉)*第?[头一二12]个?[档挡]|第?[头一二12]个?[档挡]的?(?:电|量|额度)*(?:就|都|是)*(?:.{0,3}(?:过|超)(?:了|的|完|掉)|用[完光满])"
)
"""Asks when a tier was left."""


def reached(question: Question, asked: Asked) -> Answer | None:
    """When a tier was entered (the present one, or the one that is named), or that it wasn't."""
    place = place_of(question)
    if place is None or place.standing.tier is None:
        return None
    year = question.today.year
    if asked.period is not None and asked.period.granularity == "year":
        year = asked.period.start.year
    present = max(place.standing.tier, 2) if year == question.today.year else 2
    # 啥时候升上去的 after what is left to the third: it is the present one that was reached.
    named = read_aspect(asked.intent, asked.text).tier is not None
    tier = (asked.aspect.tier or present) if named or not _PAST.search(asked.text) else present
    if named and _BEYOND.search(asked.text):
        tier += 1  # 几月过的头档: the day on which the next one began
    if place.yearly and year != question.today.year:
        return _in_a_year_before(question, year, tier)
    threshold = place.begins(tier)
    if threshold is None:
        return None
    if place.found.used <= threshold:
        return _not_reached(question, place, tier, threshold)
    entered = _entered(question, year, threshold) if place.yearly else None
    return _passed(question, place, tier, threshold, entered)


def _passed(
    question: Question, place: Place, tier: int, threshold: Decimal, entered: Entered | None = None
) -> Answer:
    return question.answer(
        _reached_response(entered),
        **(entered.facts() if entered else {}),
        label=place.found.label,
        tier=wording.tier(tier),
        threshold=wording.kwh(threshold),
        until=wording.short_day(place.found.until),
        over=wording.kwh(place.found.used - threshold),
        used=wording.kwh(place.found.used),
    )


def _reached_response(entered: Entered | None) -> str:
    if entered is None:
        return "utter_tier_over"
    return "utter_tier_reached" if entered.day else "utter_tier_reached_month"


def _not_reached(question: Question, place: Place, tier: int, threshold: Decimal) -> Answer:
    return question.answer(
        "utter_tier_not_reached",
        label=place.found.label,
        tier=wording.tier(tier),
        threshold=wording.kwh(threshold),
        until=wording.short_day(place.found.until),
        used=wording.kwh(place.found.used),
        left=wording.kwh(threshold - place.found.used),
        projection_note=projection_note(place.found, place.standing),
    )


@dataclass(frozen=True)
class Entered:
    """When a tier was entered.

    Args:
        month: the first day of its month.
        day: None where not all days of the month are measured.
    """

    month: date
    day: date | None

    def facts(self) -> dict[str, str]:
        """2026年9月, and 9月25日 where the day is known."""
        month = wording.month(self.month)
        when = f"{wording.short_day(self.day)}" if self.day else ""
        return {"month": month, "point": month, "when": when}


def _entered(question: Question, year: int, threshold: Decimal) -> Entered | None:
    """When the year's kWh passed a threshold; None where they didn't, or the day isn't measured."""
    bills = records.bills(
        question.session, question.account.id, date(year, 1, 1), date(year, 12, 1)
    )
    used = Decimal(0)
    end = date(year, 1, 1)
    for bill in bills:
        before = bill.year_kwh_before
        used, end = before + bill.kwh, bill.period_end
        if before <= threshold < used:
            days = records.days(
                question.session, question.account.id, bill.period_start, bill.period_end
            )
            day = _day_of(days, before, threshold) if len(days) == bill.days else None
            return Entered(bill.month, day)
    days = records.days(question.session, question.account.id, end, question.today)
    day = _day_of([one for one in days if one.day > end], used, threshold)
    return None if day is None else Entered(day.replace(day=1), day)


def _day_of(days: list[records.DayRecord], used: Decimal, threshold: Decimal) -> date | None:
    for one in days:
        used += one.kwh
        if used > threshold:
            return one.day
    return None


def _in_a_year_before(question: Question, year: int, tier: int) -> Answer | None:
    bills = records.bills(
        question.session, question.account.id, date(year, 1, 1), date(year, 12, 1)
    )
    if not bills:
        return None
    last = bills[-1]
    price = price_set(question, last.price_set_id)
    if price is None:
        return None
    try:
        steps = standing(
            price,
            Decimal(0),
            terms_of(question.account, situation_of(last).plan),
            last.period_end,
        ).steps
    except PriceUnknown:
        return None
    threshold = next((step.from_kwh for step in steps if step.tier == tier), None)
    if threshold is None:
        return None
    used = last.year_kwh_before + last.kwh
    facts = {
        "label": f"{year}年",
        "tier": wording.tier(tier),
        "threshold": wording.kwh(threshold),
        "until": wording.day(last.period_end),
        "used": wording.kwh(used),
    }
    if used <= threshold:
        return question.answer(
            "utter_tier_not_reached",
            **facts,
            left=wording.kwh(threshold - used),
            projection_note="",
        )
    entered = _entered(question, year, threshold)
    return question.answer(
        _reached_response(entered),
        **facts,
        **(entered.facts() if entered else {}),
        over=wording.kwh(used - threshold),
    )


def over(question: Question, asked: Asked) -> Answer | None:
    """How many kWh lie above the tier's beginning: the present one, or the one that is named."""
    place = place_of(question)
    if place is None or place.standing.tier is None:
        return None
    place = _at_end_of(question, asked, place)
    tier = asked.aspect.tier or max(tier_at(place.standing.steps, place.found.used), 2)
    # 超过第一档多少 asks how far the second reaches.
    tier = 2 if tier == 1 else tier
    threshold = place.begins(tier)
    if threshold is None:
        return None
    if place.found.used <= threshold:
        return _not_reached(question, place, tier, threshold)
    return _passed(question, place, tier, threshold)


def _at_end_of(question: Question, asked: Asked, place: Place) -> Place:
    """The place at the end of a month of this year that is named and billed (到十月底超了多少)."""
    period = asked.period
    if period is None or not place.yearly or period.granularity not in ("month", "span", "day"):
        return place
    month = period.end.replace(day=1)
    bills = records.bills(question.session, question.account.id, month, month)
    if not bills or month.year != question.today.year or len(period.months) > 1:
        return place
    used = bills[0].year_kwh_before + bills[0].kwh
    found = replace(place.found, used=used, until=bills[0].period_end, projected=None)
    return replace(place, found=found)


def extra_cost(question: Question, asked: Asked) -> Answer | None:
    """What the higher tiers have added to a month's bill, or to the year's; None where nothing."""
    place = place_of(question)
    if place is None or not place.yearly:
        return None
    if asked.period is not None and asked.period.granularity != "year":
        span = span_of(question, asked.period)
    else:
        span = span_of(question, asked.period or of_year(question.today.year))
    kwh = extra = Decimal(0)
    for bill in span.bills:
        situation = situation_of(bill)
        higher = [
            line
            for line in records.lines(question.session, bill.id)
            if line.tier is not None and line.tier > 1 and line.kwh is not None
        ]
        if not higher:
            continue
        kwh += sum((line.kwh for line in higher if line.kwh is not None), Decimal(0))
        try:
            below = replace(situation, year_kwh_before=Decimal(0))
            extra += bill.amount - charge(question.prices, question.account, below).total
        except NotComputable:
            return None
    if not span.bills:
        return None
    if not kwh:
        return question.answer("utter_tier_no_extra", label=span.label)
    return question.answer(
        "utter_tier_extra", label=span.label, kwh=wording.kwh(kwh), amount=wording.money(extra)
    )


def left(question: Question, asked: Asked) -> Answer | None:
    """How many kWh are left to the next tier, or to the one that is named."""
    place = place_of(question)
    if place is None or place.standing.tier is None:
        return None
    tier = asked.aspect.tier or place.standing.tier + 1
    if tier == place.standing.tier:
        # 第二档还剩多少: to its end, where the next begins.
        tier += 1
    threshold = place.begins(tier)
    if threshold is None:
        return None
    if place.found.used > threshold:
        return over(question, asked)
    return question.answer(
        "utter_tier_left",
        left=wording.kwh(threshold - place.found.used),
        tier=wording.tier(tier),
        threshold=wording.kwh(threshold),
        until=wording.short_day(place.found.until),
        used=wording.kwh(place.found.used),
    )


def thresholds(question: Question, asked: Asked) -> Answer | None:
    """From how many kWh the tiers of this account begin."""
    place = place_of(question)
    if place is None:
        return None
    per = "每年" if place.yearly else "每月"
    steps = [step for step in place.standing.steps if step.tier > 1]
    named = [step for step in steps if step.tier == asked.aspect.tier] or steps
    told = "，".join(
        f"{wording.tier(step.tier)}从{wording.kwh(step.from_kwh)}度以上开始" for step in named
    )
    terms = terms_of(question.account, plan_of(question.account, place.price, question.today))
    return question.answer(
        "utter_tier_thresholds",
        tiers_card(question, place.price, terms, place.found, place.standing),
        cycle=per,
        steps=told,
        extra_note=_extra_note(question, place),
        price_note=price_note(place.price),
    )


def _extra_note(question: Question, place: Place) -> str:
    """That 一户多人口 is in it."""
    plan = plan_of(question.account, place.price, question.today)
    rule = place.price.household
    if plan.household_size is None or rule is None or plan.household_size < rule.persons:
        return ""
    return (
        f"已经算上{plan.household_size}人的一户多人口，"
        f"每月多{wording.kwh(rule.extra_kwh_per_month)}度。"
    )


def restart(question: Question, asked: Asked) -> Answer | None:
    """When the tiers begin anew."""
    place = place_of(question)
    if place is None:
        return None
    if not place.yearly:
        return question.answer("utter_tier_restart_monthly")
    return question.answer(
        "utter_tier_restart",
        day=wording.day(date(question.today.year + 1, 1, 1)),
        used=wording.kwh(place.found.used),
    )


def forecast(question: Question, asked: Asked) -> Answer | None:
    """Where the year may end."""
    place = place_of(question)
    if place is None:
        return None
    note = projection_note(place.found, place.standing)
    if not note:
        return None
    return question.answer(
        "utter_tier_forecast",
        projection_note=note,
        until=wording.short_day(place.found.until),
        used=wording.kwh(place.found.used),
    )


def price_now(question: Question, asked: Asked) -> Answer | None:
    """What the next kWh costs."""
    price = current_price_set(question)
    # a tier that only the question before named isn't meant by 我现在一度几毛
    named = read_aspect(asked.intent, asked.text)
    if price is not None and named.tier and price.tier_period != "none":
        # 第一档一度几毛: that tier's, wherever the account stands
        account = question.account
        band = named.band if account.time_of_use else ""
        return prices.prices(
            question.prices,
            account.region,
            account.tariff_class,
            account.voltage,
            question.today,
            PriceFact(tier=named.tier, band=band),
        )
    if price is None or (asked.aspect.band and not question.account.time_of_use):
        return None
    terms = terms_of(question.account, plan_of(question.account, price, question.today))
    try:
        found = position(question, price)
        place = standing(price, found.used, terms, question.today)
    except PriceUnknown:
        return None
    tier = f"（{wording.tier(place.tier)}）" if place.tier else ""
    newest = records.latest_bills(question.session, question.account.id, 1)
    average = ""
    if newest and newest[0].kwh:
        per_kwh = f"{newest[0].amount / newest[0].kwh:.4f}"
        average = f"{wording.month(newest[0].month)}的账单平均每度{per_kwh}元。"
    return question.answer(
        "utter_price_now",
        next_price=next_price(place),
        tier_note=tier,
        average_note=average,
        price_note=price_note(price),
    )
