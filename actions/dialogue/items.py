"""The items of an answer: lines, tiers, halves of a sentence, names in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile("^(?:•|[0-9一二三四五六七八九][.、．)）])\\s*(.+)$", re.MULTILINE)
_ORDINAL = re.compile("第[一二三四五]档[^、；;。\n]*")
_CLAUSE = re.compile("[^。；;\n]+")
_NAME_LEAD = re.compile("^.*(?:可以|有|是|用|去|带|：|:)(?=.{2,})")


def items_of(said: Sequence[str]) -> list[str]:
    """The items of an answer in their order; empty where it lists none.

    Args:
        said: the texts of the answer.
    """
    text = "\n".join(said)
    lines = [one.strip() for one in _LINE.findall(text)]
    if len(lines) > 1:
        return lines
    ordinals = [one.strip() for one in _ORDINAL.findall(text)]
    if len(ordinals) > 1:
        return ordinals
    clauses = [one.strip() for one in _CLAUSE.findall(text) if one.strip()]
    if len(clauses) > 1:
        return clauses
    names = text.rstrip("。\n").split("、")
    if len(names) < 2:
        return []
    return [_NAME_LEAD.sub("", names[0]), *names[1:]]


def item_at(said: Sequence[str], place: int) -> str | None:
    """One item of an answer; None: there are not so many.

    Args:
        said: the texts of the answer.
        place: 1 for the first, -1 for the last.
    """
    items = items_of(said)
    if not items or place > len(items):
        return None
    return items[place - 1 if place > 0 else place]
