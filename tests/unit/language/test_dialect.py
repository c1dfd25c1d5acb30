"""The little words of the dialects are read as Mandarin; names, numbers and Mandarin stay."""

from __future__ import annotations

import pytest

from bot.language.dialect import in_mandarin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("唔使打俾我", "不用打给我"),
        ("听勿懂侬讲啥个", "听不懂你讲什么"),
        ("唔系呢个月", "不是呢个月"),
        ("冇收到", "没有收到"),
        ("听日下昼得闲", "明天下午有空"),
        ("撤咗佢", "撤了他"),
        ("介长 哪能看得完", "太长 哪能看得完"),
        ("莫打我电话", "不要打我电话"),
        ("交了伐", "交了吗"),
        ("甭寄了", "不用寄了"),
        ("侬蛮好额", "你蛮好的"),
        ("辰光勿够", "时候不够"),
        ("系点扣㗎", "系怎么扣的"),
        ("嗰个日里呢", "那个白天呢"),
        ("日里厢用几度", "白天用几度"),
        ("夜里头呢", "晚上呢"),
        ("边个平啲", "哪个便宜点"),
    ],
)
def test_little_words_are_read_as_mandarin(typed: str, meant: str) -> None:
    assert in_mandarin(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "余额多少", "账户金额", "介绍一下", "莫名其妙", "莫小玲", "弗洛伊德路", "系统里查不到", "电话联系我", "北京伐木路12号", "嘎达村", "3301000018",
        "晚点交行吗", "快点办", "早点查清楚", "几点收班", "点交费没反应", "平日里电费多少", "节日里照收吗", "今日里程", "水平点的",
        "用了几度电", "对头条有意见", "上个月电费多少", "贼喊捉贼",
    ],
)  # fmt: skip
def test_the_rest_stays_as_typed(typed: str) -> None:
    assert in_mandarin(typed) == typed
