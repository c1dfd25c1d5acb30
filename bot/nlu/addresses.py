"""Addresses: a road, known or not, with its house number: 东塘路310号, 人民东路一巷3号."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.nlu.found import before

NUMERAL = "0-9一二两三四五六七八九十百千零〇幺"
"""Characters of a house's or a building's number, for a character class."""

# Characters that end what stands before a road's name: 我家在|建设路12号.
_NO_NAME = "我你他她它们在住是到去来从往向于的了着过和跟与及或但就都也还把给让被请帮查问报修址置户牌店铺有没能要想费停断那这哪号区县镇乡村市省道弄幢栋室层"
# Words of roads' names that hold such a character.
_WORDS = (
    "和平|和睦|和谐|和兴|和合|人和|太和|永和|中和|义和|祥和|泰和|仁和|共和|元和|天和|安和|春和|向阳|向荣|向前|成都|都市|新都|首都|能源"
    "|万有|石牌|牌楼|牌坊|断桥|道源|新村|市场|店前|修文|修德|有为"
)
_NAME = rf"(?:{_WORDS}|(?![{_NO_NAME}])[\u4e00-\u9fff]){{1,4}}"
_LANE = rf"(?:[{NUMERAL}]+[弄巷]|[东西南北中]段)?"
_HOUSE = (
    rf"[甲乙丙第]?[{NUMERAL}]+(?:[-之][{NUMERAL}]+)?号(?![楼线杆变表机车站])"
    # 310号-1, but 310号-2单元 ends at 号
    rf"(?:[-之附][{NUMERAL}]+(?![{NUMERAL}单幢栋座室楼层]))?"
)
_ADDRESS = re.compile(rf"(?P<road>{_NAME}(?:大道|胡同|[路街巷弄])){_LANE}{_HOUSE}")
_NO_ROAD = re.compile(
    r"一路$|.*(?:这一路|线路|电路|回路|支路|马路|铁路|公路|道路|网路|短路|通路|半路|条路|老路|条街|大街小巷)$"
)
_NO_PART_OF_A_NAME = re.compile(
    r"(?:目前|突然|地址|具体|整个|附近|隔壁|对面|小区|家里|因为|所以|可以|您好|你好|师傅|麻烦|停电|没电|位置|改成|换成|房子|店面"
    r"|门面|店铺|门店|厂房|仓库|工地|单位|公司|老家|新家)+"
)
_POSSESSED = re.compile(r"(?<=[我你他她俺咱们])[家店厂](?=..)")
# 县前街 and 市民大道 begin with what else ends a larger area's name.
_AREA_FIRST = re.compile(rf"(?:^|[^\u4e00-\u9fff]|[{_NO_NAME}])[市县区镇乡村省道]$")
_SHORTEST_ROAD = 2


def find(text: str, roads: Collection[str], stops: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where addresses begin and end.

    Args:
        text: normalised.
        roads: known names, at which an address begins whatever stands before.
        stops: where something else ends that no road's name goes over (昨晚|五一路15号).
    """
    if "号" not in text:
        return
    for match in _ADDRESS.finditer(text):
        begin = _beginning(text, match, roads, stops)
        if begin is not None:
            yield begin, match.end()


def _beginning(
    text: str, match: re.Match[str], roads: Collection[str], stops: Collection[int]
) -> int | None:
    first, end = match.span("road")
    start = max([first, *(one for one in stops if first < one < end)])
    # The name may begin within such a word.
    for word in _NO_PART_OF_A_NAME.finditer(text, max(0, start - 1), end):
        if word.start() <= start < word.end():
            start = word.end()
    if _POSSESSED.match(text, start, end):
        start += 1
    if end - start < _SHORTEST_ROAD or _NO_ROAD.match(text[start:end]):
        return None
    for shift in range(start, end - 1):
        if text[shift:end] in roads:
            return shift
    if _AREA_FIRST.search(before(text, start)) and start - 1 not in stops:
        return start - 1
    return start
