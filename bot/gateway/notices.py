"""Lines that nobody asked for: a request was closed, the conversation was ended."""

from __future__ import annotations

from bot.conversations import Reply
from bot.responses import Responses

NEEDED = (
    "utter_conversation_ended",
    "utter_request_closed_cancelled",
    "utter_request_closed_done",
)


class Notices:
    """What the gateway tells of its own accord.

    Args:
        responses: all responses.
        hotline: the utility's phone number.

    Raises:
        ResponsesError: one that is needed is missing.
    """

    def __init__(self, responses: Responses, hotline: str) -> None:
        responses.require(NEEDED, "the gateway")
        self._responses = responses
        self._hotline = hotline

    def request_closed(self, title: str, number: str, status: str) -> Reply:
        """What was registered is done, or cancelled.

        Args:
            title: the kind of request in Chinese.
            number: of the request.
            status: done or cancelled.
        """
        return self._reply(f"utter_request_closed_{status}", title=title, number=number)

    def conversation_ended(self) -> Reply:
        """The last line of a conversation that the customer has ended; for the staff."""
        return self._reply("utter_conversation_ended")

    def _reply(self, name: str, **facts: object) -> Reply:
        said = self._responses.render(name, "web", hotline=self._hotline, **facts)
        return Reply(
            sender="system", text=said.text or None, buttons=said.buttons, response=said.name
        )
