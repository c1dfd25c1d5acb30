"""Where a message can be cut: at words that link wishes, at marks, and where people set no marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["link", "mark", "and", "run_on"]
"""Of the place before a clause: a linking word or the end of a question; a mark or a space; a word that
joins two things; nothing, where a question or a request has come to its end."""

KINDS: tuple[Kind, ...] = ("link", "mark", "and", "run_on")
MOST = 6
"""Clauses of a message; where there are more, the weakest kinds of places are passed over."""

READ = 200
"""Characters in which places to cut are looked for; what is longer is a notice or a story, and each part is
understood for itself, which takes its time."""

_SHORTEST = 2
_SHORTEST_UNMARKED: dict[Kind, int] = {"and": 2, "run_on": 4}
_LONG = 8
"""Characters without a mark from which on a message is looked through for clauses that run on."""

REQUEST = re.compile(
    "吗|么|呢|多少|几|怎|咋|啥|什么|为何|为什|点解|点样|哪|谁|是不是|有没有|能不能|可不可|会不会|要不要|[?？]|好多|嘛|伐|"
    "帮|查|看|请|要|想|给我|麻烦|办|开|退|报|改|投诉|举报|申请|催|转|派|来|叫|换|建议|表扬"
)
"""Words by which something is asked for."""

_HAN = "\u3400-\u9fff"
_ENDS = " ,，。;；、"
_LINK = re.compile(
    # 还有多少度, 还有没有电 and 另外一户 ask one thing
    r"[,，。.;；!！、\s]*(?:"
    r"(?:还有|仲有)(?!多|几|幾|没|沒|电(?![费表价压量子])|電(?![費表價壓量子])|钱|錢|余|剩|人|一点|啥|什么|吗|的|欠|哪)(?:就是|个|一个|一件事)?|"
    r"另外(?!一户|一家|一个户|那|的|两|几)(?:就是|再|还)?|顺便|顺带|顺手|对了|同埋|"
    r"再(?:问|查|看|帮我|说)(?:一下|下|个|一个)?|再就是|再一个|再有|"
    r"(?:还|也)(?:想|要)(?:再)?(?:问|查|看|办|了解|咨询)(?:一下|下)?|"
    r"然后(?:呢)?我?(?:还|再|就是)?想?(?:帮我|问|查|看)(?:一下|下)?|"
    r"(?<=[,，。;；\s])(?:第?[一二三]是|其[一二三次]|[1-4][.、．)）])|^(?:1[.、．)）]|一是|其一)"
    r")[,，。、:：\s]*"
    # a question that is asked to its end
    r"|(?<=[?？])\s*(?=\S)"
)
_MARK = re.compile(rf"[,，。.;；!！、\n]+\s*|(?<=[{_HAN}])\s+(?=[{_HAN}])")
_AND = re.compile(
    rf"(?<=[{_HAN}])(?:以及|并且|而且|同时|和|跟|及|并|与|同|(?<![之以今最先前])后|再|然后|另)(?=[{_HAN}])"
)
_ENDED = re.compile(
    rf"(?<=[吗呢吧嘛没么呀啊哦噻伐呗嘞])(?=[{_HAN}])|(?:(?<=多少钱)|(?<=怎么办)|(?<=咋办|几钿|几多|幾多|一下))(?=[{_HAN}])|"
    "(?<=多少)(?=[我你他她那这怎什为要帮给还])|(?<=了)(?=[我你他她那这怎什为要帮给还再能]|多(?!少|久|长|大|高))"
)
_BEGUN = re.compile(
    "(?=怎么|怎麼|咋|点解|为啥|为什么|為什麼|凭什么|能不能|会不会|會不會|是不是|要不要|有没有|什么时候|啥时候|几点|"
    "去哪|去邊|哪个|哪里|哪疙|你们|我家|我要|我还|我想|帮我|幫我|给我|給我|俾我|喊个|喊個|叫人|请|請|麻烦|上个?月|这个?月|"
    "现在|昨天|发票|发飘|發票|账单|帐单|余额|电费多|短信|电话)"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("link", _LINK),
    ("mark", _MARK),
    ("and", _AND),
    ("run_on", _ENDED),
    ("run_on", _BEGUN),
)
"""The surest first: what lies at a place that is taken is passed over."""


@dataclass(frozen=True)
class Clause:
    """A part of a message.

    Args:
        start: its place in the text.
        end: behind it.
        after: kind of the place before it; `link` for the first.
    """

    start: int
    end: int
    after: Kind


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    kind: Kind


def clauses(text: str) -> list[Clause]:
    """The clauses of a message, `MOST` at most.

    Args:
        text: as typed.
    """
    places = _places(text[:READ])
    found = _between(places, text)
    for kind in reversed(KINDS):
        if len(found) <= MOST:
            break
        places = [one for one in places if one.kind != kind]
        found = _between(places, text)
    return found


def part(text: str, first: Clause, last: Clause) -> str:
    """What stands from one clause to another, without the marks around it."""
    return text[first.start : last.end].strip(_ENDS)


def _places(text: str) -> list[_Place]:
    found: list[_Place] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start <= one.end and one.start <= end for one in found):
                continue
            if kind in ("and", "run_on") and not _has_room(start, end, kind, found, len(text)):
                continue
            # 上个月电费怎么这么高: what comes before 怎么 asks for nothing yet.
            if pattern is _BEGUN and not REQUEST.search(text[_last_end(found, start) : start]):
                continue
            found.append(_Place(start, end, kind))
    return sorted(found, key=lambda one: one.start)


def _has_room(start: int, end: int, kind: Kind, found: list[_Place], length: int) -> bool:
    """Whether enough stands on both sides of an unmarked place."""
    before = _last_end(found, start)
    behind = min((one.start for one in found if one.start >= end), default=length)
    if min(start - before, behind - end) < _SHORTEST_UNMARKED[kind]:
        return False
    return kind == "and" or behind - before >= _LONG


def _last_end(found: list[_Place], before: int) -> int:
    return max((one.end for one in found if one.end <= before), default=0)


def _between(places: list[_Place], text: str) -> list[Clause]:
    found: list[Clause] = []
    start, after = 0, KINDS[0]
    for one in [*places, _Place(len(text), len(text), KINDS[-1])]:
        if len(text[start : one.start].strip(_ENDS)) >= _SHORTEST:
            found.append(Clause(start, one.start, after))
            after = one.kind
        elif found:
            # The stronger of two places with nothing between them.
            after = min(after, one.kind, key=KINDS.index)
        start = one.end
    return found
