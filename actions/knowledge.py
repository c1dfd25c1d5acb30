"""Answers from the knowledge: what was found is told with its source and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import ServiceAction
from actions.choices import payload
from actions.turn import Button, Reply, Turn
from bot.clock import today
from bot.knowledge import Entry

# Chosen with tests/engine/knowledge_questions.tsv, so that hardly anything told is wrong; after a change
# of bot/nlu/knowledge_index.py they have to be chosen anew.
MEANT = 0.36
"""An entry at least this near is taken for what was asked, if it is clearly ahead."""
SURE = 0.65
"""An entry at least this near is told, however near others are."""
MAYBE = 0.32
"""An entry at least this near may have been meant."""
CLEARLY_AHEAD = 0.08
"""Two entries nearer to each other than this are both offered."""
MOST = 3
RULE = 0.5
"""An entry at least this near, and clearly ahead, tells the rule that a question asks for."""

_ASKS = re.compile(
    "吗|么|怎|咋|如何|多久|几天|几点|几号|哪|会不会|能不能|可不可以|要不要|是不是|有没有|凭什么|为什么|为啥|啥|什么|多少|几多|"
    "好多|点样|几种|标准|规定"
)
_OWN = re.compile(
    "[我俺咱](?:们)?(?:家|的|这|那|名下|上|屋)|屋头|屋里|[这上本]个?月|[去今]年|昨天|今天|刚|最近|[那这][笔张]|[0-9]{6}|"
    "[帮给][我俺]|查一下|查下|看一下|看下|看看|瞅"
)


def entry_for(action: ServiceAction, turn: Turn, intent: str) -> Entry | None:
    """The nearest entry that helps to answer an intent's question, or None.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        intent: whose questions the entry has to help with.
    """
    fitting = {
        one.id: one
        for one in action.services.knowledge.for_intent(intent, today(action.services.clock))
    }
    near = [name for name, score in turn.knowledge if name in fitting and score >= MAYBE]
    return fitting[near[0]] if near else None


def rule_asked_for(action: ServiceAction, turn: Turn) -> Entry | None:
    """The entry for a question about a rule (违约金一天收多少), not about records (我家违约金多少); or None.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's; its intent is one that asks for records.
    """
    if not _ASKS.search(turn.text) or _OWN.search(turn.text) or turn.entities.get("period"):
        return None
    likely = likely_entries(action, turn)
    if not likely or likely[0][1] < RULE or not is_clear([score for _, score in likely]):
        return None
    entry = likely[0][0]
    return entry if turn.intent in entry.intents else None


def likely_entries(action: ServiceAction, turn: Turn) -> list[tuple[Entry, float]]:
    """The entries that may be meant with their nearness, best first; what is over is left out."""
    entries = action.services.knowledge.entries()
    on = today(action.services.clock)
    return [
        (entries[name], score)
        for name, score in turn.knowledge
        if score >= MAYBE and name in entries and entries[name].holds(on)
    ]


def is_clear(scores: Sequence[float]) -> bool:
    """Whether the best entry is told; if not, the customer is asked which one is meant.

    Args:
        scores: nearness of the entries that may be meant, best first; not empty.
    """
    best = scores[0]
    ahead = len(scores) == 1 or best - scores[1] >= CLEARLY_AHEAD
    return best >= MEANT and (ahead or best >= SURE)


def tell_entry(entry: Entry, reply: Reply, buttons: Sequence[Button] = ()) -> None:
    """Say an entry's answer, its source and the day on which that was looked at.

    Args:
        entry: holds today.
        reply: filled.
        buttons: below it.
    """
    told = entry.answer
    for name, value in reply.constants.items():
        told = told.replace(f"{{{name}}}", value)
    reply.say(
        "utter_knowledge",
        buttons=buttons,
        title=entry.title,
        answer=told,
        source=entry.source,
        checked=f"{entry.checked_on.year}年{entry.checked_on.month}月",
    )


def entry_buttons(entries: Sequence[Entry]) -> list[Button]:
    """A button for each entry."""
    return [
        {"title": one.title, "payload": payload("ask_knowledge", {"knowledge": one.id})}
        for one in entries
    ]
