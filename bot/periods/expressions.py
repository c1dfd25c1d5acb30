"""Finds the time expressions of a sentence and resolves each against today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.periods import period as periods
from bot.periods.edges import edge_of
from bot.periods.patterns import BEGINNINGS, PATTERNS, YEAR, YEAR_IS_NO_DURATION
from bot.periods.period import Period
from bot.periods.readers import Reading, latest_begun, nearest, read_year
from bot.periods.tense import Tense, tense_of


@dataclass(frozen=True)
class Found:
    """A time expression in a text.

    Args:
        start: offset of its first character.
        end: offset after its last.
        text: as it stands there.
        period: what it means.
    """

    start: int
    end: int
    text: str
    period: Period


@dataclass(frozen=True)
class _Atom:
    """One expression before ranges are put together.

    Args:
        start: offset.
        end: offset.
        period: None: it looks like a time but is none (31 April).
        in_year: for one without a year: what it is in a given year.
        year: the year that was said.
    """

    start: int
    end: int
    period: Period | None
    in_year: Callable[[int], Period] | None = None
    year: int | None = None


_FOLD = str.maketrans(
    "０１２３４５６７８９個這號兩週過節國慶來舊聽尋去禮後間",
    "0123456789个这号两周过节国庆来旧听寻去礼后间",
)
"""Character by character, so that offsets stay; whole normalisation is the caller's."""

MOST = 40
"""Expressions of a text; nobody names more times, and reading a text has to come to an end."""
MOST_TRIED = 300
"""Places of a text at which a time is looked for; the longest message that we learn from has 25."""

_DIGITS = frozenset("0123456789")
_NUMERALS = frozenset("〇○零一二三四五六七八九十")
_DURATION = re.compile(YEAR_IS_NO_DURATION)
_CONNECTOR = re.compile(r"\s*(?:一?直)?(?:到|至|~|-|—|–|―|～)\s*(?:了)?")
_ENDS_LATER = re.compile(r"[^。？?!！;；、]{1,14}(?:到|至)\s*(?:了)?")
"""今年一共用了几度到十月: the end of a year's part, said behind the question."""
_TAIL = re.compile(r"(?:份|底|末|为止|止)*[\s,，。?？!！呢啊呀哈]*")
_TO_NOW = re.compile(
    r"(?:的?时候)?(?:开始|起|[以之]?后)?(?:(?:一?直)?(?:截?[到至]|截止到?)(?:现在|目前|如今|今(?![天年日儿早晚个]))(?:为止)?|以来)"
)
_WEEKDAY_BEHIND = re.compile(r"\s*[(（]?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])")
_SAME_MONTH = re.compile("同[月期]|这个?时候|此时")
_LIST = re.compile(r"\s*(?:和|跟|与|及|以及|还有|、|,|，|/)\s*")


def find(text: str, today: date, tense: Tense | None = None) -> list[Found]:
    """All time expressions of a text, in order, without overlaps; `MOST` at most.

    Args:
        text: normalised (NFKC, simplified); common traditional forms are understood too.
        today: the day that 上个月 and the like are counted from.
        tense: whether dates without a year are the last or the nearest; None: told from the text.
    """
    folded = text.translate(_FOLD)
    atoms = _joined(_atoms(folded, today, tense or tense_of(folded)), folded, today)
    return _same_months(
        [
            Found(atom.start, atom.end, text[atom.start : atom.end], atom.period)
            for atom in atoms
            if atom.period is not None
        ]
    )


def _same_months(found: list[Found]) -> list[Found]:
    """7月比去年同期: the same month is that of the month named before it, not of the running one."""
    told = found[:1]
    for one in found[1:]:
        told.append(_same_month(told[-1].period, one))
    return told


def _same_month(before: Period, one: Found) -> Found:
    year = one.period.start.year
    months = before.granularity == one.period.granularity == "month"
    if not months or year >= before.start.year or not _SAME_MONTH.search(one.text):
        return one
    return replace(one, period=periods.of_month(year, before.start.month))


def find_days(text: str, today: date, tense: Tense | None = None) -> list[Found]:
    """All single days of a text, also those that `find` makes one with others (昨天到今天).

    Args:
        text: normalised.
        today: the day that 昨天 and the like are counted from.
        tense: as for `find`.
    """
    folded = text.translate(_FOLD)
    return [
        Found(atom.start, atom.end, text[atom.start : atom.end], atom.period)
        for atom in _atoms(folded, today, tense or tense_of(folded))
        if atom.period is not None and atom.period.granularity == "day"
    ]


