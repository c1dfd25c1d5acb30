"""打给我 of a telephone and of money."""

from __future__ import annotations

import pytest

from bot.safety import Signal, recognise


@pytest.mark.parametrize(
    "sentence",
    [
        "光伏的钱什么时候打给我", "钱啥时候打给我", "补贴打到哪", "补贴几号打给我呀", "把钱打我卡里", "余额能不能打给我",
        "退的钱怎么还没打给我", "多交的200块什么时候打给我", "押金几时打给我吧", "把退款打给我", "奖励哪天打给我", "这个月的补贴直接打给我吧",
    ],
)  # fmt: skip
def test_money_that_is_sent_is_no_call_back(sentence: str) -> None:
    assert recognise(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "他现在还在给我打电话", "骗子又给我打电话", "有人给我打电话说欠费", "那个人一直给我打电话", "他老给我打电话催", "对方还在给我打电话",
    ],
)  # fmt: skip
def test_somebody_else_who_calls_is_no_wish_for_a_call_back(sentence: str) -> None:
    assert recognise(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "让他给我打电话", "叫师傅给我回电话", "麻烦对方给我回个电话", "打给我", "有空打给我吧", "让师傅打给我", "有结果了打给我", "电费有问题打给我", "钱的事打电话给我", "你们打给我呀",
        "补贴的事让客服给我回个电话", "明天打给我", "补贴没到，打给我",
    ],
)  # fmt: skip
def test_a_call_back(sentence: str) -> None:
    assert recognise(sentence) == Signal("person")
