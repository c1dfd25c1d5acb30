"""第二条是什么意思, 最后那个呢: an item of the answer just given is asked about."""

from __future__ import annotations

import re

from bot.dialogue.reading import Read, Reading, Situation, entity

_NUMERALS = {"头": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WORD = "(?:个|条|点|项|句|样|种|行)"
_LEAD = "(?:你|您|说的?|讲的?|写的?|刚才|刚刚|上面|上头|里面?|那|这|就|是|问|请问|解释一?下|我|没懂|不懂|看不懂|的)*"
_NAMED = re.compile(
    f"{_LEAD}(?:第(?P<place>[一二三四五1-5]){_WORD}|(?P<other>[头二三四五])一?{_WORD}|(?P<last>最后|末|末了)(?:那|的|这|一)*{_WORD})"
    "(?P<rest>.+)"
)
_ASKS_MEANING = re.compile(
    "意思|咋回事|怎么回事|怎么说|什么|啥|咩|么子|懂|明白|清楚|解释|说说|讲讲|念|再[说讲]|展开|细说|呢$|全部|只"
)
_LONGEST = 24


class ItemReading(Reading):
    """One item of an answer with several; a list of choices is the choice's own."""

    NAME = "item"

    def read(self, situation: Situation) -> Read | None:
        """Read the place of the item; the action has the answer's words."""
        if not situation.said or situation.form is not None or situation.focus.newest("doubt"):
            return None
        plain = situation.sentence.plain
        found = _NAMED.fullmatch(plain) if len(plain) <= _LONGEST else None
        if found is None or not _ASKS_MEANING.search(found["rest"]):
            return None
        # -1 is the last one
        place = -1 if found["last"] else _place(found["place"] or found["other"])
        return Read("repair_answer", "asks about an item of the answer", [entity("item", place)])


def _place(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else _NUMERALS[numeral]
