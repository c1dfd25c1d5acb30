"""The grammar of danger: what is happening, and what is only denied, asked, supposed or taught."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ELECTRIC = (
    r"(?:电表箱|配电箱|配电柜|配电房|配电室|电表|电箱|电柜|电闸|总闸|闸刀|空开|空气开关|开关|插座|"
    r"插排|排插|插板|插线板|插头|变压器|变电站|变电箱|箱变|环网柜|分支箱|充电桩|电缆井|电缆沟|电缆|"
    r"电线杆|电杆|电瓶车|电动车|电源|电路|线路|路灯|灯箱|电线|表箱)"
)
_WIRE = (
    r"(?:(?<!充)(?<!数据)电线|电缆|高压线|低压线|导线|裸线|架空线|入户线|接户线|进户线|火线|电源线|"
    r"电力线|供电线|线缆|(?<!掉)(?<!网络)线路)"
)
_SOMEWHERE = r"(?:外面|门口|门前|路边|路上|楼下|街上|巷子|田里|地里|树上|头顶|屋顶|房顶|杆上|墙上|院子)"
_SOMEBODY = (
    r"(?:人|我|他|她|你|孩子|小孩|娃|娃娃|老人|老公|老婆|爸|妈|爷爷|奶奶|手|工人|邻居|儿子|女儿|弟弟|"
    r"狗|牛|猫)"
)

_HAZARDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "electric_shock",
        re.compile(
            r"(?:触|处|楚|碰)电(?!量|费|话|脑|表|器|保护|保安|源|池|动|视|梯|线|缆|杆|箱|闸|力局)|"
            r"触店|触点了|遭电(?:了|到|打|击|倒|麻)|"
            r"被(?:高压)?电(?:流)?(?:到|着|了|击|倒|晕|伤|死|麻|住|打|得|触|弹|翻|焦)|电击|"
            rf"(?<![停来充供用送没断家发通交缴])电(?:到|着|倒|晕|伤|死|翻|麻)(?:了)?{_SOMEBODY}|"
            rf"(?<![停来充供用送没断家发通水交缴])电(?:倒|晕|伤|死)了?(?![贵慢板活]|贵)|"
            rf"(?<![停来充供用送没断])电了(?:我|他|她)?(?:一下|一跳)|电了(?:我|他|她)(?=$|一|几|好)|"
            r"(?:高压|开关|插座|水龙头|电线|电表箱|电箱).{0,4}(?:打|吸)(?:着|到|住)(?:人|我|他|手)"
            r"|(?:人|手|他|她).{0,3}(?:粘|吸)在.{0,4}(?:电线|电箱|高压)",
        ),
    ),
    (
        "fire",
        re.compile(
            r"(?<![不])(?:着|起|失|走)火(?!点|源|花塞|做饭|煮|炒|车|锅|电厂)|着了火|起了火|发生火灾|有火灾|"
            r"火灾了|火警了|烧起来|燃起来|燃烧|烧着了|着起来|"
            r"(?<!脑子里)(?:打|冒|闪|起|有|出|喷|溅|飞|直冒)(?:出|着|了)?(?:很多|好多|大|蓝|小)?(?:火花|火星|弧光|电弧)"
            r"(?!塞)|(?<!得)(?<!心里)(?<!眼睛)(?<!眼)冒(?:着|出|了)?(?:大|明)?火(?!车|锅|气)|喷(?:出)?火|"
            r"打火(?!机|灶|石|炉|花塞)|火苗|火光|明火|好大的火|火好大|火很大|大火(?:了|烧)|救火|自燃|"
            r"(?<!电费)(?<!信息)(?<!账单)(?<!单)(?<!数据)(?<!流量)(?<!价格)(?<!心态)爆炸|"
            rf"{_ELECTRIC}.{{0,6}}(?:爆了|炸了|炸开|爆开|放炮|爆裂|炸裂)|放炮一样|短路起",
        ),
    ),
    (
        "smoke",
        re.compile(
            r"(?<!嗓子)(?<!嗓子眼)(?<!得)(?<!头顶)(?<!烟囱)(?<!祖坟)冒(?:出|着|了|起)?(?:很多|好多|大|股|一股|的)?"
            r"(?:白|黑|浓|青|火)?烟|(?:起|全是|都是|好大|很大|满屋)(?:的)?(?:白|黑|浓|青)?烟(?!囱|草|花|机|酒|味)|"
            r"(?<![吸抽油])(?:有|浓|黑|一股)(?:股|很多|好多)?(?:黑|浓|白|青)烟(?!囱|草|花|机|酒)|"
            r"(?:焦|糊|煳|胡|烧焦|焦糊|烧糊|塑料烧)(?:的|了的)?(?:味|臭)|烧焦|烧糊|烧煳|烧黑|烧胡|焦了|"
            rf"{_ELECTRIC}.{{0,4}}(?:烧了|在烧|烧着|烧红|烧化|烧穿|熔化|融化|糊了)(?!水|饭)",
        ),
    ),
    (
        "fallen_line",
        re.compile(
            rf"{_WIRE}(?:杆)?(?:.{{0,10}}?)(?:(?<!间)断(?!电|路器|开关|网)|掉(?!线)|落(?!户)|垂|坠|塌|耷拉|拖在|拖到|搭在|"
            r"搭到|倒|刮|吹|压(?!力|器|线路)|扯|挂在|挂到|挂了|离地|快到地|拉断|崩断|打火)"
            r"(?!.{0,3}(?:电费|信号|网))|"
            r"断线(?:落地|掉|垂|了)|(?:电|高压|导)断线|"
            rf"{_SOMEWHERE}.{{0,6}}(?<!网)(?<!晾衣)线.{{0,4}}(?:掉|断|落|垂|耷拉)|(?<![网充断掉])线(?:掉|断|落|垂)(?:在|到|下来?|了)?(?:地上|水里|地下|路上|来了)|"
            r"(?:电线杆|电杆|水泥杆|电杆子|电线杆子|铁塔|电塔|杆塔)(?!.{0,4}(?:多少|在哪|号))"
            r".{0,6}(?:倒|断|斜|歪|撞|砸|折|塌|裂|要倒)|(?:撞|砸|压|刮)(?:到|了|倒|断|坏)?(?:了)?(?:电线杆|电杆|变压器|高压线|电线|电缆)|"
            r"(?:树|树枝|风筝|鱼竿|鱼线|吊车|挖机|挖掘机|铲车|广告牌|彩钢瓦|铁皮|脚手架|塑料布|薄膜|大棚膜|气球|无人机|车|货车|竹子)"
            r".{0,8}(?:碰|挂|缠|搭|触|压|靠|砸|刮|倒|勾|钩|撞|卡).{0,5}(?:电线|高压线|线路|电缆|变压器|线上|导线|电杆)|"
            r"(?:挖|铲|钻|打|压|剪|砍|咬|轧)(?:断|到|破|伤|坏)(?:了)?.{0,4}(?:电缆|电线|高压线)|"
            r"(?:电缆|电线|高压线).{0,4}(?:被|让|给).{0,6}(?:挖|铲|钻|剪|砍|咬|轧|偷)(?:断|破|坏|开|了|走)|"
            r"(?:碰|摸|触|抓)(?:到|着|了|上)(?:了)?(?:高压线|高压电|电线)",
        ),
    ),
    (
        "flooded",
        re.compile(
            rf"{_ELECTRIC}.{{0,8}}(?:进(?:了|满了|满)?(?:好多|很多|雨)?水|进了雨|被?(?:雨|洪|大)?水?淹|泡(?:在|到|了)|浸(?:水|在|到|了|泡)|"
            r"漏水|灌水|灌进|积水|渗水|滴水|淋(?:了|到|湿|着|雨)|全是水|都是水|有水(?!表)|喷水)|"
            rf"水.{{0,4}}(?:漏|滴|流|进|渗|溅|灌|淹|漫|浇|喷)(?:到|进|在|了|过|上)(?:了)?(?:家里|屋里|那个|我家|楼下|一楼)?(?:的)?{_ELECTRIC}|"
            r"水(?:里|中|面)?(?:有|带)(?:着)?电(?!费|话|表|缆桥)|(?:水淹|淹水|积水|洪水).{0,10}(?:还有电|没断电|通着电|带电)",
        ),
    ),
    (
        "exposed",
        re.compile(
            r"(?<!遗)(?<!错)(?<!有)(?<!查)漏电(?!费|量|价|保护|保|开关|断路器|跳|动作|报警|检测|互感|表|流)|有漏电(?!保|开关|跳|断)|"
            rf"(?:{_WIRE}|线头|铜线|线芯|铜芯|电线头|接头|插座|开关|电箱|电门|电线皮)(?:.{{0,8}}?)"
            r"(?:裸露|露出|露在|露着|外露|暴露|都露|露铜|破皮|破损|皮破|掉皮|没皮|脱皮|外皮.{0,2}(?:破|没|掉)|破了|扯出来|没盖|开裂了|露了)|"
            r"裸露(?:的|着)?(?:电线|电缆|线头|铜线|带电)|"
            r"(?:麻|打)手|麻了?一下|(?:水龙头|水管|铁门|外壳|热水器|洗衣机|冰箱|铁架|栏杆|墙|地上|水池|井水|花洒|路灯|电杆|拉线|铁皮)"
            r".{0,6}(?:带电|有电(?!费)|通电|过电|电人|麻人|发麻|麻麻)|(?<!不)(?<!没)带电(?!作业|检测|能|量|测|清|体)(?:的|了)|"
            r"(?<![用停供充发缴来交送没有断无])电人(?![员工群口家数均士])|(?:摸|碰|洗澡|洗手).{0,8}(?:发麻|麻麻|好麻|很麻|麻了|被麻)|"
            r"(?:配电箱|配电柜|电箱|电表箱|表箱|配电房|配电室|变压器|电缆井|电缆沟|箱变|分支箱|环网柜|变电箱)"
            r"(?:的)?(?:.{0,2})(?:门|盖|盖子|盖板|井盖|锁)?(?:都|一直|被|是|就|没有|也|给|已经)*"
            r"(?:敞开|敞着|没锁|没关|没盖|开着|打开着|坏了没锁|丢了|不见|被撞|撞坏|撞了|撞开|被砸|砸了|倒了|歪了|塌)",
        ),
    ),
    (
        "climbing",
        re.compile(
            r"(?:爬|攀|翻)(?:到|上|进|在|去|了|过|着|上了|到了)*(?:那个|一个|高高的|我们?|村里|小区|门口|楼下|旁边|路边|高压)*(?:的)?"
            r"(?:变压器|电线杆|电杆|杆子|铁塔|高压塔|电塔|杆塔|配电房|配电室|变电站|变电所|电箱|配电箱|箱变|高压)|"
            r"(?:变压器|电线杆|电杆|铁塔|高压塔|电塔|配电房|变电站)(?:上|里|顶)(?:面|头)?.{0,3}(?:有人|有个|有小孩|有孩子|爬|站着|坐着|玩)|"
            r"(?:钻|闯|跑|翻墙?|走)(?:进|到)(?:了|去)?.{0,3}(?:配电房|变电站|变电所|配电室|变压器)|"
            r"(?:在|围着).{0,3}(?:变压器|配电房|变电站|配电箱|高压线)(?:里|旁|边|下|旁边|下面|上)?.{0,2}(?:玩|钓鱼|放风筝|打闹|点火|烧)",
        ),
    ),
    (
        "electric_shock",
        re.compile(r"\belectrocut\w*|\belectric(?:al)? shock|\bgot shocked|\bchu ?dian\b"),
    ),
    (
        "fire",
        re.compile(
            r"\b(?:on|caught|catching|catches|a) fire\b|^fire$|\bfire fire\b|\bsparks?\b|\bsparking\b|"
            r"\bexplo(?:ded|sion)\b|\b(?:zhao|qi) ?huo(?:le| le)?\b"
        ),
    ),
    ("smoke", re.compile(r"\bsmok(?:e|ing) (?:from|coming|out|in)|\bis smoking\b|^smoke$|\bmao ?yan\b")),
    (
        "fallen_line",
        re.compile(
            r"\b(?:power |electric(?:al)? )?(?:line|wire|cable|pole)s? (?:is |are |has |have |fell |came )*"
            r"(?:down|fallen|fell|broken|snapped)\b|\bfallen (?:line|wire|cable|pole)"
        ),
    ),
    ("exposed", re.compile(r"\b(?:exposed|bare|live) (?:wire|cable)s?\b|\blou ?dian\b")),
)
_BARE_WORDS = re.compile(r"(?:有|是)?(?:高压线|断线|断线了|触电|漏电|火灾|火警|电弧|救命)[了啊呀]*")
_CRY = re.compile(r"救命(?!钱|稻草|药|恩|之)|快来人|要死人了|出人命|要出人命|人(?:快|要)不行了")
_NOT_A_CRY = re.compile(r"像|钱|电费|贵|太热|热死|笑|救命啊?这")

# What stands directly before the hazard and takes it back.
_BETWEEN = r"(?:人|谁|任何|发生|出现|什么|看到|看见|有|再|真的|造成|引起|引发|电线|电|设备|家里|我家)*"
_DENIED = re.compile(
    rf"(?:没有|没|未|未曾|并非|无|不会|不是|不算|不存在|不至于|并不|不可能|不能|别|莫){_BETWEEN}$"
)
_WARNED = re.compile(
    r"(?:小心|当心|注意|谨防|防止|防范|预防|避免|以免|免得|省得|防|怕|害怕|担心|恐怕|生怕|杜绝|严禁|禁止|远离)"
    r"(?:.{0,6})$"
)
_SUPPOSED = re.compile(
    r"如果|假如|要是|万一|假设|倘若|若是|一旦|假使|比如说?|例如|遇到|碰到.{0,6}时|会不会|是否|是不是|有没有|"
    r"有无|会否|能不能|可不可能|可能不可能|不知道?是|怀疑|该不会|有可能|梦见|梦到"
)
_MAY = re.compile(r"会|可能|容易|能|可以|存在|有")
_ASKED = re.compile(r"吗|(?<![怎什多那这])么|嘛\s*[？?]|不会吧|没有?[？?]?$|[？?]$")
_TELLS = re.compile(r"知道|晓得|没看见|没看到|看见|看到|发现")
_RHETORIC = re.compile(r"没人管|不管|没人来|没人修|才来|不来|还不|怎么还|快来|赶快|赶紧|快点|救")
_PREVENTION = re.compile(
    r"(?:怎么|如何|怎样|咋|怎么样|应该怎么)(?:才能|可以|能|去)?(?:预防|防止|防范|防|避免|检查|检测|判断|排查|查|发现|测|"
    r"知道|看出|识别)"
)
_TAUGHT = re.compile(
    r"知识|常识|科普|宣传|讲座|培训|演练|演习|手册|视频|资料|原理|定义|什么是|是什么意思|什么叫|啥意思|标准|规定|法规|"
    r"赔偿|理赔|索赔|赔付|责任|保险|案例|新闻|电影|电视剧|小说|作文|海报|考试|标识|标志|警示|牌子|游戏|歌|"
    r"保护器|保安器|预案|措施|方法有|报警器|探测器|灭火器|险种|事故率|概率|几率|论文|系统|检测仪|测试仪"
)
_EVENT = re.compile(
    r"有人|有个|有一|正在|正|现在|刚才|刚刚|快来|救命|还在|一直|倒在|倒地|昏|晕|不动|没呼吸|孩子|小孩|我家|我们家|我妈|我爸|我老|"
    r"邻居|隔壁|楼下|楼上|门口|快点|赶紧|马上|又"
)
_LONG_AGO = re.compile(r"去年|前年|大前年|小时候|以前|曾经|当年|[0-9一二三四五六七八九十几]+年前|上次|上个月|那年|过去")
_STILL = re.compile(r"现在|还在|还没|到现在|至今|一直|仍|又|今天|刚才|刚刚|正在|没人管|没人来")
_OVER = re.compile(
    r"(?:(?:火|火势|明火).{0,4}(?<![没未不])(?<!没有)(?:灭|扑灭|熄|控制住)|(?<![没未不])(?<!没有)扑灭了|"
    r"(?:已经|已|现在|后来|都|早就|刚才|刚刚).{0,4}(?<![没未不])(?:灭了|灭掉|扑灭|熄了|熄灭|不冒|不着|不漏|修好|处理好|处理完|解决|"
    r"弄好|接好|没事了|安全了)|不冒烟了|不冒火了|不漏电了|不着火了|烟没了|没事了)"
)
_FIRE_OUT = re.compile(r"(?:火|火势|明火)(?:已经|已|都|现在|刚刚|刚才|被.{0,4})*(?:灭了|扑灭|熄灭|熄了|灭掉)(?!吗|没)")
_AGAIN = re.compile(r"又(?:着|冒|起|开始|烧|漏|断|掉)|复燃|还(?:在|有)(?:冒|烧|漏|着|烟|火)|还是(?:冒|漏|着)")


@dataclass(frozen=True)
class Danger:
    """A danger in a message.

    Args:
        hazard: its kind as in `Signal.hazard`.
        over: the customer says that it is over.
    """

    hazard: str | None
    over: bool = False


def find_danger(parts: list[str]) -> Danger | None:
    """The gravest danger that the clauses report, or None.

    Args:
        parts: clauses of a normalised text, see `bot.safety.wording`.
    """
    hazards = [hazard for part in parts for hazard in _reported(part)]
    if not hazards:
        if any(_CRY.search(part) and not _NOT_A_CRY.search(part) for part in parts):
            return Danger(None)
        return Danger("fire", over=True) if any(_FIRE_OUT.search(part) for part in parts) else None
    whole = "，".join(parts)
    if _LONG_AGO.search(whole) and not _STILL.search(whole):
        return None
    hazard = next(name for name, _ in _HAZARDS if name in hazards)
    over = any(
        _OVER.search(part) and not part.endswith(("吗", "？", "?")) for part in parts
    ) and not _AGAIN.search(whole)
    # Who lies there isn't helped by the line being dead; wires and water stay where they are.
    return Danger(hazard, over and hazard not in ("electric_shock",))


def _reported(clause: str) -> list[str]:
    bare = clause.rstrip("？?")
    if bare == clause and _BARE_WORDS.fullmatch(clause):
        return [_bare_hazard(clause)] if "救命" not in clause else []
    return [
        hazard
        for hazard, pattern in _HAZARDS
        if any(_happens(clause, found) for found in pattern.finditer(clause))
    ]


def _bare_hazard(clause: str) -> str:
    for word, hazard in (("线", "fallen_line"), ("触", "electric_shock"), ("漏", "exposed")):
        if word in clause:
            return hazard
    return "fire"


def _happens(clause: str, found: re.Match[str]) -> bool:
    """Whether the clause reports the hazard found in it as real and present."""
    before, behind = clause[: found.start()], clause[found.end() :]
    asked = bool(_ASKED.search(behind)) and not _TELLS.search(before)
    if _SUPPOSED.search(before) and not _RHETORIC.search(behind):
        return False
    if _DENIED.search(before) and not (asked and "不是" in before):
        return False
    if _WARNED.search(before):
        return False
    if asked and (_MAY.search(before[-8:]) or behind.strip("？?") in ("吗", "了吗", "么", "了么", "没有", "了没有", "了没")):
        return False
    if _PREVENTION.search(clause) and not _EVENT.search(before):
        return False
    real = behind.startswith("了") or found[0].endswith("了") or bool(_EVENT.search(clause))
    return real or not _TAUGHT.search(clause)
