"""Keyboard, screen reader, phones: everybody can use the pages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages.browser import INPUT, LAUNCHER, SCHEMES, say, still
from tests.pages.cards import CARDS
from tests.pages.conftest import NewPage
from tests.pages.site import STAFF, STAFF_PASSWORD, Site


def serious(page: Page, axe: str) -> list[str]:
    """Serious and critical violations of accessibility on a page and in its frames, light and dark."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # What is drawn by a script changes a moment after the sheets.
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        found += [f"{scheme}: {one}" for one in _serious_now(page, axe)]
    page.emulate_media(color_scheme=SCHEMES[0])
    return found


def _serious_now(page: Page, axe: str) -> list[str]:
    found: list[str] = []
    for frame in page.frames:
        # evaluate() runs outside the page's Content-Security-Policy, a script tag would not
        frame.evaluate(axe)
        # A colour on its way is neither the old nor the new one, and where it is inherited another
        # change begins when the first ends. What runs for ever (a waiting sign) is left.
        frame.evaluate(
            """async () => {
              const moving = () => document.getAnimations().filter((one) =>
                one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity);
              while (moving().length > 0) {
                await Promise.all(moving().map((one) => one.finished.catch(() => null)));
                await new Promise((done) => setTimeout(done, 50));
              }
            }"""
        )
        answer: dict[str, Any] = frame.evaluate(
            "axe.run(document, {iframes: false, resultTypes: ['violations']})"
        )
        found += [
            f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary']}"
            for one in answer["violations"]
            if one["impact"] in ("serious", "critical")
        ]
    return found


def test_the_widget_is_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    expect(page.get_by_role("button", name="查我的电费")).to_be_visible()
    assert serious(page, axe) == []
    for text in ("按钮", "链接", "长", "你好"):
        say(page, text)
    expect(page.get_by_text("收到：你好")).to_be_visible()
    assert serious(page, axe) == []
    page.get_by_role("button", name="隐私说明", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page, axe) == []


def test_troubles_are_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    page = new_page(360, 740, touch=True)
    page.goto(f"{site.url}/widget")
    page.get_by_role("button", name="大字").click()
    say(page, "按钮")
    expect(page.get_by_role("button", name="不用了")).to_be_enabled()
    page.route(
        "**/api/chat/messages",
        lambda route: route.fulfill(
            status=422, json={"code": "x", "message": "现在不能发送。", "hint": "请稍后再试。"}
        ),
    )
    say(page, "你好")
    expect(page.locator("[data-state=failed]")).to_be_visible()
    page.unroute("**/api/chat/messages")
    page.context.set_offline(True)
    expect(page.get_by_text("连接断开了")).to_be_visible()
    say(page, "断线时写的")
    expect(page.locator("[data-state=sending]")).to_be_visible()
    expect(page.get_by_role("button", name="转人工")).to_be_enabled()
    assert serious(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.set_offline(False)


def test_cards_are_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    for name in CARDS:
        say(page, f"卡片 {name}")
    expect(page.locator(".fact-card")).to_have_count(len(CARDS) - 1, timeout=30_000)
    expect(page.locator(".danger")).to_have_count(1)
    for folded in page.locator("summary").all():
        folded.click()
    assert serious(page, axe) == []


def test_the_demo_page_is_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    page = new_page()
    page.goto(site.url)
    expect(page.get_by_role("heading", name="林晓棠")).to_be_visible()
    assert serious(page, axe) == []
    page.get_by_role("button", name=LAUNCHER).click()
    expect(page.frame_locator("iframe").get_by_label(INPUT)).to_be_focused()
    assert serious(page, axe) == []


def test_the_privacy_page_is_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    page = new_page()
    page.goto(f"{site.url}/privacy")
    expect(page.get_by_role("heading", level=1)).to_have_text("小灯在线服务隐私说明")
    assert serious(page, axe) == []


def test_the_staff_pages_are_accessible(new_page: NewPage, site: Site, axe: str) -> None:
    customer = new_page(400, 800)
    customer.goto(f"{site.url}/widget")
    customer.get_by_role("button", name="转人工").click()
    expect(customer.locator("[data-sender=system]")).to_be_visible()
    page = new_page()
    page.goto(f"{site.url}/requests")
    expect(page.get_by_label("姓名")).to_be_visible()
    assert serious(page, axe) == []
    page.get_by_label("姓名").fill(STAFF)
    page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".number").first).to_be_visible()
    assert serious(page, axe) == []
    page.locator(".number").first.click()
    expect(page.get_by_role("heading", name="办结")).to_be_visible()
    still(page)
    assert serious(page, axe) == []


