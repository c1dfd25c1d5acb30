"""没看懂, 再说一遍, 简单点, 太长了: the last answer again, shorter or in other words."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.language.terms import term_asked

_AROUND = (
    "(?:我|俺|咱|你|您|这|那|都|还是|还|说的?|讲的?|写的?|看的?|听的?|得|真的?|完全|有点儿?|根本|实在|老年人|老人家|老太婆|老头子?|老人|年纪大了?|眼睛花?|刚才|刚刚|上面|这个|那个|那句|这段|那段|上一条|你这|的话|话|是|得|也|就|"
    "慢点|慢慢|球|毛线|个鬼|爽|不看|看不了|看不完|记不住|记不牢|好让|让|等|拿(?:支|个|张)?笔|拿纸|抄(?:一)?下?(?:来)?|记(?:一)?[下住]?(?:来|起)?|截(?:个)?图|我[妈爸娘爹](?:妈|爸)?|我?(?:老公|老婆|老头|老伴|爱人|儿子|女儿|孩子)|[七八六]十(?:多|几)?(?:岁|了)?|[678]0多?(?:岁|了)?|眼睛不好|看不清|"
    "总数|总额|数字|号码?|票号|中文|实在|耳朵(?:不好|背)?|文化(?:低|不高)|没文化|不识字|认不到字|一哈|哈|噻|"
    "这些|这么|那么|到底|一下|一点|能不能|可不可以|可以|能|麻烦|请|帮我|给我|用|再|太|又|啊|呀|吗|嘛|呢|吧|了|哦|喔|哈|撒|点儿?|些|好不好|行不行|字|意思|内容|东西|弄|半天|一通)*"
)
_KINDS = (
    (
        "again",
        "(?:再|重新?)(?:说|讲|发|来|念|报|写)(?:一)?(?:遍|次|下|回|句|说|讲|哈)|重复(?:一?[遍下次])?|(?:没|没有)(?:听|看)(?:清|见|到)(?:楚)?|(?:听|看|睇)(?:唔|冇|不)(?:大|太)?(?:清|到|见)(?:楚)?|字(?:也|都)?(?:太|好|这么|也)?小(?:了)?|(?:说|讲)了?(?:什么|啥子?)|发一[遍次]|(?:再|重新?)(?:报|念|发)(?:一)?下|再说说|再讲讲|前面(?:说|讲)了?(?:什么|啥)|"
        "再发(?:一[遍次下])?我?|忘了你说(?:什么|啥)|(?:你|您)(?:刚才|刚刚)?(?:说|讲)(?:的)?(?:啥子?|什么|咩|么子)",
    ),
    (
        "shorter",
        "太长|太?啰[里哩]?[啰八巴]?嗦(?:嗦)?|(?:说|讲)?重点是?(?:什么|啥)?|简短|简要|精简|一句话(?:说|讲|告诉我)?|长话短说|(?:直接)?(?:说|告诉我)(?:结果|答案)|直接说|少说|太多(?:字|了)|长不看|精炼|巴拉巴拉|叽里呱啦|[一这那]大?[串堆坨](?:字|话|数字)?|捡(?:重点|要紧)的?说|挑(?:重点|要紧)的?说|看不过来|字太多|[这那]么长|"
        "(?:短|少)(?:一)?点|总结|概括|归纳|一大堆字?|(?:说|讲|写)?[这那]么多(?:字|干嘛|干啥|做什么)?|所以呢|别绕|不要绕|绕来绕去",
    ),
    (
        "simpler",
        "(?:没|没有|看不|听不|搞不|弄不|整不|不|唔|冇|么得|莫)(?:太|大|怎么|咋|是很|很)?(?:看|听|弄|搞|整|理解)?(?:懂|明白|清楚|清|会意|理解|明|来)|(?:听|看|睇)(?:唔|冇|不)(?:大|太)?(?:懂|明|来)|看得(?:头)?[晕花]|(?:什么|啥子?|咩|么子)意思|(?:说|讲)(?:人话|中文|普通话)|没get到?|get不到|不get|"
        "简单(?:的|一)?|通俗|说明白|讲明白|说清楚|讲清楚|(?:说|讲)慢|慢(?:点|慢)(?:说|讲)|解释(?:一下)?|太复杂|太专业|头?晕|糊涂|大白话|白话|换个?(?:说法|句话|种说法)|看不明白|不懂|不晓得(?:你)?(?:说|讲)(?:什么|啥)|"
        "(?:什么|啥)(?:鬼|玩意儿?|乱七八糟)|云里雾里|一头雾水|像天书|天书",
    ),
)
_WHAT = re.compile("(?:啥|啥子|什么|蛤|咩|么子|什么什么|啥啥)")
"""Said alone after an answer: the answer wasn't heard."""
_PATTERNS = [(kind, re.compile(f"(?:{_AROUND}(?:{words}))+{_AROUND}")) for kind, words in _KINDS]
_ALL = re.compile(f"(?:{_AROUND}(?:{'|'.join(words for _, words in _KINDS)}))+{_AROUND}")
_WORDS = {kind: re.compile(words) for kind, words in _KINDS}
_ORDER = ("shorter", "simpler", "again")
"""没听懂，再说一遍 is best told in simpler words."""
_LONGEST = 18
_OWN_ENTRY = 0.6
"""A word is explained by the knowledge where an entry is so near, by a sentence where none is."""


class RepairReading(Reading):
    """The answer wasn't understood by the customer."""

    NAME = "repair"

    def read(self, situation: Situation) -> Read | None:
        """Read a plea for the last answer in another form; where there is none, what is meant is asked."""
        core = situation.sentence.plain
        if len(core) > _LONGEST:
            return None
        if "发" in core and _waits_for_code(situation):
            return None  # 再发一次: the code, not the answer
        term = term_asked(core) if situation.said else None
        if term is not None and (term[1] or situation.sentence.near < _OWN_ENTRY):
            return Read("repair_answer", "asks what a word means", [entity("term", term[0])])
        kind = repair_wanted(core)
        if kind is None:
            return None
        return Read("repair_answer", f"wants the last answer {kind}", [entity("repair", kind)])


def repair_wanted(plain: str) -> str | None:
    """How the last answer is wanted: again, shorter, simpler; None: a text is about something else.

    Args:
        plain: without signs.
    """
    if len(plain) > _LONGEST:
        return None
    if _WHAT.fullmatch(plain):
        return "simpler"
    alone = next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), None)
    if alone is not None or not _ALL.fullmatch(plain):
        return alone
    return next(kind for kind in _ORDER if _WORDS[kind].search(plain))


def _waits_for_code(situation: Situation) -> bool:
    waiting = situation.form
    field = waiting[1].field(waiting[0].about.get("asked")) if waiting else None
    return field is not None and field.kind == "code"
