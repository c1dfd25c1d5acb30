"""没看懂, 再说一遍, 简单点, 太长了: the last answer again, shorter or in other words.

What the patterns don't know the intent model may: its sentences are in `data/nlu/steering.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import Sentence
from bot.forms.kinds import ASKS
from bot.language.subjects import has_subject
from bot.language.terms import TERMS, term_asked, term_named

_AROUND = (
    "(?:我|俺|咱|你|您|的|咯|哎哟?|唉哟?|哎呀|忒|恁|介|嘎|贼|死|老了?|人老|爽|糊|花了?|这|那|都|还是|还|说的?|讲的?|写的?|看的?|听的?|得|真的?|完全|有点儿?|根本|实在|老年人|老人家|老太婆|老头子?|老人|年纪大了?|眼睛花?|刚才|刚刚|上面|这个|那个|那句|这段|那段|上一条|你这|的话|话|是|得|也|就|"
    "慢点|慢慢|球|毛线|个鬼|爽|不看|看不了|看不完|记不住|记不牢|好让|让|等|拿(?:支|个|张)?笔|拿纸|抄(?:一)?下?(?:来)?|记(?:一)?[下住]?(?:来|起)?|截(?:个)?图|我[妈爸娘爹](?:妈|爸)?|我?(?:老公|老婆|老头|老伴|爱人|儿子|女儿|孩子)|[七八六]十(?:多|几)?(?:岁|了)?|[678]0多?(?:岁|了)?|眼睛不好|看不清|"
    "总数|总额|数字|号码?|票号|中文|实在|耳朵(?:不好|背)?|文化(?:低|不高)|没文化|不识字|认不到字|一哈|哈|噻|"
    "这些|这么|那么|到底|一下|一点|能不能|可不可以|可以|能|麻烦|请|帮我|给我|用|再|太|又|啊|呀|吗|嘛|呢|吧|了|哦|喔|哈|撒|点儿?|些|好不好|行不行|字|意思|内容|东西|弄|半天|一通)*"
)
_KINDS = (
    (
        "again",
        "(?:再|重新?)(?:说|讲|发|来|念|报|写)(?:一)?(?:遍|次|下|回|句|说|讲|哈)|重复(?:一?[遍下次])?|(?:没|没有|冇)(?:听|看|瞅|瞧)(?:清|见|到|着)(?:楚)?|(?:听|看|瞅|瞧|睇)(?:唔|冇|不)(?:大|太)?(?:清|到|见|着)(?:楚)?|字(?:也|都)?(?:太|好|这么|也)?小(?:了)?|(?:说|讲)了?(?:什么|啥子?)|发一[遍次]|(?:再|重新?)(?:报|念|发)(?:一)?下|再说说|再讲讲|前面(?:说|讲)了?(?:什么|啥)|"
        "再发(?:一[遍次下])?我?|忘了你说(?:什么|啥)|(?:你|您)(?:刚才|刚刚)?(?:说|讲)(?:的)?(?:啥子?|什么|咩|么子)",
    ),
    (
        "shorter",
        "太长|太?啰[里哩]?[啰八巴]?嗦(?:嗦)?|(?:说|讲)?重点是?(?:什么|啥)?|简短|简要|精简|一句话(?:说|讲|告诉我)?|长话短说|(?:直接)?(?:说|告诉我)(?:结果|答案)|直接说|少说|太多(?:字|了)|长不看|精炼|巴拉巴拉|叽里呱啦|[一这那]大?[串堆坨](?:字|话|数字|数)?|(?:恁|忒|老|好|介|贼|死|真|怎么)(?:样)?(?:长|多字|啰嗦)|捡(?:重点|要紧)的?说|挑(?:重点|要紧)的?说|看不过来|字(?:太|恁|忒|老|好|贼|真|这么|那么)?多|[这那]么长|"
        "(?:短|少)(?:一)?点|总结|概括|归纳|一大堆字?|(?:说|讲|写)?[这那]么多(?:字|干嘛|干啥|做什么)?|所以呢|别绕|不要绕|绕来绕去|绕(?:死|晕|懵|糊涂|迷糊)(?:我|人|了)*|(?:读|念|看)(?:着)?(?:真)?(?:累|费劲|费眼)",
    ),
    (
        "simpler",
        "(?:没|没有|看不|听不|搞不|弄不|整不|不|唔|冇|么得|莫)(?:太|大|怎么|咋|是很|很)?(?:看|听|瞅|瞧|弄|搞|整|理解)?(?:懂|明白|清楚|清|会意|理解|明|来)|(?:听|看|瞅|瞧|睇)(?:唔|冇|不)(?:大|太)?(?:懂|明|来)|看得(?:头)?[晕花]|(?:什么|啥子?|咩|么子)意思|(?:说|讲)(?:人话|中文|普通话)|没get到?|get不到|不get|"
        "简单(?:的|一)?|通俗|说明白|讲明白|说清楚|讲清楚|(?:说|讲)慢|慢(?:点|慢)(?:说|讲)|解释(?:一下)?|太复杂|太专业|头?晕|糊涂|[糊稀]里糊涂|迷迷?糊糊?|大白话|白话|换个?(?:说法|句话|种说法)|看不明白|不懂|不晓得(?:你)?(?:说|讲)(?:什么|啥)|"
        "(?:什么|啥)(?:鬼|玩意儿?|乱七八糟)|云里雾里|一头雾水|像天书|天书|(?:弄|拎|搞|整|听|看)(?:勿|不)(?:大)?(?:清爽|灵清|拎清|明|醒豁|抻展)|(?:整|看|听)(?:懵|蒙|不会)|懵(?:圈|逼)?|(?:跟|和)不上|莫名其妙|(?:说|讲|写)?(?:点儿?|些|得)?(?:能)?(?:听|看|弄)得(?:懂|明白)的(?:话)?|太绕|绕得(?:很|慌)|(?:讲|说)得?太(?:深|文|专|官方)",
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
_LONGEST_REASON = 10
_MOST_CLAUSES = 4
_REASON = re.compile(
    "(?:我|俺|他|这里|这边|这儿|家里|外面|外头|隔壁)?(?:刚才|刚刚|才|正在?|在|人老|老了|岁数|年纪|上了年纪|耳朵|耳背|眼睛|眼|老花|手机|屏幕|信号|风|孩子|娃|声音)"
)
"""Begins a clause that says why it was missed: 刚才炒菜没听见."""
_WISH = re.compile(
    "要|想|帮|给我|请|查|办|改|换|登记|取消|算了|投诉|转|停|交|开|报|退|打(?!雷|牌|麻将|盹|瞌睡|架|针|球)|联系|不用|不是|重新"
)
"""Beside a plea: something is wanted, it is no reason."""
_MISSED = re.compile(
    "(?:.{0,2})(?P<head>.*?)(?:没|没有|冇)?(?:听|看)(?:不|没)?(?:太|大)?(?:清|见|到|懂|来|明白)(?:楚)?(?:了|啊|呀|嘛)*"
)
"""A clause that ends with what was missed: 刚才炒菜没听见."""
_TERM_OF_ANSWER = re.compile(
    f"(?:那|这|你说的?)*(?:啥|什么|咋个?|哪门子)(?:玩意儿?|东西|叫|是|个)*(?P<term>{'|'.join(TERMS.values())})(?:不|的|啊|呀|啦|嘛)*"
)
"""啥玩意儿阶梯的: the word of the answer that wasn't understood."""
_LEARNT = 0.6
"""So surely the model takes a text for a plea."""
_LONGEST_LEARNT = 24
_CUES = (
    (
        "again",
        "再(?!短|简|浅|细)|重[来说讲念报]|[一两]遍|没(?:听|看清|看到|记|注意|抄|跟上)|忘|漏|走神|多少来着|说的?(?:是)?(?:啥|什么|多少)$",
    ),
    (
        "shorter",
        "短|长|字|啰|重点|结论|结果|答案|废话|要紧|主要|一句|列|表格|一串|一堆|整数|大概|零头|碎|细|小数|简(?:短|要)|总结|概括|精简|缩|少说|论文|作文",
    ),
)
"""How a plea that was learnt wants the answer; in simpler words where nothing says it."""
_OWN_FACTS = frozenset(("period", "moment", "district", "phone", "account_number", "code"))
_OWN_ENTRY = 0.6
"""A word is explained by the knowledge where an entry is so near, by a sentence where none is."""


