"""What about a subject is asked: its price, its papers, how long it takes, who may do it; pure.

要钱吗 says nothing about its subject and everything about its facet. An entry has the facets of its own
questions, so that a short question after one entry leads to its neighbour with the right facet.
"""

from __future__ import annotations

import re
from collections import Counter

from bot.knowledge.entries import Entry

_COUNTED = "[0-9一二三四五六七八九十两半]+"
_MUCH = "(?:多少|几多|好多|几)"
FACETS: tuple[tuple[str, str], ...] = (
    (
        "fee",
        rf"(?:要|收|得|需|花|给)(?:不要|不收|不用|交|付|算|出)?{_MUCH}?(?:手续|工本|服务|安装|检定|校验|什么|啥)?[钱费](?!用|电|户|卡|单)"
        rf"|收费|免费(?!的?电|用电|度|的?那)|费用|手续费|押金|自己(?:出|掏)|谁(?:出|掏|付)钱?|白(?:装|办|跑)|{_MUCH}(?:钱|块|元)(?!一度|每度|一个?月)|贵不贵|便宜",
    ),
    (
        "duration",
        rf"多久|多长时间|{_MUCH}(?:个)?(?:工作日|小时|分钟|天|日子|钟头|星期|礼拜|月)(?!电|前|后开始)|好久|几时|(?:什么|啥)时候?(?:能|可以|才|会|来|到|好|有|给|答|办)"
        r"|何时|管(?:多久|用多久|几)|快不快|最快|时限|(?:能|会|要)(?:马上|立刻|当天)|到账|等(?:到|多)|哪天(?:能|好|来|到)",
    ),
    (
        "papers",
        r"带(?:什么|啥|哪|些|身份|证|东西|户口|房)|要(?:带|准备|交|拿)|材料|证件|手续(?!费)|资料|凭什么证|身份证|户口本|复印件|原件|(?:什么|啥|哪些)(?:证|材料|东西|单子)|拿(?:什么|啥)|准备(?:什么|啥|些)",
    ),
    (
        "online",
        r"网上|手机(?!号|没|停|丢)|线上|在线|微信|支付宝|公众号|小程序|app|不去(?:营业厅|行|能|跑)|远程|在家(?:能|就|里|办)|不(?:想|用)跑"
        r"|(?:要|得|必须|非要|非得|一定要?|还要|还得)(?:亲自|自己|我)?(?:去|跑|到)(?:一?趟|你们那|现场|厅里|那里|那边|店里)?(?:吗|不|才|一趟|办)|跑一?趟|亲自(?:去|跑|来)",
    ),
    (
        "place",
        r"(?:去|在|到|上|找)?(?:哪|哪里|哪儿|哪个地方|啥地方|什么地方)(?:里|儿)?(?:办|弄|交|申请|看|查|找|能|可以|有|领|开|买|充|报|学)?$|地址|地点|在哪|去哪|到哪(?:里|儿)?(?:办|去|弄|交|领)|营业厅",
    ),
    (
        "who",
        r"本人|代(?:办|替|理)|委托|替(?:我|他|她|爸|妈|别人|跑)|别人(?:能|可以|去|办)|谁(?:去|办|来|管|负责|能|可以|申请|家)|要(?:我|他|她)(?:自己|本人)?(?:去|到场|签字)|(?:儿子|女儿|孙子|家里人|老公|老婆|子女|亲戚)(?:能|可以|替|帮|去|代)?|户主(?:去|到场|来|不在)|房东(?:去|来|不在)",
    ),
    (
        "phone",
        r"电话(?:是)?(?:多少|号|几)?$|打(?:哪个|什么|啥|多少)(?:电话|号)?|号码(?:是)?(?:多少|几)|怎么联系|联系方式",
    ),
    (
        "how",
        r"(?:怎么|咋|咋个|怎样|如何|点样)(?:样)?(?:办|弄|搞|申请|报|开|改|取消|退|查|看|操作|走|登记|整|做|装|处理|反映|举报|用)|流程|步骤|怎么个(?:弄|办)法|几步|先(?:干|做)(?:什么|啥)|程序",
    ),
    (
        "else",
        r"不(?:办|交|过户|改|报|装|销|去|管|做|还|给|换|开|过|理)(?:的话|了)?(?:会|能|要)?(?:怎么样|咋样|怎样|咋|有(?:啥|什么)|行|可以|出事|后果)|后果|影响(?:什么|啥)?|会(?:被)?(?:怎么样|咋样|罚)|没人(?:管|理)|不理|不管(?:我|呢|怎)|坏处",
    ),
    (
        "undo",
        r"取消|退(?:掉|出|回|不|得|吗|能)|改回|恢复|后悔|反悔|变卦|撤|不想(?:用|要|开|办)了|停掉|关掉|换回",
    ),
    ("why", r"为什么|为啥|为何|凭什么|咋(?:这么|会)|怎么(?:这么|会)|什么原因|道理"),
    ("limit", r"上限|封顶|最(?:多|高|少|低|长|短)|起码|至少|头吗|限制|无限"),
    ("times", r"(?:几|多少|好多)(?:次|回|趟)|限次|次数"),
    (
        "count",
        r"怎么算|咋算|怎么计|算法|如何计算|按(?:什么|啥|天|月)|公式|从(?:哪|什么时候|几号)(?:天|个月|一天)?(?:开始)?(?:算|起|计)|(?:哪天|几号|(?:什么|啥)时候|几时)(?:开始|起)",
    ),
    ("rate", r"多少钱?一度|一度(?:电)?(?:多少|几|啥|什么)|每度|电价|单价|价格|啥价|什么价|几毛"),
    ("notice", r"通知|提醒|告诉我|提前|事先|打招呼|短信|(?:喊|叫|知会)我|吱(?:一|个)?声|说一声"),
    ("kept", r"保密|泄露|匿名|报复|知道是我|把我说"),
    ("result", r"结果|不准|准不准|坏了呢|有问题呢|真(?:的)?(?:有|是|不)|查出|要是(?:有|真|是)"),
)
"""Facets with the words that ask for them; a text may have several."""

