"""The demo page: customers to try, the demo phone, the loader's promises to other sites."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from bot.demo.people import PEOPLE
from tests.pages.browser import LAUNCHER, say, still
from tests.pages.conftest import NewPage
from tests.pages.site import Site


def test_demo_customers_are_offered(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    page.get_by_role("button", name="显示全部").click()
    for person in PEOPLE:
        expect(page.get_by_role("heading", name=person.name)).to_be_visible()
        expect(page.locator(".person", has_text=person.name)).to_contain_text(person.number)
    page.get_by_role("button", name=PEOPLE[0].questions[0], exact=True).click()
    chat = page.frame_locator("iframe")
    expect(chat.get_by_text(f"收到：{PEOPLE[0].questions[0]}")).to_be_visible()


def test_a_question_on_the_page_opens_the_chat(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    page.get_by_label("想问什么").fill("上个月电费多少")
    page.get_by_role("button", name="问一问", exact=True).click()
    expect(page.frame_locator("iframe").get_by_text("收到：上个月电费多少")).to_be_visible()


def sent(site: Site, phone: str, code: str) -> str:
    """Have a text message with a code arrive on the demo phone; its text."""
    text = f"【明江供电】验证码{code}，5分钟内有效，用于确认您的用电户。工作人员不会向您索要验证码，请勿告诉他人。"
    with sqlite3.connect(site.bot_db) as bot_db:
        bot_db.execute(
            "INSERT INTO demo_text_messages (phone, text, sent_at) VALUES (?, ?, ?)",
            (phone, text, "2026-11-22 02:00:00.000000"),
        )
    return text


def code_asked(page: Page) -> FrameLocator:
    """Have the talk on the demo page ask for a code."""
    chat = page.frame_locator("iframe")
    if not page.locator("iframe").is_visible():
        page.get_by_role("button", name=LAUNCHER).click()
    asked = chat.get_by_text("请把6位验证码发给我")
    before = asked.count()
    say(chat, "验证码")
    expect(asked).to_have_count(before + 1)
    return chat


def test_the_demo_phone_rings(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    phone = page.get_by_role("region", name="演示手机")
    expect(phone).to_contain_text("验证码会出现在这里")
    code_asked(page)
    text = sent(site, "15400001018", "482913")
    # The page looks every few seconds.
    expect(page.locator(".peek")).to_contain_text(text, timeout=15_000)
    expect(phone).to_contain_text("发给 15400001018")
    page.get_by_role("button", name="收起短信").click()
    expect(page.locator(".peek")).to_have_count(0)


def test_other_peoples_codes_dont_ring(new_page: NewPage, site: Site) -> None:
    """Everybody who tries the demo uses the same phone."""
    page = new_page()
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    expect(page.get_by_role("region", name="演示手机")).not_to_contain_text("正在读取")
    text = sent(site, "15400001042", "730184")
    # It lies on the phone for who looks there, and stays quiet.
    expect(page.get_by_role("region", name="演示手机")).to_contain_text(text, timeout=15_000)
    page.wait_for_timeout(500)
    expect(page.locator(".peek")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (844, 390)])
def test_the_text_message_leaves_head_and_input_free(
    new_page: NewPage, site: Site, width: int, height: int
) -> None:
    page = new_page(width, height, touch=True)
    page.goto(site.url)
    expect(page.get_by_role("region", name="演示手机")).not_to_contain_text("正在读取")
    chat = code_asked(page)
    sent(site, "15400001018", f"{width}913"[:6].ljust(6, "7"))
    peek = page.locator(".peek")
    expect(peek).to_be_visible(timeout=15_000)
    still(page)
    box = peek.bounding_box()
    assert box is not None
    for name in ("header.widget-head", ".composer"):
        other = chat.locator(name).bounding_box()
        assert other is not None
        assert box["y"] >= other["y"] + other["height"] or box["y"] + box["height"] <= other["y"], (
            name
        )
    expect(peek.get_by_role("button", name="收起短信")).to_be_in_viewport(ratio=1)


def test_the_demo_phone_in_sight_needs_no_second_showing(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    phone = page.get_by_role("region", name="演示手机")
    code_asked(page)
    phone.scroll_into_view_if_needed()
    expect(phone).not_to_contain_text("正在读取")
    text = sent(site, "15400001026", "593024")
    expect(phone).to_contain_text(text, timeout=15_000)
    expect(page.locator(".peek")).to_have_count(0)
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.locator(".peek")).to_contain_text(text)


def test_nothing_is_loaded_before_somebody_wants_to_talk(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def test_messages_from_strangers_are_ignored(new_page: NewPage, site: Site) -> None:
    page = new_page()
    page.goto(site.url)
    page.get_by_role("button", name=LAUNCHER).click()
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("button", name="查我的电费")).to_be_visible()
    # Not from the widget's window: neither closes the chat nor sets the badge.
    page.evaluate(
        """() => {
          window.postMessage({type: 'mingdeng:close'}, '*');
          window.postMessage({type: 'mingdeng:unread', count: 7}, '*');
        }"""
    )
    # Into the widget: what isn't a question, and a question from a frame that isn't its host.
    page.evaluate(
        """() => {
          const root = [...document.querySelectorAll('*')].find((one) => one.shadowRoot).shadowRoot;
          window.widget = root.querySelector('iframe').contentWindow;
          window.widget.postMessage({type: 'mingdeng:ask', text: 'x'.repeat(500)}, '*');
          window.widget.postMessage({type: 'mingdeng:ask', text: 7}, '*');
          const stranger = document.createElement('iframe');
          stranger.name = 'stranger';
          document.body.append(stranger);
        }"""
    )
    stranger = page.frame(name="stranger")
    assert stranger is not None
    stranger.evaluate(
        "() => parent.widget.postMessage({type: 'mingdeng:ask', text: '不是我问的'}, '*')"
    )
    page.wait_for_timeout(300)
    expect(page.locator("iframe").first).to_be_visible()
    expect(chat.locator("[data-sender=customer]")).to_have_count(0)


def test_the_customers_pages_are_light(site: Site) -> None:
    """What the widget's page loads, compressed as the gateway sends it."""
    import httpx

    with httpx.Client(base_url=site.url, headers={"Accept-Encoding": "gzip"}) as client:
        page = client.get("/widget").text
        paths = [
            part.split('"')[0]
            for key in ('src="', 'href="')
            for part in page.split(key)[1:]
            if part.startswith("/assets/")
        ]
        sizes = []
        for path in paths:
            with client.stream("GET", path) as answer:
                sizes.append(sum(len(part) for part in answer.iter_raw()))
    assert len(paths) > 2
    assert sum(sizes) < 250_000


def test_no_built_file_names_another_site(site: Site) -> None:
    """Styles and pages hold no address at all but XML's namespaces."""
    dist = Path("bot/web/dist")
    for path in [*dist.rglob("*.css"), *dist.rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name
        assert "url(//" not in text, path.name
