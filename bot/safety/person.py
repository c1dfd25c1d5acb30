"""Whether a customer asks for a person: a wish that isn't refused, told of, or about something else."""

from __future__ import annotations

import re

from bot.safety.person_words import (
    ASKED_ABOUT,
    BARE,
    CALL_BACK,
    DRESSING,
    MONEY_SENT,
    NO_MACHINE,
    REFUSED,
    REFUSED_BEHIND,
    SHORT,
    SOMEBODY,
    THREAT,
    TOLD,
    WHO_ARE_YOU,
    WISH,
    WITH_PERSON,
)

_NO_SIGN = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_OTHERS_CALL = re.compile(
    "(?<![叫让请烦托])(?:他们?|她|对方|骗子|那个?人|有人|陌生人|陌生号码|那个号码)"
    "(?:现在|还|又|一直|老|总|再|刚才|刚|昨天|今天|不停|已经|在|是|地|会|要|说)*$|"
    "(?:还|又|一直|老是?|总是?|不停)(?:地|的)?在?$"
)
"""Before a call back: a swindler or somebody else calls (他现在还在给我打电话), nobody is asked to."""
_DONE = re.compile(r"了\W*$")
"""转了 tells of money that went, 转 asks for a person."""
_SPELLED_OUT = 14  # characters: 转！人！工！ is read as one word, longer texts by their clauses


def wants_person(plain: str, parts: list[str]) -> bool:
    """Whether a customer asks for a person.

    Args:
        plain: the normalised text, see `bot.safety.wording`.
        parts: its clauses.
    """
    if any(_wish_in(part) for part in parts):
        return True
    joined = _NO_SIGN.sub("", plain)
    spelled_out = len(parts) > 1 and all(len(part) <= 2 for part in parts)
    return spelled_out and len(joined) <= _SPELLED_OUT and _wish_in(joined)


def _wish_in(clause: str) -> bool:
    if WHO_ARE_YOU.match(clause) or ASKED_ABOUT.search(clause):
        return False
    bare = DRESSING.sub("", clause.strip())
    if bare in SHORT and not _DONE.search(clause):
        return True
    if bare and BARE.fullmatch(bare) and not REFUSED.search(clause[: clause.find(bare)]):
        return True
    if NO_MACHINE.search(clause):
        return True
    return any(
        not _taken_back(clause, found)
        for pattern in (WISH, WITH_PERSON, SOMEBODY, CALL_BACK)
        for found in pattern.finditer(clause)
    )


def _taken_back(clause: str, found: re.Match[str]) -> bool:
    before, behind = clause[: found.start()], clause[found.end() :]
    if found.re is CALL_BACK and "电" not in found[0] and MONEY_SENT.search(before):
        return True
    if found.re is CALL_BACK and _OTHERS_CALL.search(before):
        return True
    if TOLD.search(clause) or REFUSED_BEHIND.search(behind):
        return True
    return bool(REFUSED.search(before)) and not THREAT.search(behind)
