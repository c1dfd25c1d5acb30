"""The published worked examples and boundaries, to the 分; and the wrong pages, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.tariffs import (
    Charge,
    PriceBook,
    PriceSet,
    Terms,
    Usage,
    late_fee,
    load_late_fee_rules,
    rate,
)

FLAT = Terms(time_of_use=False)
TOU = Terms(time_of_use=True)
FIVE = Terms(time_of_use=False, household_size=5)
SIX = Terms(time_of_use=False, household_size=6)


def charge(
    price_set: PriceSet,
    usage: Usage,
    terms: Terms = FLAT,
    *,
    month: int = 7,
    before: str = "0",
) -> Charge:
    year = price_set.valid_from.year
    start = date(year, month, 1)
    return rate(
        price_set,
        usage,
        terms,
        start=start,
        end=start.replace(day=28),
        year_kwh_before=Decimal(before),
    )


def kwh(*amounts: int) -> Usage:
    return Usage(*(Decimal(amount) for amount in amounts))


def test_w01_beijing_year_in_the_first_tier(book: PriceBook) -> None:
    price_set = book.find("beijing", "residential", "below_1kV", date(2024, 6, 1))
    whole_year = rate(
        price_set,
        kwh(1800),
        FLAT,
        start=date(2024, 1, 1),
        end=date(2024, 12, 31),
        year_kwh_before=Decimal(0),
    )
    assert whole_year.total == Decimal("878.94")


def test_w03_beijing_month_under_the_old_monthly_tiers(examples: PriceBook) -> None:
    result = charge(examples.get("beijing-monthly-old"), kwh(300))
    assert result.total == Decimal("149.49")
    assert [line.kwh for line in result.lines] == [240, 60]


def test_w04_guangdong_summer_month(examples: PriceBook) -> None:
    result = charge(examples.get("guangdong-064"), kwh(650))
    assert [line.amount for line in result.lines] == [
        Decimal("166.40"),
        Decimal("234.60"),
        Decimal("47.00"),
    ]
    assert result.total == Decimal("448.00")


def test_w06_shandong_hundred_kwh(examples: PriceBook) -> None:
    assert charge(examples.get("shandong-2023"), kwh(100)).total == Decimal("54.69")


@pytest.mark.parametrize(
    ("price_set_id", "total"), [("sichuan-low", "167.72"), ("sichuan-high", "172.72")]
)
def test_w10_sichuan_with_each_of_the_disputed_prices(
    examples: PriceBook, price_set_id: str, total: str
) -> None:
    assert charge(examples.get(price_set_id), kwh(300)).total == Decimal(total)


def test_w12_and_w13_school_sum(examples: PriceBook) -> None:
    price_set = examples.get("school-sum")
    flat = charge(price_set, kwh(200, 75, 125)).total
    by_time = charge(price_set, kwh(200, 75, 125), TOU).total
    assert (flat, by_time) == (Decimal(104), Decimal(85))


@pytest.mark.parametrize(("used", "total"), [(177, "96.80"), (449, "245.56"), (746, "407.99")])
def test_w14_qingdao_bills_of_2011(examples: PriceBook, used: int, total: str) -> None:
    assert charge(examples.get("qingdao-2011"), kwh(used)).total == Decimal(total)


def test_w15_three_rates(examples: PriceBook) -> None:
    result = charge(examples.get("three-rate"), kwh(600, 300, 100), TOU)
    assert [(line.band, line.amount) for line in result.lines] == [
        ("peak", Decimal(180)),
        ("flat", Decimal(100)),
        ("valley", Decimal(40)),
    ]
    assert result.total == 320


def test_l04_the_cap_is_a_share_of_what_ran_late() -> None:
    rules = load_late_fee_rules(Decimal(0), Decimal("0.30"))
    fee = late_fee(
        Decimal(500),
        date(2024, 1, 31),
        date(2026, 1, 31),
        residential=True,
        bill_amount=Decimal(2000),
        rules=rules,
    )
    assert fee.fee == 150
    assert fee.capped


@pytest.mark.parametrize(
    ("region", "first", "totals"),
    [
        ("zhejiang", 2760, ["1484.34", "1484.88", "1485.47", "2684.40", "2685.24", "3690.00"]),
        ("jiangsu", 2760, ["1457.58", "1458.11", "1458.69", "2637.84", "2638.67", "3631.80"]),
        ("beijing", 2880, ["1405.82", "1406.30", "1406.84", "2439.84", "2440.63", "3385.80"]),
    ],
)
def test_boundaries_of_a_year(book: PriceBook, region: str, first: int, totals: list[str]) -> None:
    price_set = book.find(region, "residential", "below_1kV", date(2024, 6, 1))
    amounts = [first - 1, first, first + 1, 4800, 4801, 6000]
    computed = [
        rate(
            price_set,
            kwh(amount),
            FLAT,
            start=date(2024, 1, 1),
            end=date(2024, 12, 31),
            year_kwh_before=Decimal(0),
        ).total
        for amount in amounts
    ]
    assert computed == [Decimal(total) for total in totals]


@pytest.mark.parametrize(
    ("region", "months", "kwh_each", "terms", "total"),
    [
        ("zhejiang", 12, 4800, FLAT, "2684.40"),
        ("zhejiang", 12, 4800, FIVE, "2624.40"),
        ("zhejiang", 12, 6720, FLAT, "4293.36"),
        ("zhejiang", 12, 6720, FIVE, "3933.36"),
        ("jiangsu", 12, 5000, FLAT, "2803.50"),
        ("beijing", 12, 5000, FLAT, "2597.50"),
        ("beijing", 12, 5000, SIX, "2487.50"),
        ("heilongjiang", 12, 4000, FLAT, "2358.00"),
        ("heilongjiang", 12, 4000, SIX, "2235.60"),
        ("jiangxi", 12, 3000, FLAT, "1842.00"),  # one page has 1872
        ("jiangxi", 12, 5000, FLAT, "3342.00"),  # and 3186
        ("henan", 12, 2500, FLAT, "1417.00"),  # one page has 1401
        ("guangxi", 12, 5000, FLAT, "2893.50"),
        ("chongqing", 12, 5000, FLAT, "2780.00"),
        ("guizhou", 12, 5000, FLAT, "2453.00"),
        ("liaoning", 1, 350, FLAT, "191.50"),  # 2298 a year
        ("shandong", 1, 400, FLAT, "228.26"),
        ("shandong", 1, 400, FIVE, "223.26"),
        ("guangzhou", 1, 650, FLAT, "414.76"),
        ("guangzhou", 1, 650, FIVE, "397.26"),
        ("hunan", 1, 600, FLAT, "410.30"),
        ("hainan", 1, 400, FLAT, "262.32"),
        ("qinghai", 1, 140, FLAT, "52.79"),
        ("qinghai", 1, 170, FLAT, "65.11"),
        ("qinghai", 1, 270, FLAT, "117.82"),
    ],
)
def test_published_sums_of_the_regions(
    book: PriceBook, region: str, months: int, kwh_each: int, terms: Terms, total: str
) -> None:
    """A year, or a month of July."""
    price_set = book.find(region, "residential", "below_1kV", date(2025, 7, 1))
    first, last = (1, date(2025, 12, 31)) if months == 12 else (7, date(2025, 7, 31))
    found = rate(
        price_set,
        kwh(kwh_each),
        terms,
        start=date(2025, first, 1),
        end=last,
        year_kwh_before=Decimal(0),
    )
    assert found.total == Decimal(total)


def test_guangzhou_as_the_newspaper_has_it(book: PriceBook) -> None:
    """Its 370.40 元 for 600 kWh in July come from prices rounded to three digits."""
    exact = book.get("guangzhou-residential-2024")
    assert charge(exact, kwh(600)).total == Decimal("370.32")
    seasons = tuple(
        replace(
            season,
            steps=tuple(replace(step, price=round(step.price, 3)) for step in season.steps),
        )
        for season in exact.seasons
    )
    assert charge(replace(exact, seasons=seasons), kwh(600)).total == Decimal("370.40")


def test_shanghais_year_in_whole_jiao(book: PriceBook) -> None:
    price_set = book.get("shanghai-residential-2023")
    year = rate(
        price_set,
        kwh(5000),
        FLAT,
        start=date(2025, 1, 1),
        end=date(2025, 12, 31),
        year_kwh_before=Decimal(0),
    )
    assert (year.total, year.carried) == (Decimal("3229.00"), 0)


@pytest.mark.parametrize(("used", "total"), [(300, "172.72"), (400, "254.96")])
def test_sichuan_outside_the_wet_season(book: PriceBook, used: int, total: str) -> None:
    price_set = book.find("sichuan", "residential", "below_1kV", date(2026, 4, 1))
    april = rate(
        price_set,
        kwh(used),
        FLAT,
        start=date(2026, 4, 1),
        end=date(2026, 4, 30),
        year_kwh_before=Decimal(0),
    )
    assert april.total == Decimal(total)


def test_sichuans_free_kwh_are_worth_7_84(book: PriceBook) -> None:
    price_set = book.find("sichuan", "residential", "below_1kV", date(2026, 4, 1))
    april = rate(
        price_set,
        kwh(100),
        Terms(time_of_use=False, welfare="minimum_living"),
        start=date(2026, 4, 1),
        end=date(2026, 4, 30),
        year_kwh_before=Decimal(0),
    )
    assert april.lines[-1].amount == Decimal("-7.84")


def test_a_shared_meters_year_in_zhejiang(book: PriceBook) -> None:
    assert Decimal(6720) * book.get("zhejiang-shared-2023").base_price == Decimal("3749.76")


class TestWrongPages:
    """What wrong or conflicting pages claim is not what our data says."""

    def test_shanghai_time_of_use_prices(self, book: PriceBook) -> None:
        found = book.get("shanghai-residential-2023").time_of_use
        assert found is not None
        assert found.price(2, "peak") == Decimal("0.677")  # claimed: 0.667
        assert found.price(3, "peak") == Decimal("0.977")  # claimed: 0.917
        assert found.price(3, "valley") == Decimal("0.487")  # claimed: 0.467
        assert {p.price for p in found.prices}.isdisjoint({Decimal("0.833"), Decimal("0.533")})

    def test_shanghai_tiers_are_yearly(self, book: PriceBook) -> None:
        price_set = book.get("shanghai-residential-2023")
        assert price_set.tier_period == "year"  # claimed: monthly 240/400
        assert [step.to_kwh for step in price_set.steps] == [3120, 4800, None]
        assert [step.price for step in price_set.steps] == [
            Decimal("0.617"),
            Decimal("0.667"),
            Decimal("0.917"),
        ]

    def test_guangdong_has_three_tiers_of_two_seasons(self, examples: PriceBook) -> None:
        price_set = examples.get("guangdong-064")  # claimed: 160/400/800 in four tiers
        assert [step.to_kwh for step in price_set.steps_in(7)] == [260, 600, None]
        assert [step.to_kwh for step in price_set.steps_in(1)] == [200, 400, None]

    def test_sichuans_second_tier_carries_ten_cents(self, book: PriceBook) -> None:
        price_set = book.find("sichuan", "residential", "below_1kV", date(2026, 4, 1))
        assert price_set.steps[1].price == Decimal("0.6224")  # claimed: 0.5724
        assert price_set.steps[0].price == Decimal("0.5224")  # claimed: 0.5469

    def test_jiangsus_second_tier(self, book: PriceBook) -> None:
        price_set = book.get("jiangsu-residential-2023")
        assert price_set.steps[1].price == Decimal("0.5783")  # claimed: 0.5738

    def test_guizhous_limits_are_those_of_2016(self, book: PriceBook) -> None:
        price_set = book.get("guizhou-residential-2016")
        assert [step.to_kwh for step in price_set.steps] == [3000, 4700, None]  # claimed: 2200/4000

    def test_zhejiang_valley(self, book: PriceBook) -> None:
        found = book.get("zhejiang-residential-2023").time_of_use
        assert found is not None
        assert found.price(1, "valley") == Decimal("0.288")  # claimed: 0.298

    def test_late_fees_are_per_mille_and_residents_pay_the_least(self) -> None:
        rules = load_late_fee_rules(Decimal(0), None)  # claimed: 2‰; 1 %, 2 %, 3 %
        assert rules.residential == Decimal("0.001")
        assert rules.other_same_year == Decimal("0.002")
        assert rules.other_cross_year == Decimal("0.003")
