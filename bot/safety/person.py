"""The grammar of the wish for a person: 转人工 in any form, and what only sounds like it."""

from __future__ import annotations

import re

_MANUAL = r"(?:人工|人功|仁工|人公|入工|认工|忍工|任工|人攻|人供|人共|人宫|人弓|ren ?gong|人gong|ren工|人g|rg(?![a-z]))"
# 人工 before these is work done by hand, not a person to talk to.
_BY_HAND = (
    r"(?!费|成本|智能|抄|读|录|核|算|计|审|检|查|收|缴|充|送|合|复电|抢|修|维|湖|林|岛|呼吸|降|草|气|授|培|养|窗口|柜台|"
    r"营业|网点|通道|大厅|厅|的还是|还是|多少|贵|价|要钱|要多少|安装|更换|拆|施工|操作|开票|打印|办理点|要不要钱|也要|都要|"
    r"统计|估|改造|巡|和材料|材料|心脏|关节|林|繁|增|甜|合成|几点|上班|下班|服务时间|客服时间|是24|是不是24|什么时候上|"
    r"(?:服务|客服|坐席)?(?:几点|上班|下班|的?时间|是24|24小时|什么时候|周末|多久|早上|晚上|现在上班))"
)
_PERSON = (
    rf"(?:{_MANUAL}{_BY_HAND}|真人|活人|真的人|真正的人|大活人|真客服|坐席|座席|坐席员|话务员|接线员|接线生|"
    r"客服(?!电话|热线|号码|态度|时间|几点|中心地址|中心在|app|微信|的电话|说|告诉|太|真|好|就|是|都|也|没|一直|几|上班)|"
    r"工作人员(?!说|来|上门|什么|几)|值班(?:人员|员|的人|的)|专员|客户经理|营业员|"
    r"(?:你们?的?)?(?:领导|负责人|主管|经理|老板|站长|所长|上级|管事的人?|能管事的人?|能做主的人?|懂的人|会说话的人)|kefu|"
    r"human|agent|operator|(?:real|live|actual) (?:person|human|agent)|representative)"
)
_FILLER = (
    r"(?:给|帮|替|为|跟|到|接|成|为|回|去|来|下|快|赶紧|马上|立刻|立即|我|俺|咱|你们?|您|一下|一|1|个|位|名|了|的|那个?|这个?|"
    r"别的|其他|另外|到|和|与|同|直接|尽快|现在|就|能|可以|通|着|线|进|入|点|先|赶快|速度|给我|in|to|with|an?|the| )"
)
_VERB = (
    r"(?:转|砖|传|赚|专|转接|转去|接通|接入|接到|接|切换|切|换成|换|找|揾|搵|叫|喊|呼叫|呼|要|想要|需要|须要|想找|联系|联络|请|派|"
    r"安排|连线|连接|连|给我|给|来|上|召唤|有请|申请|要求|选择|选|进入|求|帮我|通|zhuan|zhao|jiao|yao|"
    r"speak|talk|connect|transfer|get|need|want|give|put)"
)
_WISH = re.compile(rf"{_VERB}{_FILLER}{{0,8}}{_PERSON}")
_WITH_PERSON = re.compile(
    rf"(?:跟|和|与|同|对|让|由|叫|请|给){_FILLER}{{0,4}}(?:{_PERSON}|人(?!家|们|口|民))(?:来|去|再)?"
    r"(?:一下)?(?:说|聊|讲|谈|沟通|对话|通话|交流|通电话|联系|回|打|接|处理|帮|解决|回复|回答|服务|跟我)"
    r"(?!过|了(?!算|解))"
)
_SOMEBODY = re.compile(
    r"(?:找|换|要|来|揾|搵|叫|喊|派|请|安排|给我)(?:个|一个|1个|一位|位|下|你们)?(?:别的|能说话的|懂行的|懂的|会说话的|正常)?的?人"
    r"(?!工|员|家|民|口|数|次|均|体|员来)(?:来|过来|出来)?(?:$|[？?!]|跟|和|说|谈|聊|讲|问|接|回|帮|处理|解决|吧|啊|吗|呀|行|听|理|了|服务|咨询|给我|呗|嘛|噻|撒|聊)|"
    r"(?:有|还有|有没有|有木有|冇)(?:个|一个|没有|没得|得)?(?:活|真)?人(?:没有|没|吗|么|在|啊|呀|能|可以|理|管我|接|回|嘛|不|$|[？?])(?!住|用电|来修|修|抄|管理)|"
    r"^人呢[？?]?$|^来人[啊呀哪]?$|"
    rf"(?:有|有没有|还有)(?:没有)?(?:{_PERSON})(?:吗|么|没|没有|不|嘛|啊|服务|在线|在|$|[？?])|"
    rf"^(?:你们)?(?:{_PERSON})(?:客服|服务|坐席|座席|小姐|人员)?(?:呢|在吗|在不在|在哪|在哪里|在线吗|出来|快来|来|接一下|快点|麻烦|谢谢|有吗|有没有|可以吗|行吗|怎么转|怎么找|怎么接|怎么联系|怎么叫|怎么弄|怎么打|怎么进|入口|电话多少|电话是多少|电话|热线)"
)
_CALL_BACK = re.compile(
    r"(?:给|帮|跟)我(?:们)?(?:回|打|来)(?:一|1)?(?:个|通|下)?(?:电话|话|拨|电)(?!费)|(?:回|打|来)(?:一|1)?个?(?:电话|电)(?:给|过来给)我|"
    r"回拨(?:给我|一下|电话|$)|(?:让|叫|请|找|要).{0,6}(?:回(?:我)?(?:个|一个|一下)?(?:电话|电$)|打(?:我|给我|我的|个)?电话|联系我|联络我|跟我联系|和我联系|回电)|"
    r"^(?:请|麻烦)?(?:尽快|赶紧|快点|快|马上)?(?:给我|帮我)?回(?:个|一个|一下)?电(?:话)?(?:$|吧|呀|啊|给我)|call me(?: back)?"
)
_NO_MACHINE = re.compile(
    r"(?:不要|不想|别|不愿意?|不跟|不和|不需要|懒得|受够了?|讨厌|没法|无法)(?:再|老|总)?(?:跟|和|与|同|用|让|拿|对着|是|要|和你这个|跟你这个|你这)?(?:这个|这|你这个?|什么|那|一个|个)?"
    r"(?:ai|机器人?|机器|智能客服|电脑|自动回复|程序|人机)(?!费)|"
    r"(?:机器人|ai|智能客服|自动回复).{0,4}(?:滚|走开|闪开|闭嘴|退下|一边去|换人|没用|废物|听不懂人话)|换(?:个)?人(?:工)?(?:来|吧|$|行|聊|说|跟)|听不懂人话"
)
_BARE = re.compile(
    rf"(?:{_PERSON}|人工|客服)(?:客服|服务|坐席|座席|台|热线|小姐|人员|姐姐|小姐姐|小哥|在线|专员|工|经理|中心|接听|接待|咨询|帮助|介入|通道|热线电话)*"
)
_DRESSING = re.compile(
    r"^(?:那|那就|好|好的|嗯|行|不行|算了|唉|哎|喂|你好|您好|hi|hello|麻烦|麻烦你|麻烦您|拜托|谢谢|请|请问|请帮我|帮我|给我|我要|我想|我想要|我|要|快|快点|赶紧|"
    r"马上|立刻|直接|还是|就|就要|只要|在线|真的|(?:please|pls|help|an?|the|i want|i need)\b\s*|妈的|他妈的|tmd|靠|我靠|烦死了|气死我了|傻逼|垃圾)+|"
    r"(?:吧|啊|呀|呢|哦|噢|喔|嘛|么|啦|哈|了|谢谢|谢了|please|pls|快点|快|赶紧|马上|一下|好吗|可以吗|行吗|行不行|好不好|可以不|得不得|好不|呗|哟|哇|撒|噻|行不|麻烦了|多谢|[？?\s])+$"
)
# Short words typed for 转人工 on a telephone's keyboard.
_SHORT = frozenset(("zrg", "zhuanrengong", "转rg", "zrengong", "转人", "转人人工", "zhuan人工"))

