"""The number of a failure: a customer reads it out, an operator finds it in the logs."""

from __future__ import annotations

import hashlib
import secrets

_PAIRS = 4
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXY"  # none that is taken for a digit when it is read out


def incident_number(*about: str) -> str:
    """A short number such as E1A2B3C4D; digits never stand side by side, or logs would mask them.

    Args:
        about: what failed, as a message's id and an action: the same gives the same number, so
            that a second try doesn't tell another. Without it the number is a new one.

    Returns:
        an E and four pairs of digit and letter, one of two thousand million.
    """
    seed = "\n".join(about).encode() if about else secrets.token_bytes(16)
    rest = int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")
    number = "E"
    for _ in range(_PAIRS):
        rest, digit = divmod(rest, len(_DIGITS))
        rest, letter = divmod(rest, len(_LETTERS))
        number += _DIGITS[digit] + _LETTERS[letter]
    return number
