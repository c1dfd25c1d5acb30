"""A model on stretches of characters and the sentence vector that tells one of many labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

import numpy as np
from sklearn.svm import LinearSVC

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats
from bot.nlu.stretch_model import StretchModel

SHARPNESS = 4.0
"""What scores are multiplied with before they become probabilities."""
SEED = 20240

Model = TypeVar("Model", bound="LabelModel")


class LabelModel(StretchModel):
    """A trained model of many labels."""

    COST: ClassVar[float]
    """Of the support vector machine."""

    def probabilities(self, text: str, vector: Floats | Vectors) -> dict[str, float]:
        """How likely a sentence has each label.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
        """
        scores = self.scores(text, vector)
        raised = np.exp(SHARPNESS * (scores - scores.max()))
        return dict(zip(self.labels, (raised / raised.sum()).tolist(), strict=True))

    def likeliest(self, text: str, vector: Floats | Vectors, most: int) -> list[dict[str, object]]:
        """The likeliest labels, as a message tells them: `{id, confidence}`, best first.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
            most: of them.
        """
        best = sorted(self.probabilities(text, vector).items(), key=lambda one: -one[1])[:most]
        return [{"id": name, "confidence": round(chance, 4)} for name, chance in best]

    @classmethod
    def trained(
        cls: type[Model], sentences: Sequence[str], vectors: Floats, labels: Sequence[str]
    ) -> Model:
        """Train a model; equal input gives an equal model.

        Args:
            sentences: normalised.
            vectors: their sentence vectors, one row each.
            labels: what is right for each.
        """
        machine = LinearSVC(C=cls.COST, class_weight="balanced", tol=1e-2, random_state=SEED)
        return cls.fitted(machine, sentences, vectors, labels)
