"""Usage by day and month; what is missing is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.billing import Answer
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]

NOVEMBER = Period.from_iso("2026-11-01/2026-11-30")


def test_days_with_gaps_estimates_and_bands(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    meter = utility.meter_of(account)
    for number in range(1, 21):
        if number not in (7, 8):
            quality = "estimated" if number == 9 else "measured"
            kwh = "30" if number == 15 else "10"
            utility.day(meter, date(2026, 11, number), kwh, "4", quality=quality)
    answer = billing.usage(account, NOVEMBER)
    card = answer.card
    assert card is not None
    assert card["granularity"] == "day"
    assert card["total_kwh"] == "200"
    assert card["average_kwh"] == "11.11"
    assert card["valley_kwh"] == "72"
    assert card["missing"] == ["11月7日", "11月8日"]
    assert [p["label"] for p in card["points"] if p.get("estimated")] == ["11月9日"]
    text = said(answer)
    highest = billing.usage(account, NOVEMBER, "哪天用得最多")
    assert "用电最多的是11月15日：30度" in said(highest)
    assert "2天没有采集到数据（11月7日至8日）" in text
    assert "2026年11月到20日" in text  # yesterday's hasn't arrived, which is no gap
    assert "低谷72度（36%）" in said(billing.usage(account, NOVEMBER, "谷电占多少"))


def test_a_past_month_misses_its_last_days_too(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.day(utility.meter_of(account), date(2026, 10, 1), "10")
    answer = billing.usage(account, Period.from_iso("2026-10-01/2026-10-03"))
    assert answer.card is not None
    assert answer.card["missing"] == ["10月2日", "10月3日"]


def test_both_meters_of_an_exchange_count_and_an_export_meter_does_not(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    day = date(2026, 11, 3)
    utility.day(utility.meter_of(account), day, "4", "1")
    utility.day(utility.meter(account, installed_on=day), day, "3", "2")
    utility.day(utility.meter(account, direction="export"), day, "99")
    answer = billing.usage(account, Period.from_iso("2026-11-03/2026-11-03"))
    assert answer.card is not None
    assert answer.card["points"][0]["kwh"] == "7"
    assert answer.card["points"][0]["valley_kwh"] == "3"


def test_a_long_period_is_by_month_with_the_running_one_from_days(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 11), "100", peak="60")
    utility.day(utility.meter_of(account), date(2026, 11, 1), "12")
    answer = billing.usage(account, Period.from_iso("2026-01-01/2026-12-31"))
    card = answer.card
    assert card is not None
    assert card["granularity"] == "month"
    assert len(card["points"]) == 11
    assert card["total_kwh"] == "1012"
    assert "peak_kwh" not in card  # not known for November
    assert said(answer).startswith("2026年到11月1日用电1012度")


def test_months_may_be_asked_for_and_days_too(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 9, 1), "100")
    utility.bill(account, date(2026, 10, 1), "100")
    for step in range(90):
        utility.day(utility.meter_of(account), date(2026, 8, 1) + timedelta(days=step), "3")
    autumn = Period.from_iso("2026-08-01/2026-10-29")
    for text, count in (("每天用了多少", 90), ("每个月用多少", 3), ("用了多少度", 3)):
        answer = billing.usage(account, autumn, text)
        assert answer.card is not None
        assert len(answer.card["points"]) == count


def test_days_older_than_the_records_fall_back_to_the_bill(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    utility.bill(account, date(2024, 3, 1), "100")
    answer = billing.usage(account, Period.from_iso("2024-03-01/2024-03-31"))
    assert answer.card is not None
    assert (answer.card["granularity"], answer.card["total_kwh"]) == ("month", "100")


def test_a_gap_between_months_is_told(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 6, 1), "100")
    utility.bill(account, date(2026, 8, 1), "100")
    answer = billing.usage(account, Period.from_iso("2026-06-01/2026-08-31"))
    assert "只有2026年6月、2026年8月的记录" in said(answer)


def test_nothing_there_and_nothing_yet(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100")
    past = billing.usage(account, Period.from_iso("2023-01-01/2023-12-31"))
    assert past.response == "utter_usage_none"
    assert "2026年10月的用电" in said(past)
    future = billing.usage(account, Period.from_iso("2026-12-01/2026-12-31"))
    assert future.response == "utter_usage_future"
