"""The normal form of a text, and the way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalised import normalise


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("我的户号是１２３４５６７８９０", "我的户号是1234567890"),
        ("電費餘額還有多少", "电费余额还有多少"),
        ("电费 多少 ？？？", "电费多少?"),
        ("用 app 交 电 费", "用app交电费"),
        ("pay by Apple Pay", "pay by Apple Pay"),
        ("1234 567 890", "1234 567 890"),
        ("停电了！！！！快来", "停电了!快来"),
        ("\u200b你好\ufeff", "你好"),
        ("①号表", "1号表"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_examples(typed: str, normal: str) -> None:
    assert normalise(typed).text == normal


def test_places_lead_back() -> None:
    typed = "户 号：１２３　４５６７８９０ ？？"
    normal = normalise(typed)
    start = normal.text.index("123")
    first, last = normal.typed_span(start, normal.text.index("890") + 3)
    assert typed[first:last] == "１２３　４５６７８９０"


def test_one_typed_character_that_becomes_several() -> None:
    typed = "用了5㎏吗"
    normal = normalise(typed)
    assert normal.text == "用了5kg吗"
    first, last = normal.typed_span(normal.text.index("k"), normal.text.index("g") + 1)
    assert typed[first:last] == "㎏"


@given(st.text(max_size=60))
def test_places_fit_any_text(typed: str) -> None:
    normal = normalise(typed)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    for start, end in zip(normal.starts, normal.ends, strict=True):
        assert 0 <= start < end <= len(typed)


@given(st.text(alphabet="电费多少１２3 ？!餘額aB", max_size=40))
def test_a_normal_form_is_normal(typed: str) -> None:
    once = normalise(typed).text
    assert normalise(once).text == once
