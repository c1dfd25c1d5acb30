"""Which entries of the knowledge a sentence asks for: nearest by meaning and by characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.knowledge import EVERYWHERE, Entry
from bot.nlu.encoders import SentenceEncoder, Vectors
from bot.nlu.normalised import normalise

MEANING = 0.6
"""How much the sentence vector counts beside the characters. With it 0.5 to 0.7 are equally good on the
entries' own questions, each looked for with the others."""

ELSEWHERE = 0.06
"""What an entry of another region loses, so that it is found only where the words speak of it."""


@dataclass(frozen=True)
class Hit:
    """An entry that may be meant.

    Args:
        id: of the entry.
        score: likeness of its nearest question, at most 1.
    """

    id: str
    score: float


class KnowledgeIndex:
    """The questions of some entries, ready to be compared with.

    Args:
        entries: by id; at least one.
        encoder: makes the questions' vectors.
        region: where the utility is.
    """

    def __init__(
        self, entries: Mapping[str, Entry], encoder: SentenceEncoder, region: str = EVERYWHERE
    ) -> None:
        pairs = [
            (normalise(text).text, number)
            for number, one in enumerate(entries.values())
            for text in (*one.questions, one.title)
        ]
        self._ids = list(entries)
        here = (EVERYWHERE, region)
        self._loss = np.array(
            [0.0 if one.region in here else ELSEWHERE for one in entries.values()]
        )
        self._owners = np.array([number for _, number in pairs])
        questions = [text for text, _ in pairs]
        self._vectors = _unit(encoder.encode(questions))
        self._vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 3), sublinear_tf=True, lowercase=True
        )
        self._characters: csr_matrix = self._vectorizer.fit_transform(questions)

    def nearest(self, text: str, vector: Vectors, most: int = 5) -> list[Hit]:
        """The likeliest entries, best first.

        Args:
            text: normalised.
            vector: its sentence vector.
            most: how many at most.
        """
        meaning = self._vectors @ _unit(vector.reshape(1, -1))[0]
        characters = (self._characters @ self._vectorizer.transform([text]).T).toarray()[:, 0]
        likeness = MEANING * meaning + (1 - MEANING) * characters
        best = np.full(len(self._ids), -1.0)
        np.maximum.at(best, self._owners, likeness)
        best -= self._loss
        order = np.argsort(-best, kind="stable")[:most]
        return [Hit(self._ids[index], float(best[index])) for index in order]


def _unit(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)


def as_output(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """As it travels to the actions."""
    return [{"id": one.id, "score": round(one.score, 4)} for one in hits]
