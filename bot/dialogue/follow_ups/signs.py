"""What speaks for an entry, or for a record, as the meaning of a few words that follow another; pure.

Each sign is a number near 0 to 1 with a weight of `weights.json` (learnt: `bot.engine.follow_up_learning`);
after an entry signs weigh otherwise than after a record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from bot.billing.aspects import OVERVIEW, read_aspect
from bot.dialogue.sentence import Sentence, core_of
from bot.facts import OTHER, Fact
from bot.forms.kinds import ASKS
from bot.knowledge import Entry
from bot.knowledge.facets import facets_of, facets_told, facets_touched
from bot.knowledge.words import EntryWords, Weighed
from bot.language.subjects import has_subject
from bot.regions import region_named

FILE = Path(__file__).with_name("weights.json")
Signs = Mapping[str, float]
After = Literal["entry", "record"]
"""What was told before the words."""

_DEEPEST = -0.25
"""A title is an entry's own question: nothing is nearer to it than the title alone."""
_UNSEEN = 0.03
"""How much farther than the last listed an entry is taken to be that isn't listed."""
_LEFT = 2
"""Characters beside a time: 上个月呢, 去年的."""
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


def signs_of_entry_after_record(entry: Entry, fact: Fact, heard: Heard) -> Signs:
    """What speaks for an entry where a fact of a record was told.

    Args:
        entry: that may be meant.
        fact: that was told.
        heard: what was said.
    """
    return {
        **signs_of_entry(entry, heard),
        "entry": 1.0,
        "entry_rule": heard.sentence.rule or 0.0,
        "entry_of_question": fact.question in entry.intents,
        "entry_first_of_question": fact.question in entry.intents[:1],
        "entry_no_fact": _chance_of(heard.sentence, OTHER),
    }


def signs_of_fact(fact: Fact, before: Fact, heard: Heard) -> Signs:
    """What speaks for a fact of a record where another one was told.

    Args:
        fact: that may be meant.
        before: that was told.
        heard: what was said.
    """
    sentence, full = heard.sentence, heard.full
    same = fact.id == before.id
    kind = read_aspect(before.question, sentence.text).kind
    read = kind != OVERVIEW and kind == _kind_of(fact)
    return {
        "fact": 1.0,
        "fact_alone": _chance_of(sentence, fact.id),
        "fact_place_alone": _place_of(sentence, fact.id),
        "fact_with_subject": 0.0 if same else _chance_of(full, fact.id),
        "fact_place_with_subject": 0.0 if same else _place_of(full, fact.id),
        "fact_again": same,
        "fact_again_alone": same * _chance_of(sentence, fact.id),
        "fact_of_question": not same and fact.question == before.question,
        "fact_read": read,
        "fact_read_of_question": read and fact.question == before.question,
        "fact_intent": sentence.chance(fact.question),
        "fact_rule": sentence.rule or 0.0,
    }


def signs_of_nothing(heard: Heard, *, steers: float, errand: float) -> Signs:
    """What speaks for words that lean on nothing: thanks, another time, an errand of their own.

    Args:
        heard: what was said.
        steers: how surely they steer the talk.
        errand: how surely they are an errand that no record answers.
    """
    sentence = heard.sentence
    timed = sentence.values("period") or sentence.values("moment")
    return {
        "nothing": 1.0,
        "nothing_steers": steers,
        "nothing_errand": errand,
        "nothing_errand_named": errand * heard.has_subject,
        "nothing_named": heard.has_subject,
        "nothing_time": bool(timed),
        "nothing_but_time": bool(timed) and len(_rest(sentence)) <= _LEFT,
        "nothing_other_time": sentence.chance("ask_other_period") * bool(timed),
        "nothing_account": sentence.chance("switch_account"),
        "nothing_asked": not ASKS.search(sentence.text),
    }


@cache
def weights(after: After = "entry") -> Mapping[str, float]:
    """The weight of each sign.

    Args:
        after: what was told before.
    """
    return dict(json.loads(FILE.read_text(encoding="utf-8"))[after])


def rank(signs: Signs, learnt: Mapping[str, float]) -> float:
    """How much speaks for it all in all; comparable among what may be meant by the same words.

    Args:
        signs: of what may be meant.
        learnt: the weights.
    """
    return sum(learnt.get(name, 0.0) * value for name, value in signs.items())


def _rest(sentence: Sentence) -> str:
    """What is said beside times."""
    return core_of(sentence.without("period") or "呢")


@lru_cache(maxsize=256)
def _kind_of(fact: Fact) -> str:
    return read_aspect(fact.question, fact.words).kind


def _chance_of(sentence: Sentence, fact: str) -> float:
    return dict(sentence.facts).get(fact, 0.0)


def _place_of(sentence: Sentence, fact: str) -> float:
    """1 for the likeliest fact, ½ for the second, …; 0 for one that isn't listed."""
    listed = [name for name, _ in sentence.facts]
    return 1 / (1 + listed.index(fact)) if fact in listed else 0.0


@lru_cache(maxsize=2048)
def _region(entry: Entry) -> str | None:
    return region_named(entry.title)


@lru_cache(maxsize=2048)
def _facets(entry: Entry) -> frozenset[str]:
    return facets_told(entry)


@lru_cache(maxsize=2048)
def _touched(entry: Entry) -> frozenset[str]:
    return facets_touched(entry)