@lru_cache(maxsize=64)  # days, periods and moments are looked for in the same sentence
def _atoms(text: str, today: date, tense: Tense) -> tuple[_Atom, ...]:
    atoms: list[_Atom] = []
    position = tried = 0
    while position < len(text) and len(atoms) < MOST and tried < MOST_TRIED:
        if text[position] not in BEGINNINGS or within_number(text, position):
            position += 1
            continue
        tried += 1
        atom = _longest(text, position, today, tense)
        if atom is None:
            position += 1
            continue
        atoms.append(atom)
        position = atom.end
    return tuple(atoms)


def within_number(text: str, position: int) -> bool:
    """Whether a digit or a Chinese numeral follows another: no time begins there."""
    if position == 0:
        return False
    before, here = text[position - 1], text[position]
    if here in _DIGITS:
        return before in _DIGITS
    return here in _NUMERALS and before in _NUMERALS


def _longest(text: str, position: int, today: date, tense: Tense) -> _Atom | None:
    best: _Atom | None = None
    first = text[position]
    year = YEAR.match(text, position) is not None
    for form in PATTERNS:
        if first not in form.begins and not (year and form.after_year):
            continue
        match = form.pattern.match(text, position)
        if match is None or match.end() == position:
            continue
        if best is not None and match.end() <= best.end:
            continue
        if form.reader is read_year and _is_duration(text, match):
            continue
        try:
            reading = form.reader(match, today)
            if reading is not None:
                reading = _in_tense(reading, text, match.end(), today, tense)
        except ValueError:
            continue
        if reading is not None:
            best = _Atom(position, match.end(), reading.period, reading.in_year, reading.year)
    return None if best is None else _with_edge(best, text, today)


def _in_tense(reading: Reading, text: str, end: int, today: date, tense: Tense) -> Reading:
    """A date without a year in the year that its weekday (12月3日周四) or the text's tense tells."""
    if reading.period is None or reading.in_year is None:
        return reading
    weekday = _WEEKDAY_BEHIND.match(text, end)
    if weekday is not None and reading.period.granularity == "day":
        wanted = min("一二三四五六日天".index(weekday["weekday"]), 6)
        years = (today.year, today.year + 1, today.year - 1)
        for year in years if tense == "coming" else (today.year, today.year - 1, today.year + 1):
            period = reading.in_year(year)
            if period.start.weekday() == wanted:
                return replace(reading, period=period)
    if tense == "coming":
        return replace(reading, period=nearest(reading.in_year, today))
    return reading


def _with_edge(atom: _Atom, text: str, today: date) -> _Atom:
    """“去年最后一个月”: a part of what stands before it."""
    if atom.period is None:
        return atom
    edge = edge_of(atom.period, text, atom.end)
    if edge is None:
        return atom
    end, period = edge
    return _Atom(atom.start, end, period, year=period.start.year)


def _is_duration(text: str, match: re.Match[str]) -> bool:
    """Whether “25年” is how long, not when."""
    if not re.fullmatch(r"[0-9]{2}|一二", match["number"] or ""):
        return False
    if match["number"] == "一二":
        return True
    start = max(0, match.start() - 4)
    return any(
        found.start() <= match.start() < found.end()
        for found in _DURATION.finditer(text, start, match.end() + 2)
    )


def _joined(atoms: Iterable[_Atom], text: str, today: date) -> list[_Atom]:
    """Ranges made one, a year carried over a list, “…到现在” closed."""
    joined: list[_Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if before is not None and before.period is not None and atom.period is not None:
            between = text[before.end : atom.start]
            ends = _ENDS_LATER.fullmatch(between) and _TAIL.fullmatch(text, atom.end)
            if _CONNECTOR.fullmatch(between) or (ends and before.period.granularity == "year"):
                merged = _range(before, atom)
                if merged is not None:
                    joined[-1] = merged
                    continue
            if before.year is not None and atom.in_year is not None and _LIST.fullmatch(between):
                atom = replace(atom, period=atom.in_year(before.year), year=before.year)
        joined.append(atom)
    return [_until_now(atom, text, today) for atom in joined]


def _range(first: _Atom, last: _Atom) -> _Atom | None:
    left, right = first.period, last.period
    if left is None or right is None:
        return None
    try:
        if last.in_year is not None and first.in_year is None:
            right = next(
                found
                for found in map(last.in_year, range(left.start.year, left.start.year + 2))
                if found.start >= left.start
            )
        elif first.in_year is not None:
            left = latest_begun(first.in_year, right.start)
    except (ValueError, StopIteration):
        return None
    if right.end < left.start:
        return None
    return _Atom(first.start, last.end, periods.of_span(left.start, right.end))


def _until_now(atom: _Atom, text: str, today: date) -> _Atom:
    closing = _TO_NOW.match(text, atom.end)
    if closing is None or atom.period is None or atom.period.start > today:
        return atom
    span = periods.of_span(atom.period.start, today)
    return _Atom(atom.start, closing.end(), span)
