"""A report for trainers on what the model understands: `make nlu-report`, or `python -m bot.engine.nlu_report`.

The newest model in `MODELS_DIR` is asked sentences that it wasn't trained on; the page says what was
confused, with the sentences.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ruamel.yaml.error import MarkedYAMLError

from bot.clock import SHANGHAI
from bot.engine import training_data
from bot.engine.judged import (
    Judged,
    Marked,
    Understood,
    UnreadableSentences,
    read_entities,
    read_sentences,
)
from bot.engine.nlu_findings import findings
from bot.engine.nlu_page import SLICES, Heading, page
from bot.engine.process import quiet_rasa, quieten_libraries
from bot.engine.train import models_dir
from bot.intents import load_intents
from bot.settings import ROOT

HELD_OUT = ROOT / "tests" / "judging"
TARGET = ROOT / "var" / "nlu-report" / "index.html"


class NothingToReport(Exception):
    """There is no model or no sentence; the text says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Write the report.

    Returns:
        0 when it is written, 1 when there is no model or the sentences can't be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bot.engine.nlu_report", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument(
        "--nlu",
        type=Path,
        metavar="FILE",
        help="judge by this: .tsv with the columns sentence and intent, or .yml as in data/nlu",
    )
    parser.add_argument("--model", type=Path, metavar="FILE", help="in place of the newest model")
    parser.add_argument("--out", type=Path, metavar="FILE", default=TARGET, help="the page")
    options = parser.parse_args(arguments)
    try:
        model = options.model or newest_model(models_dir())
        slices, marked = own_sentences(options.nlu) if options.nlu else held_out()
        texts = [one.text for each in slices.values() for one in each]
        texts = list(dict.fromkeys([*texts, *(one.text for one in marked)]))
        found = findings(slices, marked, asyncio.run(_understood(model, texts)))
    except (NothingToReport, UnreadableSentences) as error:
        print(error, file=sys.stderr)
        return 1
    heading = Heading(
        model=model.name,
        source=f"来自 {options.nlu.name}。" if options.nlu else "来自 tests/judging。",
        date=datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        titles={name: one.title for name, one in load_intents().items()},
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page(heading, found), encoding="utf-8")
    wrong = sum(len(one.cases) for one in found.confusions)
    print(f"{found.count} 句里听错 {wrong} 句。报告：{options.out}")
    return 0


def newest_model(folder: Path) -> Path:
    """The model that the engine takes.

    Raises:
        NothingToReport: there is none.
    """
    models = sorted(folder.glob("*.tar.gz"), key=lambda one: one.stat().st_mtime)
    if not models:
        raise NothingToReport(f"{folder} 里没有模型，请先运行 make train。")
    return models[-1]


def held_out() -> tuple[dict[str, Sequence[Judged]], list[Marked]]:
    """The held-out set by slice, and its sentences with entities.

    Raises:
        NothingToReport: it isn't there.
        UnreadableSentences: a file of it can't be used.
    """
    files = {name: HELD_OUT / f"{name}.tsv" for name in SLICES}
    slices: dict[str, Sequence[Judged]] = {
        name: read_sentences(path) for name, path in files.items() if path.exists()
    }
    if not slices:
        raise NothingToReport(f"{HELD_OUT} 里没有评测句子，请用 --nlu 指定一个文件。")
    entities = HELD_OUT / "entities.yml"
    return slices, read_entities(entities) if entities.exists() else []


def own_sentences(path: Path) -> tuple[dict[str, Sequence[Judged]], list[Marked]]:
    """Sentences of a trainer's own file.

    Raises:
        NothingToReport: it has no sentences.
        UnreadableSentences: it can't be used.
    """
    judged = read_sentences(path) if path.suffix == ".tsv" else _of_training_data(path)
    if not judged:
        raise NothingToReport(f"{path} 里没有句子。")
    return {path.stem: judged}, []


def _of_training_data(path: Path) -> list[Judged]:
    try:
        examples = training_data.examples_of(path)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise UnreadableSentences(path, mark.line + 1 if mark else 1, "isn't YAML.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSentences(path, 1, "can't be read.") from error
    return [Judged(one.text, ((one.intent,),), one.line) for one in examples]


async def _understood(model: Path, texts: list[str]) -> dict[str, Understood]:
    quieten_libraries()
    # Filters would be undone by libraries that set their own.
    warnings.showwarning = lambda *_, **__: None
    logging.basicConfig(level=logging.WARNING)
    # Imported here: a missing model or a wrong file is told without loading Rasa and TensorFlow.
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.exceptions import GraphComponentException
    from rasa.shared.exceptions import RasaException
    from tqdm import tqdm

    quiet_rasa(logging.WARNING)
    bar = tqdm(
        texts, desc="听", bar_format="{desc} {percentage:3.0f}%|{bar:30}| {n_fmt} 句 {elapsed}"
    )
    try:
        processor = Agent.load(str(model)).processor
        assert processor is not None
        return {one: Understood.of(await processor.parse_message(UserMessage(one))) for one in bar}
    except (RasaException, GraphComponentException) as error:
        bar.close()
        raise NothingToReport(
            f"模型 {model.name} 用不了，可能和程序对不上，请重新 make train。（{error}）"
        ) from error


if __name__ == "__main__":
    raise SystemExit(main())
