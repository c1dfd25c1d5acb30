"""Questions about an own record whose words are taken for a rule or a service."""

from __future__ import annotations

import re

from bot.billing.aspects import SUPPLY, read_aspect
from bot.billing.question import Question
from bot.billing.situation import WENT_OFF, cut_off_since, generates

_ALWAYS_OWN = (
    "settle_all",
    "principal",
    "what_if",
    "pay_again",
    "pay_on",
    "allocation",
    "lasting",
    "top_up",
    "over",
)
_OF_DEBTS = ("months_owed", "late_times", "latest", "days_late")
"""Aspects that no entry answers for somebody whose record is known."""
_OWN = re.compile("我|咱|俺|本户|这户|到哪|到底|结果|进度")
_FED_IN = ("how_many", "how_much", "sum", "difference", "average", "highest", "lowest")
_PAID_FOR = re.compile("钱|款|补贴|结算|收益|到账|价|元")
_PAYING = re.compile("[交付缴]|逾期")
_OF_HOUSEHOLD = ("persons", "until")
_HUNG = re.compile("[换装安](?:的|上|好|过)(?!吗|么)|给[^,，。]{0,4}[换装安]")
_DAY_ASKED = ("when", "since", "last")


def own_question(question: Question, intent: str | None, text: str) -> str | None:
    """The question about the own record that the words ask, whatever intent was read.

    再用100度多少钱, 为什么没通知就停了, 什么时候换的表: the fact that is asked for stands in the record.

    Args:
        question: about the account that is talked about.
        intent: as it was read.
        text: what the customer wrote.

    Returns:
        The intent whose question answers, or None where nothing in the record does.
    """
    account = question.account
    aspect = read_aspect("query_bill", text)
    if aspect.kind in SUPPLY and cut_off_since(account):
        return "query_cut_off"
    happened = aspect.kind in _DAY_ASKED and WENT_OFF.search(text) and _OWN.search(text)
    if happened and cut_off_since(account):
        return "query_cut_off"  # 我是几号被停的
    if aspect.kind == "pay_again":
        return "trace_payment"
    if (
        aspect.kind in _ALWAYS_OWN
        or (aspect.kind in _OF_DEBTS and account.postpaid)
        or (aspect.names("dispute") and aspect.kind == "state")
        or (aspect.names("welfare") and account.welfare is not None and _OWN.search(text))
    ):
        return "query_bill"
    hung = aspect.names("meter") and aspect.asks(*_DAY_ASKED) and _HUNG.search(text)
    if hung and aspect.names("generation") and generates(question):
        return "query_reading"
    if aspect.names("generation"):
        told = aspect.kind in _FED_IN or aspect.names("reading")
        return (
            "query_usage" if told and not _PAID_FOR.search(text) and generates(question) else None
        )
    if aspect.kind == "until" and _PAYING.search(text) and account.postpaid:
        return "query_bill"
    if aspect.names("household") and aspect.kind in _OF_HOUSEHOLD and account.household_size:
        return "query_bill"
    return "query_reading" if hung else None
