"""The model that tells a question for the rule from a question for one's own record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats
from bot.nlu.stretch_model import StretchModel

COST = 4.0
"""Strength of fit (C). It, the weight and the lengths were chosen by cross-validation; see docs/engine.md."""


class RuleModel(StretchModel):
    """A trained model."""

    MEANING: ClassVar[float] = 0.8

    def probability(self, text: str, vector: Floats | Vectors) -> float:
        """How likely a sentence asks for the rule: 0 for one's own record, 1 for the rule.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
        """
        return float(1.0 / (1.0 + np.exp(-self.scores(text, vector)[0])))


def train(sentences: Sequence[str], vectors: Floats, rules: Sequence[bool]) -> RuleModel:
    """Train a model; equal input gives an equal model.

    Args:
        sentences: normalised; of both kinds.
        vectors: their sentence vectors, one row each.
        rules: for each whether it asks for the rule.
    """
    # Without a random start: lbfgs gives the same weights for the same sentences.
    machine = LogisticRegression(C=COST, class_weight="balanced", max_iter=500)
    return RuleModel.fitted(machine, sentences, vectors, list(map(int, rules)))
