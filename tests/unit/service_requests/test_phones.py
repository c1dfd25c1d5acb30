"""Phone numbers that customers leave."""

from __future__ import annotations

import pytest

from bot.service_requests.phones import PhoneNotReadable, read_phone, unfinished_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("15400004711", "15400004711"),
        ("打+86 154 0000 4711", "15400004711"),
        ("家里座机0579-20000012", "057920000012"),
        ("座机2000012", "2000012"),
    ],
)
def test_numbers(text: str, phone: str) -> None:
    assert read_phone(text) == phone


@pytest.mark.parametrize("text", ["3309001O18", "A2000012", "3309001018", "没有电话", ""])
def test_others(text: str) -> None:
    with pytest.raises(PhoneNotReadable):
        read_phone(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("电话1540000471", 10),
        ("手机号一五四零零零零四七一", 10),
        ("154 0000 47111", 12),
        ("15400004711", None),
        ("户号3309001018", None),
        ("我家去年一共用了1380000度", None),
        ("在12号门口", None),
    ],
)
def test_a_mobile_number_with_too_few_or_too_many_digits(text: str, digits: int | None) -> None:
    assert unfinished_phone(text) == digits
