"""What may be meant, in human words on buttons."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.dialogue.turn import Button, Reply, Turn
from bot.intents import load_intents

TITLES: Mapping[str, str] = {one.name: one.title for one in load_intents().values() if one.offered}
"""What may be offered as a choice: not yes, no, greetings and the like."""

MOST = 3
_A_WORD = 4
LEAST_CONFIDENCE = 0.08
"""Below it a guess is no help to choose from."""


def likely_choices(ranking: Sequence[tuple[str, float]]) -> list[str]:
    """The intents worth asking about, the likeliest first.

    Args:
        ranking: intents with their confidence, best first.
    """
    fitting = [name for name, share in ranking if name in TITLES and share >= LEAST_CONFIDENCE]
    return fitting[:MOST]


def choice_buttons(intents: Sequence[str], entities: Mapping[str, Any]) -> list[Button]:
    """A button for each intent.

    Args:
        intents: what may have been meant.
        entities: what the sentence said and the choice keeps, such as the period.
    """
    return [{"title": TITLES[name], "payload": payload(name, entities)} for name in intents]


def none_of_them() -> Button:
    """The button for none of the choices."""
    return {"title": "都不是", "payload": payload("out_of_scope", {"offer": "none"})}


def ask_which(response: str, buttons: Sequence[Button], reply: Reply, **facts: str) -> None:
    """Ask back with a few choices; what is said next may choose by number, place or words.

    Args:
        response: the question.
        buttons: the choices, without the one for none of them.
        reply: filled.
        **facts: of the response.
    """
    reply.say(response, card=None, buttons=[*buttons, none_of_them()], **facts)
    listed = [dict(one) for one in buttons]
    reply.push("doubt", titles=[one["title"] for one in buttons], buttons=listed)


def ask_meaning(buttons: Sequence[Button], turn: Turn, reply: Reply) -> None:
    """Ask what is meant; of a single word (发票) the question says that it was heard.

    Args:
        buttons: the choices, without the one for none of them.
        turn: the customer's.
        reply: filled.
    """
    word = re.sub(r"\W+", "", turn.text)
    if 1 < len(word) <= _A_WORD and any(word in one["title"] for one in buttons):
        ask_which("utter_ask_meaning_of", buttons, reply, word=word)
    else:
        ask_which("utter_ask_meaning", buttons, reply)


def payload(intent: str, entities: Mapping[str, Any] | None = None) -> str:
    """What a button sends: an intent and what it carries."""
    carried = json.dumps(entities, ensure_ascii=False, separators=(",", ":")) if entities else ""
    return f"/{intent}{carried}"
