"""Learn from `data/safety/asked.tsv` what is asked in a danger: `python -m bot.engine.conduct_learning`.

Writes `bot/safety/asked.json`, with which `bot.safety` works without Rasa and without this module. The same
messages give the same file. `bot.engine.train` calls `refresh` before it trains.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.engine.danger_learning import LearningFailed
from bot.engine.judged import UnreadableSentences, read_rows
from bot.nlu.fingerprints import of_files
from bot.safety import asked, evidence, traditional, wording
from bot.safety.asked import FILE, NONE
from bot.safety.conduct import load_conduct
from bot.safety.evidence import folded, grams_of
from bot.safety.wording import normalised
from bot.settings import ROOT

MESSAGES = ROOT / "data" / "safety" / "asked.tsv"
COLUMNS = ("message", "question")

# Chosen between the authors, see docs/engine.md.
_STRENGTH = 30.0
_FEWEST_TEXTS = 2
_LEAST_WEIGHT = 0.08
"""Weights nearer to nothing are left out: of 350,000 a fifth stays."""
_ABOUT = (
    "Written by `python -m bot.engine.conduct_learning` from data/safety/asked.tsv; don't edit."
)

Row = tuple[str, str]
"""A message and the question that it asks."""


def main() -> int:
    """Learn, or say that there is nothing to do."""
    try:
        print("Learnt." if refresh() else "What was learnt fits the data.")
    except LearningFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def refresh(messages: Path = MESSAGES, file: Path = FILE) -> bool:
    """Learn anew if messages or code changed.

    Returns:
        Whether something was learnt.

    Raises:
        LearningFailed: the messages can't be used, or the file can't be written.
    """
    if is_fresh(messages, file):
        return False
    content = learnt(rows(messages), fingerprint(messages))
    waiting = file.with_suffix(".new")
    try:
        waiting.write_text(content, encoding="utf-8")
        os.replace(waiting, file)
    except OSError as error:
        raise LearningFailed(f"{file.name} 写不了（{error.strerror}）。") from None
    return True


def is_fresh(messages: Path = MESSAGES, file: Path = FILE) -> bool:
    """Whether a file was learnt from these messages with this code."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(noted == fingerprint(messages))


def fingerprint(messages: Path = MESSAGES) -> str:
    """A hash of the messages and of the code that reads and weighs them."""
    code = [Path(str(one.__file__)) for one in (asked, evidence, traditional, wording)]
    return of_files(one for one in (messages, *code, Path(__file__)) if one.exists())[:16]


def rows(messages: Path = MESSAGES) -> list[Row]:
    """All messages with what they ask.

    Raises:
        LearningFailed: the file can't be read, or names a question that `conduct.yml` doesn't have.
    """
    known = {one.name for one in load_conduct().questions} | {NONE}
    found: list[Row] = []
    try:
        for line, (message, question) in read_rows(messages, COLUMNS):
            if question not in known:
                raise LearningFailed(
                    f"{messages.name} 第 {line} 行：conduct.yml 的 questions 里没有“{question}”。"
                )
            found.append((message, question))
    except UnreadableSentences as unreadable:
        raise LearningFailed(str(unreadable)) from None
    return found


def learnt(taught: Sequence[Row], mark: str) -> str:
    """The content of `asked.json`.

    Args:
        taught: messages with what they ask.
        mark: the fingerprint to note.
    """
    # Imported here: to see that nothing changed takes no scikit-learn.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [folded(normalised(message)) for message, _ in taught]
    often = Counter(sign for text in texts for sign in set(text))
    known = {sign for sign, count in often.items() if count >= _FEWEST_TEXTS}
    counted = TfidfVectorizer(
        analyzer=lambda text: grams_of(text, known), sublinear_tf=True, min_df=_FEWEST_TEXTS
    )
    regression = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=2000, tol=1e-5)
    regression.fit(counted.fit_transform(texts), [question for _, question in taught])
    lines = []
    for gram, at in sorted(counted.vocabulary_.items()):
        row = [round(100 * float(counted.idf_[at]))]
        for place in np.flatnonzero(np.abs(regression.coef_[:, at]) >= _LEAST_WEIGHT):
            row += [int(place), round(100 * float(regression.coef_[place, at]))]
        written = json.dumps(row, separators=(",", ":"))
        lines.append(f"{json.dumps(gram, ensure_ascii=False)}:{written}")
    head = {
        "about": _ABOUT,
        "fingerprint": mark,
        "labels": list(regression.classes_),
        "offsets": [round(100 * float(one)) for one in regression.intercept_],
    }
    start = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{start}, "grams": {{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    raise SystemExit(main())
