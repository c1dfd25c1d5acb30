"""How lamps are lent: a topic that only tests have."""

from __future__ import annotations

from actions.dialogue.base import ServiceAction
from actions.dialogue.turn import Reply, Turn


class QueryLamp(ServiceAction):
    """The rules of lending."""

    NAME = "action_query_lamp"

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Answer the latest turn."""
        reply.say("utter_lamp_rules", days="7")