ANSWERED: tuple[tuple[str, str], ...] = (
    ("fee", r"元|免费|不收|收费|费用|自己出|公司出|不要钱|不用花钱|手续费"),
    ("duration", rf"工作日|{_COUNTED}个?(?:小时|分钟|天|日|月|年)|当天"),
    ("count", r"起算|从.{1,8}起|开始算"),
    ("papers", r"身份证|材料|证明|户口|委托书"),
    ("online", r"手机|网上|小程序|公众号"),
    ("who", r"委托|代办|本人|户主|别人"),
    ("notice", r"通知|提醒|短信"),
    ("limit", r"至少|最长|最多|最高|最短|上限|不超过|封顶|不限"),
    ("times", r"次数|不限次|[一二两三0-9]次"),
    ("undo", r"取消|退|恢复"),
    ("phone", r"\{hotline\}|12398|12345"),
)
"""What an answer says that has something for a facet, whatever its questions ask for."""

_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in FACETS)
_ANSWERS = tuple((name, re.compile(pattern)) for name, pattern in ANSWERED)
_OFTEN = 0.34
"""A facet that so many of an entry's questions ask for is the entry's own."""


def facets_of(text: str) -> frozenset[str]:
    """The facets that a text asks for.

    Args:
        text: as typed.
    """
    return frozenset(name for name, pattern in _COMPILED if pattern.search(text.lower()))


def facets_told(entry: Entry) -> frozenset[str]:
    """The facets that an entry answers: those of its title, and those that its questions often ask for.

    Args:
        entry: any.
    """
    found = Counter(name for question in entry.questions for name in facets_of(question))
    often = {name for name, count in found.items() if count >= _OFTEN * len(entry.questions)}
    return facets_of(entry.title) | often


def facets_touched(entry: Entry) -> frozenset[str]:
    """The facets that an entry's short answer says something about, be it asked for or not.

    Args:
        entry: any.
    """
    return answered_by(entry.short)


def answered_by(text: str) -> frozenset[str]:
    """The facets that an answer, or a sentence of it, says something about.

    Args:
        text: of an answer.
    """
    return frozenset(name for name, pattern in _ANSWERS if pattern.search(text))