_REFUSED = re.compile(
    r"(?<![想需])(?:不要|不用|不需要|不想|不必|不肯|无需|没必要|甭|莫|别|先不|先别|暂不|暂时不|暂时别|不着急|不急着|唔使|唔要|唔好|取消|撤销|拒绝|"
    r"(?<!为什么)(?<!怎么)(?<!为啥)(?<!凭什么)(?<!咋)(?<!还)(?<!能)(?<!可)(?<!要)(?<!干嘛)(?<!何)(?<!行)(?<!如)(?<!是)(?<!你们)不(?!能|可|行|会|给|让|帮))"
    rf"(?:再|老|总|总是|给|帮|把|跟|和|我|你们?|您|随便|动不动|就|都|一直|急着|给我|需要|要|想|用|去|先|现在|又)*(?:{_VERB}{_FILLER}{{0,4}})?$"
)
_REFUSED_BEHIND = re.compile(
    r"^(?:客服|服务|坐席|台)?(?:这个|的话|那个|就|先|还是|暂时|也|都|我)*(?:不用|不要|算了|不需要|不必|免了|别转|不转|取消|没必要|不急|等会|等一下再|没用)"
)
_THREAT = re.compile(r"(?:我)?(?:就|要|马上就)?(?:去)?(?:投诉|举报|曝光|告|12398|12345|不客气)")
_WHO_ARE_YOU = re.compile(
    r"^(?:请问)?(?:你|您|你们|这|这边|这里|现在|对面|那你)?(?:到底|究竟|现在|真的)?(?:是|是不是|算)(?:不是)?(?:一个|个|在线)?(?:真人|人工|活人|客服|真的人|人|真客服)"
    r"(?:客服|服务|在线)?(?:吗|么|还是.*|吧|呀|啊|[？?])*$"
)
_TOLD = re.compile(
    r"(?:昨天|前天|上次|之前|上周|上个月|以前|刚才|早上|已经|前几天|那天|上回).{0,12}(?:找|问|联系|打|叫|转|跟|和|给我)|"
    r"(?:找|联系|问|打|转|叫|呼叫)(?:过|了)(?:你们)?(?:的)?(?:一次|两次|三次|几次|好几次|半天|很久)?(?:你们的?)?(?:人工|客服|领导)"
)
_PUNCTUATION = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_SHORT_MESSAGE = 14  # characters; so short a message is also read without its punctuation


