"""Typed text made comparable: width, script, case and spacing folded, cut into clauses."""

from __future__ import annotations

import re
import unicodedata

from bot.safety.traditional import TO_SIMPLIFIED

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\ufe0f\u00ad]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[\s·•\-_*/\\|]+(?=[\u3400-\u9fff])")
_CLAUSE = re.compile(r"[^，,。.！!？?；;：:、\n~～…—()\[\]【】《》“”\"]+[？?]?")
_LONGEST = 4_000
"""Characters of a normalised text that are read: twice what a customer may send. One character may
become eighteen in NFKC."""
_PIECE, _COMMON = 80, 24
"""Characters of the pieces that the grammars read, and of what two neighbours share: a voice keyboard
sets no commas, and a pattern over a clause of any length would take its square."""
_LINK = re.compile(r"(?=但是|不过|可是|然后|而且|所以|现在|另外)")


def normalised(text: str) -> str:
    """The text in NFKC, lower case, simplified characters, without gaps between Han characters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    folded = folded.translate(TO_SIMPLIFIED)
    return _HAN_GAP.sub("", folded[:_LONGEST]).strip()


def clauses(plain: str) -> list[str]:
    """The clauses of a normalised text; one that is asked keeps its question mark."""
    found = []
    for part in _CLAUSE.findall(plain):
        found += [piece.strip() for piece in _LINK.split(part) if piece.strip()]
    return found


def pieces(parts: list[str]) -> list[str]:
    """Clauses as the grammars read them: long ones in pieces that overlap, each only once.

    Args:
        parts: as `clauses` gives them.
    """
    found: dict[str, None] = {}
    for part in parts:
        if len(part) <= _PIECE:
            found[part] = None
            continue
        for at in range(0, len(part) - _COMMON, _PIECE - _COMMON):
            found[part[at : at + _PIECE]] = None
    return list(found)
