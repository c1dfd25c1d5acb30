"""A linear model on the characters of a sentence, their pairs and triples, and its sentence vector."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats

LENGTHS = (1, 2, 3)
FEWEST = 2
"""Sentences in which a stretch of characters has to occur."""

_DIGIT = re.compile(r"[0-9]")
Model = TypeVar("Model", bound="StretchModel")


def stretches(text: str) -> Iterator[str]:
    """Characters, pairs and triples of a sentence.

    Args:
        text: normalised.
    """
    marked = f"^{_DIGIT.sub('0', text.lower())}$"
    for length in LENGTHS:
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


@dataclass(frozen=True)
class StretchModel:
    """A trained model.

    Args:
        labels: what it tells, in the order of the columns; of two kinds the second alone.
        terms: stretches of characters, in the order of the rows.
        rarity: inverse document frequency of each.
        weights: one row for each term, then for each number of the vector; one column for each label.
        offsets: one number for each label.
    """

    MEANING: ClassVar[float]
    """Weight of the sentence vector beside the characters' 1."""

    labels: tuple[str, ...]
    terms: tuple[str, ...]
    rarity: Floats
    weights: Floats
    offsets: Floats

    def scores(self, text: str, vector: Floats | Vectors) -> Floats:
        """How much speaks for each label.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
        """
        rows = self._rows
        counts = Counter(row for one in stretches(text) if (row := rows.get(one)) is not None)
        scores = self.offsets + self.MEANING * (vector @ self.weights[len(self.terms) :])
        if counts:
            there = np.fromiter(counts, np.int64)
            seen = (1.0 + np.log(np.fromiter(counts.values(), float))) * self.rarity[there]
            scores = scores + (seen @ self.weights[there]) / np.linalg.norm(seen)
        return scores

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {term: row for row, term in enumerate(self.terms)}

    @classmethod
    def fitted(
        cls: type[Model],
        machine: Any,
        sentences: Sequence[str],
        vectors: Floats,
        labels: Sequence[Any],
    ) -> Model:
        """A model by one of scikit-learn's linear machines; equal input gives an equal model.

        Args:
            machine: not fitted yet, without a random start.
            sentences: normalised.
            vectors: their sentence vectors, one row each.
            labels: what is right for each.
        """
        cut = TfidfVectorizer(analyzer=stretches, sublinear_tf=True, min_df=FEWEST)
        seen = cut.fit_transform(sentences)
        features = hstack([seen, csr_matrix(vectors * cls.MEANING)], format="csr", dtype=np.float64)
        machine.fit(features, np.asarray(labels))
        weights = np.ascontiguousarray(machine.coef_.T, dtype=np.float64)
        return cls(
            labels=tuple(map(str, machine.classes_[-weights.shape[1] :])),
            terms=tuple(cut.get_feature_names_out()),
            rarity=cut.idf_.astype(np.float64),
            weights=weights,
            offsets=machine.intercept_.astype(np.float64),
        )

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as arrays and JSON: nothing is executed when it is read."""
        np.savez_compressed(
            folder / "model.npz", rarity=self.rarity, weights=self.weights, offsets=self.offsets
        )
        names = {"labels": self.labels, "terms": self.terms}
        (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls: type[Model], folder: Path) -> Model:
        """Read what `save` wrote.

        Raises:
            OSError: there is no model.
        """
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            return cls(
                tuple(names["labels"]),
                tuple(names["terms"]),
                stored["rarity"],
                stored["weights"],
                stored["offsets"],
            )
