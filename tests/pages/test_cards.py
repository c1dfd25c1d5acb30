"""Every card, drawn by the widget from what the services send."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, RefResolver
from playwright.sync_api import expect

import bot.cards
from tests.pages.browser import say
from tests.pages.cards import CARDS
from tests.pages.conftest import NewPage
from tests.pages.site import Site

SCHEMAS = Path(bot.cards.__file__).parent
NAMES = sorted(
    path.name.removesuffix(".schema.json")
    for path in SCHEMAS.glob("*.schema.json")
    if path.name != "definitions.schema.json"
)

FACTS = [name for name in NAMES if name != "danger"]
"""Danger looks like nothing else and has tests of its own."""


def test_there_is_an_example_of_every_card() -> None:
    assert sorted(CARDS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_services_send(name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    resolver = RefResolver(f"{SCHEMAS.as_uri()}/", schema)
    Draft202012Validator(schema, resolver=resolver).validate(CARDS[name])


@pytest.mark.parametrize(("width", "large"), [(360, False), (400, False), (360, True)])
def test_every_card_is_drawn_and_fits(
    new_page: NewPage, site: Site, width: int, large: bool
) -> None:
    page = new_page(width, 800)
    page.goto(f"{site.url}/widget")
    if large:
        page.get_by_role("button", name="大字").click()
    for count, name in enumerate(FACTS, start=1):
        say(page, f"卡片 {name}")
        expect(page.locator(".fact-card")).to_have_count(count)
        card = page.locator(".fact-card").last
        for figure in figures(CARDS[name]):
            expect(card, f"{name} shows {figure}").to_contain_text(figure)
        for picture in card.get_by_role("img").all():
            assert picture.get_attribute("aria-label")
        overflowing = card.evaluate(
            """card => [...card.querySelectorAll('section *')]
                 .filter(part => !part.closest('svg, .only-heard')
                   && part.getBoundingClientRect().right > card.getBoundingClientRect().right - 8)
                 .map(part => part.className + ':' + part.textContent)"""
        )
        assert overflowing == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_cards_are_told_apart_by_ear(new_page: NewPage, site: Site) -> None:
    """What a card is, of which account and which time: a list of regions is of use then."""
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    for name in FACTS:
        say(page, f"卡片 {name}")
    cards = page.locator(".fact-card section")
    expect(cards).to_have_count(len(FACTS), timeout=30_000)
    heard = dict(
        zip(FACTS, cards.evaluate_all("all => all.map(one => one.ariaLabel)"), strict=True)
    )
    assert len(set(heard.values())) == len(FACTS)
    for name, label in heard.items():
        assert page.get_by_role("region", name=label, exact=True).count() == 1
        if "account" in CARDS[name]:
            assert "330900开头" in label, name
            assert (
                re.search(r"[0-9]+月", label) or "年" in label or "近" in label or "记录" in label
            )
    assert heard["balance"].startswith("应交电费，截至11月22日")
    assert heard["comparison"] == "换一种计价，会便宜吗，2025年11月至2026年10月，户号330900开头"
    assert heard["request"] == "电费异议核查，单号MD20261122-0007"


def test_an_unknown_or_broken_card_leaves_its_text(new_page: NewPage, site: Site) -> None:
    page = new_page(400, 800)
    page.goto(f"{site.url}/widget")
    say(page, "卡片 horoscope")
    expect(page.get_by_text("这张卡片还不认识，文字照样看得懂。")).to_be_visible()
    say(page, "坏卡片")
    expect(page.get_by_text("卡片坏了，文字还在。")).to_be_visible()
    expect(page.locator(".fact-card")).to_have_count(0)


def figures(card: dict[str, object]) -> list[str]:
    """What must be readable on the card: its money, numbers and names at the top level."""
    shown = []
    for key in ("amount", "total_amount", "total_due", "total", "number"):
        value = card.get(key)
        if isinstance(value, str):
            shown.append(value)
    account = card.get("account")
    if isinstance(account, dict):
        shown.append(str(account["number_masked"]))
    return shown
