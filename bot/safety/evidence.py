"""How strongly the words of a text speak of danger: learnt weights and arithmetic, nothing else.

The weights are those of a logistic regression on single characters and neighbouring pairs (sublinear
TF-IDF, each text of length one). `bot.engine.danger_learning` learns them from the sentences of
`data/safety` and writes `evidence.json`, which lies beside this module.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.safety.wording import clauses

FILE = Path(__file__).with_name("evidence.json")

_DIGIT = re.compile(r"\d")
_PHONE = re.compile(
    r"(?:(?:我的?|联系)?(?:电话|手机号?码?|号码|联系方式)(?:是|[:：])?)?\s*\+?\d(?:[- ]?\d){6,}"
)
"""A number to call back, with what leads to it: it stands beside dangers and errands alike."""
_SIGNS = re.compile(r"[\W_]+")
_START, _END, _UNKNOWN = "^", "$", "¤"
_PIECE = 16
"""Characters: a voice keyboard sets no commas, so a clause of more than twice as many is cut by length."""


@dataclass(frozen=True)
class Evidence:
    """What was learnt.

    Args:
        bias: of the regression.
        grams: for each single character and pair its weight, which holds the inverse document
            frequency, and that frequency alone.
    """

    bias: float
    grams: Mapping[str, tuple[float, float]]

    def of(self, plain: str) -> float:
        """The probability that a text reports a danger, 0 to 1.

        Args:
            plain: a normalised text, see `bot.safety.wording`.
        """
        text = folded(plain)
        if len(set(text) - {","}) < 2:  # one character, however often, says nothing
            return 0.0
        score = length = 0.0
        for gram, count in Counter(grams_of(text, self.grams)).items():
            known = self.grams.get(gram)
            if known is not None:
                times = 1.0 + math.log(count)
                score += known[0] * times
                length += (known[1] * times) ** 2
        return 1.0 / (1.0 + math.exp(-self.bias - score / math.sqrt(length)))

    def of_parts(self, plain: str) -> float:
        """The highest probability of a clause or two neighbouring ones; 0 if there is only one clause.

        A danger in a long story is weak in the whole and strong in its place.
        """
        parts = _parts(plain)
        if len(parts) < 2:
            return 0.0
        pairs = [f"{one},{other}" for one, other in pairwise(parts)]
        return max(map(self.of, parts + pairs))


def load_evidence(file: Path = FILE) -> Evidence:
    """Read what was learnt.

    Raises:
        OSError: the file can't be read.
        ValueError: it holds something else.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    try:
        grams = {
            gram: (weight / 100, frequency / 100)
            for gram, (weight, frequency) in content["grams"].items()
        }
        return Evidence(float(content["bias"]), grams)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file.name} isn't what the learning writes: {error!r}") from error


def folded(plain: str) -> str:
    """A normalised text in which one digit and one punctuation mark stand for all, without phone numbers."""
    return _SIGNS.sub(",", _DIGIT.sub("0", _PHONE.sub(",", plain))).strip(",")


def grams_of(text: str, known: Collection[str]) -> list[str]:
    """The single characters and pairs of a folded text, with its start and its end.

    Args:
        text: as `folded` gives it.
        known: what was learnt; a character outside is as good as any other outside.
    """
    signs = [_START, *(one if one in known else _UNKNOWN for one in text), _END]
    return signs + [one + other for one, other in pairwise(signs)]


def _parts(plain: str) -> list[str]:
    found: list[str] = []
    for clause in clauses(plain):
        if len(clause) <= 2 * _PIECE:
            found.append(clause)
        else:
            found += [clause[at : at + _PIECE] for at in range(0, len(clause), _PIECE)]
    return found
