"""What must hold for any numbers: parts sum to their whole, shares to a hundred, payments to their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.billing.wording import percents
from bot.databases import utility as tables
from bot.databases.sessions import connect, sessions
from bot.periods import Period
from bot.periods.period import of_month
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

PARTS = st.lists(
    st.decimals(min_value=0, max_value=100_000, places=2), min_size=1, max_size=4
).filter(lambda parts: sum(parts) > 0)

SHARED_UTILITY = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def utility(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallUtility]:
    """SQLite alone: the queries are tested on both databases elsewhere."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('properties') / 'utility.db'}")
    tables.Base.metadata.create_all(engine)
    yield SmallUtility(sessions(engine))
    engine.dispose()


@given(PARTS)
def test_shares_sum_to_a_hundred_and_lie_next_to_the_exact_ones(parts: list[Decimal]) -> None:
    shares = [Decimal(share.rstrip("%")) for share in percents(parts)]
    assert sum(shares) == 100
    whole = sum(parts)
    for part, share in zip(parts, shares, strict=True):
        assert abs(share - part * 100 / whole) < Decimal("0.1")


@SHARED_UTILITY
@given(bands=st.tuples(*[st.integers(min_value=0, max_value=900)] * 3).filter(lambda b: sum(b) > 0))
def test_the_bands_sum_to_the_whole(
    utility: SmallUtility, billing: Asking, bands: tuple[int, int, int]
) -> None:
    peak, flat, valley = bands
    account = utility.account(tariff_class="commercial")
    kwh = str(peak + flat + valley)
    utility.bill(account, date(2026, 10, 1), kwh, peak=str(peak + flat))
    with utility.sessions() as session:
        bill = session.query(tables.Bill.id).filter_by(account_id=account).one()[0]
    utility.change(tables.Bill, bill, peak_kwh=Decimal(peak), valley_kwh=Decimal(valley))
    answer = billing.usage(account, of_month(2026, 10), "峰平谷各多少")
    told = answer.facts["bands"]
    assert sum(Decimal(n) for n in re.findall(r"([0-9.]+)度", told)) == Decimal(kwh)
    assert sum(Decimal(n) for n in re.findall(r"([0-9.]+)%", told)) == 100
    assert ("平段" in told) == (flat > 0)


@SHARED_UTILITY
@given(months=st.lists(st.integers(min_value=1, max_value=900), min_size=2, max_size=4))
def test_sums_averages_and_differences_are_those_of_the_bills(
    utility: SmallUtility, billing: Asking, months: list[int]
) -> None:
    account = utility.account()
    used = 0
    for position, kwh in enumerate(months):
        utility.bill(account, date(2026, 1 + position, 1), str(kwh), before=str(used))
        used += kwh
    whole = Period.from_iso("2026-01-01/2026-10-31")
    listed = billing.bill(account, whole)
    assert listed.card is not None
    amounts = [Decimal(item["amount"]) for item in listed.card["items"]]
    assert Decimal(listed.facts["amount"]) == sum(amounts)
    assert Decimal(listed.facts["kwh"]) == sum(months)
    dearest = billing.bill(account, whole, "哪个月最贵")
    assert Decimal(dearest.facts["amount"]) == max(amounts)
    average = billing.bill(account, whole, "平均每月多少电费")
    assert abs(Decimal(average.facts["amount"]) * len(months) - sum(amounts)) < Decimal("0.1")
    first, second = of_month(2026, 1), of_month(2026, 2)
    [change] = billing.answer("query_bill", [account], [second, first], "二月比一月多多少")
    sign = 1 if change.facts.get("more") == "多" else -1
    difference = Decimal(change.facts["difference"].rstrip("元"))
    assert sign * difference == amounts[1] - amounts[0]
    assert change.card is not None
    parts = change.card["comparisons"][0]["parts"]
    assert sum(Decimal(part["amount"]) for part in parts) == amounts[1] - amounts[0]


@SHARED_UTILITY
@given(amount=st.decimals(min_value=Decimal("0.01"), max_value=400, places=2))
def test_a_part_payment_and_what_is_left_sum_to_what_was_owed(
    utility: SmallUtility, billing: Asking, amount: Decimal
) -> None:
    account = utility.account()
    for month in (8, 9):
        utility.bill(account, date(2026, month, 1), "200", paid=None)
    owed = billing.balance(account).facts
    answer = billing.balance(account, f"现在先交{amount}元抵哪个月")
    assert answer.response == "utter_would_settle"
    principal, fee = Decimal(owed["amount"]), Decimal(owed["late_fee"])
    still, fee_left = Decimal(answer.facts["still"]), Decimal(answer.facts["fee"])
    assert still == max(principal - amount, 0)
    if amount <= principal:
        assert fee_left == fee
    over = re.search(r"多出的([0-9.]+)元", answer.facts["rest"])
    spent = principal - still + fee - fee_left + (Decimal(over[1]) if over else 0)
    assert spent == amount


@SHARED_UTILITY
@given(ahead=st.integers(min_value=0, max_value=300))
def test_paying_later_never_costs_less(utility: SmallUtility, billing: Asking, ahead: int) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 8, 1), "200", paid=None)
    day = date(2026, 11, 22) + timedelta(days=ahead)
    later = Period.from_iso(f"{day}/{day}")
    text = f"{day.month}月{day.day}号交要多少"
    answer = billing.late_fee(account, text, later)
    assert answer.response == "utter_pay_on"
    now = Decimal(billing.balance(account).facts["late_fee"])
    principal = Decimal(answer.facts["principal"])
    fee = Decimal(answer.facts["fee"])
    assert fee >= now
    assert fee <= (principal * Decimal("0.30")).quantize(Decimal("0.01"))
    assert Decimal(answer.facts["total"]) == principal + fee


@SHARED_UTILITY
@given(kwh=st.integers(min_value=2, max_value=3000), more=st.integers(min_value=1, max_value=500))
def test_more_kwh_never_cost_less(
    utility: SmallUtility, billing: Asking, kwh: int, more: int
) -> None:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "250", before="2250")
    november = of_month(2026, 11)
    costs = [
        Decimal(billing.bill(account, november, f"用{n}度要多少钱").facts["amount"])
        for n in (kwh, kwh + more)
    ]
    assert costs[0] < costs[1]
    # Both totals are rounded to the 分.
    assert costs[1] - costs[0] >= Decimal(more) * Decimal("0.548") - Decimal("0.01")
