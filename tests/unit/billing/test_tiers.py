"""Where an account stands in the tiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.billing import Answer
from bot.clock import SHANGHAI, FixedClock
from bot.settings import Settings
from bot.tariffs import PriceBook
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import BOOK, NEW, OLD, SmallUtility

Said = Callable[[Answer], str]


def days(utility: SmallUtility, account: int, count: int, kwh: str) -> None:
    for number in range(1, count + 1):
        utility.day(utility.meter_of(account), date(2026, 11, number), kwh)


def test_bills_and_days_since_make_the_sum(
    utility: SmallUtility, billing: Asking, said: Said
) -> None:
    account = utility.account()
    utility.year(account, 2025, range(11, 13), "310")
    utility.year(account, 2026, range(1, 11), "260")
    days(utility, account, 20, "10")
    answer = billing.tiers(account)
    assert answer.response == "utter_tiers"
    card = answer.card
    assert card is not None
    assert card["used_kwh"] == "2800"
    assert (card["current_tier"], card["left_in_tier_kwh"]) == (2, "2000")
    assert card["next_kwh_price"] == "0.598"
    # The rest of November as a third of last year's 310, and December's 310.
    assert (card["projected_kwh"], card["projected_tier"]) == ("3213", 2)
    text = said(answer)
    assert all(part in text for part in ("2800度", "第二档", "2000度", "第三档", "0.598元"))
    assert "以当地最新公布为准" in text


def test_exactly_at_the_limit_the_next_kwh_is_dearer(
    utility: SmallUtility, billing: Asking
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 11), "276")
    answer = billing.tiers(account)
    assert answer.facts["left"] == "0"
    assert answer.facts["tier"] == "第一档"
    assert answer.facts["next_price"] == "0.598元"


def test_the_last_tier_has_no_next(utility: SmallUtility, billing: Asking, said: Said) -> None:
    account = utility.account(time_of_use=True)
    utility.year(account, 2026, range(1, 11), "600", peak="300")
    answer = billing.tiers(account)
    assert answer.response == "utter_tiers_top"
    assert "峰时段0.868元、谷时段0.588元" in said(answer)
    assert answer.card is not None
    assert answer.card["next_kwh_valley_price"] == "0.588"
    assert "left_in_tier_kwh" not in answer.card


def test_the_year_starts_at_nothing(
    utility: SmallUtility, billing: Asking, clock: FixedClock
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 13), "400")
    clock.moment = datetime(2027, 1, 2, 9, 0, tzinfo=SHANGHAI)
    answer = billing.tiers(account)
    assert answer.facts["used"] == "0"
    assert answer.facts["tier"] == "第一档"


def test_a_bill_over_the_years_end_counts_by_days(
    utility: SmallUtility, billing: Asking, clock: FixedClock
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 1, 1), "310", period_start=date(2025, 12, 17), before="3000")
    clock.moment = datetime(2026, 2, 3, 9, 0, tzinfo=SHANGHAI)
    # 31 of 46 days lie in 2026.
    assert billing.tiers(account).facts["used"] == "208.91"


def test_many_persons_move_the_limits(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account(household_size=6)
    utility.year(account, 2026, range(1, 11), "300")
    answer = billing.tiers(account)
    assert answer.card is not None
    assert answer.card["steps"][0]["to_kwh"] == "3960"
    assert answer.card["current_tier"] == 1


def test_a_registration_that_has_ended_does_not(utility: SmallUtility, billing: Asking) -> None:
    account = utility.account(household_size=6, household_valid_until=date(2026, 10, 31))
    utility.year(account, 2026, range(1, 11), "300")
    assert billing.tiers(account).facts["tier"] == "第二档"


def test_a_registration_without_a_known_rule_is_left_out_and_said(
    utility: SmallUtility, settings: Settings, clock: FixedClock, said: Said
) -> None:
    account = utility.account(household_size=6, welfare="minimum_living")
    utility.year(account, 2026, range(1, 11), "300")
    unknown = PriceBook([replace(NEW, household=None, welfare=None), replace(OLD, household=None)])
    answer = Asking(utility.sessions, unknown, clock, settings).tiers(account)
    assert answer.card is not None
    assert answer.card["steps"][0]["to_kwh"] == "2760"
    assert "一户多人口、免费电量我没有找到当地规则的出处" in said(answer)


def test_monthly_tiers_count_this_month(
    utility: SmallUtility, settings: Settings, clock: FixedClock, said: Said
) -> None:
    account = utility.account()
    utility.year(account, 2026, range(1, 11), "300")
    days(utility, account, 20, "150")
    monthly = PriceBook([replace(NEW, tier_period="month"), OLD])
    answer = Asking(utility.sessions, monthly, clock, settings).tiers(account)
    assert answer.card is not None
    assert (answer.card["cycle"], answer.card["used_kwh"]) == ("month", "3000")
    assert "projected_kwh" not in answer.card
    assert said(answer).count("2026年11月") == 1


def test_a_price_without_tiers_and_a_price_nobody_knows(
    utility: SmallUtility, billing: Asking, settings: Settings, clock: FixedClock, said: Said
) -> None:
    shop = utility.account(tariff_class="commercial")
    assert billing.tiers(shop).response == "utter_tiers_none"
    assert "0.558元" in said(billing.tiers(shop))
    farm = utility.account(tariff_class="farming")
    assert billing.tiers(farm).response == "utter_tiers_unknown"
    assert BOOK.listed("testland", clock().date())
