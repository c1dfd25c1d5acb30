"""Current prices of a kind of use with their date and source; needs no account."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from bot.billing import wording
from bot.billing.answers import Answer
from bot.billing.citations import price_note
from bot.billing.price_facts import EVERYTHING, PriceFact, told_fact
from bot.regions import cities_with_own_prices
from bot.tariffs import PriceBook, PriceSet, PriceUnknown, Step, band_label

_TOLD = 5
"""Regions that are named where a price isn't known; their number says the rest."""


def prices(
    book: PriceBook,
    region: str,
    tariff_class: str,
    voltage: str,
    on: date,
    fact: PriceFact = EVERYTHING,
) -> Answer:
    """The prices that hold on a day.

    Args:
        book: all price sets.
        region: as in `data/tariffs`.
        tariff_class: as in `Account.tariff_class`.
        voltage: as in `Account.voltage`.
        on: the day.
        fact: which of the prices is asked for; all are told where this one isn't known.
    """
    kind = wording.TARIFF_CLASS.get(tariff_class, "这类用电")
    try:
        price = book.find(region, tariff_class, voltage, on)
    except PriceUnknown:
        titles = [found.region_title for found in book.sets if found.region == region]
        return Answer(
            "utter_prices_unknown",
            {
                "region": titles[0] if titles else _as_named(region),
                "kind": kind,
                "known": _known(book, on, region),
            },
        )
    rows = _rows(price)
    windows = _windows(price)
    card: dict[str, Any] = {
        "schema": "prices",
        "title": price.title,
        "region": price.region_title,
        "rows": rows,
        "windows": windows,
        "price": price.citation(),
    }
    if price.note:
        card["note"] = price.note
    told = told_fact(price, fact, on)
    hours = fact.hours and bool(windows)
    return Answer(
        "utter_price_hours" if hours else "utter_price_fact" if told else "utter_prices",
        {
            "fact": told or "",
            "title": price.title,
            "rows": "；".join(
                f"{row['label']}{row['price']}元" for row in _rows_now(price, rows, on)
            ),
            "gist": _gist(price, on),
            "windows": _windows_note(windows),
            "price_note": price_note(price),
        },
        card,
    )


def _known(book: PriceBook, on: date, region: str) -> str:
    """Some regions with prices: cities of the one asked for, then those with most prices.

    “浙江、江苏等18个地方”; for 广东 “广州、浙江、江苏等18个地方”.
    """
    regions = Counter(found.region_title for found in book.sets if found.holds_on(on))
    near = [city for city in cities_with_own_prices(region) if city in regions]
    titles = [*near, *(title for title, _ in regions.most_common() if title not in near)]
    told = "、".join(titles[:_TOLD])
    return told if len(titles) <= _TOLD else f"{told}等{len(titles)}个地方"


def _as_named(region: str) -> str:
    """A place without price sets as the customer named it; an id of ours isn't shown."""
    return "这个地区" if region.isascii() else region


def _gist(price: PriceSet, on: date) -> str:
    """第一档0.538元（到2760度）、… of the season that runs; without tiers the price, or those of the bands."""
    time_of_use = price.time_of_use
    if price.tier_period == "none":
        if time_of_use is None:
            return f"每度{wording.unit_price(price.base_price)}元{_no_tiers(price)}"
        return (
            "每度"
            + "、".join(
                f"{wording.BAND_NAME[found.band]}{wording.unit_price(found.price)}元"
                for found in time_of_use.prices
            )
            + _no_tiers(price)
        )
    per = "每年" if price.tier_period == "year" else "每月"
    season = next(found for found in price.seasons if on.month in found.months)
    told = []
    for step in season.steps:
        reach = "以上" if step.to_kwh is None else f"到{wording.kwh(step.to_kwh)}度"
        told.append(f"{wording.tier(step.tier)}{wording.unit_price(step.price)}元（{reach}）")
    when = season.label if len(price.seasons) > 1 else ""
    more = ""
    if time_of_use is not None:
        bands = "、".join(
            f"{wording.BAND_NAME[band]}{wording.unit_price(time_of_use.price(1, band))}元"
            for band in time_of_use.bands
        )
        more = f"；开了峰谷，第一档是{bands}"
    return f"{when}{per}{'、'.join(told)}{more}"


def _no_tiers(price: PriceSet) -> str:
    """What somebody at home wants to hear: whether tiers are counted."""
    return "，不分阶梯" if "residential" in price.tariff_class else ""


def _rows(price: PriceSet) -> list[dict[str, Any]]:
    per = {"year": "每年", "month": "每月"}.get(price.tier_period)
    rows: list[dict[str, Any]] = []
    for season in price.seasons:
        where = f"{season.label}" if len(price.seasons) > 1 else ""
        rows += [_row(step, per, where) for step in season.steps]
    if price.time_of_use is None:
        return rows
    for found in price.time_of_use.prices:
        tier = "" if found.tier is None or per is None else wording.tier(found.tier)
        row: dict[str, Any] = {
            "label": f"峰谷{tier}{band_label(found.band)}每度",
            "band": found.band,
            "price": wording.unit_price(found.price),
        }
        if tier:
            row["tier"] = found.tier
        rows.append(row)
    return rows


def _rows_now(price: PriceSet, rows: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """The rows without those of other seasons, which only the card lists."""
    other = [season.label for season in price.seasons if on.month not in season.months]
    return [row for row in rows if not any(row["label"].startswith(f"{o}第") for o in other)]


def _row(step: Step, per: str | None, season: str) -> dict[str, Any]:
    if per is None:
        return {"label": "每度", "price": wording.unit_price(step.price)}
    row: dict[str, Any] = {
        "tier": step.tier,
        "from_kwh": wording.kwh(step.from_kwh),
        "price": wording.unit_price(step.price),
    }
    if step.to_kwh is None:
        reach = f"{per}超过{wording.kwh(step.from_kwh)}度的部分"
    else:
        reach = f"{per}{wording.kwh(step.from_kwh)}到{wording.kwh(step.to_kwh)}度"
        row["to_kwh"] = wording.kwh(step.to_kwh)
    row["label"] = f"{season}{wording.tier(step.tier)}（{reach}）每度"
    return row


def _windows(price: PriceSet) -> list[dict[str, str]]:
    if price.time_of_use is None:
        return []
    return [{"band": w.band, "label": w.text} for w in price.time_of_use.windows]


def _windows_note(windows: list[dict[str, str]]) -> str:
    spans: dict[str, list[str]] = {}
    for window in windows:
        spans.setdefault(window["band"], []).append(window["label"])
    if not spans:
        return ""
    told = "，".join(f"{band_label(band)}{'、'.join(found)}" for band, found in spans.items())
    return f"峰谷时段：{told}。"
