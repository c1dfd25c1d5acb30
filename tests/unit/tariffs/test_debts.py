"""What a debt costs on a day, and what a payment settles."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tariffs import Debt, late_fee_on, late_fee_owed, load_late_fee_rules, settle

RULES = load_late_fee_rules(Decimal(0), Decimal("0.30"))
TODAY = date(2026, 11, 30)
OCTOBER = Debt("2026-10", date(2026, 11, 20), Decimal("106.34"), residential=True)
AUGUST = Debt("2026-08", date(2026, 9, 20), Decimal("266.11"), residential=True)

amounts = st.decimals(0, 3000, places=2)
debts = st.lists(
    st.builds(
        Debt,
        name=st.text("abc", min_size=1, max_size=3),
        due_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        unpaid=amounts,
        residential=st.booleans(),
        late_fee_paid=st.decimals(0, 5, places=2),
    ),
    max_size=5,
)


class TestLateFee:
    @pytest.mark.parametrize(
        ("day", "fee"),
        [
            (date(2026, 11, 20), "0"),
            (date(2026, 11, 21), "0.11"),
            (TODAY, "1.06"),
            (date(2026, 12, 25), "3.72"),
            (date(2030, 1, 1), "31.90"),  # the cap: 30 %
        ],
    )
    def test_of_a_past_or_coming_day(self, day: date, fee: str) -> None:
        assert late_fee_on(OCTOBER, day, RULES).fee == Decimal(fee)
        assert late_fee_owed(OCTOBER, day, RULES) == Decimal(fee)

    def test_a_part_paid_late_counts_up_to_its_day(self) -> None:
        debt = Debt(
            "2026-08",
            date(2026, 9, 20),
            Decimal(60),
            residential=True,
            payments=((date(2026, 9, 30), Decimal(40)),),
            late_fee_paid=Decimal("0.50"),
        )
        assert late_fee_on(debt, date(2026, 10, 10), RULES).fee == Decimal("1.60")
        assert late_fee_owed(debt, date(2026, 10, 10), RULES) == Decimal("1.10")

    def test_what_was_paid_too_much_is_not_owed_to_the_customer(self) -> None:
        debt = Debt("a", date(2026, 11, 20), Decimal(10), True, late_fee_paid=Decimal(9))
        assert late_fee_owed(debt, TODAY, RULES) == 0

    def test_nothing_but_payment_ends_it(self) -> None:
        """A cut-off doesn't: nothing about the supply is asked, and a sentence says so."""
        month = [late_fee_on(AUGUST, TODAY + timedelta(n), RULES).fee for n in range(30)]
        assert month == sorted(month)
        assert month[0] < month[-1]
        assert "停电" in RULES.cut_off_sentence

    @given(debts, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 90))
    def test_it_never_falls_from_day_to_day(self, owed: list[Debt], day: date, later: int) -> None:
        for debt in owed:
            first = late_fee_owed(debt, day, RULES)
            assert 0 <= first <= late_fee_owed(debt, day + timedelta(later), RULES)


class TestSettle:
    def test_the_oldest_bill_first_then_the_fees(self) -> None:
        paid = settle(Decimal(300), [OCTOBER, AUGUST], TODAY, RULES)
        assert [part.name for part in paid.parts] == ["2026-08", "2026-10"]
        august, october = paid.parts
        assert (august.principal, august.late_fee) == (Decimal("266.11"), 0)
        assert (october.principal, october.principal_left) == (Decimal("33.89"), Decimal("72.45"))
        assert paid.late_fee_left == Decimal("18.89") + Decimal("1.06")
        assert paid.left_over == 0

    def test_fees_are_paid_when_all_bills_are(self) -> None:
        paid = settle(Decimal("380.00"), [OCTOBER, AUGUST], TODAY, RULES)
        assert paid.principal == Decimal("372.45")
        assert [part.late_fee for part in paid.parts] == [Decimal("7.55"), 0]
        assert paid.parts[0].left == Decimal("11.34")

    def test_what_is_more_is_left_over(self) -> None:
        paid = settle(Decimal(400), [OCTOBER, AUGUST], TODAY, RULES)
        assert paid.left_over == Decimal("400.00") - Decimal("372.45") - Decimal("19.95")
        assert paid.principal_left == paid.late_fee_left == 0

    def test_nothing_owed(self) -> None:
        assert settle(Decimal(50), [], TODAY, RULES).left_over == 50

    def test_a_negative_payment_is_refused(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            settle(Decimal(-1), [OCTOBER], TODAY, RULES)

    @given(amounts, debts, st.dates(date(2025, 6, 1), date(2027, 6, 30)))
    def test_no_fen_is_lost_and_the_order_holds(
        self, amount: Decimal, owed: list[Debt], day: date
    ) -> None:
        paid = settle(amount, owed, day, RULES)
        assert paid.principal + paid.late_fee + paid.left_over == amount
        assert paid.principal + paid.principal_left == sum(debt.unpaid for debt in owed)
        fees = sum(late_fee_owed(debt, day, RULES) for debt in owed)
        assert paid.late_fee + paid.late_fee_left == fees
        assert all(
            part.principal >= 0 <= part.late_fee and part.principal_left >= 0 <= part.late_fee_left
            for part in paid.parts
        )
        if paid.late_fee:
            assert paid.principal_left == 0
        if paid.left_over:
            assert paid.principal_left == paid.late_fee_left == 0
        for kind in ("principal", "late_fee"):
            left = [bool(getattr(part, f"{kind}_left")) for part in paid.parts]
            got = [bool(getattr(part, kind)) for part in paid.parts]
            # After the first that isn't paid in full nothing more is paid of this kind.
            assert not any(got[left.index(True) + 1 :] if True in left else [])

    @given(amounts, amounts, debts)
    def test_paying_more_leaves_no_more(
        self, amount: Decimal, more: Decimal, owed: list[Debt]
    ) -> None:
        def left(paid: Decimal) -> Decimal:
            return sum((part.left for part in settle(paid, owed, TODAY, RULES).parts), Decimal(0))

        assert left(amount + more) <= left(amount)
