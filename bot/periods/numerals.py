"""Small Chinese numbers as they occur in times."""

from __future__ import annotations

_DIGITS = {
    "〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip


def to_int(text: str) -> int:
    """“12”, “十二”, “二十”, “两”, “三十一” as a number up to 99.

    Raises:
        ValueError: it is no such number.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        if text not in _DIGITS:
            raise ValueError(f"{text!r} is no number up to 99")
        return _DIGITS[text]
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        raise ValueError(f"{text!r} is no number up to 99")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def digits_to_int(text: str) -> int:
    """“二〇二五”, “一七”, “2025” read digit by digit."""
    return int("".join(str(_DIGITS.get(char, char)) for char in text))
