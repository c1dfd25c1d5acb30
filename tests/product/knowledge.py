"""Whether the knowledge is reachable: each entry asked by each of its questions, by somebody unknown.

`make knowledge-report` starts a product of its own, asks them all and prints what wasn't told. Which entry
was told is read from the stored state and buttons, never from the words.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import system_clock, today
from bot.databases.bot import Conversation, Message
from bot.databases.sessions import Sessions, connect, sessions
from bot.knowledge import Entry, load_library
from tests.chat_client import ChatClient
from tests.product import Product

SIDE_BY_SIDE = 3
RIGHT = ("told", "first")
"""Outcomes that reach the entry."""
IDENTITY = re.compile(
    "utter_(ask_consent|binding_first|binding_asks|ask_account|step_up_needed|answered_after_)"
)
_WHICH = ("utter_knowledge_which", "utter_ask_meaning")


@dataclass(frozen=True)
class Reached:
    """What became of one question.

    Args:
        entry: id of the entry whose question it is.
        question: as it was asked.
        outcome: `told`, or answered by an intent whose answer says the same; `first` or `offered` among choices; `other` entry told; `identity`; `lost`.
        intent: that was read.
        told: ids of the entries that were told.
        responses: names of what was said.
    """

    entry: str
    question: str
    outcome: str
    intent: str
    told: Sequence[str]
    responses: Sequence[str]

    def __str__(self) -> str:
        told = ", ".join(self.told) or ", ".join(self.responses)
        return f"{self.outcome:<8} {self.entry}: {self.question} → {self.intent}: {told}"


def entries_of_today() -> list[Entry]:
    """The entries that may be told today."""
    on = today(system_clock)
    return [one for one in load_library().entries().values() if one.holds(on)]


def ask_each(base_url: str, stored: Sessions, asked: Iterable[tuple[Entry, str]]) -> list[Reached]:
    """Ask questions, each in a conversation of its own.

    Args:
        base_url: the gateway's address.
        stored: its bot database.
        asked: entries, each with one of its questions.
    """

    def ask(one: tuple[Entry, str]) -> Reached:
        entry, question = one
        with ChatClient(base_url) as chat:
            chat.say(question)
            return _reached(entry, question, chat.conversation_id, stored)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(ask, asked))


def _reached(entry: Entry, question: str, conversation_id: str, stored: Sessions) -> Reached:
    with stored() as session:
        said = session.execute(
            select(Message.response, Message.buttons).where(
                Message.conversation_id == conversation_id, Message.sender != "customer"
            )
        ).all()
        conversation = session.get(Conversation, conversation_id)
        state: dict[str, Any] = (conversation.engine_state if conversation else None) or {}
    responses = [str(name) for name, _ in said]
    told = [
        frame.removeprefix("rule:")
        for frame in state.get("focus") or ()
        if frame.startswith("rule:")
    ]
    choices = [
        _entry_of(button["payload"])
        for name, buttons in said
        if name in _WHICH
        for button in buttons or ()
    ]
    if any(IDENTITY.match(name) for name in responses):
        outcome = "identity"
    elif entry.id in told or answered_as(responses, state) in entry.told_by:
        outcome = "told"
    elif entry.id in choices:
        outcome = "first" if choices[0] == entry.id else "offered"
    else:
        outcome = "other" if told else "lost"
    return Reached(entry.id, question, outcome, str(state.get("intent")), told, responses)


def answered_as(responses: Sequence[str], state: dict[str, Any]) -> str:
    """The intent that was answered; danger and a call for a person are the gateway's own."""
    for beginning, intent in (("danger/", "report_hazard"), ("utter_person_", "request_person")):
        if any(name.startswith(beginning) for name in responses):
            return intent
    return str(state.get("intent"))


def _entry_of(payload: str) -> str:
    """The entry that a button names, or nothing."""
    carried = payload.partition("{")[1:]
    found: dict[str, str] = json.loads("".join(carried)) if all(carried) else {}
    return found.get("knowledge", "")


def share(reached: Sequence[Reached]) -> float:
    """Of the questions, how many reach their entry: 0 to 1."""
    return sum(one.outcome in RIGHT for one in reached) / len(reached)


def main(arguments: list[str] | None = None) -> int:
    """Ask them all; print the shares and what didn't reach its entry."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.product.knowledge", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--only", metavar="TEXT", help="entries whose topic or id holds this")
    parser.add_argument("--url", help="of a product that runs already (with --bot-db-url)")
    parser.add_argument("--bot-db-url", help="its bot database")
    options = parser.parse_args(arguments)
    asked = [
        (entry, question)
        for entry in entries_of_today()
        if not options.only or options.only in f"{entry.topic}/{entry.id}"
        for question in entry.questions
    ]
    if options.url:
        return _report(ask_each(options.url, sessions(connect(options.bot_db_url)), asked))
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder))
        try:
            product.start()
            return _report(ask_each(product.base_url, sessions(connect(product.bot_db_url)), asked))
        finally:
            product.stop()


def _report(reached: Sequence[Reached]) -> int:
    for one in sorted(reached, key=lambda one: (one.outcome, one.entry)):
        if one.outcome not in RIGHT:
            print(one)
    entries = {one.entry for one in reached}
    short = {one.entry for one in reached if one.outcome not in RIGHT}
    counted = Counter(one.outcome for one in reached).most_common()
    print(", ".join(f"{name} {count}" for name, count in counted))
    print(
        f"{len(reached)} questions of {len(entries)} entries: {100 * share(reached):.1f} % reach their "
        f"entry; {len(entries) - len(short)} entries are reached by all their questions."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
