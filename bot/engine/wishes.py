"""Several wishes in one message: cut where two parts are understood for themselves as different wishes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.intents import load_intents

MOST = 4
"""Wishes of a message."""
MOST_CLAUSES = 5
"""A message of more is a story: it is cut at linking words alone."""
SURE = 0.5
"""A part at a linking word or after a question counts as a wish from this confidence on."""
VERY_SURE = 0.95
"""The same between two clauses that nothing links."""
SHORTEST = 2

LINK = re.compile(
    # 还有多少度, 还有没有电 and 另外一户 ask one thing
    r"[,，。.;；!！、\s]*(?:"
    r"(?:还有|仲有)(?!多|几|没|电|钱|余|剩|人|一点|啥|什么|吗|的|欠|哪)(?:就是|个|一个|一件事)?|"
    r"另外(?!一户|一家|一个户|那|的|两|几)(?:就是|再|还)?|顺便|顺带|顺手|对了|同埋|"
    r"再(?:问|查|看|帮我|说)(?:一下|下|个|一个)?|再就是|再一个|再有|"
    r"(?:还|也)(?:想|要)(?:再)?(?:问|查|看|办|了解|咨询)(?:一下|下)?|"
    r"然后(?:呢)?我?(?:还|再|就是)?想?(?:帮我|问|查|看)(?:一下|下)?|"
    r"(?<=[,，。;；\s])(?:第?[一二三]是|其[一二三次]|[1-4][.、．)）])|^(?:1[.、．)）]|一是|其一)"
    r")[,，。、:：\s]*"
    # a question that is asked to its end
    r"|(?<=[?？])\s*(?=\S)"
)
CLAUSE = re.compile(r"[,，。.;；!！、\n]+\s*|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")

_URGENT = ("report_hazard", "report_outage", "report_voltage", "query_outage", "query_cut_off")

# What one clause tells as the story of another, whatever that asks for.
_STORIES = frozenset(
    [
        "make_complaint",
        "dispute_bill",
        "explain_bill",
        "report_hazard",
        "give_praise",
        "help",
        "request_person",
    ]
)
_NOT_THIS = re.compile("^(?:我|俺|又|也|这|並|并)?不(?:是|系)")


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


def may_be_several(text: str) -> bool:
    """Whether a text has a place where it could be cut."""
    return bool(LINK.search(text) or CLAUSE.search(text.strip()))


async def wishes_of(text: str, understand: Understand) -> list[Wish]:
    """The wishes of a message, the most urgent first, the others as said; fewer than two: don't cut.

    Args:
        text: as typed.
        understand: the pipeline.
    """
    found: list[Wish] = []
    for part in _parts(LINK, text):
        for wish in await _in_part(part, understand):
            if all(one.intent != wish.intent for one in found):
                found.append(wish)
    if not 2 <= len(found) <= MOST:
        return []
    return sorted(found, key=lambda one: one.intent not in _URGENT)


async def _in_part(part: str, understand: Understand) -> list[Wish]:
    """The wishes between two links: usually one, said in one clause or several."""
    clauses = _parts(CLAUSE, part)
    if 2 <= len(clauses) <= MOST_CLAUSES:
        apart = [
            None if _NOT_THIS.match(one) else await _wish(one, VERY_SURE, understand)
            for one in clauses
        ]
        wishes = [one for one in apart if one is not None]
        if _are_several(wishes):
            return _with_all_clauses(clauses, apart)
    whole = await _wish(part, SURE, understand)
    return [] if whole is None else [whole]


def _are_several(wishes: list[Wish]) -> bool:
    """Whether clauses that nothing links are wishes of their own: on different topics, none a story."""
    topics = {load_intents()[one.intent].topic for one in wishes}
    told = any(one.intent in _STORIES for one in wishes)
    return len(wishes) == len(topics) > 1 and not told


def _with_all_clauses(clauses: list[str], apart: list[Wish | None]) -> list[Wish]:
    """Each wish with the clauses that aren't one: those before it, the last wish also those behind."""
    found: list[Wish] = []
    waiting: list[str] = []
    for clause, wish in zip(clauses, apart, strict=True):
        waiting.append(clause)
        if wish is not None:
            found.append(Wish("，".join(waiting), wish.intent))
            waiting = []
    if waiting:
        found[-1] = Wish("，".join([found[-1].text, *waiting]), found[-1].intent)
    return found


async def _wish(text: str, sure: float, understand: Understand) -> Wish | None:
    intent, confidence = await understand(text)
    known = load_intents().get(intent or "")
    if known is None or not known.offered or confidence < sure:
        return None
    return Wish(text, known.name)


def _parts(between: re.Pattern[str], text: str) -> list[str]:
    parts = (one.strip(" ,，。;；、") for one in between.split(text))
    return [one for one in parts if len(one) >= SHORTEST]
