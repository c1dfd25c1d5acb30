"""The Chromium that tests and pictures use, and how it is driven."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import FrameLocator, Page

DEBIAN = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAUNCHER = "小灯在线服务"
INPUT = "请输入您的问题"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

Chat = Page | FrameLocator
"""The chat: on a page of its own, or in the frame on another page."""


def chromium() -> str | None:
    """Path of a Chromium: from CHROMIUM, else Debian's, else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return str(DEBIAN) if DEBIAN.exists() else None


def still(page: Page) -> None:
    """Wait until nothing moves but what always does. (`wait_for_function` would need eval.)"""
    moving = """() => document.getAnimations().some((one) =>
        one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity)"""
    for _ in range(200):
        if not page.evaluate(moving):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page doesn't come to rest")


def say(chat: Chat, text: str) -> None:
    """Type and send."""
    box = chat.get_by_label(INPUT)
    box.fill(text)
    box.press("Enter")
