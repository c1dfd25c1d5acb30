"""Whether something that is trained on says nearly the same as a sentence of the held-out set."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.datafiles import load_data_file
from bot.engine import conduct_learning, danger_learning, follow_up_learning, training_data
from bot.engine.judged import read_rows
from bot.engine.wish_learning import MESSAGES, read_messages
from bot.facts import asked as facts_file
from bot.knowledge import load_library
from bot.nlu import asked
from bot.nlu.normalised import normalise
from bot.safety import fraud_asked
from bot.settings import ROOT

SHORT = 4
"""Sentences of up to so many characters (好的, 转人工) can't be avoided: they are counted only."""
FEWEST_FOR_LIKENESS = 8
"""Shorter ones are compared as wholes: one character more or less makes another sentence of them."""
LIKE = 0.8
"""From this share of common character trigrams (Jaccard) on two sentences are nearly the same."""

# What is neither letter, digit nor Han; then particles, which change the tone and not the wish.
_SIGNS = re.compile(r"[\W_]+")
_PARTICLES = re.compile("[啊呀呢吧吗嘛么哦噢喔哈啦呗哟哇呐噻咯喽嗯呃额诶欸哎唉的了]")


@dataclass(frozen=True)
class Taught:
    """A sentence that the assistant learns from.

    Args:
        file: where it stands.
        line: counted from 1.
        text: as it stands there.
    """

    file: Path
    line: int
    text: str


@dataclass(frozen=True)
class Overlap:
    """A taught sentence that is nearly one of the held-out set.

    Args:
        taught: which has to go.
        likeness: 1 if they are equal without punctuation and particles, else the share of trigrams.
    """

    taught: Taught
    likeness: float

    def __str__(self) -> str:
        file = self.taught.file
        name = file.relative_to(ROOT) if ROOT in file.parents else file
        return f"{name}, line {self.taught.line}: “{self.taught.text}” ({self.likeness:.2f})"


def taught() -> list[Taught]:
    """Every training sentence, all on danger, with several wishes, on rules, facts and what follows entries, every question of the knowledge."""
    learnt = [*training_data.examples(), *danger_learning.sentences()]
    found = [Taught(one.file, one.line, one.text) for one in learnt]
    found += [Taught(MESSAGES, one.line, one.text) for one in read_messages()]
    found += [Taught(ROOT / asked.FILE, one.line, one.text) for one in asked.read_asked()]
    follow_ups = follow_up_learning.read_follow_ups(load_library().entries())
    found += [Taught(follow_up_learning.MESSAGES, one.line, one.message) for one in follow_ups]
    found += [
        Taught(conduct_learning.MESSAGES, line, message)
        for line, (message, _) in read_rows(conduct_learning.MESSAGES, conduct_learning.COLUMNS)
    ]
    found += [
        Taught(ROOT / fraud_asked.FILE, one.line, one.message) for one in fraud_asked.read_said()
    ]
    facts = load_data_file(facts_file.FILE, facts_file.SCHEMA)
    for number, fact in enumerate(facts.content["facts"]):
        for place, sentence in enumerate(fact["sentences"]):
            line = facts.line_of(("facts", number, "sentences", place))
            found.append(Taught(facts_file.FILE, line, sentence))
    schema = ROOT / "bot" / "knowledge" / "knowledge.schema.json"
    for path in sorted((ROOT / "data" / "knowledge").glob("*.yml")):
        file = load_data_file(path, schema)
        for number, entry in enumerate(file.content["entries"]):
            for place, question in enumerate(entry["questions"]):
                line = file.line_of(("entries", number, "questions", place))
                found.append(Taught(path, line, question))
    return found


def letters(text: str) -> str:
    """A sentence without punctuation and spaces, normalised and in lower case."""
    return _SIGNS.sub("", normalise(text).text.lower())


def core(text: str) -> str:
    """The same without particles, unless it consists of them."""
    plain = letters(text)
    return _PARTICLES.sub("", plain) or plain


def is_short(text: str) -> bool:
    """Whether a sentence is exempt."""
    return len(letters(text)) <= SHORT


def likeness(one: str, other: str) -> float:
    """The share of character trigrams that two texts have in common."""
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def overlaps(held_out: Iterable[str], sentences: Iterable[Taught]) -> list[Overlap]:
    """The taught sentences that equal or nearly equal one that is held out, each once.

    Args:
        held_out: sentences to judge by; short ones are passed over.
        sentences: what is taught.
    """
    cores: set[str] = set()
    grams: list[frozenset[str]] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    for text in held_out:
        if is_short(text):
            continue
        cores.add(core(text))
        plain = letters(text)
        if len(plain) >= FEWEST_FOR_LIKENESS:
            for gram in _trigrams(plain):
                places[gram].append(len(grams))
            grams.append(_trigrams(plain))
    found = []
    for one in sentences:
        if is_short(one.text):
            continue
        if core(one.text) in cores:
            found.append(Overlap(one, 1.0))
            continue
        plain = letters(one.text)
        if len(plain) < FEWEST_FOR_LIKENESS:
            continue
        ours = _trigrams(plain)
        common = Counter(place for gram in ours for place in places.get(gram, ()))
        best = max(
            (n / (len(ours) + len(grams[place]) - n) for place, n in common.items()), default=0.0
        )
        if best >= LIKE:
            found.append(Overlap(one, best))
    return found


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 3] for start in range(len(text) - 2))
