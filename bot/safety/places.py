"""Places in what people in danger write: 听潮路18号门口, 望江小学旁边, 建设路中段, 地址青枫街道百工路3号.

Read generously: people who look for the place read it, not a program. Only the first part of a text is read.
"""

from __future__ import annotations

import re

from bot.safety.wording import normalised

_LONGEST_TEXT, _LONGEST_CLAUSE, _LONGEST_PLACE = 300, 60, 48
_CLAUSE = re.compile(r"[^,，。!！?？;；\n~～…]{1,60}[?？]?")
_LONG_NUMBER = re.compile(r"\+?[0-9](?:[- ]?[0-9]){6,}")
_N = "[0-9一二三四五六七八九十百]"
_ROAD = "(?:大道|胡同|路(?!灯|过|上走)|[街巷道]|弄(?=[0-9一二三四五六七八九十百]|号|口|堂))"
"""弄 is a lane before its number only: 井边弄水泵 names none."""
_AREA = (
    "(?:街道|社区|小区|新村|花园|花苑|家园|公寓|大厦|广场|别墅|山庄|开发区|工业园|产业园|科技园|园区|"
    "市(?!场|电|政|民)|[县区镇乡村组屯庄苑])"
)
_LANDMARK = (
    "(?:幼儿园|小学|中学|大学|学校|医院|卫生院|菜场|市场|超市|商场|商店|小卖部|便利店|酒店|宾馆|饭店|餐馆|银行|"
    "公园|车站|公交站|地铁站|收费站|加油站|火车站|派出所|村委会|居委会|营业厅|供电所|祠堂|寺|庙|教堂|码头|水库|"
    "大桥|桥|工地|工厂|厂|公司|仓库|高速|国道|省道|隧道|岔路口|红绿灯|十字路口|停车场|操场|体育馆|养殖场|农场|鱼塘|"
    "大塘|池塘|泳池|草坪|草地|空地|篮球场|花坛|凉亭|地铁口)"
)
_NUMBERED = rf"(?:[a-z]?{_N}{{1,5}}(?:-{_N}{{1,4}})?(?:号楼|号院(?!子)|号|幢|栋|座|弄|巷|单元|室|楼|层|组|队|区|米|公里))"
_BESIDE = (
    "(?:的)?(?:院子里|院里|大门口|正门口|后门口|门口|门前|旁边|旁|对面|附近|后面|后头|前面|前头|背后|路口|交叉口|交界处|中段|"
    "[东西南北]段|[东西南北]侧|[东西南北]边|[东西南北]头|[东西南北]门|边上|边|里面|里头|里|内|楼下|楼上|楼道|地下室|"
    "地下车库|车库|转角|拐角|桥下|下面|顶楼|楼顶|处|口)"
)
_ENDS = f"(?:{_ROAD}|{_AREA}|{_LANDMARK})"
_ON = re.compile(rf"(?<=[\u4e00-\u9fff])\s+(?={_NUMBERED}|{_BESIDE})")
"""A space within a place: 听潮路 18号 门口."""
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""A space where others set a comma."""
_PLACE = re.compile(
    rf"(?P<name>[\u4e00-\u9fff0-9a-z]{{1,8}}?{_ENDS}(?:[\u4e00-\u9fff0-9a-z]{{0,8}}?{_ENDS}){{0,4}})"
    rf"(?P<number>(?:[\u4e00-\u9fff]{{0,5}}?{_NUMBERED}{{1,5}}(?:[0-9]{{2,4}}(?![0-9米度元块年月]))?)?)(?P<beside>(?:{_BESIDE}){{0,2}})"
)
_LEAD = re.compile(
    "^(?:可是|但是|不过|地址|地点|位置|出事|地方|事发|现场|详细|具体|我们|咱们|我家|我|他们|他|她|它|人(?=在)|家(?=在|住)|就|现在|目前|刚才|住|"
    "你好|您好|喂|那个|这里|这儿|这边|那边|是|在|于|到|去|来|从|位于|快|赶紧|马上|请|哦|嗯|好的|好|就是|的|为|:|,|"
    "有|离|靠近|往|过来|掉|倒|断){1,6}"
)
_NOT_SPECIFIC = re.compile(
    "^(?:马|公|道|线|电|短|铁|半|一|走|回|支|网|思|套|门|后|楼|过|通|人行|车|下水|农|山|乡|城|管|咋|怎么|能|想|这条|那条|一条|条|整个|整条|这个|那个|一个|我们|我们的|咱们|"
    "本|你们|隔壁|附近|小|大|外面的?|村里的?|的|老|新|每个|各个|全)?"
    "(?:路|街|巷|弄|道|村|镇|乡|县|区|市|省|组|小区|社区|学校|桥|厂|公司|工地|超市|医院|大桥|庙|寺|苑|庄)$"
)
_ASKS = re.compile(
    "[?？]|吗|怎么|什么|多少|哪|能不能|可不可以|要不要|多久|几点|会不会|是不是|多大会|(?:好|几)久|(?:行|中|成|好|要得|可以|得)不(?:行|成)?$"
)
_NO_PLACE = re.compile(
    "把路|把门|把街|供电(?:公司|所)|电力公司|供电局|短路|线路|电路|知道|道理|人道|味道|难道|报道|市电|区别|厂家|老乡|同乡|家乡|村长|村干部|[把拿用].{1,12}(?:弄|拨|挑|锯|砍|推|挪|捅|泼)|村支书|校长|厂长|区长|下.{0,2}雨"
)
_TO_HOSPITAL = re.compile("[送去上到].{0,4}医院")
_NO_SPOT = re.compile(
    "[火烟线电水血他她它抱扔丢搬]|家里?$|这里|那里|车[里上]|里面$|外[面头边]了?$|[把拿]|还在|^在$|睡|哭|等|叫|打|按|喊|看|"
    "呢$|洗|出|动|抖|喘|吐|抽|冒|漏|响|跑|躺|哪|咋|上班|上学|路上$|里头$|家了$"
)
_HERE = re.compile("(?<=[\u4e00-\u9fff0-9]{3})(?:这里|这儿|这边|这块|这头|这片)$")
"""Pointed at behind a name: 柳园北门这里."""
_MORE = re.compile(
    "^打$|不是|电话|手机|号码|打我|联系|快|赶|你们|我叫|姓|断电|送电|派人|来人|怎么|能|吗|[火烟血他她]|触电|漏电|着了|没事|醒|死|倒|了$"
)
"""What isn't more about the place, behind it."""
_POLE_NUMBER = re.compile("(?:编号|杆号|表箱号|号杆).{0,3}[0-9a-z]|[0-9]{1,4}号杆")
_TOLD = re.compile("^(?:出事|事发|详细|具体)?(?:的)?(?:地址|地点|位置|地方)(?:是|在|就在|:)?")
_AT = re.compile("^(?:我|我们|人|就|现在|都|他们?|她)*在")
_END = re.compile(f"(?:{_BESIDE})$")


