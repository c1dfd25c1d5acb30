"""Runs in the engine's Python, one process a model: loads it, parses sentences, tells times and memory.

`python -m tests.bench.parsing JOB RESULT`, both JSON files; each line that it prints is how many
sentences are done.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import clock
from bot.engine.judged import Understood
from bot.settings import Settings
from tests.bench import machine
from tests.bench.wishes import wishes_of

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=clock.SHANGHAI)
"""When the held-out set's time expressions are told."""
WARM_UPS = 20
BATCH = 32
MOST_BATCHES = 32


@dataclass(frozen=True)
class Job:
    """What to do with one model.

    Args:
        model: its file.
        texts: to parse one by one; the first ones again in batches.
        wishes: messages of which the wishes are asked for.
        splits: whether the assistant takes a message apart, as ours does.
    """

    model: str
    texts: list[str]
    wishes: list[str]
    splits: bool


def main(job_file: str, result_file: str) -> None:
    """Do the job."""
    job = Job(**json.loads(Path(job_file).read_text(encoding="utf-8")))
    result = asyncio.run(_run(job))
    Path(result_file).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def stop_the_clock() -> None:
    """Let our components, which are imported after this, see `NOW` whatever the machine says."""
    clock.system_clock = clock.FixedClock(NOW)  # type: ignore[assignment]
    Settings.clock = property(lambda _: clock.FixedClock(NOW))  # type: ignore[assignment,method-assign]


async def _run(job: Job) -> dict[str, Any]:
    stop_the_clock()
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.engine.process import quiet_rasa
    from bot.engine.rankings import rankings

    logging.basicConfig(level=logging.WARNING)
    quiet_rasa(logging.WARNING)

    async def parse(text: str) -> Understood:
        return Understood.of(await processor.parse_message(UserMessage(text)))

    started = time.perf_counter()
    agent = Agent.load(job.model)
    processor = agent.processor
    assert processor is not None, "Rasa found no model"
    await parse("你好")  # loads what is loaded lazily
    loaded = time.perf_counter() - started

    for text in job.texts[:WARM_UPS]:
        await parse(text)
    seconds: list[float] = []
    understood: list[dict[str, Any]] = []
    for number, text in enumerate(job.texts, start=1):
        started = time.perf_counter()
        parsed = await processor.parse_message(UserMessage(text))
        seconds.append(time.perf_counter() - started)
        understood.append(asdict(Understood.of(parsed)))
        if number % 10 == 0:
            print(number, flush=True)

    batches: list[float] = []
    for start in range(0, min(len(job.texts), BATCH * MOST_BATCHES), BATCH):
        messages = [UserMessage(text) for text in job.texts[start : start + BATCH]]
        tracker = DialogueStateTracker.from_events("default", [])
        started = time.perf_counter()
        processor.graph_runner.run(
            inputs={PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: tracker},
            targets=[processor.model_metadata.nlu_target],
        )
        batches.append((time.perf_counter() - started) / len(messages))

    memory = machine.resident_bytes(os.getpid())
    wishes = []
    for text in job.wishes:
        if job.splits:
            wishes.append(await wishes_of(text, lambda texts: rankings(processor, texts), parse))
        else:
            intent = (await parse(text)).intent
            wishes.append([intent] if intent is not None else [])
    return {
        "load_seconds": loaded,
        "resident_bytes": memory,
        "seconds": seconds,
        "batch_seconds": batches,
        "understood": understood,
        "wishes": wishes,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
