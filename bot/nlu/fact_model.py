"""The model that tells which fact of a record a sentence asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from sklearn.svm import LinearSVC

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats
from bot.nlu.stretch_model import StretchModel

COST = 0.25
SHARPNESS = 4.0
"""What scores are multiplied with before they become probabilities; it, cost and weight by cross-validation."""
SEED = 20240


class FactModel(StretchModel):
    """A trained model; its labels are facts and `OTHER`."""

    MEANING: ClassVar[float] = 1.5

    def probabilities(self, text: str, vector: Floats | Vectors) -> dict[str, float]:
        """How likely a sentence asks for each fact.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
        """
        scores = self.scores(text, vector)
        raised = np.exp(SHARPNESS * (scores - scores.max()))
        return dict(zip(self.labels, (raised / raised.sum()).tolist(), strict=True))


def train(sentences: Sequence[str], vectors: Floats, facts: Sequence[str]) -> FactModel:
    """Train a model; equal input gives an equal model.

    Args:
        sentences: normalised.
        vectors: their sentence vectors, one row each.
        facts: for each the fact that it asks for, or `OTHER`.
    """
    machine = LinearSVC(C=COST, class_weight="balanced", tol=1e-2, random_state=SEED)
    return FactModel.fitted(machine, sentences, vectors, facts)