def place_in(text: str, *, asked: bool = False) -> str | None:
    """The place that a text names, or None.

    Args:
        text: as typed.
        asked: it was asked for, so that 在河边老槐树下面 is one, too.
    """
    spaced = _GAP.sub("，", _ON.sub("", text[:_LONGEST_TEXT]))
    plain = _LONG_NUMBER.sub(",", normalised(spaced)[:_LONGEST_TEXT])
    found: list[str] = []
    for clause in _CLAUSE.findall(plain):
        if _ASKS.search(clause):
            continue
        place = _in_clause(clause.strip(), asked)
        if place and place not in found:
            found.append(f"{place}{_rest(clause, place)}" if asked else place)
        elif found and asked and _goes_on(clause):
            found.append(clause.strip())
    return " ".join(found)[:_LONGEST_PLACE] or None


def _rest(clause: str, place: str) -> str:
    """What a clause says behind the place, if it is more about it: 听潮路18号〔二楼西边那户〕."""
    at = clause.find(place)
    behind = clause[at + len(place) :].strip() if at >= 0 else ""
    return behind if behind and _goes_on(behind) else ""


def _goes_on(words: str) -> bool:
    return len(words) <= 16 and not _MORE.search(words)


def _in_clause(clause: str, asked: bool) -> str | None:
    told = _TOLD.match(clause)
    if told and len(clause) > told.end() + 1:
        return clause[told.end() :].strip(" :")
    if _TO_HOSPITAL.search(clause):
        return None
    clause = _HERE.sub("", clause)
    rest = _LEAD.sub("", clause)
    for one in _PLACE.finditer(rest[:_LONGEST_CLAUSE]):
        # Leads stand within the match, too: 电线掉在建设路 is read from 建设路 on.
        name = one["name"]
        cut = max(
            (name.rfind(word) + len(word) for word in ("在", "到", "往") if word in name), default=0
        )
        name = name[cut:]
        if _NO_PLACE.search(name):
            continue
        specific = not _NOT_SPECIFIC.match(name)
        if specific or one["number"]:
            return f"{name}{one['number']}{one['beside']}"
    if asked and len(clause) <= 24:
        if _POLE_NUMBER.search(clause):
            return clause
        at = _AT.match(clause)
        if at and len(clause) - at.end() >= 2 and not _NO_SPOT.search(clause):
            return clause[at.end() :]
        if 3 <= len(clause) <= 16 and _END.search(clause) and not _NO_SPOT.search(clause):
            return _LEAD.sub("", clause) or None
        if re.fullmatch(rf"(?:[\u4e00-\u9fff]{{0,8}}{_NUMBERED}{{1,5}})", clause):
            return clause
    return None
