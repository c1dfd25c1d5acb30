"""The model that tells a question for the rule from a question for one's own record."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats

COST = 4.0
"""Strength of fit (C). It, the weight and the lengths were chosen by cross-validation; see docs/engine.md."""
MEANING = 0.8
"""Weight of the sentence vector beside the characters' 1."""
LENGTHS = (1, 2, 3)
FEWEST = 2
"""Sentences in which a stretch of characters has to occur."""

_DIGIT = re.compile(r"[0-9]")


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
class RuleModel:
    """A trained model.

    Args:
        terms: stretches of characters, in the order of the weights.
        rarity: inverse document frequency of each.
        weights: of the terms, then of the sentence vector's numbers.
        offset: what is added.
    """

    terms: tuple[str, ...]
    rarity: Floats
    weights: Floats
    offset: float

    def probability(self, text: str, vector: Floats | Vectors) -> float:
        """How likely a sentence asks for the rule: 0 for one's own record, 1 for the rule.

        Args:
            text: normalised, not empty.
            vector: its sentence vector.
        """
        rows = self._rows
        counts = Counter(one for one in stretches(text) if one in rows)
        score = self.offset + MEANING * float(vector @ self.weights[len(self.terms) :])
        if counts:
            there = np.array([rows[one] for one in counts])
            seen = (1.0 + np.log(np.fromiter(counts.values(), float))) * self.rarity[there]
            score += float(seen @ self.weights[there]) / float(np.linalg.norm(seen))
        return float(1.0 / (1.0 + np.exp(-score)))

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {term: row for row, term in enumerate(self.terms)}

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as arrays and JSON: nothing is executed when it is read."""
        np.savez_compressed(
            folder / "model.npz",
            rarity=self.rarity,
            weights=self.weights,
            offset=np.array(self.offset),
        )
        terms = json.dumps(self.terms, ensure_ascii=False)
        (folder / "terms.json").write_text(terms, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> RuleModel:
        """Read what `save` wrote.

        Raises:
            OSError: there is no model.
        """
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            return cls(tuple(terms), stored["rarity"], stored["weights"], float(stored["offset"]))


def train(sentences: Sequence[str], vectors: Floats, rules: Sequence[bool]) -> RuleModel:
    """Train a model; equal input gives an equal model.

    Args:
        sentences: normalised; of both kinds.
        vectors: their sentence vectors, one row each.
        rules: for each whether it asks for the rule.
    """
    cut = TfidfVectorizer(analyzer=stretches, sublinear_tf=True, min_df=FEWEST)
    seen = cut.fit_transform(sentences)
    features = hstack([seen, csr_matrix(vectors * MEANING)], format="csr", dtype=np.float64)
    # Without a random start: lbfgs gives the same weights for the same sentences.
    machine = LogisticRegression(C=COST, class_weight="balanced", max_iter=500)
    machine.fit(features, np.asarray(rules, dtype=int))
    return RuleModel(
        terms=tuple(cut.get_feature_names_out()),
        rarity=cut.idf_.astype(np.float64),
        weights=machine.coef_[0].astype(np.float64),
        offset=float(machine.intercept_[0]),
    )
