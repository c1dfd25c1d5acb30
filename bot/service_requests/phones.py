"""Phone numbers that customers leave for a call back."""

from __future__ import annotations

import re

from bot.formats import MOBILE, plain_digits

_LANDLINE = re.compile(r"(?<![0-9])(0[1-9][0-9]{1,2}[0-9]{7,8})(?![0-9])")
# A letter beside it: the digits of a longer number, mistyped (3309001O18).
_LOCAL = re.compile(r"(?<![0-9A-Za-z])[2-9][0-9]{6,7}(?![0-9A-Za-z])")


class PhoneNotReadable(ValueError):
    """There is no phone number in what was said."""


def read_phone(text: str) -> str:
    """The first phone number in a sentence, digits only.

    Args:
        text: as typed; a mobile number, a landline with or without area code.

    Raises:
        PhoneNotReadable: there is none.
    """
    digits = plain_digits(text)
    digits = re.sub(r"(?<![0-9])(?:\+|00)?86(?=1[3-9][0-9]{9}(?![0-9]))", "", digits)
    for pattern in (MOBILE, _LANDLINE, _LOCAL):
        found = pattern.search(digits)
        if found:
            return found[0]
    raise PhoneNotReadable("no phone number in the text")
