"""Late fees: rates, days, base, cap, minimum, and what they rest on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.datafiles import DataFileError
from bot.tariffs import (
    LateFee,
    LateFeeRules,
    late_fee,
    late_fee_after_payments,
    load_late_fee_rules,
)
from bot.tariffs.late_fees import FILE

NO_LIMITS = load_late_fee_rules(Decimal(0), None)
DUE = date(2025, 7, 20)


def fee(
    unpaid: str,
    days: int,
    *,
    residential: bool = True,
    minimum: str = "0",
    cap: str | None = None,
    due_on: date = DUE,
) -> LateFee:
    rules = load_late_fee_rules(Decimal(minimum), None if cap is None else Decimal(cap))
    return late_fee(
        Decimal(unpaid),
        due_on,
        due_on + timedelta(days=days),
        residential=residential,
        bill_amount=Decimal(10000),
        rules=rules,
    )


@pytest.mark.parametrize(("days", "expected"), [(-3, "0"), (0, "0"), (1, "0.10"), (30, "3.00")])
def test_residents_pay_one_per_mille_a_day_from_the_day_after(days: int, expected: str) -> None:
    found = fee("100", days)
    assert found.fee == Decimal(expected)
    assert found.days == max(0, days)
    assert found.rate == Decimal("0.001")
    assert found.start == date(2025, 7, 21)


def test_others_pay_two_per_mille_in_the_same_year() -> None:
    assert fee("1000", 10, residential=False).fee == Decimal("20.00")


def test_others_pay_three_per_mille_from_the_next_year_on() -> None:
    found = fee("1000", 20, residential=False, due_on=date(2025, 12, 21))
    assert [(part.days, part.rate, part.amount) for part in found.parts] == [
        (10, Decimal("0.002"), Decimal("20.000")),
        (10, Decimal("0.003"), Decimal("30.000")),
    ]
    assert found.fee == Decimal("50.00")
    assert found.rate == Decimal("0.003")


def test_arrears_that_begin_in_january_are_this_years() -> None:
    found = fee("1000", 10, residential=False, due_on=date(2025, 12, 31))
    assert found.rate == Decimal("0.002")


def test_residents_pay_the_same_over_the_years_end() -> None:
    assert fee("1000", 20, due_on=date(2025, 12, 21)).fee == Decimal("20.00")


def test_base_is_the_unpaid_remainder() -> None:
    found = late_fee(
        Decimal(900),
        DUE,
        DUE + timedelta(days=10),
        residential=True,
        bill_amount=Decimal(1000),
        rules=NO_LIMITS,
    )
    assert found.fee == Decimal("9.00")


def test_more_unpaid_than_billed_is_refused() -> None:
    with pytest.raises(ValueError, match="of a bill of"):
        late_fee(Decimal(11), DUE, DUE, residential=True, bill_amount=Decimal(10), rules=NO_LIMITS)


def test_part_payments_lower_the_base_from_the_next_day_on() -> None:
    found = late_fee_after_payments(
        Decimal(1000),
        [(DUE + timedelta(days=10), Decimal(400))],
        DUE,
        DUE + timedelta(days=15),
        residential=True,
        rules=NO_LIMITS,
    )
    assert [(part.days, part.unpaid) for part in found.parts] == [
        (10, Decimal(1000)),
        (5, Decimal(600)),
    ]
    assert found.fee == Decimal("13.00")
    assert found.unpaid == 600


def test_paid_up_the_fee_stands_still() -> None:
    payments = [(DUE + timedelta(days=10), Decimal(1000))]
    fees = {
        late_fee_after_payments(
            Decimal(1000),
            payments,
            DUE,
            DUE + timedelta(days=days),
            residential=True,
            rules=NO_LIMITS,
        ).fee
        for days in (10, 11, 400)
    }
    assert fees == {Decimal("10.00")}


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ([(DUE, Decimal(1))], "isn't after"),
        ([(DUE + timedelta(days=1), Decimal(101))], "more was paid"),
        ([(DUE + timedelta(days=1), Decimal(-1))], "negative"),
    ],
)
def test_impossible_payments(payments: list[tuple[date, Decimal]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        late_fee_after_payments(
            Decimal(100), payments, DUE, DUE + timedelta(9), residential=True, rules=NO_LIMITS
        )


@pytest.mark.parametrize(("minimum", "expected"), [("0", "0.30"), ("1", "1.00")])
def test_the_minimum_is_a_setting(minimum: str, expected: str) -> None:
    found = fee("100", 3, minimum=minimum)
    assert found.fee == Decimal(expected)
    assert found.raised == (minimum == "1")


def test_no_minimum_on_nothing() -> None:
    assert fee("0", 30, minimum="1").fee == 0
    assert fee("100", 0, minimum="1").fee == 0


@pytest.mark.parametrize(
    ("days", "expected", "capped"), [(300, "30.00", False), (301, "30.00", True)]
)
def test_the_cap_is_a_setting(days: int, expected: str, capped: bool) -> None:
    found = fee("100", days, cap="0.30")
    assert (found.fee, found.capped) == (Decimal(expected), capped)
    assert fee("100", 301).fee == Decimal("30.10")


def test_sentences_carry_the_settings() -> None:
    rules = load_late_fee_rules(Decimal(1), Decimal("0.30"))
    shown = "".join(rules.sentences(residential=True))
    assert "千分之一" in shown
    assert "30%" in shown
    assert "不足1元" in shown
    assert "千分之三" in "".join(rules.sentences(residential=False))
    assert "抄核收管理办法" in rules.source
    assert "62号" in load_late_fee_rules(Decimal(0), Decimal(1)).source
    for other in (NO_LIMITS, load_late_fee_rules(Decimal(0), Decimal("0.5"))):
        assert other.source == "《供电营业规则》（国家发展改革委令第14号，2024年6月1日起施行）"
    assert "按供电公司的规定" in shown  # never as the law
    assert "%" not in "".join(NO_LIMITS.sentences(residential=True))


def test_negative_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        load_late_fee_rules(Decimal(-1), None)


def test_rates_above_the_law_are_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "late_fee.yml"
    wrong.write_text(
        FILE.read_text(encoding="utf-8").replace("residential: 0.001", "residential: 0.01", 1),
        encoding="utf-8",
    )
    with pytest.raises(
        DataFileError, match=r"late_fee.yml, line 9: residential is 0.01; it may be"
    ):
        load_late_fee_rules(Decimal(0), None, file=wrong)


@given(st.decimals(0, 5000, places=2), st.integers(0, 2000))
def test_never_compounded(unpaid: Decimal, days: int) -> None:
    """Each day costs the same: no day's fee joins the base of the next."""
    due = date(2025, 1, 31)
    found = late_fee_after_payments(
        unpaid, [], due, due + timedelta(days), residential=True, rules=NO_LIMITS
    )
    exact = unpaid * days / 1000
    assert abs(found.fee - exact) <= Decimal("0.005")
    assert found.fee == found.fee.quantize(Decimal("0.01"))


