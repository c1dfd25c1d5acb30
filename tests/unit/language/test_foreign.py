"""What others supply is told from what is ours, also where both are named."""

from __future__ import annotations

import pytest

from bot.language.foreign import is_others_business


@pytest.mark.parametrize(
    "text",
    [
        "社保卡余额在哪查",
        "煤气阶梯价格是多少",
        "宽带坏了打什么电话",
        "汽车过户要哪些材料",
        "手机流量还剩几个G",
        "公积金怎么提取",
        "燃气表坏了怎么报修",
    ],
)
def test_what_others_supply_is_theirs(text: str) -> None:
    assert is_others_business(text)


@pytest.mark.parametrize(
    "text",
    [
        "水费和电费能一起交吗",
        "物业费不交会停电吗",
        "煤气灶和电磁炉哪个省",
        "电动车过夜充电要多少电费",
        "信用卡能交电费吗",
        "打热线要话费吗",
        "余额还有多少",
    ],
)
def test_what_is_ours_stays_ours(text: str) -> None:
    assert not is_others_business(text)
