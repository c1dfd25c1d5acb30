"""Phone numbers that customers leave for a call back."""

from __future__ import annotations

import re

from bot.formats import MOBILE, plain_digits

_LANDLINE = re.compile(r"(?<![0-9])(0[1-9][0-9]{1,2}[0-9]{7,8})(?![0-9])")
# A letter beside it: the digits of a longer number, mistyped (3309001O18).
_LOCAL = re.compile(r"(?<![0-9A-Za-z])[2-9][0-9]{6,7}(?![0-9A-Za-z])")

_SPOKEN = re.compile("[零〇一二三四五六七八九幺两]{7,}")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")


_MOBILE_DIGITS, _FEW = 11, 2
_SAID_TO_BE_ONE = re.compile("电话|手机|号码|打这个|打我")
_LEAD_IN = re.compile(
    r"[\W_]|(?:我的?|联系)?(?:电话|手机号?码?|号码)(?:是|为)?|打这个|打我|是|的|说错了|漏了.个?."
)
_ABOUT_A_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{6,11}(?![0-9A-Za-z])")


class PhoneNotReadable(ValueError):
    """There is no phone number in what was said."""


def read_phone(text: str) -> str:
    """The first phone number in a sentence, digits only.

    Args:
        text: as typed; a mobile number, a landline with or without area code, in digits or spoken ones.

    Raises:
        PhoneNotReadable: there is none.
    """
    digits = _typed(text)
    digits = re.sub(r"(?<![0-9])(?:\+|00)?86(?=1[3-9][0-9]{9}(?![0-9]))", "", digits)
    for pattern in (MOBILE, _LANDLINE, _LOCAL):
        found = pattern.search(digits)
        if found:
            return found[0]
    raise PhoneNotReadable("no phone number in the text")


def unfinished_phone(text: str) -> int | None:
    """How many digits a mobile number has that has too few or too many; None if there is none like that.

    Args:
        text: as typed.
    """
    digits = re.sub(r"(?<=[0-9])[- ](?=[0-9])", "", _typed(text))
    found = _ABOUT_A_MOBILE.search(digits)
    if found is None or len(found[0]) == _MOBILE_DIGITS:
        return None
    rest = _LEAD_IN.sub("", digits[: found.start()] + digits[found.end() :])
    if not (_SAID_TO_BE_ONE.search(digits) or len(rest) <= _FEW):
        return None
    return len(found[0])


def _typed(text: str) -> str:
    """A text with plain digits; 幺三八零零…, as a voice keyboard writes it, too."""
    return _SPOKEN.sub(lambda run: run[0].translate(_DIGITS), plain_digits(text))
