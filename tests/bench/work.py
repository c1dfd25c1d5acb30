"""What the longest and strangest texts cost the engine: `python -m tests.bench.work` in the engine's Python.

For each text of `tests.hostile` the processor time (not the time on the clock) in which the newest model takes it
apart into wishes and reads it: the least of some readings, each with empty memories, and the most expensive first.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Callable
from functools import _lru_cache_wrapper

from bot.engine.process import quieten_libraries
from bot.settings import ROOT
from tests.hostile import HOSTILE, SEVERAL

MOST_SECONDS = 0.05
"""Wanted of any text."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.work", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="readings of each text")
    options = parser.parse_args(arguments)
    quieten_libraries()
    read = _reader()
    read("你好")
    costs = {
        name: min(_cost(read, text) for _ in range(options.times))
        for name, text in {**HOSTILE, **SEVERAL}.items()
    }
    for name, seconds in sorted(costs.items(), key=lambda one: -one[1]):
        print(f"{seconds * 1000:6.1f} ms  {name!r}")
    too_long = sum(one > MOST_SECONDS for one in costs.values())
    print(f"{len(costs)} texts, more than {MOST_SECONDS * 1000:.0f} ms: {too_long}")
    return 0


def _reader() -> Callable[[str], None]:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.engine import fixes, turns
    from bot.engine.process import quiet_rasa
    from bot.engine.reading import FocusReader

    quiet_rasa(logging.ERROR)
    fixes.apply()
    processor = Agent.load(str(ROOT / "models")).processor
    assert processor is not None, "no model: `make train`"
    reader = FocusReader()

    async def understand(text: str) -> None:
        domain = processor.domain
        tracker = DialogueStateTracker.from_events("nobody", [], domain.slots, domain=domain)
        message = UserMessage(text, sender_id="nobody")
        await turns._keep_first_wish(processor, message)
        await reader.read(processor, message, tracker)

    loop = asyncio.new_event_loop()

    def read(text: str) -> None:
        for node in processor.graph_runner._instantiated_nodes.values():
            remembered = getattr(node._component, "_recent", None)
            if remembered is not None:
                remembered.forget()
        for module in [one for name, one in sys.modules.items() if name.startswith("bot.")]:
            for kept in vars(module).values():
                # what is remembered of texts, not what is loaded once
                if isinstance(kept, _lru_cache_wrapper) and kept.cache_info().maxsize:
                    kept.cache_clear()
        loop.run_until_complete(understand(text))

    return read


def _cost(read: Callable[[str], None], text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


if __name__ == "__main__":
    raise SystemExit(main())
