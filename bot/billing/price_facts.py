"""Which of the prices is asked for: a tier's, a band's, a season's, the hours; and the one sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.billing import wording
from bot.billing.aspects import read_aspect
from bot.tariffs import PriceSet, Season

_HOURS = re.compile("几点|时段|时间段|小时|钟头|什么时候|什么时间|时间(?!长)")
_BANDED = re.compile(
    "峰|谷|平段|分时|便宜(?:的)?(?:电|时段|时候|时间)|电(?:费|价)?(?:最|比较|会)?便宜|夜里|晚上|夜间|半夜"
)
_SEASONS: Mapping[str, re.Pattern[str]] = {
    "summer": re.compile("夏|热天|[5-8五六七八]月|枯水"),
    "winter": re.compile("冬|冷天|(?:12|1[12]|[12]|十二|十一|一|二)月"),
}
_MONTH = {"summer": 7, "winter": 1}
_TIERS = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_BOTH = re.compile("峰谷")
_RATE = re.compile("多少钱|几毛|几角|几分|单价|什么价|啥价|多少一度|多少米")
_TIER_ALONE = re.compile("(?:那|第)*([一二三123])(?:个?[档挡])?(?:呢|嘞|咧|的)?")
_FLAT = re.compile("没开峰谷|没有?开峰谷|不开峰谷|不分峰谷|普通|不分时段")


@dataclass(frozen=True)
class PriceFact:
    """What about the prices is asked for.

    Args:
        hours: the hours of peak and valley.
        tier: 1 to 3, or None.
        band: `peak`, `flat`, `valley` or nothing.
        month: of the season that is named, 1 to 12, or None.
        flat: whether the price without peak and valley is meant.
    """

    hours: bool = False
    tier: int | None = None
    band: str = ""
    month: int | None = None
    flat: bool = False

    def __bool__(self) -> bool:
        return bool(self.hours or self.tier or self.band or self.month or self.flat)


EVERYTHING = PriceFact()
"""Nothing in particular is asked for."""


def asked_price(text: str, before: str = "") -> PriceFact:
    """The fact that a question about prices asks for; what it leaves out is that of the question before.

    Args:
        text: the customer's words.
        before: those of the question that they lean on.
    """
    own = _read(text, f"{before}，{text}" if before else text)
    if own or not before:
        return own
    parts = (_read(part, before) for part in before.split("，"))
    former = next((one for one in parts if one), own)
    if not former.hours or not _RATE.search(text):
        return former
    # 便宜的时候多少钱一度 after the hours asks for the price of those hours
    return PriceFact(tier=former.tier, band=former.band or ("valley" if "便宜" in text else ""))


def _read(text: str, words: str) -> PriceFact:
    # 开了峰谷白天多少 is about the day, not about both
    aspect = read_aspect("query_prices", _BOTH.sub("", text))
    flat = _FLAT.search(text) is not None
    alone = _TIER_ALONE.fullmatch(text.strip("，。？?！! "))
    season = next((name for name, pattern in _SEASONS.items() if pattern.search(text)), None)
    return PriceFact(
        hours=_HOURS.search(text) is not None and _BANDED.search(words) is not None,
        tier=aspect.tier or (_TIERS[alone[1]] if alone else None),
        band="" if flat else aspect.band,
        month=_MONTH.get(season or ""),
        flat=flat,
    )


def told_fact(price: PriceSet, fact: PriceFact, on: date) -> str | None:
    """One sentence with the price that is asked for; None where this price has no such fact.

    Args:
        price: what holds.
        fact: what is asked for.
        on: the day; its season is told where none is named.
    """
    season = _season(price, fact.month or on.month)
    when = season.label if len(price.seasons) > 1 else ""
    if fact.band:
        return _of_band(price, fact)
    if price.tier_period == "none":
        return None
    if fact.tier is not None:
        return _of_tier(price, season, when, fact.tier)
    if (fact.month and len(price.seasons) > 1) or fact.flat:
        return f"{when}{_steps(price, season)}"
    return None


def _season(price: PriceSet, month: int) -> Season:
    return next(one for one in price.seasons if month in one.months)


def _per(price: PriceSet) -> str:
    return "每年" if price.tier_period == "year" else "每月"


def _steps(price: PriceSet, season: Season) -> str:
    told = []
    for step in season.steps:
        reach = "以上" if step.to_kwh is None else f"到{wording.kwh(step.to_kwh)}度"
        told.append(f"{wording.tier(step.tier)}{wording.unit_price(step.price)}元（{reach}）")
    return f"{_per(price)}{'、'.join(told)}"


def _of_tier(price: PriceSet, season: Season, when: str, tier: int) -> str | None:
    step = next((one for one in season.steps if one.tier == tier), None)
    if step is None:
        return None
    start, end = wording.kwh(step.from_kwh), step.to_kwh
    reach = f"{start}度以上" if end is None else f"{start}到{wording.kwh(end)}度"
    first = season.steps[0].price
    more = f"，比第一档贵{wording.unit_price(step.price - first)}元" if tier > 1 else ""
    return f"{when}{wording.tier(tier)}每度{wording.unit_price(step.price)}元（{_per(price)}{reach}的部分）{more}"


def _of_band(price: PriceSet, fact: PriceFact) -> str | None:
    tou = price.time_of_use
    if tou is None or fact.band not in tou.bands:
        return None
    found = [one for one in tou.prices if one.band == fact.band]
    named = [one for one in found if fact.tier is not None and one.tier == fact.tier] or found
    prices = "、".join(
        f"{wording.tier(one.tier) if one.tier else ''}{wording.unit_price(one.price)}元"
        for one in named
    )
    hours = "、".join(one.text for one in tou.windows if one.band == fact.band)
    return f"{wording.BAND_NAME[fact.band]}每度{prices}（{hours}）"
