"""Answers from the knowledge: the short answer first, the rest and its source behind a tap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from actions.dialogue.base import ServiceAction
from actions.dialogue.choices import payload
from actions.dialogue.turn import Button, Reply, Turn
from bot.clock import today
from bot.dialogue.follow_ups.leaning import about_entry
from bot.dialogue.sentence import core_of
from bot.forms.kinds import ASKS
from bot.intents import load_intents
from bot.knowledge import ITSELF, Entry
from bot.language.subjects import has_subject
from bot.regions import province_of

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
ASK_KNOWLEDGE = "ask_knowledge"
RULE = 0.42
"""An entry at least this near answers a question that asks for a rule."""

OTHERS = 0.5
"""An entry of other intents at least this near may be what a question for a rule means."""

IS_RULE = 0.6
"""A question at least so surely asks for a rule and not for a record."""

_SUBJECT = 12
"""A text of so few characters that names something is the subject of what follows."""

_COMMON = ("common", "own", "demo")
"""Grades of what needs no authority behind it."""


def chosen_entry(action: ServiceAction, turn: Turn) -> Entry | None:
    """The entry that a reading has chosen for the turn, if it holds today."""
    entries = action.services.knowledge.entries()
    on = today(action.services.clock)
    chosen = [
        entries[name] for name, score in turn.knowledge if score >= ITSELF and name in entries
    ]
    return next((one for one in chosen if one.holds(on)), None)


def entry_for(action: ServiceAction, turn: Turn, intent: str) -> Entry | None:
    """The entry that was chosen, else the nearest that helps to answer an intent's question, or None.

    Where a rule is asked for, an entry that is clearly nearer than those of the intent is what was asked.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        intent: whose questions the entry has to help with.
    """
    chosen = chosen_entry(action, turn)
    if chosen is not None:
        return chosen
    likely = likely_entries(action, turn)
    fitting = next((one for one in likely if intent in one[0].intents), None)
    if fitting is not None and not _helps(turn, fitting[1], likely[0][1]):
        fitting = None
    best_fit = fitting[1] if fitting else MAYBE
    if likely and (turn.rule or 0.0) >= IS_RULE:
        nearest, score = likely[0]
        if score >= OTHERS and score - best_fit >= CLEARLY_AHEAD:
            return nearest
    return fitting[0] if fitting else None


def _helps(turn: Turn, score: float, best: float) -> bool:
    """Whether an entry is told beside a service: what is only reported asks for no rule, unless one is meant."""
    if score >= SURE:
        return True
    least = MEANT if ASKS.search(turn.text) else OTHERS
    return score >= least and best - score < CLEARLY_AHEAD


def rule_for(action: ServiceAction, turn: Turn, least: float = RULE) -> Entry | None:
    """The entry that tells the rule that a question asks for, or None: none is near enough.

    An entry that helps with the intent's questions goes before one that is as near.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        least: how near it has to be.
    """
    likely = [one for one in likely_entries(action, turn) if one[1] >= least]
    if not likely:
        return None
    best = likely[0][1]
    fitting = [
        entry
        for entry, score in likely
        if turn.intent in entry.intents and best - score < CLEARLY_AHEAD
    ]
    return fitting[0] if fitting else likely[0][0]


def likely_entries(action: ServiceAction, turn: Turn) -> list[tuple[Entry, float]]:
    """The entries that may be meant with their nearness, best first.

    Left out is what is over, and what is kept for other intents; where knowledge is asked for without any
    intent of its own, that is meant only if it is very near.
    """
    entries = action.services.knowledge.entries()
    on = today(action.services.clock)
    return [
        (entries[name], score)
        for name, score in turn.knowledge
        if score >= MAYBE
        and name in entries
        and entries[name].holds(on)
        and (
            score >= ITSELF
            or entries[name].answers(turn.intent)
            or (turn.intent == ASK_KNOWLEDGE and score >= SURE)
        )
    ]


def local_entry(
    action: ServiceAction, turn: Turn, intent: str, place: str, least: float
) -> Entry | None:
    """The entry of a place that helps with an intent's questions, or None.

    The nearest one counts, of those that are kept for the place or that name it; where none is so near,
    and whatever is near will do, the first of the place.

    Args:
        action: the action that runs; its services are used.
        turn: the customer's.
        intent: whose questions the entry has to help with.
        place: as in `data/regions.yml`.
        least: how near it has to be; 0: whatever there is.
    """
    names = re.compile("|".join(filter(None, (place, province_of(place)))))
    on = today(action.services.clock)
    known = action.services.knowledge.for_intent(intent, on)
    fitting = {one.id: one for one in known if names.search(f"{one.title}{one.short}")}
    for name, score in turn.knowledge:
        if name in fitting and score >= max(least, MAYBE):
            return fitting[name]
    if least > 0:
        return None
    return next((one for one in fitting.values() if names.search(one.title)), None)


def is_clear(scores: Sequence[float]) -> bool:
    """Whether the best entry is told; if not, the customer is asked which one is meant.

    Args:
        scores: nearness of the entries that may be meant, best first; not empty.
    """
    best = scores[0]
    ahead = len(scores) == 1 or best - scores[1] >= CLEARLY_AHEAD
    return best >= MEANT and (ahead or best >= SURE)


def tell_entry(
    entry: Entry,
    reply: Reply,
    buttons: Sequence[Button] = (),
    *,
    whole: bool = False,
    part: str = "",
    question: str = "",
) -> None:
    """Say an entry's short answer, or all of it with its source and the day it was looked at.

    Args:
        entry: holds today.
        reply: filled; the entry is what short questions are about next.
        buttons: below it.
        whole: tell everything.
        part: of the answer, told in place of the short one.
        question: the intent that it answered.
    """
    short = part or entry.short
    answer, source = (entry.answer if whole else short), entry.source
    for name, value in reply.constants.items():
        answer = answer.replace(f"{{{name}}}", value)
    checked = f"{entry.checked_on.year}年{entry.checked_on.month}月"
    if whole:
        reply.say(
            "utter_knowledge_whole", buttons=buttons, answer=answer, source=source, checked=checked
        )
    else:
        more = [detail_button(entry)] if len(entry.answer) > len(short) + 8 else []
        said = "utter_knowledge_common" if entry.grade in _COMMON else "utter_knowledge"
        reply.say(said, buttons=[*more, *buttons], answer=answer, source=source)
    lean_on(entry, reply, question, whole=whole)


def lean_on(entry: Entry, reply: Reply, question: str, *, whole: bool = False) -> None:
    """Make an entry what short questions are about next: 要本人去吗.

    Args:
        entry: that was told, or whose rule the answer gives.
        reply: the entry is put on top of its focus.
        question: the intent that was answered.
        whole: whether all of it was told.
    """
    reply.push("rule", entry.topic, **about_entry(entry, question, whole=whole))


def leave_subject(entries: Sequence[Entry], intent: str, turn: Turn, reply: Reply) -> None:
    """What an asking back leaves: 要带啥 said next is about what was asked, though nothing was chosen.

    A short question that led nowhere leaves what it was asked after.

    Args:
        entries: that were offered.
        intent: the likeliest one.
        turn: the customer's.
        reply: the subject is put on top of its focus.
    """
    words = core_of(turn.text)
    before = turn.focus.newest("question", "rule")
    if before is not None and turn.focus.since(before) <= 1 and not has_subject(words):
        if before.kind == "rule":
            reply.push("rule", before.topic, **before.about)
        return
    errands = Counter(name for one in entries for name in one.intents[:1] if name != ASK_KNOWLEDGE)
    shared = [name for name, count in errands.most_common(1) if count > 1 or name == intent]
    known = load_intents().get(shared[0] if shared else intent)
    own = words if len(words) <= _SUBJECT and has_subject(words) else ""
    subject = (known.subject if known and shared else "") or own or (known.subject if known else "")
    if known is None or not subject or known.topic == "fraud":
        return
    listed = [one.id for one in entries]
    reply.push("rule", known.topic, subject=subject, entries=listed, question=known.name)


def detail_button(entry: Entry) -> Button:
    """The button for the whole answer."""
    return {
        "title": "详细说说",
        "payload": payload("ask_knowledge", {"knowledge": entry.id, "detail": "true"}),
    }


def entry_buttons(entries: Sequence[Entry]) -> list[Button]:
    """A button for each entry."""
    return [
        {"title": one.title, "payload": payload("ask_knowledge", {"knowledge": one.id})}
        for one in entries
    ]
