"""What must hold for every account and month of the seeded demo utility."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.billing import records
from bot.billing.charges import cost_of, engine_line, situation_of
from bot.billing.difference import parts
from bot.billing.records import AccountRecord, BillRecord
from bot.billing.wording import add_months
from bot.cards import validate
from bot.clock import FixedClock
from bot.databases import utility as tables
from bot.databases.sessions import Sessions, connect, sessions
from bot.demo.seed import seed
from bot.periods import Period
from bot.settings import Settings
from bot.tariffs import Terms, Usage, line_label, load_price_book, rate
from tests.unit.billing.asking import Asking
from tests.unit.billing.conftest import RESPONSES
from tests.unit.billing.small_utility import NOW, TODAY

ACCOUNTS = 150
ASKED_ABOUT = 15
"""Accounts of which every month is asked about; the named customers come first."""

ASKED_EVERYTHING = 25
"""Accounts that every other question is asked about."""

Ledger = dict[int, tuple[AccountRecord, dict[date, BillRecord]]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'utility.db'}")
    tables.Base.metadata.create_all(engine)
    seed(engine, TODAY, scale=ACCOUNTS)
    yield sessions(engine)
    engine.dispose()


@pytest.fixture
def billing(demo: Sessions, settings: Settings) -> Asking:
    return Asking(demo, load_price_book(), FixedClock(NOW), settings)


@pytest.fixture(scope="module")
def ledger(demo: Sessions) -> Ledger:
    """Every account with all its bills."""
    with demo() as session:
        ids = session.execute(select(tables.Account.id).order_by(tables.Account.id)).scalars()
        return {
            account_id: (
                records.account(session, account_id),
                {
                    bill.month: bill
                    for bill in records.bills(session, account_id, date.min, date.max)
                },
            )
            for account_id in ids
        }


def test_the_parts_of_every_difference_sum_to_the_fen(ledger: Ledger) -> None:
    compared = 0
    factors: set[str] = set()
    for account, bills in ledger.values():
        cost = cost_of(load_price_book(), account)
        for month, bill in bills.items():
            for base in (bills.get(add_months(month, -1)), bills.get(add_months(month, -12))):
                if base is None:
                    continue
                found = parts(
                    situation_of(base), base.amount, situation_of(bill), bill.amount, cost
                )
                assert sum(part.amount for part in found) == bill.amount - base.amount
                told = {part.factor for part in found if part.amount}
                # Every demo bill is what the engine makes of it.
                assert "correction" not in told
                factors |= told
                compared += 1
    assert compared > 30 * ACCOUNTS
    assert factors == {"price", "plan", "days", "usage", "peak_share", "tier"}


def test_every_explanation_and_bill_of_every_month(billing: Asking, ledger: Ledger) -> None:
    asked = list(ledger)[:ASKED_ABOUT]
    answered: set[str] = set()
    for account_id in asked:
        for month, bill in ledger[account_id][1].items():
            period = Period.from_iso(f"{month}/{add_months(month, 1) - date.resolution}")
            answer = billing.bill(account_id, period)
            assert answer.card is not None
            validate(answer.card)
            lines = sum(Decimal(line["amount"]) for line in answer.card["lines"])
            assert lines == Decimal(answer.card["amount"]) == bill.amount
            RESPONSES.render(answer.response, "web", **answer.facts)
            why = billing.explain(account_id, period)
            answered.add(why.response)
            RESPONSES.render(why.response, "web", **why.facts)
            if why.card is None:
                continue
            validate(why.card)
            for comparison in why.card["comparisons"]:
                change = Decimal(comparison["change"])
                assert sum(Decimal(part["amount"]) for part in comparison["parts"]) == change
                base = Decimal(comparison["base"]["amount"])
                assert Decimal(why.card["current"]["amount"]) - base == change
    assert answered == {
        "utter_bill_change",
        "utter_bill_change_not_higher",
        "utter_bill_change_alone",
    }


def test_every_other_answer(billing: Asking, ledger: Ledger) -> None:
    months = Period.from_iso("2025-11-01/2026-10-31")
    running = Period.from_iso("2026-11-01/2026-11-30")
    for account_id in list(ledger)[:ASKED_EVERYTHING]:
        for answer in (
            billing.balance(account_id),
            billing.bill(account_id, months),
            billing.bill(account_id, running),
            billing.explain(account_id, months),
            billing.tiers(account_id),
            billing.usage(account_id, running),
            billing.usage(account_id, months),
            billing.usage(account_id, months, "峰谷各多少"),
            billing.usage(account_id, running, "哪天用得最多"),
            billing.usage(account_id, running, "大概多少钱电费"),
            billing.bill(account_id, months, "哪个月最贵"),
            billing.bill(account_id, months, "平均每月多少"),
            billing.bill(account_id, None, "比去年多多少"),
            billing.bill(account_id, None, "用300度多少钱"),
            billing.bill(account_id, None, "交了没"),
            billing.bill(account_id, None, "明细"),
            billing.tiers(account_id, "几月到二档的"),
            billing.tiers(account_id, "多少度算二档"),
            billing.late_fee(account_id, "怎么算的"),
            billing.balance(account_id, "先交50抵哪个月"),
            billing.balance(account_id, "还能用几天"),
            billing.payments(account_id, None, "上次交了多少"),
            billing.readings(account_id, None, "几号抄的表"),
            billing.compare_tariffs(account_id),
            billing.prices_of(account_id),
            billing.payments(account_id),
            billing.trace_payment(account_id),
            billing.invoices(account_id, months),
            billing.payment_ways(account_id),
            billing.late_fee(account_id),
            billing.readings(account_id, months),
        ):
            if answer.card is not None:
                validate(answer.card)
            text = RESPONSES.render(answer.response, "web", **answer.facts).text
            assert text
            assert "None" not in text
        assert billing.situation(account_id).owed >= 0
        summary = billing.dispute_summary(account_id)
        assert summary is None or len(summary.summary) <= 255


def test_time_of_use_compared_equals_an_independent_sum(billing: Asking, ledger: Ledger) -> None:
    """From the bills' own columns, straight through the engine."""
    book = load_price_book()
    compared = 0
    for account_id, (account, bills) in ledger.items():
        if account.tariff_class != "residential":
            continue
        card = billing.compare_tariffs(account_id).card
        newest = list(bills.values())[-12:]
        if card is None or any(bill.peak_kwh is None for bill in newest):
            continue
        amounts = {option["id"]: option.get("amount") for option in card["options"]}
        for option, time_of_use in (("flat", False), ("time_of_use", True)):
            total = sum(
                rate(
                    book.get(bill.price_set_id),
                    Usage(bill.kwh, bill.peak_kwh, bill.valley_kwh),
                    Terms(
                        time_of_use, bill.household_size, bill.welfare, opened_on=account.opened_on
                    ),
                    start=bill.period_start,
                    end=bill.period_end,
                    year_kwh_before=bill.year_kwh_before,
                ).total
                for bill in newest
            )
            assert amounts[option] == f"{total:.2f}"
        if all(bill.time_of_use == account.time_of_use for bill in newest):
            present = "time_of_use" if account.time_of_use else "flat"
            assert amounts[present] == f"{sum(bill.amount for bill in newest):.2f}"
        compared += 1
    assert compared > ACCOUNTS / 2


def test_every_stored_line_has_a_label(demo: Sessions, ledger: Ledger) -> None:
    with demo() as session:
        for _, bills in list(ledger.values())[:ASKED_ABOUT]:
            for bill in list(bills.values())[-2:]:
                for line in records.lines(session, bill.id):
                    assert line_label(engine_line(line))
