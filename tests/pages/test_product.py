"""The pages on the whole product: what a customer sees of binding, and of a real answer."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect
from sqlalchemy import create_engine, text

from bot.demo.people import PEOPLE
from tests.pages.browser import LAUNCHER, say
from tests.pages.screenshots import DESKTOP, WITHIN_MS, ask_for_the_bill, ask_why, opened
from tests.product import Product

SUMMER = next(one for one in PEOPLE if one.key == "summer")


def test_nobody_is_bound_before_agreeing(browser: Browser, product: Product) -> None:
    with opened(browser, product.base_url, DESKTOP) as page:
        page.get_by_role("button", name=LAUNCHER).click()
        chat = page.frame_locator("iframe")
        before = codes_sent(product)
        say(chat, "上个月电费多少")
        notice = chat.locator("[data-sender=bot]").last
        expect(notice).to_contain_text("同意", timeout=WITHIN_MS)
        # The whole notice is one tap away from the question.
        notice.get_by_role("button", name="告知全文").click()
        expect(chat.get_by_role("dialog")).to_contain_text("您的权利")
        chat.get_by_role("button", name="知道了").click()
        chat.get_by_role("button", name="不同意", exact=True).click()
        expect(chat.locator("[data-sender=bot]").last).to_contain_text(
            "什么都没有保存", timeout=WITHIN_MS
        )
        expect(chat.locator(".fact-card")).to_have_count(0)
        assert codes_sent(product) == before


def test_from_the_question_to_the_reasons(browser: Browser, product: Product) -> None:
    with opened(browser, product.base_url, DESKTOP) as page:
        page.get_by_role("button", name=LAUNCHER).click()
        chat = page.frame_locator("iframe")
        ask_for_the_bill(chat, page, SUMMER)
        card = chat.locator(".fact-card").last
        expect(card.get_by_role("heading")).to_have_text(re.compile("电费账单"))
        expect(card).not_to_contain_text(SUMMER.number)
        ask_why(chat, "为什么这么高")
        picture = chat.locator(".waterfall").last.get_by_role("img")
        expect(picture).to_have_attribute("aria-label", re.compile(r"元，.+元$"))
        lines = chat.locator(".line .words").all_inner_texts()
        page.reload()  # the chat stays open
        expect(chat.locator(".waterfall")).to_be_visible()
        assert chat.locator(".line .words").all_inner_texts() == lines


def codes_sent(product: Product) -> int:
    with create_engine(product.bot_db_url).connect() as bot_db:
        return int(bot_db.execute(text("SELECT count(*) FROM demo_text_messages")).scalar_one())
