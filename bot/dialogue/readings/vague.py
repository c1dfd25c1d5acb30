"""查询, 帮我看看, 多少, 电: words that say that something is wanted, and not what."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.language.subjects import has_subject

_WANTS = "查|查查|查询|查看|查一查|看|看看|看一看|瞧|瞧瞧|瞅瞅|睇|查詢|办|办理|弄|搞|说说|处理|解决"
_AMOUNTS = "(?:一共|总共|是|有)?(?:多少|几多|好多|多小|几)(?:个|钱|錢|块钱)?|多钱|几钿|几块"
_WHYS = "为什么|为啥|为何|咋回事|怎么回事|啥情况|什么情况|什么原因|怎么办|咋办|咋整|怎么弄|咋弄|怎么搞|点解|怎么|咋"
_BARE = "电|电表|电力|用电|電|電表|业务|事|事情|问题|有事|有问题|电的事|用电的事|用电问题|电的问题|钱的事情?|钱的问题|费用的?(?:事|问题)|电费的?(?:事情?|问题)"
_OBJECT = "电|電|业务|事|事情|问题"
_CALLS = "说话|讲话|回话|回复|回答|回我|吱声|吱个声|理我|你倒是说|快说|说呀"
_POLITE = (
    "(?:我|俺|咱|我们|你|您|你们|能|能不能|可以|可不可以|要|想|想要|需要|请|麻烦|劳驾|帮|帮我|帮忙|给|给我|替我|帮俺|再|就|先|快|有个|有点|个|点儿?|"
    "一下|下|下子|哈|子|一|啊|呀|吧|呗|嘛|吗|么|呢|嘞|咧|哦|喔|啦|了|的|都|倒是|怎么不|咋不|谢谢)*"
)
_ALONE = frozenset(("户号", "戶號", "钱", "錢", "电费钱", "这个钱", "那个钱"))
"""Words that say too little without any other."""
_PATTERN = re.compile(
    f"{_POLITE}(?:{_WANTS}|{_AMOUNTS}|{_WHYS}|{_BARE}|{_CALLS}){_POLITE}(?:{_OBJECT})?{_POLITE}"
)
_CHANGES = re.compile(
    f"{_POLITE}(?:个人|用户|登记|客户|我的?|用电|户号)?(?:的)?(?:资料|信息|档案)+(?:有?点?|要|想|得|需要|能|该|错了?|不对|变了?|换了?)*(?:改|换|更新|变更|修改|更正|变|动)?[一动下]?(?:改|换|更新)?{_POLITE}"
)
"""Something that is registered is to be changed: the phone, or the holder?"""
_LONGEST = 10


class VagueReading(Reading):
    """A request that says nothing to answer, at the beginning of a talk: asked back with choices."""

    NAME = "vague"

    def read(self, situation: Situation) -> Read | None:
        """Read what only says that something is wanted; with a focus it has been read before."""
        core = situation.sentence.plain
        if situation.form is None and is_change(core):
            return Read(FALLBACK, "wants something changed that is registered, and not what")
        if situation.failed and len(core) > len(situation.sentence.last_clause):
            core = _said_again(situation.sentence) or core
        newest = situation.focus.newest
        talked_about = newest("waiting")
        if core not in _ALONE:
            talked_about = talked_about or newest("question", "rule", "offer", "request")
        if talked_about is not None or situation.form is not None or len(core) > _LONGEST:
            return None
        if core not in _ALONE and not _PATTERN.fullmatch(core):
            return None
        return Read(FALLBACK, "says that something is wanted, and not what")


def is_change(plain: str) -> bool:
    """Whether something registered is to be changed and nothing says what: 资料要改一改.

    Args:
        plain: without signs.
    """
    return (
        re.search("改|换|更|变|错|不对", plain) is not None
        and _CHANGES.fullmatch(plain) is not None
    )


def _said_again(sentence: Sentence) -> str:
    """一个字都看不懂吗 电: the vague word that ends what is said after it wasn't understood; empty: none."""
    last = sentence.last_clause
    before = sentence.text[: sentence.text.rfind(last)]
    again = (last in _ALONE or _PATTERN.fullmatch(last)) and not has_subject(before)
    return last if again else ""
