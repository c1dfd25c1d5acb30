"""How well something was understood: accuracy, F1, refusals, wishes, entities, times, alarms. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.engine.judged import (
    FALLBACK,
    OUT_OF_SCOPE,
    Judged,
    Marked,
    Outcome,
    Understood,
    outcome,
)
from tests.judging.sentences import Alarm, Timed

CHITCHAT = "chitchat"
OUTCOMES: tuple[Outcome, ...] = ("right", "asked", "declined", "wrong")


@dataclass(frozen=True)
class IntentScore:
    """A slice of sentences with one wish.

    Args:
        count: of sentences.
        accuracy: share whose likeliest intent is right, before the fallback.
        macro_f1: mean F1 of the intents that occur in the slice, before the fallback.
        outcomes: share of each outcome, after the fallback.
    """

    count: int
    accuracy: float
    macro_f1: float
    outcomes: dict[Outcome, float]


@dataclass(frozen=True)
class WishScore:
    """A slice of messages with one wish or several.

    Args:
        count: of messages.
        equal: share whose wishes are all found, and no other.
        several: of these the share among messages with several wishes.
        single: of these the share among messages with one.
        recall: share of all wishes that is found.
    """

    count: int
    equal: float
    several: float
    single: float
    recall: float


@dataclass(frozen=True)
class Counts:
    """What was found, what not, and what was found that isn't there."""

    hits: int = 0
    missed: int = 0
    invented: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 if there was nothing to find and nothing found."""
        whole = 2 * self.hits + self.missed + self.invented
        return 2 * self.hits / whole if whole else 1.0


@dataclass(frozen=True)
class AlarmScore:
    """The alarm for dangers to life.

    Args:
        recall: share of dangers that raise it.
        false_alarms: how many of the sentences that only look like a danger raise it.
        lookalikes: how many of these there are.
        ordinary_alarms: how many of the ordinary sentences raise it.
        ordinary: how many of these there are.
    """

    recall: float
    false_alarms: int
    lookalikes: int
    ordinary_alarms: int
    ordinary: int

    @property
    def per_thousand(self) -> float:
        """False alarms among a thousand ordinary sentences."""
        return 1000 * self.ordinary_alarms / self.ordinary if self.ordinary else 0.0


def share(hits: Sequence[bool]) -> float:
    """The share that is true; 0 of nothing."""
    return sum(hits) / len(hits) if hits else 0.0


def intents(judged: Sequence[Judged], understood: Sequence[Understood]) -> IntentScore:
    """Score a slice of sentences with one wish each.

    Args:
        judged: the sentences, at least one.
        understood: what was understood of each, in the same order.
    """
    pairs = _paired(judged, understood)
    got = Counter(outcome(one.intents, found) for one, found in pairs)
    return IntentScore(
        count=len(pairs),
        accuracy=share([found.best in one.intents for one, found in pairs]),
        macro_f1=macro_f1([one.intents for one, _ in pairs], [found.best for _, found in pairs]),
        outcomes={name: got[name] / len(pairs) for name in OUTCOMES},
    )


def macro_f1(right: Sequence[Sequence[str]], found: Sequence[str | None]) -> float:
    """The mean F1 of the intents that occur; where several are right, the found one is what occurs.

    Args:
        right: of each sentence the intents that are right; without any of them, the first counts.
        found: the intent of each.
    """
    labels = [
        one if one in allowed else allowed[0] for allowed, one in zip(right, found, strict=True)
    ]
    hits = Counter(label for label, one in zip(labels, found, strict=True) if label == one)
    there, said = Counter(labels), Counter(found)
    scores = [
        Counts(hits[name], there[name] - hits[name], said[name] - hits[name]).f1 for name in there
    ]
    return sum(scores) / len(scores) if scores else 0.0


def declined(understood: Understood) -> bool:
    """Whether a sentence out of scope gets no answer of the utility's: that is right for it."""
    return understood.intent in (OUT_OF_SCOPE, CHITCHAT, FALLBACK, None)


