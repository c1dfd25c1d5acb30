"""What a number of kWh would cost, or what some days have cost about: the tariff engine asked ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.charges import charge, plan_of, used_in_year
from bot.billing.citations import current_price_set, price_note, price_set
from bot.billing.difference import NotComputable, Situation
from bot.billing.question import Asked, Question
from bot.billing.records import BillRecord
from bot.billing.usage import Measured, bands, measure
from bot.periods.period import last_day
from bot.tariffs import Charge, PriceSet

CENT = Decimal("0.01")
USUAL_MONTHS = 12
"""Bills whose split into bands stands for what is to come."""

LONGEST = 62
"""Days whose cost is estimated one by one; more are a matter of bills."""


def cost_of_kwh(question: Question, asked: Asked) -> Answer | None:
    """What so many kWh cost in a month (the running one unless another is named), a year, or more.

    None where no energy is named or the price isn't known.
    """
    kwh = asked.aspect.kwh
    if kwh is None:
        return None
    if asked.aspect.whole_year:
        start, end = date(question.today.year, 1, 1), date(question.today.year, 12, 31)
        return _told(question, kwh, start, end, Decimal(0), f"{start.year}年全年")
    if asked.aspect.more:
        return _more(question, kwh)
    month = question.this_month
    if asked.period is not None and asked.period.granularity == "month":
        month = asked.period.start
    billed = records.bills(question.session, question.account.id, month, month)
    if billed:
        bill = billed[0]
        before = bill.year_kwh_before
        return _told(
            question, kwh, bill.period_start, bill.period_end, before, wording.month(month), bill
        )
    end = last_day(month.year, month.month)
    before = used_before(question, month)
    return _told(question, kwh, month, end, before, wording.month(month))


def used_before(question: Question, day: date) -> Decimal:
    """kWh of the calendar year before a day: the bills, and the days since the last one."""
    newest = records.latest_bills(question.session, question.account.id, 1, day.replace(day=1))
    newest = [bill for bill in newest if bill.period_end < day]
    if not newest:
        earlier = records.latest_bills(
            question.session, question.account.id, 1, wording.add_months(day.replace(day=1), -1)
        )
        newest = [bill for bill in earlier if bill.period_end < day]
    first = date(day.year, 1, 1)
    used = Decimal(0)
    if newest and newest[0].period_end >= first:
        used = used_in_year(newest[0], day.year)
        first = newest[0].period_end + timedelta(days=1)
    days = records.days(question.session, question.account.id, first, day - timedelta(days=1))
    return used + sum((found.kwh for found in days), Decimal(0))


def _more(question: Question, kwh: Decimal) -> Answer | None:
    """On top of what the running month used: the month with them less the month without them."""
    price = current_price_set(question)
    if price is None:
        return None
    month = question.this_month
    end = last_day(month.year, month.month)
    days = records.days(question.session, question.account.id, month, question.today)
    so_far = sum((found.kwh for found in days), Decimal(0))
    before = used_before(question, month)
    without = _charged(question, price, so_far, month, end, before, free=False)
    whole = _charged(question, price, so_far + kwh, month, end, before, free=False)
    if without is None or whole is None:
        return None
    return question.answer(
        "utter_cost_of_more_kwh",
        kwh=wording.kwh(kwh),
        amount=wording.money(whole.total - without.total),
        price_note=price_note(price),
    )


def _told(
    question: Question,
    kwh: Decimal,
    start: date,
    end: date,
    before: Decimal,
    label: str,
    bill: BillRecord | None = None,
) -> Answer | None:
    price = price_set(question, bill.price_set_id) if bill else current_price_set(question)
    if price is None:
        return None
    found = _charged(question, price, kwh, start, end, before, free=True)
    if found is None:
        return None
    return question.answer(
        "utter_cost_of_kwh",
        label=label,
        kwh=wording.kwh(kwh),
        amount=wording.money(found.total),
        tier_note=_tier_note(found),
        price_note=price_note(price),
    )


def _charged(
    question: Question,
    price: PriceSet,
    kwh: Decimal,
    start: date,
    end: date,
    before: Decimal,
    *,
    free: bool,
    split: tuple[Decimal | None, Decimal | None] | None = None,
) -> Charge | None:
    plan = plan_of(question.account, price, start)
    if not free:
        plan = replace(plan, welfare=None)
    peak, valley = split or _usual_split(question, kwh)
    situation = Situation(
        price_set_id=price.id,
        plan=plan,
        start=start,
        end=end,
        days=(end - start).days + 1,
        kwh=kwh.quantize(CENT, ROUND_HALF_UP),
        peak_kwh=peak,
        valley_kwh=valley,
        year_kwh_before=before,
    )
    try:
        return charge(question.prices, question.account, situation)
    except NotComputable:
        return None


def _usual_split(question: Question, kwh: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The kWh divided into peak and valley as the last bills were."""
    newest = records.latest_bills(question.session, question.account.id, USUAL_MONTHS)
    peak, valley = bands(newest)
    whole = sum((bill.kwh for bill in newest), Decimal(0))
    if peak is None or valley is None or not whole:
        return None, None
    at_peak = (kwh * peak / whole).quantize(CENT, ROUND_HALF_UP)
    at_valley = (kwh * valley / whole).quantize(CENT, ROUND_HALF_UP)
    return at_peak, min(at_valley, kwh - at_peak)


