"""Formats of numbers that customers type: normalised, recognised, checked."""

from __future__ import annotations

import re
import unicodedata

MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
"""A mobile number of mainland China inside normalised text."""

CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
"""A one-time code inside normalised text."""


def plain_digits(text: str) -> str:
    """The text with full-width forms folded (NFKC) and spaces and dashes inside numbers removed."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=[0-9])[\s\-—_·.](?=[0-9])", "", folded)
