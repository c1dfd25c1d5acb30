"""The late fee of a sum that is only supposed."""

from __future__ import annotations

import pytest

from bot.billing.late_fee_example import supposed
from tests.unit.billing.asking import Asking


@pytest.mark.parametrize(
    ("text", "amount", "days", "fee"),
    [
        ("欠100块拖30天是多少", "100.00", "30", "3.00"),
        ("打个比方，一百块晚十天", "100.00", "10", "1.00"),
        ("假如欠五百元，晚交一个月要罚多少", "500.00", "30", "15.00"),
        ("两百块钱拖半个月违约金", "200.00", "15", "3.00"),
        ("300元逾期1个星期半", "300.00", "10", "3.00"),
        ("店里欠一千块晚十天", "1000.00", "10", "20.00"),
        ("开店的呢，欠一千拖十天", "1000.00", "10", "20.00"),
    ],
)
def test_a_supposed_debt_is_computed_by_the_rule(
    billing: Asking, text: str, amount: str, days: str, fee: str
) -> None:
    debt = supposed(text)
    assert debt is not None
    answer = billing.late_fee_example(debt)
    assert (answer.facts["amount"], answer.facts["days"], answer.facts["fee"]) == (
        amount,
        days,
        fee,
    )


@pytest.mark.parametrize(
    "text",
    [
        "违约金一天多少",
        "欠100块",
        "晚交30天会怎么样",
        "100元充值要几天到账",
        "九月的违约金",
        "拖了100天",
    ],
)
def test_without_a_sum_and_a_time_nothing_is_supposed(text: str) -> None:
    assert supposed(text) is None
