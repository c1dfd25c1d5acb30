"""The number of a failure is found again where it is logged."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents import incident_number
from bot.masking import mask


def test_it_is_short_and_new_each_time() -> None:
    numbers = {incident_number() for _ in range(100)}
    assert len(numbers) == 100
    assert all(re.fullmatch(r"E(?:[0-9][A-Z]){4}", number) for number in numbers)


def test_the_same_turn_has_the_same_number() -> None:
    first = incident_number("c:1", "action_query_bill")
    assert incident_number("c:1", "action_query_bill") == first
    assert incident_number("c:2", "action_query_bill") != first
    assert incident_number("c:1", "action_query_balance") != first


@given(
    st.text(), st.sampled_from(["incident {}: x", "问题编号{}，可以报给客服。", "{}", "验证码 {}"])
)
def test_no_log_masks_it(about: str, line: str) -> None:
    written = line.format(incident_number(about))
    assert mask(written) == written
