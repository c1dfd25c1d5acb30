"""Whether a call-back is what is talked about: registered or offered lately."""

from __future__ import annotations

from bot.dialogue.focus import Frame
from bot.dialogue.reading import Situation

_CALLBACK = "callback_"
LATELY = 3
"""Turns of the customer in which what is said without a subject may be about the call."""


def registered_call(situation: Situation) -> Frame | None:
    """The newest request, where it is a call-back; None: it is none."""
    request = situation.focus.newest("request")
    is_call = request is not None and request.about.get("request_kind") == "callback"
    return request if is_call else None


def call_offer(situation: Situation) -> Frame | None:
    """The newest offer, where it is one of a call-back, taken back or not; None: it is none."""
    offer = situation.focus.newest("offer")
    is_call = offer is not None and str(offer.about.get("name")).startswith(_CALLBACK)
    return offer if is_call else None


def offered_call(situation: Situation) -> Frame | None:
    """The same where it wasn't taken back."""
    offer = call_offer(situation)
    return None if offer is None or offer.about.get("taken_back") else offer


def call_about(offer: Frame) -> str:
    """The intent that an offered call-back is about."""
    return str(offer.about.get("name")).removeprefix(_CALLBACK)


def called_lately(situation: Situation, turns: int = LATELY) -> bool:
    """Whether a call-back was registered so few turns ago."""
    request = registered_call(situation)
    return request is not None and situation.focus.since(request) <= turns
