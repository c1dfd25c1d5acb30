"""A debt that is only supposed asks for the rule."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.supposed import SupposedReading
from tests.unit.dialogue.situations import frames, read_by


@pytest.mark.parametrize(
    "text",
    ["欠100块拖30天是多少", "要是三百块晚交一个月罚几块", "那你告诉我 一千元逾期十天违约金好多"],
)
def test_a_sum_and_a_time_ask_for_their_fee(text: str) -> None:
    read = read_by(SupposedReading, text)
    assert read is not None
    assert read.intent == "query_late_fee"


@pytest.mark.parametrize(
    "text",
    ["9月的100块晚交30天是多少违约金", "充100块能用30天吗", "违约金一天多少", "100块30天到账"],
)
def test_a_record_or_another_question_is_none(text: str) -> None:
    assert read_by(SupposedReading, text) is None


@pytest.mark.parametrize("text", ["150度电多少钱", "一年用三千五百度得交几块"])
def test_so_many_kwh_ask_for_their_price(text: str) -> None:
    read = read_by(SupposedReading, text)
    assert read is not None
    assert read.intent == "query_prices"


def test_the_cost_of_a_bound_customer_depends_on_her_own_tier() -> None:
    bound = frames(("account", "", {"id": 1}))
    assert read_by(SupposedReading, "150度电多少钱", bound) is None
    assert read_by(SupposedReading, "一般居民150度电多少钱", bound) is not None


@pytest.mark.parametrize("text", ["三百呢", "要是一千度呢", "那500度多少钱", "换成八十度的话"])
def test_another_amount_after_a_supposed_one(text: str) -> None:
    after = frames(
        ("account", "", {"id": 1}),
        ("question", "billing", {"question": "query_prices", "text": "用个两百度多少钱"}),
    )
    read = read_by(SupposedReading, text, after)
    assert read is not None
    assert read.intent == "query_prices"
    assert read.words is not None
    assert "度多少钱" in read.words


def test_a_number_after_a_record_is_no_amount() -> None:
    after = frames(("question", "billing", {"question": "query_bill", "text": "8月电费多少"}))
    assert read_by(SupposedReading, "9呢", after) is None
