"""A disputed bill: which one it is about, and what people get to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.dialogue.asked import Asked
from actions.dialogue.forms import FormTopic
from actions.dialogue.turn import Reply, Turn
from bot.billing import RequestFacts
from bot.clock import today
from bot.periods import Period


class Dispute(FormTopic):
    """The form `dispute`: about the month that is talked about, or the newest bill."""

    FORM = "dispute"

    def prepare(
        self, values: dict[str, Any], account_id: int | None, asked: Asked, turn: Turn, reply: Reply
    ) -> bool:
        """Find the bill; without one there is nothing to dispute."""
        if "month" not in values and asked.periods:
            values["month"] = asked.periods[0].to_iso()
        facts = self._facts(values, account_id)
        if facts is None and self._not_yet(values):
            # 这个月电费不对: what the customer has in her hands is the newest bill
            reply.say("utter_dispute_not_billed_yet", label=_label(values))
            values.pop("month")
            facts = self._facts(values, account_id)
        if facts is None:
            reply.say("utter_dispute_no_bill", label=_label(values))
            return False
        values["month_label"] = facts.label
        return True

    def accept(
        self, values: dict[str, Any], account_id: int | None, turn: Turn, reply: Reply
    ) -> None:
        """Another month: only one with a bill."""
        facts = self._facts(values, account_id)
        if facts is None:
            reply.say("utter_dispute_no_bill", label=_label(values))
            values.pop("month", None)
            facts = self._facts(values, account_id)
        if facts is not None:
            values["month_label"] = facts.label

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The month as its bill is called."""
        shown = super().shown(values)
        shown["month"] = str(values.get("month_label") or shown.get("month") or "最近一期")
        return shown

    def content(
        self, values: Mapping[str, Any], account_id: int | None
    ) -> tuple[str, dict[str, Any]]:
        """The bill's figures with what the customer says."""
        facts = self._facts(values, account_id)
        if facts is None:
            return super().content(values, account_id)
        return facts.summary, {**facts.details, "客户说明": str(values.get("reason") or "")}

    def _not_yet(self, values: Mapping[str, Any]) -> bool:
        """Whether the month named isn't over, so that no bill of it can be there."""
        month = values.get("month")
        now = today(self.action.services.clock)
        return bool(month) and Period.from_iso(str(month)).end >= now

    def _facts(self, values: Mapping[str, Any], account_id: int | None) -> RequestFacts | None:
        if account_id is None:
            return None
        month = values.get("month")
        period = Period.from_iso(str(month)) if month else None
        return self.action.services.billing.dispute_summary(account_id, period)


def _label(values: Mapping[str, Any]) -> str:
    month = values.get("month")
    return Period.from_iso(str(month)).label if month else "最近"
