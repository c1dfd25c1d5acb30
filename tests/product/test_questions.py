"""Every kind of billing question, held against the records in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import system_clock, today
from bot.databases.sessions import connect, sessions
from bot.databases.utility import Account, Bill, BillLine, DailyReading, Meter, Payment
from tests.chat_client import ChatClient, Message
from tests.product import Product
from tests.product.questions import ASKED_BY, QUESTIONS, Question, ask_all

pytestmark = pytest.mark.product


@pytest.fixture(scope="module")
def answers(product: Product) -> dict[str, list[Message]]:
    """What was answered to each kind of question."""
    with ChatClient(product.base_url) as chat:
        return ask_all(chat)


@pytest.fixture
def records(product: Product) -> Iterator[Session]:
    """The utility's records, read beside the product."""
    engine = connect(product.utility_db_url)
    with sessions(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture
def account(records: Session) -> Account:
    """The account that is asked about."""
    return records.scalars(select(Account).where(Account.number == ASKED_BY.number)).one()


def card(answers: dict[str, list[Message]], kind: str) -> dict[str, Any]:
    """The card that answered a kind of question."""
    wanted = next(question.card for question in QUESTIONS if question.kind == kind)
    found: list[dict[str, Any]] = [
        line["card"] for line in answers[kind] if line["card"] and line["card"]["schema"] == wanted
    ]
    assert len(found) == 1, f"{kind}: {[line['text'] for line in answers[kind]]}"
    return found[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_is_answered_with_its_card(answers: dict[str, list[Message]], question: Question) -> None:
    assert card(answers, question.kind)
    whole = "".join(line["text"] or "" for line in answers[question.kind])
    assert whole
    assert ASKED_BY.number not in whole
    assert ASKED_BY.phone not in whole


def test_arrears_are_what_overdue_bills_leave_unpaid(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    bills = records.scalars(select(Bill).where(Bill.account_id == account.id)).all()
    unpaid = {bill.due_on: bill.amount - bill.paid_amount for bill in bills}
    shown = card(answers, "balance or arrears")
    asked_on = date.fromisoformat(shown["as_of"][:10])
    overdue = sum(sum_ for due_on, sum_ in unpaid.items() if due_on < asked_on)
    assert Decimal(shown["arrears"]) == overdue > 0
    assert f"{sum(unpaid.values())}元" in answers["balance or arrears"][0]["text"]


def test_the_bill_is_the_recorded_one(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    shown = card(answers, "a bill")
    bill = records.scalars(
        select(Bill).where(
            Bill.account_id == account.id, Bill.month == date.fromisoformat(f"{shown['month']}-01")
        )
    ).one()
    assert Decimal(shown["amount"]) == bill.amount
    assert Decimal(shown["kwh"]) == bill.kwh
    lines = records.scalars(select(BillLine.amount).where(BillLine.bill_id == bill.id)).all()
    assert sum(Decimal(line["amount"]) for line in shown["lines"]) == sum(lines) == bill.amount


def test_the_parts_of_the_change_sum_to_it(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    shown = card(answers, "why it is so high")
    amounts = dict(
        records.execute(select(Bill.month, Bill.amount).where(Bill.account_id == account.id)).all()
    )
    assert len(shown["comparisons"]) == 2
    for comparison in shown["comparisons"]:
        change = Decimal(comparison["change"])
        assert change == Decimal(shown["current"]["amount"]) - Decimal(comparison["base"]["amount"])
        assert sum(Decimal(part["amount"]) for part in comparison["parts"]) == change
        assert Decimal(comparison["base"]["amount"]) in amounts.values()


def test_usage_is_what_the_meters_measured(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    shown = card(answers, "usage")
    measured = dict(
        records.execute(
            select(DailyReading.day, DailyReading.kwh)
            .join(Meter, Meter.id == DailyReading.meter_id)
            .where(Meter.account_id == account.id, Meter.direction == "import")
        ).all()
    )
    by_day = {str(day): kwh for day, kwh in measured.items()}
    assert shown["points"]
    for point in shown["points"]:
        assert Decimal(point["kwh"]) == by_day[point["date"]]


def test_tiers_count_this_year(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    shown = card(answers, "place in the tiers")
    year = today(system_clock).year
    billed = records.execute(
        select(func.sum(Bill.kwh)).where(
            Bill.account_id == account.id, Bill.month >= date(year, 1, 1)
        )
    ).scalar_one()
    # The days since the last bill are counted, too.
    assert Decimal(shown["used_kwh"]) >= billed > 0
    assert int(shown["year"]) == year


def test_payments_are_the_recorded_ones(
    answers: dict[str, list[Message]], records: Session, account: Account
) -> None:
    shown = card(answers, "payments")
    made = {
        amount
        for (amount,) in records.execute(
            select(Payment.amount).where(Payment.account_id == account.id)
        )
    }
    assert shown["items"]
    assert {Decimal(item["amount"]) for item in shown["items"]} <= made


def test_a_price_tells_its_date_and_source(answers: dict[str, list[Message]]) -> None:
    price = card(answers, "current prices")["price"]
    assert price["source"]
    assert price["checked_on"]
    assert "以当地最新公布为准" in "".join(line["text"] for line in answers["current prices"])
