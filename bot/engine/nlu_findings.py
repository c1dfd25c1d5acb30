"""What the report on understanding tells: how slices went, what was confused, how honest confidence is. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.judged import OUT_OF_SCOPE, Judged, Marked, Outcome, Stretch, Understood, outcome

CHITCHAT = "chitchat"
BINS = 10
LEAST_SURE = 30
"""So many right but unsure sentences are shown."""


@dataclass(frozen=True)
class Case:
    """A sentence, what is right for it, and what was understood.

    Args:
        slice: where it belongs.
        text: the sentence.
        expected: the intent that is right; of several the one that was understood.
        got: the likeliest intent.
        confidence: of it.
        outcome: what the customer gets.
    """

    slice: str
    text: str
    expected: str
    got: str
    confidence: float
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the likeliest intent is right."""
        return self.expected == self.got


@dataclass(frozen=True)
class SliceFinding:
    """How a slice went.

    Args:
        name: its name.
        count: of sentences.
        outcomes: sentences by outcome.
        refusing: whether it consists of sentences that have to be declined.
    """

    name: str
    count: int
    outcomes: dict[Outcome, int]
    refusing: bool

    @property
    def good(self) -> float:
        """The share that went well: answered rightly, or not answered where that is right."""
        good = self.outcomes["right"]
        if self.refusing:
            good += self.outcomes["declined"] + self.outcomes["asked"]
        return good / self.count if self.count else 0.0


@dataclass(frozen=True)
class Confusion:
    """Sentences of one intent that were taken for another.

    Args:
        expected: what is right.
        got: what was understood.
        cases: the surest first.
    """

    expected: str
    got: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class IntentFinding:
    """One intent.

    Args:
        name: its name.
        count: of its sentences.
        precision: share of what was taken for it that is it; 1 if nothing was.
        recall: share of its sentences that was found.
    """

    name: str
    count: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


@dataclass(frozen=True)
class Bin:
    """Sentences of about the same confidence.

    Args:
        confidence: their mean.
        right: share that is right.
        count: how many.
    """

    confidence: float
    right: float
    count: int


@dataclass(frozen=True)
class EntityMiss:
    """A sentence with an entity that wasn't found, or with one that isn't there.

    Args:
        text: the sentence.
        missed: not found.
        invented: found, and not there.
    """

    text: str
    missed: tuple[Stretch, ...]
    invented: tuple[Stretch, ...]


@dataclass(frozen=True)
class EntityFinding:
    """All sentences with entities.

    Args:
        sentences: how many.
        hits: entities found.
        missed: entities not found, by name.
        invented: entities that aren't there, by name.
        misses: the sentences that went wrong.
    """

    sentences: int
    hits: int
    missed: dict[str, int]
    invented: dict[str, int]
    misses: tuple[EntityMiss, ...]


@dataclass(frozen=True)
class Findings:
    """All that the report tells.

    Args:
        slices: in the order given.
        confusions: the most frequent first.
        intents: the worst first.
        bins: by rising confidence; empty ones are left out.
        calibration_error: mean distance of confidence and share right, weighted by sentences.
        least_sure: right ones, the least sure first.
        entities: None if there were no sentences with entities.
        count: sentences judged.
        left_out: sentences with several wishes, which aren't judged here.
    """

    slices: tuple[SliceFinding, ...]
    confusions: tuple[Confusion, ...]
    intents: tuple[IntentFinding, ...]
    bins: tuple[Bin, ...]
    calibration_error: float
    least_sure: tuple[Case, ...]
    entities: EntityFinding | None
    count: int
    left_out: int


def findings(
    slices: dict[str, Sequence[Judged]],
    marked: Sequence[Marked],
    understood: dict[str, Understood],
) -> Findings:
    """Compare what was understood with what is right.

    Args:
        slices: the sentences by slice.
        marked: sentences with their entities; may be none.
        understood: of each sentence.
    """
    cases = [
        _case(name, one, understood[one.text])
        for name, judged in slices.items()
        for one in judged
        if len(one.wishes) == 1
    ]
    bins = _bins(cases)
    sure = [one for one in cases if one.right]
    return Findings(
        slices=tuple(_slice(name, [one for one in cases if one.slice == name]) for name in slices),
        confusions=_confusions(cases),
        intents=_intents(cases),
        bins=bins,
        calibration_error=sum(abs(one.confidence - one.right) * one.count for one in bins)
        / max(1, len(cases)),
        least_sure=tuple(sorted(sure, key=lambda one: one.confidence)[:LEAST_SURE]),
        entities=_entities(marked, understood) if marked else None,
        count=len(cases),
        left_out=sum(len(one.wishes) > 1 for judged in slices.values() for one in judged),
    )


def _case(name: str, judged: Judged, found: Understood) -> Case:
    got = found.best or "—"
    expected = got if got in judged.intents else judged.intents[0]
    what = outcome(judged.intents, found)
    if what == "wrong" and OUT_OF_SCOPE in judged.intents and found.intent == CHITCHAT:
        what = "declined"
    return Case(name, judged.text, expected, got, found.confidence, what)


def _slice(name: str, cases: Sequence[Case]) -> SliceFinding:
    got = Counter(one.outcome for one in cases)
    outcomes: dict[Outcome, int] = {
        "right": got["right"],
        "asked": got["asked"],
        "declined": got["declined"],
        "wrong": got["wrong"],
    }
    refusing = bool(cases) and all(one.expected in (OUT_OF_SCOPE, CHITCHAT) for one in cases)
    return SliceFinding(name, len(cases), outcomes, refusing)


def _confusions(cases: Sequence[Case]) -> tuple[Confusion, ...]:
    pairs: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for one in cases:
        if not one.right:
            pairs[one.expected, one.got].append(one)
    found = [
        Confusion(*pair, tuple(sorted(each, key=lambda one: -one.confidence)))
        for pair, each in pairs.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.cases), one.expected, one.got)))


def _intents(cases: Sequence[Case]) -> tuple[IntentFinding, ...]:
    there = Counter(one.expected for one in cases)
    said = Counter(one.got for one in cases)
    hits = Counter(one.expected for one in cases if one.right)
    found = [
        IntentFinding(
            name, there[name], hits[name] / said[name] if said[name] else 1.0, hits[name] / number
        )
        for name, number in there.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.f1, one.name)))


def _bins(cases: Sequence[Case]) -> tuple[Bin, ...]:
    filled: defaultdict[int, list[Case]] = defaultdict(list)
    for one in cases:
        filled[min(BINS - 1, int(one.confidence * BINS))].append(one)
    return tuple(
        Bin(
            sum(one.confidence for one in each) / len(each),
            sum(one.right for one in each) / len(each),
            len(each),
        )
        for _, each in sorted(filled.items())
    )


def _entities(marked: Sequence[Marked], understood: dict[str, Understood]) -> EntityFinding:
    hits = 0
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    misses = []
    for one in marked:
        there = Counter(one.entities)
        got = Counter((each.name, each.stretch) for each in understood[one.text].entities)
        hits += (there & got).total()
        lost, extra = (there - got), (got - there)
        missed.update(name for name, _ in lost.elements())
        invented.update(name for name, _ in extra.elements())
        if lost or extra:
            misses.append(EntityMiss(one.text, tuple(lost.elements()), tuple(extra.elements())))
    return EntityFinding(
        len(marked), hits, dict(missed.most_common()), dict(invented.most_common()), tuple(misses)
    )
