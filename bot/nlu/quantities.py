"""Numbers with a unit: money, energy, power, voltage.

Of a range (300到400度, 两三百块) and of what is vague (两千多块) the value is the smaller end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu.found import Found
from bot.nlu.numerals import ANY, PLAIN, SCALE, plain, to_decimal

_START = r"(?<![0-9.,A-Za-z第几])"
_VAGUE = r"(?:[多来余]|(?<=十)几)?"
_TO = r"(?:到|至|~|-|—|–|/)"
_NUMBER = rf"(?:(?P<from>{ANY}){_TO}(?={ANY}))?(?P<number>{ANY})(?P<scale>{SCALE}*){_VAGUE}(?:个(?=千))? ?"
_UNNAMED = re.sub(r"\?P<[a-z]+>", "?:", _NUMBER)
_FEN = rf"(?:零?{ANY}[毛角](?:{ANY}分)?钱?|零?{ANY}分钱?)"
_AMOUNT = re.compile(
    rf"(?:¥|(?i:rmb) ?)(?P<before>{PLAIN})(?P<before_scale>万?)(?:元|块)?"
    rf"|{_START}{_NUMBER}(?P<unit>元(?![旦月件器素宵])|圆|块(?!儿)|人民币)"
    # 三块五 is 3.5, but in 三块五月 the 五 is a month's
    rf"(?P<rest>{_FEN}|[0-9一二三四五六七八九](?:(?=[一1]度)|(?![0-9一二三四五六七八九十百千万个月号日天年点度块元户倍次分折档]))|半(?![年个天月小])"
    r"|多(?![少了交收扣算付出]))?钱?"
    rf"|{_START}{_UNNAMED}(?P<small>毛(?![病孩巾毯豆衣利])|角(?![落度色形钢铁楼债函])|分(?=钱))(?P<fen>{ANY}分)?钱?"
)
_KWH = re.compile(
    rf"{_START}(?:{_NUMBER}(?P<unit>兆瓦时|千瓦小?时|(?i:mwh|kw[·.]?h)(?![a-zA-Z])"
    r"|度(?:电(?![压流表价费池影]))?)|(?P<half>半)(?:度电|千瓦时))(?![假数过日角])"
)
_CAPACITY = re.compile(
    rf"{_START}{_NUMBER}(?P<unit>(?i:kva|mva|kw|mw|w)(?![a-zA-Z·])(?!\.h)|[pP](?![a-zA-Z0-9])"
    r"|千伏安|兆伏安|千瓦特?|兆瓦|瓦特?|匹)(?![时片房斯砾罐马狼布配]|小时)"
)
_VOLTAGE = re.compile(
    rf"{_START}{_NUMBER}(?P<unit>(?i:kv|v)(?![a-zA-Z0-9])|千伏特?|伏特?)(?![安案笔天法羲击])"
)
_CAPACITY_UNITS = {
    "kva": ("kVA", 1), "千伏安": ("kVA", 1), "mva": ("kVA", 1000), "兆伏安": ("kVA", 1000),
    "kw": ("kW", 1), "千瓦": ("kW", 1), "千瓦特": ("kW", 1), "mw": ("kW", 1000), "兆瓦": ("kW", 1000),
    "w": ("W", 1), "瓦": ("W", 1), "瓦特": ("W", 1), "匹": ("匹", 1), "p": ("匹", 1),
}  # fmt: skip

# A piece of something or “together”, no money: 一块电表, 一块交.
_PIECE = re.compile(
    r"(?:新|旧|老|坏|智能|机械|电子|单相|三相)*的?(?:电能?表|表|牌|地|板|屏|砖|玻璃|光伏|空开|田|肥皂)"
)
_SPENT = re.compile(r"[交充扣花收缴付差欠要加涨省多少贵是才退]了?我?们?$")
_USED = re.compile(r"(?:[用走耗费多少差有才超]|每天|每月)了?$")
_TEMPERATURE_BEFORE = re.compile(
    r"(?:气温|温度|室温|体温|水温|零下|零上|高温|低温|摄氏|最高|最低|恒温|[开调设定降升烧][了在到成为]*)"
    r"(?:是|到|有|在|达|了|都|已经|快|才|只有)*$"
)
_TEMPERATURE_AFTER = re.compile(
    r"的?(?:高温|低温|水温|热水|温水|恒温|制冷|制热|的天|天气|以?的空调)"
)
_WARMEST = 100


def find(text: str) -> list[Found]:
    """All quantities of a text; the longer of two that overlap.

    Args:
        text: normalised.
    """
    found: list[Found] = []
    amounts = list(_amounts(text))
    every = [*amounts, *_capacities(text), *_voltages(text), *_energies(text, amounts)]
    for one in sorted(every, key=lambda one: (-one.length, one.start)):
        if not any(one.overlaps(other) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _least(match: re.Match[str]) -> Decimal:
    scale = match["scale"] or ""
    value = to_decimal(match["number"], scale)
    if match["from"]:
        first = to_decimal(match["from"])
        # 3到5百 begins at 300
        wider = (
            to_decimal(match["from"], scale) if scale and match["from"][-1:].isdigit() else first
        )
        value = min(value, wider)
    return value


def _amounts(text: str) -> Iterator[Found]:
    for match in _AMOUNT.finditer(text):
        if match["before"]:
            value = to_decimal(match["before"], match["before_scale"] or "")
        elif match["unit"]:
            if _is_piece(match, text):
                continue
            value = _least(match) + _rest(match["rest"] or "")
        else:
            value = to_decimal(_small(match)) / (100 if match["small"] == "分" else 10)
            if match["fen"]:
                value += to_decimal(match["fen"][:-1]) / 100
        yield Found("amount", plain(value), match.start(), match.end())


def _small(match: re.Match[str]) -> str:
    number = re.match(ANY, match[0])
    assert number is not None  # the pattern begins with one
    return number[0]


def _is_piece(match: re.Match[str], text: str) -> bool:
    if match["unit"] != "块" or match["rest"] or match[0].endswith("钱"):
        return False
    if _PIECE.match(text, match.end()):
        return True
    return match["number"] == "一" and not _SPENT.search(text[: match.start()])


def _rest(text: str) -> Decimal:
    """What stands behind 元 or 块: 五, 五毛, 5角2分, 零五分, 半."""
    text = text.removesuffix("钱").lstrip("零")
    if not text or text == "多":
        return Decimal(0)
    if text == "半":
        return Decimal("0.5")
    jiao, unit, fen = text.partition("毛") if "毛" in text else text.partition("角")
    if unit:
        cents = to_decimal(fen.removesuffix("分")) / 100 if fen else Decimal(0)
        return to_decimal(jiao) / 10 + cents
    if text.endswith("分"):
        return to_decimal(text[:-1]) / 100
    return to_decimal(text) / 10


def _energies(text: str, amounts: list[Found]) -> Iterator[Found]:
    prices = {one.end for one in amounts}
    # In 一块五一度 the 五 is the money's.
    for one in amounts:
        text = text[: one.start] + "\n" * one.length + text[one.end :]
    for match in _KWH.finditer(text):
        if match["half"]:
            yield Found("kwh", "0.5", match.start(), match.end())
            continue
        value = _least(match)
        # 1.2元一度, 5毛钱1度电
        if match["number"] in ("一", "1") and match.start() in prices:
            continue
        if match["unit"] == "度" and not _is_energy(match, value, text):
            continue
        if match["unit"].lower() in ("兆瓦时", "mwh"):
            value *= 1000
        yield Found("kwh", plain(value), match.start(), match.end())


def _is_energy(match: re.Match[str], value: Decimal, text: str) -> bool:
    """Whether a bare 度 is energy: 一度很生气 and 开26度 aren't."""
    before = text[: match.start()]
    if match["number"] in ("一", "二", "再") and not match["scale"]:
        return bool(_USED.search(before))
    if value > _WARMEST:
        return True
    return not (_TEMPERATURE_BEFORE.search(before) or _TEMPERATURE_AFTER.match(text, match.end()))


def _capacities(text: str) -> Iterator[Found]:
    for match in _CAPACITY.finditer(text):
        unit, factor = _CAPACITY_UNITS[match["unit"].lower()]
        value = _least(match) * factor
        if unit == "W":
            unit, value = "kW", value / 1000
        yield Found("capacity", plain(value) + unit, match.start(), match.end())


def _voltages(text: str) -> Iterator[Found]:
    for match in _VOLTAGE.finditer(text):
        volts = _least(match) * (1000 if match["unit"].lower().startswith(("k", "千")) else 1)
        value = f"{plain(volts / 1000)}kV" if volts >= 1000 else f"{plain(volts)}V"
        yield Found("voltage", value, match.start(), match.end())
