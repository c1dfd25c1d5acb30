"""What asks the same of something else, whatever particle ends it."""

from __future__ import annotations

import pytest

from bot.dialogue.follow_ups.neighbours import is_swap


@pytest.mark.parametrize(
    "text", ["乡下呢", "低压的咧", "两百千瓦嘞", "门面也是这个价吗", "单位也一样么"]
)
def test_the_same_is_asked_of_something_else(text: str) -> None:
    assert is_swap(text)


@pytest.mark.parametrize("text", ["要带什么呢", "几天能好嘞", "我家上个月的电费是多少呢", "好的"])
def test_a_question_of_its_own_asks_nothing_the_same(text: str) -> None:
    assert not is_swap(text)
