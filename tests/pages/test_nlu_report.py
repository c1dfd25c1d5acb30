"""The report on understanding in a browser: wide and narrow, light and dark, without a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.engine.nlu_page import page
from tests.unit.test_nlu_report import HEADING, flawless, some


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide", "narrow"])
def report(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report, opened from its file."""
    width: int = request.param[0]
    scheme: Literal["light", "dark"] = request.param[1]
    file = tmp_path / "index.html"
    file.write_text(page(HEADING, some()), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    context.on("request", lambda one: asked.append(one.url))
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    assert asked == [file.as_uri()]
    context.close()


def test_nothing_leans_over_the_edge(report: Page) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not report.evaluate(wide)


def test_a_square_of_the_picture_shows_its_sentences(report: Page) -> None:
    report.locator("svg a", has=report.locator("title", has_text="查余额”听成“查<账单>")).click()
    expect(report.locator("#b--a .said")).to_be_in_viewport()


def test_it_can_be_read_by_everybody(report: Page, axe: str) -> None:
    report.evaluate(axe)
    found = report.evaluate("() => axe.run()")
    told = [
        (one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]
    ]
    assert told == []


def test_an_empty_report(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(page(HEADING, flawless()), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(file.as_uri())
    expect(opened.get_by_text("一句也没有听错")).to_be_visible()
    opened.close()
