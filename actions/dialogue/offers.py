"""What an answer offers, and what a yes to it does; an offer says all that it needs itself."""

from __future__ import annotations

from actions.dialogue.choices import payload
from actions.dialogue.turn import Button, Reply, Turn
from bot.intents import load_intents

CALLBACK = "callback_"
"""Begins the name of an offer to be called back about an intent."""
ASK = "ask_"
"""Begins the name of an offer to answer an intent's question."""


def callback_offer(intent: str) -> str:
    """The name of the offer of a call-back about an intent."""
    return f"{CALLBACK}{intent}"


def ask_offer(intent: str) -> str:
    """The name of the offer to answer an intent's question."""
    return f"{ASK}{intent}"


def offer(name: str, turn: Turn, reply: Reply) -> None:
    """Remember what a plain yes to this turn's answer would mean.

    Args:
        name: the kind of a request of `data/service_requests.yml` that can be offered, or what
            `callback_offer` and `ask_offer` give.
        turn: the customer's.
        reply: filled.
    """
    known = load_intents().get(turn.intent)
    reply.push(
        "offer", known.topic if known else "", name=name, subject=known.subject if known else ""
    )


def keep_taken_back(name: str, turn: Turn, reply: Reply) -> None:
    """Keep what was refused or taken back: a plain yes doesn't do it any more, 还是登记吧 does.

    Args:
        name: of the offer.
        turn: the customer's.
        reply: filled.
    """
    before = turn.focus.newest("offer")
    about = {}
    if before is not None and before.about.get("name") == name:
        # Who refuses takes her phone back as well.
        about = {key: value for key, value in before.about.items() if key != "phone"}
    topic = before.topic if before is not None else ""
    reply.push("offer", topic, **{**about, "name": name, "taken_back": True})


def yes_button(name: str, title: str) -> Button:
    """The button that accepts an offer."""
    return {"title": title, "payload": payload("affirm", {"offer": name})}


def no_button(name: str, title: str = "不用了") -> Button:
    """The button that refuses an offer."""
    return {"title": title, "payload": payload("deny", {"offer": name})}
