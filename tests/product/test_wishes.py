"""Several wishes in one message, through the whole product."""

from __future__ import annotations

import time

import pytest

from bot.demo.people import person
from tests.chat_client import ChatClient, Message
from tests.product import Product
from tests.product.binding import bind

pytestmark = pytest.mark.product

PATIENCE_SECONDS = 15.0


def heard_until(chat: ChatClient, words: str) -> list[Message]:
    """What was said up to a line with these words."""
    ends = time.monotonic() + PATIENCE_SECONDS
    heard = list(chat.messages)
    while not any(words in (line["text"] or "") for line in heard):
        assert time.monotonic() < ends, [line["text"] for line in heard]
        heard += chat.fetch(wait_seconds=2)
    return heard


def places(lines: list[Message], *words: str) -> list[int]:
    """Where each of these is said first."""
    texts = [line["text"] or "" for line in lines]
    return [next(index for index, text in enumerate(texts) if one in text) for one in words]


def test_both_are_answered_one_after_the_other(product: Product) -> None:
    with ChatClient(product.base_url) as chat:
        bind(chat, person("summer"))
        asked_at = len(chat.messages)
        chat.say("上个月电费多少，还有营业厅在哪里")
        lines = heard_until(chat, "您家归这里管")[asked_at:]
        found = places(lines, "电费", "您还问了“营业厅在哪里”", "您家归这里管")
        assert found == sorted(found)


def test_what_waits_for_the_proof_of_identity_comes_after_it(product: Product) -> None:
    with ChatClient(product.base_url) as chat:
        summer = person("summer")
        chat.say("上个月电费多少，还有营业厅在哪里")
        assert not any("您还问了" in (line["text"] or "") for line in chat.messages)
        chat.press_titled("同意")
        chat.say(summer.number)
        chat.say(summer.name)
        chat.say(chat.newest_code(summer.phone))
        lines = heard_until(chat, "您家归这里管")
        found = places(lines, "已经绑定", "您还问了“营业厅在哪里”", "您家归这里管")
        assert found == sorted(found)
