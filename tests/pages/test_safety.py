"""Danger looks like danger, with and without a connection; the staff hear of it."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Locator, expect

from tests.pages.browser import LAUNCHER, say
from tests.pages.conftest import NewPage
from tests.pages.site import Site
from tests.pages.test_access import serious
from tests.pages.test_staff import signed_in

HELP = ["tel:119", "tel:120", "tel:057900000000"]


def hrefs(links: list[Locator]) -> list[str | None]:
    """Where links lead to."""
    return [link.get_attribute("href") for link in links]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (844, 390)])
def test_danger_looks_like_danger(
    new_page: NewPage, site: Site, axe: str, width: int, height: int
) -> None:
    page = new_page(width, height, touch=True)
    page.goto(f"{site.url}/widget")
    say(page, "危险")
    danger = page.locator(".danger")
    expect(danger).to_be_visible()
    red, green, blue = (
        int(part)
        for part in re.findall(
            r"\d+", danger.evaluate("one => getComputedStyle(one).backgroundColor")
        )[:3]
    )
    assert red > 120
    assert max(green, blue) < 60
    expect(danger.get_by_role("heading", name="电线掉在地上")).to_be_in_viewport(ratio=1)
    steps = danger.get_by_role("listitem")
    assert steps.count() == 4
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    said = page.locator(".line-customer .words").last.evaluate(size)
    assert steps.first.evaluate(size) >= 1.1 * said
    expect(steps.first).to_be_in_viewport(ratio=1)
    assert "tel:120" in hrefs(steps.nth(2).get_by_role("link").all())
    links = danger.locator(".danger-phones a").all()
    assert hrefs(links) == HELP
    # Whole and in sight, and large enough for a hand that shakes.
    for link in links:
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    # The text is not said twice.
    assert page.get_by_text("谁也别让靠近").count() == 1
    assert serious(page, axe) == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
def test_danger_in_large_text_keeps_the_numbers_in_sight(
    new_page: NewPage, site: Site, width: int, height: int
) -> None:
    page = new_page(width, height, touch=True)
    page.goto(f"{site.url}/widget")
    page.get_by_role("button", name="大字").click()
    say(page, "危险")
    danger = page.locator(".danger")
    expect(danger).to_be_visible()
    page.wait_for_timeout(300)
    expect(danger.get_by_role("heading")).to_be_in_viewport(ratio=1)
    short = danger.locator(".danger-phones a:not(.danger-long)")
    for link in short.all():
        expect(link).to_be_in_viewport(ratio=1)
        # Nothing lies over it.
        assert link.evaluate(
            """one => {
              const {left, top, width, height} = one.getBoundingClientRect();
              return [0.1, 0.5, 0.9].every((part) =>
                one.contains(document.elementFromPoint(left + part * width, top + height / 2)));
            }"""
        )


def test_numbers_of_help_can_be_called_from_any_answer(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/widget")
    say(page, "电话号码")
    answer = page.locator("[data-sender=bot]")
    expect(answer).to_contain_text("120度")
    assert hrefs(answer.get_by_role("link").all()) == HELP


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
def test_danger_without_a_connection_is_answered_by_the_widget(
    new_page: NewPage, site: Site, axe: str, width: int, height: int
) -> None:
    page = new_page(width, height, touch=True)
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    chat = page.frame_locator("iframe")
    expect(chat.locator(".widget")).to_have_attribute("data-connection", "online")
    page.context.set_offline(True)
    say(chat, "电线掉下来，有人触电了")
    danger = chat.locator(".danger")
    expect(danger).to_be_visible(timeout=1_000)
    expect(danger).to_contain_text("没有人知道")
    expect(danger.get_by_text("您的消息还没有发出去")).to_be_in_viewport(ratio=1)
    expect(danger.get_by_role("heading")).to_be_in_viewport(ratio=1)
    links = danger.locator(".danger-phones a").all()
    assert hrefs(links) == HELP
    for link in links:
        expect(link).to_be_in_viewport(ratio=1)
    expect(chat.locator("[data-state=sending]")).to_contain_text("还没有发出")
    assert serious(page, axe) == []
    page.context.set_offline(False)
    # It was kept, and is answered by those who know more.
    expect(chat.locator("[data-state=sending]")).to_have_count(0, timeout=30_000)
    expect(chat.locator("[data-sender=widget]")).to_have_count(0)
    expect(chat.locator("[data-sender=system]").last).to_contain_text("MD", timeout=30_000)


def test_danger_that_the_gateway_cannot_take_is_answered_by_the_widget(
    new_page: NewPage, site: Site
) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/widget")
    expect(page.locator(".widget")).to_have_attribute("data-connection", "online")
    page.route(
        "**/api/chat/messages", lambda route: route.fulfill(status=502, body="<html>bad gateway")
    )
    say(page, "家里起火了")
    expect(page.locator(".danger")).to_contain_text("还没有发出去", timeout=2_000)
    page.wait_for_timeout(6_000)
    # Never given up, never taken for sent.
    expect(page.locator("[data-state=sending]")).to_be_visible()
    expect(page.locator("[data-state=failed]")).to_have_count(0)
    page.unroute("**/api/chat/messages")
    expect(page.locator(".danger-unheard")).to_have_count(0, timeout=30_000)
    assert page.locator("[data-sender=customer]").count() == 1


def test_ordinary_words_without_a_connection_frighten_nobody(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/widget")
    expect(page.locator(".widget")).to_have_attribute("data-connection", "online")
    page.context.set_offline(True)
    say(page, "查上个月的电费")
    expect(page.locator("[data-state=sending]")).to_contain_text("还没有发出")
    expect(page.locator(".danger")).to_have_count(0)
    page.context.set_offline(False)


EARS = """() => {
  window.tones = 0;
  window.shown = [];
  class Node { connect(next) { return next; } start() { window.tones += 1; } stop() {}
    constructor() { this.frequency = {}; this.gain = {setValueAtTime() {}, exponentialRampToValueAtTime() {}}; } }
  window.AudioContext = class { constructor() { this.state = 'suspended'; this.currentTime = 0; }
    async resume() { this.state = 'running'; }
    createOscillator() { return new Node(); } createGain() { return new Node(); } };
  window.Notification = class { static permission = 'granted';
    static async requestPermission() { return 'granted'; }
    constructor(title, more) { window.shown.push(title + '：' + more.body); } close() {} };
}"""


def test_a_new_urgent_request_alarms_the_staff(new_page: NewPage, site: Site, axe: str) -> None:
    with sqlite3.connect(site.bot_db) as bot_db:
        bot_db.execute("UPDATE service_requests SET status = 'done' WHERE priority = 'urgent'")
    page = new_page()
    page.context.add_init_script(f"({EARS})()")
    signed_in(lambda **_: page, site)
    page.get_by_role("button", name="声音提醒：关").click()
    sound = page.get_by_role("button", name="声音提醒：开")
    expect(sound).to_have_attribute("aria-pressed", "true")
    tried = page.evaluate("window.tones")
    assert tried > 0  # what an alarm sounds like
    # Another window lies in front; the page looks all the same.
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'});"
        "Object.defineProperty(document, 'hidden', {get: () => true})"
    )
    customer = new_page(390, 844)
    customer.goto(f"{site.url}/widget")
    say(customer, "电线掉在路上，还在冒火花")
    answer = customer.locator("[data-sender=system]").last
    expect(answer).to_contain_text("MD")
    alarm = page.locator(".alarm")
    expect(alarm).to_contain_text("危险报告", timeout=15_000)
    expect(page).to_have_title(re.compile(r"^\(1\) 紧急"))
    assert page.evaluate("window.tones") > tried
    (shown,) = page.evaluate("window.shown")
    assert shown.startswith("紧急：危险报告")
    assert serious(page, axe) == []

    # What is said after the request comes by itself; place and phone stand on top.
    alarm.click()
    panel = page.get_by_role("dialog")
    facts = panel.locator(".danger-facts")
    expect(facts).to_contain_text("情况")
    # The engine's guess about the line before has nothing to do with the danger.
    expect(panel).not_to_contain_text("机器人的理解")
    expect(facts).to_contain_text("地点")
    expect(page.locator(".alarm")).to_have_count(0)
    expect(page).to_have_title(re.compile("^服务请求"))
    say(customer, "就在听潮社区菜场门口，电话15400004799")
    talk = panel.get_by_role("list", name="对话记录")
    expect(talk).to_contain_text("听潮社区菜场门口", timeout=15_000)
    expect(talk).to_contain_text("登记之后")
    expect(facts).to_contain_text("154****4799", timeout=15_000)
    assert "15400004799" not in panel.inner_text()
    assert serious(page, axe) == []
    # It is seen: a reload doesn't alarm again.
    page.reload()
    expect(page.locator(".bar-count")).to_contain_text("条")
    page.wait_for_timeout(1_000)
    expect(page.locator(".alarm")).to_have_count(0)


def test_the_alarm_says_when_it_is_deaf(new_page: NewPage, site: Site) -> None:
    page = signed_in(new_page, site)
    page.context.set_offline(True)
    expect(page.get_by_text("可能没有提醒")).to_be_visible(timeout=15_000)
    page.context.set_offline(False)
    expect(page.get_by_text("可能没有提醒")).to_have_count(0, timeout=15_000)
