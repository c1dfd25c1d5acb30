"""你又弄错了, 答非所问, 你个木头: the answer was wrong, or the assistant itself is scolded."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.language.corrections import corrected
from bot.language.subjects import has_subject

_AROUND = (
    "(?:你|您|你们?|是不是|这个?|那个?|个|又|还是?|还|都|老是?|总是?|怎么|咋|咋个|怎|回回|每次|次次|完全|根本|简直|可|纯|整个|跟个|真的?|真是|太|好|就|也|是|一|跟|和|得|"
    "什么|啥子?|破|死|臭|大|老|机器人?|智能|客服|助手|小灯|系统|东西|玩意儿?|我|的|话|意思|问题|问你?|说|讲|答|人|屁|个屁|"
    "了|啊|呀|吧|嘛|吗|呢|哦|哈|咯|啦|噻|嘞|诶|哎|唉|切|哼|呸)*"
)
_WRONG = (
    "(?:弄|搞|听|理解|领会|会|会错|答|说|想|扯|整|回答|回)(?:错|岔|拧|反|偏|混|歪|跑偏|劈叉)|会?错意|"
    "答非所问|驴[唇头]不对马嘴|牛头不对马[嘴面]|鸡同鸭讲|对牛弹琴|文不对题|不着边际?|不沾边|跑题|跑偏|离题|"
    "(?:没|没有)(?:答|说|讲|回答)(?:到|在)?(?:点(?:子|儿)?上?|我问的|正题)|两码事|风马牛"
)
_USELESS = (
    "(?:什么|啥子?|屁)?(?:都|也)?(?:答|回答|弄|搞|说|讲)(?:不|不大)(?:明白|上来?|出来?|清楚?|了)|一问三不知|(?:啥|什么)(?:也|都)?不(?:会|懂|知道|晓得)|"
    "白问|等于没(?:说|问|讲)|没(?:说|讲)一样|没(?:说|讲|问)(?:一)?样|(?:没|冇)(?:啥|什么|个)?(?:卵|屁|鸟)?用(?!啥|什么|过|得|多|几)|不中用|不顶用|不好使|不管用|指望不上|靠不住|不靠谱|"
    "蠢|笨|傻|傻[子帽缺瓜]|憨|呆|笨死|笨得要死|人工智障|智障"
)
_NAMES = (
    "棒槌|傻子|傻瓜|傻帽|笨蛋|白痴|智障|蠢货|蠢猪|废物|饭桶|草包|二货|二百五|木头|木鱼脑袋|榆木(?:疙瘩|脑袋)|猪脑子|猪头|憨憨|憨包|呆子|呆瓜|"
    "垃圾|渣渣|脑残|神经病|混账|王八蛋|滚蛋|坏蛋|骗子机器"
)
_PATTERN = re.compile(f"{_AROUND}(?:(?:{_WRONG}|{_USELESS}|{_NAMES}){_AROUND})+")
_LONGEST = 16
_LEARNT = 0.6
"""So surely the model takes a text for blame."""
_LONGEST_LEARNT = 24
_OWN_ENTRY = 0.5
"""An entry so near is asked for: 他会知道是我说的不 after how theft is reported."""


class BlameReading(Reading):
    """The assistant is told that it was wrong or no use; a form takes its own corrections."""

    NAME = "blame"

    def read(self, situation: Situation) -> Read | None:
        """Read blame that says nothing else; what replaces the wrong part is a correction."""
        plain = situation.sentence.plain
        if situation.form is not None or situation.sentence.pressed or len(plain) > _LONGEST_LEARNT:
            return None
        if has_subject(plain) or corrected(situation.sentence.text) is not None:
            return None
        said = len(plain) <= _LONGEST and _PATTERN.fullmatch(plain)
        if not (said or _is_learnt(situation)):
            return None
        return Read("repair_answer", "blames the assistant", [entity("repair", "wrong")])


def _is_learnt(situation: Situation) -> bool:
    """Whether the model takes what is said after an answer for blame."""
    sentence = situation.sentence
    if not situation.said or sentence.near >= _OWN_ENTRY:
        return False
    return sentence.likeliest == "blame_answer" and sentence.sure >= _LEARNT
