"""The model that tells intents apart: characters, words, sounds and sentence vectors."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from pypinyin import lazy_pinyin
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.encoders import Vectors
from bot.nlu.nearest import Floats, Nearest

FOLDS = 3
SEED = 20240
COST = 2.0
"""Strength of fit (C)."""
NEARNESS = 1.5
"""Weight of the nearest example's likeness beside the linear score."""
TOLERANCE = 1e-2
"""When the solver stops; a tenth of it changes no answer and takes longer."""
UNCALIBRATED_SHARPNESS = 5.0
DIRECTIONS = 256
"""Of the sentence vectors, in which they differ most: all that the weights are fitted on, where there are
`MANY` sentences: of our own, held out, 88.7 of 100 are right with 256, 88.8 with all 512 and half as much
again of the solver's time (12.7 s against 20.0 s)."""

_DIGIT = re.compile(r"(?<![0-9])(95598|12398|12345)(?![0-9])|[0-9]")
"""A digit, or the number of a service line, which is a word of its own."""
_FLAT = re.compile(r"^([zcs])h")
_BEGIN, _END = "^", "$"


@dataclass(frozen=True)
class Sentence:
    """A sentence as the model reads it.

    Args:
        text: normalised.
        words: the same, cut into words.
        fields: of the words that stand in a dictionary, the dictionaries' names.
    """

    text: str
    words: tuple[str, ...]
    fields: tuple[str, ...] = ()


def _character_ngrams(sentence: Sentence) -> Iterator[str]:
    text = f"{_BEGIN}{_folded(sentence.text)}{_END}"
    for length in (1, 2, 3):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _character_pairs(sentence: Sentence) -> Iterator[str]:
    """Any two characters of the sentence, wherever they stand: 表 and 停, 退 and 钱."""
    for first, second in combinations(sorted({_BEGIN, *_folded(sentence.text)}), 2):
        yield first + second


def _sound_ngrams(sentence: Sentence) -> Iterator[str]:
    """Syllables, so that 电废 and 交非 are near to 电费 and 交费."""
    syllables = lazy_pinyin(_folded(sentence.text), errors=_each)  # type: ignore[arg-type]
    sounds = [_BEGIN, *(_blurred(one) for one in syllables), _END]
    for length in (1, 2, 3):
        for start in range(len(sounds) - length + 1):
            yield " ".join(sounds[start : start + length])


def _each(other: str) -> list[str]:
    """What has no sound, sign by sign."""
    return list(other)


def _blurred(syllable: str) -> str:
    """Without what southern speakers and voice keyboards mix up: zh and z, ch and c, sh and s, ng and n."""
    return _FLAT.sub(r"\1", syllable).removesuffix("g")


def _word_ngrams(sentence: Sentence) -> Iterator[str]:
    words = [_BEGIN, *(_folded(word) for word in sentence.words), _END]
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def _fields(sentence: Sentence) -> Iterator[str]:
    """Which dictionaries the words come from, and which alone: 话费 and no word of ours isn't for us."""
    yield " ".join(sorted(set(sentence.fields))) or "none"
    yield from sentence.fields


def _folded(text: str) -> str:
    """In lower case, each digit as 0: which number it is says nothing about the intent."""
    return _DIGIT.sub(lambda found: found[1] or "0", text.lower())


@dataclass(frozen=True)
class View:
    """One way to see a sentence.

    Args:
        terms: what it consists of.
        weight: beside the sentence vector's 1.
        fewest: sentences in which a term has to occur, where there are `MANY`.
    """

    terms: Callable[[Sentence], Iterator[str]]
    weight: float = 1.0
    fewest: int = 2


VIEWS = (
    View(_character_ngrams),
    View(_character_pairs, fewest=3),
    View(_word_ngrams, weight=0.7),
    View(_sound_ngrams),
    View(_fields, fewest=1),
)
"""They, the cost, the nearness and the equal weight of intents with few sentences were chosen by
cross-validation; see docs/engine.md."""
MANY = 1000
"""Sentences from which on rare terms are left out: fewer weights, and no sentence less is right."""


