"""Which entry a short question leads to after another: its neighbour that tells what is asked.

要带什么 after 住家新装电表几天通电 is near to much. What counts is how near an entry is to subject and question
together, how much nearer than to the subject alone, whether it goes with the entry that was told, and
whether it has the facet that is asked for (papers, fee, duration, …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.focus import Frame
from bot.dialogue.reading import Situation
from bot.dialogue.sentence import Sentence
from bot.knowledge import Entry
from bot.knowledge.facets import facets_of, facets_told, facets_touched

# Chosen on 84 short questions after an entry by blind authors: 42 led to the right entry without family and
# facets, 60 with them. A little more or less of each is as good.
_LIFT = 0.4
_ALONE = 0.4
_FAMILY = 0.05
_FACET = 0.18
_FACET_ELSEWHERE = 0.06
_TOUCHED = 0.14
"""For the entry that was told, where its short answer says something about the facet."""
_DEEPEST = -0.25
_AGAIN = -0.1
"""What the entry that was told loses where it doesn't have the facet that is asked for."""
_UNSEEN = 0.03
"""How much farther than the last listed an entry of the family is taken to be."""
_LEAST = 0.58
"""The rank from which an entry counts as meant."""
_NEAR = 0.42
_NEAR_WITH_FACET = 0.3
"""How near an entry has to be to subject and question; less where it has the facet that is asked for."""
_MOST_SUBJECTS = 500
_MOST_PAIRS = 5000
_FEW = 0.12
"""A pair of characters that stands in so few of the entries says something."""
_COMMON = frozenset(("ask_knowledge", "help", "request_person", "query_request"))
"""Intents that entries of all topics help with; sharing one makes no family."""


@dataclass(frozen=True)
class Neighbour:
    """An entry that a short question leads to.

    Args:
        id: of the entry.
        score: how near it is to subject and question.
        rank: how much speaks for it.
    """

    id: str
    score: float
    rank: float


class Neighbours:
    """Finds them; remembers what is near to a subject alone."""

    def __init__(self) -> None:
        self._subjects: dict[str, Mapping[str, float]] = {}
        self._spread: dict[str, int] = {}

    def nearest(
        self, situation: Situation, frame: Frame, subject: str, full: Sentence
    ) -> Neighbour | None:
        """The entry that a short question leads to, or None where it leads nowhere.

        Args:
            situation: with the short question alone.
            frame: what it follows.
            subject: of the frame, in words.
            full: subject and question together, as they are understood.
        """
        near = dict(full.knowledge)
        if not near:
            return None
        told = situation.entries.get(str(frame.about.get("entry") or ""))
        family = _family(situation, frame, told)
        alone = dict(situation.sentence.knowledge)
        before = self._of_subject(situation, subject)
        asked = facets_of(situation.sentence.text)
        listed, heard, known = (_least(one) for one in (near, alone, before))
        best: Neighbour | None = None
        for name in {*near, *family, *alone}:
            entry = situation.entries.get(name)
            fits = entry is not None and bool(asked & _facets(entry))
            score = near.get(name, listed - _UNSEEN)
            if score < (_NEAR_WITH_FACET if fits and name in family else _NEAR):
                continue
            if not _may_be_told(entry, told, near, name):
                continue
            again = told is not None and name == told.id
            if again and entry is not None and not self._more_of(entry, situation, asked):
                continue
            # A title is an entry's own question: nothing is nearer to it than the title alone.
            lift = max(score - before.get(name, known), _DEEPEST if again else -1.0)
            rank = score + _LIFT * lift + _ALONE * alone.get(name, heard - _UNSEEN)
            rank += _FAMILY if name in family else 0.0
            if fits:
                rank += _FACET if again or name in family else _FACET_ELSEWHERE
            elif entry is not None and again and asked & _touched(entry):
                rank += _TOUCHED
            elif asked and again:
                rank += _AGAIN
            if rank >= _LEAST and (best is None or rank > best.rank):
                best = Neighbour(name, score, rank)
        return best

    def _more_of(self, entry: Entry, situation: Situation, asked: frozenset[str]) -> bool:
        """Whether an entry that was told has more for the question: its facet, or words that few entries have."""
        if asked & (_facets(entry) | _touched(entry)):
            return True
        written = f"{entry.short}{entry.answer}"
        words = _pairs(situation.sentence.core) - _pairs(entry.title)
        return any(
            pair in written and self._holders(pair, situation) <= _FEW * len(situation.entries)
            for pair in words
        )

    def _holders(self, pair: str, situation: Situation) -> int:
        if pair not in self._spread:
            if len(self._spread) >= _MOST_PAIRS:
                self._spread.clear()
            self._spread[pair] = sum(
                pair in one.short or pair in one.answer for one in situation.entries.values()
            )
        return self._spread[pair]

    def _of_subject(self, situation: Situation, subject: str) -> Mapping[str, float]:
        if subject not in self._subjects:
            if len(self._subjects) >= _MOST_SUBJECTS:
                self._subjects.clear()
            self._subjects[subject] = dict(situation.understand(subject).knowledge)
        return self._subjects[subject]


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _least(scores: Mapping[str, float]) -> float:
    return min(scores.values(), default=0.0)


def _family(situation: Situation, frame: Frame, told: Entry | None) -> set[str]:
    """The entries that go with what was told: named by it, naming it, or for the same errand."""
    found = {str(one) for one in frame.about.get("entries") or ()}
    errands = {str(frame.about.get("question") or "")}
    errands |= set() if told is None else set(told.intents[:1])
    errands -= _COMMON
    on = situation.focus.now.date()
    for entry in situation.entries.values():
        named = told is not None and (entry.id in told.related or told.id in entry.related)
        same_place = told is None or entry.region in ("china", told.region)
        if entry.holds(on) and same_place and (named or errands & set(entry.intents[:1])):
            found.add(entry.id)
    return found - {told.id if told is not None else ""}


def _may_be_told(
    entry: Entry | None, told: Entry | None, near: Mapping[str, float], name: str
) -> bool:
    """Warnings are told only after warnings."""
    if entry is None:
        return name in near
    return not entry.only_for_intents or (told is not None and told.only_for_intents)


@lru_cache(maxsize=2048)
def _facets(entry: Entry) -> frozenset[str]:
    return facets_told(entry)


@lru_cache(maxsize=2048)
def _touched(entry: Entry) -> frozenset[str]:
    return facets_touched(entry)
