"""What so many kWh would cost an account: a whole month, a day, or some more on top."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from bot.tariffs.price_sets import PriceSet
from bot.tariffs.quotas import Terms, quota
from bot.tariffs.rating import Charge, Usage, rate, rate_more, usage_like


def cost_of(
    kwh: Decimal,
    price_set: PriceSet,
    terms: Terms,
    *,
    month: date,
    used_before: Decimal,
    like: Usage | None = None,
) -> Charge:
    """What a calendar month of so many kWh costs, free kWh taken off.

    Args:
        kwh: of the month, to 0.01.
        price_set: the one that holds in that month.
        terms: the account's contract.
        month: any day of it.
        used_before: kWh of the calendar year before that month; unused where tiers are monthly.
        like: whose bands the kWh follow; needed under time of use.

    Raises:
        UsageMismatch: an amount is negative or finer than 0.01, or bands are missing.
        RuleUnknown: the account has terms that the set knows no rule for.
    """
    last = calendar.monthrange(month.year, month.month)[1]
    return rate(
        price_set,
        Usage(kwh) if like is None else usage_like(like, kwh),
        terms,
        start=month.replace(day=1),
        end=month.replace(day=last),
        year_kwh_before=used_before,
    )


def cost_of_more(
    kwh: Decimal,
    price_set: PriceSet,
    terms: Terms,
    *,
    on: date,
    used_before: Decimal,
    like: Usage | None = None,
) -> Charge:
    """What so many more kWh cost, each at the price of the tier that it falls into.

    Args:
        kwh: on top, to 0.01.
        price_set: the one that holds on that day.
        terms: the account's contract; free kWh aren't taken off, the month has used them.
        on: a day of the cycle.
        used_before: kWh of the year so far; of the month so far where tiers are monthly.
        like: whose bands the kWh follow; needed under time of use.

    Raises:
        UsageMismatch: an amount is negative or finer than 0.01, or bands are missing.
        RuleUnknown: the account has terms that the set knows no rule for.
    """
    usage = Usage(kwh) if like is None else usage_like(like, kwh)
    return cost_of_day(usage, price_set, terms, on=on, used_before=used_before)


def cost_of_day(
    usage: Usage, price_set: PriceSet, terms: Terms, *, on: date, used_before: Decimal
) -> Charge:
    """What a measured day costs at the prices of the tiers that its kWh fall into.

    Days don't sum exactly to a month's bill: each is rounded, and free kWh aren't taken off.

    Args:
        usage: of the day, with its bands under time of use.
        price_set: the one that holds on that day.
        terms: the account's contract.
        on: the day.
        used_before: kWh of the year before it; of the month before it where tiers are monthly.

    Raises:
        UsageMismatch: bands are missing or don't make the sum.
        RuleUnknown: the account has terms that the set knows no rule for.
    """
    return rate_more(price_set, quota(price_set, terms, on), usage, terms, used_before)
