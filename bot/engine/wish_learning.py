"""Learn from `data/wishes.tsv` how messages with several wishes are cut: `python -m bot.engine.wish_learning`.

Understands every part of them with a model that was not taught them, and writes `bot/engine/wishes.json`: for each sign of
a reading (`bot.engine.readings`) a weight, so that the readings with the right wishes are likeliest (a
log-linear model). With `--folds` it tells first how many messages come right that were not learnt from.
Worth doing again when messages were added; new training sentences alone change little.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tqdm import tqdm

from bot.engine import log_linear
from bot.engine.judged import Judged, UnreadableSentences, read_sentences
from bot.engine.log_linear import Choices
from bot.engine.readings import Reading, Understand, parts_of, readings
from bot.engine.sentence_files import as_training_data
from bot.engine.training_data import Example, examples
from bot.engine.wishes import FILE, may_be_several
from bot.intents import load_intents
from bot.settings import ROOT

MESSAGES = ROOT / "data" / "wishes.tsv"
EACH = 6
"""Of the training sentences that could be cut, each so-manieth is one of the messages."""
FOLDS = 5
SEED = 7
STRENGTH = 3.0
"""How strongly weights are kept near 0; 0.3 to 10 differ by less than a point of a hundred."""


@dataclass(frozen=True)
class Read:
    """A message with all its readings.

    Args:
        several: whether it has several wishes.
        readings: of it.
        right: of each whether its wishes are the right ones.
    """

    several: bool
    readings: Sequence[Reading]
    right: Sequence[bool]


def main(arguments: list[str] | None = None) -> int:
    """Learn, and say how well it goes."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.engine.wish_learning", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--folds", action="store_true", help="cross-validate first")
    options = parser.parse_args(arguments)
    try:
        messages = read_messages()
    except UnreadableSentences as unreadable:
        print(unreadable, file=sys.stderr)
        return 1
    messages += ordinary(examples())
    with TemporaryDirectory() as folder:
        understand = _model_without(messages, Path(folder))
        read = [_read(one, understand) for one in tqdm(messages, desc="reading", disable=None)]
    if options.folds:
        print(_cross_validated(read))
    content = {
        "about": "Written by `python -m bot.engine.wish_learning` from data/wishes.tsv; don't edit.",
        "weights": {name: round(weight, 3) for name, weight in learnt(read).items()},
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(f"Learnt from {sum(map(any, (one.right for one in read)))} of {len(read)} messages.")
    return 0


def read_messages(file: Path = MESSAGES) -> list[Judged]:
    """The messages to learn from.

    Raises:
        UnreadableSentences: the file can't be used, or it names an intent that is no wish.
    """
    messages = read_sentences(file)
    offered = _offered()
    for one in messages:
        for name in (name for wish in one.wishes for name in wish):
            if name not in offered:
                raise UnreadableSentences(file, one.line, f"{name!r} is no intent that is a wish.")
    return messages


def ordinary(taught: Sequence[Example]) -> list[Judged]:
    """Some of the training sentences that could be cut: each has one wish, as most messages have.

    Args:
        taught: training sentences.
    """
    offered = _offered()
    found = [one for one in taught if one.intent in offered and may_be_several(one.text)]
    return [Judged(one.text, ((one.intent,),), one.line) for one in found[::EACH]]


def _offered() -> set[str]:
    return {name for name, one in load_intents().items() if one.offered}


def learnt(read: Sequence[Read]) -> dict[str, float]:
    """The weight of each sign.

    Args:
        read: messages; those without a right reading teach nothing.
    """
    cases = [Choices([each.signs for each in one.readings], one.right) for one in read]
    return log_linear.learnt(cases, STRENGTH)


def _read(message: Judged, understand: Understand) -> Read:
    found = readings(message.text, understand)
    right = [_is_right(one, message) for one in found]
    return Read(len(message.wishes) > 1, found, right)


def _is_right(reading: Reading, message: Judged) -> bool:
    got = [one.intent for one in reading.wishes]
    return len(got) == len(message.wishes) and all(
        any(name in wish for name in got) for wish in message.wishes
    )


def _cross_validated(read: Sequence[Read]) -> str:
    order = np.random.RandomState(SEED).permutation(len(read))
    came_right: dict[bool, list[bool]] = {True: [], False: []}
    for fold in range(FOLDS):
        weights = learnt([read[place] for place in order[np.arange(len(order)) % FOLDS != fold]])
        for place in order[fold::FOLDS]:
            one = read[place]
            if not one.readings:  # of one clause: never cut
                came_right[one.several].append(not one.several)
                continue
            scores = [each.score(weights) for each in one.readings]
            came_right[one.several].append(one.right[int(np.argmax(scores))])
    several, single = came_right[True], came_right[False]
    return (
        f"Of messages not learnt from come right: {np.mean(several + single):.3f} "
        f"({len(several)} with several wishes {np.mean(several):.3f}, "
        f"{len(single)} with one {np.mean(single):.3f})."
    )


def _model_without(messages: Sequence[Judged], folder: Path) -> Understand:
    """A model that was not taught the parts of the messages: of what it was, it is surer than of others'.

    Args:
        messages: to be understood.
        folder: an empty one, to train in.
    """
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
    # Imported here: to learn from messages that were read takes no Rasa.
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    from bot.engine.process import quiet_rasa
    from bot.engine.rankings import rankings

    quiet_rasa(logging.WARNING)
    taught = folder / "nlu.yml"
    taught.write_text(_sentences_without(messages), encoding="utf-8")
    model = train_nlu(str(ROOT / "config.yml"), str(taught), str(folder))
    processor = Agent.load(str(model)).processor
    assert processor is not None, "a model that was just trained"
    return lambda texts: rankings(processor, texts)


def _sentences_without(messages: Sequence[Judged]) -> str:
    """The training sentences that are no part of the messages, as Rasa reads them."""
    parts = {one for message in messages for one in parts_of(message.text)}
    return as_training_data((one.text, one.intent) for one in examples() if one.text not in parts)


if __name__ == "__main__":
    raise SystemExit(main())
