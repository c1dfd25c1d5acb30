"""One bill, several bills, and every reason for none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.billing import Answer
from bot.clock import SHANGHAI, FixedClock
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]


def month(year: int, number: int) -> Period:
    first = date(year, number, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period.from_iso(f"{first}/{last}")


def test_a_bill_carries_its_lines_price_and_state(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(time_of_use=True)
    # 100 kWh of it in the second tier, divided over the bands as the whole bill.
    utility.bill(account, date(2026, 10, 1), "300", peak="180", before="2560", paid=None)
    answer = billing.bill(account, month(2026, 10))
    assert answer.response == "utter_bill"
    card = answer.card
    assert card is not None
    assert card["amount"] == "141.80"  # 180 x 0.568 + 120 x 0.288 + 100 x 0.05
    assert sum(Decimal(line["amount"]) for line in card["lines"]) == Decimal("141.80")
    assert (card["days"], card["peak_kwh"], card["valley_kwh"]) == (31, "180", "120")
    assert card["price"]["checked_on"] == "2026-07-02"
    text = said(answer)
    assert text == "2026年10月电费141.80元，用电300度，还没交，请在11月25日前交。"
    detail = said(billing.bill(account, month(2026, 10), "明细"))
    assert all(line["amount"] in detail for line in card["lines"])
    assert "以当地最新公布为准" in detail


def test_without_a_period_it_is_the_newest_bill(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 11), "100")
    assert billing.bill(account).facts["label"] == "2026年10月"


def test_any_days_within_a_month_mean_that_month(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 11), "100")
    answer = billing.bill(account, Period.from_iso("2026-10-05/2026-10-09"))
    assert (answer.response, answer.facts["label"]) == ("utter_bill", "2026年10月")


def test_several_months_are_listed_and_summed(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(8, 11), "100")
    answer = billing.bill(account, Period.from_iso("2026-07-01/2026-11-30"))
    assert answer.response == "utter_bill_list"
    assert answer.card is not None
    assert answer.card["total_kwh"] == "300"
    assert answer.card["total_amount"] == "164.40"
    assert answer.card["missing"] == ["2026年7月", "2026年11月"]
    text = said(answer)
    assert "2026年11月还没有出账" in text
    assert "2026年7月—11月只有8月到10月的记录" in text


def test_months_before_the_opening_are_not_called_missing(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account(opened_on=date(2026, 9, 12))
    utility.year(account, 2026, range(9, 11), "100")
    answer = billing.bill(account, Period.from_iso("2026-01-01/2026-10-31"))
    assert answer.card is not None
    assert "missing" not in answer.card


def test_the_running_month_tells_the_usage_so_far(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100", before="2660")
    for number in range(1, 11):
        utility.day(utility.meter_of(account), date(2026, 11, number), "10")
    answer = billing.bill(account, month(2026, 11))
    assert answer.response == "utter_bill_open"
    text = said(answer)
    assert "到11月10日用了100度" in text
    assert "大约59.80元" in text  # the second tier begins right after the last bill
    assert "以当地最新公布为准" in text
    assert "。。" not in text


def test_a_future_month_is_told_so(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100")
    answer = billing.bill(account, month(2026, 12))
    assert answer.response == "utter_bill_future"
    assert "54.80" in said(answer)


def test_a_month_without_a_bill_tells_which_there_are(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(opened_on=date(2026, 3, 5))
    utility.year(account, 2026, range(3, 11), "100")
    answer = billing.bill(account, month(2025, 8))
    assert answer.response == "utter_bill_none"
    text = said(answer)
    assert "2026年3月到10月" in text
    assert "2026年3月5日开户" in text


def test_an_unbilled_month_long_ago_is_none_and_not_to_come(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 6, 1), "100")
    assert billing.bill(account, month(2026, 9)).response == "utter_bill_none"
    assert billing.bill(account, month(2026, 10)).response == "utter_bill_not_issued"


def test_after_the_closing_no_bill_is_promised(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(status="closed", closed_on=date(2026, 11, 2))
    utility.bill(account, date(2026, 10, 1), "100")
    answer = billing.bill(account, month(2026, 11))
    assert answer.response == "utter_bill_none"
    assert "2026年11月2日已经销户" in said(answer)


def test_an_overdue_bill_tells_its_late_fee_and_a_partly_paid_one_the_rest(
    utility: SmallUtility, billing: Asking, said: Said, clock: FixedClock
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100", paid="20")
    assert "已经交过20.00元，还欠34.80元，请在11月25日前交" in said(billing.bill(account))
    clock.moment = datetime(2026, 12, 5, 9, 0, tzinfo=SHANGHAI)
    answer = billing.bill(account)
    assert answer.card is not None
    assert (answer.card["status"], answer.card["late_fee"]) == ("overdue", "0.35")
    assert "违约金是0.35元" in said(answer)


def test_doubts_about_the_reading_and_a_dispute_go_with_the_bill(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100", disputed=True)
    utility.reading(
        utility.meter_of(account), date(2026, 10, 1), "1000", "1100", method="estimated"
    )
    answer = billing.bill(account)
    assert answer.card is not None
    assert len(answer.card["notes"]) == 2
    assert "估算" in said(answer)


def test_a_price_set_that_is_gone_costs_only_the_citation(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    bill = utility.bill(account, date(2026, 10, 1), "100")
    from bot.databases.utility import Bill

    utility.change(Bill, bill, price_set_id="lost")
    answer = billing.bill(account)
    assert answer.card is not None
    assert "price" not in answer.card
    assert "54.80" in said(answer)
