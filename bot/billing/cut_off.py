"""Cut off or not, why and since when, what brings the supply back; a prepaid balance that runs out."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from bot.billing import records, wording
from bot.billing.answers import Answer
from bot.billing.arrears import owed
from bot.billing.balance import cost_per_day, days_left, late_fee, principal
from bot.billing.charges import plan_of, terms_of
from bot.billing.citations import current_price_set
from bot.billing.paid import pending_note
from bot.billing.payments import between
from bot.billing.question import Asked, Question
from bot.billing.tiers import position
from bot.clock import SHANGHAI
from bot.nlu.numerals import ANY, to_decimal
from bot.tariffs import PriceUnknown, standing

_FOR_SO_LONG = re.compile(rf"(?P<half>半个月)|(?P<count>{ANY})个?(?P<unit>天|日|周|星期|礼拜|月)")

URGENT_DAYS = 7
"""A prepaid customer with fewer days left is asked to top up today."""


def cut_off(question: Question, asked: Asked) -> Answer:
    """The state of the supply as far as money decides it."""
    if question.account.status == "cut_off":
        return _cut_off(question, asked)
    if not question.account.postpaid:
        return switch_off(question)
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    overdue = [one for one in unpaid if one.overdue]
    facts = {"pending_note": pending_note(question)}
    if not overdue:
        rest = wording.money(principal(unpaid))
        return question.answer(
            "utter_not_cut_off",
            **facts,
            due_note=f"还有{rest}元没到期。" if unpaid else "",
            outage_note="家里没电，多半是别的原因，可以报修。"
            if asked.aspect.kind in ("why_off", "restore")
            else "",
        )
    return question.answer(
        "utter_cut_off_risk",
        **facts,
        total=wording.money(principal(overdue) + late_fee(overdue)),
        days=str(max(one.days_overdue for one in overdue)),
    )


def _cut_off(question: Question, asked: Asked) -> Answer:
    unpaid = owed(question, records.unpaid_bills(question.session, question.account.id))
    at = question.account.cut_off_at
    day = at.astimezone(SHANGHAI).date() if at is not None else None
    facts = {
        "day": wording.shown_day(day, question.today) if day else "",
        "days": str((question.today - day).days) if day else "",
        "amount": wording.money(principal(unpaid)),
        "fee": wording.money(late_fee(unpaid)),
        "total": wording.money(principal(unpaid) + late_fee(unpaid)),
    }
    if asked.aspect.asks("says_paid"):
        return _says_paid(question, facts)
    if asked.aspect.kind == "notice":
        return question.answer("utter_cut_off_notice", **facts)
    if asked.aspect.kind == "restore":
        return question.answer("utter_cut_off_restore", **facts)
    if asked.aspect.kind in ("since", "when") and day is not None:
        return question.answer("utter_cut_off_since", **facts)
    return question.answer("utter_cut_off", **facts)


def _says_paid(question: Question, facts: dict[str, str]) -> Answer:
    """The customer has paid and has no power yet: what of it has arrived."""
    pending = pending_note(question)
    if pending:
        return question.answer("utter_cut_off_paid_pending", **facts, pending_note=pending)
    at = question.account.cut_off_at or question.now - timedelta(days=30)
    since = at.astimezone(SHANGHAI).date()
    posted = [
        one
        for one in between(question, since, question.today)
        if one.status == "posted" and one.paid_at >= at
    ]
    if posted:
        paid = sum((one.amount for one in posted), Decimal(0))
        return question.answer("utter_cut_off_paid_part", **facts, paid=wording.money(paid))
    return question.answer("utter_cut_off_not_paid", **facts)


def switch_off(question: Question) -> Answer:
    """A prepaid supply goes off by itself when the balance is used up: how near that is."""
    left = days_left(question)
    balance = question.account.balance
    if balance <= 0:
        return question.answer("utter_prepaid_used_up", owing=wording.money(-balance))
    note = "" if left is None else f"，大约够用{left}天"
    if left is not None and left < URGENT_DAYS:
        note += "，请今天就充值"
    return question.answer(
        "utter_prepaid_switch_off", balance=wording.money(balance), lasting_note=note
    )


def top_up(question: Question, asked: Asked) -> Answer | None:
    """How much to top up for some days; a month where none are named."""
    per_day = cost_per_day(question)
    if question.account.postpaid or per_day is None:
        return None
    days = _days_named(question, asked)
    need = max(per_day * days - question.account.balance, Decimal(0))
    return question.answer(
        "utter_top_up",
        days=str(days),
        amount=wording.money(need),
        per_day=wording.money(per_day),
        balance=wording.money(question.account.balance),
    )


def _days_named(question: Question, asked: Asked) -> int:
    if asked.period is not None and asked.period.end > question.today:
        return (asked.period.end - question.today).days + 1
    found = _FOR_SO_LONG.search(asked.text)
    if found is None:
        return 30
    if found["half"]:
        return 15
    count = int(to_decimal(found["count"]))
    return max(count * {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}.get(found["unit"], 30), 1)


def lasting(question: Question, asked: Asked) -> Answer | None:
    """How long a prepaid balance lasts, also with a top-up; None for a postpaid account."""
    if question.account.postpaid:
        return None
    if asked.aspect.asks("how_many"):
        return _kwh_left(question)
    per_day = cost_per_day(question)
    extra = asked.aspect.amount or Decimal(0)
    left = days_left(question, extra)
    if per_day is None or left is None:
        return None
    until = question.today + timedelta(days=left)
    wanted = asked.period.end if asked.period and asked.period.end >= question.today else None
    verdict = ""
    if wanted is not None:
        need = (wanted - question.today).days + 1
        short = per_day * need - question.account.balance - extra
        day = wording.shown_day(wanted, question.today)
        verdict = (
            f"用到{day}够了。" if short <= 0 else (f"用到{day}还差大约{wording.money(short)}元。")
        )
    return question.answer(
        "utter_lasting_with" if extra else "utter_lasting",
        balance=wording.money(question.account.balance),
        extra=wording.money(extra),
        total=wording.money(question.account.balance + extra),
        per_day=wording.money(per_day),
        days=str(left),
        until=wording.shown_day(until, question.today),
        verdict=verdict,
        urgent_note="余额用完会自动断电，请今天就充值。" if left < URGENT_DAYS else "",
    )


def _kwh_left(question: Question) -> Answer | None:
    """够用几度: the balance at the price of the next kWh; None under time of use or without a price."""
    price = current_price_set(question)
    if price is None or question.account.balance <= 0:
        return None
    terms = terms_of(question.account, plan_of(question.account, price, question.today))
    try:
        used = position(question, price).used
        next_price = standing(price, used, terms, question.today).next_price
    except PriceUnknown:
        return None
    if next_price is None:
        return None
    return question.answer(
        "utter_lasting_kwh",
        balance=wording.money(question.account.balance),
        kwh=f"{question.account.balance / next_price:.1f}",
        price=wording.unit_price(next_price),
    )
