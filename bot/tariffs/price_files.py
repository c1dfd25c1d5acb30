"""Reads `data/tariffs/*.yml` into a price book, and says what is wrong with a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.datafiles import DataFile, DataFileError, Where, load_data_file
from bot.settings import ROOT
from bot.tariffs.price_sets import (
    ALL_MONTHS,
    BandPrice,
    Component,
    HouseholdRule,
    PriceBook,
    PriceSet,
    Season,
    Step,
    TimeOfUse,
    WelfareRule,
    Window,
)

FOLDER = ROOT / "data" / "tariffs"
SCHEMA = Path(__file__).with_name("price_file.schema.json")

Fields = Mapping[str, Any]  # what a YAML mapping holds


@cache
def load_price_book(folder: Path = FOLDER) -> PriceBook:
    """All price sets of a folder's `*.yml`, read once per process.

    Raises:
        DataFileError: a file is wrong, an id is used twice, or two sets hold on the same day.
    """
    read: list[tuple[PriceSet, DataFile, Where]] = []
    for path in sorted(folder.glob("*.yml")):
        read.extend(_sets(load_data_file(path, SCHEMA)))
    if not read:
        raise DataFileError(
            folder, 1, "", "holds no price set; add a file as docs/tariffs.md says."
        )
    for position, (price_set, loaded, where) in enumerate(read):
        for other, _, _ in read[:position]:
            _refuse_clash(price_set, other, loaded, where)
    return PriceBook(price_set for price_set, _, _ in read)


def _refuse_clash(price_set: PriceSet, other: PriceSet, loaded: DataFile, where: Where) -> None:
    if price_set.id == other.id:
        raise loaded.error((*where, "id"), f"is {price_set.id!r}, which another set has already.")
    if (price_set.region, price_set.tariff_class, price_set.voltage) != (
        other.region,
        other.tariff_class,
        other.voltage,
    ) or not set(price_set.months) & set(other.months):
        return
    first, second = sorted((price_set, other), key=lambda one: one.valid_from)
    if first.valid_until is None or second.valid_from <= first.valid_until:
        raise loaded.error(
            (*where, "valid_from"),
            f"lets {second.id} begin before {first.id} ends; "
            f"give {first.id} a valid_until before {second.valid_from}.",
        )


def _sets(loaded: DataFile) -> list[tuple[PriceSet, DataFile, Where]]:
    found = []
    for position, fields in enumerate(loaded.content["sets"]):
        where: Where = ("sets", position)
        price_set = _price_set(loaded, where, loaded.content, fields)
        found.append((price_set, loaded, where))
    return found


def _price_set(loaded: DataFile, where: Where, head: Fields, fields: Fields) -> PriceSet:
    valid_from = _day(loaded, (*where, "valid_from"), fields["valid_from"])
    valid_until = None
    if fields.get("valid_until") is not None:
        valid_until = _day(loaded, (*where, "valid_until"), fields["valid_until"])
        if valid_until < valid_from:
            raise loaded.error((*where, "valid_until"), "is before valid_from; it may be after it.")
    seasons = _seasons(loaded, (*where, "tiers"), fields["tiers"])
    first = seasons[0].steps[0].price
    components = tuple(
        Component(part["label"], Decimal(part["price"])) for part in fields.get("components", [])
    )
    if components and sum(part.price for part in components) != first:
        total = sum(part.price for part in components)
        raise loaded.error(
            (*where, "components"),
            f"sum to {total}; they may only sum to the first price, {first}.",
        )
    tiered = fields["tiers"]["per"] != "none"
    household = _household(fields.get("household"))
    if household is not None and household.widens == "first":
        _refuse_overtaken(loaded, (*where, "household"), household, fields["tiers"], seasons)
    time_of_use = None
    if "time_of_use" in fields:
        time_of_use = _time_of_use(
            loaded, (*where, "time_of_use"), fields["time_of_use"], seasons[0].steps, tiered
        )
    return PriceSet(
        id=fields["id"],
        region=head["region"],
        region_title=head["region_title"],
        tariff_class=fields["tariff_class"],
        title=fields["title"],
        voltage=fields["voltage"],
        valid_from=valid_from,
        valid_until=valid_until,
        source=fields["source"],
        grade=fields["grade"],
        checked_on=_day(loaded, (*where, "checked_on"), fields["checked_on"]),
        note=fields["note"],
        tier_period=fields["tiers"]["per"],
        seasons=seasons,
        time_of_use=time_of_use,
        household=household,
        welfare=_welfare(fields.get("welfare")),
        components=components,
        rounding=fields.get("rounding", "parts"),
        months=tuple(fields.get("months", ALL_MONTHS)),
        urls=tuple(fields.get("urls", [])),
    )


def _day(loaded: DataFile, where: Where, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise loaded.error(where, f"is {text!r}; it may be a day like 2024-01-31.") from None


def _seasons(loaded: DataFile, where: Where, tiers: Fields) -> tuple[Season, ...]:
    if "steps" in tiers:
        steps = _steps(loaded, (*where, "steps"), tiers["steps"])
        if tiers["per"] == "none" and len(steps) > 1:
            raise loaded.error((*where, "steps"), "are several; without tiers there may be one.")
        return (Season("全年", ALL_MONTHS, steps),)
    if tiers["per"] != "month":
        raise loaded.error(
            (*where, "seasons"), "are there; they may be only where tiers are per month."
        )
    seasons = []
    seen: set[int] = set()
    for position, fields in enumerate(tiers["seasons"]):
        place = (*where, "seasons", position)
        twice = seen.intersection(fields["months"])
        if twice:
            raise loaded.error((*place, "months"), f"repeat {min(twice)}; a month has one season.")
        seen.update(fields["months"])
        steps = _steps(loaded, (*place, "steps"), fields["steps"])
        seasons.append(Season(fields["label"], tuple(fields["months"]), steps))
        if [step.price for step in steps] != [step.price for step in seasons[0].steps]:
            raise loaded.error(
                (*place, "steps"),
                "have other prices than the first season; only limits may differ.",
            )
    if seen != set(ALL_MONTHS):
        missing = min(set(ALL_MONTHS) - seen)
        raise loaded.error(
            (*where, "seasons"), f"leave out month {missing}; there may be none left."
        )
    return tuple(seasons)


def _steps(loaded: DataFile, where: Where, listed: list[Fields]) -> tuple[Step, ...]:
    steps: list[Step] = []
    lower = Decimal(0)
    for position, fields in enumerate(listed):
        last = position == len(listed) - 1
        if last == ("up_to" in fields):
            raise loaded.error(
                (*where, position, "up_to"),
                "is there; the last step may have none."
                if last
                else "is missing; it may be in kWh.",
            )
        upper = None if last else Decimal(fields["up_to"])
        if upper is not None and upper <= lower:
            raise loaded.error(
                (*where, position, "up_to"), f"is {upper}; it may be more than {lower}."
            )
        price = Decimal(fields["price"])
        if steps and price < steps[-1].price:
            raise loaded.error(
                (*where, position, "price"), f"is {price}; it may not fall below {steps[-1].price}."
            )
        steps.append(Step(position + 1, lower, upper, price))
        lower = upper if upper is not None else lower
    return tuple(steps)


def _time_of_use(
    loaded: DataFile, where: Where, fields: Fields, steps: tuple[Step, ...], tiered: bool
) -> TimeOfUse:
    rows: list[dict[str, Decimal]] = [
        {band: Decimal(price) for band, price in row.items()} for row in fields["prices"]
    ]
    by_surcharge = [
        {band: price + step.price - steps[0].price for band, price in rows[0].items()}
        for step in steps
    ]
    if fields["reading"] == "surcharge" and len(rows) == 1:
        rows = by_surcharge
    if len(rows) != len(steps):
        raise loaded.error(
            (*where, "prices"),
            f"has {len(rows)} rows; it may have one for each of {len(steps)} steps.",
        )
    for position, row in enumerate(rows):
        if row.keys() != rows[0].keys():
            raise loaded.error((*where, "prices", position), "has other bands than the first row.")
        if fields["reading"] == "surcharge" and row != by_surcharge[position]:
            raise loaded.error(
                (*where, "prices", position),
                "isn't the first row plus the step's surcharge; the reading may be segments then.",
            )
    windows = tuple(
        Window(
            window["band"],
            time.fromisoformat(window["from"]),
            time.fromisoformat(window["to"]),
            tuple(window.get("months", ALL_MONTHS)),
        )
        for window in fields["windows"]
    )
    for position, window in enumerate(windows):
        if window.band not in rows[0]:
            raise loaded.error(
                (*where, "windows", position, "band"),
                f"is {window.band!r}, which has no price; it may be one of {', '.join(rows[0])}.",
            )
    prices = tuple(
        BandPrice(step.tier if tiered else None, band, price)
        for step, row in zip(steps, rows, strict=True)
        for band, price in row.items()
    )
    return TimeOfUse(fields["reading"], fields.get("crossing", "by_share"), windows, prices)


def _refuse_overtaken(
    loaded: DataFile, where: Where, rule: HouseholdRule, tiers: Fields, seasons: tuple[Season, ...]
) -> None:
    """A first tier that widens alone has to end before the second."""
    extra = rule.extra_kwh_per_month * (12 if tiers["per"] == "year" else 1)
    for season in seasons:
        second = season.steps[1] if len(season.steps) > 1 else None
        if second and second.to_kwh is not None and second.from_kwh + extra >= second.to_kwh:
            raise loaded.error(
                (*where, "extra_kwh_per_month"),
                "lets the first tier end after the second; it may be less or widen all.",
            )


def _household(fields: Fields | None) -> HouseholdRule | None:
    if fields is None:
        return None
    return HouseholdRule(
        fields["persons"],
        Decimal(fields["extra_kwh_per_month"]),
        fields.get("shared_price_from"),
        fields["source"],
        fields["grade"],
        fields["note"],
        fields.get("widens", "all"),
        fields.get("per_person_above"),
        tuple(fields.get("urls", [])),
    )


def _welfare(fields: Fields | None) -> WelfareRule | None:
    if fields is None:
        return None
    return WelfareRule(
        tuple(fields["kinds"]),
        Decimal(fields["free_kwh_per_month"]),
        fields["source"],
        fields["grade"],
        fields["note"],
        tuple(fields.get("urls", [])),
    )