@given(
    st.decimals(1, 5000, places=2),
    st.lists(st.tuples(st.integers(1, 400), st.decimals(0, 1, places=2)), max_size=4),
    st.integers(0, 500),
    st.booleans(),
)
def test_paying_earlier_never_costs_more(
    ran_late: Decimal, shares: list[tuple[int, Decimal]], days: int, residential: bool
) -> None:
    payments = [
        (DUE + timedelta(day), (ran_late * share / 4).quantize(Decimal("0.01")) // 1)
        for day, share in shares
    ]
    until = DUE + timedelta(days)
    paid = late_fee_after_payments(
        ran_late, payments, DUE, until, residential=residential, rules=NO_LIMITS
    )
    unpaid = late_fee_after_payments(
        ran_late, [], DUE, until, residential=residential, rules=NO_LIMITS
    )
    assert paid.fee <= unpaid.fee
    assert sum(part.days for part in paid.parts) == paid.days


class TestYearsEnd:
    """跨日历年欠费部分 of those who aren't residents, in both readings."""

    WHOLE = load_late_fee_rules(Decimal(0), None, "whole_debt")
    DUE = date(2025, 12, 21)

    def fee(
        self,
        until: date,
        *payments: tuple[date, Decimal],
        residential: bool = False,
        rules: LateFeeRules = WHOLE,
    ) -> LateFee:
        return late_fee_after_payments(
            Decimal(1000), payments, self.DUE, until, residential=residential, rules=rules
        )

    def test_by_day_is_the_default(self) -> None:
        by_day = load_late_fee_rules(Decimal(0), None, "by_day")
        assert by_day == NO_LIMITS
        assert self.fee(date(2026, 1, 10), rules=by_day).fee == Decimal("50.00")

    def test_the_whole_debt_from_its_first_day(self) -> None:
        found = self.fee(date(2026, 1, 10))
        assert found.fee == Decimal("60.00")  # 20 days at 3‰
        assert (found.days, found.rate) == (20, Decimal("0.003"))
        assert len(found.parts) == 1

    def test_up_to_the_years_end_nothing_differs(self) -> None:
        assert self.fee(date(2025, 12, 31)).fee == Decimal("20.00")
        assert self.fee(date(2026, 1, 1)).fee == Decimal("33.00")  # 11 days at 3‰

    def test_what_is_paid_before_it_stays_at_the_lower_rate(self) -> None:
        found = self.fee(date(2026, 1, 10), (date(2025, 12, 26), Decimal(400)))
        # 400 for 5 days at 2‰, 600 for 20 days at 3‰
        assert found.fee == Decimal("40.00")
        assert found.days == 20

    def test_paid_up_before_it_there_is_no_cross_year_debt(self) -> None:
        found = self.fee(date(2026, 1, 10), (date(2025, 12, 26), Decimal(1000)))
        assert found.fee == Decimal("10.00")

    def test_residents_pay_the_same(self) -> None:
        assert self.fee(date(2026, 1, 10), residential=True).fee == Decimal("20.00")

    def test_each_reading_has_its_sentence(self) -> None:
        by_day, whole = (rules.sentences(residential=False)[0] for rules in (NO_LIMITS, self.WHOLE))
        assert "从1月1日起每日按千分之三" in by_day
        assert "从逾期之日起都按千分之三" in whole
        assert self.WHOLE.sentences(residential=True) == NO_LIMITS.sentences(residential=True)

    def test_an_unknown_reading_is_refused(self) -> None:
        with pytest.raises(ValueError, match="by_day or whole_debt"):
            load_late_fee_rules(Decimal(0), None, "both")

    @given(
        st.decimals(1, 5000, places=2),
        st.integers(1, 400),
        st.lists(st.tuples(st.integers(1, 400), st.integers(0, 24)), max_size=4),
    )
    def test_by_day_never_costs_more(
        self, ran_late: Decimal, days: int, shares: list[tuple[int, int]]
    ) -> None:
        payments = [
            (DUE + timedelta(day), (ran_late * share / 100).quantize(Decimal("0.01"), "ROUND_DOWN"))
            for day, share in shares
        ]
        found = [
            late_fee_after_payments(
                ran_late, payments, DUE, DUE + timedelta(days), residential=False, rules=rules
            )
            for rules in (NO_LIMITS, self.WHOLE)
        ]
        assert found[0].fee <= found[1].fee
        assert found[0].days == found[1].days
        assert found[0].unpaid == found[1].unpaid


class TestExaminationBank:
    """The keys of the grid company's own bank."""

    def test_f1_a_resident_20_days_late(self) -> None:
        assert fee("60", 20).fee == Decimal("1.20")

    def test_f2_a_resident_over_the_years_end(self) -> None:
        assert fee("100", 30, due_on=date(2023, 12, 16)).fee == Decimal("3.00")

    def test_f3_a_business_with_two_bills(self) -> None:
        paid_on = date(2024, 1, 18)
        december = late_fee_after_payments(
            Decimal(2000), (), date(2023, 12, 15), paid_on, residential=False, rules=NO_LIMITS
        )
        january = late_fee_after_payments(
            Decimal(3000), (), date(2024, 1, 15), paid_on, residential=False, rules=NO_LIMITS
        )
        assert [(part.days, part.amount) for part in december.parts] == [(16, 64), (18, 108)]
        assert december.fee + january.fee == Decimal("190.00")

    def test_f4_a_resident_with_two_bills(self) -> None:
        paid_on = date(2024, 7, 5)
        fees = [
            late_fee_after_payments(
                Decimal(unpaid),
                (),
                paid_on - timedelta(days),
                paid_on,
                residential=True,
                rules=NO_LIMITS,
            ).fee
            for unpaid, days in (("88.24", 35), ("145.54", 5))
        ]
        assert fees == [Decimal("3.09"), Decimal("0.73")]
        assert sum(fees) == Decimal("3.82")

    @pytest.mark.parametrize(("minimum", "expected"), [("0", "0.86"), ("1", "1.00")])
    def test_f5_without_the_floor_of_1996(self, minimum: str, expected: str) -> None:
        assert fee("78", 11, due_on=date(2023, 12, 25), minimum=minimum).fee == Decimal(expected)
