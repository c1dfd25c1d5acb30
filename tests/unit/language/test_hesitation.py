"""What says nothing is left out, and nothing else."""

from __future__ import annotations

import pytest

from bot.language.hesitation import without_hesitation


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("这个那个就是我上个月上个月电费", "我上个月电费"),
        ("对对对是的欠多少欠多少", "欠多少"),
        ("呃 那个 余额还有没有", "余额还有没有"),
        ("再说一遍再说一遍啊", "再说一遍啊"),
        ("我这个那个那个电费呢", "我那个电费呢"),
    ],
)
def test_hesitation_is_left_out(typed: str, meant: str) -> None:
    assert without_hesitation(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "谢谢谢谢", "看看电费", "这个月电费多少", "那个月用了多少度", "户号3301000018", "电话幺五四零零零零零零", "尾号一三一三", "三三四四五五六六", "是不是欠费了",
        "对的，上个月的电费", "我这个月电费多少", "九月九日的读数", "就是要查电费",
    ],
)  # fmt: skip
def test_the_rest_stays_as_typed(typed: str) -> None:
    assert without_hesitation(typed) == typed
