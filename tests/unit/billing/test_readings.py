"""Readings, and what people get to know who check one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bot.billing import Answer
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]

OCTOBER = date(2026, 10, 1)


def test_a_reading_with_its_bands(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.bill(account, OCTOBER, "100")
    utility.reading(
        utility.meter_of(account),
        OCTOBER,
        "11510.25",
        "11610.25",
        previous_peak=Decimal(7000),
        reading_peak=Decimal(7060),
        previous_valley=Decimal("4510.25"),
        reading_valley=Decimal("4550.25"),
    )
    answer = billing.readings(account)
    assert answer.card is not None
    rows = answer.card["items"][0]["rows"]
    assert [(row["label"], row["kwh"]) for row in rows] == [
        ("总", "100"),
        ("峰", "60"),
        ("谷", "40"),
    ]
    text = said(answer)
    assert "10月31日抄到11610.25，上次11510.25，用了100度" in text
    assert answer.card["items"][0]["method_label"] == "远程自动抄表"


def test_no_reading_then(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    assert billing.readings(account).response == "utter_readings_none"
    utility.bill(account, OCTOBER, "100")
    answer = billing.readings(account, Period.from_iso("2025-01-01/2025-01-31"))
    assert answer.response == "utter_readings_none"
    assert "2026年10月" in answer.facts["available_note"]


def test_a_dispute_names_amounts_bases_and_reading_but_no_person(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    meter = utility.meter_of(account)
    utility.bill(account, date(2025, 10, 1), "100")
    utility.bill(account, date(2026, 9, 1), "200")
    bill = utility.bill(account, OCTOBER, "400")
    utility.reading(meter, OCTOBER, "1000", "1400", method="manual")
    found = billing.dispute_summary(account)
    assert found is not None
    assert (found.bill_id, found.label) == (bill, "2026年10月")
    assert "219.20元" in found.summary
    assert "+109.60元" in found.summary
    assert "+165.40元" in found.summary
    assert "1000→1400" in found.summary
    assert len(found.summary) <= 255
    assert "测试户主" not in str(found)
    assert "401室" not in str(found)
    reading = billing.reading_summary(account)
    assert reading is not None
    assert "人工抄表" in reading.summary


def test_a_summary_always_fits_its_column(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    utility.bill(account, date(2025, 10, 1), "100")
    utility.bill(account, date(2026, 9, 1), "200")
    utility.bill(account, OCTOBER, "400", disputed=True)
    for number in range(5):
        meter = utility.meter(account, installed_on=date(2026, 10, 10 + number))
        utility.reading(meter, OCTOBER, "100000.25", "200000.75", method="estimated")
    found = billing.dispute_summary(account)
    assert found is not None
    assert len(found.summary) == 255
    assert found.summary.endswith("…")


def test_a_month_without_a_bill_cannot_be_disputed(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account()
    assert billing.dispute_summary(account) is None
    utility.bill(account, OCTOBER, "400")
    assert billing.dispute_summary(account, Period.from_iso("2026-11-01/2026-11-30")) is None
    assert billing.reading_summary(account, Period.from_iso("2025-11-01/2025-11-30")) is None
