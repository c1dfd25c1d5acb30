"""What so many kWh would cost, and when a tier was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tariffs import (
    LineKind,
    PriceBook,
    PriceSet,
    RuleUnknown,
    Span,
    Terms,
    Usage,
    UsageMismatch,
    cost_of,
    cost_of_day,
    cost_of_more,
    load_price_book,
    quota,
    rate,
    tiers_reached,
    usage_like,
)

BOOK = load_price_book()
FLAT = Terms(time_of_use=False)
TOU = Terms(time_of_use=True)
DAY = date(2025, 7, 15)
IN_JULY = [price_set for price_set in BOOK.sets if price_set.holds_on(DAY)]
TIERED = [price_set for price_set in IN_JULY if price_set.tier_period != "none"]

energies = st.decimals(0, 3000, places=2)
year_energies = st.decimals(0, 9000, places=2)


class TestMonth:
    @pytest.mark.parametrize(
        ("kwh", "before", "total"),
        [("300", "0", "161.40"), ("300", "2700", "173.40"), ("100", "2760", "58.80")],
    )
    def test_by_the_running_total(self, book: PriceBook, kwh: str, before: str, total: str) -> None:
        price_set = book.get("zhejiang-residential-2023")
        found = cost_of(Decimal(kwh), price_set, FLAT, month=DAY, used_before=Decimal(before))
        assert found.total == Decimal(total)

    def test_bands_follow_another_months(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        found = cost_of(
            Decimal(200),
            price_set,
            TOU,
            month=DAY,
            used_before=Decimal(0),
            like=Usage(Decimal(100), Decimal(60), Decimal(40)),
        )
        assert [(line.band, line.kwh) for line in found.lines] == [("peak", 120), ("valley", 80)]
        assert found.total == Decimal("68.16") + Decimal("23.04")

    def test_bands_are_not_guessed(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        with pytest.raises(UsageMismatch, match="missing"):
            cost_of(Decimal(200), price_set, TOU, month=DAY, used_before=Decimal(0))

    def test_seasons_have_their_own_limits(self, book: PriceBook) -> None:
        price_set = book.get("guangzhou-residential-2024")
        costs = [
            cost_of(
                Decimal(250), price_set, FLAT, month=date(2025, month, 9), used_before=Decimal(0)
            ).total
            for month in (7, 12)
        ]
        assert costs == [Decimal("147.22"), Decimal("149.72")]

    def test_free_kwh_count_in_a_month_but_not_on_top(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        terms = Terms(time_of_use=False, welfare="minimum_living")
        month = cost_of(Decimal(100), price_set, terms, month=DAY, used_before=Decimal(0))
        more = cost_of_more(Decimal(100), price_set, terms, on=DAY, used_before=Decimal(100))
        assert (month.total, more.total) == (Decimal("45.73"), Decimal("53.80"))

    @given(st.sampled_from(IN_JULY), energies, year_energies)
    def test_is_the_bill_of_that_month(
        self, price_set: PriceSet, kwh: Decimal, before: Decimal
    ) -> None:
        bill = rate(
            price_set,
            Usage(kwh),
            FLAT,
            start=date(2025, 7, 1),
            end=date(2025, 7, 31),
            year_kwh_before=before,
        )
        assert cost_of(kwh, price_set, FLAT, month=DAY, used_before=before) == bill


class TestMore:
    def test_over_a_threshold(self, book: PriceBook) -> None:
        found = cost_of_more(
            Decimal(100),
            book.get("zhejiang-residential-2023"),
            FLAT,
            on=DAY,
            used_before=Decimal(2740),
        )
        assert [(line.tier, line.kwh) for line in found.lines] == [(1, 20), (2, 80)]
        assert found.total == Decimal("57.80")

    def test_monthly_tiers_count_the_month(self, book: PriceBook) -> None:
        found = cost_of_more(
            Decimal(20),
            book.get("shandong-residential-2019"),
            FLAT,
            on=DAY,
            used_before=Decimal(200),
        )
        assert [(line.tier, line.kwh) for line in found.lines] == [(1, 10), (2, 10)]

    def test_a_negative_total_before_is_refused(self, book: PriceBook) -> None:
        with pytest.raises(UsageMismatch, match="0 or more"):
            cost_of_more(
                Decimal(1),
                book.get("zhejiang-residential-2023"),
                FLAT,
                on=DAY,
                used_before=Decimal(-1),
            )

    @given(st.sampled_from(TIERED), energies, energies, st.decimals(0, 5000, places=2))
    def test_some_and_some_more_are_all(
        self, price_set: PriceSet, some: Decimal, more: Decimal, before: Decimal
    ) -> None:
        price_set = replace(price_set, rounding="total")

        def cost(kwh: Decimal, used: Decimal) -> Decimal:
            return cost_of_more(kwh, price_set, FLAT, on=DAY, used_before=used).total

        apart = cost(some, before) + cost(more, before + some)
        assert abs(cost(some + more, before) - apart) <= Decimal("0.01")

    @given(st.sampled_from(TIERED), energies, year_energies)
    def test_lies_between_the_first_and_the_last_price(
        self, price_set: PriceSet, kwh: Decimal, before: Decimal
    ) -> None:
        found = cost_of_more(kwh, price_set, FLAT, on=DAY, used_before=before)
        assert sum(line.amount for line in found.lines) == found.total
        slack = Decimal("0.02")
        assert kwh * price_set.steps[0].price - slack <= found.total
        assert found.total <= kwh * price_set.steps[-1].price + slack


class TestDay:
    def test_a_day_in_the_second_tier_by_time(self, book: PriceBook) -> None:
        found = cost_of_day(
            Usage(Decimal("9.72"), Decimal("5.20"), Decimal("4.52")),
            book.get("zhejiang-residential-2023"),
            TOU,
            on=date(2026, 11, 29),
            used_before=Decimal("3553.00"),
        )
        assert found.total == Decimal("3.21") + Decimal("1.53")

    def test_a_day_that_crosses(self, book: PriceBook) -> None:
        found = cost_of_day(
            Usage(Decimal(10)),
            book.get("zhejiang-residential-2023"),
            FLAT,
            on=DAY,
            used_before=Decimal(2755),
        )
        assert found.total == Decimal("2.69") + Decimal("2.94")

    def test_a_day_of_nothing(self, book: PriceBook) -> None:
        found = cost_of_day(
            Usage(Decimal(0)),
            book.get("zhejiang-shared-2023"),
            FLAT,
            on=DAY,
            used_before=Decimal(0),
        )
        assert found.total == 0
        assert found.lines[0].kind is LineKind.ENERGY

    def test_unknown_rules_are_not_filled_in(self, book: PriceBook) -> None:
        usage = Usage(Decimal(1), Decimal(1), Decimal(0))
        beijing = book.get("beijing-residential-2023")
        with pytest.raises(RuleUnknown):
            cost_of_day(usage, beijing, TOU, on=DAY, used_before=Decimal(0))


@given(st.decimals(0, 500, places=2), st.decimals(0, 500, places=2), energies)
def test_usage_like_keeps_the_sum_and_the_proportion(
    peak: Decimal, valley: Decimal, kwh: Decimal
) -> None:
    found = usage_like(Usage(peak + valley, peak, valley), kwh)
    assert found.kwh == kwh
    assert found.peak_kwh is not None
    assert found.flat_kwh == 0
    if peak + valley:
        assert abs(found.peak_kwh - kwh * peak / (peak + valley)) <= Decimal("0.01")
    assert usage_like(Usage(peak), kwh) == Usage(kwh)


class TestTiersReached:
    def months(self, *kwh: str, year: int = 2026) -> list[Span]:
        starts = [date(year, n + 1, 1) for n in range(len(kwh))]
        return [
            Span(start, (start + timedelta(32)).replace(day=1) - timedelta(1), Decimal(used))
            for start, used in zip(starts, kwh, strict=True)
        ]

    def test_the_month_and_how_many_over(self, book: PriceBook) -> None:
        months = self.months("353", "313", "287", "238", "263", "339", "464", "477", "329", "236")
        (found,) = tiers_reached(book.get("zhejiang-residential-2023"), FLAT, months)
        assert (found.tier, found.threshold_kwh) == (2, 2760)
        assert found.span.start == date(2026, 9, 1)
        assert found.over_kwh == found.kwh_in_tier == 3299 - 2760

    def test_two_tiers_in_one_month(self, book: PriceBook) -> None:
        second, third = tiers_reached(
            book.get("zhejiang-residential-2023"), FLAT, self.months("2000", "3000", "100")
        )
        assert (second.span, third.span) == (second.span, second.span)
        assert (second.over_kwh, second.kwh_in_tier) == (2340, 2040)
        assert (third.tier, third.over_kwh, third.kwh_in_tier) == (3, 300, 300)

    def test_the_thresholds_own_kwh_is_below(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        assert tiers_reached(price_set, FLAT, self.months("2760")) == ()
        assert len(tiers_reached(price_set, FLAT, self.months("2760", "0", "0.01"))) == 1
        found = tiers_reached(price_set, FLAT, self.months("2760", "0", "0.01"))[0]
        assert found.span.start == date(2026, 3, 1)

    def test_the_day(self, book: PriceBook) -> None:
        days = [Span(date(2026, 9, n), date(2026, 9, n), Decimal(11)) for n in range(1, 31)]
        (found,) = tiers_reached(
            book.get("zhejiang-residential-2023"), FLAT, days, used_before=Decimal("2734.56")
        )
        assert found.span.start == date(2026, 9, 3)  # 25.44 left, 11 a day

    def test_a_tier_entered_before_is_left_out(self, book: PriceBook) -> None:
        price_set = book.get("zhejiang-residential-2023")
        months = self.months("100")
        assert tiers_reached(price_set, FLAT, months, used_before=Decimal(3000)) == ()

    def test_a_larger_household_reaches_it_later(self, book: PriceBook) -> None:
        months = self.months(*["400"] * 12)
        (found,) = tiers_reached(
            book.get("zhejiang-residential-2023"), replace(FLAT, household_size=5), months
        )
        assert (found.span.start, found.over_kwh) == (date(2026, 10, 1), 840)

    def test_months_of_a_monthly_tariff_begin_anew(self, book: PriceBook) -> None:
        price_set = book.get("shandong-residential-2019")
        (found,) = tiers_reached(price_set, FLAT, self.months("250"))
        assert found.over_kwh == 40
        with pytest.raises(ValueError, match="several cycles"):
            tiers_reached(price_set, FLAT, self.months("250", "250"))

    def test_years_begin_anew(self, book: PriceBook) -> None:
        spans = [*self.months("1", year=2025), *self.months("1", year=2026)]
        with pytest.raises(ValueError, match="several cycles"):
            tiers_reached(book.get("zhejiang-residential-2023"), FLAT, spans)

    def test_out_of_order(self, book: PriceBook) -> None:
        with pytest.raises(ValueError, match="order"):
            tiers_reached(book.get("zhejiang-residential-2023"), FLAT, self.months("1", "1")[::-1])

    def test_nothing_given(self, book: PriceBook) -> None:
        assert tiers_reached(book.get("zhejiang-residential-2023"), FLAT, []) == ()

    @given(st.lists(st.decimals(0, 1500, places=2), min_size=1, max_size=12), st.integers(1, 8))
    def test_agrees_with_the_bills_tiers(self, kwh: list[Decimal], persons: int) -> None:
        price_set = BOOK.get("zhejiang-residential-2023")
        terms = Terms(time_of_use=False, household_size=persons)
        months = self.months(*map(str, kwh))
        found = {one.tier: one for one in tiers_reached(price_set, terms, months)}
        before = Decimal(0)
        first_seen: dict[int, date] = {}
        per_tier: dict[int, Decimal] = {}
        for month in months:
            bill = rate(
                price_set,
                Usage(month.kwh),
                terms,
                start=month.start,
                end=month.end,
                year_kwh_before=before,
            )
            before += month.kwh
            for line in bill.lines:
                if line.kwh and line.tier is not None:
                    first_seen.setdefault(line.tier, month.start)
                    per_tier[line.tier] = per_tier.get(line.tier, Decimal(0)) + line.kwh
        first_seen.pop(1, None)
        assert {tier: one.span.start for tier, one in found.items()} == first_seen
        for tier, one in found.items():
            assert one.kwh_in_tier == per_tier[tier]
            assert one.threshold_kwh == quota(price_set, terms, months[-1].end)[tier - 2].to_kwh
