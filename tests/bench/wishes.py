"""The one place where the benchmark asks which wishes a message has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.engine import wishes
from bot.engine.judged import Understood
from bot.engine.readings import Understand

Parse = Callable[[str], Awaitable[Understood]]


async def wishes_of(text: str, understand: Understand, parse: Parse) -> list[str]:
    """The intents that the assistant serves of one message: each part is understood anew, for itself.

    Args:
        text: as a customer writes it.
        understand: gives what texts are ranked as.
        parse: understands a text as the assistant does, with its fallback.
    """
    parts = [one.text for one in wishes.wishes_of(text, understand)] or [text]
    served = [(await parse(one)).intent for one in parts]
    return [one for one in served if one is not None]
