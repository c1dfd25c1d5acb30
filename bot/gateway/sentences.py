"""What the gateway says itself: responses of `data/responses/`, checked at start."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.conversations import Reply
from bot.masking import mask_phone
from bot.responses import Responses
from bot.safety.conduct import Situation

NEEDED = (
    "utter_danger_false_alarm",
    "utter_danger_hurry",
    "utter_danger_hurry_lacks",
    "utter_danger_informed",
    "utter_danger_informed_ask_phone",
    "utter_danger_informed_ask_place",
    "utter_danger_informed_ask_place_or_home",
    "utter_danger_informed_complete",
    "utter_danger_lacks",
    "utter_danger_no_matter",
    "utter_danger_not_informed",
    "utter_danger_not_passed",
    "utter_danger_noted",
    "utter_danger_noted_ask_phone",
    "utter_danger_noted_ask_place",
    "utter_danger_over",
    "utter_danger_person",
    "utter_danger_phone_unfinished",
    "utter_danger_wait",
    "utter_danger_withdraw",
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
_EMERGENCY = {"emergency": ("急救", "120"), "fire": ("火警", "119")}
_ASKS: dict[tuple[str, ...], str] = {("地址",): "_ask_place", ("电话",): "_ask_phone"}


class Sentences:
    """The gateway's own sentences.

    Args:
        responses: all responses.
        hotline: the utility's phone number for trouble.

    Raises:
        ResponsesError: one that the gateway needs is missing.
    """

    def __init__(self, responses: Responses, hotline: str) -> None:
        responses.require(NEEDED, "the gateway")
        self._responses = responses
        self._hotline = hotline
        # Said when everything else is dead: a fault in them has to show at start.
        for name in (
            "utter_storage_down",
            "utter_storage_down_person",
            "utter_danger_not_informed",
            "utter_danger_not_passed",
        ):
            self._reply(name)

    def danger(self, situation: Situation) -> Reply:
        """What to do at once in a danger."""
        return self.conduct(situation, "steps", situation.steps)

    def conduct(self, situation: Situation, what: str, lines: tuple[str, ...]) -> Reply:
        """Lines of `data/safety/conduct.yml`, with the card by which a page shows them as danger.

        Args:
            situation: what is going on.
            what: they answer, for the stored name of the answer: `danger/<situation>/<what>`.
            lines: the first thing first.
        """
        shown = [line.replace("{hotline}", self._hotline) for line in lines]
        phones = [
            {"label": label, "number": number}
            for label, number in (
                _EMERGENCY.get(name, ("供电抢修", self._hotline)) for name in situation.phones
            )
        ]
        return Reply(
            sender="system",
            text="\n".join(shown),
            card={
                "schema": "danger",
                "situation": situation.name,
                "title": situation.title,
                "steps": shown,
                "phones": phones,
            },
            response=f"danger/{situation.name}/{what}",
        )

    def danger_informed(
        self, number: str, passed: str, lacks: tuple[str, ...], home: str | None
    ) -> Reply:
        """Said after the first steps: people on duty know, under this number; what they lack is asked for.

        Args:
            number: of the request.
            passed: what was passed on beside the report, may be empty.
            lacks: of 地址 and 电话.
            home: the customer's own masked address, if she has proved it.
        """
        name = "utter_danger_informed"
        if not lacks:
            return self._reply(f"{name}_complete", number=number, passed=passed)
        if lacks == ("地址",) and home:
            return self._reply(f"{name}_ask_place_or_home", number=number, passed=passed, home=home)
        return self._reply(f"{name}{_ASKS.get(lacks, '')}", number=number, passed=passed)

    def danger_noted(self, number: str, passed: str, lacks: tuple[str, ...]) -> Reply:
        """Place or phone came later and were passed on."""
        return self._reply(
            f"utter_danger_noted{_ASKS.get(lacks, '')}", number=number, passed=passed
        )

    def danger_hurry(self, number: str, passed: str, lacks: tuple[str, ...]) -> Reply:
        """How long it takes isn't known; what was passed on, what is lacking, and the hotline."""
        if lacks:
            return self._reply("utter_danger_hurry_lacks", number=number, lacks="和".join(lacks))
        return self._reply("utter_danger_hurry", number=number, passed=passed)

    def danger_lacks(self, number: str, lacks: tuple[str, ...]) -> Reply:
        """What the people on duty still lack."""
        return self._reply("utter_danger_lacks", number=number, lacks="和".join(lacks))

    def danger_wait(self, number: str) -> Reply:
        """All steps have been told."""
        return self._reply("utter_danger_wait", number=number)

    def danger_person(self, number: str) -> Reply:
        """A person is asked for: the danger's own people have it already."""
        return self._reply("utter_danger_person", number=number)

    def danger_over(self, number: str) -> Reply:
        """The customer says that it is over."""
        return self._reply("utter_danger_over", number=number)

    def danger_false_alarm(self, number: str) -> Reply:
        """The customer says that there was no danger."""
        return self._reply("utter_danger_false_alarm", number=number)

    def danger_withdraw(self, number: str) -> Reply:
        """The customer takes the report back: people on duty check first."""
        return self._reply("utter_danger_withdraw", number=number)

    def danger_phone_unfinished(self, digits: int) -> Reply:
        """A mobile number with so many digits isn't one."""
        return self._reply("utter_danger_phone_unfinished", digits=digits)

    def danger_no_matter(self) -> Reply:
        """The customer is sorry for a false alarm."""
        return self._reply("utter_danger_no_matter")

    def danger_not_informed(self) -> Reply:
        """Nothing could be stored: nobody on duty knows."""
        return self._reply("utter_danger_not_informed")

    def danger_not_passed(self) -> Reply:
        """People on duty know of the danger, but not of what was said just now."""
        return self._reply("utter_danger_not_passed")

    def person(self, number: str, due: str, phone: str | None = None) -> Reply:
        """A call-back is registered; the phone, masked, is asked for where none is known."""
        if phone is None:
            return self._reply("utter_person_requested_ask_phone", number=number, due=due)
        return self._reply("utter_person_requested", number=number, due=due, phone=phone)

    def person_already(self, number: str, due: str, phone: str) -> Reply:
        """The call-back was registered before; the phone is masked."""
        return self._reply("utter_person_already_requested", number=number, due=due, phone=phone)

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

    def without_storage(self, replies: list[Reply]) -> dict[str, Any]:
        """Replies as the one that a client shows when nothing can be stored.

        Args:
            replies: at least one; a card of theirs goes along.
        """
        spoken: dict[str, Any] = {
            "sender": "system",
            "type": "text",
            "text": "\n".join(reply.text or "" for reply in replies),
            "buttons": [dict(button) for reply in replies for button in reply.buttons],
        }
        card = next((reply.card for reply in replies if reply.card is not None), None)
        return spoken if card is None else {**spoken, "card": dict(card)}

    def person_without_storage(self) -> Reply:
        """The wish for a person can't be stored."""
        return self._reply("utter_storage_down_person")

    def _reply(self, name: str, **facts: object) -> Reply:
        said = self._responses.render(name, "web", hotline=self._hotline, **facts)
        return Reply(
            sender="system", text=said.text or None, buttons=said.buttons, response=said.name
        )


def _quote(text: str) -> str:
    quote = " ".join(text.split())
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
