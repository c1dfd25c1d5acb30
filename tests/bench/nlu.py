"""Measure understanding beside Rasa's default: `make bench-nlu`, or `python -m tests.bench.nlu --help`.

It runs in the engine's Python. Results are kept in var/bench.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot import safety
from bot.clock import SHANGHAI
from bot.engine import training_data
from bot.engine.judged import Judged, Understood, UnreadableSentences
from bot.engine.sentence_files import as_training_data
from bot.settings import ROOT
from tests.bench import demo_utility, machine, real_speech, scoring, smp2017, understanding
from tests.bench.baseline_model import DEFAULT_EPOCHS, as_yaml, configuration
from tests.bench.children import ChildFailed, run
from tests.bench.commit import commit
from tests.bench.nlu_table import (
    WHOLES,
    Measured,
    Public,
    PublicScore,
    Scores,
    Side,
    Whole,
    as_json,
    table,
)
from tests.bench.parsing import NOW
from tests.bench.understanding import Answers, Material, Model, Progress
from tests.judging import sentences as judging

RESULTS = ROOT / "var" / "bench"
KEPT = RESULTS / "understanding"
OURS, THEIRS = "Mingdeng", "Rasa default"
HAZARD = "report_hazard"
_STEPS = 1000


@dataclass(frozen=True)
class HeldOut:
    """The held-out set, and the order in which a model is asked.

    Args:
        slices: intents to judge, by slice; also that of several wishes.
        texts: every sentence that is parsed, each once.
        speech: sentences of real customers, if they were given.
    """

    slices: dict[str, tuple[Judged, ...]]
    texts: list[str]
    speech: list[Judged]

    @classmethod
    def read(cls, speech: Path | None = None) -> HeldOut:
        """Read it.

        Args:
            speech: file with sentences of real customers.

        Raises:
            UnreadableSentences: a file can't be used.
            NoSuchSpeech: that of the real customers can't.
        """
        said = real_speech.read(speech) if speech else real_speech.RealSpeech([], [])
        if said.unknown:
            print(f"Left out, unknown guesses: {', '.join(said.unknown)}", file=sys.stderr)
        slices = {name: judging.slice_of(name) for name in judging.SLICES}
        texts = [
            *(one.text for each in slices.values() for one in each),
            *(one.text for one in judging.marked()),
            *(one.text for one in judging.timed()),
            *(one.text for one in said.sentences),
        ]
        judging.dangers()
        return cls(slices, list(dict.fromkeys(texts)), said.sentences)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, keep the numbers.

    Returns:
        0 when everything was measured, whatever the numbers say; 1 when something did not work.
    """
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    folder = Path(tempfile.mkdtemp(prefix="mingdeng-bench-nlu-"))
    try:
        measured = _measured(folder, options)
    except (
        ChildFailed,
        UnreadableSentences,
        real_speech.NoSuchSpeech,
        smp2017.NoSuchData,
        OSError,
    ) as error:
        print(f"\nNot measured: {error}", file=sys.stderr)
        print(f"The logs are in {folder}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        print("\nNot measured: interrupted.", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = RESULTS / f"nlu-{measured.date.replace(':', '').replace(' ', '-')}.json"
    kept.write_text(json.dumps(_kept(measured), ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(measured))
    print(f"\nWhat was understood, by line: {kept.relative_to(ROOT)}", file=sys.stderr)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.nlu", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument(
        "--epochs",
        type=int,
        default=int(os.environ.get("BENCH_EPOCHS", DEFAULT_EPOCHS)),
        help=f"of DIET; Rasa's default is {DEFAULT_EPOCHS} (also: BENCH_EPOCHS)",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="train the baseline although an earlier run has"
    )
    parser.add_argument("--only-ours", action="store_true", help="leave the baseline out")
    parser.add_argument(
        "--utterances",
        type=Path,
        metavar="FILE",
        help="sentences of real customers, see real_speech.py",
    )
    parser.add_argument(
        "--smp2017", type=Path, metavar="PATH", help="folder with SMP2017's train.tsv and dev.tsv"
    )
    parser.add_argument(
        "--dev",
        action="store_true",
        help="judge our configuration on SMP2017's dev; without it, by five-fold on train",
    )
    parser.add_argument("--no-whole", action="store_true", help="don't time whole trainings")
    options = parser.parse_args(arguments)
    if options.dev and options.smp2017 is None:
        parser.error("--dev needs --smp2017 PATH")
    return options


def _measured(folder: Path, options: argparse.Namespace) -> Measured:
    held_out = HeldOut.read(options.utterances)
    public = smp2017.read(options.smp2017) if options.smp2017 else None
    taught = [(one.text, one.intent) for one in training_data.examples()]
    date = datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M")

    utility = demo_utility.made(folder / "utility", NOW.date())
    ours = _side(_our_model(folder / "ours"), OURS, held_out, folder / "ours-asked", utility)
    theirs = None
    if not options.only_ours:
        model = _their_model(folder / "theirs", options)
        theirs = _side(model, THEIRS, held_out, folder / "theirs-asked")
    return Measured(
        date=date,
        commit=commit(),
        machine=machine.description(),
        epochs=options.epochs,
        trained_on=len(taught),
        ours=ours,
        theirs=theirs,
        alarms=_alarms(held_out),
        wholes=[] if options.no_whole else _wholes(taught, folder / "whole"),
        public=None if public is None else _public(public, folder / "smp2017", options),
    )


# -- the project's sentences -------------------------------------------------------------------


def _our_model(folder: Path) -> Model:
    material = understanding.project_material(understanding.our_configuration())
    with _bar(f"training, {OURS}") as progress:
        return understanding.trained(material, folder, progress)


def _their_model(folder: Path, options: argparse.Namespace) -> Model:
    material = understanding.project_material(configuration(options.epochs))
    with _bar(f"training, {THEIRS}") as progress:
        return understanding.kept(material, KEPT, folder, options.fresh, progress)


def _side(
    model: Model,
    title: str,
    held_out: HeldOut,
    folder: Path,
    utility: Mapping[str, str] | None = None,
) -> Side:
    folder.mkdir()
    wishes = [one.text for one in held_out.slices[judging.MULTI_WISH]]
    with _bar(f"parsing, {title}") as progress:
        answers = understanding.asked(
            model, held_out.texts, wishes, title == OURS, folder, progress, utility
        )
    return Side(model, answers, scored(held_out, answers))


def scored(held_out: HeldOut, answers: Answers) -> Scores:
    """How well the held-out set was understood."""
    by_text = {one.text: one for one in answers.understood}

    def of(judged: Sequence[Any]) -> list[Understood]:
        return [by_text[one.text] for one in judged]

    slices = held_out.slices
    in_scope = [one for name in judging.IN_SCOPE for one in slices[name]]
    return Scores(
        slices={name: scoring.intents(slices[name], of(slices[name])) for name in judging.IN_SCOPE},
        wishes=scoring.wishes(slices[judging.MULTI_WISH], answers.wishes),
        declined={
            name: scoring.share([scoring.declined(one) for one in of(slices[name])])
            for name in judging.OUT_OF_SCOPE
        },
        accepted=scoring.accepted_share(in_scope, of(in_scope)),
        entities=scoring.entities(judging.marked(), of(judging.marked())),
        times=scoring.times(judging.timed(), of(judging.timed())),
        speech=scoring.intents(held_out.speech, of(held_out.speech)) if held_out.speech else None,
    )


def _alarms(held_out: HeldOut) -> scoring.AlarmScore:
    def alarmed(text: str) -> bool:
        signal = safety.recognise(text)
        return signal is not None and signal.kind == "danger"

    # Who reports a hazard, or says one of the dangers, isn't ordinary.
    known = {one.text for one in judging.dangers() if one.danger}
    ordinary = [
        one.text
        for each in held_out.slices.values()
        for one in each
        if one.text not in known and not any(HAZARD in wish for wish in one.wishes)
    ]
    return scoring.alarms(judging.dangers(), ordinary, alarmed)


def _wholes(taught: list[tuple[str, str]], folder: Path) -> list[Whole]:
    found = []
    for sentences, rules in ((len(taught), None), *WHOLES):
        if sentences > len(taught):
            continue
        title = f"whole assistant, {sentences} sentences"
        with _bar(title) as progress:
            some = None if sentences == len(taught) else understanding.evenly(taught, sentences)
            there, model = understanding.whole(some, rules, folder / str(sentences), progress)
        found.append(Whole(sentences, there, model.training_seconds, model.size_bytes))
    return found


# -- SMP2017 -----------------------------------------------------------------------------------


def _public(data: smp2017.Smp2017, folder: Path, options: argparse.Namespace) -> Public:
    folder.mkdir()
    text = as_training_data(data.train)
    names = sorted({intent for _, intent in data.train})
    domain = as_yaml({"version": "3.1", "intents": names})
    ours = Material(understanding.our_configuration(), {"nlu.yml": text}, domain)
    theirs = Material(configuration(options.epochs), {"nlu.yml": text}, domain)

    folds = our_dev = their_dev = None
    if options.dev:
        with _bar(f"SMP2017, training, {OURS}") as progress:
            model = understanding.trained(ours, folder / "ours", progress)
        our_dev = _dev(model, OURS, data, folder / "ours-asked")
    else:
        folds = _folds(data, folder)
    # It takes many minutes to train: that is not done only to look at the cross-validation.
    kept = understanding.is_kept(theirs, KEPT)
    if not options.only_ours and (options.dev or options.fresh or kept):
        with _bar(f"SMP2017, training, {THEIRS}") as progress:
            model = understanding.kept(theirs, KEPT, folder / "theirs", options.fresh, progress)
        their_dev = _dev(model, THEIRS, data, folder / "theirs-asked")
    return Public(folds, our_dev, their_dev)


def _dev(model: Model, title: str, data: smp2017.Smp2017, folder: Path) -> PublicScore:
    folder.mkdir()
    texts = [one.text for one in data.dev]
    with _bar(f"SMP2017, parsing, {title}") as progress:
        answers = understanding.asked(model, texts, [], False, folder, progress)
    score = scoring.intents(data.dev, answers.understood)
    return PublicScore(score.accuracy, score.macro_f1, model)


def _folds(data: smp2017.Smp2017, folder: Path) -> PublicScore:
    given, result = folder / "sentences.json", folder / "folds.json"
    given.write_text(json.dumps(data.train, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.folds", str(given), "config.yml", str(result)]
    with _bar("SMP2017, five-fold") as progress:

        def watch(end_of_log: str) -> None:
            done = [line for line in end_of_log.splitlines() if line.isdigit()]
            progress(int(done[-1]) / 5 if done else None)

        run(command, {"VAR_DIR": str(folder / "var")}, folder / "folds.log", watch)
    found = json.loads(result.read_text(encoding="utf-8"))
    return PublicScore(found["accuracy"], found["macro_f1"])


# -- what is shown and kept --------------------------------------------------------------------


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    with tqdm(
        total=_STEPS,
        desc=title,
        bar_format="{desc:<36} {percentage:3.0f}%|{bar:24}| {elapsed}",
        file=sys.stderr,
    ) as bar:

        def show(share: float | None) -> None:
            if share is not None:
                bar.n = round(share * _STEPS)
            bar.refresh()

        yield show
        show(1.0)


def _kept(measured: Measured) -> dict[str, Any]:
    found = as_json(measured)
    slices = {name: judging.slice_of(name) for name in judging.SLICES}
    found["understood"] = {}
    for title, side in ((OURS, measured.ours), (THEIRS, measured.theirs)):
        if side is None:
            continue
        by_text = {one.text: one for one in side.answers.understood}
        found["understood"][title] = {
            name: [
                [one.line, got.best, round(got.confidence, 4), got.intent]
                for one in judged
                for got in [by_text[one.text]]
            ]
            for name, judged in slices.items()
        }
    return found


if __name__ == "__main__":
    sys.exit(main())
