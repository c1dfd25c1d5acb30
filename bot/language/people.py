"""Whose records a sentence asks for: those of a relative, a neighbour, a branch; pure."""

from __future__ import annotations

import re

_RELATIVES = (
    "(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|婆婆|公公|岳[母父]|丈母娘|老丈人|妈妈?|爸爸?|爹|娘|老[妈爸娘爹]|父母|爸妈|"
    "儿子|女儿|闺女|儿媳|女婿|(?:大|小|二|表|堂)?(?:姐姐?|妹妹?|哥哥?|弟弟?)|姐夫|妹夫|嫂子|叔叔?|伯伯|姑姑|姨妈?|舅舅?|亲戚|亲家|前[妻夫]|前[男女]友)"
)
_SPOUSES = "(?:老公|老婆|丈夫|妻子|爱人|媳妇|对象)"
"""Theirs is told apart only where a place of theirs is named: 我老公那套."""
_FRIENDS = "(?:哥们儿?|兄弟|朋友|同事|同学|闺蜜|战友|老乡|老板|客户)"
_OWNERS = "(?:房东|东家|包租[婆公]|二房东|业主|租客|租户|房客|上家|前任|原房主|老房东)"
_NEIGHBOURS = "(?:邻居|隔壁|对门|对面|楼上|楼下|村口|街坊)"
_NAME = "(?:[\u4e00-\u9fff]{0,3}?)"
_PLACE = "(?:家里?|那边|那里|那儿|那户|那套|那间|那屋|[^说讲问叫让帮替给,，。?？ ]{0,4}?(?:房子?|屋子?|店|铺子?|馆|厂|公司))"
_BRANCHES = "(?:[二三四]厂|[二三四]店|分厂|分店|新厂|老厂|总厂|总店|分公司|总公司)"
_RECORD = "(?:电费|用电|电量|电表|账单|户号|余额|欠|免费电|度数|交了|用(?:了|掉)?(?:多少|几)|用了|扣了|的?电(?!话|视|脑|器|梯|工|动))"
_AMOUNT = "(?:多少|几多|好多|几[块度个]|[没了]$|[没了][?？。,，]|吗|看一?[眼下看]|查)"
_BETWEEN = "[^,，。?？!！]{0,10}?"
_WHEN = "(?:这个?月|上上?个?月|本月|今年|去年|前年|[0-9一二两三四五六七八九十]{1,2}月份?|最近|现在|的|这户|那户|名下|她|他|名字)*"
_OWED = (
    "(?:给|被)*(?:欠|电费|账单|余额|户号|交了|用了?(?:多少|几)|涨了|拉闸|掐[电线]|剪[电线]|因为?欠)"
)
_PAST = "(?:从前|以前|原来|之前|原先|过去|早先|曾经|早些年|前[几些]年|去年)"
_SUCCESSORS = "(?:那家|那户|(?:他们|她们|人家)(?=[用欠家那的一])|(?:新|后来)(?:的)?(?:租客|房客|租户|老板|房主|业主|住户|店主|人家)|(?:住|租|开店)(?:在那里|那里|着)?的人?)"
"""Who has the place now that the customer has left."""

