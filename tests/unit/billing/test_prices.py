"""Current prices with date and source, also of the real price book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.billing import Answer
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
