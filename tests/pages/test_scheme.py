"""Light and dark as the reader's system is: every page, every card; danger is red in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.pages.browser import say
from tests.pages.cards import CARDS
from tests.pages.conftest import NewPage
from tests.pages.site import Site
from tests.pages.test_staff import call_back, signed_in

WEB = Path("bot/web")
SHEETS = sorted(path for path in (WEB / "src").rglob("*.css") if path.name != "tokens.css")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(")
FIGURES = re.compile(r"[\d.]+")


def brightness(one: Locator, of: str = "backgroundColor") -> float:
    """Of a colour of an element, from 0 for black to 1 for white."""
    colour = one.evaluate(f"one => getComputedStyle(one).{of}")
    red, green, blue = (float(part) for part in FIGURES.findall(colour)[:3])
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


@pytest.mark.parametrize("path", ["/", "/widget", "/privacy"])
def test_pages_are_dark_where_the_system_is(new_page: NewPage, site: Site, path: str) -> None:
    page = new_page()
    page.goto(site.url + path)
    expect(page.get_by_role("heading").first).to_be_visible()
    body = page.locator("body")
    assert brightness(body) > 0.9
    assert brightness(body, "color") < 0.3
    page.emulate_media(color_scheme="dark")
    assert brightness(body) < 0.2
    assert brightness(body, "color") > 0.8


def test_a_talk_is_dark_and_danger_red(new_page: NewPage, site: Site) -> None:
    page = new_page(390, 844, touch=True)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site.url}/widget")
    for name in CARDS:
        say(page, f"卡片 {name}")
    expect(page.locator(".fact-card")).to_have_count(len(CARDS) - 1, timeout=30_000)
    for card in page.locator(".fact-card").all():
        assert brightness(card) < 0.25
    bright = page.evaluate(
        """() => [...document.querySelectorAll('.fact-card *, .Bubble, .choice, textarea, .quick button')]
             .filter((one) => !one.closest('svg')).filter((one) => {
               const [red, green, blue, alpha = 1] = getComputedStyle(one).backgroundColor
                 .match(/[\\d.]+/g).map(Number);
               return alpha > 0.5 && (red + green + blue) / 3 > 200;
             }).map((one) => one.className)"""
    )
    # The bars of a list are lantern light in both schemes; no surface is white.
    assert bright == []
    red, green, blue = (
        float(part)
        for part in FIGURES.findall(
            page.locator(".danger").evaluate("one => getComputedStyle(one).backgroundColor")
        )[:3]
    )
    assert red > 120
    assert max(green, blue) < 60


def test_the_staffs_pages_follow_the_system(new_page: NewPage, site: Site) -> None:
    number = call_back(new_page, site, "15400004731")
    page = signed_in(new_page, site)
    table = page.locator(".ant-table-cell").first
    assert brightness(table) > 0.9
    page.emulate_media(color_scheme="dark")
    expect(table).not_to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_role("button", name=number).click()
    panel = page.locator(".ant-drawer-section")
    expect(page.get_by_role("heading", name="办结")).to_be_visible()
    assert brightness(panel) < 0.25
    assert brightness(panel.locator(".said-text").first) < 0.4
    assert brightness(panel.locator(".said-text").first, "color") > 0.8


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_stand_in_one_place(sheet: Path) -> None:
    """Where both schemes have them: a colour in another sheet would be the same by night."""
    lines = [
        line.strip()
        for line in sheet.read_text(encoding="utf-8").splitlines()
        if COLOUR.search(line) and "mask-image" not in line
    ]
    assert lines == []


def test_every_colour_of_the_day_that_is_used_on_paper_has_one_of_the_night() -> None:
    """Names that the dark scheme sets are names of the light one: none is a slip of the pen."""
    tokens = (WEB / "src" / "brand" / "tokens.css").read_text(encoding="utf-8")
    day, night = tokens.split("@media (prefers-color-scheme: dark)")
    named = set(re.findall(r"(--[\w-]+):", day))
    assert set(re.findall(r"(--[\w-]+):", night)) <= named
    used = {
        name
        for sheet in SHEETS
        for name in re.findall(r"var\((--[\w-]+)", sheet.read_text(encoding="utf-8"))
    }
    assert used - named <= {"--font", "--font-serif"}
