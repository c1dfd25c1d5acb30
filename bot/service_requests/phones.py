"""Phone numbers that customers leave for a call back."""

from __future__ import annotations

import re

from bot.formats import MOBILE, plain_digits

_LANDLINE = re.compile(r"(?<![0-9])(0[1-9][0-9]{1,2}[0-9]{7,8})(?![0-9])")
# A letter beside it: the digits of a longer number, mistyped (3309001O18).
_LOCAL = re.compile(r"(?<![0-9A-Za-z])[2-9][0-9]{6,7}(?![0-9A-Za-z])")

_SPOKEN = re.compile("[零〇一二三四五六七八九幺两]{7,}")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")


class PhoneNotReadable(ValueError):
    """There is no phone number in what was said."""


def read_phone(text: str) -> str:
    """The first phone number in a sentence, digits only.

    Args:
        text: as typed; a mobile number, a landline with or without area code, in digits or spoken ones.

    Raises:
        PhoneNotReadable: there is none.
    """
    # 幺三八零零…, as a voice keyboard writes it.
    digits = _SPOKEN.sub(lambda run: run[0].translate(_DIGITS), plain_digits(text))
    digits = re.sub(r"(?<![0-9])(?:\+|00)?86(?=1[3-9][0-9]{9}(?![0-9]))", "", digits)
    for pattern in (MOBILE, _LANDLINE, _LOCAL):
        found = pattern.search(digits)
        if found:
            return found[0]
    raise PhoneNotReadable("no phone number in the text")
