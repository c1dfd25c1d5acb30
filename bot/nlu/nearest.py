"""How near a sentence is to the nearest example of each intent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.nlu.encoders import Vectors

Floats = NDArray[np.float64]

DIRECTIONS = 64
"""In which the vectors of the examples differ most; with all 512 no more sentences are right."""


@dataclass(frozen=True)
class Nearest:
    """The examples of each intent, by the directions of their sentence vectors.

    A linear model draws one border around an intent; an example that says the same in other words than
    most of its intent lies outside, and is found here.

    Args:
        centre: mean of all vectors.
        directions: one column each, `DIRECTIONS` at most.
        examples: one row of length 1 each, those of an intent beside each other.
        starts: row at which each intent begins.
    """

    centre: Vectors
    directions: Vectors
    examples: Vectors
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, vectors: Floats, intents: Sequence[str]) -> Nearest:
        """Learn from examples.

        Args:
            vectors: of the examples, one row each.
            intents: theirs.
        """
        rows = vectors.astype(np.float32)
        centre = rows.mean(axis=0)
        away = rows - centre
        _, sides = np.linalg.eigh(away.T @ away)
        directions = np.ascontiguousarray(sides[:, ::-1][:, :DIRECTIONS])
        names = np.asarray(intents)
        order = np.argsort(names, kind="stable")
        _, starts = np.unique(names[order], return_index=True)
        # Rounded as they are stored, so that a stored model answers alike.
        examples = _turned(away[order], directions).astype(np.float16).astype(np.float32)
        return cls(centre, directions, examples, starts)

    def likeness(self, vectors: Floats) -> Floats:
        """For each sentence and each intent the cosine to the nearest example, -1 to 1.

        Args:
            vectors: of the sentences, one row each.

        Returns:
            One row for each sentence, intents in alphabetical order.
        """
        there = _turned(vectors.astype(np.float32) - self.centre, self.directions)
        cosines = there @ self.examples.T
        return np.maximum.reduceat(cosines, self.starts, axis=1).astype(np.float64)


def _turned(away: Vectors, directions: Vectors) -> Vectors:
    turned = away @ directions
    return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9))
