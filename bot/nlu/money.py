"""Money: with its unit (三块五, 12.5元, 五毛三), or as a bare number where money is spoken of (充200)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu.found import Found, Taken, before
from bot.nlu.measures import NUMBER, START, again, least
from bot.nlu.numerals import ANY, PLAIN, plain, to_decimal

_DIGIT = "[0-9一二三四五六七八九]"
# The last digit of 三块五; in 三块五月 the 五 is a month's.
_LAST = (
    rf"{_DIGIT}(?:(?=[一1]度)|(?![0-9一二三四五六七八九十百千万个月号日天年点度块元户倍次分折档]))"
)
_CENTS = rf"(?:{ANY}分(?:{ANY}厘|{_LAST})?|{_LAST})"
_CHANGE = rf"(?:零?{ANY}[毛角]{_CENTS}?钱?|零?{ANY}分(?:{ANY}厘)?钱?)"
_WITH_UNIT = re.compile(
    rf"(?:¥|(?i:rmb) ?)(?P<before>{PLAIN})(?P<before_scale>万?)(?:元|块)?"
    rf"|{START}{NUMBER}(?P<unit>元(?![旦月件器素宵])|圆|块(?!儿)|人民币|蚊(?!子|香|虫)|大洋|(?i:rmb)(?![A-Za-z]))"
    rf"(?P<rest>{_CHANGE}|[0-9]{{2}}(?![0-9个月号日天年点度块元户倍次分折档.:])|{_LAST}|半(?![年个天月小])"
    r"|多(?![少了交收扣算付出]))?钱?"
    rf"|{START}{again(NUMBER)}(?:毛(?![病孩巾毯豆衣利])|角(?![落度色形钢铁楼债函])|分(?=钱)){_CENTS}?钱?"
)
_STEPS = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "分": Decimal("0.01"), "厘": Decimal("0.001")}
_PARTS = re.compile(rf"({ANY})([毛角分厘]?)")

# A piece of something or “together”, no money: 一块电表, 一块交.
_PIECE = re.compile(
    r"(?:新|旧|老|坏|智能|机械|电子|单相|三相)*的?(?:电能?表|表|牌|地|板|屏|砖|玻璃|光伏|空开|田|肥皂|电池|太阳能)"
)
_SPENT = re.compile(r"[交充扣花收缴付差欠要加涨省多少贵是才退]了?我?们?$")

_PAYING = (
    r"(?:充值|充|交费|缴费|交|缴|付款|付|预存|存|扣费|扣款|扣|欠费|欠|退款|退|多收|收|花|涨到|余额|电费|账单|违约金|滞纳金"
    r"|押金|单价|金额|转账|转|起充|最低充)"
)
_BETWEEN = (
    r"(?:了|咗|过|着|-|−|负|我们?|他|她|你们?|电费|只有|只|还有|还剩|还|剩|是|为|有|就|才|要|每次|每月|一共|总共|共|大概|大约|差不多|快|将近"
    r"|不到|超过|至少|最低|起码|最多|:|,| )"
)
_AMONG_MONEY = re.compile(
    rf"{_PAYING}{_BETWEEN}{{0,4}}(?P<bare>{START}{NUMBER})"
    r"(?=$|[,。!?;、)~]|电费|余额|怎么|什么|为什么|为啥|没|还|也|都|才|就|吗|么|呢|吧|啊|嘛|够|不|能|可以|行|进|到|了|左右|上下|以上|出头|以内)"
)
# 1.5一度, 单价0.538
_PRICE = re.compile(
    rf"(?:(?<=[单电]价)|(?<=[单电]价[是:]))[0-9]\.[0-9]+|{START}[0-9]\.[0-9]+(?=(?:一|每|1|/|一个)(?:度|千瓦时))"
)
_MINUS = re.compile(
    r"(?:^|[,，。;；:(（ \n]|余额|结余|余款|剩余?|账上|账户里?|卡里|显示|电费|钱|[是为有成变到着了才只就个怎么])(?P<sign>[-−]|负的?) ?$"
)
_OVERDRAWN = re.compile(r"余额(?:怎么|已经|现在|都|还|是|显示)*(?:倒?欠|透支)(?:着|了|费)?$")
_LEAST_BARE, _BARE_BELOW = 10, 1_000_000
_HOTLINES = (12345, 12398, 95598)


def find(text: str) -> list[Found]:
    """All amounts of a text, in yuan.

    Args:
        text: normalised.
    """
    found = [_signed(one, text) for one in _with_unit(text)]
    taken = Taken(len(text), found)
    for one in _bare(text):
        if not taken.touches(one):
            one = _signed(one, text)
            taken.take(one)
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _signed(one: Found, text: str) -> Found:
    """With the sign of a balance: 余额-12.5元, 负12块5, 余额欠着12.5. In 100-200元 and 户号-30元 a dash is none."""
    ahead = before(text, one.start)
    sign = _MINUS.search(ahead) or _OVERDRAWN.search(ahead)
    if sign is None or one.value.startswith("-"):
        return one
    start = one.start - (len(sign["sign"] or "") if "sign" in sign.re.groupindex else 0)
    return Found(one.entity, f"-{one.value}", start, one.end)


def _with_unit(text: str) -> Iterator[Found]:
    for match in _WITH_UNIT.finditer(text):
        if match["before"]:
            value = to_decimal(match["before"], match["before_scale"] or "")
        elif match["unit"]:
            if _is_piece(match, text):
                continue
            value = least(match) + _change(match["rest"] or "")
        else:
            value = _change(match[0])
        yield Found("amount", plain(value), match.start(), match.end())


def _is_piece(match: re.Match[str], text: str) -> bool:
    if match["unit"] != "块" or match["rest"] or match[0].endswith("钱"):
        return False
    if _PIECE.match(text, match.end()):
        return True
    return match["number"] == "一" and not _SPENT.search(before(text, match.start()))


def _change(text: str) -> Decimal:
    """What stands behind 元, or alone: 五, 82, 五毛, 5角2分, 五毛三, 零五分, 半."""
    if text.startswith("半"):
        return Decimal("0.5")
    value, step = Decimal(0), Decimal(1)
    for number, unit in _PARTS.findall(text):
        if unit:
            step = _STEPS[unit]
        else:
            step /= 100 if len(number) == 2 and number.isascii() else 10
        value += to_decimal(number) * step
    return value


def _bare(text: str) -> Iterator[Found]:
    for match in _AMONG_MONEY.finditer(text):
        value = least(match)
        large = value >= _LEAST_BARE or _MINUS.search(before(text, match.start("bare")))
        if large and value < _BARE_BELOW and value not in _HOTLINES:
            start, end = match.span("bare")
            end -= len(match["bare"]) - len(match["bare"].rstrip())
            yield Found("amount", plain(value), start, end)
    for match in _PRICE.finditer(text):
        yield Found("amount", plain(Decimal(match[0])), match.start(), match.end())