_THEIRS = re.compile(
    f"(?:我|咱|俺|他|她|我们)?(?:的)?(?:{_RELATIVES}|{_SPOUSES}|{_FRIENDS})(?:名下的?)?{_PLACE}{_BETWEEN}(?:{_RECORD}|{_AMOUNT})"
    f"|(?:我|咱|俺|我们)(?:的)?(?:{_RELATIVES}|{_FRIENDS})的(?:电(?!话|视|脑|器|梯|动)|户号|账单|电费|电表)"
    f"|{_NEIGHBOURS}(?:的)?{_NAME}{_PLACE}{_BETWEEN}(?:{_RECORD}){_BETWEEN}(?:{_AMOUNT}|电)"
    f"|{_NEIGHBOURS}(?:的|家|那[家户边])*{_NAME}(?:家|那[家户边])?(?:这个?月|上个?月|最近)?(?:是不是|有没有|会不会|到底)(?:也|还|都)*{_OWED}"
    f"|(?:我|咱|俺|我们)(?:的)?{_RELATIVES}{_WHEN}(?:电费|用电量?|余额|账单|户号|违约金)(?:是|有|一共)?(?:{_AMOUNT}|是?多少)"
    f"|(?:查|看)(?:一?[下眼看]|看)?(?:我|咱|俺)(?:的)?{_RELATIVES}{_WHEN}的?(?:电费|用电量?|余额|账单|欠费)"
    f"|(?:电表|户号|户主|户名|[这那]户|户头)(?:写的|登记的?|上写的|上|现在|都|还|也)*(?:是|归|在|挂|属于|写)(?:在|着|的)?(?:我|咱|俺|我们)?(?:的)?(?:{_FRIENDS}|{_OWNERS})[^,，。?？]{{0,4}}(?:的|名下|名字|头上)?[,，。 ]+[^,，。停交缴付充]{{0,8}}?(?:用了|几度|多少度|电费|用电|账单|欠|余额)(?:是|了|掉)?(?:{_AMOUNT}|是?多少)?"
    f"|(?:看|查|念|报|告诉)[^。]{{0,8}}?[,，。?？ ]+(?:是|那是)?(?:我|咱|俺|我们)(?:的)?(?:{_RELATIVES}|{_FRIENDS}|{_OWNERS}|邻居|隔壁)(?:家|他|她)?的(?:那户|号|户号)?[。!！]*$"
    f"|{_PAST}[^,，。?？]{{0,16}}(?:租|住|开店|卖|做|铺子|店|房|屋).{{0,18}}?(?:现在|如今|眼下|这会儿?|新|后来).{{0,4}}{_SUCCESSORS}.{{0,8}}?(?:{_RECORD})"
    f"|{_BRANCHES}(?:的|那边)?{_BETWEEN}(?:{_RECORD}){_BETWEEN}"
)
_THEIR_NUMBER = re.compile("^(?:他|她)(?:叫|姓|名字)|(?:他|她|人家|人)的?户号(?:我|是|在|有|报|给)")
_THEY = re.compile(
    f"(?:她|他|她们|他们|人家)(?:家|那边|那里|那户)(?:里|的)?{_BETWEEN}(?:{_RECORD})"
)
_NUMBER = re.compile("[0-9]{10,13}")
"""A 户号 between the words changes nothing of whose it is."""
_IN_GENERAL = re.compile(
    "(?:能不能|可不可以|可以|能|怎么|如何|怎样|咋)[^,，。]{0,4}(?:帮|替|代|给|查|交|缴|付|绑)[^,，。]{0,12}(?:吗|么|不|嘛|呢|交|缴|付|绑)"
    "|绑定?|代交|代缴|替[^,，。]{1,6}[交缴付]|帮[^,，。]{1,6}[交缴付]|过户|要带|材料|手续|授权|委托"
)
_OF_US = re.compile(
    "比我|跟我|和我|我家.{0,6}(?:比|贵|高|多)|为什么|为啥|凭什么|吵|偷|停电了|没电|跳闸|漏电|着火|危险|怎么不停|安装|装"
)

_PAYS_FOR = re.compile(
    f"(?:替|帮|代|给|为)(?:他|她|人家|别人|老人|(?:我|咱)?(?:家)?(?:{_RELATIVES}|{_FRIENDS}|{_OWNERS}|{_NEIGHBOURS}))[^,，。]{{0,4}}(?:交|缴|付|掏|垫)"
    f"|(?:{_RELATIVES}|{_SPOUSES}|{_FRIENDS}|别人|人家)[^,，。]{{0,3}}(?:替|帮|代|给|为)我?[^,，。]{{0,4}}(?:交|缴|付|掏|垫)"
    "|(?:光|只|就|单单?|仅)(?:想|是|把|拿|用|凭|要|有)*[^,，。]{0,8}(?:(?:交|缴|付)(?:个|点|一?下|了|电)?(?:钱|费)|钱[交缴付](?:进去|上|了|掉))"
)
_MAY_I = re.compile(
    "(?:行|可以|能|成|中|要得)(?:不行|不成|不中|不可以|不能|不|吗|么|吧|啵|伐|嘛|啊)|能不能|可不可以|(?:行|成|可以|中)[?？]?$"
)
_NO_FAVOUR = re.compile(
    "有人|陌生|(?:让|叫|喊|要)我|微信|转账|打折|便宜|优惠|群里|朋友圈|链接|扫码|验证码|先[交付]|晚|缓|分期|一部分|一半|少|违约金|什么时候|怎么|多少|发票"
)
"""Told of a swindle, or of paying late: no favour is asked about."""


def pays_for_others(text: str) -> bool:
    """Whether it is asked whether one may pay for another, or with the 户号 alone.

    我哥替我掏行不行, 只交钱不看账可以吗. Who is told to pay for somebody asks something else.

    Args:
        text: normalised.
    """
    found = _PAYS_FOR.search(text)
    return found is not None and bool(_MAY_I.search(text)) and not _NO_FAVOUR.search(text)


def asks_for_others(text: str) -> bool:
    """Whether somebody else's record is asked for: 我妈那边交了没, 隔壁家电费几块, 二厂十月电费.

    How one pays or binds for others is a rule and no record; what is compared with one's own or complained
    about is none either, unless the other's amount itself is asked for first.

    Args:
        text: normalised.
    """
    text = _NUMBER.sub("", text)
    if _THEIR_NUMBER.search(text):
        return True
    found = _THEIRS.search(text) or _THEY.search(text)
    if found is None:
        return False
    if _IN_GENERAL.search(text):
        return False
    return _OF_US.search(text[: found.end()]) is None
