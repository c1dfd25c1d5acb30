"""What is owed or left, and the late fee that runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.billing import AccountNotFound, Answer
from bot.clock import SHANGHAI, FixedClock
from bot.databases import utility as tables
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import NOW, SmallUtility

Said = Callable[[Answer], str]

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def test_an_unknown_account_is_refused(billing: Asking) -> None:
    with pytest.raises(AccountNotFound):
        billing.balance(999_999)


def test_overdue_and_not_yet_due_bills_are_told_apart(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, SEPTEMBER, "200", paid=None)  # due on 25 October, 28 days ago
    utility.bill(account, OCTOBER, "100", paid=None)  # due on 25 November
    answer = billing.balance(account)
    assert answer.response == "utter_balance_overdue"
    assert answer.card is not None
    assert answer.card["arrears"] == "109.60"  # 200 x 0.548
    assert answer.card["late_fee"] == "3.07"  # 109.60 x 1‰ x 28
    assert answer.card["total_due"] == "167.47"
    assert [item["days_overdue"] for item in answer.card["items"]] == [28, 0]
    text = said(answer)
    assert all(number in text for number in ("164.40", "28天", "3.07", "167.47", "54.80"))
    assert "2026年9月109.60元、2026年10月54.80元" in text


def test_nothing_is_overdue_on_the_due_day_itself(
    utility: SmallUtility, billing: Asking, clock: FixedClock
) -> None:
    account = utility.account()
    utility.bill(account, OCTOBER, "100", paid=None)
    clock.moment = datetime(2026, 11, 25, 23, 59, tzinfo=SHANGHAI)
    assert billing.balance(account).response == "utter_balance_due"
    clock.moment = datetime(2026, 11, 26, 0, 0, tzinfo=SHANGHAI)
    answer = billing.balance(account)
    assert answer.response == "utter_balance_overdue"
    assert answer.facts["late_fee"] == "0.05"


def test_the_late_fee_runs_on_what_was_unpaid_each_day(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    bill = utility.bill(account, SEPTEMBER, "200", amount=Decimal("1000.00"), paid="900")
    # 11 days on 1000, from 26 October to 5 November, then 17 days on 100; 5.00 is paid already.
    paid_at = datetime(2026, 11, 5, 9, 0, tzinfo=SHANGHAI)
    utility.payment(account, paid_at, "905", bills={bill: ("900", "5.00")})
    answer = billing.late_fee(account)
    assert answer.facts["total"] == "7.70"  # 11.00 + 1.70 - 5.00
    assert answer.card is not None
    assert answer.card["items"][0]["unpaid"] == "100.00"
    assert billing.balance(account).facts["late_fee"] == "7.70"


def test_a_payment_in_time_lowers_what_ran_late(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    bill = utility.bill(account, SEPTEMBER, "200", amount=Decimal("1000.00"), paid="900")
    paid_at = datetime(2026, 10, 25, 23, 0, tzinfo=SHANGHAI)
    utility.payment(account, paid_at, "900", bills={bill: ("900", "0")})
    assert billing.late_fee(account).facts["total"] == "2.80"  # 100 x 1‰ x 28


def test_firms_pay_two_per_mille(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account(tariff_class="commercial")
    utility.bill(account, SEPTEMBER, "1000", paid=None)
    answer = billing.late_fee(account)
    assert answer.facts["total"] == "31.25"  # 558 x 2‰ x 28
    assert answer.card is not None
    assert answer.card["items"][0]["rate"] == "2‰"


def test_over_the_years_end_both_rates_are_told(
    utility: SmallUtility, billing: Asking, clock: FixedClock
) -> None:
    account = utility.account(tariff_class="commercial")
    utility.bill(account, date(2025, 11, 1), "1000", paid=None)
    clock.moment = datetime(2026, 1, 10, 9, 0, tzinfo=SHANGHAI)
    answer = billing.late_fee(account)
    assert answer.facts["total"] == "23.44"  # 558 x 2‰ x 6 + 558 x 3‰ x 10
    assert answer.card is not None
    assert answer.card["items"][0]["rate"] == "2‰、1月1日起3‰"
    assert answer.card["source"].startswith("《供电营业规则》（国家发展改革委令第14号")


def test_a_fee_at_its_cap_does_not_grow(
    utility: SmallUtility, billing: Asking, clock: FixedClock, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2025, 9, 1), "200", paid=None)
    answer = billing.late_fee(account)
    assert answer.facts["total"] == "32.28"  # 30 % of 107.60
    assert answer.facts["tomorrow_note"] == ""
    assert "已到上限" in said(answer)


def test_late_fees_that_were_charged_are_told_when_none_runs(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    bill = utility.bill(account, SEPTEMBER, "200")
    paid_at = datetime(2026, 10, 28, 9, 0, tzinfo=SHANGHAI)
    utility.payment(account, paid_at, "109.93", bills={bill: ("109.60", "0.33")})
    answer = billing.late_fee(account)
    assert answer.response == "utter_late_fee_charged_one"
    assert said(answer).startswith("现在没有在计的违约金")
    assert answer.card is not None
    assert answer.card["items"][0]["days"] == 3
    assert "0.33" in said(answer)


def test_a_pending_payment_is_told_so_that_nobody_pays_twice(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, OCTOBER, "100", paid=None)
    utility.payment(account, NOW - timedelta(hours=2), "54.80", status="pending")
    answer = billing.balance(account)
    assert answer.response == "utter_balance_pending"
    assert "11月22日用微信交的54.80元正在处理，还没入账，请先不要再交" in said(answer)


def test_a_cut_off_account_is_told_so(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account(
        status="cut_off", cut_off_at=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
    )
    utility.bill(account, date(2026, 8, 1), "100", paid=None)
    assert "11月20日起因欠费停电，交清后24小时内恢复" in said(billing.balance(account))


def test_a_prepaid_balance_says_how_long_it_lasts(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(
        payment_mode="prepaid", balance=Decimal("20.00"), balance_as_of=NOW - timedelta(hours=10)
    )
    utility.bill(account, OCTOBER, "310")  # 169.88 in 31 days: 5.48 a day
    answer = billing.balance(account)
    assert answer.response == "utter_balance_prepaid"
    text = said(answer)
    assert "20.00元" in text
    assert "大约只够用3天，用完会自动断电" in text
    lasting = billing.balance(account, "还能用几天")
    assert "按平均每天5.48元，大约能用3天，到11月25日前后" in said(lasting)


def test_a_prepaid_account_may_owe(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account(payment_mode="prepaid", balance=Decimal("-12.30"))
    answer = billing.balance(account)
    assert answer.response == "utter_balance_prepaid_owing"
    assert "还欠12.30元" in said(answer)
    assert answer.card is not None
    assert answer.card["total_due"] == "12.30"


def test_credit_of_a_postpaid_account_is_told(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(balance=Decimal("30.00"))
    utility.bill(account, OCTOBER, "100")
    answer = billing.balance(account)
    assert answer.response == "utter_balance_clear"
    assert "预存的30.00元" in said(answer)


def test_nothing_of_another_account_is_told(utility: SmallUtility, billing: Asking) -> None:
    mine, other = utility.account(), utility.account()
    utility.bill(other, SEPTEMBER, "200", paid=None)
    utility.payment(other, NOW - timedelta(hours=2), "54.80", status="pending")
    assert billing.balance(mine).response == "utter_balance_no_bill"
    assert billing.late_fee(mine).response == "utter_late_fee_none"
    assert billing.trace_payment(mine).response == "utter_payment_not_found"


def test_the_number_and_address_on_a_card_are_masked(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    with utility.sessions() as session:
        number = session.get(tables.Account, account).number
    answer = billing.balance(account)
    assert number not in str(answer)
    assert "12号" not in str(answer)
