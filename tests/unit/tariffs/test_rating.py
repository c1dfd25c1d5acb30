"""The tariff engine's rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.tariffs import (
    Line,
    LineKind,
    PriceBook,
    PriceSet,
    RuleUnknown,
    Terms,
    Usage,
    UsageMismatch,
    line_label,
    quota,
    rate,
    standing,
)

FLAT = Terms(time_of_use=False)
TOU = Terms(time_of_use=True)
JULY = (date(2025, 7, 1), date(2025, 7, 31))


def total(price_set: PriceSet, usage: Usage, terms: Terms = FLAT, before: str = "0") -> Decimal:
    return lines_and_total(price_set, usage, terms, before)[1]


def lines_and_total(
    price_set: PriceSet,
    usage: Usage,
    terms: Terms = FLAT,
    before: str = "0",
    days: tuple[date, date] = JULY,
) -> tuple[list[tuple[str, str, str]], Decimal]:
    """Lines as (label, kWh, unit price) and the total."""
    charge = rate(
        price_set, usage, terms, start=days[0], end=days[1], year_kwh_before=Decimal(before)
    )
    shown = [
        (line_label(line), f"{line.kwh:.2f}", f"{line.unit_price:.3f}")
        for line in charge.lines
        if line.kwh is not None
    ]
    return shown, charge.total


def kwh(*amounts: str) -> Usage:
    return Usage(*(Decimal(amount) for amount in amounts))


class TestYear:
    """The yearly clock."""

    def test_crosses_two_thresholds_in_one_bill(self, book: PriceBook) -> None:
        lines, amount = lines_and_total(
            book.get("zhejiang-residential-2023"), kwh("2500"), before="2600"
        )
        assert lines == [
            ("第一档电费", "160.00", "0.538"),
            ("第二档电费", "2040.00", "0.588"),
            ("第三档电费", "300.00", "0.838"),
        ]
        assert amount == Decimal("1537.00")

    def test_restarts_inside_a_bill_that_spans_the_years_end(self, book: PriceBook) -> None:
        lines, amount = lines_and_total(
            book.get("zhejiang-residential-2023"),
            kwh("310"),
            before="4800",
            days=(date(2025, 12, 16), date(2026, 1, 15)),
        )
        assert lines == [("第三档电费", "160.00", "0.838"), ("第一档电费", "150.00", "0.538")]
        assert amount == Decimal("214.78")

    def test_the_years_end_divides_each_band(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("jiangsu-residential-2023"),
            kwh("310", "200", "110"),
            TOU,
            before="4800",
            days=(date(2025, 12, 16), date(2026, 1, 15)),
        )
        assert lines == [
            ("高峰电费", "200.00", "0.558"),
            ("低谷电费", "110.00", "0.358"),
            ("第三档阶梯加价", "160.00", "0.300"),
        ]

    def test_the_years_end_divides_each_band_of_a_tier(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("zhejiang-residential-2023"),
            kwh("310", "200", "110"),
            TOU,
            before="4800",
            days=(date(2025, 12, 16), date(2026, 1, 15)),
        )
        assert lines == [
            ("第三档高峰电费", "103.23", "0.868"),
            ("第三档低谷电费", "56.77", "0.588"),
            ("第一档高峰电费", "96.77", "0.568"),
            ("第一档低谷电费", "53.23", "0.288"),
        ]

    def test_two_months_in_one_bill_count_once_for_the_year(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        both = rate(
            price_set,
            kwh("500"),
            FLAT,
            start=date(2025, 1, 1),
            end=date(2025, 2, 28),
            year_kwh_before=Decimal(0),
        )
        assert both.total == Decimal("269.00")

    def test_ends_before_it_starts(self, book: PriceBook) -> None:
        with pytest.raises(ValueError, match="before it starts"):
            lines_and_total(
                book.get("zhejiang-residential-2023"),
                kwh("1"),
                days=(date(2025, 2, 1), date(2025, 1, 31)),
            )


class TestOpening:
    """Months since the opening times the monthly quota; a month begun counts whole."""

    @pytest.mark.parametrize(
        ("opened_on", "limits"),
        [
            (date(2025, 1, 1), [2760, 4800]),
            (date(2025, 9, 1), [920, 1600]),
            (date(2025, 9, 30), [920, 1600]),
            (date(2025, 12, 31), [230, 400]),
            (date(2019, 5, 5), [2760, 4800]),
        ],
    )
    def test_first_year(self, book: PriceBook, opened_on: date, limits: list[int]) -> None:
        terms = Terms(time_of_use=False, opened_on=opened_on)
        found = standing(
            book.get("zhejiang-residential-2023"), Decimal(0), terms, date(2025, 12, 31)
        )
        assert [step.to_kwh for step in found.steps] == [*limits, None]

    def test_the_next_year_is_full(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, opened_on=date(2025, 12, 1))
        found = standing(book.get("zhejiang-residential-2023"), Decimal(0), terms, date(2026, 1, 1))
        assert [step.to_kwh for step in found.steps] == [2760, 4800, None]

    @pytest.mark.parametrize(
        ("opened_on", "closed_on", "limits"),
        [
            (date(2025, 3, 5), None, [2000, 4000]),
            (date(2025, 6, 4), None, [1400, 2800]),
            (None, date(2025, 3, 5), [600, 1200]),
            (date(2025, 3, 5), date(2025, 3, 6), [200, 400]),
        ],
    )
    def test_examples_of_the_grid_companys_bank(
        self,
        book: PriceBook,
        opened_on: date | None,
        closed_on: date | None,
        limits: list[int],
    ) -> None:
        """200 and 400 kWh a month; facts of 《完善阶梯》, a part month counts whole."""
        published = book.get("zhejiang-residential-2023")
        steps = tuple(
            replace(step, from_kwh=Decimal(lower), to_kwh=upper)
            for step, lower, upper in zip(
                published.steps, (0, 2400, 4800), (Decimal(2400), Decimal(4800), None), strict=True
            )
        )
        price_set = replace(published, seasons=(replace(published.seasons[0], steps=steps),))
        terms = Terms(time_of_use=False, opened_on=opened_on, closed_on=closed_on)
        found = quota(price_set, terms, date(2025, 3, 31))
        assert [step.to_kwh for step in found] == [*limits, None]

    def test_a_year_after_the_closing_has_no_quota(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, closed_on=date(2024, 12, 31))
        with pytest.raises(ValueError, match="no quota for 2025"):
            quota(book.get("zhejiang-residential-2023"), terms, date(2025, 1, 1))

    def test_charges_by_it(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, opened_on=date(2025, 7, 20))
        # 6 months: first tier to 1380
        assert total(
            book.get("zhejiang-residential-2023"), kwh("100"), terms, before="1330"
        ) == Decimal("56.30")

    def test_a_bill_before_the_opening(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, opened_on=date(2026, 1, 1))
        with pytest.raises(ValueError, match="no quota for 2025"):
            total(book.get("zhejiang-residential-2023"), kwh("1"), terms)


class TestMonth:
    """Monthly and seasonal tiers."""

    def test_a_winter_month_has_smaller_tiers(self, examples: PriceBook) -> None:
        _, amount = lines_and_total(
            examples.get("guangdong-064"), kwh("450"), days=(date(2013, 1, 1), date(2013, 1, 31))
        )
        assert amount == Decimal("313.00")  # 200*0.64 + 200*0.69 + 50*0.94

    def test_a_two_month_bill_over_the_seasons_gets_both_quotas(self, examples: PriceBook) -> None:
        lines, _ = lines_and_total(
            examples.get("guangdong-064"), kwh("500"), days=(date(2013, 4, 1), date(2013, 5, 31))
        )
        assert lines == [("第一档电费", "460.00", "0.640"), ("第二档电费", "40.00", "0.690")]

    def test_a_month_begun_counts_whole(self, examples: PriceBook) -> None:
        lines, _ = lines_and_total(
            examples.get("guangdong-064"), kwh("300"), days=(date(2013, 7, 1), date(2013, 7, 10))
        )
        assert lines[0] == ("第一档电费", "260.00", "0.640")

    def test_a_bill_from_mid_month_is_in_the_season_it_ends_in(self, examples: PriceBook) -> None:
        lines, _ = lines_and_total(
            examples.get("guangdong-064"), kwh("250"), days=(date(2013, 4, 16), date(2013, 5, 15))
        )
        assert lines == [("第一档电费", "250.00", "0.640")]

    def test_the_year_before_does_not_matter(self, examples: PriceBook) -> None:
        price_set = examples.get("guangdong-064")
        assert total(price_set, kwh("100"), before="9000") == total(price_set, kwh("100"))


class TestTimeOfUse:
    """峰谷 with tiers, in the published readings."""

    def test_jiangsu_adds_the_surcharge_to_the_first_tiers_band_prices(
        self, book: PriceBook
    ) -> None:
        lines, amount = lines_and_total(
            book.get("jiangsu-residential-2023"), kwh("300", "180", "120"), TOU, before="2700"
        )
        assert lines == [
            ("高峰电费", "180.00", "0.558"),
            ("低谷电费", "120.00", "0.358"),
            ("第二档阶梯加价", "240.00", "0.050"),
        ]
        assert amount == Decimal("155.49")  # 100.494 + 42.996 + 12

    def test_segments_give_each_tier_its_band_prices(self, book: PriceBook) -> None:
        published = book.get("shanghai-residential-2023")
        assert published.time_of_use is not None
        price_set = replace(
            published, time_of_use=replace(published.time_of_use, crossing="by_share")
        )
        lines, amount = lines_and_total(price_set, kwh("200", "120", "80"), TOU, before="3020")
        assert lines == [
            ("第一档高峰电费", "60.00", "0.617"),
            ("第一档低谷电费", "40.00", "0.307"),
            ("第二档高峰电费", "60.00", "0.677"),
            ("第二档低谷电费", "40.00", "0.337"),
        ]
        assert amount == Decimal("103.40")

    def test_shanghai_surcharge_is_flat_in_the_month_of_crossing(self, book: PriceBook) -> None:
        lines, amount = lines_and_total(
            book.get("shanghai-residential-2023"), kwh("200", "120", "80"), TOU, before="3020"
        )
        assert lines == [
            ("高峰电费", "120.00", "0.617"),
            ("低谷电费", "80.00", "0.307"),
            ("第二档阶梯加价", "100.00", "0.050"),
        ]
        assert amount == Decimal("103.60")

    def test_shanghai_surcharges_are_split_from_the_next_month_on(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("shanghai-residential-2023"), kwh("200", "120", "80"), TOU, before="3220"
        )
        assert lines == [
            ("第二档高峰电费", "120.00", "0.677"),
            ("第二档低谷电费", "80.00", "0.337"),
        ]

    def test_shanghai_tier_left_in_the_month_keeps_its_split_prices(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("shanghai-residential-2023"), kwh("200", "120", "80"), TOU, before="4700"
        )
        assert lines == [
            ("第二档高峰电费", "60.00", "0.677"),
            ("第二档低谷电费", "40.00", "0.337"),
            ("高峰电费", "60.00", "0.617"),
            ("低谷电费", "40.00", "0.307"),
            ("第三档阶梯加价", "100.00", "0.300"),
        ]

    def test_zhejiang_comes_out_the_same_in_both_readings(self, book: PriceBook) -> None:
        published = book.get("zhejiang-residential-2023")
        assert published.time_of_use is not None
        segments = replace(published, rounding="total")
        surcharge = replace(
            segments, time_of_use=replace(published.time_of_use, reading="surcharge")
        )
        for before in ("0", "2700", "4700"):
            usage = kwh("333.33", "200.10", "133.23")
            assert total(segments, usage, TOU, before) == total(surcharge, usage, TOU, before)

    def test_shops_have_a_flat_band_between(self, book: PriceBook) -> None:
        price_set = book.find("zhejiang", "commercial", "below_1kV", date(2025, 7, 1))
        lines, _ = lines_and_total(price_set, kwh("100", "30", "20"), TOU)
        assert [line[:2] for line in lines] == [
            ("高峰电费", "30.00"),
            ("平段电费", "50.00"),
            ("低谷电费", "20.00"),
        ]

    def test_unknown_prices_are_not_filled_in(self, book: PriceBook) -> None:
        with pytest.raises(RuleUnknown) as caught:
            total(book.get("beijing-residential-2023"), kwh("10", "5", "5"), TOU)
        assert caught.value.rule == "time_of_use"

    def test_bands_that_do_not_make_the_sum(self, book: PriceBook) -> None:
        with pytest.raises(UsageMismatch, match="don't make 10"):
            total(book.get("zhejiang-residential-2023"), kwh("10", "5", "4"), TOU)

    def test_bands_missing(self, book: PriceBook) -> None:
        with pytest.raises(UsageMismatch, match="missing"):
            total(book.get("zhejiang-residential-2023"), kwh("10"), TOU)


class TestUsage:
    @pytest.mark.parametrize(
        "amounts", [("-1",), ("0.001",), ("10", "-1", "11"), ("10", "6", "5"), ("10", "5")]
    )
    def test_refuses_what_cannot_be_measured(self, amounts: tuple[str, ...]) -> None:
        with pytest.raises(UsageMismatch):
            kwh(*amounts)

    def test_refuses_floats(self) -> None:
        with pytest.raises(TypeError, match="float"):
            Usage(1.5)  # type: ignore[arg-type]


class TestHousehold:
    """一户多人口, only where the rule is known."""

    def test_jiangsu_moves_both_thresholds_by_1200_a_year(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, household_size=5)
        found = standing(book.get("jiangsu-residential-2023"), Decimal(0), terms, date(2025, 7, 1))
        assert [step.to_kwh for step in found.steps] == [3960, 6000, None]

    def test_four_persons_change_nothing(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, household_size=4)
        found = standing(book.get("jiangsu-residential-2023"), Decimal(0), terms, date(2025, 7, 1))
        assert [step.to_kwh for step in found.steps] == [2760, 4800, None]

    def test_counts_from_the_month_of_approval(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, household_size=6, household_from=date(2025, 10, 20))
        found = standing(book.get("jiangsu-residential-2023"), Decimal(0), terms, date(2025, 12, 1))
        assert [step.to_kwh for step in found.steps] == [3060, 5100, None]

    @pytest.mark.parametrize(("month", "limits"), [(7, [360, 700]), (1, [300, 500])])
    def test_guangdong_third_tier_moves_with_the_first(
        self, examples: PriceBook, month: int, limits: list[int]
    ) -> None:
        """A public script leaves the third tier at 400 in winter; it is 500."""
        terms = Terms(time_of_use=False, household_size=5)
        found = standing(examples.get("guangdong-064"), Decimal(0), terms, date(2013, month, 1))
        assert [step.to_kwh for step in found.steps] == [*limits, None]

    @pytest.mark.parametrize(
        ("region", "persons", "limits"),
        [
            ("zhejiang", 5, [3960, 6000]),
            ("shanghai", 5, [4320, 6000]),
            ("beijing", 5, [2880, 4800]),
            ("beijing", 6, [4080, 6000]),
            ("heilongjiang", 5, [2040, 3120]),
            ("heilongjiang", 6, [2448, 3528]),
            ("heilongjiang", 8, [3264, 4344]),
            ("shandong", 5, [310, 400]),
            ("guangzhou", 5, [360, 700]),
        ],
    )
    def test_quotas_by_region(
        self, book: PriceBook, region: str, persons: int, limits: list[int]
    ) -> None:
        terms = Terms(time_of_use=False, household_size=persons)
        price_set = book.find(region, "residential", "below_1kV", date(2025, 7, 1))
        steps = quota(price_set, terms, date(2025, 7, 1))
        assert [step.to_kwh for step in steps] == [*limits, None]

    @pytest.mark.parametrize("region", ["hubei", "hunan", "guizhou"])
    def test_elsewhere_it_is_unknown(self, book: PriceBook, region: str) -> None:
        price_set = book.find(region, "residential", "below_1kV", date(2025, 7, 1))
        with pytest.raises(RuleUnknown) as caught:
            total(price_set, kwh("10"), Terms(time_of_use=False, household_size=5))
        assert caught.value.rule == "household"


class TestWelfare:
    """低保 and 五保 free kWh."""

    def test_fifteen_kwh_a_month_are_free(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, welfare="minimum_living")
        lines, amount = lines_and_total(book.get("zhejiang-residential-2023"), kwh("100"), terms)
        assert lines == [("第一档电费", "100.00", "0.538"), ("免费电量减免", "-15.00", "0.538")]
        assert amount == Decimal("45.73")

    def test_no_more_than_was_used(self, book: PriceBook) -> None:
        terms = Terms(time_of_use=False, welfare="five_guarantees")
        assert total(book.get("zhejiang-residential-2023"), kwh("9.5"), terms) == 0

    def test_two_months_have_thirty(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("zhejiang-residential-2023"),
            kwh("100"),
            Terms(time_of_use=False, welfare="minimum_living"),
            days=(date(2025, 7, 1), date(2025, 8, 31)),
        )
        assert lines[1] == ("免费电量减免", "-30.00", "0.538")

    def test_bands_in_the_bills_proportion(self, book: PriceBook) -> None:
        lines, _ = lines_and_total(
            book.get("zhejiang-residential-2023"),
            kwh("100", "60", "40"),
            Terms(time_of_use=True, welfare="minimum_living"),
        )
        assert lines[2:] == [
            ("高峰免费电量减免", "-9.00", "0.568"),
            ("低谷免费电量减免", "-6.00", "0.288"),
        ]

    def test_elsewhere_it_is_unknown(self, book: PriceBook) -> None:
        with pytest.raises(RuleUnknown) as caught:
            total(
                book.get("shanghai-residential-2023"),
                kwh("10"),
                Terms(time_of_use=False, welfare="minimum_living"),
            )
        assert caught.value.rule == "welfare"


class TestShared:
    """合表: one price, no tiers."""

    @pytest.mark.parametrize(
        ("region", "voltage", "amount"),
        [
            ("zhejiang", "below_1kV", "558.00"),
            ("zhejiang", "1_to_10kV", "538.00"),
            ("shanghai", "below_1kV", "641.00"),
            ("shanghai", "1_to_10kV", "636.00"),
        ],
    )
    def test_price(self, book: PriceBook, region: str, voltage: str, amount: str) -> None:
        price_set = book.find(region, "residential_shared", voltage, date(2025, 7, 1))
        lines, result = lines_and_total(price_set, kwh("1000"), before="5000")
        assert result == Decimal(amount)
        assert [label for label, _, _ in lines] == ["电费"]

    def test_shanghai_by_time(self, book: PriceBook) -> None:
        price_set = book.get("shanghai-shared-2023")
        assert total(price_set, kwh("100", "50", "50"), TOU) == Decimal("48.60")


class TestRounding:
    """Of the total, or of every part."""

    def test_total_is_rounded_once_and_a_line_says_what_was_left(self, book: PriceBook) -> None:
        price_set = replace(book.get("jiangsu-residential-2023"), rounding="total")
        charge = rate(
            price_set,
            kwh("2.04", "1.01", "1.03"),
            TOU,
            start=JULY[0],
            end=JULY[1],
            year_kwh_before=Decimal(0),
        )
        # 0.563883 + 0.369049 = 0.932932; parts 0.56 + 0.37 = 0.93
        assert charge.total == Decimal("0.93")
        assert all(line.kind is LineKind.ENERGY for line in charge.lines)
        charge = rate(
            price_set,
            kwh("3.02", "1.01", "2.01"),
            TOU,
            start=JULY[0],
            end=JULY[1],
            year_kwh_before=Decimal(0),
        )
        # 0.563883 + 0.720183 = 1.284066; parts 0.56 + 0.72 = 1.28
        assert charge.total == Decimal("1.28")

    def test_the_two_settings_can_differ_by_a_fen(self, examples: PriceBook) -> None:
        by_parts = examples.get("school-sum")
        assert by_parts.rounding == "parts"  # unless a file says otherwise
        by_total = replace(by_parts, rounding="total")
        usage = kwh("0.20", "0.10", "0.10")  # 0.055 + 0.035 = 0.09; parts 0.06 + 0.04
        assert total(by_total, usage, TOU) == Decimal("0.09")
        assert total(by_parts, usage, TOU) == Decimal("0.10")
        lines = rate(
            by_total, usage, TOU, start=JULY[0], end=JULY[1], year_kwh_before=Decimal(0)
        ).lines
        assert lines[-1] == Line(LineKind.ROUNDING, None, None, None, None, Decimal("-0.01"))
        assert line_label(lines[-1]) == "分位取整"

    def test_nothing_used_is_one_line_of_nothing(self, book: PriceBook) -> None:
        lines, amount = lines_and_total(book.get("zhejiang-residential-2023"), kwh("0"))
        assert lines == [("第一档电费", "0.00", "0.538")]
        assert amount == 0


class TestStanding:
    """Where an account stands and what the next kWh costs."""

    @pytest.mark.parametrize(
        ("used", "tier", "left", "price"),
        [
            ("0", 1, "2760", "0.538"),
            ("2759.99", 1, "0.01", "0.538"),
            ("2760", 1, "0", "0.588"),
            ("2760.01", 2, "2039.99", "0.588"),
            ("4800", 2, "0", "0.838"),
            ("9000", 3, None, "0.838"),
        ],
    )
    def test_at_and_between_the_thresholds(
        self, book: PriceBook, used: str, tier: int, left: str | None, price: str
    ) -> None:
        found = standing(
            book.get("zhejiang-residential-2023"), Decimal(used), FLAT, date(2025, 7, 1)
        )
        assert found.tier == tier
        assert found.left_kwh == (None if left is None else Decimal(left))
        assert found.next_price == Decimal(price)
        assert found.next_prices == {"all": Decimal(price)}

    def test_per_band_under_time_of_use(self, book: PriceBook) -> None:
        found = standing(
            book.get("zhejiang-residential-2023"), Decimal(3000), TOU, date(2025, 7, 1)
        )
        assert found.next_price is None
        assert found.next_prices == {"peak": Decimal("0.618"), "valley": Decimal("0.338")}

    def test_without_tiers(self, book: PriceBook) -> None:
        found = standing(book.get("zhejiang-shared-2023"), Decimal(3000), FLAT, date(2025, 7, 1))
        assert (found.tier, found.left_kwh, found.next_price) == (None, None, Decimal("0.558"))
