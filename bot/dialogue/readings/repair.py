"""没看懂, 再说一遍, 简单点, 太长了: the last answer again, shorter or in other words."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity

_AROUND = (
    "(?:我|俺|你|您|这|那|都|还是|还|说的?|讲的?|写的?|真的?|完全|有点儿?|根本|实在|老年人|老人家|年纪大了?|刚才|刚刚|上面|这个|那个|你这|的话|话|是|得|也|就|"
    "这些|这么|那么|到底|一下|一点|能不能|可不可以|可以|麻烦|请|帮我|给我|用|再|太|又|啊|呀|吗|嘛|呢|吧|了|点儿?|些|好不好|行不行|字|意思|内容|东西|弄)*"
)
_KINDS = (
    (
        "again",
        "(?:再|重新?)(?:说|讲|发|来|念)(?:一)?(?:遍|次|下|回)|重复(?:一?[遍下次])?|没(?:听|看)(?:清|见|到)(?:楚)?|(?:说|讲)了?(?:什么|啥)|前面(?:说|讲)了?(?:什么|啥)|"
        "再发一[遍次下]|忘了你说(?:什么|啥)",
    ),
    (
        "shorter",
        "太长|太啰嗦|啰嗦|说重点|讲重点|重点是?(?:什么|啥)?|简短|一句话(?:说|讲|告诉我)?|长话短说|直接说(?:结果|答案)?|少说|太多(?:字|了)|看不过来|字太多|[这那]么长",
    ),
    (
        "simpler",
        "(?:没|没有|看不|听不|搞不|弄不|不|唔)(?:太|大|怎么|咋|是很|很)?(?:看|听|弄|搞)?(?:懂|明白|清楚|清|会意|理解)|(?:什么|啥|咩|么子)意思|说人话|讲人话|"
        "简单(?:的|一)?|通俗|说明白|讲明白|说清楚|讲清楚|解释(?:一下)?|太复杂|太专业|晕|糊涂|大白话|白话|换个?(?:说法|句话|种说法)|看不明白|不懂|不晓得(?:你)?(?:说|讲)(?:什么|啥)",
    ),
)
_PATTERNS = [(kind, re.compile(f"(?:{_AROUND}(?:{words}))+{_AROUND}")) for kind, words in _KINDS]
_LONGEST = 18


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
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def _waits_for_code(situation: Situation) -> bool:
    waiting = situation.form
    field = waiting[1].field(waiting[0].about.get("asked")) if waiting else None
    return field is not None and field.kind == "code"
