"""Where the milliseconds of a turn go, measured apart from the rounds by processes with clocks in them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bench.figures import share_of
from tests.bench.probe import WRITE_SECONDS, read
from tests.bench.rounds import alone
from tests.bench.stacks import Stack

WARM_UP_TURNS = 10

Parts = dict[str, float]
"""Mean seconds of a turn by step, in the order of the turn; `rest` completes them."""


async def broken_down(stack: Stack, folder: Path, sentences: list[str], turns: int) -> Parts:
    """Restart a stack with clocks in it and measure one customer after the other.

    Args:
        stack: running; it stays probed.
        folder: where its clocks write, empty.
        sentences: asked in turn.
        turns: how many.

    Returns:
        Mean seconds of a turn by step, and as `whole` what the customer waited.
    """
    stack.probe(folder)
    await alone(stack, sentences, WARM_UP_TURNS)
    before = await _sums(folder)
    phase = await alone(stack, sentences, turns)
    after = await _sums(folder)
    mean = {
        step: (seconds - before.get(step, 0.0)) / len(phase.asked)
        for step, seconds in after.items()
    }
    whole = sum(one.seconds for one in phase.asked) / len(phase.asked)
    return parts(mean, whole)


def parts(mean: dict[str, float], whole: float) -> Parts:
    """Steps that don't overlap, in the order of a turn, and what is left between them.

    Args:
        mean: seconds by step as the clocks name them; a step may lie inside another.
        whole: seconds that the customer waited.
    """
    service = mean.get("service and its database", 0.0)
    server = mean.get("action server", 0.0)
    call = mean.get("action call", 0.0)
    inside = {
        "understand": mean.get("understand", 0.0),
        "extract slots": mean.get("extract slots", 0.0),
        "predict actions": mean.get("predict actions", 0.0),
        "read and store the tracker": mean.get("read and store the tracker", 0.0),
        "action call: HTTP and JSON": call - server,
        "action server around the action": server - service,
        "service and its database": service,
    }
    turn = mean["turn in the engine"]
    engine = {**inside, "engine: the rest of its turn": turn - sum(inside.values())}
    seen = mean.get("engine, as the gateway sees it")
    if seen is None:
        return {**share_of(engine, whole), "whole": whole}
    steps = {
        "gateway: store the message": mean["store the message"],
        "gateway: lease and read": mean["lease and read"],
        "gateway to engine: HTTP and JSON": seen - turn,
        **engine,
        "gateway: store the answer": mean["store the answer"],
    }
    return {**share_of(steps, whole), "whole": whole}


async def _sums(folder: Path) -> dict[str, float]:
    await asyncio.sleep(3 * WRITE_SECONDS)
    sums: dict[str, float] = {}
    for file in folder.glob("*.json"):
        for step, seconds in read(file).items():
            sums[step] = sums.get(step, 0.0) + seconds
    return sums
