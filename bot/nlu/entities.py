"""Numbers that customers write, by rules: 户号, phone, code, money, kWh."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.formats import MOBILE


@dataclass(frozen=True)
class Found:
    """A number with a meaning.

    Args:
        entity: its kind.
        value: digits, or a decimal number as text.
        start: its first character in the normalised text.
        end: after its last character.
    """

    entity: str
    value: str
    start: int
    end: int


_SPOKEN_DIGITS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_DIGIT = "0-9零〇一二三四五六七八九幺两"
# one number, also in groups (123 456 7890) or spelled digit by digit (一三八...)
_RUN = re.compile(rf"[{_DIGIT}](?:[ \-]?[{_DIGIT}]){{5,}}")

_PLAIN_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_CHINESE_NUMBER = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万]*(?:点[零〇一二三四五六七八九]+)?"
_MIXED_NUMBER = r"[0-9]+[十百千万](?:[0-9]+[十百千万]?)+"
_NUMBER = rf"(?P<number>{_MIXED_NUMBER}|{_PLAIN_NUMBER}|{_CHINESE_NUMBER})(?P<scale>[十百千万]*)"
_AMOUNT = re.compile(
    rf"[¥](?P<before>{_PLAIN_NUMBER})"
    rf"|(?<![0-9.]){_NUMBER}多?(?:元|圆|块钱?|人民币)"
    # 三块五 is 3.5, but in 三块五月 the 五 is a month's
    r"(?P<tenths>[0-9一二三四五六七八九](?![0-9一二三四五六七八九十个月号日天年]))?"
)
_KWH = re.compile(
    rf"(?<![0-9.]){_NUMBER}多? ?(?:千瓦时|千瓦小时|度电|度|kwh)(?!假|数|过|日)", re.IGNORECASE
)

_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_VALUES = {one: int(one.translate(_SPOKEN_DIGITS)) for one in "零〇一二两三四五六七八九0123456789"}


def find(text: str, account_number_format: str) -> list[Found]:
    """All numbers with a meaning; one number may have several (a code or a month, 202503).

    Args:
        text: normalised.
        account_number_format: regular expression of the whole 户号.
    """
    found = [
        *_identifiers(text, re.compile(account_number_format)),
        *_quantities(text, "amount", _AMOUNT),
        *_quantities(text, "kwh", _KWH),
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.entity))


def _identifiers(text: str, account_number: re.Pattern[str]) -> Iterator[Found]:
    for run in _RUN.finditer(text):
        digits = "".join(c for c in run.group().translate(_SPOKEN_DIGITS) if c.isdigit())
        yield from _meanings(digits, run.start(), run.end(), account_number)
        # several numbers with a space between them: each for itself
        parts = list(re.finditer(r"[^ \-]+", run.group()))
        if len(parts) > 1:
            for part in parts:
                begin = run.start() + part.start()
                yield from _meanings(
                    part.group().translate(_SPOKEN_DIGITS),
                    begin,
                    begin + len(part.group()),
                    account_number,
                )


def _meanings(
    digits: str, start: int, end: int, account_number: re.Pattern[str]
) -> Iterator[Found]:
    checks: list[tuple[str, Callable[[str], object]]] = [
        ("account_number", account_number.fullmatch),
        ("phone", MOBILE.fullmatch),
        ("code", re.compile(r"[0-9]{6}").fullmatch),
    ]
    for entity, fits in checks:
        # 123456 as 123 456 is no code; a code is copied in one piece
        if fits(digits) and not (entity == "code" and end - start != len(digits)):
            yield Found(entity, digits, start, end)


def _quantities(text: str, entity: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    for match in pattern.finditer(text):
        groups = match.groupdict()
        number = groups.get("before") or match.group("number")
        value = _decimal(number, groups.get("scale") or "")
        if value is None:
            continue
        tenths = groups.get("tenths")
        if tenths:
            value += Decimal(_VALUES[tenths]) / 10
        yield Found(entity, format(value.normalize(), "f"), match.start(), match.end())


def _decimal(number: str, scale: str) -> Decimal | None:
    if re.fullmatch(_PLAIN_NUMBER, number):
        value = Decimal(number.replace(",", ""))
        for unit in scale:
            value *= _UNITS[unit]
        return value
    whole, _, fraction = number.partition("点")
    value = Decimal(_spoken(whole + scale))
    if fraction:
        value += Decimal("0." + fraction.translate(_SPOKEN_DIGITS))
    return value


def _spoken(number: str) -> int:
    """A Chinese numeral, such as 一百二十, 两千三 or 十五, or digits one by one."""
    if not any(one in _UNITS for one in number):
        return int(number.translate(_SPOKEN_DIGITS))
    total = section = digit = 0
    last_unit = 0
    for one in number:
        if one not in _UNITS:
            digit = digit * 10 + _VALUES[one]
            if one in "零〇":
                last_unit = 0
            continue
        unit = _UNITS[one]
        if unit == 10000:
            total += (section + digit) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit, last_unit = 0, unit
    # 两千三 is 2300
    return total + section + (digit * last_unit // 10 if last_unit > 10 else digit)
