"""Payments, lost payments, invoices and ways to pay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from bot.billing import Answer
from bot.billing.payment_ways import load_ways
from bot.clock import SHANGHAI
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import NOW, SmallUtility

Said = Callable[[Answer], str]


def test_payments_tell_what_they_settled(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    bills = [utility.bill(account, date(2026, number, 1), "100") for number in (9, 10)]
    utility.payment(
        account,
        datetime(2026, 11, 5, 18, 12, tzinfo=SHANGHAI),
        "109.60",
        bills=dict.fromkeys(bills, ("54.80", "0")),
    )
    answer = billing.payments(account)
    assert answer.response == "utter_payment_one"
    assert "11月5日用微信交的109.60元已入账，抵的是2026年9月到10月的电费" in said(answer)


def test_a_payment_just_after_midnight_belongs_to_its_day_in_shanghai(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    utility.payment(account, datetime(2026, 11, 1, 0, 5, tzinfo=SHANGHAI), "10.00")
    october = billing.payments(account, Period.from_iso("2026-10-01/2026-10-31"))
    november = billing.payments(account, Period.from_iso("2026-11-01/2026-11-30"))
    assert october.response == "utter_payments_none"
    assert november.facts["amount"] == "10.00"


def test_only_posted_payments_are_summed(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.payment(account, NOW - timedelta(days=3), "10.00")
    utility.payment(account, NOW - timedelta(days=2), "20.00", status="failed")
    answer = billing.payments(account)
    assert (answer.facts["count"], answer.facts["total"]) == ("1", "10.00")
    assert "另外有1笔还没有入账" in said(answer)


def test_payments_of_which_none_arrived(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.payment(account, NOW - timedelta(hours=2), "20.00", status="pending")
    assert "20.00元处理中" in said(billing.payments(account))
    utility.payment(account, NOW - timedelta(hours=3), "30.00", status="failed")
    answer = billing.payments(account)
    assert answer.response == "utter_payments_open"
    assert "30.00元，没有成功" in said(answer)


@pytest.mark.parametrize(
    ("status", "words"),
    [("pending", "请先不要重复交费"), ("failed", "原路退回"), ("refunded", "退款记录")],
)
def test_a_payment_that_has_not_arrived_is_found(
    utility: SmallUtility, billing: Asking, said: Said, status: str, words: str
) -> None:
    account = utility.account()
    utility.payment(account, NOW - timedelta(days=1), "20.00", status=status)
    answer = billing.trace_payment(account)
    assert answer.response == "utter_payment_found"
    assert words in said(answer)


def test_all_posted_and_nothing_at_all(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.payment(account, NOW - timedelta(days=120), "20.00", status="pending")
    assert billing.trace_payment(account).response == "utter_payment_not_found"
    utility.payment(account, NOW - timedelta(days=5), "20.00")
    assert billing.trace_payment(account).response == "utter_payment_all_posted"


def test_the_reference_on_the_card_is_masked(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.payment(account, NOW - timedelta(days=5), "20.00")
    card = billing.payments(account).card
    assert card is not None
    assert "*" in card["items"][0]["reference_masked"]


def test_invoices_issued_missing_and_reversed(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    bills = [utility.bill(account, date(2026, number, 1), "100") for number in (8, 9, 10)]
    assert billing.invoices(account).response == "utter_invoices_not_issued"
    utility.invoice(bills[0])
    utility.invoice(bills[1], status="red")
    answer = billing.invoices(account)
    assert answer.response == "utter_invoices"
    assert answer.card is not None
    assert [item["status"] for item in answer.card["items"]] == ["issued", "red", "none"]
    text = said(answer)
    assert "2026年9月的发票已经红冲" in text
    assert "2026年10月的发票还没有开" in text
    none = billing.invoices(account, Period.from_iso("2020-01-01/2020-01-31"))
    assert none.response == "utter_invoices_none"


def test_ways_to_pay_without_an_account(billing: Asking, said: Said) -> None:
    answer = billing.payment_ways()
    assert answer.response == "utter_payment_ways"
    assert answer.card is not None
    assert answer.card["offline"]
    assert said(answer).index("手机上") < said(answer).index("线下")


@pytest.mark.parametrize("elderly", [{"tags": "elderly,medical"}, {"birth_year": 1950}])
def test_an_elderly_customer_hears_of_the_counter_first(
    utility: SmallUtility, billing: Asking, said: Said, elderly: dict[str, object]
) -> None:
    account = utility.account(
        customer=utility.customer(**elderly), parent=utility.station(), payment_mode="prepaid"
    )
    answer = billing.payment_ways(account)
    assert answer.response == "utter_payment_ways_offline_first"
    text = said(answer)
    assert "测试供电所，地址测试路1号，8:30到17:00" in text
    assert "银行代扣" not in text  # not for prepaid accounts
    assert text.index("营业厅") < text.index("微信")


def test_the_file_of_ways_names_only_known_places() -> None:
    known = {"hotline": "1", "station": "2", "address": "3", "hours": "4"}
    ways = load_ways().ways
    assert {way.kind for way in ways} == {"online", "offline"}
    for way in ways:
        assert way.how.format(**known)
        assert way.needs_station or "{station}" not in way.how