@dataclass(frozen=True)
class Vocabulary:
    """What one view of the training sentences contained.

    Args:
        terms: with their column as position.
        rarity: inverse document frequency of each.
    """

    terms: tuple[str, ...]
    rarity: Floats


@dataclass(frozen=True)
class IntentModel:
    """A trained model.

    Args:
        intents: names of the classes, in the order of the rows.
        vocabularies: one for each of `VIEWS`.
        weights: one row for each term of the views, then for each number of the vector; one column for
            each intent.
        offsets: one number for each intent.
        nearest: the examples.
        sharpness: what scores are multiplied with before they become probabilities.
    """

    intents: tuple[str, ...]
    vocabularies: tuple[Vocabulary, ...]
    weights: Vectors
    offsets: Floats
    nearest: Nearest
    sharpness: float

    def probabilities(self, sentences: Sequence[Sentence], vectors: Floats) -> Floats:
        """One row for each sentence with the probability of each intent; rows sum to 1.

        Args:
            sentences: at least one.
            vectors: their sentence vectors, one row each.
        """
        known = vectors.shape[1]
        scores = vectors @ self.weights[-known:] + self.offsets
        scores += [self._score(one) for one in sentences]
        scores += NEARNESS * self.nearest.likeness(vectors)
        return _softmax(scores * self.sharpness)

    def _score(self, sentence: Sentence) -> Floats:
        """What the terms of a sentence say for each intent; as `_vectorizer`, which is slow for one alone."""
        score = np.zeros(len(self.intents))
        for view, one, rows in zip(VIEWS, self.vocabularies, self._rows, strict=True):
            counts = Counter(
                row for term in view.terms(sentence) if (row := rows.get(term)) is not None
            )
            if counts:
                there = np.fromiter(counts, np.int64)
                often = 1.0 + np.log(np.fromiter(counts.values(), float))
                terms = often * one.rarity[there - rows[one.terms[0]]]
                # In the weights' own precision: to widen each of them takes longer than the product.
                said = terms.astype(self.weights.dtype) @ self.weights[there]
                score += view.weight / np.linalg.norm(terms) * said
        return score

    @cached_property
    def _rows(self) -> list[dict[str, int]]:
        """For each view the row of each term."""
        found: list[dict[str, int]] = []
        start = 0
        for one in self.vocabularies:
            found.append({term: row for row, term in enumerate(one.terms, start)})
            start += len(one.terms)
        return found

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as arrays and JSON: nothing is executed when it is read."""
        rarities = {
            f"rarity_{number}": one.rarity.astype(np.float32)
            for number, one in enumerate(self.vocabularies)
        }
        np.savez_compressed(
            folder / "model.npz",
            weights=self.weights,
            offsets=self.offsets,
            sharpness=np.array(self.sharpness),
            centre=self.nearest.centre,
            directions=self.nearest.directions,
            examples=self.nearest.examples.astype(np.float16),
            starts=self.nearest.starts,
            **rarities,
        )
        names = {"intents": self.intents, "terms": [one.terms for one in self.vocabularies]}
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
                vocabularies=tuple(
                    Vocabulary(tuple(terms), stored[f"rarity_{number}"].astype(np.float64))
                    for number, terms in enumerate(names["terms"])
                ),
                weights=stored["weights"],
                offsets=stored["offsets"],
                nearest=Nearest(
                    stored["centre"],
                    stored["directions"],
                    stored["examples"].astype(np.float32),
                    stored["starts"],
                ),
                sharpness=float(stored["sharpness"]),
            )


def train(
    sentences: Sequence[Sentence],
    vectors: Floats,
    intents: Sequence[str],
    leads: Mapping[str, float] | None = None,
) -> IntentModel:
    """Train a model; two sentences of an intent are enough, equal input gives an equal model.

    Args:
        sentences: at least one.
        vectors: their sentence vectors, one row each.
        intents: their intents.
        leads: what intents get on top of their score, which lies around -1 to 2.5.
    """
    many = len(sentences) >= MANY
    vectorizers = [_vectorizer(view, view.fewest if many else 1) for view in VIEWS]
    directions = _directions(vectors) if many else np.eye(vectors.shape[1])
    seen = [one.fit_transform(sentences) for one in vectorizers]
    features = _features(seen, vectors @ directions)
    labels = np.asarray(intents)
    # Side by side: each of the two takes long, and neither needs the other.
    (names, weights, offsets), sharpness = Parallel(n_jobs=2 if many else 1)(
        [
            delayed(_fit)(features, labels, leads or {}),
            delayed(_sharpness)(features, vectors, labels, leads or {}),
        ]
    )
    turned = directions.shape[1]
    weights = np.hstack([weights[:, :-turned], weights[:, -turned:] @ directions.T])
    return IntentModel(
        intents=names,
        vocabularies=tuple(
            Vocabulary(tuple(one.get_feature_names_out()), one.idf_.astype(np.float64))
            for one in vectorizers
        ),
        weights=np.ascontiguousarray(weights.T, dtype=np.float32),
        offsets=offsets,
        nearest=Nearest.of(vectors, intents),
        sharpness=sharpness,
    )


def _vectorizer(view: View, fewest: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=view.terms, sublinear_tf=True, min_df=fewest)


def _features(seen: Sequence[csr_matrix], vectors: Floats) -> csr_matrix:
    # Each view and the vector have length 1 before they are weighted.
    weighted = [one * view.weight for one, view in zip(seen, VIEWS, strict=True)]
    return hstack([*weighted, csr_matrix(vectors)], format="csr", dtype=np.float64)


def _directions(vectors: Floats) -> Floats:
    """The directions in which vectors are longest, one column each."""
    _, sides = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(sides[:, ::-1][:, :DIRECTIONS])


def _fit(
    features: csr_matrix, labels: NDArray[np.str_], leads: Mapping[str, float]
) -> tuple[tuple[str, ...], Floats, Floats]:
    names = tuple(sorted(set(labels.tolist())))
    if len(names) == 1:
        return names, np.zeros((1, features.shape[1])), np.zeros(1)
    machine = LinearSVC(C=COST, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
    with warnings.catch_warnings():
        # After 1000 rounds the rest doesn't change an answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(features, labels)
    weights, offsets = machine.coef_, machine.intercept_
    if len(names) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    return names, weights, offsets + np.array([leads.get(name, 0.0) for name in names])


def _sharpness(
    features: csr_matrix, vectors: Floats, labels: NDArray[np.str_], leads: Mapping[str, float]
) -> float:
    """The factor that makes probabilities honest on sentences that were not trained on.

    One number (temperature scaling), found on the scores of a third that a model of the rest gives: it
    needs no examples of each class there, as calibrating class by class would.
    """
    if len(set(labels.tolist())) == 1 or max(Counter(labels.tolist()).values()) < FOLDS:
        return UNCALIBRATED_SHARPNESS
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fewer examples of a class than folds
        seen, unseen = next(folds.split(features, labels))
    names, weights, offsets = _fit(features[seen], labels[seen], leads)
    # A class that only the held-out part knows can't be guessed.
    unseen = unseen[np.isin(labels[unseen], names)]
    scores = np.asarray(features[unseen] @ weights.T + offsets)
    nearest = Nearest.of(vectors[seen], labels[seen].tolist())
    scores = scores + NEARNESS * nearest.likeness(vectors[unseen])
    right = np.searchsorted(names, labels[unseen])

    def surprise(logarithm: float) -> float:
        probability = _softmax(scores * np.exp(logarithm))[np.arange(len(right)), right]
        return float(-np.log(np.maximum(probability, 1e-12)).mean())

    best = minimize_scalar(surprise, bounds=(0.0, 4.0), method="bounded")
    return float(np.exp(best.x))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
