"""Typed text made comparable: width, script, case and spacing folded, cut into clauses."""

from __future__ import annotations

import re
import unicodedata

from bot.safety.traditional import TO_SIMPLIFIED

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\ufe0f\u00ad]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[\s·•\-_*/\\|]+(?=[\u3400-\u9fff])")
_CLAUSE = re.compile(r"[^，,。.！!？?；;：:、\n~～…—()\[\]【】《》“”\"]+[？?]?")
_LINK = re.compile(r"(?=但是|不过|可是|然后|而且|所以|现在|另外)")


def normalised(text: str) -> str:
    """The text in NFKC, lower case, simplified characters, without gaps between Han characters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    folded = folded.translate(TO_SIMPLIFIED)
    return _HAN_GAP.sub("", folded).strip()


def clauses(plain: str) -> list[str]:
    """The clauses of a normalised text; one that is asked keeps its question mark."""
    found = []
    for part in _CLAUSE.findall(plain):
        found += [piece.strip() for piece in _LINK.split(part) if piece.strip()]
    return found
