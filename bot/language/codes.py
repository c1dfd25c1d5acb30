"""Reads a one-time code out of what was typed: in groups, spelled, in a sentence, with the whole text message."""

from __future__ import annotations

import re
import unicodedata

LENGTH = 6
_LONGEST = 400
"""Characters in which a code is looked for; a text message has fewer."""

# 幺洞拐两勾 are how digits are called over a telephone.
_SPELLED = str.maketrans(
    "零〇○洞一幺壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖", "00001112223344556677788999"
)
_WORDS = "零〇○洞一幺壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖"
_NO_NUMBER = re.compile(
    r"(?<![0-9])[0-9]{1,4}(?= ?(?:分钟|分|秒|小时|天|位|个|次|遍|条|元|块|度|年|月|日|号|点|户))"
)
_SAME_AGAIN = re.compile(
    rf"[0-9{_WORDS}](?:(?:[ \-—_·]{{1,3}}|[,，、.。/ ]{{1,2}}(?=[0-9{_WORDS}](?![0-9{_WORDS}])))?[0-9{_WORDS}])*"
)
_GAP = re.compile(rf"[^0-9{_WORDS}]+")
_CODE_BEFORE = re.compile(
    r"(?:验证码|校验码|动态码|动态密码|短信码|确认码|密码|码|code)[^0-9]{0,8}$", re.IGNORECASE
)
_CODE_BEHIND = re.compile(
    r"[^0-9]{0,6}(?:是|为|就是)?[^0-9]{0,4}(?:验证码|校验码|动态码|动态密码|确认码|密码)"
)
_NO_CODE_BEFORE = re.compile(r"(?:户号|尾号|手机|电话|热线|卡号|工号|单号)[^0-9]{0,4}$")


def read_code(text: str) -> str | None:
    """The code of six digits that a text tells; None if it tells none, or several.

    Only for the step in which a code is awaited: 482 913 may be anything elsewhere.

    Args:
        text: as typed.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    plain = _NO_NUMBER.sub(lambda match: "\n" * len(match[0]), plain)
    told: list[str] = []
    others: list[str] = []
    for run in _SAME_AGAIN.finditer(plain):
        ahead, behind = (
            plain[max(0, run.start() - 16) : run.start()],
            plain[run.end() : run.end() + 16],
        )
        if _NO_CODE_BEFORE.search(ahead) and not _CODE_BEFORE.search(ahead):
            continue
        codes = _codes_of(run[0])
        if _CODE_BEFORE.search(ahead) or _CODE_BEHIND.match(behind):
            told += codes
        others += codes
    for found in (told, others):
        if len(set(found)) == 1:
            return found[0]
    return None


def spelled_digits(text: str) -> str | None:
    """The digits that a text spells and nothing else: 三零四四八; None: it is none."""
    digits = text.translate(_SPELLED)
    return digits if digits.isascii() and digits.isdigit() else None


def _codes_of(run: str) -> list[str]:
    """The codes that a run of digits in groups may be: the whole, or groups side by side."""
    groups = [one.translate(_SPELLED) for one in _GAP.split(run) if one]
    if len("".join(groups)) == LENGTH:
        return ["".join(groups)]
    found = []
    for first in range(min(len(groups), 12)):
        digits = ""
        for one in groups[first : first + LENGTH]:
            digits += one
            if len(digits) >= LENGTH:
                break
        if len(digits) == LENGTH:
            found.append(digits)
    return found
