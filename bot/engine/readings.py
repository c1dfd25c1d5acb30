"""All ways to cut a message into parts, each with the signs that speak for or against it.

A sign is a number with a name: how surely the parts are understood, how alike what they ask for is, where
the message is cut. `bot.engine.wishes` weighs them, `bot.engine.wish_learning` learns the weights.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from bot.engine.clauses import READ, REQUEST, Clause, clauses, part
from bot.intents import load_intents
from bot.language.subjects import has_subject

MOST = 4
"""Wishes of a message."""
LONGEST = 3
"""Clauses of a part, unless it is the whole message."""
MOST_READ = 400
"""Characters of all parts of a message together; 3 of the 2,260 messages that were learnt from have more. There
the longest ways to join clauses are passed over, and each clause is still read alone."""

_SHORT = 5
_DENIED = re.compile(
    "^(?:我|俺|我们|也|又|这|並|并|先)*(?:不(?!是不是|知|晓|够|亮|显|走)|没(?:说|要|想|让)|冇话|唔系|唔係|唔使|別|别)"
)
_SUPPOSED = re.compile(
    "^(?:我|这|那|他|你们|也|又|以为|怕|还)*(?:要是|如果|要不是|万一|假如|若是|再不|再没|再磨|再拖|不然|否则|是不是|是唔係|是唔系|系咪|係咪|难道|"
    "该不会|怕|担心)"
)
_ADDED = re.compile("^(?:再|还|也|并|另|同时|顺|然后|以后|先|还要|又)")
_CLAIM = re.compile("投诉|投訴|告|举报|反映|说法|建议|提议|意见")

Ranking = Sequence[tuple[str, float]]
"""Intents with their confidence, the likeliest first; none for a text without any word."""
Understand = Callable[[list[str]], Sequence[Ranking]]
"""Gives the ranking of each text."""


@dataclass(frozen=True)
class Wish:
    """One thing that a message asks for.

    Args:
        text: the part of the message.
        intent: what it is understood as.
    """

    text: str
    intent: str


@dataclass(frozen=True)
class _Part:
    """A part of a message as it is understood.

    Args:
        text: typed.
        after: kind of the place before it.
        clauses: how many it has.
        ranking: what it is understood as.
    """

    text: str
    after: str
    clauses: int
    ranking: Ranking

    @property
    def intent(self) -> str | None:
        return self.ranking[0][0] if self.ranking else None

    @cached_property
    def is_wish(self) -> bool:
        known = load_intents().get(self.intent or "")
        return known is not None and known.offered and not self.denied

    @cached_property
    def denied(self) -> bool:
        return bool(_DENIED.search(self.text))

    @cached_property
    def surely(self) -> float:
        return math.log(_confidence(self.ranking))

    @cached_property
    def unsurely(self) -> float:
        return math.log(1.001 - _confidence(self.ranking))

    @cached_property
    def requests(self) -> bool:
        return bool(REQUEST.search(self.text))

    @cached_property
    def supposed(self) -> bool:
        return bool(_SUPPOSED.search(self.text))

    @cached_property
    def added(self) -> bool:
        return bool(_ADDED.search(self.text))

    @cached_property
    def claims(self) -> bool:
        return bool(_CLAIM.search(self.text))

    @cached_property
    def subject(self) -> bool:
        return has_subject(self.text)


@dataclass(frozen=True)
class Reading:
    """One way to cut a message.

    Args:
        wishes: what it asks for, in the order said; one with no intent if nothing is understood.
        signs: what speaks for or against it, by name.
    """

    wishes: tuple[Wish, ...]
    signs: Mapping[str, float]

    def score(self, weights: Mapping[str, float]) -> float:
        """How much speaks for it; a sign without a weight says nothing."""
        return sum(weights.get(name, 0.0) * value for name, value in self.signs.items())


def readings(text: str, understand: Understand) -> list[Reading]:
    """All ways to cut a message, the whole first; none for a text of one clause.

    Args:
        text: as typed.
        understand: the pipeline; asked once.
    """
    found = clauses(text)
    count = len(found)
    if count < 2:
        return []
    spans = _spans(text[:READ], found)
    parts = {
        (first, last): _Part(one, found[first].after, last - first, ranking)
        for ((first, last), one), ranking in zip(
            spans.items(), understand(list(spans.values())), strict=True
        )
    }
    whole = parts[0, count]
    others = [
        Reading(*_cut(text, found, cut, parts, whole))
        for number in range(1, MOST)
        for places in combinations(range(1, count), number)
        for cut in [list(pairwise((0, *places, count)))]
        if all(one in parts for one in cut)
    ]
    return [_uncut(text, whole), *others]


def parts_of(text: str) -> list[str]:
    """The parts that a message may be cut into, itself among them."""
    return list(_spans(text[:READ], clauses(text)).values())


def _spans(text: str, found: list[Clause]) -> dict[tuple[int, int], str]:
    """What stands from one clause to before another, for all that may be a part: the whole and each clause
    alone, and of those that are joined the shortest, until `MOST_READ` is reached."""
    count = len(found)
    spans = {
        (first, last): text if last - first == count else part(text, found[first], found[last - 1])
        for first, last in combinations(range(count + 1), 2)
        if last - first <= LONGEST or last - first == count
    }
    joined = [(first, last) for first, last in spans if 1 < last - first < count]
    read = sum(map(len, spans.values()))
    for span in sorted(joined, key=lambda one: len(spans[one]), reverse=True):
        if read <= MOST_READ:
            break
        read -= len(spans.pop(span))
    return spans


def _uncut(text: str, whole: _Part) -> Reading:
    signs = {
        "whole": 1.0,
        "whole_length": len(text) / 20,
        "whole_surely": whole.surely,
        "whole_unsurely": whole.unsurely,
        "whole_no_wish": float(not whole.is_wish),
    }
    return Reading((Wish(text, whole.intent or ""),), signs)


def _cut(
    text: str,
    found: list[Clause],
    cut: list[tuple[int, int]],
    parts: Mapping[tuple[int, int], _Part],
    whole: _Part,
) -> tuple[tuple[Wish, ...], Mapping[str, float]]:
    mine = [parts[one] for one in cut]
    signs: defaultdict[str, float] = defaultdict(float)
    for name, value in _of_parts(mine, whole):
        signs[name] += value
    for ((first, _), one), ((_, last), other) in pairwise(zip(cut, mine, strict=True)):
        for name, value in _of_neighbours(one, other, parts.get((first, last))):
            signs[name] += value
    wishes = _wishes(text, found, cut, mine)
    signs["one_wish"] += len(wishes) < 2
    signs["many_wishes"] += len(wishes) > 2
    return wishes, signs


def _of_parts(parts: list[_Part], whole: _Part) -> Iterator[tuple[str, float]]:
    in_whole = dict(whole.ranking)
    for place, one in enumerate(parts):
        yield "joined", one.clauses - 1
        if one.denied:
            yield "denied", 1
            continue
        if not one.is_wish:
            yield "other_surely", one.surely
            continue
        yield "wish", 1
        yield "wish_surely", one.surely
        yield "wish_unsurely", one.unsurely
        yield "wish_short", len(one.text) < _SHORT
        # 交没交, 要带哪些东西: what leaves out its subject goes with what was said before it
        yield "later_without_subject", place > 0 and not one.subject
        yield "wish_without_request", not one.requests
        yield "wish_supposed", one.supposed
        yield "wish_added", one.added
        yield "wish_mood", one.intent == "make_complaint" and not one.claims
        yield "wish_as_whole", one.intent == whole.intent
        yield "wish_in_whole", math.log(in_whole.get(one.intent or "", 0.0) + 0.003)


def _of_neighbours(one: _Part, other: _Part, both: _Part | None) -> Iterator[tuple[str, float]]:
    yield f"cut_{other.after}", 1
    yield f"no_request_before_{other.after}", not one.requests
    if one.intent == other.intent:
        yield "same_intent", 1
    elif not one.is_wish:
        yield "wish_after_other", 1
    elif not other.is_wish:
        yield "wish_before_other", 1
    else:
        intents = load_intents()
        yield "same_topic", intents[one.intent or ""].topic == intents[other.intent or ""].topic
        yield f"wishes_{other.after}", 1
        if both is not None:
            yield "together_as_first", both.intent == one.intent
            yield "together_as_second", both.intent == other.intent
            yield "together_unsurely", both.unsurely


def _wishes(
    text: str, found: list[Clause], cut: list[tuple[int, int]], parts: list[_Part]
) -> tuple[Wish, ...]:
    """Each intent once; what is no wish stays with the next one, or with the last."""
    wishes: list[tuple[int, int, str]] = []
    start = 0
    for (_, last), one in zip(cut, parts, strict=True):
        if one.is_wish and one.intent is not None and all(one.intent != each[2] for each in wishes):
            wishes.append((start, last, one.intent))
            start = last
        elif one.is_wish and wishes and wishes[-1][2] == one.intent:
            wishes[-1] = (wishes[-1][0], last, one.intent)
            start = last
    if wishes:
        wishes[-1] = (wishes[-1][0], len(found), wishes[-1][2])
    return tuple(
        Wish(part(text, found[first], found[last - 1]), intent) for first, last, intent in wishes
    )


def _confidence(ranking: Ranking) -> float:
    return min(max(ranking[0][1], 0.01), 0.999) if ranking else 0.01
