"""How a number is written before a unit, its range and what is vague in it."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu.numerals import ANY, SCALE, to_decimal

START = r"(?<![0-9.,A-Za-z第几])"
"""What no number stands behind."""
TO = r"(?:到|至|~|-|—|–|/)"
_VAGUE = rf"(?:(?:[多来把]|余(?!额))(?P<more>{SCALE}{{0,3}})|(?<=[十拾百千0-9])几(?P<some>{SCALE}{{0,3}}))?"
# A number is taken whole or not at all ((?=(?P<x>…))(?P=x) never gives characters back): texts of nothing but
# numerals would be tried over and over again.
NUMBER = (
    rf"(?:(?=(?P<from>{ANY}))(?P=from){TO}(?={ANY}))?(?=(?P<number>{ANY}))(?P=number)"
    rf"(?P<scale>{SCALE}{{0,3}}){_VAGUE}(?:个(?=千|[kK]|瓦))? ?"
)
"""300到400, 两三百, 1.5万, 三十多万; with groups for `least`."""


def again(pattern: str) -> str:
    """A pattern with other names of its groups, to be used twice in one expression."""
    return re.sub(r"(\?P[<=])([a-z]+)", r"\1\2_again", pattern)


def least(match: re.Match[str]) -> Decimal:
    """The number of a match of `NUMBER`; of a range and of what is vague the smaller end."""
    scale = "".join(match[one] or "" for one in ("scale", "more", "some"))
    value = to_decimal(match["number"], scale)
    if match["from"]:
        first = to_decimal(match["from"])
        # 3到5百 begins at 300
        wider = (
            to_decimal(match["from"], scale) if scale and match["from"][-1:].isdigit() else first
        )
        value = min(value, wider)
    return value
