"""Numbers and times that customers write, by rules."""

from __future__ import annotations

import re
from datetime import datetime

from bot.nlu import identifiers, quantities
from bot.nlu.found import Found, Taken, blanked
from bot.periods import find as find_periods
from bot.periods import find_moments
from bot.periods.tense import tense_of

__all__ = ["Found", "find", "find_all"]


def find(text: str, account_number_format: str) -> list[Found]:
    """All numbers with a meaning, in order, without overlaps.

    Args:
        text: normalised.
        account_number_format: regular expression of the whole 户号.
    """
    measured = quantities.find(text)
    named = identifiers.find(blanked(text, measured), re.compile(account_number_format))
    return sorted([*measured, *named], key=lambda one: one.start)


def find_all(text: str, account_number_format: str, now: datetime) -> list[Found]:
    """All numbers and times of a text, in order, without overlaps.

    Args:
        text: normalised.
        account_number_format: regular expression of the whole 户号.
        now: what 上个月 and 刚才 are told from.
    """
    numbers = find(text, account_number_format)
    tense = tense_of(text)
    # 3301882046十月 is a 户号 and a month; a code may be a month itself (202503账期).
    without = blanked(text, [one for one in numbers if one.entity != "code"])
    moments = [
        Found("moment", one.moment.to_iso(), one.start, one.end)
        for one in find_moments(without, now, tense)
    ]
    taken = Taken(len(text), numbers)
    moments = [one for one in moments if not taken.touches(one)]
    # The day of a moment is no period of its own.
    without = blanked(without, moments)
    periods = [
        Found("period", one.period.to_iso(), one.start, one.end)
        for one in find_periods(without, now.date(), tense)
    ]
    for one in periods:
        if taken.touches(one):
            numbers = [other for other in numbers if not _is_time(other, one, text)]
    taken = Taken(len(text), numbers)
    periods = [one for one in periods if not taken.touches(one)]
    return sorted([*numbers, *moments, *periods], key=lambda one: one.start)


def _is_time(number: Found, period: Found, text: str) -> bool:
    """Whether what looks like a number is a part of a time: 202503账期."""
    if not number.overlaps(period) or number.length >= period.length + 1:
        return False
    return not (number.entity == "code" and "码" in text[max(0, number.start - 4) : number.start])