class RepairReading(Reading):
    """The answer wasn't understood by the customer."""

    NAME = "repair"

    def read(self, situation: Situation) -> Read | None:
        """Read a plea for the last answer in another form; where there is none, what is meant is asked."""
        core = situation.sentence.plain
        if "发" in core and _waits_for_code(situation):
            return None  # 再发一次: the code, not the answer
        term = term_asked(core) if situation.said else None
        if term is not None and (term[1] or situation.sentence.near < _OWN_ENTRY):
            return Read("repair_answer", "asks what a word means", [entity("term", term[0])])
        kind = repair_wanted(core)
        if kind is None and situation.said and situation.form is None:
            pleas = _clauses(situation.sentence)
            unclear = [word for one in pleas if (word := _term_of_answer(one)) is not None]
            if unclear:
                return Read(
                    "repair_answer", "a word isn't understood", [entity("term", unclear[0])]
                )
            kind = _with_reasons(pleas) or _learnt(situation)
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


def _learnt(situation: Situation) -> str | None:
    """How the last answer is wanted by a text that the model takes for a plea; None: it doesn't."""
    sentence = situation.sentence
    if sentence.likeliest != "repair_answer" or sentence.sure < _LEARNT:
        return None
    if sentence.asks_fact and sentence.fact[1] > sentence.sure:
        return None  # 哪张最少 is no plea
    plain = sentence.plain
    if len(plain) > _LONGEST_LEARNT or has_subject(plain):
        return None
    if any(_is_own_fact(one, sentence.text) for one in sentence.entities):
        return None
    return next((kind for kind, words in _CUES if re.search(words, plain)), "simpler")


