"""The late fee of a sum that is only supposed: 100块晚30天要多少 asks for no record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.billing import wording
from bot.billing.answers import Answer
from bot.nlu import quantities
from bot.nlu.numerals import to_decimal
from bot.tariffs import LateFeeRules, late_fee

_TIME = re.compile(
    r"(?P<half>半)?(?P<number>[0-9]+|[一二两三四五六七八九十百]+)?个?(?P<unit>天|日(?!期)|月|星期|礼拜|周|年)(?P<more>半)?"
)
_DAYS = {"天": 1, "日": 1, "月": 30, "星期": 7, "礼拜": 7, "周": 7, "年": 365}
_LATE = re.compile("欠|晚|拖|迟|逾期|违约金|滞纳金|罚|不交|没交|比方|比如|打比|举个例")
_BARE = re.compile(
    r"(?:欠|差)了?([0-9]+|[一二两三四五六七八九十百千万]+)(?![0-9天日个月周年度笔期户])"
)
_NOT_AT_HOME = re.compile("店|厂|公司|企业|商业|商铺|单位|工商")
_MOST_DAYS = 3650


@dataclass(frozen=True)
class Supposed:
    """A debt that is supposed.

    Args:
        amount: 元.
        days: how late it is paid.
        residential: whether it is a household's.
    """

    amount: Decimal
    days: int
    residential: bool


def supposed(text: str) -> Supposed | None:
    """The debt that a text supposes, or None: it names no sum with a time.

    Args:
        text: the customer's words.
    """
    amount: object = next(
        (one.value for one in quantities.find(text) if one.entity == "amount"), None
    )
    bare = _BARE.search(text)
    if amount is None and bare:
        amount = to_decimal(bare[1])
    days = _days(text)
    if amount is None or not days or not _LATE.search(text):
        return None
    return Supposed(Decimal(str(amount)), days, _NOT_AT_HOME.search(text) is None)


def _days(text: str) -> int:
    for found in _TIME.finditer(text):
        if found["number"] is None and found["half"] is None:
            continue
        number = to_decimal(found["number"]) if found["number"] else Decimal(0)
        if number is None:
            continue
        halves = Decimal("0.5") * ((found["half"] is not None) + (found["more"] is not None))
        days = int((number + halves) * _DAYS[found["unit"]])
        if 0 < days <= _MOST_DAYS:
            return days
    return 0


def example(debt: Supposed, today: date, rules: LateFeeRules) -> Answer:
    """The fee of a supposed debt that falls due today.

    Args:
        debt: what is supposed.
        today: from when its days count.
        rules: rates and limits.
    """
    fee = late_fee(
        debt.amount,
        today,
        today + timedelta(days=debt.days),
        residential=debt.residential,
        bill_amount=debt.amount,
        rules=rules,
    )
    return Answer(
        "utter_late_fee_example",
        {
            "amount": wording.money(debt.amount),
            "days": str(debt.days),
            "fee": wording.money(fee.fee),
            "rule": rules.sentences(residential=debt.residential)[0],
        },
    )
