"""Late fees: rates, days, base, cap, minimum, and what they rest on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.datafiles import DataFileError
from bot.tariffs import LateFee, late_fee, late_fee_after_payments, load_late_fee_rules
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
