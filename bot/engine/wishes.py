"""Several wishes in one message: cut at words that link wishes, if each part is understood for itself."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.intents import load_intents

MOST = 4
SURE = 0.5
"""A part counts as a wish from this confidence on."""
SHORTEST = 2

LINK = re.compile(
    # 还有多少度, 还有没有电 and 另外一户 ask one thing
    r"[,，。.;；!！、\s]*(?:"
    r"还有(?!多|几|没|电|钱|余|剩|人|一|点|啥|什么|吗|的|欠|哪)(?:就是|个|一个)?|"
    r"另外(?!一|那|的|两|几)(?:就是|再)?|顺便|顺带|对了|再问(?:一下|下|个|一个)?|"
    r"还想(?:再)?问(?:一下|下)?|还要问(?:一下|下)?|再就是|再帮我|然后(?:呢)?(?:我)?(?:还)?想问(?:一下|下)?"
    r")[,，。、:：\s]*"
    # a question that is asked to its end
    r"|(?<=[?？])\s*(?=\S)"
)

_URGENT = ("report_hazard", "report_outage", "report_voltage", "query_outage", "query_cut_off")


@dataclass(frozen=True)
class Wish:
    """One thing that a message asks for.

    Args:
        text: the part of the message.
        intent: what it is understood as.
    """

    text: str
    intent: str


Understand = Callable[[str], Awaitable[tuple[str | None, float]]]
"""Gives the intent of a text and the confidence in it."""


async def wishes_of(text: str, understand: Understand) -> list[Wish]:
    """The wishes of a message, the most urgent first, the others as said; fewer than two: don't cut.

    Args:
        text: as typed.
        understand: the pipeline.
    """
    parts = [one.strip(" ,，。;；、") for one in LINK.split(text)]
    parts = [one for one in parts if len(one) >= SHORTEST]
    if not 2 <= len(parts) <= MOST:
        return []
    wishes: list[Wish] = []
    catalogue = load_intents()
    for part in parts:
        intent, confidence = await understand(part)
        known = catalogue.get(intent or "")
        if known is None or not known.offered or confidence < SURE:
            # Half understood is not understood: the message stays whole.
            return []
        if all(one.intent != intent for one in wishes):
            wishes.append(Wish(part, known.name))
    return sorted(wishes, key=lambda one: one.intent not in _URGENT) if len(wishes) > 1 else []
