"""Learn from `data/follow_ups.tsv` what a few words after an answer mean: `python -m bot.engine.follow_up_learning`.

Understands each message with the model that is there, after the entry or the fact of a record that was told, and
writes `bot/dialogue/follow_ups/weights.json`: for each sign of what may be meant (`bot.dialogue.follow_ups.signs`)
a weight, so that what is meant is likeliest. With `--folds` it tells first how many come right after entries and
facts that were not learnt from, beside the figure of the weights before.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.clock import system_clock
from bot.dialogue.focus import Focus
from bot.dialogue.follow_ups.after_record import FACT, NOTHING, AfterRecord
from bot.dialogue.follow_ups.leaning import about_entry
from bot.dialogue.follow_ups.neighbours import RECORD, Neighbours
from bot.dialogue.follow_ups.signs import FILE, After, Signs, rank, weights
from bot.dialogue.parsed import as_sentence
from bot.dialogue.reading import Situation, Understand
from bot.engine import log_linear
from bot.engine.judged import UnreadableSentences, read_rows
from bot.engine.log_linear import Choices
from bot.facts import Fact, load_facts
from bot.intents import load_intents
from bot.knowledge import Entry, Library, load_library
from bot.language.dialect import in_mandarin
from bot.language.hesitation import without_hesitation
from bot.settings import ROOT

MESSAGES = ROOT / "data" / "follow_ups.tsv"
COLUMNS = ("told", "message", "right")
FOLDS = 5
SEED = 3
STRENGTH = 3.0
"""How strongly weights are kept near 0; 1 to 10 differ by about a point of a hundred."""


@dataclass(frozen=True)
class FollowUp:
    """What a customer says after an answer.

    Args:
        told: id of the entry, or `FACT` and the id of the fact of a record.
        message: as typed.
        right: what answers it: ids of entries; after an entry also `RECORD` and an intent, after a fact also
            `FACT` and the id of another, or `NOTHING` where the words lean on nothing.
        line: of the file, counted from 1.
    """

    told: str
    message: str
    right: frozenset[str]
    line: int = 0

    @property
    def after(self) -> After:
        """What kind of answer it follows."""
        return "record" if self.told.startswith(FACT) else "entry"


def main(arguments: list[str] | None = None) -> int:
    """Learn, and say how well it goes."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.engine.follow_up_learning",
        description=(__doc__ or "").split("\n\n")[0],
    )
    parser.add_argument("--folds", action="store_true", help="cross-validate first")
    options = parser.parse_args(arguments)
    library = load_library()
    try:
        messages = read_follow_ups(library.entries())
    except UnreadableSentences as unreadable:
        print(unreadable, file=sys.stderr)
        return 1
    cases = _cases(messages, library)
    content: dict[str, object] = {
        "about": "Written by `python -m bot.engine.follow_up_learning` from data/follow_ups.tsv; don't edit."
    }
    for after in ("entry", "record"):
        of_kind = [
            (case, one) for case, one in zip(cases, messages, strict=True) if one.after == after
        ]
        if options.folds:
            print(_cross_validated(of_kind, after))
        learnt = log_linear.learnt([case for case, _ in of_kind], STRENGTH)
        content[after] = {name: round(weight, 3) for name, weight in learnt.items()}
        useful = sum(any(case.right) for case, _ in of_kind)
        print(f"After each {after}: learnt from {useful} of {len(of_kind)} messages.")
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    weights.cache_clear()
    return 0


def _cases(messages: Sequence[FollowUp], library: Library) -> list[Choices]:
    """What each message may mean."""
    understand, neighbours, after_record = _model(), Neighbours(), AfterRecord()
    entries, facts = library.entries(), load_facts()
    found = []
    for one in tqdm(messages, desc="understanding", disable=None):
        signs: Mapping[str, Signs]
        if one.after == "record":
            fact = facts[one.told.removeprefix(FACT)]
            situation = after_fact(fact, one.message, understand, library)
            signs = after_record.candidates(situation, fact)
        else:
            situation = after(entries[one.told], one.message, understand, library)
            signs = neighbours.candidates(situation, situation.focus.frames[-1])
        found.append(Choices(list(signs.values()), [name in one.right for name in signs]))
    return found