def _tier_note(found: Charge) -> str:
    """其中第二档180度, where more than one tier or a higher one has a part in it."""
    tiers: dict[int, Decimal] = {}
    for line in found.lines:
        if line.kwh is None or line.tier is None or line.kwh <= 0:
            continue
        tiers[line.tier] = tiers.get(line.tier, Decimal(0)) + line.kwh
    higher = {tier: kwh for tier, kwh in tiers.items() if tier > 1}
    if not higher:
        return ""
    told = "、".join(f"{wording.kwh(kwh)}度按{wording.tier(tier)}" for tier, kwh in higher.items())
    return f"（其中{told}算）" if len(tiers) > 1 else f"（按{wording.tier(next(iter(higher)))}算）"


def cost_of_days(question: Question, asked: Asked) -> Answer | None:
    """kWh of some days and about what they cost, at the place in the tiers they were used at.

    None where the days are those of a bill, or can't be computed.
    """
    if asked.period is None or asked.period.days > LONGEST:
        return None
    if asked.period.granularity == "month" and records.bills(
        question.session, question.account.id, asked.period.start, asked.period.start
    ):
        return None
    found = measure(question, asked, granularity="day")
    price = current_price_set(question)
    if isinstance(found, Answer):
        return found if found.response == "utter_usage_future" else None
    if price is None or found.granularity != "day":
        return None
    cost = cost_of_points(question, price, found)
    if cost is None:
        return None
    return question.answer(
        "utter_cost_of_days",
        label=found.label,
        kwh=wording.kwh(found.kwh),
        amount=wording.money(cost),
        missing_note=found.missing_note,
        price_note=price_note(price),
    )


def days_cost(question: Question, asked: Asked) -> tuple[Decimal, Decimal] | None:
    """About what some days cost, in 元, and their kWh; None where that can't be computed."""
    found = measure(question, asked, granularity="day")
    price = current_price_set(question)
    if isinstance(found, Answer) or price is None or found.granularity != "day":
        return None
    cost = cost_of_points(question, price, found)
    return None if cost is None else (cost, found.kwh)


def cost_of_points(question: Question, price: PriceSet, found: Measured) -> Decimal | None:
    """What measured days cost at their marginal prices, in 元; free kWh are a matter of the month."""
    start, end = found.points[0].start, found.points[-1].start
    whole_month = start.day == 1 and start == question.this_month
    charged = _charged(
        question,
        price,
        found.kwh,
        start,
        end,
        used_before(question, start),
        free=whole_month,
        split=bands(found.points),
    )
    return None if charged is None else charged.total


def per_day_of(bills: Sequence[BillRecord]) -> Decimal | None:
    """What a day cost on average in some bills, in 元."""
    days = sum(bill.days for bill in bills)
    cost = sum((bill.amount for bill in bills), Decimal(0))
    return cost / days if days and cost > 0 else None
