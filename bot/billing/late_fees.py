"""How much late fee, why, and until when; late fees that were charged with payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import Owed, course_of, is_residential, owed, rules
from bot.billing.question import Question
from bot.billing.records import BillRecord, SettlementRecord
from bot.cards import Card
from bot.clock import SHANGHAI
from bot.tariffs import LateFee

CHARGED_MONTHS = 12
"""How far back late fees that were paid are told."""


def late_fee(question: Question) -> Answer:
    """The late fee that runs, the ones charged in the last year, or the rule alone."""
    open_ones = [
        one
        for one in owed(question, records.unpaid_bills(question.session, question.account.id))
        if one.overdue
    ]
    rule = rules(question.settings)
    sentences = rule.sentences(residential=is_residential(question))
    facts = {"rule": "".join(_with_stop(sentence) for sentence in sentences), "source": rule.source}
    if open_ones:
        total = sum((one.late_fee for one in open_ones), Decimal(0))
        items = [_running(one) for one in open_ones]
        return question.answer(
            "utter_late_fee",
            _card(question, items, total, sentences, rule.source, settled=False),
            **facts,
            total=wording.money(total),
            items="；".join(_told(item) for item in items),
            tomorrow_note=_tomorrow_note(open_ones),
        )
    since = wording.add_months(question.this_month, -CHARGED_MONTHS)
    charged = records.charged_late_fees(question.session, question.account.id, since)
    if not charged:
        return question.answer("utter_late_fee_none", **facts)
    items = [_charged(question, bill, settlement) for bill, settlement in charged]
    total = sum((settlement.late_fee for _, settlement in charged), Decimal(0))
    return question.answer(
        "utter_late_fee_charged",
        _card(question, items, total, sentences, rule.source, settled=True),
        **facts,
        total=wording.money(total),
        items="；".join(_told(item) for item in items),
    )


def _tomorrow_note(open_ones: Sequence[Owed]) -> str:
    """What another day costs; nothing where the cap is reached."""
    growing = sum(
        (
            one.course.unpaid * one.course.rate
            for one in open_ones
            if one.course is not None and not one.course.capped
        ),
        Decimal(0),
    )
    if growing < Decimal("0.01"):
        return ""
    return f"没缴清之前，每过一天大约再加{wording.money(growing)}元。"


def _running(one: Owed) -> dict[str, Any]:
    course = one.course
    if course is None:
        raise ValueError("a bill that isn't overdue has no late fee")
    return _item(
        one.bill,
        course.unpaid,
        course.until,
        one.late_fee,
        course,
    ) | {"days": course.days}


def _charged(question: Question, bill: BillRecord, settlement: SettlementRecord) -> dict[str, Any]:
    paid_on = settlement.paid_at.astimezone(SHANGHAI).date()
    course = course_of(question, bill, [settlement], paid_on)
    return _item(
        bill,
        settlement.amount,
        paid_on,
        settlement.late_fee,
        course,
    )


def _item(
    bill: BillRecord,
    unpaid: Decimal,
    until: date,
    fee: Decimal,
    course: LateFee,
) -> dict[str, Any]:
    return {
        "label": f"{wording.month(bill.month)}电费",
        "unpaid": wording.money(unpaid),
        "from": course.start.isoformat(),
        "until": until.isoformat(),
        "days": max((until - course.start).days + 1, 0),
        "rate": _rate_told(course),
        "fee": wording.money(fee),
        "capped": course.capped,
    }


def _rate_told(course: LateFee) -> str:
    """“1‰”; over the year's end both rates that made the sum: “2‰、1月1日起3‰”."""
    last = _per_mille(course.rate)
    first = next((part.rate for part in course.parts if part.rate != course.rate), None)
    if first is None:
        return last
    since = next(part.start for part in course.parts if part.rate == course.rate)
    where = "跨年部分" if since == course.start else f"{wording.short_day(since)}起"
    return f"{_per_mille(first)}、{where}{last}"


def _per_mille(rate: Decimal) -> str:
    return f"{wording.kwh(rate * 1000)}‰"


def _told(item: dict[str, Any]) -> str:
    """2026年9月电费98.20元，从10月26日起逾期28天，每天1‰，违约金2.75元."""
    start = date.fromisoformat(item["from"])
    capped = "（已到上限）" if item["capped"] else ""
    return (
        f"{item['label']}{item['unpaid']}元，从{wording.short_day(start)}起逾期{item['days']}天，"
        f"每天{item['rate']}，违约金{item['fee']}元{capped}"
    )


def _with_stop(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "；", "！")) else f"{sentence}。"


def _card(
    question: Question,
    items: Sequence[dict[str, Any]],
    total: Decimal,
    sentences: Sequence[str],
    source: str,
    *,
    settled: bool,
) -> Card:
    return {
        "schema": "late_fee",
        "account": question.masked_account,
        "items": list(items),
        "total": wording.money(total),
        "rule": list(sentences),
        "source": source,
        "settled": settled,
    }
