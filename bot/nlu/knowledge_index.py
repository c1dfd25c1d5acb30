"""Which entries of the knowledge a sentence asks for: nearest by meaning and by characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from bot.knowledge import EVERYWHERE, ITSELF, Entry, without_signs
from bot.nlu.encoders import SentenceEncoder, Vectors
from bot.nlu.normalised import normalise

NEAREST = 0.2
"""How much the likeness of the two nearest questions' sentence vectors counts."""

CENTRE = 0.4
"""How much the likeness of the middle of all questions counts; the rest is the characters'. Chosen on
the entries' own questions, each looked for with the others: without the middle (0.5 for the nearest)
61 of 100 come first, with it 64; a little more or less of it is as good."""

ELSEWHERE = 0.06
"""What an entry of another region loses, so that it is found only where the words speak of it."""

OWN_PLACE = 0.1
"""What an entry of one region gains where the words name a place that it names too."""

OTHER_PLACE = 0.2
"""What it loses where the words name another place: its figures are wrong there."""

MOST = 5
"""Entries that are told of a text."""

_PLACE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|石家庄|太原|沈阳|长春|哈尔滨|南京|杭州|合肥|福州|南昌|"
    "济南|郑州|武汉|长沙|广州|海口|成都|贵阳|昆明|西安|兰州|西宁|呼和浩特|南宁|拉萨|银川|乌鲁木齐|深圳|大连|青岛|"
    "宁波|厦门|苏州"
)
"""Provinces and the largest cities."""

_SPACES = re.compile(r"\s\s+")

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Hit:
    """An entry that may be meant.

    Args:
        id: of the entry.
        score: how near it is, at most 1.
    """

    id: str
    score: float


class KnowledgeIndex:
    """Some entries, ready to be compared with.

    An entry's score is `NEAREST` of the likeness of its two nearest questions (their mean: one question
    alone is near to much), `CENTRE` of that of the middle of its questions (what all of them are about),
    and for the rest the share of the sentence's characters and pairs of characters that stand somewhere
    in the entry, rare ones counting more. A question that is the entry's own, signs aside, is `ITSELF`.

    Args:
        entries: by id; at least one.
        encoder: makes the questions' vectors.
        region: where the utility is.
    """

    def __init__(
        self, entries: Mapping[str, Entry], encoder: SentenceEncoder, region: str = EVERYWHERE
    ) -> None:
        questions = [
            [normalise(text).text for text in (*one.questions, one.title)]
            for one in entries.values()
        ]
        self._ids = list(entries)
        self._own = {
            without_signs(normalise(question).text): number
            for number, one in enumerate(entries.values())
            for question in one.questions
        }
        self._vectors = _unit(encoder.encode([text for some in questions for text in some]))
        self._rows = _rows([len(some) for some in questions])
        self._centres = _centres(self._vectors, [len(some) for some in questions])
        written = [
            "\n".join([*some, normalise(f"{one.short}\n{one.answer}").text])
            for some, one in zip(questions, entries.values(), strict=True)
        ]
        self._grams = CountVectorizer(analyzer=_grams, binary=True)
        stands: csr_matrix = self._grams.fit_transform(written)
        columns = stands.tocsc()
        self._holders = np.split(columns.indices, columns.indptr[1:-1])
        self._rarity = _rarity(np.asarray(stands.sum(axis=0)).ravel(), len(written))

        here = (EVERYWHERE, region)
        self._loss = np.array(
            [0.0 if one.region in here else ELSEWHERE for one in entries.values()]
        )
        self._places = {
            number: set(_PLACE.findall(text))
            for number, (one, text) in enumerate(zip(entries.values(), written, strict=True))
            if one.region != EVERYWHERE
        }

    def nearest(self, text: str, vector: Vectors, most: int = MOST) -> list[Hit]:
        """The likeliest entries, best first.

        Args:
            text: normalised.
            vector: its sentence vector.
            most: how many at most.
        """
        return self.nearest_of([text], vector.reshape(1, -1), most)[0]

    def nearest_of(
        self, texts: Sequence[str], vectors: Vectors, most: int = MOST
    ) -> list[list[Hit]]:
        """The likeliest entries of each text; together, since the questions' vectors are read through but once.

        Args:
            texts: normalised.
            vectors: their sentence vectors, one row each.
            most: how many at most of each.
        """
        units = _unit(vectors)
        questions, centres = self._vectors @ units.T, self._centres @ units.T
        return [
            self._best(text, questions[:, column], centres[:, column], most)
            for column, text in enumerate(texts)
        ]

    def _best(self, text: str, questions: Vectors, centres: Vectors, most: int) -> list[Hit]:
        """The likeliest entries, by the likeness of a text to all questions and to the entries' middles."""
        scores = NEAREST * self._nearest_two(questions) + CENTRE * centres
        scores += (1 - NEAREST - CENTRE) * self._characters(text)
        scores -= self._loss
        for place in set(_PLACE.findall(text)):
            for number, places in self._places.items():
                scores[number] += OWN_PLACE if place in places else -OTHER_PLACE
        own = self._own.get(without_signs(text))
        if own is not None:
            scores[own] = ITSELF
        order = np.argsort(-scores, kind="stable")[:most]
        return [Hit(self._ids[index], float(scores[index])) for index in order]

    def _nearest_two(self, likeness: Vectors) -> Scores:
        of_entries = np.append(likeness, -1.0)[self._rows]
        nearest_two: Scores = np.partition(of_entries, -2, axis=1)[:, -2:].mean(axis=1)
        return nearest_two

    def _characters(self, text: str) -> Scores:
        grams = set(_grams(text))
        numbers = self._grams.vocabulary_
        known = [number for one in grams if (number := numbers.get(one)) is not None]
        unknown = (len(grams) - len(known)) * float(_rarity(np.zeros(1), len(self._ids))[0])
        weights = self._rarity[known]
        shared: Scores = np.zeros(len(self._ids))
        if known:
            holders = [self._holders[one] for one in known]
            each = np.repeat(weights, [len(one) for one in holders])
            shared += np.bincount(np.concatenate(holders), each, len(self._ids))
        return shared / max(float(weights.sum()) + unknown, 1e-9)


def _grams(text: str) -> Iterator[str]:
    """The characters and the pairs of characters of a text."""
    plain = _SPACES.sub(" ", text.lower())
    yield from plain
    yield from map("".join, pairwise(plain))


def _rows(sizes: Sequence[int]) -> NDArray[np.int64]:
    """For each entry the rows of its texts, filled up with the row after the last one."""
    rows = np.full((len(sizes), max(sizes)), sum(sizes))
    first = 0
    for number, size in enumerate(sizes):
        rows[number, :size] = np.arange(first, first + size)
        first += size
    return rows


def _centres(vectors: Vectors, sizes: Sequence[int]) -> Vectors:
    """For each entry the direction in the middle of its texts."""
    ends = np.cumsum(sizes)
    return _unit(
        np.stack(
            [vectors[end - size : end].sum(axis=0) for size, end in zip(sizes, ends, strict=True)]
        )
    )


def _rarity(holders: NDArray[np.float64], entries: int) -> Scores:
    """The weight of what stands in some of the entries: 0 for what stands in all."""
    weights: Scores = np.log((entries + 1) / (holders + 0.5)).clip(0)
    return weights


def _unit(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)


def as_output(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """As it travels to the actions."""
    return [{"id": one.id, "score": round(one.score, 4)} for one in hits]
