"""Small things: a code's keyboard, a text that is too long, a talk that doesn't jump."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.browser import INPUT, say
from tests.pages.conftest import NewPage
from tests.pages.site import Site
from tests.pages.test_access import serious

SEEN = ("bot/web/src", "bot/web/public")
PAGES = sorted(Path("bot/web").glob("*.html"))


def test_a_code_brings_the_keyboard_for_digits(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{site.url}/widget")
    box = page.get_by_label(INPUT)
    expect(box).to_have_attribute("inputmode", "text")
    say(page, "验证码")
    expect(box).to_have_attribute("inputmode", "numeric")
    expect(box).to_have_attribute("autocomplete", "one-time-code")
    say(page, "123456")
    expect(page.get_by_text("收到：123456")).to_be_visible()
    expect(box).to_have_attribute("inputmode", "text")
    expect(box).to_have_attribute("autocomplete", "off")


def test_a_text_that_is_too_long_is_told_before_it_is_sent(
    new_page: NewPage, site: Site, axe: str
) -> None:
    page = new_page(390, 844)
    page.goto(f"{site.url}/widget")
    longest = page.request.get(f"{site.url}/api/chat/settings").json()["longest_text"]
    box = page.get_by_label(INPUT)
    box.fill("长" * (longest - 50))
    expect(page.get_by_text("还能写 50 个字")).to_be_visible()
    box.fill("长" * (longest + 7))
    expect(page.get_by_text("太长了，超出 7 个字")).to_be_visible()
    assert len(box.input_value()) == longest + 7  # nothing is cut
    assert serious(page, axe) == []
    expect(page.get_by_role("button", name="发送")).to_be_disabled()
    box.press("Enter")
    expect(page.locator("[data-sender=customer]")).to_have_count(0)
    box.fill("长" * longest)
    box.press("Enter")
    expect(page.locator("[data-sender=customer]")).to_have_count(1)
    expect(page.locator("[data-state=stored]")).to_be_visible()


WATCH = """() => {
  const list = document.querySelector('.talk-scroll');
  window.moves = 0;
  window.dots = 0;
  let last = list.scrollHeight;
  const look = () => {
    if (list.scrollHeight !== last) { window.moves += 1; last = list.scrollHeight; }
    if (document.querySelector('.Typing')) window.dots += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def test_an_answer_moves_the_talk_once(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844)
    page.goto(f"{site.url}/widget")
    say(page, "卡片 bill_change")
    expect(page.locator(".fact-card")).to_be_visible()
    page.evaluate(WATCH)
    say(page, "危险")  # two lines
    expect(page.get_by_text("值班人员已经知道")).to_be_visible()
    page.wait_for_timeout(700)
    # The own line, and the answer.
    assert page.evaluate("window.moves") <= 2
    assert page.evaluate("window.dots") == 0


def test_dots_show_for_a_slow_answer_and_go_with_its_first_line(
    new_page: NewPage, site: Site
) -> None:
    page = new_page(390, 844)
    page.goto(f"{site.url}/widget")
    say(page, "卡片 bill_change")
    expect(page.locator(".fact-card")).to_be_visible()
    page.evaluate(WATCH)
    say(page, "慢")
    expect(page.locator(".Typing")).to_be_visible()
    expect(page.get_by_text("收到：慢")).to_be_visible()
    expect(page.locator(".Typing")).to_have_count(0)
    page.wait_for_timeout(500)
    # The own line, the dots, the answer in their place.
    assert page.evaluate("window.moves") <= 3


def test_spent_buttons_are_out_of_reach(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844)
    page.goto(f"{site.url}/widget")
    say(page, "按钮")
    page.get_by_role("button", name="不用了").click()
    expect(page.get_by_text("收到：/deny")).to_be_visible()
    assert page.locator(".line button:disabled").count() == 0
    assert page.locator(".choice").all_inner_texts() == ["查余额"]


@pytest.mark.parametrize("wrong", ["缴费记录", "受理编号", "小明", "明灯", "随时有人接手", "缴清"])
def test_pages_use_one_word_for_one_thing(wrong: str) -> None:
    files = [*PAGES, *(file for folder in SEEN for file in Path(folder).rglob("*.[tj]s*"))]
    assert len(files) > 30
    named = [file.name for file in files if wrong in file.read_text(encoding="utf-8")]
    assert named == []
