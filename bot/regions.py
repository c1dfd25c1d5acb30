"""Which province a text speaks of, by its name or by one of its cities: `data/regions.yml`."""

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


def region_named(text: str) -> str | None:
    """The province, or the city that is one, that a text names first; None if it names none.

    Args:
        text: as typed.

    Raises:
        DataFileError: the file can't be used; the text says where and why.
    """
    names, pattern = _names()
    found = pattern.search(text)
    return names[found[0]] if found else None


@cache
def _names() -> tuple[Mapping[str, str], re.Pattern[str]]:
    content = load_data_file(FILE, _SCHEMA).content["regions"]
    names = {place: region for region, cities in content.items() for place in (region, *cities)}
    longest_first = sorted(names, key=len, reverse=True)
    return names, re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_ROAD}")
