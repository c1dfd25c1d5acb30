"""Which province, or city with prices of its own, a text speaks of: `data/regions.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.datafiles import load_data_file
from bot.settings import ROOT

FILE = ROOT / "data" / "regions.yml"
_SCHEMA = Path(__file__).with_name("regions.schema.json")

# 南京路 and 中山大道 lie anywhere.
_ROAD = "(?!东?西?南?北?中?(?:路|街|大道|巷|弄|新村|小区|花园|大厦))"

_BEING_THERE = re.compile("(?:在|去|来|回|到|从)$")
_POWER = re.compile(
    "(?:省|市)?(?:那边|那里|这边|这里|老家|家里?|房子|租房|的房子|那套)?(?:的|那户)?"
    "(?:电费|户号|电表|账单|用电|停电|欠费|余额|发票|违约金|阶梯|家里?的?电)"
)


def region_named(text: str) -> str | None:
    """The province that a text names first, or the city of it that has prices of its own.

    Args:
        text: as typed.

    Returns:
        As in `data/regions.yml`, “广东” for 韶关, “深圳” for 广东省深圳市; None if it names none.

    Raises:
        DataFileError: the file can't be used; the text says where and why.
    """
    names, own_prices, pattern = _names()
    named = [names[found[0]] for found in pattern.finditer(text)]
    if not named:
        return None
    return next((city for city in named if own_prices.get(city) == named[0]), named[0])


def region_of_power(text: str) -> str | None:
    """The region whose electricity a text speaks of: 武汉电费, 老家安徽的户号; not 我在武汉怎么交.

    Args:
        text: as typed.

    Returns:
        As `region_named`; None if it speaks of no place's electricity.
    """
    names, _, pattern = _names()
    for found in pattern.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        if not _BEING_THERE.search(before) and _POWER.match(behind):
            return names[found[0]]
    return None


def cities_with_own_prices(province: str) -> tuple[str, ...]:
    """The cities of a province that have prices of their own, as in `data/regions.yml`."""
    return tuple(city for city, of in _names()[1].items() if of == province)


def province_of(city: str) -> str | None:
    """The province of a city that has prices of its own; None for any other place."""
    return _names()[1].get(city)


@cache
def _names() -> tuple[Mapping[str, str], Mapping[str, str], re.Pattern[str]]:
    """Each place's region, each city of its own with its province, and what finds a place."""
    loaded = load_data_file(FILE, _SCHEMA)
    regions = loaded.content["regions"]
    own_prices = loaded.content.get("own_prices", {})
    for city, province in own_prices.items():
        for name in (city, province):
            if name not in regions:
                raise loaded.error(("own_prices", city), f"names {name}, which isn't in regions.")
    names = {place: region for region, cities in regions.items() for place in (region, *cities)}
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_ROAD}")
    return names, own_prices, pattern
