"""Which record tells the fact that a short question asks for, after another record was told; pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.billing.aspects import OVERVIEW, Aspect, read_aspect

FACTS: Mapping[str, frozenset[str]] = {
    "query_bill": frozenset(
        (
            "paid",
            "channel",
            "highest",
            "lowest",
            "average",
            "difference",
            "sum",
            "detail",
            "list",
            "when",
            "until",
            "since",
            "charged",
            "in_time",
            "late_times",
            "latest",
            "how_much",
            "how",
            "unit_price",
        )
    ),
    "query_usage": frozenset(
        (
            "share",
            "highest",
            "lowest",
            "average",
            "difference",
            "sum",
            "list",
            "how_many",
            "how_much",
            "unit_price",
        )
    ),
    "explain_bill": frozenset(
        ("paid", "channel", "highest", "lowest", "average", "difference", "sum", "charged")
    ),
    "query_tiers": frozenset(
        (
            "over",
            "left",
            "threshold",
            "restart",
            "forecast",
            "when",
            "since",
            "charged",
            "difference",
            "crossed",
        )
    ),
    "query_balance": frozenset(
        (
            "per_day",
            "left",
            "principal",
            "settle_all",
            "days_late",
            "lasting",
            "top_up",
            "switch_off",
            "pay_on",
            "pay_again",
            "months_owed",
            "highest",
            "since",
            "sum",
            "until",
            "list",
        )
    ),
    "query_late_fee": frozenset(
        (
            "how",
            "since",
            "days_late",
            "principal",
            "settle_all",
            "highest",
            "per_day",
            "cap",
            "pay_on",
            "charged",
            "runs_on",
            "sum",
            "until",
            "in_time",
        )
    ),
    "query_payments": frozenset(
        (
            "allocation",
            "last",
            "channel",
            "when",
            "how_much",
            "late_times",
            "latest",
            "since",
            "highest",
            "lowest",
            "charged",
            "in_time",
        )
    ),
    "trace_payment": frozenset(("pay_again", "how_much", "when", "channel", "allocation")),
    "query_cut_off": frozenset(("restore", "since", "notice", "when")),
    "query_reading": frozenset(("when", "exchange", "how_many")),
    "query_invoice": frozenset(("when", "how_much", "title", "number")),
    "compare_tariffs": frozenset(("how_much", "difference", "sum")),
    "household": frozenset(("persons", "until", "since", "left", "threshold", "over")),
    "welfare": frozenset(("free", "without", "sum", "how_many", "how_much", "when")),
    "generation": frozenset(("sum", "difference", "average", "how_many", "highest", "lowest")),
}
"""Facts of a record that a short question asks for, whatever it sounds like alone: 超了多少度 of the tiers."""
_OF_A_BILL = ("days_late", "in_time", "left", "principal", "charged", "paid", "channel")
"""Facts of the bill that was talked about, whichever of its records told it."""
_EXTREMES = ("highest", "lowest", "average")
_BILLS = ("query_bill", "query_usage", "query_payments", "query_late_fee", "explain_bill")
_ELSEWHERE: Mapping[str, str] = {
    "share": "query_usage",
    "paid": "query_bill",
    "channel": "query_bill",
    "months_owed": "query_balance",
    "settle_all": "query_balance",
    "principal": "query_balance",
    "pay_on": "query_balance",
}
"""Facts of the same months, or of what is owed, that another record tells."""
_TOPICS: Mapping[str, str] = {
    "generation": "generation",
    "household": "household",
    "welfare": "welfare",
    "tier": "query_tiers",
    "tariff": "compare_tariffs",
    "late_fee": "query_late_fee",
    "reading": "query_reading",
    "meter": "query_reading",
}
"""Records that words name whatever the intent, with the facts that are theirs."""
_COMMON = frozenset(("when", "until", "since", "how_much", "how_many", "sum", "list", "charged"))
"""What is asked of very much else too: a few words for it belong to a record only if they are nothing else."""


def topic_told(question: str, text: str) -> str:
    """The key of `FACTS` of what was told last.

    Args:
        question: the intent that was answered.
        text: the words it was asked with.
    """
    named = read_aspect(question, text).records if text else ()
    return next((_TOPICS[one] for one in named if one in _TOPICS), question)


def tells(question: str, aspect: Aspect) -> bool:
    """Whether a fact belongs to a question's record, so that a few words are enough to ask for it.

    Args:
        question: the intent, or another key of `FACTS`.
        aspect: what the words ask for.
    """
    return aspect.kind in FACTS.get(question, frozenset())


def of_the_named(question: str, aspect: Aspect, text: str) -> bool:
    """Whether a fact belongs to what was named before (多人口, 低保, 光伏), whatever else has such a fact.

    Args:
        question: the intent that was answered last.
        aspect: what the words after it ask for.
        text: the words that were answered.
    """
    topic = topic_told(question, text)
    return topic in ("household", "welfare", "generation") and tells(topic, aspect)


def is_common(aspect: Aspect) -> bool:
    """Whether a fact is asked of much else than records too: 什么时候, 多少钱."""
    return aspect.kind in _COMMON


def told_by(question: str, aspect: Aspect, text: str = "") -> str | None:
    """The question whose record tells a fact after `question` was answered, or None.

    Args:
        question: the intent that was answered last.
        aspect: what the words after it ask for.
        text: the words that were answered.
    """
    topic = topic_told(question, text)
    if question == "query_tiers" and aspect.pointed:
        return question  # 这部分多少钱 after the kWh in a tier
    if _is_of_all_bills(topic, aspect):
        return "query_usage" if aspect.names("usage") else "query_bill"
    if tells(topic, aspect) or tells(question, aspect):
        return "query_bill" if question == "explain_bill" else question
    if question in _BILLS and aspect.kind in _OF_A_BILL:
        return "query_bill"
    if question in _OF_MONTHS and aspect.banded and aspect.names("bill"):
        return question
    if question in _OF_MONTHS and aspect.kind == "how_many":
        return "query_usage"
    return _ELSEWHERE.get(aspect.kind)


def _is_of_all_bills(topic: str, aspect: Aspect) -> bool:
    """今年哪个月最贵 after the tiers or the late fee, which have no such fact: of the bills."""
    return (
        aspect.kind in _EXTREMES
        and aspect.names("usage", "bill")
        and not aspect.names("late_fee")
        and topic
        not in ("generation", "query_payments", "query_balance", "query_bill", "query_usage")
    )


_OF_MONTHS = ("query_bill", "query_usage", "explain_bill", "query_payments")
"""Records whose months have kWh, and bands: 几度, 谷电那部分多少钱."""


def is_band_alone(question: str, aspect: Aspect) -> bool:
    """Whether only a band is named: 白天呢 after the kWh or the bill of a month."""
    return question in _OF_MONTHS and bool(aspect.band) and aspect.kind == OVERVIEW
