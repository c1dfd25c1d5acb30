"""Numbers with a unit, as customers write and say them."""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
SPOKEN_DIGITS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
# All runs are bounded: a text of nothing but digits has to be read in a time that grows with its length.
PLAIN = r"[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,8})?"
# 千瓦 and 千伏 are units themselves: 四百千瓦 is 400 of them.
SCALE = r"(?:[十百万拾佰仟]|千(?![瓦伏]))"
_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_DIGIT = f"[{_DIGITS}]"
# 百把块 is about a hundred, 百八十 eighty to a hundred.
CHINESE = (
    rf"(?:(?:{_DIGIT}|[十拾])(?:[{_DIGITS}十百万拾佰仟]|千(?![瓦伏])){{0,15}}(?:点[零〇一二三四五六七八九]{{1,8}})?"
    r"|[百千万](?=[把来])|百八十)"
)
MIXED = rf"[0-9]{{1,8}}{SCALE}(?:[0-9]{{1,8}}{SCALE}?){{1,4}}"
ANY = rf"(?:{MIXED}|{PLAIN}|{CHINESE})"

_VALUES = {one: int(one.translate(SPOKEN_DIGITS)) for one in "零〇一二两三四五六七八九0123456789"}


def to_decimal(number: str, scale: str = "") -> Decimal:
    """“1,234.5”, “一百二十”, “两千三”, “三点五” as a number; of “两三百” the smaller.

    Args:
        number: as `ANY` finds it.
        scale: units behind plain digits, as in 3千 or 1.5万.
    """
    if re.fullmatch(PLAIN, number):
        value = Decimal(number.replace(",", ""))
        for unit in scale.translate(_FORMAL):
            value *= UNITS[unit]
        return value
    whole, _, fraction = number.translate(_FORMAL).partition("点")
    value = Decimal(_whole(_smaller(whole + scale.translate(_FORMAL))))
    if fraction:
        value += Decimal("0." + fraction.translate(SPOKEN_DIGITS))
    return value


def plain(value: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    return format(value.normalize(), "f")


def _smaller(number: str) -> str:
    """两三百 is two or three hundred, not 23 hundred; 百八十 is eighty or a hundred."""
    if number == "百八十":
        return "八十"
    return re.sub(r"([一二两三四五六七八九])[二三四五六七八九](?=[十百千万])", r"\1", number)


def _whole(number: str) -> int:
    """A Chinese numeral, such as 一百二十, 两千三 or 十五, or digits one by one."""
    if not any(one in UNITS for one in number):
        return int(number.translate(SPOKEN_DIGITS))
    total = section = digit = 0
    last_unit = 0
    for one in number:
        if one not in UNITS:
            digit = digit * 10 + _VALUES[one]
            if one in "零〇":
                last_unit = 0
            continue
        unit = UNITS[one]
        if unit == UNITS["万"]:
            total += (section + digit) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit, last_unit = 0, unit
    # 两千三 is 2300
    return total + section + (digit * last_unit // 10 if last_unit > 10 else digit)
