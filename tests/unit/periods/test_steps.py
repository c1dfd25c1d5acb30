"""A month beside the one that was talked about."""

from __future__ import annotations

import pytest

from bot.periods import month_step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("再往前一个月呢", -1),
        ("再前头那个月咧", -1),
        ("往前翻一个月", -1),
        ("再前面一个月多少", -1),
        ("前面那个月", -1),
        ("再向前", -1),
        ("下一个月呢", 1),
        ("往后一个月", 1),
        ("再前面一次交了多少", 0),
        ("再往前一笔", 0),
        ("前天", 0),
        ("那九月呢", 0),
    ],
)
def test_the_words_tell_the_way(text: str, step: int) -> None:
    assert month_step(text) == step
