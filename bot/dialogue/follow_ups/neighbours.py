"""What a few words after an entry lead to: that entry, a neighbour of it, or one's own record.

要带什么 after 住家新装电表几天通电 is near to much. What may be meant is weighed by signs (`signs.py`): how near an entry is
to subject and question together, how much nearer than to the subject alone, whether it is the one that was told
or goes with it, whether it has the facet that is asked for (papers, fee, duration, …), which words stand in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import subject_of
from bot.dialogue.follow_ups.signs import (
    Heard,
    Signs,
    rank,
    signs_of_entry,
    signs_of_record,
    weights,
)
from bot.dialogue.reading import Situation
from bot.dialogue.sentence import Sentence
from bot.knowledge import Entry
from bot.knowledge.facets import facets_of, facets_told

RECORD = "record:"
"""Before the intent of a record, among what may be meant."""
_NEAR = 0.42
_NEAR_WITH_FACET = 0.3
"""How near an entry has to be to subject and question where none was told; less with the facet that is asked for."""
_LONGEST_SWAP = 7
_LEAST_CHANCE = 0.02
"""Of a record that the words alone may mean."""
_AS_MUCH = re.compile(
    "(?:那|那么)?(?P<what>.{1,6}?)(?:也|都|是不是)+(?:按|照|得|要|能|可以)?(?:是)?(?:这个?(?:数|价|标准|规矩)|[这那]么(?:多|算|收|办|久)|[这那]样|一样)(?:的|算|收)*(?:吗|么|不|嘛|吧)?"
)
"""铺子也是这个数吗 asks the same of something else too."""
_MOST_SUBJECTS = 500
_COMMON = frozenset(("ask_knowledge", "help", "request_person", "query_request"))
"""Intents that entries of all topics help with; sharing one makes no family."""


@dataclass(frozen=True)
class Neighbour:
    """An entry, or a record, that a few words lead to.

    Args:
        id: of the entry; `RECORD` and an intent for a record.
        score: how near the entry is to subject and question; says nothing of a record.
        chance: how likely it is meant and nothing else that may be, 0 to 1.
        family: whether it is the entry that was told or goes with it.
        full: subject and words together, as they are understood.
    """

    id: str
    score: float
    chance: float
    family: bool
    full: Sentence

    @property
    def record(self) -> str | None:
        """The intent of a record; None: it is an entry."""
        return self.id[len(RECORD) :] if self.id.startswith(RECORD) else None


class Neighbours:
    """Finds them; remembers what is near to a subject alone."""

    def __init__(self) -> None:
        self._subjects: dict[str, Mapping[str, float]] = {}

    def meant(
        self,
        situation: Situation,
        frame: Frame,
        full: Sentence | None = None,
        *,
        records: bool = True,
    ) -> Neighbour | None:
        """What a few words lead to, or None where they lead nowhere.

        Args:
            situation: with the words alone.
            frame: what they follow.
            full: its subject and the words together, if they are understood already.
            records: whether one's own record may be meant.
        """
        heard = self._heard(situation, frame, full)
        ranks = {
            name: rank(signs, weights("entry"))
            for name, signs in _candidates(situation, heard, records=records).items()
        }
        if not ranks:
            return None
        best = max(ranks, key=lambda one: ranks[one])
        whole = sum(math.exp(one - ranks[best]) for one in ranks.values())
        kin = best in heard.family or (heard.told is not None and best == heard.told.id)
        score = heard.near.scores.get(best, heard.near.least)
        return Neighbour(best, score, 1 / whole, kin, heard.full)

    def candidates(self, situation: Situation, frame: Frame) -> Mapping[str, Signs]:
        """What may be meant, entries and records, each with its signs.

        Args:
            situation: with the words alone.
            frame: what they follow.
        """
        return _candidates(situation, self._heard(situation, frame), records=True)

    def _heard(self, situation: Situation, frame: Frame, full: Sentence | None = None) -> Heard:
        sentence, subject = situation.sentence, subject_of(frame, situation.intents)
        told = situation.entries.get(str(frame.about.get("entry") or ""))
        return Heard(
            sentence,
            full or situation.understand(f"{subject}{sentence.core}"),
            self._of_subject(situation, subject),
            told,
            frozenset(_family(situation, frame, told)),
            is_swap(sentence.plain),
            situation.words,
        )

    def _of_subject(self, situation: Situation, subject: str) -> Mapping[str, float]:
        if subject not in self._subjects:
            if len(self._subjects) >= _MOST_SUBJECTS:
                self._subjects.clear()
            self._subjects[subject] = dict(situation.understand(subject).knowledge)
        return self._subjects[subject]


def is_swap(plain: str) -> bool:
    """Whether a text asks the same of something else: 乡下呢, 那电视呢, 铺子也是这个数吗.

    Args:
        plain: without signs; 咧 and 嘞 ask as 呢 does.
    """
    if _AS_MUCH.fullmatch(plain):
        return True
    asks = plain.endswith(("呢", "嘞", "咧")) and not facets_of(plain)
    return asks and len(plain) <= _LONGEST_SWAP


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


def _candidates(situation: Situation, heard: Heard, *, records: bool) -> Mapping[str, Signs]:
    told, on = heard.told, situation.focus.now.date()
    listed = {*heard.near.scores, *heard.alone.scores, *heard.family}
    listed |= set() if told is None else {told.id}
    found: dict[str, Signs] = {}
    for name in sorted(listed):
        entry = situation.entries.get(name)
        if entry is None or not entry.holds(on) or not _may_be_told(entry, told):
            continue
        if told is not None or _is_near(entry, heard):
            found[name] = signs_of_entry(entry, heard)
    if records:
        for intent in _records(situation, told):
            found[f"{RECORD}{intent}"] = signs_of_record(intent, heard)
    return found


def _records(situation: Situation, told: Entry | None) -> set[str]:
    """The records that may be meant: those of the entry, and the likeliest of the words alone."""
    sentence = situation.sentence
    found = set() if told is None else set(filter(situation.is_record, told.intents))
    own = [name for name in situation.intents if situation.is_record(name)]
    likely = max(own, key=sentence.chance, default="")
    return found | {likely} if sentence.chance(likely) >= _LEAST_CHANCE else found


def _may_be_told(entry: Entry, told: Entry | None) -> bool:
    """Warnings are told only after warnings."""
    return not entry.only_for_intents or (told is not None and bool(told.only_for_intents))


def _is_near(entry: Entry, heard: Heard) -> bool:
    """Whether an entry is near enough where none was told."""
    eased = entry.id in heard.family and (heard.swaps or heard.facets & facets_told(entry))
    least = _NEAR_WITH_FACET if eased else _NEAR
    return heard.near.scores.get(entry.id, heard.near.least) >= least
