"""Clock times and parts of a day (“前天晚上八点”, “昨晚”, “半小时前”) to exact spans of time, pure.

What is a matter of choice, chosen once:

* An hour, also with 半 or minutes, is the time from there to one hour later.
* 凌晨 is 0-6, 早上 6-9, 上午 8-12, 中午 11-14, 下午 12-18, 白天 6-18, 傍晚 17-19, 晚上 18-24;
  半夜 and 夜里 are 22-6, the one that has begun last.
* What names no day is the latest that has begun. An hour without a part of the day has two readings
  (8 and 20 o'clock): the latest one past, on a day that is still to come the earlier. A time written
  with a colon is read on the 24-hour clock.
* 晚上 or 半夜 with a small hour is the night's: 昨晚两点 is 2 o'clock today.
* A range ends at the clock time it names, or with the part of the day it names.
* 刚才 is the half hour before now, 几分钟前 too; 几小时前 the six hours before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.periods.expressions import MOST_TRIED, find_days, within_number
from bot.periods.expressions import Found as FoundPeriod
from bot.periods.expressions import find as find_periods
from bot.periods.numerals import to_int
from bot.periods.period import of_day
from bot.periods.tense import Tense, tense_of

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_JUST_NOW = timedelta(minutes=30)
_SOME_HOURS = timedelta(hours=6)
_NOON, _MIDNIGHT = 12, 24


@dataclass(frozen=True)
class Moment:
    """A span of time within days.

    Args:
        start: its beginning, aware, to the minute.
        end: its end.
    """

    start: datetime
    end: datetime

    def to_iso(self) -> str:
        """As ISO 8601 writes an interval: “2026-11-20T20:00/2026-11-20T21:00”, Asia/Shanghai."""
        return f"{self.start:%Y-%m-%dT%H:%M}/{self.end:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True)
class FoundMoment:
    """A moment in a text.

    Args:
        start: offset of its first character.
        end: offset after its last.
        text: as it stands there.
        moment: what it means.
    """

    start: int
    end: int
    text: str
    moment: Moment


@dataclass(frozen=True)
class _Part:
    """A part of the day: its hours, which may run into the next day."""

    first: int
    last: int

    def on(self, day: date, now: datetime) -> tuple[datetime, datetime]:
        return _at(day, self.first, 0, now), _at(day, self.last, 0, now)


_NIGHT = _Part(22, 30)
_PARTS = {
    "凌晨": _Part(0, 6), "拂晓": _Part(4, 6),
    "大清早": _Part(6, 9), "一大早": _Part(6, 9), "大早上": _Part(6, 9), "清早": _Part(6, 9),
    "清晨": _Part(6, 9), "早晨": _Part(6, 9), "早上": _Part(6, 9), "早间": _Part(6, 9),
    "早": _Part(6, 9), "晨": _Part(6, 9),
    "上午": _Part(8, 12), "中午": _Part(11, 14), "正午": _Part(11, 14), "晌午": _Part(11, 14),
    "午间": _Part(11, 14), "午": _Part(11, 14), "午后": _Part(12, 18), "下午": _Part(12, 18),
    "白天": _Part(6, 18), "大白天": _Part(6, 18),
    "傍晚": _Part(17, 19), "黄昏": _Part(17, 19),
    "晚上": _Part(18, 24), "晚间": _Part(18, 24), "夜晚": _Part(18, 24), "大晚上": _Part(18, 24),
    "晚": _Part(18, 24),
    "大半夜": _NIGHT, "后半夜": _Part(24, 30), "下半夜": _Part(24, 30), "前半夜": _Part(22, 24),
    "上半夜": _Part(22, 24), "三更半夜": _NIGHT, "半夜三更": _NIGHT, "半夜": _NIGHT,
    "深夜": _NIGHT, "午夜": _NIGHT, "夜里": _NIGHT, "夜间": _NIGHT, "夜": _NIGHT,
}  # fmt: skip
_MORNING = {
    "凌晨",
    "拂晓",
    "大清早",
    "一大早",
    "大早上",
    "清早",
    "清晨",
    "早晨",
    "早上",
    "早间",
    "早",
    "晨",
    "上午",
}
_FUSED_PARTS = {"晚", "夜", "早", "晨", "午"}
_DAY_SHIFTS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}

_FOLD = str.maketrans(
    "０１２３４５６７８９：點鐘後間裡裏過剛纔個時兩週過號",
    "0123456789:点钟后间里里过刚才个时两周过号",
)
_LONG_PARTS = "|".join(
    sorted((one for one in _PARTS if one not in _FUSED_PARTS), key=len, reverse=True)
)
_GREETING = r"(?!好(?![几多久些长像]))(?![班茶饭餐会]|安[,，。!！]?$)"
_ABOUT = r"(?: (?=[0-9])|的?(?:大概|大约|差不多|好像是?|是)?)"
_NUMERAL = r"(?:[0-2]?[0-9]|二?十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_NOT_IN_NUMBER = r"(?<![0-9.:零一二三四五六七八九十百千第])"
_MINUTES = (
    r"(?:[0-5][0-9]|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分?|"
    r"(?:[0-9]|[一二三四五六七八九])分"
)
_MEASURED = r"(?!\s*(?:[0-9.一二三四五六七八九十百千]{1,12})?(?:元|块|毛|度电?(?!过)|千瓦|匹|万|倍|折|%|米|[kK][wW]|分之|个百分))"
_CLOCK = (
    rf"(?:{_NOT_IN_NUMBER}(?P<colon>[01]?[0-9]|2[0-4]):(?P<colon_minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])"
    rf"|{_NOT_IN_NUMBER}(?P<hour>{_NUMERAL})(?:(?P<dot>点)(?:钟|整)?|时(?=[0-9一二三四五六七八九十零]{{1,3}}分|许|整|$|[^间段候代不常刻限而]))"
    rf"{_MEASURED}(?:过?(?P<half>半)|过?(?P<quarter>[一三])刻|过?(?P<minute>{_MINUTES})"
    r"|差(?:(?P<missing>[0-9一二三四五六七八九十]{1,3})分|(?P<missing_quarter>一刻))|(?P<more>来钟|多钟?(?![少大久])|许|整))?)"
)
_FUSED = (
    r"(?:(?P<shift>大前|前|昨|今|明|后)(?P<child>儿个?|天|日)?的?"
    rf"(?P<fused>{_LONG_PARTS}|[晚夜早晨](?![班饭餐报])))"
)
_CLOCK_PATTERN = re.compile(_CLOCK)
_PART_PATTERN = re.compile(rf"(?P<part>{_LONG_PARTS}){_GREETING}")
# 早一点 is “a bit earlier”.
_SHORT_PART_PATTERN = re.compile(
    r"(?<![每今昨明前上下中傍夜半])(?P<part>[早晚晨午夜])(?![一1]点(?!钟|半))"
    rf"(?={_CLOCK.replace('?P<', '?P<_')})"
)
_FUSED_PATTERN = re.compile(_FUSED + _GREETING)
_ABOUT_PATTERN = re.compile(_ABOUT)
_TO_PATTERN = re.compile(
    r"\s*(?:一?直)?(?:到|至|~|-|—|–|―)\s*(?:了)?(?P<next>次日|翌日|第二天|隔天|隔日)?的?\s*"
)
# 8:30-11:30、13:30-17:00 on one day, also 6:00-8:00(接入)和13:00-15:00(退出)
_AND_PATTERN = re.compile(
    r"\s*(?:[(（][^()（）]{0,8}[)）])?\s*(?:、|,|，|;|；|和|及|以及|与|/| )\s*"
)
_WEEKDAY_TOO = re.compile(r"\s*[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?\s*")
# 差一刻九点
_SHORT_OF = re.compile(
    r"差(?:(?P<quarter>一刻)|(?P<minutes>[0-9]{1,2}|[一二三四五六七八九十]{1,3})分)钟?(?:就|到|就到)?"
    rf"(?P<hour>{_NUMERAL})点"
)
_NOW_PATTERN = re.compile(r"(?:一?直)?(?:到|至)(?:现在|目前|如今|这会儿?)(?:为止)?")
_OPEN_HOUR = re.compile(rf"{_NOT_IN_NUMBER}(?P<hour>{_NUMERAL})(?=(?:到|至|~|-|—|–){_NUMERAL}点)")
_PAIR = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<hour>十?[一二三四五六七八九])(?P<until>[二三四五六七八九十])点(?:钟|左右)?(?!半)"
)
_WEEKDAY = re.compile(r"(?<![上下这本一二两三几个])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])")
_DAY_OF_MONTH = re.compile(
    r"(?<![0-9月一二三四五六七八九十])(?P<day>3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|日)"
)
_JUST_NOW_PATTERN = re.compile(r"刚才(?:那会儿?)?|刚刚(?!好)|方才|适才|刚刚才")
_AGO = re.compile(
    r"(?<![0-9.第])(?:(?P<half>半)个?多?(?:小时|钟头|(?<=[个多])钟)"
    r"|(?P<count>[一二两三四五六七八九]?十[来多]|[0-9]{1,3}|[一二两三四五六七八九]?十?[一二三四五六七八九]?|好?几|十几|几十)个?(?P<and_half>半)?多?"
    r"(?P<unit>小时|钟头|分钟|分|刻钟|(?<=[个半])钟)(?:(?P<more>多))?)(?:钟)?(?:之前|以前|前(?![天台面])|之内前)"
)
# 一点 and 两点 alone are “a bit” and “two points”.
_BARE_HOUR_ELSE = re.compile(
    r"(?:[一1]点(?!钟|半|[0-9一二三四五]十|多钟|整|[一三]刻|零)"
    # 一点左右停的 is an hour, 便宜一点左右 isn't
    r"(?:(?!左右|前后|上下|来钟|多?(?:停|断|跳|来电|来的|开始|的时候))"
    r"|(?<=[早晚快慢有了贵宜多少大小高低好坏久长短远近轻松重只差][一1]点))"
    r"|[0-9一二两三四五六七八九十]+点(?=(?:建议|意见|原因|问题|要求|疑问|希望|诉求|说明|质疑|都|不|也没|个)))"
)


_BEGINNINGS = frozenset("0123456789零一二两三四五六七八九十半好几刚方适差大前昨今明后").union(
    part[0] for part in _PARTS
)
"""Every moment begins with one of these, or with a day."""

MOST = 40
"""Moments of a text; nobody names more, and reading a text has to come to an end."""


@dataclass(frozen=True)
class _Clock:
    """A clock time: its hour as said, and whether it can be before or after noon."""

    hour: int
    minute: int
    sure: bool


@dataclass(frozen=True)
class _Atom:
    """One moment before ranges are put together.

    Args:
        start: offset.
        end: offset.
        day: that was said, or None.
        part: of the day, or None.
        clock: or None.
        fixed: for 刚才 and N小时前: what it is.
        whole_day: it is a day without a time, for ranges only.
    """

    start: int
    end: int
    day: date | None = None
    part: str | None = None
    clock: _Clock | None = None
    until: _Clock | None = None
    fixed: Moment | None = None
    whole_day: bool = False
    fused: bool = False


def find_moments(text: str, now: datetime, tense: Tense | None = None) -> list[FoundMoment]:
    """All moments of a text, in order, without overlaps; each with the day that stands before it.

    Args:
        text: normalised (NFKC, simplified); common traditional forms are understood too.
        now: aware, in Asia/Shanghai.
        tense: whether what names no day or year is the last or the next; None: told from the text.
    """
    now = now.replace(second=0, microsecond=0)
    folded = text.translate(_FOLD)
    tense = tense or tense_of(folded)
    atoms = _on_their_days(folded, _atoms(folded, now, tense))
    return [
        FoundMoment(start, end, text[start:end], moment)
        for start, end, moment in _resolved(folded, atoms, now, tense)
    ]


def _atoms(text: str, now: datetime, tense: Tense) -> list[_Atom]:
    days = {one.start: one for one in _days(text, now, tense)}
    atoms: list[_Atom] = []
    position = tried = 0
    while position < len(text) and len(atoms) < MOST and tried < MOST_TRIED:
        if position not in days and (
            text[position] not in _BEGINNINGS or within_number(text, position)
        ):
            position += 1
            continue
        tried += 1
        atom = _atom(text, position, days, now)
        if atom is None:
            position += 1
            continue
        atoms.append(atom)
        position = atom.end
    return atoms


def _on_their_days(text: str, atoms: list[_Atom]) -> list[_Atom]:
    """Of hours that are listed (8:30-11:30、13:30-17:00) all get the day of the first."""
    placed: list[_Atom] = []
    day: date | None = None
    for atom in atoms:
        between = text[placed[-1].end : atom.start] if placed else ""
        ranges = bool(placed) and _TO_PATTERN.fullmatch(between) is not None
        listed = bool(placed) and _AND_PATTERN.fullmatch(between) is not None
        if atom.day is None and atom.clock is not None and listed and day is not None:
            atom = replace(atom, day=day)
        elif not (ranges and atom.day is None):
            day = atom.day
        placed.append(atom)
    return placed


def _days(text: str, now: datetime, tense: Tense) -> Iterator[FoundPeriod]:
    """Single days as `bot.periods` finds them, and weekdays and days of the month alone."""
    yield from find_days(text, now.date(), tense)
    taken = [(one.start, one.end) for one in find_periods(text, now.date(), tense)]
    for pattern in (_WEEKDAY, _DAY_OF_MONTH):
        for match in islice(pattern.finditer(text), MOST):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            day = _day_alone(match, now.date(), tense)
            if day is not None:
                yield FoundPeriod(match.start(), match.end(), match[0], of_day(day))


def _day_alone(match: re.Match[str], today: date, tense: Tense) -> date | None:
    """The last 周三 or 15号, or the next one."""
    step = 1 if tense == "coming" else -1
    days = (today + timedelta(days=step * away) for away in range(62))
    if "weekday" in match.re.groupindex:
        wanted = min("一二三四五六日天".index(match["weekday"]), 6)
        return next(day for day in days if day.weekday() == wanted)
    number = to_int(match["day"])
    return next((day for day in days if day.day == number), None)


def _atom(text: str, position: int, days: dict[int, FoundPeriod], now: datetime) -> _Atom | None:
    fixed = _fixed(text, position, now)
    if fixed is not None:
        return fixed
    fused = _FUSED_PATTERN.match(text, position)
    if fused and not _in_word(text, position, fused):
        day = now.date() + timedelta(days=_DAY_SHIFTS[fused["shift"]])
        atom = _with_clock(
            text, _Atom(position, fused.end(), day=day, part=fused["fused"], fused=True)
        )
        return _second_part(text, atom)
    day_found = days.get(position)
    if day_found is not None:
        return _after_day(text, day_found)
    return _bare(text, position, None)


def _in_word(text: str, position: int, fused: re.Match[str]) -> bool:
    """Whether 前, 后, 明 and the like belong to the word before (以后晚上, 文明早)."""
    before = text[max(0, position - 1) : position]
    if fused["shift"] in ("前", "后") and not fused["child"] and fused["fused"] != "晚":
        return True
    return before in tuple("以之往先然最文说证聪透声如至当现目提")


def _after_day(text: str, day: FoundPeriod) -> _Atom:
    weekday = _WEEKDAY_TOO.match(text, day.end)
    behind = weekday.end() if weekday else day.end
    filler = _ABOUT_PATTERN.match(text, behind)
    behind = filler.end() if filler else behind
    atom = _bare(text, behind, day.period.start)
    if atom is None:
        return _Atom(day.start, day.end, day=day.period.start, whole_day=True)
    return _Atom(
        day.start,
        atom.end,
        day=day.period.start,
        part=atom.part,
        clock=atom.clock,
        until=atom.until,
    )


def _bare(text: str, position: int, day: date | None) -> _Atom | None:
    """A part of the day, a clock time or both."""
    if day is None and text[max(0, position - 1) : position] in ("一", "整"):
        return None  # 一晚上 is how long
    part = _PART_PATTERN.match(text, position) or _SHORT_PART_PATTERN.match(text, position)
    if part is not None:
        return _second_part(text, _with_clock(text, _Atom(position, part.end(), part=part["part"])))
    if day is None and _BARE_HOUR_ELSE.match(text, position):
        before = text[max(0, position - 1) : position]
        if not (before in ("到", "至", "从", "-", "~") and _CLOCK_PATTERN.match(text, position)):
            return None
    return _clock_atom(text, position)


def _clock_atom(text: str, position: int) -> _Atom | None:
    pair = _PAIR.match(text, position)
    if pair is not None:
        first, last = to_int(pair["hour"]), to_int(pair["until"])
        if first > 10:
            last += 10
        if last == first + 1 and last <= _NOON:
            return _Atom(
                position,
                pair.end(),
                clock=_Clock(first, 0, False),
                until=_Clock(last, 0, False),
            )
    open_hour = _OPEN_HOUR.match(text, position)
    if open_hour is not None and to_int(open_hour["hour"]) <= _MIDNIGHT:
        hour = to_int(open_hour["hour"])
        return _Atom(position, open_hour.end(), clock=_Clock(hour, 0, hour > _NOON))
    short_of = _SHORT_OF.match(text, position)
    if short_of is not None:
        before = _before_hour(to_int(short_of["hour"]), short_of["minutes"])
        return None if before is None else _Atom(position, short_of.end(), clock=before)
    match = _CLOCK_PATTERN.match(text, position)
    clock = _clock(match) if match is not None else None
    if match is None or clock is None:
        return None
    return _Atom(position, match.end(), clock=clock)


def _clock(match: re.Match[str]) -> _Clock | None:
    if match["colon"]:
        hour, minute = int(match["colon"]), int(match["colon_minute"])
        return _Clock(hour, minute, True) if hour < _MIDNIGHT or minute == 0 else None
    hour = to_int(match["hour"])
    if hour > _MIDNIGHT:
        return None
    minute = 0
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * to_int(match["quarter"])
    elif match["minute"]:
        minute = to_int(match["minute"].removesuffix("分").lstrip("零0") or "0")
    # 8时 is the 24-hour clock's, 8点 may be either.
    sure = hour > _NOON or hour == 0 or not match["dot"]
    if match["missing"] or match["missing_quarter"]:
        return _before_hour(hour, match["missing"])
    return None if hour == _MIDNIGHT and minute else _Clock(hour, minute, sure)


def _before_hour(hour: int, minutes: str | None) -> _Clock | None:
    """So many minutes, or a quarter, before an hour."""
    missing = to_int(minutes) if minutes else 15
    if not 0 < missing < 60 or not 0 < hour <= _MIDNIGHT:
        return None
    return _Clock(hour - 1, 60 - missing, hour > _NOON)


def _with_clock(text: str, atom: _Atom) -> _Atom:
    filler = _ABOUT_PATTERN.match(text, atom.end)
    clock = _clock_atom(text, filler.end() if filler else atom.end)
    if clock is None:
        return atom
    return _Atom(
        atom.start,
        clock.end,
        day=atom.day,
        part=atom.part,
        clock=clock.clock,
        until=clock.until,
        fused=atom.fused,
    )


def _second_part(text: str, atom: _Atom) -> _Atom:
    """“昨晚凌晨两点”, “大半夜凌晨一点”: the second says which hour it is."""
    if atom.clock is not None:
        return atom
    part = _PART_PATTERN.match(text, atom.end)
    if part is None or part["part"] not in ("凌晨", "半夜", "深夜", "后半夜", "大半夜", "夜里"):
        return atom
    inner = _with_clock(text, _Atom(atom.start, part.end(), day=atom.day, part=part["part"]))
    if (
        part["part"] == "凌晨"
        and atom.day is not None
        and atom.part in ("晚", "晚上", "夜", "夜里", "半夜")
    ):
        # The small hours of that night belong to the next day.
        return _Atom(
            inner.start,
            inner.end,
            inner.day + _DAY if inner.day else None,
            "凌晨",
            inner.clock,
            inner.until,
        )
    return inner


def _fixed(text: str, position: int, now: datetime) -> _Atom | None:
    just_now = _JUST_NOW_PATTERN.match(text, position)
    if just_now is not None:
        return _Atom(position, just_now.end(), fixed=Moment(now - _JUST_NOW, now))
    ago = _AGO.match(text, position)
    if ago is None:
        return None
    distance = _distance(ago)
    if distance is None:
        return None
    return _Atom(position, ago.end(), fixed=Moment(now - distance, now))


def _distance(match: re.Match[str]) -> timedelta | None:
    if match["half"]:
        return _HOUR / 2
    hours = match["unit"] in ("小时", "钟头", "钟")
    count = match["count"].rstrip("来多")
    if "几" in count:
        return _SOME_HOURS if hours else _JUST_NOW
    try:
        number = to_int(count)
    except ValueError:
        return None
    unit = _HOUR if hours else timedelta(minutes=15 if match["unit"] == "刻钟" else 1)
    return number * unit + (unit / 2 if match["and_half"] else timedelta())


def _resolved(
    text: str, atoms: list[_Atom], now: datetime, tense: Tense
) -> Iterator[tuple[int, int, Moment]]:
    index = 0
    while index < len(atoms):
        first = atoms[index]
        last = atoms[index + 1] if index + 1 < len(atoms) else None
        index += 1
        to = _TO_PATTERN.fullmatch(text, first.end, last.start) if last is not None else None
        if last is not None and to is not None:
            moment = _range(first, last, now, tense, next_day=bool(to["next"]))
            if moment is not None:
                index += 1
                yield first.start, last.end, moment
                continue
        if first.whole_day:
            continue
        moment = _moment(first, now, tense)
        if moment is None:
            continue
        closing = _NOW_PATTERN.match(text, first.end)
        if closing is not None and moment.start < now:
            yield first.start, closing.end(), Moment(moment.start, now)
        else:
            yield first.start, first.end, moment


def _range(
    first: _Atom, last: _Atom, now: datetime, tense: Tense, *, next_day: bool
) -> Moment | None:
    if first.whole_day and last.whole_day:
        return None  # whole days are a period
    if first.whole_day and first.day is not None:
        start = _at(first.day, 0, 0, now)
    else:
        if _is_24_hours(last) and first.clock is not None and not first.part:
            first = replace(first, clock=replace(first.clock, sure=True))
        begun = _moment(first, now, tense)
        if begun is None:
            return None
        start = begun.start
    if first.part and last.part is None and last.clock is not None and last.clock.hour <= _NOON:
        # 下午2时至5时
        last = replace(last, clock=replace(last.clock, sure=False))
    if next_day and last.day is None and last.fixed is None:
        last = replace(last, day=start.date() + _DAY)
        if last.clock is not None and last.part is None:
            last = replace(last, clock=replace(last.clock, sure=True))
    end = _end(first, last, start, now)
    return Moment(start, end) if end is not None and end > start else None


def _is_24_hours(atom: _Atom) -> bool:
    """Whether it says 17点, so that 8点 before it is in the morning."""
    return atom.clock is not None and atom.part is None and atom.clock.hour > _NOON


def _end(first: _Atom, last: _Atom, start: datetime, now: datetime) -> datetime | None:
    if last.fixed is not None:
        return last.fixed.end
    if last.whole_day and last.day is not None:
        return _at(last.day, 24, 0, now)
    if last.until is not None:
        return None
    if last.clock is None:
        if last.day is not None:
            moment = _moment(last, now, "past")
            return None if moment is None else moment.end
        part = _PARTS[last.part or ""]
        ends = (part.on(start.date() + timedelta(days=n), now)[1] for n in (-1, 0, 1))
        return next((one for one in ends if one > start), None)
    if last.day is not None:
        moment = _moment(last, now, "past")
        return None if moment is None else moment.start
    hours = _hours(last.clock, last.part)
    times = sorted(
        _at(start.date() + timedelta(days=n), hour, last.clock.minute, now)
        for n in (0, 1)
        for hour in hours
    )
    return next((one for one in times if one > start), None)


def _moment(atom: _Atom, now: datetime, tense: Tense) -> Moment | None:
    if atom.fixed is not None:
        return atom.fixed
    if atom.clock is None:
        start, end = _part_span(atom, now, tense)
        return Moment(start, end)
    start = _clock_start(atom, atom.clock, now, tense)
    if atom.until is not None:
        return Moment(start, start + _HOUR * (atom.until.hour - atom.clock.hour))
    return Moment(start, start + _HOUR)


def _part_span(atom: _Atom, now: datetime, tense: Tense) -> tuple[datetime, datetime]:
    part = _PARTS[atom.part or ""]
    if atom.day is None and tense == "coming":
        spans = [part.on(now.date() + timedelta(days=n), now) for n in (-1, 0, 1)]
        return next(span for span in spans if span[1] > now)
    if atom.day is None:
        spans = [part.on(now.date() - timedelta(days=n), now) for n in range(3)]
        return next(span for span in spans if span[0] <= now)
    if part.last <= _MIDNIGHT or (atom.fused and atom.part == "夜"):
        return part.on(atom.day, now)
    spans = [part.on(atom.day, now), part.on(atom.day - _DAY, now)]
    return next((span for span in spans if span[0] <= now), spans[0])


def _clock_start(atom: _Atom, clock: _Clock, now: datetime, tense: Tense) -> datetime:
    hours = _hours(clock, atom.part)
    if atom.day is None and tense == "coming":
        days = [now.date() + timedelta(days=n) for n in (0, 1)]
        coming = sorted(_at(day, hour, clock.minute, now) for day in days for hour in hours)
        return next((one for one in coming if one >= now), coming[-1])
    if atom.day is not None:
        days = [atom.day]
    else:
        days = [now.date() + timedelta(days=n) for n in (0, -1, -2)]
    times = sorted(
        (_at(day, hour, clock.minute, now) for day in days for hour in hours), reverse=True
    )
    return next((one for one in times if one <= now), times[-1])


def _hours(clock: _Clock, part: str | None) -> list[int]:
    """The hours, counted from a day's midnight, that a clock time may mean on it."""
    hour = clock.hour
    if part is None:
        if clock.sure:
            return [hour]
        return [0, _NOON] if hour == _NOON else [hour, hour + _NOON]
    if hour > _NOON:
        return [hour]
    if part in _MORNING:
        return [0 if hour == _NOON and part in ("凌晨", "拂晓") else hour]
    if _PARTS[part].last > _MIDNIGHT or part in ("前半夜", "上半夜"):
        if hour in (0, _NOON):
            return [_MIDNIGHT]
        # 半夜两点 of a day is before its dawn or after its evening.
        return [hour + _NOON] if hour >= 7 else [hour, hour + _MIDNIGHT]
    if part in ("晚上", "晚间", "夜晚", "大晚上", "晚"):
        if hour in (0, _NOON):
            return [_MIDNIGHT]
        return [hour + _NOON] if hour >= 5 else [hour + _MIDNIGHT]
    if part in ("中午", "正午", "晌午", "午间", "午"):
        return [hour if hour >= 10 else hour + _NOON]
    if part in ("白天", "大白天"):
        return [hour if hour >= 6 else hour + _NOON]
    return [hour if hour == _NOON else hour + _NOON]


def _at(day: date, hour: int, minute: int, now: datetime) -> datetime:
    days, hour = divmod(hour, _MIDNIGHT)
    return datetime.combine(day + timedelta(days=days), time(hour, minute), now.tzinfo)