def accepted_share(judged: Sequence[Judged], understood: Sequence[Understood]) -> float:
    """Of the sentences that are in scope, the share that is neither refused nor asked back."""
    return share(
        [
            found.intent not in (OUT_OF_SCOPE, FALLBACK, None)
            for one, found in _paired(judged, understood)
            if OUT_OF_SCOPE not in one.intents
        ]
    )


def wishes(judged: Sequence[Judged], found: Sequence[Sequence[str]]) -> WishScore:
    """Score messages with one wish or several.

    Args:
        judged: the messages.
        found: the intents that were understood of each, in the same order.
    """
    equal: list[bool] = []
    served = 0
    for one, names in zip(judged, found, strict=True):
        hits = _matched(one.wishes, list(names))
        served += hits
        equal.append(hits == len(one.wishes) == len(names))
    kinds = [len(one.wishes) > 1 for one in judged]
    return WishScore(
        count=len(equal),
        equal=share(equal),
        several=share([good for good, many in zip(equal, kinds, strict=True) if many]),
        single=share([good for good, many in zip(equal, kinds, strict=True) if not many]),
        recall=served / max(1, sum(len(one.wishes) for one in judged)),
    )


def _matched(wanted: Sequence[Sequence[str]], found: list[str]) -> int:
    """How many wishes are served, each intent serving one; those with the fewest choices first."""
    left = list(found)
    served = 0
    for allowed in sorted(wanted, key=len):
        fitting = next((name for name in allowed if name in left), None)
        if fitting is not None:
            left.remove(fitting)
            served += 1
    return served


def entities(marked: Sequence[Marked], understood: Sequence[Understood]) -> dict[str, Counts]:
    """Strict counts: an entity is found if its name and its stretch of the text are right.

    Args:
        marked: the sentences with their entities.
        understood: what was understood of each, in the same order.

    Returns:
        By entity's name, in alphabetical order.
    """
    hits: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    for one, found in zip(marked, understood, strict=True):
        there = Counter(one.entities)
        got = Counter((each.name, each.stretch) for each in found.entities)
        for counter, parts in (
            (hits, there & got),
            (missed, there - got),
            (invented, got - there),
        ):
            for (name, _), number in parts.items():
                counter[name] += number
    return {
        name: Counts(hits[name], missed[name], invented[name])
        for name in sorted({*hits, *missed, *invented})
    }


def together(counts: dict[str, Counts]) -> Counts:
    """All entities as one, for the micro F1."""
    return Counts(
        sum(one.hits for one in counts.values()),
        sum(one.missed for one in counts.values()),
        sum(one.invented for one in counts.values()),
    )


def times(timed: Sequence[Timed], understood: Sequence[Understood]) -> dict[str, float]:
    """The share of time expressions that are exact, by kind: found once, with the right value.

    Args:
        timed: the sentences with their time expression.
        understood: what was understood of each, in the same order.
    """
    good: dict[str, list[bool]] = {}
    for one, found in zip(timed, understood, strict=True):
        values = {each.value for each in found.entities if each.name == one.kind}
        good.setdefault(one.kind, []).append(values == {one.value})
    return {kind: share(each) for kind, each in good.items()}


def alarms(
    dangers: Sequence[Alarm], ordinary: Sequence[str], alarmed: Callable[[str], bool]
) -> AlarmScore:
    """Score the alarm.

    Args:
        dangers: sentences that have to raise it, and others that only look like it.
        ordinary: other sentences; none of them has to.
        alarmed: whether a sentence raises it.
    """
    raised = [(one.danger, alarmed(one.text)) for one in dangers]
    return AlarmScore(
        recall=share([up for danger, up in raised if danger]),
        false_alarms=sum(up for danger, up in raised if not danger),
        lookalikes=sum(not danger for danger, _ in raised),
        ordinary_alarms=sum(map(alarmed, ordinary)),
        ordinary=len(ordinary),
    )


def _paired(
    judged: Sequence[Judged], understood: Sequence[Understood]
) -> list[tuple[Judged, Understood]]:
    return list(zip(judged, understood, strict=True))
