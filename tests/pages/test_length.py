"""An answer from records fits a phone: text and card as the services make them, measured on 390×844."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.billing import Billing
from bot.billing.answers import Answer
from bot.clock import SHANGHAI, FixedClock
from bot.databases import utility as tables
from bot.databases.sessions import Sessions, connect, sessions
from bot.demo.people import PEOPLE
from bot.demo.seed import seed
from bot.periods import Period
from bot.responses import load_responses
from bot.settings import load
from bot.tariffs import load_price_book
from tests.pages.browser import say
from tests.pages.conftest import NewPage
from tests.pages.site import Site

TALK_PX = 567
"""What header, banner and input leave of a phone of 390×844."""
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
SUMMER = Period(date(2026, 7, 1), date(2026, 7, 31), "month", "2026年7月")
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "span", "去年")
HALF_YEAR = Period(date(2026, 5, 1), date(2026, 10, 31), "span", "最近半年")
HALF_MONTH = Period(date(2026, 11, 7), date(2026, 11, 21), "span", "最近15天")


def _told(question: str, text: str, *periods: Period) -> Callable[[Billing, int], Answer]:
    return lambda billing, account: billing.answer(question, [account], periods, text)[0]


ASKED: dict[str, Callable[[Billing, int], Answer]] = {
    "应交多少": _told("query_balance", "我现在应交多少"),
    "最近一期账单": _told("query_bill", "最近一期账单"),
    "七月账单": _told("query_bill", "七月账单", SUMMER),
    "半年账单": _told("query_bill", "半年账单", HALF_YEAR),
    "去年账单": _told("query_bill", "去年每个月的电费", LAST_YEAR),
    "为什么高": _told("explain_bill", "为什么这么高", SUMMER),
    "第几档": _told("query_tiers", "现在第几档"),
    "半年用电量": _told("query_usage", "半年用电量", HALF_YEAR),
    "每天用电量": _told("query_usage", "每天用电量", HALF_MONTH),
    "峰谷划算吗": _told("compare_tariffs", "峰谷划算吗"),
    "交费记录": _told("query_payments", "交费记录"),
    "发票": _told("query_invoice", "发票"),
    "示数": _told("query_reading", "示数"),
    "电价": lambda billing, account: billing.prices_of(account),
    "怎么交费": lambda billing, account: billing.payment_ways(account),
}
CUSTOMERS = ("林晓棠", "陈方圆", "沈若溪")
"""An ordinary household, one that owes for months, one billed by peak and valley."""


@pytest.fixture(scope="module")
def utility(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('length') / 'utility.db'}")
    tables.Base.metadata.create_all(engine)
    seed(engine, NOW.date(), scale=len(PEOPLE))
    yield sessions(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def spoken(utility: Sessions, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """45 answers by what was asked."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TOKEN_KEY", "k" * 40)
        patched.setenv("ENGINE_TOKEN", "e" * 40)
        patched.setenv("VAR_DIR", str(tmp_path_factory.mktemp("var")))
        settings = load(None)
    billing = Billing(utility, load_price_book(), FixedClock(NOW), settings)
    numbers = {one.name: one.number for one in PEOPLE}
    answers = {}
    with utility() as session:
        for name in CUSTOMERS:
            account = session.execute(
                select(tables.Account.id).where(tables.Account.number == numbers[name])
            ).scalar_one()
            for asked, ask in ASKED.items():
                answers[f"{name}{asked}"] = ask(billing, account)
    return answers


def test_answers_fit_a_phone(new_page: NewPage, site: Site, spoken: dict[str, Answer]) -> None:
    responses = load_responses()
    for asked, answer in spoken.items():
        said = responses.render(answer.response, "web", hotline="0579-0000-0000", **answer.facts)
        site.engine.spoken[asked] = [
            {
                "response": said.name,
                "text": said.text,
                "buttons": list(said.buttons),
                "custom": answer.card,
                "image": None,
            }
        ]
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/widget")
    heights = {}
    for asked in [asked for asked, answer in spoken.items() if answer.card is not None]:
        heights[asked] = height_of(page, asked)
    assert len(heights) >= 43
    assert {asked: round(height) for asked, height in heights.items() if height > TALK_PX} == {}


def height_of(page: Page, asked: str) -> float:
    """The height of an answer with its card; its buttons count as well."""
    before = page.locator(".line-bot").count()
    say(page, asked)
    expect(page.locator(".line-bot")).to_have_count(before + 1)
    line = page.locator(".line-bot").last
    expect(line.locator(".fact-card")).to_be_visible()
    # The sentence stands out, and says something.
    assert line.locator(".gist").inner_text().strip()
    box = line.bounding_box()
    assert box is not None
    return box["height"]