def wants_person(plain: str, parts: list[str]) -> bool:
    """Whether a customer asks for a person.

    Args:
        plain: the normalised text.
        parts: its clauses.
    """
    if any(_wish_in(part) for part in parts):
        return True
    joined = _PUNCTUATION.sub("", plain)
    # 转！人！工！: the pauses are anger, not clauses.
    return len(parts) > 1 and len(joined) <= _SHORT_MESSAGE and _only_pieces(parts) and _wish_in(joined)


def _only_pieces(parts: list[str]) -> bool:
    return all(len(part) <= 2 for part in parts)


def _wish_in(clause: str) -> bool:
    if _WHO_ARE_YOU.match(clause):
        return False
    bare = _DRESSING.sub("", clause.strip())
    if bare in _SHORT or (bare and _BARE.fullmatch(bare) and not _refused(clause, bare)):
        return True
    for pattern in (_WISH, _WITH_PERSON, _SOMEBODY, _CALL_BACK):
        for found in pattern.finditer(clause):
            if not _taken_back(clause, found):
                return True
    return bool(_NO_MACHINE.search(clause))


def _refused(clause: str, bare: str) -> bool:
    start = clause.find(bare)
    return bool(_REFUSED.search(clause[:start]))


def _taken_back(clause: str, found: re.Match[str]) -> bool:
    before, behind = clause[: found.start()], clause[found.end() :]
    if _TOLD.search(clause):
        return True
    if _REFUSED_BEHIND.search(behind):
        return True
    # The verb may have been found late in 不用转人工: look at what stands before the verb.
    return bool(_REFUSED.search(before)) and not _THREAT.search(behind)
