"""Several wishes in one message: cut only where linked, and only if each part is understood."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine.wishes import wishes_of

UNDERSTOOD = {
    "投诉": ("make_complaint", 0.99),
    "来电": ("query_outage", 0.99),
    "停电": ("report_outage", 0.97),
    "上个月电费": ("query_bill", 0.96),
    "发票": ("query_invoice", 0.8),
    "营业厅": ("query_office", 0.9),
    "谢谢": ("thank", 0.9),
    "那个啥": ("query_bill", 0.2),
}


async def understand(text: str) -> tuple[str | None, float]:
    return next((found for word, found in UNDERSTOOD.items() if word in text), (None, 0.0))


def wishes(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.intent) for one in asyncio.run(wishes_of(text, understand))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("停电了，还有上个月电费多少", ["停电了", "上个月电费多少"]),
        ("停电了，上个月电费多少", ["停电了", "上个月电费多少"]),
        ("你好，我家停电了 老人在家，上个月电费多少，谢谢", ["你好，我家停电了", "老人在家，上个月电费多少，谢谢"]),
        ("停电了，还有个事，就是那个，上个月电费多少", ["停电了", "事，就是那个，上个月电费多少"]),
        ("停电了，然后再帮我查一下上个月电费", ["停电了", "查一下上个月电费"]),
        ("上个月电费多少？发票怎么开", ["上个月电费多少？", "发票怎么开"]),
        ("上个月电费多少 顺便问下营业厅在哪", ["上个月电费多少", "问下营业厅在哪"]),
        ("发票怎么开，另外上个月电费多少，对了营业厅几点开门", ["发票怎么开", "上个月电费多少", "营业厅几点开门"]),
    ],
)  # fmt: skip
def test_linked_wishes_are_cut(text: str, parts: list[str]) -> None:
    assert [one for one, _ in wishes(text)] == parts


def test_the_most_urgent_comes_first() -> None:
    found = wishes("上个月电费多少，还有，我家停电了")
    assert [intent for _, intent in found] == ["report_outage", "query_bill"]


@pytest.mark.parametrize(
    "text",
    [
        "停电了，什么时候来电",  # one topic
        "停电半天了，我要投诉",  # a story and what it is told for
        "不是停电，是想问上个月电费",
        "上个月电费还有多少没交",
        "上个月电费还有没有欠的",
        "另外一户上个月电费多少",
        "上个月电费多少，还有，谢谢",  # thanks are no wish
        "上个月电费多少，还有那个啥",  # half understood
        "上个月电费多少，还有上个月电费是哪天出的",  # the same thing twice
        "上个月电费多少？",
        "还有，上个月电费多少",
        "",
    ],
)
def test_what_is_one_wish_stays_whole(text: str) -> None:
    assert wishes(text) == []
