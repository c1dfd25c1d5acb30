"""Which of the prices is asked for: a tier's, a band's, a season's, the hours, those of so many kWh; and the one sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.billing import wording
from bot.billing.aspects import read_aspect
from bot.billing.price_example import SupposedUsage, supposed_usage, told_cost
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
_TOP = 3
_TIERS = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_BOTH = re.compile("峰谷")
_EACH_BAND = re.compile(
    "峰[^谷]+谷|谷[^峰]+峰|开了?峰谷|峰谷(?:电|用户|价)?(?:的|是)?(?:第?[一二三123]个?[档挡])"
)
"""第二档峰多少谷多少, 开了峰谷二档几毛: the prices of a tier's bands."""
_HIGHER = re.compile(
    "(?:用|要是|如果|那)*超(?:过|出|了|掉)*(?:去|来)?(?:的|那部分|部分|以后|之后|的话)*(?:呢|嘞|咧|多少钱?|怎么算|咋算|是多少)?"
    "|(?:那|再|还|要)*(?:往上|往高|上去|高(?!峰)(?:一?档)?|再上|上一档|下一档|更高|多了|多用|用多)(?:走|的|一点|点|些|了|去)*(?:呢|嘞|咧|多少钱?|怎么算|咋算)?"
)
"""用超了呢, 再往上: the tier above the one that was told."""
_LOWEST = re.compile(
    "头一?[档挡]|首档|最低(?:的|那)?(?:一)?[档挡]|起步[档价]|最便宜(?:的|那)(?:一)?[档挡]"
)
_HIGHEST = re.compile(
    "最高(?:的|那|一)?档|最贵(?:的|那)?(?:一)?档|顶档|封顶|最高(?:是)?(?:多少|几)|最贵(?:的)?(?:是|呢|多少)"
)
_RATE = re.compile("多少钱|几毛|几角|几分|单价|什么价|啥价|多少一度|多少米")
_SEVERAL_TIERS = re.compile(
    "[一二三123](?:个?[档挡])?[、,，和跟与及到至 ]*[一二三123](?:个?[档挡])?[、,，和跟与及到至 ]*(?:[一二三123]个?)?[档挡]"
)
"""一二三档怎么收: all of them."""
_TIER_ALONE = re.compile("(?:那|第)*([一二三123])(?:个?[档挡])?(?:呢|嘞|咧|的)?")
_FLAT = re.compile("没开峰谷|没有?开峰谷|不开峰谷|不分峰谷|普通|不分时段")


@dataclass(frozen=True)
class PriceFact:
    """What about the prices is asked for.

    Args:
        hours: the hours of peak and valley.
        tier: 1 to 3, or None.
        band: `peak`, `flat`, `valley`, `each` of a tier, or nothing.
        month: of the season that is named, 1 to 12, or None.
        flat: whether the price without peak and valley is meant.
        usage: the kWh whose price is asked for, or None.
    """

    hours: bool = False
    tier: int | None = None
    band: str = ""
    month: int | None = None
    flat: bool = False
    usage: SupposedUsage | None = None

    def __bool__(self) -> bool:
        named = self.hours or self.tier or self.band or self.month or self.flat
        return bool(named or self.usage)


EVERYTHING = PriceFact()
"""Nothing in particular is asked for."""


def asked_price(text: str, before: str = "") -> PriceFact:
    """The fact that a question about prices asks for; what it leaves out is that of the question before.

    Args:
        text: the customer's words.
        before: those of the question that they lean on.
    """
    usage = supposed_usage(text, before)
    if usage is not None:
        return PriceFact(usage=usage)
    higher = asks_higher(text)
    if higher:
        return PriceFact(tier=min(_told_tier(before) + 1, _TOP))
    own = _read(text, f"{before}，{text}" if before else text)
    if own or not before:
        return own
    parts = (_read(part, before) for part in before.split("，"))
    former = next((one for one in parts if one), own)
    if not former.hours or not _RATE.search(text):
        return former
    # 便宜的时候多少钱一度 after the hours asks for the price of those hours
    return PriceFact(tier=former.tier, band=former.band or ("valley" if "便宜" in text else ""))


def asks_higher(text: str) -> bool:
    """Whether a short text asks for the tier above the one that was told."""
    return _HIGHER.fullmatch(text.strip("，。？?！! 喽咯啦啊呀哦")) is not None


def _told_tier(before: str) -> int:
    """The tier that the questions before asked for, the newest first; the first one where they named none."""
    told = 1
    for part in reversed(before.split("，")):
        aspect = read_aspect("query_prices", part)
        told = aspect.tier or (min(told + 1, _TOP) if asks_higher(part) else told)
    return told


def _read(text: str, words: str) -> PriceFact:
    # 开了峰谷白天多少 is about the day, not about both
    aspect = read_aspect("query_prices", _BOTH.sub("", text))
    flat = _FLAT.search(text) is not None
    alone = _TIER_ALONE.fullmatch(text.strip("，。？?！! "))
    several = _SEVERAL_TIERS.search(text) is not None
    tier = None if several else aspect.tier or (_TIERS[alone[1]] if alone else None)
    if tier is None and not several and _LOWEST.search(text):
        tier = 1
    if tier is None and _HIGHEST.search(text):
        tier = _TOP
    each = tier is not None and _EACH_BAND.search(text) is not None
    season = next((name for name, pattern in _SEASONS.items() if pattern.search(text)), None)
    return PriceFact(
        hours=_HOURS.search(text) is not None and _BANDED.search(words) is not None,
        tier=tier,
        band="" if flat else "each" if each else aspect.band,
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
    if fact.usage is not None:
        return told_cost(price, fact.usage, on)
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
    if tou is not None and fact.band == "each" and fact.tier is not None:
        tier = fact.tier
        told = "、".join(
            f"{wording.BAND_NAME[band]}每度{wording.unit_price(tou.price(tier, band))}元"
            for band in tou.bands
        )
        return f"开了峰谷的，{wording.tier(tier)}{told}"
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
