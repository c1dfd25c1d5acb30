"""The one place where the benchmark asks which wishes a message has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.engine import wishes
from bot.engine.judged import Understood

Parse = Callable[[str], Awaitable[Understood]]


async def wishes_of(text: str, parse: Parse) -> list[str]:
    """The intents that the assistant serves of one message.

    Args:
        text: as a customer writes it.
        parse: understands a text as one wish.
    """

    async def understand(part: str) -> tuple[str | None, float]:
        understood = await parse(part)
        return understood.intent, understood.ranking[0][1] if understood.ranking else 0.0

    found = await wishes.wishes_of(text, understand)
    if found:
        return [one.intent for one in found]
    understood = await parse(text)
    return [] if understood.intent is None else [understood.intent]
