"""How a number is written before a unit, its range and what is vague in it."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu.numerals import ANY, SCALE, to_decimal

START = r"(?<![0-9.,A-Za-z第几])"
"""What no number stands behind."""
TO = r"(?:到|至|~|-|—|–|/)"
_VAGUE = rf"(?:(?:[多来把]|余(?!额))(?P<more>{SCALE}*)|(?<=[十拾百千0-9])几(?P<some>{SCALE}*))?"
NUMBER = rf"(?:(?P<from>{ANY}){TO}(?={ANY}))?(?P<number>{ANY})(?P<scale>{SCALE}*){_VAGUE}(?:个(?=千|[kK]|瓦))? ?"
"""300到400, 两三百, 1.5万, 三十多万; with groups for `least`."""


def unnamed(pattern: str) -> str:
    """A pattern without names of groups, to be used twice."""
    return re.sub(r"\?P<[a-z]+>", "?:", pattern)


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
