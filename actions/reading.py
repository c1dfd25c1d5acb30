"""A reading that the customer has read: what people get to know beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.dialogue.forms import FormTopic


class OwnReading(FormTopic):
    """The form `reading`."""

    FORM = "reading"

    def content(
        self, values: Mapping[str, Any], account_id: int | None
    ) -> tuple[str, dict[str, Any]]:
        """The reading beside the system's newest one."""
        value = str(values.get("value"))
        facts = (
            None if account_id is None else self.action.services.billing.reading_summary(account_id)
        )
        summary = f"客户自报示数{value}" + (f"；{facts.summary}" if facts else "")
        return summary, {"客户自报示数": value, **(facts.details if facts else {})}
