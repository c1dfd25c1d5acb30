"""Numbers that carry their own check."""

from __future__ import annotations

import pytest

from bot.formats import is_credit_code, is_id_card


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", "330102199001011234"]
)
def test_id_cards(number: str) -> None:
    assert is_id_card(number)


@pytest.mark.parametrize(
    "number", ["110105194912310021", "330102199001011235", "11010519491231002", "", "X" * 18]
)
def test_no_id_cards(number: str) -> None:
    assert not is_id_card(number)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000802100433B"])
def test_credit_codes(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y44", "91350100M000100Y4", "91350100m000100y43", "913501OOM000100Y43", ""],
)
def test_no_credit_codes(code: str) -> None:
    assert not is_credit_code(code)


@pytest.mark.parametrize("place", range(17))
def test_a_changed_digit_is_noticed(place: int) -> None:
    number = "11010519491231002X"
    other = str((int(number[place]) + 1) % 10)
    assert not is_id_card(number[:place] + other + number[place + 1 :])
