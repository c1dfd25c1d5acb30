"""The linear model that tells intents apart: character n-grams and sentence vectors, calibrated."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

Floats = NDArray[np.float64]

NGRAMS = (1, 3)
FOLDS = 3
SEED = 20240
COST = 1.0
"""Strength of fit (C). With n-grams and vectors at equal weight, the best of 0.1 to 2 by five-fold
cross-validation on SMP2017's training sentences; see docs/engine.md."""

UNCALIBRATED_SHARPNESS = 5.0


@dataclass(frozen=True)
class IntentModel:
    """A trained model.

    Args:
        intents: names of the classes, in the order of the rows.
        ngrams: vocabulary of character n-grams with their column.
        rarity: inverse document frequency of each n-gram.
        weights: one row for each intent, columns for n-grams and then for the sentence vector.
        offsets: one number for each intent.
        sharpness: what scores are multiplied with before they become probabilities.
    """

    intents: tuple[str, ...]
    ngrams: tuple[str, ...]
    rarity: Floats
    weights: Floats
    offsets: Floats
    sharpness: float

    def probabilities(self, sentences: Sequence[str], vectors: Floats) -> Floats:
        """One row for each sentence with the probability of each intent; rows sum to 1.

        Args:
            sentences: normalised.
            vectors: their sentence vectors, one row each.
        """
        features = _features(self._vectorizer().transform(_lower(sentences)), vectors)
        scores = features @ self.weights.T + self.offsets
        return _softmax(np.asarray(scores) * self.sharpness)

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as arrays and JSON: nothing is executed when it is read."""
        np.savez_compressed(
            folder / "model.npz",
            rarity=self.rarity.astype(np.float32),
            weights=self.weights.astype(np.float32),
            offsets=self.offsets,
            sharpness=np.array(self.sharpness),
        )
        names = {"intents": self.intents, "ngrams": self.ngrams}
        (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote.

        Raises:
            OSError: there is no model.
        """
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            return cls(
                intents=tuple(names["intents"]),
                ngrams=tuple(names["ngrams"]),
                rarity=stored["rarity"].astype(np.float64),
                weights=stored["weights"].astype(np.float64),
                offsets=stored["offsets"],
                sharpness=float(stored["sharpness"]),
            )

    def _vectorizer(self) -> TfidfVectorizer:
        kept: TfidfVectorizer | None = self.__dict__.get("_kept_vectorizer")
        if kept is None:
            kept = _new_vectorizer({one: column for column, one in enumerate(self.ngrams)})
            kept.idf_ = self.rarity
            self.__dict__["_kept_vectorizer"] = kept
        return kept


def train(sentences: Sequence[str], vectors: Floats, intents: Sequence[str]) -> IntentModel:
    """Train a model; two sentences of an intent are enough, equal input gives an equal model.

    Args:
        sentences: normalised.
        vectors: their sentence vectors, one row each.
        intents: their intents; at least one sentence.
    """
    vectorizer = _new_vectorizer(None)
    features = _features(vectorizer.fit_transform(_lower(sentences)), vectors)
    labels = np.asarray(intents)
    names, weights, offsets = _fit(features, labels)
    return IntentModel(
        intents=names,
        ngrams=tuple(vectorizer.get_feature_names_out()),
        rarity=vectorizer.idf_.astype(np.float64),
        weights=weights,
        offsets=offsets,
        sharpness=_sharpness(features, labels, names),
    )


def _new_vectorizer(vocabulary: dict[str, int] | None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char",
        ngram_range=NGRAMS,
        sublinear_tf=True,
        lowercase=False,
        vocabulary=vocabulary,
    )


def _lower(sentences: Sequence[str]) -> list[str]:
    return [one.lower() for one in sentences]


def _features(ngrams: csr_matrix, vectors: Floats) -> csr_matrix:
    # Both halves have length 1: they weigh the same.
    return hstack([ngrams, csr_matrix(vectors)], format="csr", dtype=np.float64)


def _fit(features: csr_matrix, labels: NDArray[np.str_]) -> tuple[tuple[str, ...], Floats, Floats]:
    names = tuple(sorted(set(labels.tolist())))
    if len(names) == 1:
        return names, np.zeros((1, features.shape[1])), np.zeros(1)
    machine = LinearSVC(C=COST, random_state=SEED)
    with warnings.catch_warnings():
        # After 1000 rounds the rest doesn't change an answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(features, labels)
    weights, offsets = machine.coef_, machine.intercept_
    if len(names) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    return names, weights, offsets


def _sharpness(features: csr_matrix, labels: NDArray[np.str_], names: tuple[str, ...]) -> float:
    """The factor that makes probabilities honest on sentences that were not trained on.

    One number (temperature scaling), found on scores of held-out folds: it needs no examples of each
    class in each fold, as calibrating class by class would.
    """
    if len(names) == 1 or max(Counter(labels.tolist()).values()) < FOLDS:
        return UNCALIBRATED_SHARPNESS
    scores = np.empty((len(labels), len(names)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fewer examples of a class than folds
        for seen, unseen in folds.split(features, labels):
            fold_names, weights, offsets = _fit(features[seen], labels[seen])
            found = features[unseen] @ weights.T + offsets
            # A class that only the held-out part knows can't be guessed.
            part = np.full((len(unseen), len(names)), found.min() - 1.0)
            part[:, [names.index(one) for one in fold_names]] = found
            scores[unseen] = part
    right = np.array([names.index(one) for one in labels.tolist()])

    def surprise(logarithm: float) -> float:
        probability = _softmax(scores * np.exp(logarithm))[np.arange(len(right)), right]
        return float(-np.log(np.maximum(probability, 1e-12)).mean())

    best = minimize_scalar(surprise, bounds=(0.0, 4.0), method="bounded")
    return float(np.exp(best.x))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
