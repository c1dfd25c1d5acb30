"""Which record tells the fact that a short question asks for, after another record was told; pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.billing.aspects import Aspect

FACTS: Mapping[str, frozenset[str]] = {
    "query_bill": frozenset(
        ("paid", "channel", "highest", "lowest", "average", "difference", "sum", "detail", "list")
    ),
    "query_usage": frozenset(
        ("share", "highest", "lowest", "average", "difference", "sum", "list", "how_many")
    ),
    "query_tiers": frozenset(("over", "left", "threshold", "restart", "forecast")),
    "query_balance": frozenset(("lasting", "top_up", "switch_off", "pay_on", "pay_again")),
    "query_late_fee": frozenset(("how", "since", "per_day", "cap", "pay_on", "charged")),
    "query_payments": frozenset(("allocation", "last", "channel")),
    "trace_payment": frozenset(("pay_again",)),
    "query_cut_off": frozenset(("restore", "since", "notice")),
    "query_reading": frozenset(("when", "exchange")),
}
"""Facts of a record that a short question asks for, whatever it sounds like alone: 超了多少度 of the tiers."""
_ELSEWHERE: Mapping[str, str] = {
    "share": "query_usage",
    "paid": "query_bill",
    "channel": "query_bill",
}
"""Facts of the same months that another record tells."""


def tells(question: str, aspect: Aspect) -> bool:
    """Whether a fact belongs to a question's record, so that a few words are enough to ask for it.

    Args:
        question: the intent.
        aspect: what the words ask for.
    """
    return aspect.kind in FACTS.get(question, frozenset())


def told_by(question: str, aspect: Aspect) -> str | None:
    """The question whose record tells a fact after `question` was answered, or None.

    Args:
        question: the intent that was answered last.
        aspect: what the words after it ask for.
    """
    return question if tells(question, aspect) else _ELSEWHERE.get(aspect.kind)
