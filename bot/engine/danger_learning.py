"""Learn from `data/safety` what speaks of danger: `python -m bot.engine.danger_learning`.

Writes `bot/safety/evidence.json`, with which `bot.safety` works without Rasa and without this module. The
same sentences give the same file. `bot.engine.train` calls `refresh` before it trains.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from bot.engine.training_data import Problem, UnusableFile, content_of
from bot.nlu.fingerprints import of_files
from bot.safety import evidence, traditional, wording
from bot.safety.evidence import FILE, folded, grams_of
from bot.safety.wording import normalised
from bot.settings import ROOT

FOLDER = ROOT / "data" / "safety"
DANGER, HARMLESS = "danger.yml", "harmless.yml"

# Chosen by cross-validation, see docs/engine.md.
_STRENGTH = 20.0
_WEIGHT_OF_DANGER = 2.0
_FEWEST_TEXTS = 2

_KEY = "sentences"
_ABOUT = "Written by `python -m bot.engine.danger_learning` from data/safety; don't edit."


class LearningFailed(Exception):
    """Nothing was learnt; the text says in Chinese why, with file and line."""


@dataclass(frozen=True)
class Sentence:
    """A sentence to learn from.

    Args:
        file: where it stands.
        line: counted from 1.
        text: as it stands there.
        danger: whether it reports a danger.
    """

    file: Path
    line: int
    text: str
    danger: bool


def main() -> int:
    """Learn, or say that there is nothing to do."""
    try:
        print("Learnt." if refresh() else "What was learnt fits the data.")
    except LearningFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def refresh(folder: Path = FOLDER, file: Path = FILE) -> bool:
    """Learn anew if sentences or code changed.

    Returns:
        Whether something was learnt.

    Raises:
        LearningFailed: the sentences can't be used, or the file can't be written.
    """
    if is_fresh(folder, file):
        return False
    content = learnt(sentences(folder), fingerprint(folder))
    waiting = file.with_suffix(".new")
    try:
        waiting.write_text(content, encoding="utf-8")
        os.replace(waiting, file)
    except OSError as error:
        raise LearningFailed(f"{file.name} 写不了（{error.strerror}）。") from None
    return True


def is_fresh(folder: Path = FOLDER, file: Path = FILE) -> bool:
    """Whether a file was learnt from these sentences with this code."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(noted == fingerprint(folder))


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash of the sentences and of the code that reads and weighs them."""
    code = [Path(str(one.__file__)) for one in (evidence, traditional, wording)]
    files = [folder / DANGER, folder / HARMLESS, *code, Path(__file__)]
    return of_files(one for one in files if one.exists())[:16]


def sentences(folder: Path = FOLDER) -> list[Sentence]:
    """All sentences, in the order of their files.

    Raises:
        LearningFailed: a file can't be read, or a sentence stands in both.
    """
    found = _read(folder / DANGER, danger=True) + _read(folder / HARMLESS, danger=False)
    seen: dict[str, Sentence] = {}
    for one in found:
        other = seen.setdefault(folded(normalised(one.text)), one)
        if other.danger != one.danger:
            said = f"“{one.text}”在 {other.file.name} 第 {other.line} 行已经有了，只能留一处。"
            raise _failure(one.file, one.line, said)
    return found


def learnt(taught: list[Sentence], mark: str) -> str:
    """The content of `evidence.json`.

    Args:
        taught: of both kinds.
        mark: the fingerprint to note.
    """
    # Imported here: to see that nothing changed takes no scikit-learn.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [folded(normalised(one.text)) for one in taught]
    often = Counter(sign for text in texts for sign in set(text))
    known = {sign for sign, count in often.items() if count >= _FEWEST_TEXTS}
    counted = TfidfVectorizer(
        analyzer=lambda text: grams_of(text, known), sublinear_tf=True, min_df=_FEWEST_TEXTS
    )
    regression = LogisticRegression(
        C=_STRENGTH, class_weight={False: 1.0, True: _WEIGHT_OF_DANGER}, max_iter=2000, tol=1e-6
    )
    regression.fit(counted.fit_transform(texts), [one.danger for one in taught])
    weights = regression.coef_[0] * counted.idf_
    grams = {
        gram: [round(100 * weights[at]), round(100 * counted.idf_[at])]
        for gram, at in sorted(counted.vocabulary_.items())
    }
    lines = [
        f"{json.dumps(gram, ensure_ascii=False)}:{json.dumps(pair, separators=(',', ':'))}"
        for gram, pair in grams.items()
    ]
    head = {"about": _ABOUT, "fingerprint": mark, "bias": round(float(regression.intercept_[0]), 2)}
    start = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{start}, "grams": {{\n' + ",\n".join(lines) + "\n}}\n"


def _read(file: Path, *, danger: bool) -> list[Sentence]:
    try:
        content = content_of(file)
    except UnusableFile as unusable:
        raise LearningFailed(str(unusable)) from None
    except OSError as error:
        raise _failure(file, 1, f"读不了（{error.strerror}）。") from None
    block = content.get(_KEY) if isinstance(content, CommentedMap) else None
    if not isinstance(block, str):
        raise _failure(file, 1, f"缺少“{_KEY}: |”和它下面一行一句的句子。")
    found = []
    for line, text in enumerate(block.splitlines(), content.lc.key(_KEY)[0] + 2):
        if not text.strip():
            continue
        if not text.startswith("- ") or not folded(normalised(text)):
            raise _failure(file, line, f"“{text}”应该是短横线、空格和一句话，前面空两格。")
        found.append(Sentence(file, line, text[2:].strip(), danger))
    if not found:
        raise _failure(file, 1, "一句话也没有。")
    return found


def _failure(file: Path, line: int, said: str) -> LearningFailed:
    return LearningFailed(str(Problem(file, line, said)))


if __name__ == "__main__":
    raise SystemExit(main())
