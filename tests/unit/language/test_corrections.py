"""What is right in a correction, in many forms."""

from __future__ import annotations

import pytest

from bot.language.corrections import corrected


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("哦不对 9月", "9月"),
        ("错了 还是家里", "家里"),
        ("搞错了 我要看用电", "用电"),
        ("不不不 6月", "6月"),
        ("口误 是六月", "六月"),
        ("打错字了 是发票", "发票"),
        ("是6月不是7月", "6月"),
        ("六月 不是七月", "六月"),
        ("我问的是交费不是电费", "交费"),
        ("弄错啦 看9月的", "9月的"),
        ("你搞错了 我问的是度数", "度数"),
        ("我指的是充电桩那户", "充电桩那户"),
        ("刚说错了，是8月", "8月"),
        ("不是上个月，上上个月", "上上个月"),
        ("唔係七月 係六月", "六月"),
        ("答非所问 我问的是几度", "几度"),
        ("诶 要前年的 不是去年", "前年的"),
        ("等等，看五月的不是四月", "五月的"),
        ("我要的是电量 谁问电费了", "电量"),
        ("平段的不要 只看峰段的", "峰段的"),
        ("唉呀说错 是三月", "三月"),
    ],
)
def test_the_right_part_is_read(text: str, right: str) -> None:
    assert corrected(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "不是户主，能查吗",
        "我不是户主",
        "8月的不是交过了",
        "这个月电费不是交了吗",
        "你们算错了吧",
        "不是我打的电话",
        "错了",
        "是6月还是7月",
        "是不是算错了",
        "发票不要了 要怎么退",
        "这个不要紧 要几天",
    ],
)
def test_what_replaces_nothing_is_none(text: str) -> None:
    assert corrected(text) is None
