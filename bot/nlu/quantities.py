"""Numbers with a unit: energy, power, voltage; and money, from `bot.nlu.money`.

Of a range (300到400度, 两三百块) and of what is vague (两千多块) the value is the smaller end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu import money
from bot.nlu.found import Found, before, blanked, longest_first
from bot.nlu.measures import NUMBER, START, least
from bot.nlu.numerals import plain, to_decimal

_DOT = r"[·・•⋅∙.*\-]?"
_KWH = re.compile(
    rf"{START}(?:{NUMBER}(?P<unit>兆瓦{_DOT}时|千瓦{_DOT}小?时|(?i:mw{_DOT}h|kw{_DOT}h)(?![a-zA-Z])"
    r"|度(?P<and_half>半)?(?:电(?![压流表价费池影]))?)|(?P<half>半)(?:度电|千瓦时))(?![假数过日角])"
)
_CAPACITY = re.compile(
    rf"{START}{NUMBER}(?P<unit>(?i:kva|mva|kw|mw|w)(?![a-zA-Z])(?![·・•⋅∙.*\-]h)|[pP](?![a-zA-Z0-9])"
    r"|千伏安|兆伏安|千瓦特?|兆瓦|瓦特?|匹)(?P<and_half>半)?(?![·・•⋅∙.*\-]小?时)(?![时片房斯砾罐马狼布配]|小时)"
)
_VOLTAGE = re.compile(
    rf"(?:{START}|(?<=[AaDd][Cc])){NUMBER}(?P<unit>(?i:kv|v)(?![a-zA-Z0-9])|千伏特?|伏特?)(?!安(?!全)|[案笔天法羲击])"
)
# 电压只有一百八; 380的电
_VOLTAGE_WORD = re.compile(
    rf"(?:电压|万用表)(?:才|只有|只|就|是|为|有|在|到|不到|不足|达到|高达|超过|[测量降升掉跌变低高]了?[到成出]?来?|偏低|偏高|显示|大概|大约|差不多|一直|都|了|仅|:|,| )"
    rf"{{0,5}}(?P<bare>{START}{NUMBER})(?![0-9.A-Za-z一二两三四五六七八九十个次天号月年户度元块分点级种倍千伏])"
)
_USUAL_VOLTAGE = re.compile(
    rf"{START}(?P<bare>220|380|[二两]百二(?:十)?|三百八(?:十)?|二二零|三八零)"
    r"(?=的?(?:电压|动力电|三相|工业电|电机)|的电(?![费量表价器卡])|的?电源)"
)
_LOWEST_BARE, _HIGHEST_BARE = 50, 500
_CAPACITY_UNITS = {
    "kva": ("kVA", 1), "千伏安": ("kVA", 1), "mva": ("kVA", 1000), "兆伏安": ("kVA", 1000),
    "kw": ("kW", 1), "千瓦": ("kW", 1), "千瓦特": ("kW", 1), "mw": ("kW", 1000), "兆瓦": ("kW", 1000),
    "w": ("W", 1), "瓦": ("W", 1), "瓦特": ("W", 1), "匹": ("匹", 1), "p": ("匹", 1),
}  # fmt: skip

_USED = re.compile(r"(?:[用走耗费多少差有才超]|每天|每月)了?$")
_TEMPERATURE_BEFORE = re.compile(
    r"(?:气温|温度|室温|体温|水温|零下|零上|高温|低温|摄氏|最高|最低|恒温|[开调设定降升烧][了在到成为]*)"
    r"(?:是|到|有|在|达|了|都|已经|快|才|只有)*$"
)
_WARM_PLACE = re.compile(
    r"(?:空调|暖气|地暖|热水器|室内|屋里|家里|房间|外面|今天|夏天|冬天)(?:里|上|才|都|就|只有|是|有|一般|到)*$"
)
_NO_ENERGY_BEFORE = re.compile(
    r"(?:近视|老花|眼镜|散光|[旋扭]?转|倾斜|东经|北纬|角度?|酒精)(?:是|了|有|成|到|大概)*$"
)
_TEMPERATURE_AFTER = re.compile(
    r"的?(?:大转弯|转弯|白酒|高度酒|近视|高温|低温|水温|热水|温水|恒温|制冷|制热|的天|天气|以?的空调)"
)
_WARMEST, _WARMEST_PLACE = 100, 60


def find(text: str) -> list[Found]:
    """All quantities of a text; the longer of two that overlap.

    Args:
        text: normalised.
    """
    amounts = money.find(text)
    every = [*amounts, *_capacities(text), *_voltages(text), *_energies(text, amounts)]
    return longest_first(every, len(text))


def _energies(text: str, amounts: list[Found]) -> Iterator[Found]:
    prices = {one.end for one in amounts}
    # In 一块五一度 the 五 is the money's.
    text = blanked(text, amounts)
    for match in _KWH.finditer(text):
        if match["half"]:
            yield Found("kwh", "0.5", match.start(), match.end())
            continue
        value = least(match) + (Decimal("0.5") if match["and_half"] else 0)
        # 1.2元一度, 5毛钱1度电
        if match["number"] in ("一", "1") and match.start() in prices:
            continue
        if match["unit"] in ("度", "度半") and not _is_energy(match, value, text):
            continue
        if match["unit"].lower().startswith(("兆瓦", "mw")):
            value *= 1000
        yield Found("kwh", plain(value), match.start(), match.end())


def _is_energy(match: re.Match[str], value: Decimal, text: str) -> bool:
    """Whether a bare 度 is energy: 一度很生气 and 开26度 aren't."""
    ahead = before(text, match.start())
    if match["and_half"] and not match["scale"] and match["number"] in ("一", "二"):
        return not _WARM_PLACE.search(ahead)
    if match["number"] in ("一", "二", "再") and not match["scale"]:
        return bool(_USED.search(ahead))
    if _NO_ENERGY_BEFORE.search(ahead):
        return False
    if value <= _WARMEST_PLACE and _WARM_PLACE.search(ahead):
        return False
    if value > _WARMEST:
        return not _TEMPERATURE_AFTER.match(text, match.end())
    return not (_TEMPERATURE_BEFORE.search(ahead) or _TEMPERATURE_AFTER.match(text, match.end()))


def _capacities(text: str) -> Iterator[Found]:
    for match in _CAPACITY.finditer(text):
        unit, factor = _CAPACITY_UNITS[match["unit"].lower()]
        value = (least(match) + (Decimal("0.5") if match["and_half"] else 0)) * factor
        if unit == "W":
            unit, value = "kW", value / 1000
        yield Found("capacity", plain(value) + unit, match.start(), match.end())


def _voltages(text: str) -> Iterator[Found]:
    for match in _VOLTAGE.finditer(text):
        volts = least(match) * (1000 if match["unit"].lower().startswith(("k", "千")) else 1)
        value = f"{plain(volts / 1000)}kV" if volts >= 1000 else f"{plain(volts)}V"
        yield Found("voltage", value, match.start(), match.end())
    for match in _VOLTAGE_WORD.finditer(text):
        volts = least(match)
        if _LOWEST_BARE <= volts <= _HIGHEST_BARE:
            end = match.start("bare") + len(match["bare"].rstrip())
            yield Found("voltage", f"{plain(volts)}V", match.start("bare"), end)
    for match in _USUAL_VOLTAGE.finditer(text):
        yield Found("voltage", f"{plain(to_decimal(match['bare']))}V", *match.span("bare"))
