"""What a use costs that is only supposed, and which of the prices a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.billing.price_example import supposed_usage
from bot.billing.price_facts import asked_price, told_fact
from bot.tariffs import load_price_book

ON = date(2026, 11, 30)


def told(text: str, before: str = "", region: str = "zhejiang", kind: str = "residential") -> str:
    price = load_price_book().find(region, kind, "below_1kV", ON)
    return told_fact(price, asked_price(text, before), ON) or ""


@pytest.mark.parametrize(
    ("text", "region", "sum_of_it"),
    [
        ("120度电要几块钱", "zhejiang", "64.56元"),
        ("一个月三百度大概多少电费", "zhejiang", "161.40元"),
        ("一年五千度要交多少", "zhejiang", "2852.00元"),
        ("全年4000度算下来几钱", "beijing", "2009.20元"),
        ("一个月400度多少钱", "sichuan", "254.96元"),
    ],
)
def test_so_many_kwh_cost_what_the_tiers_say(text: str, region: str, sum_of_it: str) -> None:
    assert sum_of_it in told(text, region=region)


def test_shared_meters_have_one_price() -> None:
    assert "167.40元" in told("300度多少钱", kind="residential_shared")


def test_another_amount_is_asked_the_same() -> None:
    assert "全年4800度是2684.40元" in told("那4800度呢", "一年3000度多少钱")
    assert "600度是322.80元" in told("600度呢", "那400度多少钱，超了的呢，居民电价多少")


@pytest.mark.parametrize(
    "text",
    [
        "一度电多少钱",
        "二档从多少度开始",
        "我上个月用了200度多少钱",
        "260度到600度多少钱",
        "五口人加100度多少钱",
        "低保免15度多少钱",
        "开26度费不费电",
        "200度",
    ],
)
def test_what_was_measured_or_asks_for_a_limit_is_not_supposed(text: str) -> None:
    assert supposed_usage(text) is None


def test_the_bands_of_a_tier_are_told_together() -> None:
    for text in ("二档峰价多少谷价多少", "办了分时二档高峰低谷各几毛", "开峰谷第二档多少钱"):
        assert "0.618元" in told(text), text
        assert "0.338元" in told(text), text


@pytest.mark.parametrize(
    ("text", "before", "price"),
    [
        ("超了呢", "电价多少", "0.588元"),
        ("再往上", "超了呢，电价多少", "0.838元"),
        ("再高一档呢", "二档多少钱", "0.838元"),
        ("超过的部分多少钱", "一档多少", "0.588元"),
        ("最高档几毛", "", "0.838元"),
        ("头一档一度多少", "", "0.538元"),
    ],
)
def test_the_tier_above_is_the_one_after_what_was_told(text: str, before: str, price: str) -> None:
    assert f"每度{price}" in told(text, before)
