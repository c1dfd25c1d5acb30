"""The benchmark's arithmetic: percentiles, ratios of rounds, the spread of a few values. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of all values lies, interpolated between its two neighbours.

    Args:
        values: at least one, in any order.
        share: 0 to 1; 0.5 is the median.

    Raises:
        ValueError: there are no values, or the share is none.
    """
    if not values:
        raise ValueError("no values")
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)


@dataclass(frozen=True)
class Times:
    """How long something took, many times.

    Args:
        count: how often it was measured.
        median: the middle one, in seconds.
        p95: what 95 of 100 didn't exceed, in seconds.
        longest: in seconds.
    """

    count: int
    median: float
    p95: float
    longest: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """Of single measurements."""
        return cls(len(seconds), median(seconds), percentile(seconds, 0.95), max(seconds))


@dataclass(frozen=True)
class Spread:
    """The lowest, the middle and the highest of a few values."""

    lowest: float
    middle: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of at least one value."""
        return cls(min(values), median(values), max(values))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours over theirs, round by round, so that a machine that slows down hits both.

    Args:
        ours: one value a round.
        theirs: of the same rounds, in the same order; none of them 0.

    Raises:
        ValueError: the rounds don't match.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} rounds of ours, {len(theirs)} of the baseline")
    return Spread.of([our / their for our, their in zip(ours, theirs, strict=True)])


def rate(turns: int, seconds: float) -> float:
    """Turns in a second.

    Raises:
        ValueError: no time has passed.
    """
    if seconds <= 0:
        raise ValueError("no time has passed")
    return turns / seconds


def share_of(parts: dict[str, float], whole: float) -> dict[str, float]:
    """The parts of a time with what is left as `rest`, so that they add up to the whole.

    Args:
        parts: seconds by name, none inside another.
        whole: seconds.
    """
    return {**parts, "rest": whole - sum(parts.values())}