def read_follow_ups(entries: Mapping[str, Entry], file: Path = MESSAGES) -> list[FollowUp]:
    """The messages to learn from.

    Args:
        entries: by id.
        file: with three columns.

    Raises:
        UnreadableSentences: a line names what isn't there, or stands there twice.
    """
    records = {f"{RECORD}{name}" for name, one in load_intents().items() if one.record}
    facts = {f"{FACT}{name}" for name in load_facts()}
    found = []
    for number, (told, message, right) in read_rows(file, COLUMNS):
        one = FollowUp(told, message, frozenset(right.split("|")), number)
        meant = {*facts, NOTHING} if one.after == "record" else records
        for name in (told, *sorted(one.right)):
            if name not in entries and name not in (facts if name == told else meant):
                said = f"{name!r} is no entry, no record and no fact."
                raise UnreadableSentences(file, number, said)
        found.append(one)
    return found


def after(told: Entry, message: str, understand: Understand, library: Library) -> Situation:
    """A message right after an entry was told.

    Args:
        told: the entry.
        message: as typed.
        understand: the pipeline.
        library: of the entry.
    """
    about = about_entry(told, next(iter(told.intents), "ask_knowledge"))
    focus = Focus(1, system_clock()).with_frame("rule", told.topic, **about)
    return _situation(focus, message, understand, library)


def after_fact(told: Fact, message: str, understand: Understand, library: Library) -> Situation:
    """A message right after a fact of a record was told.

    Args:
        told: the fact.
        message: as typed.
        understand: the pipeline.
        library: of the entries.
    """
    focus = Focus(1, system_clock()).with_frame(
        "question", "billing", question=told.question, text=told.words
    )
    return _situation(focus, message, understand, library)


def _situation(focus: Focus, message: str, understand: Understand, library: Library) -> Situation:
    return Situation(
        understand(in_mandarin(without_hesitation(message)).strip()),
        replace(focus, turn=2),
        understand,
        load_intents(),
        entries=library.entries(),
        words=library.words(),
        said=True,
    )


def _cross_validated(cases: Sequence[tuple[Choices, FollowUp]], after: After) -> str:
    told = sorted({one.told for _, one in cases})
    order = np.random.RandomState(SEED).permutation(len(told))
    fold = {told[place]: number % FOLDS for number, place in enumerate(order)}
    right, before = [], []
    for number in range(FOLDS):
        learnt = log_linear.learnt(
            [case for case, one in cases if fold[one.told] != number], STRENGTH
        )
        held_out = [case for case, one in cases if fold[one.told] == number]
        right += [_comes_right(case, learnt) for case in held_out]
        before += [_comes_right(case, weights(after)) for case in held_out] if FILE.exists() else []
    told_before = (
        f" (with the weights before, learnt or not: {np.mean(before):.3f})" if before else ""
    )
    return f"After each {after} not learnt from come right: {np.mean(right):.3f}{told_before}."


def _comes_right(case: Choices, learnt: Mapping[str, float]) -> bool:
    ranks = [rank(one, learnt) for one in case.signs]
    return bool(ranks) and case.right[int(np.argmax(ranks))]


def _model() -> Understand:
    """The pipeline of the model that is there; one is trained where none fits."""
    # Imported here: to read the messages takes no Rasa.
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.engine import train
    from bot.engine.process import quiet_rasa

    quiet_rasa(logging.WARNING)
    if train.main([]):
        raise SystemExit(1)
    processor = Agent.load(str(train.models_dir())).processor
    assert processor is not None, "a model that was just trained"
    tracker = DialogueStateTracker.from_events("learning", [])
    return lambda text: as_sentence(processor._parse_message_with_graph(UserMessage(text), tracker))


if __name__ == "__main__":
    raise SystemExit(main())
