"""The items of an answer, by their place."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.settings import ROOT

# Loaded by its path: the package `actions.dialogue` needs the action server's environment.
_SPEC = importlib.util.spec_from_file_location("items", Path(ROOT) / "actions/dialogue/items.py")
assert _SPEC is not None
assert _SPEC.loader is not None
items = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(items)


@pytest.mark.parametrize(
    ("said", "place", "item"),
    [
        (["营业厅有这些：\n• 甲厅，路1号\n• 乙所，路2号\n要带身份证。"], 2, "乙所，路2号"),
        (["每年第一档0.5元（到100度）、第二档0.6元（以上）；开了峰谷另算。"], 2, "第二档0.6元（以上）"),
        (["手机上可以用微信；线下可以去银行柜台。"], 2, "线下可以去银行柜台"),
        (["要带身份证、房产证明、户号。"], 1, "身份证"),
        (["要带身份证、房产证明、户号。"], -1, "户号"),
        (["要带身份证、房产证明、户号。"], 4, None),
        (["10月电费106.34元。"], 2, None),
    ],
)  # fmt: skip
def test_items_by_place(said: list[str], place: int, item: str | None) -> None:
    assert items.item_at(said, place) == item
