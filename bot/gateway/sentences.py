"""What the gateway says itself: responses of `data/responses/`, checked at start."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.conversations import Reply
from bot.masking import mask_phone
from bot.responses import Responses, ResponsesError
from bot.safety import Signal

NEEDED = (
    "utter_danger",
    "utter_danger_informed",
    "utter_danger_not_informed",
    "utter_engine_delayed",
    "utter_further_wish",
    "utter_person_already_requested",
    "utter_person_phone_noted",
    "utter_person_requested",
    "utter_person_requested_ask_phone",
    "utter_stale_message",
    "utter_storage_down",
    "utter_storage_down_person",
    "utter_turn_failed",
)
_LONGEST_QUOTE = 20  # characters of the customer's own words that are repeated


class Sentences:
    """The gateway's own sentences.

    Args:
        responses: all responses.
        hotline: the utility's phone number for trouble.

    Raises:
        ResponsesError: one that the gateway needs is missing.
    """

    def __init__(self, responses: Responses, hotline: str) -> None:
        missing = [name for name in NEEDED if name not in responses]
        if missing:
            raise ResponsesError(
                f"data/responses/ lacks {', '.join(missing)}; the gateway can't do without."
            )
        self._responses = responses
        self._hotline = hotline
        # Said when everything else is dead: a fault in them has to show at start.
        self._reply("utter_storage_down")
        for signal in (Signal("danger"), Signal("person")):
            self.without_storage(signal)

    def danger(self, hazard: str | None) -> Reply:
        """The safety text for a hazard."""
        name = f"utter_danger_{hazard}"
        return self._reply(name if name in self._responses else "utter_danger")

    def danger_informed(self, number: str) -> Reply:
        """Said after the safety text: people on duty know, under this number."""
        return self._reply("utter_danger_informed", number=number)

    def person(self, number: str, due: str, *, ask_phone: bool) -> Reply:
        """A call-back is registered; the phone is asked for where none is known."""
        name = "utter_person_requested_ask_phone" if ask_phone else "utter_person_requested"
        return self._reply(name, number=number, due=due)

    def person_already(self, number: str, due: str) -> Reply:
        """The call-back was registered before."""
        return self._reply("utter_person_already_requested", number=number, due=due)

    def phone_noted(self, phone: str, number: str, due: str) -> Reply:
        """The phone number for the call-back is stored; the transcript keeps it masked."""
        return self._reply(
            "utter_person_phone_noted", phone=mask_phone(phone), number=number, due=due
        )

    def delayed(self) -> Reply:
        """The answer takes longer; the message is kept."""
        return self._reply("utter_engine_delayed")

    def stale(self, text: str) -> Reply:
        """Too old to be answered blindly."""
        return self._reply("utter_stale_message", text=_quote(text))

    def further_wish(self, text: str) -> Reply:
        """Stands before the answer to a further wish of a message; it belongs to the bot's answer."""
        return replace(self._reply("utter_further_wish", text=_quote(text)), sender="bot")

    def turn_failed(self, incident: str) -> Reply:
        """Given up, with a number that an operator finds in the logs."""
        return self._reply("utter_turn_failed", incident=incident)

    def storage_down(self) -> str:
        """The message could not be stored."""
        return self._reply("utter_storage_down").text or ""

    def without_storage(self, signal: Signal) -> dict[str, Any]:
        """What is said to danger and to the wish for a person when nothing can be stored."""
        if signal.kind == "danger":
            said = [self.danger(signal.hazard), self._reply("utter_danger_not_informed")]
        else:
            said = [self._reply("utter_storage_down_person")]
        return {
            "sender": "system",
            "type": "text",
            "text": "\n".join(reply.text or "" for reply in said),
            "buttons": [dict(button) for reply in said for button in reply.buttons],
        }

    def _reply(self, name: str, **facts: object) -> Reply:
        said = self._responses.render(name, "web", hotline=self._hotline, **facts)
        return Reply(
            sender="system", text=said.text or None, buttons=said.buttons, response=said.name
        )


def _quote(text: str) -> str:
    quote = " ".join(text.split())
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
