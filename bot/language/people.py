"""Whose records a sentence asks for: those of a relative, a neighbour, a branch; pure."""

from __future__ import annotations

import re

_RELATIVES = (
    "(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|婆婆|公公|岳[母父]|丈母娘|老丈人|妈妈?|爸爸?|爹|娘|老[妈爸娘爹]|父母|爸妈|"
    "儿子|女儿|闺女|儿媳|女婿|(?:大|小|二|表|堂)?(?:姐姐?|妹妹?|哥哥?|弟弟?)|姐夫|妹夫|嫂子|叔叔?|伯伯|姑姑|姨妈?|舅舅?|亲戚|亲家|前[妻夫]|前[男女]友)"
)
_FRIENDS = "(?:哥们儿?|兄弟|朋友|同事|同学|闺蜜|战友|老乡|老板|客户)"
_NEIGHBOURS = "(?:邻居|隔壁|对门|对面|楼上|楼下|村口|街坊)"
_NAME = "(?:[\u4e00-\u9fff]{0,3}?)"
_PLACE = "(?:家里?|那边|那里|那儿|那户|那套|那间|那屋|[^说讲问叫让帮替给,，。?？ ]{0,4}?(?:房子?|屋子?|店|铺子?|馆|厂|公司))"
_BRANCHES = "(?:[二三四]厂|[二三四]店|分厂|分店|新厂|老厂|总厂|总店|分公司|总公司)"
_RECORD = "(?:电费|用电|电量|电表|账单|户号|余额|欠|免费电|度数|交了|用(?:了|掉)?(?:多少|几)|用了|扣了|的?电(?!话|视|脑|器|梯|工|动))"
_AMOUNT = "(?:多少|几多|好多|几[块度个]|[没了]$|[没了][?？。,，]|吗|看一?[眼下看]|查)"
_BETWEEN = "[^,，。?？!！]{0,10}?"

_THEIRS = re.compile(
    f"(?:我|咱|俺|他|她|我们)?(?:的)?(?:{_RELATIVES}|{_FRIENDS}){_PLACE}{_BETWEEN}(?:{_RECORD}|{_AMOUNT})"
    f"|(?:我|咱|俺|我们)(?:的)?(?:{_RELATIVES}|{_FRIENDS})的(?:电(?!话|视|脑|器|梯|动)|户号|账单|电费|电表)"
    f"|{_NEIGHBOURS}(?:的)?{_NAME}{_PLACE}{_BETWEEN}(?:{_RECORD}){_BETWEEN}(?:{_AMOUNT}|电)"
    f"|{_BRANCHES}(?:的|那边)?{_BETWEEN}(?:{_RECORD}){_BETWEEN}"
)
_THEIR_NUMBER = re.compile("^(?:他|她)(?:叫|姓|名字)|(?:他|她|人家|人)的?户号(?:我|是|在|有|报|给)")
_THEY = re.compile(
    f"(?:她|他|她们|他们|人家)(?:家|那边|那里|那户)(?:里|的)?{_BETWEEN}(?:{_RECORD})"
)
_IN_GENERAL = re.compile(
    "(?:能不能|可不可以|可以|能|怎么|如何|怎样|咋)[^,，。]{0,4}(?:帮|替|代|给|查|交|缴|付|绑)[^,，。]{0,12}(?:吗|么|不|嘛|呢|交|缴|付|绑)"
    "|绑定?|代交|代缴|替[^,，。]{1,6}[交缴付]|帮[^,，。]{1,6}[交缴付]|过户|要带|材料|手续|授权|委托"
)
_OF_US = re.compile(
    "比我|跟我|和我|我家.{0,6}(?:比|贵|高|多)|为什么|为啥|凭什么|吵|偷|停电了|没电|跳闸|漏电|着火|危险|怎么不停|安装|装"
)


def asks_for_others(text: str) -> bool:
    """Whether somebody else's record is asked for: 我妈那边交了没, 隔壁家电费几块, 二厂十月电费.

    How one pays or binds for others is a rule and no record; what is compared with one's own or complained
    about is none either, unless the other's amount itself is asked for first.

    Args:
        text: normalised.
    """
    if _THEIR_NUMBER.search(text):
        return True
    found = _THEIRS.search(text) or _THEY.search(text)
    if found is None:
        return False
    if _IN_GENERAL.search(text):
        return False
    return _OF_US.search(text[: found.end()]) is None
