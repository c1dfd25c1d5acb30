"""What speaks for an entry, or for a record, as the meaning of a few words that follow an entry; pure.

Each sign is a number near 0 to 1 with a weight of `weights.json` (learnt: `bot.engine.follow_up_learning`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from bot.dialogue.sentence import Sentence
from bot.knowledge import Entry
from bot.knowledge.facets import facets_of, facets_told, facets_touched
from bot.knowledge.words import EntryWords, Weighed
from bot.language.subjects import has_subject
from bot.regions import region_named

FILE = Path(__file__).with_name("weights.json")
Signs = Mapping[str, float]

_DEEPEST = -0.25
"""A title is an entry's own question: nothing is nearer to it than the title alone."""
_UNSEEN = 0.03
"""How much farther than the last listed an entry is taken to be that isn't listed."""
_OWN = re.compile("我|俺|咱|自家|自己家|本户")
_HAS_COME_TO_BE = re.compile("了没|了吗|没有?$|了多少|多少了|到哪|第几")


@dataclass(frozen=True)
class Heard:
    """A few words that follow an entry, with all that entries are weighed by.

    Args:
        sentence: the words alone.
        full: the subject and the words together, as they are understood.
        subject: how near entries are to the subject alone, by id.
        told: the entry that was told; None: none was.
        family: the entries that go with it.
        swaps: whether the same is asked of something else: 乡下呢.
        words: of all entries.
    """

    sentence: Sentence
    full: Sentence
    subject: Mapping[str, float]
    told: Entry | None
    family: frozenset[str]
    swaps: bool
    words: EntryWords

    # What is the same for every entry is found once.

    @cached_property
    def near(self) -> Nearness:
        """How near entries are to subject and words."""
        return Nearness.of(self.full)

    @cached_property
    def alone(self) -> Nearness:
        """How near they are to the words alone."""
        return Nearness.of(self.sentence)

    @cached_property
    def facets(self) -> frozenset[str]:
        """What is asked: its price, its papers, …"""
        return facets_of(self.sentence.text)

    @cached_property
    def has_subject(self) -> bool:
        """Whether the words name what they are about."""
        return has_subject(self.sentence.core)

    @cached_property
    def place(self) -> str | None:
        """The region that the words name."""
        return region_named(self.sentence.text)

    @cached_property
    def weighed(self) -> Weighed:
        """The pairs of characters of the words."""
        return self.words.weighed(self.sentence.core)


@dataclass(frozen=True)
class Nearness:
    """How near entries are to a text.

    Args:
        scores: by id, best first.
        least: of those that are listed.
    """

    scores: Mapping[str, float]
    least: float

    @classmethod
    def of(cls, sentence: Sentence) -> Nearness:
        """What is listed for a sentence."""
        scores = dict(sentence.knowledge)
        return cls(scores, min(scores.values(), default=0.0))

    def score(self, entry: str) -> float:
        """How near an entry is; one that isn't listed is a little farther than the last."""
        return self.scores.get(entry, self.least - _UNSEEN)

    def place(self, entry: str) -> float:
        """1 for the nearest, ½ for the second, …; 0 for one that isn't listed."""
        places = list(self.scores)
        return 1 / (1 + places.index(entry)) if entry in self.scores else 0.0


def signs_of_entry(entry: Entry, heard: Heard) -> Signs:
    """What speaks for an entry.

    Args:
        entry: that may be meant.
        heard: what was said.
    """
    sentence, told, asked = heard.sentence, heard.told, heard.facets
    near, alone, share = heard.near, heard.alone, heard.weighed.share
    parts = heard.words.of(entry.id)
    of_subject = heard.subject.get(entry.id, min(heard.subject.values(), default=0.0))
    lift = near.score(entry.id) - of_subject
    again = told is not None and entry.id == told.id
    fits = bool(asked & _facets(entry))
    place = _region(entry)
    as_told = told is not None and place == _region(told)
    return {
        "near": near.score(entry.id),
        "nearer_than_subject": max(lift, _DEEPEST) if again else lift,
        "place_among_near": near.place(entry.id),
        "alone": alone.score(entry.id),
        "alone_with_subject": alone.score(entry.id) * heard.has_subject,
        "place_among_alone": alone.place(entry.id),
        "again": again,
        "again_facet_asked": again and bool(asked),
        "again_without_facet": again and bool(asked - _facets(entry) - _touched(entry)),
        "again_swap": again and heard.swaps,
        "again_short": again * share(parts.short),
        "again_rest": again * share(parts.rest),
        "related": told is not None and entry.id in told.related,
        "topic": told is not None and not again and entry.topic == told.topic,
        "family_facet": fits and not again and entry.id in heard.family,
        "intent": sentence.sure * (sentence.likeliest in entry.intents),
        "title": share(parts.title),
        "answer": share(parts.answer),
        "questions": share(parts.questions),
        "place": heard.place is not None and heard.place == place,
        "same_place": place is not None and heard.place is None and as_told,
    }


def signs_of_record(intent: str, heard: Heard) -> Signs:
    """What speaks for one's own record.

    Args:
        intent: the question for it.
        heard: what was said.
    """
    sentence = heard.sentence
    timed = sentence.values("period") or sentence.values("moment")
    return {
        "own": 1.0,
        "own_intent": sentence.chance(intent),
        "own_rule": sentence.rule or 0.0,
        "own_words": bool(_OWN.search(sentence.text)),
        "own_time": bool(timed),
        "own_of_told": heard.told is not None and intent in heard.told.intents,
        "own_by_now": bool(_HAS_COME_TO_BE.search(sentence.text)),
    }


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))["weights"])


def rank(signs: Signs, learnt: Mapping[str, float] | None = None) -> float:
    """How much speaks for it all in all; comparable among what may be meant by the same words.

    Args:
        signs: of what may be meant.
        learnt: the weights; None takes those of the file.
    """
    known = weights() if learnt is None else learnt
    return sum(known.get(name, 0.0) * value for name, value in signs.items())


@lru_cache(maxsize=2048)
def _region(entry: Entry) -> str | None:
    return region_named(entry.title)


@lru_cache(maxsize=2048)
def _facets(entry: Entry) -> frozenset[str]:
    return facets_told(entry)


@lru_cache(maxsize=2048)
def _touched(entry: Entry) -> frozenset[str]:
    return facets_touched(entry)
