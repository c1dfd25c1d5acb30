"""Measure the product beside Rasa's default stack: `make bench`, or `python -m tests.bench --help`."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI
from bot.settings import ROOT
from tests.bench import machine
from tests.bench.baseline_model import DEFAULT_EPOCHS, BaselineModel, trained
from tests.bench.breakdown import Parts, broken_down
from tests.bench.commit import commit
from tests.bench.report import Measured, as_json, table
from tests.bench.rounds import Round, common_sentences, one_round
from tests.bench.stacks import Baseline, Ours, Stack

RESULTS = ROOT / "var" / "bench"
PARTS_TURNS = 60

_started = time.monotonic()


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, keep the numbers.

    Returns:
        0 when everything was measured, whatever the numbers say; 1 when something did not work.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="of each stack, in turn")
    parser.add_argument("--turns", type=int, default=20, help="of one customer alone, a round")
    parser.add_argument("--clients", type=int, default=16, help="that speak at once, 10 turns each")
    parser.add_argument(
        "--epochs",
        type=int,
        default=int(os.environ.get("BENCH_EPOCHS", DEFAULT_EPOCHS)),
        help=f"of the baseline's models; Rasa's default is {DEFAULT_EPOCHS} (also: BENCH_EPOCHS)",
    )
    parser.add_argument("--no-parts", action="store_true", help="don't measure where the time goes")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    folder = Path(tempfile.mkdtemp(prefix="mingdeng-bench-"))
    try:
        model = trained(RESULTS / "baselines", options.epochs, say)
        measured = _measured(folder, model, options)
    except (Exception, KeyboardInterrupt) as error:
        print(f"\nNot measured: {error or type(error).__name__}", file=sys.stderr)
        print(f"The logs are in {folder}.", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    kept = RESULTS / f"{measured.date.replace(':', '').replace(' ', '-')}.json"
    kept.write_text(json.dumps(as_json(measured), ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(measured))
    say(f"every turn's time: {kept.relative_to(ROOT)}")
    return 0


def say(text: str) -> None:
    """Tell the progress."""
    print(f"[{time.monotonic() - _started:5.0f} s] {text}", file=sys.stderr, flush=True)


def _measured(folder: Path, model: BaselineModel, options: argparse.Namespace) -> Measured:
    ours = Ours(folder / "ours")
    baseline: Baseline | None = None
    try:
        say("starting the product")
        ours.start()
        say("starting the baseline")
        baseline = Baseline(folder / "baseline", model, ours.product)
        baseline.start()
        return asyncio.run(_measure(folder, ours, baseline, options))
    finally:
        if baseline is not None:
            baseline.stop()
        ours.stop()


async def _measure(
    folder: Path, ours: Ours, baseline: Baseline, options: argparse.Namespace
) -> Measured:
    stacks: list[Stack] = [ours, baseline]
    say("warming up")
    sentences, bill = await common_sentences(stacks, say)
    await one_round(stacks, sentences, 10, options.clients)
    rounds: dict[str, list[Round]] = {stack.title: [] for stack in stacks}
    for number in range(options.rounds):
        # Each begins every other round, so that coming second is nobody's fate.
        order = stacks if number % 2 == 0 else stacks[::-1]
        done = await one_round(order, sentences, options.turns, options.clients)
        for title, one in done.items():
            rounds[title].append(one)
        told = "; ".join(
            f"{title} {one.alone.times.median * 1000:.0f} ms, "
            f"{one.alone.rate:.1f} and {one.together.rate:.1f} turns/s"
            for title, one in done.items()
        )
        say(f"round {number + 1} of {options.rounds}: {told}")
    memory = {
        stack.title: {
            what: machine.resident_bytes(process) for what, process in stack.processes().items()
        }
        for stack in stacks
    }
    parts: dict[str, Parts] = {}
    if not options.no_parts:
        for stack in stacks:
            say(f"where the time goes, {stack.title}")
            clocks = folder / f"clocks-{len(parts)}"
            clocks.mkdir()
            parts[stack.title] = await broken_down(stack, clocks, sentences, PARTS_TURNS)
    return Measured(
        date=datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        commit=commit(),
        machine=machine.description(),
        baseline=baseline.model,
        bill=bill,
        sentences=sentences,
        clients=options.clients,
        ours=rounds[ours.title],
        theirs=rounds[baseline.title],
        memory=memory,
        parts=parts,
    )


if __name__ == "__main__":
    sys.exit(main())
