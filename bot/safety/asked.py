"""Which question of `data/safety/conduct.yml` a message asks in a danger: learnt weights and arithmetic, nothing else.

The weights are those of a multinomial logistic regression on single characters and neighbouring pairs (sublinear
TF-IDF, each text of length one). `bot.engine.conduct_learning` learns them from `data/safety/asked.tsv` and writes
`asked.json`, which lies beside this module. It reads no more than `LONGEST` characters: the work is bounded.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.safety.evidence import folded, grams_of

FILE = Path(__file__).with_name("asked.json")
NONE = "none"
"""Asks none of the questions: a place, a number, impatience, thanks."""
LONGEST = 60
"""Characters of a message that are read; what is asked in a danger is short."""


@dataclass(frozen=True)
class Asked:
    """What was learnt.

    Args:
        labels: the questions, and `NONE`.
        offsets: of the regression, one for each label.
        rarity: the inverse document frequency of each single character and pair.
        weights: for each of them the labels it speaks for or against, by place, with the weight.
    """

    labels: Sequence[str]
    offsets: Sequence[float]
    rarity: Mapping[str, float]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    def chances(self, plain: str) -> list[tuple[str, float]]:
        """How likely a message asks each question, the likeliest first.

        Args:
            plain: a normalised text, see `bot.safety.wording`.
        """
        counts = Counter(grams_of(folded(plain)[:LONGEST], self.rarity))
        seen = {
            gram: (1.0 + math.log(count)) * self.rarity[gram]
            for gram, count in counts.items()
            if gram in self.rarity
        }
        length = math.sqrt(sum(value * value for value in seen.values()))
        scores = list(self.offsets)
        for gram, value in seen.items():
            for place, weight in self.weights[gram]:
                scores[place] += weight * value / length
        highest = max(scores)
        raised = [math.exp(one - highest) for one in scores]
        whole = sum(raised)
        found = [(name, one / whole) for name, one in zip(self.labels, raised, strict=True)]
        return sorted(found, key=lambda one: -one[1])


@cache
def load_asked(file: Path = FILE) -> Asked:
    """Read what was learnt.

    Raises:
        OSError: the file can't be read.
        ValueError: it holds something else.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    try:
        grams = content["grams"]
        return Asked(
            tuple(content["labels"]),
            [one / 100 for one in content["offsets"]],
            {gram: one[0] / 100 for gram, one in grams.items()},
            {
                gram: [(one[at], one[at + 1] / 100) for at in range(1, len(one), 2)]
                for gram, one in grams.items()
            },
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"{file.name} isn't what the learning writes: {error!r}") from error
