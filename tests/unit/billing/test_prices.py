"""Current prices with date and source, also of the real price book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.billing import Answer
from bot.billing.price_facts import asked_price
from bot.billing.prices import prices
from bot.tariffs import load_price_book
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import SmallUtility

Said = Callable[[Answer], str]


def test_prices_need_no_account(billing: Asking, said: Said) -> None:
    answer = billing.prices()
    assert answer.card is not None
    assert [row["price"] for row in answer.card["rows"][:3]] == ["0.548", "0.598", "0.848"]
    assert answer.card["price"]["source"] == "https://example.org/2020"
    text = said(answer)
    assert "2026年7月2日" in text
    assert "以当地最新公布为准" in text
    assert "低谷22:00-次日08:00" in text


def test_a_price_that_nobody_knows_is_not_filled_in(billing: Asking, said: Said) -> None:
    answer = billing.prices("testland", "farming")
    assert answer.response == "utter_prices_unknown"
    assert answer.card is None
    assert "农业生产" in said(answer)
    assert billing.prices("nowhere").facts["region"] == "这个地区"
    assert billing.prices("四川").facts["region"] == "四川"


def test_of_several_seasons_the_present_one_is_said_and_the_card_has_all() -> None:
    for month, limits, other in ((7, "每月0到260度", "非夏季"), (12, "每月0到200度", "夏季（")):
        day = date(2025, month, 1)
        answer = prices(load_price_book(), "guangzhou", "residential", "below_1kV", day)
        assert limits in answer.facts["rows"]
        assert not any(row.startswith(other) for row in answer.facts["rows"].split("；"))
        assert answer.card is not None
        assert len(answer.card["rows"]) == 6


def test_where_a_price_is_unknown_a_few_that_are_known_are_named() -> None:
    answer = prices(load_price_book(), "深圳", "residential", "below_1kV", date(2026, 11, 30))
    assert answer.facts["region"] == "深圳"
    assert answer.facts["known"] == "浙江、江苏、北京、上海、重庆等18个地方"
    answer = prices(load_price_book(), "广东", "residential", "below_1kV", date(2026, 11, 30))
    assert answer.facts["known"] == "广州、浙江、江苏、北京、上海等18个地方"


def test_prices_of_an_account_are_those_of_its_kind(utility: SmallUtility, billing: Asking) -> None:
    shop = utility.account(tariff_class="commercial")
    assert billing.prices_of(shop).facts["title"] == "测试工商业电价"


@pytest.mark.parametrize(
    "price_set", load_price_book().sets, ids=[found.id for found in load_price_book().sets]
)
def test_every_price_set_makes_a_right_card(price_set: object, said: Said) -> None:
    days = [price_set.valid_from.replace(month=month, year=2025, day=15) for month in (1, 7)]
    day: date = next(day for day in [price_set.valid_from, *days] if price_set.holds_on(day))
    answer = prices(
        load_price_book(), price_set.region, price_set.tariff_class, price_set.voltage, day
    )
    assert answer.card is not None
    assert answer.card["price"] == price_set.citation()
    assert "以当地最新公布为准" in said(answer)


@pytest.mark.parametrize(
    ("region", "words", "before", "fact"),
    [
        (
            "zhejiang",
            "二档多少钱一度",
            "",
            "第二档每度0.588元（每年2760到4800度的部分），比第一档贵0.05元",
        ),
        ("zhejiang", "第三档呢", "", "第三档每度0.838元（每年4800度以上的部分），比第一档贵0.30元"),
        ("zhejiang", "谷电第一档多少", "", "低谷每度第一档0.288元（22:00-次日08:00）"),
        (
            "shanghai",
            "上海呢",
            "江苏谷电多少一度",
            "低谷每度第一档0.307元、第二档0.337元、第三档0.487元（22:00-次日06:00）",
        ),
        (
            "guangzhou",
            "夏天第二档",
            "",
            "夏季（5—10月）第二档每度0.63886875元（每月260到600度的部分），比第一档贵0.05元",
        ),
        (
            "guangzhou",
            "夏天怎么分",
            "",
            "夏季（5—10月）每月第一档0.58886875元（到260度）、第二档0.63886875元（到600度）、第三档0.88886875元（以上）",
        ),
        (
            "zhejiang",
            "没开峰谷的多少",
            "",
            "每年第一档0.538元（到2760度）、第二档0.588元（到4800度）、第三档0.838元（以上）",
        ),
    ],
)
def test_the_price_that_is_asked_for_is_told_alone(
    region: str, words: str, before: str, fact: str
) -> None:
    on = date(2026, 11, 30)
    asked = asked_price(words, before)
    answer = prices(load_price_book(), region, "residential", "below_1kV", on, asked)
    assert (answer.response, answer.facts["fact"]) == ("utter_price_fact", fact)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("家里晚上几点以后电便宜", True),
        ("夜里便宜的电几点开始", True),
        ("营业厅几点开门", False),
        ("谷电多少钱", False),
    ],
)
def test_hours_are_asked_for_in_plain_words_too(words: str, hours: bool) -> None:
    assert asked_price(words).hours is hours


@pytest.mark.parametrize(
    "words", ["一二三档各多少钱", "一档二档三档怎么收", "第一、二、三档收费标准", "1档到3档电价"]
)
def test_who_names_several_tiers_hears_all_of_them(words: str) -> None:
    asked = asked_price(words)
    answer = prices(
        load_price_book(), "zhejiang", "residential", "below_1kV", date(2026, 11, 30), asked
    )
    assert asked.tier is None
    assert answer.response == "utter_prices"
    assert all(f"第{tier}档" in answer.facts["gist"] for tier in "一二三")


def test_a_price_without_tiers_says_so_at_home() -> None:
    on = date(2026, 11, 30)
    shared = prices(load_price_book(), "zhejiang", "residential_shared", "below_1kV", on)
    assert shared.facts["gist"] == "每度0.558元，不分阶梯"
    asked = asked_price("第二档多少")
    again = prices(load_price_book(), "zhejiang", "residential_shared", "below_1kV", on, asked)
    assert again.response == "utter_prices"
