"""Nothing is out of sight, and every way out leads where the customer meant to go."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from tests.pages.browser import INPUT, LAUNCHER, Chat, say, still
from tests.pages.conftest import NewPage
from tests.pages.site import Site
from tests.pages.test_access import serious
from tests.pages.test_staff import call_back, signed_in


def opened(page: Page, site: Site) -> FrameLocator:
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    chat = page.frame_locator("iframe")
    expect(chat.locator(".widget")).to_have_attribute("data-connection", "online")
    return chat


def number_in(text: str) -> str:
    """The number of the request that an answer names."""
    found = re.search(r"MD\d{8}-\d{4}", text)
    assert found
    return found[0]


def talk_height(chat: Chat) -> float:
    box = chat.locator(".talk-scroll").bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.parametrize(
    ("width", "height", "touch"),
    [(1366, 768, False), (390, 844, True), (360, 640, True), (844, 390, True), (683, 384, False)],
)
def test_consent_is_asked_in_sight(
    new_page: NewPage, site: Site, width: int, height: int, touch: bool
) -> None:
    page = new_page(width, height, touch=touch)
    chat = opened(page, site)
    for said in ("你好", "在吗", "告知"):
        say(chat, said)
        expect(chat.locator("[data-sender=bot]").last).to_be_visible()
    for choice in ("同意", "不同意"):
        expect(chat.get_by_role("button", name=choice, exact=True)).to_be_in_viewport(ratio=1)
    # Not under the button that says that there is more.
    expect(chat.get_by_role("button", name="往下看")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(844, 390), (683, 384)])
def test_the_way_down_lies_beside_the_figures(
    new_page: NewPage, site: Site, width: int, height: int
) -> None:
    page = new_page(width, height)
    page.goto(f"{site.url}/widget")
    say(page, "卡片 tiers")
    down = page.get_by_role("button", name="往下看")
    expect(down).to_be_visible()
    card = page.locator(".fact-card").bounding_box()
    button = down.bounding_box()
    assert card is not None
    assert button is not None
    assert button["x"] >= card["x"] + card["width"]


@pytest.mark.parametrize(("width", "height"), [(844, 390), (683, 384)])
def test_a_low_screen_leaves_room_to_talk(
    new_page: NewPage, site: Site, axe: str, width: int, height: int
) -> None:
    """A phone on its side, and 1366×768 at 200 %."""
    page = new_page(width, height)
    chat = opened(page, site)
    frame = page.locator("iframe").bounding_box()
    assert frame == {"x": 0, "y": 0, "width": width, "height": height}
    assert talk_height(chat) >= 0.65 * height
    expect(chat.get_by_role("button", name="转人工")).to_be_in_viewport(ratio=1)
    expect(chat.get_by_role("button", name="结束对话")).to_be_in_viewport(ratio=1)
    say(chat, "按钮")
    expect(chat.get_by_role("button", name="不用了")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page, axe) == []


def test_the_keyboard_of_a_phone_stays_down_after_taps(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).tap()
    chat = page.frame_locator("iframe")
    box = chat.get_by_label(INPUT)
    expect(chat.get_by_role("button", name="查我的电费")).to_be_visible()
    expect(box).not_to_be_focused()
    chat.get_by_role("button", name="查我的电费").tap()
    expect(chat.get_by_text("收到：查我的电费")).to_be_visible()
    expect(box).not_to_be_focused()
    box.tap()
    page.keyboard.insert_text("按钮")
    chat.get_by_role("button", name="发送").tap()
    choice = chat.get_by_role("button", name="不用了")
    expect(choice).to_be_visible()
    expect(box).not_to_be_focused()
    choice.tap()
    expect(chat.get_by_text("收到：/deny")).to_be_visible()
    expect(box).not_to_be_focused()
    # Who types on goes on typing.
    box.tap()
    page.keyboard.insert_text("还有")
    page.keyboard.press("Enter")
    expect(chat.get_by_text("收到：还有")).to_be_visible()
    expect(box).to_be_focused()


def test_the_way_back_closes_the_chat_on_a_phone(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/privacy")
    opened(page, site)
    frame = page.locator("iframe")
    # What lies below is neither scrolled nor reached.
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    assert page.evaluate("document.getElementById('root').inert") is True
    page.go_back()
    expect(frame).to_be_hidden()
    assert page.url == f"{site.url}/"
    assert page.evaluate("document.getElementById('root').inert") is False
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") != "hidden"
    # Closed by its own button, the way back leads on as if it had never been open.
    page.get_by_role("button", name=LAUNCHER).click()
    page.frame_locator("iframe").get_by_role("button", name="关闭对话窗口").click()
    expect(frame).to_be_hidden()
    page.wait_for_timeout(300)  # the loader has gone back by itself
    page.go_back()
    expect(page).to_have_url(f"{site.url}/privacy")


def test_on_a_desktop_the_way_back_leaves_the_page(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(f"{site.url}/privacy")
    opened(page, site)
    assert page.evaluate("document.getElementById('root').inert") is False
    page.go_back()
    expect(page).to_have_url(f"{site.url}/privacy")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_reload_keeps_the_chat_open_and_what_was_typed(
    new_page: NewPage, site: Site, width: int, height: int
) -> None:
    page = new_page(width, height, touch=width < 500)
    chat = opened(page, site)
    say(chat, "你好")
    expect(chat.get_by_text("收到：你好")).to_be_visible()
    chat.get_by_label(INPUT).fill("写了一半的话")
    page.reload()
    expect(chat.get_by_text("收到：你好")).to_be_visible()
    expect(chat.get_by_label(INPUT)).to_have_value("写了一半的话")
    chat.get_by_role("button", name="关闭对话窗口").click()
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    page.wait_for_timeout(300)  # the loader has gone back by itself
    page.reload()
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()


def test_ending_the_talk_ends_it_in_every_window(new_page: NewPage, site: Site, axe: str) -> None:
    first = new_page(390, 844)
    first.goto(f"{site.url}/widget")
    say(first, "我的电费")
    expect(first.get_by_text("收到：我的电费")).to_be_visible()
    token = first.evaluate("JSON.parse(localStorage.getItem('mingdeng.session')).token")
    second = first.context.new_page()
    second.goto(f"{site.url}/widget")
    expect(second.get_by_text("收到：我的电费")).to_be_visible()
    first.get_by_role("button", name="结束对话").click()
    first.get_by_role("button", name="结束并清除").click()
    expect(second.get_by_role("heading", name="对话已结束")).to_be_visible()
    expect(second.get_by_text("收到：我的电费")).to_have_count(0)
    assert serious(second, axe) == []
    # The token is dead for everybody, also for one who had copied it.
    answer = first.request.get(
        f"{site.url}/api/chat/messages", headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status, answer.json()["code"]) == (401, "conversation_ended")
    with sqlite3.connect(site.bot_db) as bot_db:
        (ended,) = bot_db.execute(
            "SELECT count(*) FROM conversations WHERE ended_at IS NOT NULL"
        ).fetchone()
    assert ended >= 1
    # The other window goes on in the same new conversation.
    say(first, "新的问题")
    expect(first.get_by_text("收到：新的问题")).to_be_visible()
    second.get_by_role("button", name="开始新的对话").click()
    expect(second.get_by_text("收到：新的问题")).to_be_visible()
    second.reload()
    expect(second.get_by_text("收到：新的问题")).to_be_visible()


def test_a_window_elsewhere_learns_of_the_end_from_the_gateway(
    new_page: NewPage, site: Site
) -> None:
    """Another browser with the same session: no channel between the windows."""
    page = new_page(390, 844)
    page.goto(f"{site.url}/widget")
    say(page, "你好")
    expect(page.get_by_text("收到：你好")).to_be_visible()
    token = page.evaluate("JSON.parse(localStorage.getItem('mingdeng.session')).token")
    page.request.delete(
        f"{site.url}/api/chat/sessions", headers={"Authorization": f"Bearer {token}"}
    )
    expect(page.get_by_role("heading", name="对话已结束")).to_be_visible()
    say(page, "接着问")
    expect(page.get_by_text("收到：接着问")).to_be_visible()
    expect(page.get_by_text("收到：你好")).to_have_count(0)


def test_a_closed_request_is_told_to_the_customer(new_page: NewPage, site: Site) -> None:
    customer = new_page(400, 800)
    customer.goto(f"{site.url}/widget")
    customer.get_by_role("button", name="转人工").click()
    answer = customer.locator("[data-sender=system]").first
    expect(answer).to_contain_text("MD")
    number = number_in(answer.inner_text())
    staff = signed_in(new_page, site)
    staff.get_by_role("button", name=number).click()
    panel = staff.get_by_role("dialog")
    panel.get_by_label("办理说明").fill("已回电。")
    panel.get_by_role("button", name="确认").click()
    expect(customer.locator("[data-sender=system]").last).to_contain_text(
        f"您登记的人工回电（单号 {number}）已经办完了"
    )


def test_the_staffs_note_outlives_the_panel_and_an_error_goes_away(
    new_page: NewPage, site: Site
) -> None:
    number = call_back(new_page, site, "15400004722")
    page = signed_in(new_page, site, width=1280, height=700)
    page.get_by_role("button", name=number).click()
    panel = page.get_by_role("dialog")
    note = panel.get_by_label("办理说明")
    note.fill("已派人上门，客户约在下午三点。")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name=number).click()
    expect(note).to_have_value("已派人上门，客户约在下午三点。")
    page.mouse.click(40, 400)  # beside the panel
    expect(panel).to_be_hidden()
    page.get_by_role("button", name=number).click()
    expect(note).to_have_value("已派人上门，客户约在下午三点。")

    def lost(route: Route) -> None:
        route.abort()

    page.route("**/close", lost)
    panel.get_by_role("button", name="确认").click()
    error = panel.get_by_role("alert").filter(has_text="没有办成")
    expect(error).to_be_in_viewport(ratio=1)
    expect(note).to_have_value("已派人上门，客户约在下午三点。")
    page.unroute("**/close", lost)
    panel.get_by_role("button", name="确认").click()
    expect(panel.get_by_text("已办结").first).to_be_visible()
    expect(error).to_have_count(0)


def test_names_are_masked_and_the_utilitys_number_is_not(new_page: NewPage, site: Site) -> None:
    customer = new_page(400, 800)
    customer.goto(f"{site.url}/widget")
    say(customer, "户号3309001018，户主林晓棠，想问电费")
    expect(customer.locator("[data-sender=bot]")).to_have_count(1)
    customer.get_by_role("button", name="转人工").click()
    answer = customer.locator("[data-sender=system]").first
    expect(answer).to_contain_text("MD")
    page = signed_in(new_page, site)
    page.get_by_role("button", name=number_in(answer.inner_text())).click()
    panel = page.get_by_role("dialog")
    talk = panel.get_by_role("list", name="对话记录")
    expect(talk).to_contain_text("户主林**")
    expect(talk).to_contain_text("0579-0000-0000")
    assert "林晓棠" not in panel.inner_text()


def test_how_a_line_was_understood_is_one_tap_away(new_page: NewPage, site: Site, axe: str) -> None:
    number = call_back(new_page, site, "15400004723")
    page = signed_in(new_page, site)
    page.get_by_role("button", name=number).click()
    reading = page.get_by_role("dialog").locator(".read-as").first
    reading.get_by_text("怎么理解的").click()
    expect(reading).to_contain_text("查电费账单，把握 93%")
    expect(reading).to_contain_text("读法：新的问题")
    expect(reading).to_contain_text("没有在等回答；电费是记录里的事")
    still(page)
    assert serious(page, axe) == []
