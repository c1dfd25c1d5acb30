"""What so many kWh would cost: 200度多少钱, 一年4800度几块 suppose a use and ask for no record."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.billing import wording
from bot.nlu import quantities
from bot.tariffs import Charge, PriceSet, Terms, Usage, rate

_SUM = re.compile(
    "多少钱|多少元|几块|几元|几钱|几多|好多|几个钱|多少电费|电费.{0,6}多少|(?:交|缴|花|付|收|合|值|算下来|一共|总共|大概|大约|得|要).{0,4}多少"
)
_NO_SUM = re.compile(
    "(?:一|每|1)度|单价|[一二三123]个?[档挡]|第几|几档|阶梯|以[上下外内]|超|过了|从|开始|再用|还[能剩]|加几?多少度|多给|优惠|人口|口人|之家|个人|免"
)
"""What asks for a unit price, a threshold or a quota, though kWh are named."""
_ITS_OWN = re.compile(
    "上个?月|这个月|本月|上期|这期|去年|今年|昨天|前天|账单|(?:[0-9]|[一二三四五六七八九十])月|用了|怎么(?:会|这么)|咋(?:会|这么)"
)
"""What speaks of a use that was measured."""
_YEAR = re.compile("一年|全年|整年|年用|每年|年度|一整年")
_LEAST, _MOST = 2, 100_000


@dataclass(frozen=True)
class SupposedUsage:
    """A use that is supposed.

    Args:
        kwh: how much.
        year: whether in a year; otherwise in a month.
    """

    kwh: Decimal
    year: bool = False


def supposed_usage(text: str, before: str = "") -> SupposedUsage | None:
    """The use that a text supposes and asks the price of, or None.

    Args:
        text: the customer's words.
        before: those of the question that they lean on: 那300度呢 asks what that one asked.
    """
    amounts = [one.value for one in quantities.find(text) if one.entity == "kwh"]
    if len(amounts) != 1 or _NO_SUM.search(text) or _ITS_OWN.search(text):
        return None
    parts = re.split("[，\n]", before)
    if not _SUM.search(text) and all(supposed_usage(part) is None for part in parts if part):
        return None
    kwh = Decimal(str(amounts[0]))
    if not _LEAST <= kwh <= _MOST:
        return None
    return SupposedUsage(kwh, _YEAR.search(text if _SUM.search(text) else before) is not None)


def told_cost(price: PriceSet, usage: SupposedUsage, on: date) -> str:
    """One sentence with what the use costs, counted from the first tier, without peak and valley.

    Args:
        price: what holds.
        usage: what is supposed.
        on: the day; its month or year is the one supposed.
    """
    charge = _cost(price, usage, on)
    lines = [one for one in charge.lines if one.kwh is not None and one.unit_price is not None]
    when = "全年" if usage.year else "一个月"
    flat = "不开峰谷，" if price.time_of_use is not None else ""
    told = f"{flat}{when}{wording.kwh(usage.kwh)}度是{wording.money(charge.total)}元"
    parts = [
        f"{wording.tier(one.tier)}{wording.kwh(one.kwh)}度{wording.money(one.amount)}元"
        for one in lines
        if one.tier is not None and one.kwh is not None
    ]
    if len(parts) > 1:
        return f"{told}（{'、'.join(parts)}）"
    rate_told = wording.unit_price(lines[0].unit_price) if lines and lines[0].unit_price else ""
    tier = wording.tier(1) if price.tier_period != "none" else ""
    grown = price.tier_period == "year" and not usage.year
    more = "；全年累计超了档，超出的部分贵些" if grown else ""
    return f"{told}（按{tier}每度{rate_told}元{more}）"


def _cost(price: PriceSet, usage: SupposedUsage, on: date) -> Charge:
    start, end = date(on.year, 1, 1), date(on.year, 12, 31)
    if not usage.year:
        last = calendar.monthrange(on.year, on.month)[1]
        start, end = on.replace(day=1), on.replace(day=last)
    return rate(
        price,
        Usage(usage.kwh),
        Terms(time_of_use=False),
        start=start,
        end=end,
        year_kwh_before=Decimal(0),
    )
