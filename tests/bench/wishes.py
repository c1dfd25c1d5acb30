"""The one place where the benchmark asks which wishes a message has."""

from __future__ import annotations

from bot.engine import wishes
from bot.engine.readings import Understand


def wishes_of(text: str, understand: Understand, intent: str | None) -> list[str]:
    """The intents that the assistant serves of one message.

    Args:
        text: as a customer writes it.
        understand: the pipeline.
        intent: what the whole message is understood as.
    """
    found = wishes.wishes_of(text, understand)
    if found:
        return [one.intent for one in found]
    return [] if intent is None else [intent]
