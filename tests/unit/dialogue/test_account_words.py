"""What customers call their accounts."""

from __future__ import annotations

import pytest

from bot.language.account_words import KINDS, kinds_described, points_at_account


@pytest.mark.parametrize(
    "text",
    [
        "家里的呢",
        "地下车库那个",
        "不对我要充车的",
        "住人的那套",
        "再说回桩",
        "车位那户",
        "厂里",
        "另一户呢",
        "楼上那户",
    ],
)
def test_nothing_but_the_account_is_said(text: str) -> None:
    assert points_at_account(text)


@pytest.mark.parametrize(
    "text", ["家里停电了", "房子过户", "车位怎么装桩", "店里电费多少", "厂里着火了"]
)
def test_more_is_said(text: str) -> None:
    assert not points_at_account(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("车位那户十月多少钱", "ev_residential"),
        ("充车的那个", "ev_residential"),
        ("住的那个八月", "residential"),
        ("楼上那户交了没", "residential"),
        ("车间上月用电", "industrial"),
    ],
)
def test_the_kind_that_is_named(text: str, kind: str) -> None:
    assert [name for name, words in KINDS.items() if words.search(text)] == [kind]


def test_whose_a_pile_is_names_no_home() -> None:
    assert kinds_described("我家那个桩这个月跑了多少电") == ["ev_residential"]
    assert kinds_described("我家上个月多少") == ["residential"]


def test_what_is_left_over_is_an_account_only_where_one_is_named() -> None:
    assert points_at_account("剩下那户")
    assert not points_at_account("剩下的")