def _clauses(sentence: Sentence) -> list[str]:
    """The clauses of a text of few; empty where one is no plea, no reason and no word of the answer."""
    parts = [one for one in re.split(r"[\s,，。.!！?？;；:：~～…、]+", sentence.text) if one]
    if not parts or len(parts) > _MOST_CLAUSES:
        return []
    if any(_is_own_fact(one, sentence.text) for one in sentence.entities):
        return []
    pleas = [one for one in parts if repair_wanted(one) or _missed(one)]
    rest = [one for one in parts if one not in pleas]
    return parts if pleas and all(_is_beside(one) for one in rest) else []


def _is_beside(clause: str) -> bool:
    if _term_of_answer(clause):
        return True
    return (
        len(clause) <= _LONGEST_REASON
        and not ASKS.search(clause.removesuffix("呢"))
        and not _WISH.search(clause)
        and not has_subject(clause)
    )


def _is_own_fact(one: Mapping[str, Any], text: str) -> bool:
    """A time, a place, a number: something of its own is asked; 刚才 is when it was missed."""
    said = text[int(one.get("start") or 0) : int(one.get("end") or 0)]
    return one.get("entity") in _OWN_FACTS and "刚" not in said and "才" not in said


def _missed(clause: str) -> bool:
    found = _MISSED.fullmatch(clause)
    return (
        found is not None
        and len(clause) <= _LONGEST_REASON
        and bool(_REASON.match(clause))
        and not has_subject(clause)
    )


def _term_of_answer(clause: str) -> str | None:
    found = _TERM_OF_ANSWER.fullmatch(clause)
    return term_named(found["term"]) if found else None


def _with_reasons(pleas: list[str]) -> str | None:
    """How the answer is wanted by clauses with their reasons: 啥？再说一遍 刚才没听见."""
    kinds = [
        repair_wanted(one) or ("again" if _missed(one) else None)
        for one in pleas
        if not _WHAT.fullmatch(one)
    ]
    return next((one for one in _ORDER if one in kinds), None)


def _waits_for_code(situation: Situation) -> bool:
    waiting = situation.form
    field = waiting[1].field(waiting[0].about.get("asked")) if waiting else None
    return field is not None and field.kind == "code"
