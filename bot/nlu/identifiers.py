"""Numbers that name something: 户号, meter, phone, code, 身份证, 统一社会信用代码.

Also in groups (330 188 2046) and spoken digit by digit (三三零一…). A longer number contains no
shorter one: what is no number as a whole is none in its parts, unless each part is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.formats import MOBILE, is_credit_code, is_id_card
from bot.nlu.found import Found, Taken, before
from bot.nlu.numerals import SPOKEN_DIGITS

_SPOKEN = "零〇一二三四五六七八九幺两"
# 一共, 两户, 三月 behind a number are words of their own.
_NO_WORD = r"(?![共下户个直次般点些样起定月年号日块元度千百十万])"
_ONE_SPOKEN = rf"[{_SPOKEN}]{_NO_WORD}"
_RUN = re.compile(
    rf"(?:[0-9]|{_ONE_SPOKEN})(?:[ \-]?(?:[0-9]|{_ONE_SPOKEN})){{5,}}(?: ?[xX](?![0-9A-Za-z]))?"
)
_ONE_SCRIPT = re.compile(rf"[0-9](?:[ \-]?[0-9])*(?: ?[xX])?|[{_SPOKEN}]+[xX]?")
_PART = re.compile(r"[^ \-]+")
_CREDIT_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?=((?:[0-9A-Za-z][ \-]?){17}[0-9A-Za-z])(?![0-9A-Za-z]))"
)
_METER_WORD = re.compile(
    r"(?:表号|资产(?:编号|号码?|码)|条形?码号?|电表编?号码?|电能表编?号码?|表编号|表计编?号|表地址)"
    r"(?:码|号)?(?:应该|好像)?[是为叫写着的:,，、 ]*$"
)
_CODE_ELSE = re.compile(
    r"(?:户号|尾号|[后前末][六6]位|读数|示数|表底|邮编|工号|单号|编号)[是为:,， ]*$"
)
_LANDLINE_WORD = re.compile(r"(?:座机|固话|固定电话|传真)(?:号码?)?[是为:,， ]*$")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3}-|[48]00[ \-])[0-9 \-]+")
_WORD_AROUND = re.compile(r"(?:[a-z]*|N[oO])[0-9]+[a-z]*")
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]+")
# Digits of an e-mail address or a page's address name nothing.
_ADDRESS_OF_A_PAGE = re.compile(
    r"(?<![0-9A-Za-z._%+\-])[._%+\-]{0,8}[0-9A-Za-z][0-9A-Za-z._%+\-]{0,63}@[0-9A-Za-z][0-9A-Za-z.\-]{0,63}"
    r"|(?:(?i:https?)://|(?i:www)\.)[!-~]{1,400}"
    r"|(?<![0-9A-Za-z.\-])[0-9A-Za-z\-]{1,40}(?:\.[0-9A-Za-z\-]{1,40}){0,3}\.(?i:com|cn|net|org|top|vip|cc|xyz)(?![0-9A-Za-z])(?:/[!-~]{0,400})?"
)
_NEAR = 32
_SHORTEST = 6
_MOST_GROUPS = 40
"""Of a run of digits; what has more is no list of numbers."""
_TOGETHER = {**SPOKEN_DIGITS, ord(" "): None, ord("-"): None}
_METER_LENGTH = 22
_SHORTEST_METER, _LONGEST_METER = 8, 24


@dataclass(frozen=True)
class _Piece:
    """A number, or a group of one: its digits and its place."""

    digits: str
    start: int
    end: int


def find(text: str, account_number: re.Pattern[str]) -> list[Found]:
    """All numbers that name something; of two that overlap the one found first.

    Args:
        text: normalised; what is known to be something else is blanked.
        account_number: the whole 户号.
    """
    text = _ADDRESS_OF_A_PAGE.sub(lambda match: "\n" * len(match[0]), text)
    found: list[Found] = []
    taken = Taken(len(text))
    for one in _candidates(text, account_number):
        if not taken.touches(one):
            taken.take(one)
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _candidates(text: str, account_number: re.Pattern[str]) -> Iterator[Found]:
    """In the order in which they win."""
    yield from _credit_codes(text)
    yield from _lettered_accounts(text, account_number)
    for run in _RUN.finditer(text):
        yield from _in_run(text, run, account_number)


def _credit_codes(text: str) -> Iterator[Found]:
    for match in _CREDIT_CODE.finditer(text):
        code = re.sub(r"[ \-]", "", match[1]).upper()
        # A wrong ID card's number passes this check too, one time in 31.
        dated = re.fullmatch(r"[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{5}", code)
        if is_credit_code(code) and not dated and not is_id_card(code):
            yield Found("credit_code", code, match.start(), match.start() + len(match[1]))


def _lettered_accounts(text: str, account_number: re.Pattern[str]) -> Iterator[Found]:
    """A 户号 with letters, where the utility has such."""
    for match in _ALPHANUMERIC.finditer(text):
        if not match[0].isdigit() and account_number.fullmatch(match[0]):
            yield Found("account_number", match[0], match.start(), match.end())


def _in_run(text: str, run: re.Match[str], account_number: re.Pattern[str]) -> Iterator[Found]:
    ahead, behind = before(text, run.start()), text[run.end() : run.end() + 2]
    if re.search(r"[0-9][.:/]$", ahead) or re.match(r"[.:/][0-9]", behind):
        return
    if _LANDLINE.fullmatch(run[0]):
        return
    whole = _Piece(_digits(run[0]), run.start(), run.end())
    if run[0][-1] not in "xX" or is_id_card(whole.digits):
        single = _meaning(text, whole, account_number)
        if single is not None:
            yield single
            return
    for script in _ONE_SCRIPT.finditer(run[0]):
        pieces = [
            _Piece(_digits(part[0]), run.start() + part.start(), run.start() + part.end())
            for part in _PART.finditer(run[0], script.start(), script.end())
        ]
        yield from _in_pieces(text, pieces, account_number)


def _in_pieces(text: str, pieces: list[_Piece], account_number: re.Pattern[str]) -> Iterator[Found]:
    """Several numbers with a space between, each perhaps in groups: only if all are numbers."""
    if pieces and pieces[0].digits in ("86", "0086"):
        pieces = pieces[1:]
    tiles = _tiles(text, pieces, account_number)
    if tiles is not None:
        yield from tiles
        return
    for piece in pieces:
        found = _meaning(text, piece, account_number)
        # The groups of a card's number are no codes.
        if found is not None and found.entity != "code":
            yield found


def _tiles(text: str, pieces: list[_Piece], account_number: re.Pattern[str]) -> list[Found] | None:
    """All pieces as whole numbers, the first as long as possible; None if one is left over."""
    if len(pieces) > _MOST_GROUPS:
        return None
    # From the last piece on, so that each beginning is looked at once.
    behind: list[list[Found] | None] = [None] * len(pieces) + [[]]
    for first in range(len(pieces) - 1, -1, -1):
        group = _widest(pieces, first)
        for count in range(len(group), 0, -1):
            rest = behind[first + count]
            if rest is None:
                continue
            digits = "".join(one.digits for one in group[:count])
            joined = _Piece(digits, group[0].start, group[count - 1].end)
            found = _meaning(text, joined, account_number)
            if found is not None:
                behind[first] = [found, *rest]
                break
    return behind[0]


def _widest(pieces: list[_Piece], first: int) -> list[_Piece]:
    """The pieces from one on that a number could have."""
    group: list[_Piece] = []
    digits = 0
    for one in pieces[first : first + _LONGEST_METER]:
        digits += len(one.digits)
        if digits > _LONGEST_METER and group:
            break
        group.append(one)
    return group


def _meaning(text: str, piece: _Piece, account_number: re.Pattern[str]) -> Found | None:
    digits, start, end = piece.digits, piece.start, piece.end
    if not _SHORTEST <= len(digits) <= _LONGEST_METER:
        return None
    ahead = before(text, start)
    if is_id_card(digits):
        return Found("id_number", digits.upper(), start, end)
    if not digits.isdigit():
        return None
    country = re.match(r"(?:00)?86(?=1[3-9][0-9]{9}$)", digits)
    if country and end - start == len(digits):
        start += country.end()
        digits = digits[country.end() :]
    if not _WORD_AROUND.fullmatch(_word_around(text, start, end)):
        return None
    if _SHORTEST_METER <= len(digits) <= _LONGEST_METER and _METER_WORD.search(ahead):
        return Found("meter_number", digits, start, end)
    if _LANDLINE_WORD.search(ahead):
        return None
    if MOBILE.fullmatch(digits):
        return Found("phone", digits, start, end)
    if account_number.fullmatch(digits):
        return Found("account_number", digits, start, end)
    if len(digits) == _METER_LENGTH:
        return Found("meter_number", digits, start, end)
    # A code is copied in one piece.
    if len(digits) == 6 == end - start and not _CODE_ELSE.search(ahead):
        alone = not re.search(r"[A-Za-z]$", ahead) and not re.match(r"[A-Za-z]", text[end:])
        return Found("code", digits, start, end) if alone else None
    return None


def _word_around(text: str, start: int, end: int) -> str:
    """The letters and digits that a number stands in, with one digit for the number."""
    left = re.search(r"[0-9A-Za-z]*$", before(text, start))
    right = re.match(r"[0-9A-Za-z]*", text[end : end + _NEAR])
    return f"{left[0] if left else ''}0{right[0] if right else ''}"


def _digits(text: str) -> str:
    return text.translate(_TOGETHER)
