"""Facts of the one bill that is talked about, whichever record's question asks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.billing import Answer
from bot.billing.aspects import read_aspect
from bot.billing.follow_ups import told_by
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import NOW, SmallUtility

Said = Callable[[Answer], str]
AUGUST = Period.from_iso("2026-08-01/2026-08-31")
SEPTEMBER = Period.from_iso("2026-09-01/2026-09-30")
OCTOBER = Period.from_iso("2026-10-01/2026-10-31")
COMING = Period.from_iso("2026-12-10/2026-12-10")


def partly_paid(utility: SmallUtility) -> int:
    """August is partly paid, September not at all; both are overdue."""
    account = utility.account()
    utility.bill(account, date(2026, 8, 1), "100", paid="20")
    utility.bill(account, date(2026, 9, 1), "100", paid=None)
    return account


@pytest.mark.parametrize("question", ["query_balance", "query_bill", "query_payments"])
@pytest.mark.parametrize("text", ["那期还差多少", "这单还剩几块没给", "8月那张还欠多少钱"])
def test_the_rest_of_one_bill_is_told_under_every_record(
    utility: SmallUtility, billing: Asking, said: Said, question: str, text: str
) -> None:
    answer = billing.one(question, partly_paid(utility), AUGUST, text)
    assert answer.response == "utter_bill_rest"
    assert "还差34.80元：电费54.80元，已经交过20.00元" in said(answer)


@pytest.mark.parametrize("question", ["query_bill", "query_late_fee", "query_payments"])
@pytest.mark.parametrize("text", ["超了几天才交", "那期晚了多少天", "拖了几天付的"])
def test_days_late_are_no_matter_of_tiers(
    utility: SmallUtility, billing: Asking, said: Said, question: str, text: str
) -> None:
    account = utility.account()
    bill = utility.bill(account, date(2026, 9, 1), "100")
    paid_at = NOW.replace(month=10, day=30)
    utility.payment(account, paid_at, "54.80", bills={bill: ("54.80", "0.50")})
    answer = billing.one(question, account, SEPTEMBER, text)
    assert answer.response == "utter_late"
    assert "晚了5天" in said(answer)


def test_the_running_fee_of_one_bill_is_told_though_none_was_charged_yet(
    utility: SmallUtility, billing: Asking
) -> None:
    account = partly_paid(utility)
    for text in ("这期罚了多少", "九月那张罚到几块了", "那单收过违约金没"):
        answer = billing.late_fee(account, text, SEPTEMBER)
        assert answer.response == "utter_late_fee_one"
        assert answer.facts["label"] == "2026年9月"


def test_the_fee_of_one_bill_grows_to_a_day(utility: SmallUtility, billing: Asking) -> None:
    account = partly_paid(utility)
    [one] = billing.answer(
        "query_late_fee", [account], [SEPTEMBER, COMING], "9月的拖到12月10号违约金多少"
    )
    [both] = billing.answer("query_late_fee", [account], [COMING], "拖到12月10号违约金多少")
    # 25 October to 10 December: 46 days of 54.80 at one per mille.
    assert (one.response, one.facts["fee"]) == ("utter_pay_on_fee", "2.52")
    assert one.facts["which"] == "2026年9月的电费"
    assert float(both.facts["fee"]) > float(one.facts["fee"])


def test_what_is_owed_without_the_fee(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = partly_paid(utility)
    for question in ("query_late_fee", "query_balance", "query_bill"):
        [answer] = billing.answer(question, [account], [], "除去违约金还差多少钱")
        assert answer.response == "utter_balance_principal"
        assert answer.facts["amount"] == "89.60"


def test_a_bill_in_two_tiers_is_told_tier_by_tier(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 9, 1), "2700")
    utility.bill(account, date(2026, 10, 1), "160", before="2700")
    answer = billing.bill(account, OCTOBER, "十月那期按二档收的几度")
    assert answer.response == "utter_bill_tier"
    assert (answer.facts["kwh"], answer.facts["amount"]) == ("100", "59.80")
    both = billing.one("query_tiers", account, OCTOBER, "十月那期算几档")
    assert said(both) == "2026年10月：第一档60度、32.88元，第二档100度、59.80元。"
    # what was told is asked for its money
    [money] = billing.answer(
        "query_tiers", [account], [OCTOBER], "这部分多少钱", before="十月那期按二档收的几度"
    )
    assert money.facts["amount"] == "59.80"


def test_a_payment_on_its_way_says_what_it_will_settle(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    for month in (9, 10):
        utility.bill(account, date(2026, month, 1), "100", paid=None)
    utility.payment(account, NOW - timedelta(hours=3), "60.00", status="pending")
    answer = billing.trace_payment(account, "这笔抵哪个月")
    assert answer.response == "utter_payment_will_settle"
    assert "入账后抵2026年9月—10月的电费" in said(answer) or "入账后抵2026年9月" in said(answer)


@pytest.mark.parametrize(
    ("after", "text", "asked"),
    [
        ("query_tiers", "今年最贵的是哪个月", "query_bill"),
        ("query_late_fee", "哪个月用电最多", "query_usage"),
        ("query_tiers", "那部分要多少钱", "query_tiers"),
        ("explain_bill", "那便宜了多少", "query_bill"),
        ("query_usage", "那期晚了几天", "query_bill"),
        ("query_balance", "一天涨几分", "query_balance"),
    ],
)
def test_which_record_tells_it(after: str, text: str, asked: str) -> None:
    assert told_by(after, read_aspect(after, text)) == asked
