"""Every response that the billing service names is written, reachable and given all its facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import bot.billing
from bot.billing import Answer
from bot.databases import utility as tables
from bot.databases.sessions import connect, sessions
from bot.periods import Period
from tests.unit.billing.asking import Asking
from tests.unit.billing.conftest import RESPONSES
from tests.unit.billing.small_utility import NOW, SmallUtility

Said = Callable[[Answer], str]
Case = Callable[[SmallUtility, Asking], Answer]

FILES = {"billing.yml", "payment.yml"}

NOVEMBER = Period.from_iso("2026-11-01/2026-11-30")
AUTUMN = Period.from_iso("2026-09-01/2026-10-31")
FAR = Period.from_iso("2030-01-01/2030-01-31")
LONG_AGO = Period.from_iso("2015-01-01/2015-01-31")


def two_bills(utility: SmallUtility, first: str, second: str, **fields: object) -> int:
    account = utility.account(**fields)
    peaks = [str(Decimal(kwh) / 2) for kwh in (first, second)]
    utility.bill(account, date(2026, 9, 1), first, peak=peaks[0])
    utility.bill(account, date(2026, 10, 1), second, peak=peaks[1], before=first)
    return account


def owing(utility: SmallUtility, month: int) -> int:
    account = utility.account()
    utility.bill(account, date(2026, month, 1), "100", paid=None)
    return account


def with_day(utility: SmallUtility) -> int:
    account = two_bills(utility, "100", "100")
    utility.day(utility.meter_of(account), date(2026, 11, 1), "10")
    return account


def paying(utility: SmallUtility, status: str) -> int:
    account = utility.account()
    utility.payment(account, NOW - timedelta(days=1), "10.00", status=status)
    return account


def charged(utility: SmallUtility) -> int:
    account = utility.account()
    bill = utility.bill(account, date(2026, 9, 1), "100")
    utility.payment(account, NOW - timedelta(days=20), "55.00", bills={bill: ("54.80", "0.20")})
    return account


def with_invoice(utility: SmallUtility) -> int:
    account = utility.account()
    utility.invoice(utility.bill(account, date(2026, 9, 1), "100"))
    return account


def unbanded(utility: SmallUtility) -> int:
    account = utility.account()
    utility.bill(account, date(2026, 10, 1), "100")
    return account


def in_tier(utility: SmallUtility, kwh: str, **fields: object) -> int:
    account = utility.account(**fields)
    utility.bill(account, date(2026, 10, 1), kwh)
    return account


def same_price(utility: SmallUtility) -> int:
    account = utility.account()
    # 0.548 a kWh without bands; 0.568 p + 0.288 (1 - p) is that at p = 13/14.
    utility.bill(account, date(2026, 10, 1), "140", peak="130")
    return account


def with_readings(utility: SmallUtility) -> int:
    account = unbanded(utility)
    utility.reading(utility.meter_of(account), date(2026, 10, 1), "0", "100")
    return account


def elderly(utility: SmallUtility) -> int:
    return utility.account(customer=utility.customer(tags="elderly"))


CASES: dict[str, Case] = {
    "utter_balance_overdue": lambda u, b: b.balance(owing(u, 8)),
    "utter_balance_due": lambda u, b: b.balance(owing(u, 10)),
    "utter_balance_clear": lambda u, b: b.balance(two_bills(u, "100", "100")),
    "utter_balance_no_bill": lambda u, b: b.balance(u.account()),
    "utter_balance_prepaid": lambda u, b: b.balance(u.account(payment_mode="prepaid")),
    "utter_balance_prepaid_owing": lambda u, b: b.balance(
        u.account(payment_mode="prepaid", balance=Decimal("-1.00"))
    ),
    "utter_bill": lambda u, b: b.bill(two_bills(u, "100", "100")),
    "utter_bill_list": lambda u, b: b.bill(two_bills(u, "100", "100"), AUTUMN),
    "utter_bill_none": lambda u, b: b.bill(two_bills(u, "100", "100"), LONG_AGO),
    "utter_bill_none_at_all": lambda u, b: b.bill(u.account()),
    "utter_bill_future": lambda u, b: b.bill(two_bills(u, "100", "100"), FAR),
    "utter_bill_open": lambda u, b: b.bill(with_day(u), NOVEMBER),
    "utter_bill_not_issued": lambda u, b: b.bill(two_bills(u, "100", "100"), NOVEMBER),
    "utter_bill_change": lambda u, b: b.explain(two_bills(u, "100", "200")),
    "utter_bill_change_not_higher": lambda u, b: b.explain(two_bills(u, "200", "100")),
    "utter_bill_change_alone": lambda u, b: b.explain(unbanded(u)),
    "utter_tiers": lambda u, b: b.tiers(in_tier(u, "100")),
    "utter_tiers_top": lambda u, b: b.tiers(in_tier(u, "5000")),
    "utter_tiers_none": lambda u, b: b.tiers(in_tier(u, "100", tariff_class="commercial")),
    "utter_tiers_unknown": lambda u, b: b.tiers(u.account(tariff_class="farming")),
    "utter_usage": lambda u, b: b.usage(with_day(u), NOVEMBER),
    "utter_usage_none": lambda u, b: b.usage(u.account(), LONG_AGO),
    "utter_usage_future": lambda u, b: b.usage(u.account(), FAR),
    "utter_comparison_other_cheaper": lambda u, b: b.compare_tariffs(two_bills(u, "100", "100")),
    "utter_comparison_current_cheaper": lambda u, b: b.compare_tariffs(
        two_bills(u, "100", "100", time_of_use=True)
    ),
    "utter_comparison_same": lambda u, b: b.compare_tariffs(same_price(u)),
    "utter_comparison_break_even": lambda u, b: b.compare_tariffs(unbanded(u)),
    "utter_comparison_not_offered": lambda u, b: b.compare_tariffs(
        in_tier(u, "100", tariff_class="commercial")
    ),
    "utter_comparison_no_choice": lambda u, b: b.compare_tariffs(
        in_tier(u, "100", voltage="1_to_10kV")
    ),
    "utter_comparison_never": lambda u, b: b.compare_tariffs(in_tier(u, "100", voltage="20kV")),
    "utter_prices": lambda u, b: b.prices(),
    "utter_prices_unknown": lambda u, b: b.prices("nowhere"),
    "utter_late_fee": lambda u, b: b.late_fee(owing(u, 8)),
    "utter_late_fee_charged": lambda u, b: b.late_fee(charged(u)),
    "utter_late_fee_none": lambda u, b: b.late_fee(u.account()),
    "utter_readings": lambda u, b: b.readings(with_readings(u)),
    "utter_readings_none": lambda u, b: b.readings(u.account()),
    "utter_payments": lambda u, b: b.payments(paying(u, "posted")),
    "utter_payments_open": lambda u, b: b.payments(paying(u, "pending")),
    "utter_payments_none": lambda u, b: b.payments(u.account()),
    "utter_payment_found": lambda u, b: b.trace_payment(paying(u, "failed")),
    "utter_payment_all_posted": lambda u, b: b.trace_payment(paying(u, "posted")),
    "utter_payment_not_found": lambda u, b: b.trace_payment(u.account()),
    "utter_invoices": lambda u, b: b.invoices(with_invoice(u)),
    "utter_invoices_not_issued": lambda u, b: b.invoices(unbanded(u)),
    "utter_invoices_none": lambda u, b: b.invoices(u.account()),
    "utter_payment_ways": lambda u, b: b.payment_ways(),
    "utter_payment_ways_offline_first": lambda u, b: b.payment_ways(elderly(u)),
}


@pytest.fixture(scope="module")
def utility(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallUtility]:
    """SQLite alone: the queries are tested on both databases elsewhere."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('responses') / 'utility.db'}")
    tables.Base.metadata.create_all(engine)
    yield SmallUtility(sessions(engine))
    engine.dispose()


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_is_reached_with_all_its_facts(
    utility: SmallUtility, billing: Asking, said: Said, name: str
) -> None:
    answer = CASES[name](utility, billing)
    assert answer.response == name
    text = said(answer)
    assert "{" not in text
    assert "。。" not in text
    assert "None" not in text
    assert all(isinstance(fact, str) for fact in answer.facts.values())


def test_the_service_names_no_response_that_is_not_written() -> None:
    folder = Path(bot.billing.__file__).parent
    named = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r'"(utter_\w+)"', path.read_text(encoding="utf-8"))
    }
    assert named == set(CASES)
    assert {RESPONSES.file_of(name) for name in named} == FILES


def test_every_answer_with_a_price_says_that_the_published_one_counts() -> None:
    for name in CASES:
        for variation in RESPONSES._variations[name]:
            # On the web the card says it: the fixture `said` holds the card against that.
            web = variation.get("channel") == "web"
            if "{next_price}" in variation["text"] or "{rows}" in variation["text"]:
                assert web or "{price_note}" in variation["text"], name
