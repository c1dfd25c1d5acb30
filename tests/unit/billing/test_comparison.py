"""Other tariffs on the account's own last twelve months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bot.billing import Answer
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]


def options(answer: Answer) -> dict[str, dict[str, object]]:
    assert answer.card is not None
    return {option["id"]: option for option in answer.card["options"]}


def twelve_months(utility: SmallUtility, account: int, kwh: str, peak: str | None) -> None:
    utility.year(account, 2025, range(11, 13), kwh, peak=peak)
    utility.year(account, 2026, range(1, 11), kwh, peak=peak)


def test_time_of_use_is_cheaper_for_a_night_owl(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    twelve_months(utility, account, "100", "40")
    answer = billing.compare_tariffs(account)
    assert answer.response == "utter_comparison_other_cheaper"
    # 8 months at 0.538 and 4 at 0.548; 40 x 0.568 + 60 x 0.288 in each.
    assert answer.facts["current_amount"] == "649.60"
    assert answer.facts["other_amount"] == "480.00"
    assert answer.facts["difference"] == "169.60"
    found = options(answer)
    assert found["shared"]["amount"] == "669.60"  # 1200 x 0.558
    assert found["shared"]["available"] is False
    assert found["time_of_use"]["difference"] == "-169.60"
    assert answer.card is not None
    assert answer.card["valley_share"] == "0.6000"
    assert said(answer).startswith("划算：")


def test_a_loser_under_time_of_use_is_told(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account(time_of_use=True)
    twelve_months(utility, account, "100", "98")
    answer = billing.compare_tariffs(account)
    assert answer.response == "utter_comparison_other_cheaper"
    assert answer.facts["other_label"] == "一户一表（不分峰谷）"
    assert "能省" in said(answer)


def test_the_present_tariff_may_be_the_best(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account(time_of_use=True)
    twelve_months(utility, account, "100", "50")
    assert billing.compare_tariffs(account).response == "utter_comparison_current_cheaper"


def test_without_bands_the_break_even_share_is_told(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    twelve_months(utility, account, "100", None)
    answer = billing.compare_tariffs(account)
    assert answer.response == "utter_comparison_break_even"
    # 681.60 - 3.36 s <= 649.60 from s = 9.52 % on.
    assert answer.facts["share"] == "10%"
    assert "amount" not in options(answer)["time_of_use"]
    assert "10%" in said(answer)


def test_bands_of_the_meter_serve_where_the_bill_has_none(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    twelve_months(utility, account, "100", None)
    meter = utility.meter_of(account)
    months = [date(2025, 11, 1), date(2025, 12, 1), *(date(2026, n, 1) for n in range(1, 11))]
    for number, month in enumerate(months):
        utility.reading(
            meter,
            month,
            str(100 * number),
            str(100 * number + 100),
            previous_peak=Decimal(40 * number),
            reading_peak=Decimal(40 * number + 40),
            previous_valley=Decimal(60 * number),
            reading_valley=Decimal(60 * number + 60),
        )
    assert billing.compare_tariffs(account).facts["other_amount"] == "480.00"


def test_less_than_a_year_is_said(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account()
    utility.year(account, 2026, range(6, 11), "100", peak="40")
    assert "只有5个月的账单" in said(billing.compare_tariffs(account))


def test_seven_persons_may_choose_the_shared_price(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account(household_size=7)
    twelve_months(utility, account, "100", "40")
    assert options(billing.compare_tariffs(account))["shared"]["available"] is True


def test_a_shared_account_has_no_other_choice_where_no_band_price_is_known(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account(tariff_class="residential_shared")
    twelve_months(utility, account, "100", "40")
    assert billing.compare_tariffs(account).response == "utter_comparison_not_offered"


def test_firms_and_new_accounts(utility: SmallUtility, billing: Asking) -> None:
    shop = utility.account(tariff_class="commercial")
    twelve_months(utility, shop, "100", None)
    assert billing.compare_tariffs(shop).response == "utter_comparison_not_offered"
    assert billing.compare_tariffs(utility.account()).response == "utter_bill_none_at_all"
