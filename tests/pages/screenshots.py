"""Takes the pictures of docs/pictures anew: `make screenshots`.

A whole product is started in a temporary folder and used as its demo customer would use it.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect, sync_playwright

from bot.demo.people import PEOPLE, Person
from bot.settings import ROOT
from tests.pages.browser import ARGUMENTS, INPUT, LAUNCHER, SCHEMES, Chat, chromium, say, still
from tests.pages.site import STAFF
from tests.product import Product

PICTURES = ROOT / "docs" / "pictures"
DESKTOP = ViewportSize(width=1180, height=740)
PHONE = ViewportSize(width=390, height=844)
LARGEST_KB = 150
QUALITY = 88
"""Of WebP: text stays sharp, and a picture is a third of a PNG."""
WITHIN_MS = 60_000
"""The first turns of a fresh engine are slow."""
OTHERS = ("电线掉在路上，还在冒火花", "转人工")
"""What other customers say, so that the staff's list isn't empty but for one."""


def main() -> int:
    """Take all pictures.

    Returns:
        0 when they are taken, 1 when Chromium is missing or a picture is too large.
    """
    executable = chromium()
    if executable is None or not Path(executable).is_file():
        print("Chromium is missing: install it, or name its path in CHROMIUM.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mingdeng-pictures-") as folder:
        product = Product(Path(folder))
        try:
            product.start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
                take(browser, product)
                browser.close()
        finally:
            product.stop()
    large = [path for path in PICTURES.glob("*.webp") if path.stat().st_size > LARGEST_KB * 1000]
    for path in large:
        print(f"{path.name} is larger than {LARGEST_KB} kB.", file=sys.stderr)
    return 1 if large else 0


def take(browser: Browser, product: Product) -> None:
    """All pictures of a running product."""
    person = next(one for one in PEOPLE if one.key == "summer")
    with opened(browser, product.base_url, DESKTOP) as page:
        page.get_by_role("button", name=LAUNCHER).click()
        chat = page.frame_locator("iframe")
        expect(chat.get_by_label(INPUT)).to_be_visible()
        ask_for_the_bill(chat, page, person)
        settle(page, chat)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            show_from(chat, ".line-bot")
            shoot(page, f"demo-page-{scheme}")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        number = ask_for_a_person(chat)
    for said in OTHERS:
        with opened(browser, f"{product.base_url}/widget", PHONE) as page:
            say(page, said)
            expect(page.locator("[data-sender=system]").first).to_be_visible(timeout=WITHIN_MS)
    with opened(browser, f"{product.base_url}/widget", PHONE) as page:
        with opened(browser, product.base_url, DESKTOP) as other:
            ask_for_the_bill(page, other, person)
        ask_why(page, "七月份电费为什么这么高")
        settle(page, page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            show_from(page, ".line-customer")
            shoot(page, f"phone-{scheme}")
    with opened(browser, f"{product.base_url}/requests", DESKTOP) as page:
        page.get_by_label("姓名").fill(STAFF)
        page.get_by_label("密码", exact=True).fill(product.staff_password)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("button", name=number).click()
        expect(page.get_by_role("heading", name="办结")).to_be_visible()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(600)
            still(page)
            shoot(page, f"staff-requests-{scheme}")


def ask_for_the_bill(chat: Chat, demo: Page, person: Person) -> None:
    """From the question to the card, with consent and binding; codes come from the demo phone."""
    say(chat, "上个月电费多少")
    agree = chat.get_by_role("button", name="同意", exact=True)
    agree.click(timeout=WITHIN_MS)
    answered(chat, re.compile("户号"))
    say(chat, person.number)
    answered(chat, re.compile("姓名"))
    # The demo phone shows the newest few, the newest first: their number needn't grow.
    newest = demo.locator(".sms .sms-text").first
    before = newest.inner_text() if newest.count() else ""
    say(chat, person.name)
    expect(newest).not_to_have_text(before, timeout=WITHIN_MS)
    code = re.search(r"(?<!\d)\d{6}(?!\d)", newest.inner_text())
    assert code, "the text message holds a code"
    say(chat, code[0])
    expect(chat.locator(".fact-card").last).to_be_visible(timeout=WITHIN_MS)
    close_peek(demo)


def ask_why(chat: Chat, question: str) -> None:
    """Have one bill compared with another."""
    say(chat, question)
    expect(chat.locator(".waterfall").last).to_be_visible(timeout=WITHIN_MS)


def ask_for_a_person(chat: Chat) -> str:
    """Have the talk with its context handed on; the request's number."""
    chat.get_by_role("group", name="常用问题").get_by_role("button", name="转人工").click()
    answer = chat.locator("[data-sender=system]").first
    expect(answer).to_contain_text("MD", timeout=WITHIN_MS)
    found = re.search(r"MD\d{8}-\d{4}", answer.inner_text())
    assert found, "the answer holds the request's number"
    return found[0]


def answered(chat: Chat, words: re.Pattern[str]) -> None:
    """Wait until the newest line is an answer with these words."""
    expect(chat.locator(".turn").last.locator("[data-sender=bot]")).to_contain_text(
        words, timeout=WITHIN_MS
    )


def close_peek(page: Page) -> None:
    close = page.get_by_role("button", name="收起短信")
    if close.count():
        close.click()


def settle(page: Page, chat: Page | FrameLocator) -> None:
    """Nothing moves any more, no cursor blinks."""
    expect(chat.locator(".Typing")).to_have_count(0, timeout=WITHIN_MS)
    chat.get_by_label(INPUT).evaluate("box => box.blur()")
    page.mouse.move(1, 1)
    page.wait_for_timeout(600)


def show_from(chat: Chat, what: str) -> None:
    """Scroll the talk so that the newest of these is at its top."""
    chat.locator(what).last.evaluate(
        """one => {
          const list = one.closest('.talk-scroll');
          list.scrollTop += one.getBoundingClientRect().top - list.getBoundingClientRect().top - 12;
        }"""
    )
    chat.locator("body").evaluate("() => new Promise(done => setTimeout(done, 300))")


def shoot(page: Page, name: str) -> None:
    """Keep what is seen of a page as WebP, which Playwright itself doesn't write."""
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))
    session.detach()


@contextmanager
def opened(browser: Browser, address: str, size: ViewportSize) -> Iterator[Page]:
    """A page in a browser of its own."""
    context = browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.set_default_timeout(WITHIN_MS)
        page.goto(address)
        yield page
    finally:
        context.close()


if __name__ == "__main__":
    sys.exit(main())
