"""Why a bill is high, against the month before and a year ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.billing import Answer
from bot.databases.utility import Bill, Meter
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]

OCTOBER = Period.from_iso("2026-10-01/2026-10-31")


def parts_of(answer: Answer, number: int = 0) -> dict[str, str]:
    assert answer.card is not None
    comparison = answer.card["comparisons"][number]
    total = sum(Decimal(part["amount"]) for part in comparison["parts"])
    assert total == Decimal(comparison["change"])
    return {part["factor"]: part["amount"] for part in comparison["parts"]}


def sentences(answer: Answer) -> set[str]:
    """Every part of every comparison in words, as the card has them."""
    assert answer.card is not None
    return {part["sentence"] for one in answer.card["comparisons"] for part in one["parts"]}


def test_more_use_and_the_second_tier_are_told_apart(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2025, 10, 1), "217", before="1000")
    utility.bill(account, date(2026, 9, 1), "300", before="2460")
    utility.bill(account, date(2026, 10, 1), "341", before="2760")
    answer = billing.explain(account, OCTOBER)
    assert answer.response == "utter_bill_change"
    # 10 a day to 11 a day in 31 days instead of 30; before 2760 at 0.548, behind it 0.05 more.
    # 310 kWh: 10 above 2760; 341 kWh: 41 above; all of them in the end.
    assert parts_of(answer) == {"days": "5.98", "usage": "18.54", "tier": "15.00"}
    assert parts_of(answer, 1) == {"price": "2.17", "usage": "67.95", "tier": "17.05"}
    text = said(answer)
    assert "多39.52元，主要是每天平均多用了1.0度（10.0→11.0度），多花18.54元" in text
    assert "比去年同月多87.17元" in text
    assert "比去年同月（116.75元、217度）多87.17元，主要是" in said(
        billing.explain(account, OCTOBER, "为什么比去年多")
    )
    assert sentences(answer) >= {
        "计费31天，多1天，多花5.98元",
        "累计用电进入了第二档，多花17.05元",
        "电价有调整（现行的2026年7月1日起执行），多花2.17元",
    }
    assert "以当地最新公布为准" in str(answer.card)


def test_a_bill_that_is_not_higher_is_called_so(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 9, 1), "300")
    utility.bill(account, date(2026, 10, 1), "248", before="300")
    answer = billing.explain(account, OCTOBER)
    assert answer.response == "utter_bill_change_not_higher"
    assert "每天平均少用了2.0度" in said(answer)


def test_the_first_bill_has_nothing_to_compare_with(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "248")
    answer = billing.explain(account, OCTOBER)
    assert answer.response == "utter_bill_change_alone"
    assert "135.90" in said(answer)


def test_a_month_that_is_not_billed_yet_falls_back_to_the_newest_bill(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(8, 11), "100")
    answer = billing.explain(account, Period.from_iso("2026-11-01/2026-11-30"))
    assert answer.facts["label"] == "2026年10月"
    assert said(answer).startswith("2026年11月的账单还没有出，先说说最近一期。")


def test_several_months_are_compared_with_the_same_months_a_year_ago(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    utility.year(account, 2025, range(1, 13), "100")
    utility.year(account, 2026, range(1, 11), "150")
    answer = billing.explain(account, Period.from_iso("2026-01-01/2026-12-31"))
    assert answer.card is not None
    assert len(answer.card["comparisons"]) == 1
    assert answer.card["current"]["kwh"] == "1500"
    assert answer.card["comparisons"][0]["base"]["kwh"] == "1000"
    # 600 kWh until June at 0.538 and 400 after it at 0.548; the price rose on 1 July.
    assert parts_of(answer) == {"price": "4.00", "usage": "271.00"}


def test_only_months_with_a_counterpart_are_compared_and_named(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2025, 10, 1), "100")
    utility.year(account, 2026, range(9, 11), "150")
    answer = billing.explain(account, Period.from_iso("2026-09-01/2026-10-31"))
    assert "其中2026年10月比去年同期（53.80元、100度）多28.40元" in said(answer)


def test_switching_to_time_of_use_is_a_part_of_its_own(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(time_of_use=True)
    utility.bill(account, date(2026, 9, 1), "300", peak="150", time_of_use=False)
    utility.bill(account, date(2026, 10, 1), "310", peak="155", before="300")
    answer = billing.explain(account, OCTOBER)
    assert parts_of(answer) == {"other": "-36.00", "days": "4.28"}
    assert "改按峰谷电价计费，少花36.00元" in said(answer)


def test_a_shift_into_the_peak_is_told_with_both_shares(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(time_of_use=True)
    utility.bill(account, date(2026, 9, 1), "300", peak="150", days=30)
    utility.bill(account, date(2026, 10, 1), "300", peak="180", before="300", days=30)
    answer = billing.explain(account, OCTOBER)
    assert parts_of(answer) == {"peak_share": "8.40"}
    assert "高峰时段用电的占比从50%变为60%，多花8.40元" in said(answer)


def test_small_changes_are_told_with_more_digits(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(time_of_use=True)
    utility.bill(account, date(2026, 9, 1), "300", peak="150", days=30)
    utility.bill(account, date(2026, 10, 1), "301.50", peak="151.35", before="300", days=30)
    answer = billing.explain(account, OCTOBER)
    assert "每天平均多用了0.05度（10→10.05度）" in said(answer)
    assert any("占比从50.0%变为50.2%" in sentence for sentence in sentences(answer))


def test_the_new_year_starts_the_tiers_again(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.bill(account, date(2025, 12, 1), "310", before="4000")
    utility.bill(account, date(2026, 1, 1), "341", before="0")
    answer = billing.explain(account, Period.from_iso("2026-01-01/2026-01-31"))
    assert parts_of(answer) == {"usage": "18.23", "tier": "-17.05"}
    assert "新的一年阶梯电量重新算起，少花17.05元" in sentences(answer)


def test_a_correction_by_hand_is_named(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 9, 1), "310", days=30)
    utility.bill(account, date(2026, 10, 1), "310", days=30, amount=Decimal("179.88"))
    answer = billing.explain(account, OCTOBER)
    assert parts_of(answer) == {"other": "10.00"}
    assert "账单有过调整，多花10.00元" in said(answer)


def test_a_lost_price_set_is_admitted(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    bill = utility.bill(account, date(2026, 9, 1), "300")
    utility.change(Bill, bill, price_set_id="lost")
    utility.bill(account, date(2026, 10, 1), "310")
    answer = billing.explain(account, OCTOBER)
    assert parts_of(answer) == {"other": "5.48"}
    assert "没法再细分" in said(answer)


def test_no_bill_then_tells_which_there_are(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    assert billing.explain(account).response == "utter_bill_none_at_all"
    utility.bill(account, date(2026, 10, 1), "310")
    answer = billing.explain(account, Period.from_iso("2024-01-01/2024-01-31"))
    assert answer.response == "utter_bill_none"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("estimated", "估算"),
        ("exchange", "换过电表"),
        ("fault", "可能有异常"),
        ("offline", "采集不到数据"),
    ],
)
def test_a_doubtful_reading_comes_with_the_offer_of_a_check(
    utility: SmallUtility, billing: Asking, said: Said, reason: str, words: str
) -> None:
    account = utility.account()
    meter = utility.meter_of(account)
    utility.bill(account, date(2026, 9, 1), "300")
    utility.bill(account, date(2026, 10, 1), "400")
    method = "estimated" if reason == "estimated" else "remote"
    utility.reading(meter, date(2026, 10, 1), "1000", "1400", method=method)
    if reason == "exchange":
        second = utility.meter(account, installed_on=date(2026, 10, 12))
        utility.reading(second, date(2026, 10, 1), "0", "200")
    if reason == "fault":
        utility.change(Meter, meter, condition="fault_suspected")
    if reason == "offline":
        utility.change(Meter, meter, condition="offline")
    answer = billing.explain(account, OCTOBER)
    assert answer.facts["check_reason"] == reason
    text = said(answer)
    assert words in text
    assert "登记核查电表" in text


def test_a_fault_of_today_says_nothing_about_a_bill_long_ago(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    meter = utility.meter_of(account)
    utility.change(Meter, meter, condition="fault_suspected")
    utility.bill(account, date(2026, 4, 1), "300")
    utility.bill(account, date(2026, 5, 1), "400")
    utility.reading(meter, date(2026, 5, 1), "1000", "1400")
    answer = billing.explain(account, Period.from_iso("2026-05-01/2026-05-31"))
    assert answer.facts["check_reason"] == ""


def test_an_estimate_in_the_month_before_is_told_too(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    meter = utility.meter_of(account)
    utility.bill(account, date(2026, 9, 1), "100")
    utility.bill(account, date(2026, 10, 1), "400")
    utility.reading(meter, date(2026, 9, 1), "900", "1000", method="estimated")
    utility.reading(meter, date(2026, 10, 1), "1000", "1400")
    assert "2026年9月的示数是估算的" in said(billing.explain(account, OCTOBER))


def test_days_that_stand_out_are_named(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 9, 1), "100")
    utility.bill(account, date(2026, 10, 1), "400")
    for number in range(1, 32):
        kwh = "40" if number in (3, 4) else "10"
        utility.day(utility.meter_of(account), date(2026, 10, number), kwh)
    answer = billing.explain(account, OCTOBER)
    assert "10月3日（40度）、10月4日（40度）" in str(answer.card)
