"""What a few words after a fact of a record lead to: another fact of it, a rule, or nothing that it has.

那什么时候停 after what is owed asks for a rule, 怎么这么多 for another fact, 谢了 for nothing. What may be meant is
weighed by signs (`signs.py`), with weights that were learnt from what customers say after facts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass

from bot.billing.aspects import read_aspect
from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import STEERING, words_of
from bot.dialogue.follow_ups.neighbours import is_swap
from bot.dialogue.follow_ups.signs import (
    Heard,
    Signs,
    rank,
    signs_of_entry_after_record,
    signs_of_fact,
    signs_of_nothing,
    weights,
)
from bot.dialogue.reading import Situation
from bot.dialogue.sentence import Sentence
from bot.facts import Fact, load_facts

FACT = "fact:"
"""Before the id of a fact, among what may be meant."""
NOTHING = "none"
_MOST_SUBJECTS = 500
_NEAREST = 6
"""Entries that are weighed, of those near to the words alone and of those near to subject and words."""


@dataclass(frozen=True)
class Meant:
    """What a few words lead to.

    Args:
        id: of an entry, or `FACT` and the id of a fact.
        chance: how likely it is meant and nothing else that may be, 0 to 1.
        score: how near the entry is to subject and words; says nothing of a fact.
        full: subject and words together, as they are understood.
    """

    id: str
    chance: float
    score: float
    full: Sentence

    @property
    def fact(self) -> Fact | None:
        """The fact; None: it is an entry."""
        return load_facts().get(self.id.removeprefix(FACT)) if self.id.startswith(FACT) else None


class AfterRecord:
    """Finds it; remembers what is near to a subject alone."""

    def __init__(self) -> None:
        self._subjects: dict[str, Sentence] = {}

    def meant(self, situation: Situation, frame: Frame) -> Meant | None:
        """What a few words lead to; None where they lean on nothing, or no fact is known to have been told.

        Args:
            situation: with the words alone.
            frame: the question for a record that was answered.
        """
        told = self.told(situation, frame)
        if told is None:
            return None
        heard = self._heard(situation, told)
        learnt = weights("record")
        ranks = {
            name: rank(signs, learnt) for name, signs in _candidates(situation, told, heard).items()
        }
        best = max(ranks, key=lambda one: ranks[one])
        if best == NOTHING:
            return None
        whole = sum(math.exp(one - ranks[best]) for one in ranks.values())
        return Meant(best, 1 / whole, heard.near.scores.get(best, heard.near.least), heard.full)

    def candidates(self, situation: Situation, told: Fact) -> Mapping[str, Signs]:
        """What may be meant, each with its signs.

        Args:
            situation: with the words alone.
            told: the fact that was told.
        """
        return _candidates(situation, told, self._heard(situation, told))

    def told(self, situation: Situation, frame: Frame) -> Fact | None:
        """The fact that was told: the one whose plain wording asks for the same, else the likeliest."""
        question, words = str(frame.about.get("question") or ""), words_of(frame)
        facts = [one for one in load_facts().values() if one.question == question]
        if not facts:
            return None
        named = [one for one in facts if one.words in words]
        if named:
            return named[-1]
        likely = dict(self._understood(situation, words).facts)
        asked = read_aspect(question, words)
        alike = [one for one in facts if read_aspect(question, one.words).kind == asked.kind]
        return max(alike or facts, key=lambda one: likely.get(one.id, 0.0))

    def _heard(self, situation: Situation, told: Fact) -> Heard:
        sentence = situation.sentence
        return Heard(
            sentence,
            situation.understand(f"{told.words}，{sentence.core}"),
            dict(self._understood(situation, told.words).knowledge),
            None,
            frozenset(_family(situation, told)),
            is_swap(sentence.plain),
            situation.words,
        )

    def _understood(self, situation: Situation, words: str) -> Sentence:
        if words not in self._subjects:
            if len(self._subjects) >= _MOST_SUBJECTS:
                self._subjects.clear()
            self._subjects[words] = situation.understand(words)
        return self._subjects[words]


def _family(situation: Situation, told: Fact) -> Set[str]:
    """The entries for the same errand."""
    on = situation.focus.now.date()
    return {
        one.id
        for one in situation.entries.values()
        if told.question in one.intents[:1] and one.region == "china" and one.holds(on)
    }


def _candidates(situation: Situation, told: Fact, heard: Heard) -> Mapping[str, Signs]:
    sentence, on = heard.sentence, situation.focus.now.date()
    near = [*heard.near.scores][:_NEAREST] + [*heard.alone.scores][:_NEAREST]
    found: dict[str, Signs] = {}
    for name in sorted({*near, *heard.family}):
        entry = situation.entries.get(name)
        if entry is not None and entry.holds(on) and not entry.only_for_intents:
            found[name] = signs_of_entry_after_record(entry, told, heard)
    listed = {name for name, _ in (*sentence.facts, *heard.full.facts)} | {told.id}
    for fact in load_facts().values():
        if fact.id in listed or fact.question == told.question:
            found[f"{FACT}{fact.id}"] = signs_of_fact(fact, told, heard)
    errand = situation.intents.get(sentence.likeliest)
    own = errand is not None and bool(errand.subject) and not errand.record
    found[NOTHING] = signs_of_nothing(
        heard, steers=sentence.chance(*STEERING), errand=sentence.sure * own
    )
    return found