def test_the_staff_pages_are_accessible_on_a_phone_and_with_errors(
    new_page: NewPage, site: Site, axe: str
) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/requests")
    page.get_by_label("姓名").fill(STAFF)
    page.get_by_label("密码", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert serious(page, axe) == []
    page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".bar-count")).to_contain_text("条")
    still(page)
    assert serious(page, axe) == []
    page.get_by_text("已取消", exact=True).first.click()
    expect(page.get_by_text("没有符合条件的请求")).to_be_visible()
    page.route(
        "**/api/staff/requests*",
        lambda route: route.fulfill(
            status=503, json={"code": "x", "message": "暂时读不到。", "hint": ""}
        ),
    )
    page.get_by_role("button", name="刷新").click()
    expect(page.get_by_role("alert")).to_contain_text("暂时读不到。")
    still(page)
    assert serious(page, axe) == []


def test_the_chat_works_by_keyboard_alone(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).focus()
    page.keyboard.press("Enter")
    chat = page.frame_locator("iframe")
    expect(chat.get_by_label(INPUT)).to_be_focused()
    page.keyboard.type("按钮")
    # Tab reaches the send button, and Enter on it sends.
    page.keyboard.press("Tab")
    expect(chat.get_by_role("button", name="发送")).to_be_focused()
    page.keyboard.press("Enter")
    choice = chat.get_by_role("button", name="是的，查这个月")
    expect(choice).to_be_enabled()
    expect(chat.get_by_label(INPUT)).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if choice.evaluate("button => button === document.activeElement"):
            break
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.get_by_text('收到：/affirm{"offer":"bill"}')).to_be_visible()
    expect(chat.get_by_label(INPUT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_focused()


def test_a_line_break_while_composing_sends_nothing(new_page: NewPage, site: Site) -> None:
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    box = page.get_by_label(INPUT)
    box.fill("chadianfei")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    box.press("Shift+Enter")
    box.type("第二行")
    expect(box).to_have_value("chadianfei\n第二行")
    expect(page.locator("[data-sender=customer]")).to_have_count(0)
    box.press("Enter")
    expect(page.locator("[data-sender=customer] .words")).to_have_text("chadianfei\n第二行")


def test_new_lines_are_announced_and_history_is_not(new_page: NewPage, site: Site) -> None:
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    log = page.get_by_role("log", name="对话记录")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-busy", "false")
    assert page.locator("[role=log] [role=alert]").count() == 0


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_pages_to_read_are_accessible_on_a_phone(
    new_page: NewPage, site: Site, axe: str, path: str
) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(site.url + path)
    expect(page.get_by_role("heading").first).to_be_visible()
    assert serious(page, axe) == []


@pytest.mark.parametrize("path", ["/", "/widget", "/requests", "/privacy"])
@pytest.mark.parametrize("width", [360, 390])
def test_phones_need_no_sideways_scrolling(
    new_page: NewPage, site: Site, path: str, width: int
) -> None:
    page = new_page(width, 740, touch=True)
    page.goto(site.url + path)
    expect(page.get_by_role("heading").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_for_fingers(new_page: NewPage, site: Site) -> None:
    """Nothing to press is lower than 32 px, what matters isn't lower than 40."""
    page = new_page(360, 740, touch=True)
    page.goto(f"{site.url}/widget")
    say(page, "按钮")
    expect(page.get_by_role("button", name="不用了")).to_be_enabled()
    low = page.evaluate(
        """() => [...document.querySelectorAll('button, textarea')].map((one) => [
             one.textContent, one.matches('.small-print *, .words *, .welcome p *') ? 32 : 40,
             one.getBoundingClientRect().height])
           .filter(([, least, height]) => height < least)"""
    )
    assert [one for one in low if "隐私说明》" not in one[0]] == []


def test_the_chat_fills_a_phone(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 740, touch=True)
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    frame = page.locator("iframe")
    expect(frame).to_be_visible()
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 740}
