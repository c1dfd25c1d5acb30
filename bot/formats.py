"""Formats of numbers that customers type: normalised, recognised, checked."""

from __future__ import annotations

import re
import unicodedata

MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
"""A mobile number of mainland China inside normalised text."""


def plain_digits(text: str) -> str:
    """The text with full-width forms folded (NFKC) and spaces and dashes inside numbers removed."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=[0-9])[\s\-—_·.](?=[0-9])", "", folded)


_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_CODE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def is_id_card(number: str) -> bool:
    """Whether 18 characters are an ID card's number (GB 11643: weighted sum, mod 11)."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100: weighted sum, mod 31).

    Args:
        code: in upper case.
    """
    if not _CREDIT_CODE.fullmatch(code):
        return False
    values = [_CREDIT_CHARACTERS.index(one) for one in code]
    total = sum(value * weight for value, weight in zip(values[:17], _CREDIT_WEIGHTS, strict=True))
    return (31 - total % 31) % 31 == values[17]
