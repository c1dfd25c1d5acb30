"""Fixtures of the pages' tests: a Chromium, and the real gateway with the fake engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.gateway.pages import missing_pages
from tests.conftest import missing
from tests.pages.browser import ARGUMENTS, chromium
from tests.pages.site import Site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = chromium()
    if executable is None:
        missing("Chromium (its path in CHROMIUM)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A gateway with the built pages."""
    absent = missing_pages()
    if absent is not None:
        missing(f"the built pages ({absent})")
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        yield running.start()
    finally:
        running.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """Opens pages, each a browser of its own; what they ask of other origins fails the test."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    faults: list[str] = []

    def opened(width: int = 1280, height: int = 800, *, touch: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        context.on(
            "request",
            lambda request: (
                foreign.append(request.url)
                if not request.url.startswith((site.url, "data:", "blob:"))
                else None
            ),
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == [], "a page asked another origin"
    assert faults == [], "a script failed"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    path = Path(os.environ.get("AXE", "bot/web/node_modules/axe-core/axe.min.js"))
    if not path.is_file():
        missing("axe-core (npm ci in bot/web)")
    return path.read_text(encoding="utf-8")
