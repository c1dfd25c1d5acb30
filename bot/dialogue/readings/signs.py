"""Messages without a word: emoji, question marks, dots."""

from __future__ import annotations

import re
import unicodedata

from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import FALLBACK
from bot.safety.hazards import OATH
from bot.safety.wording import normalised

_AGREES = frozenset("👌✅🆗☑✔")
_THANKS = frozenset("👍🙏💐🌹❤😊😀😁😄🙂🤝👏🥰😘💪🎉💯🤗😇☺")
_ANGER = frozenset("😡😠🤬👎💢😤🖕💩😒🙄👿🔪💣🤮")
_WORRY = frozenset("😭😢😰😨😱😞😔🥲😩😫😟😥😿")
_FAREWELL = frozenset("👋")
_INTERJECTION = re.compile("(?:啊|阿|呃|额|唔|诶|欸|哈|昂)+[，。！？!?~～…. ]*")
_SIGH = re.compile("(?:唉|哎|哼+|切|呸|啧+|嗐|嗨|哎呀|唉呀|哎哟|呜+)+[，。！!~～…. ]*")
_SCORN = re.compile(
    "(?:差|差劲|太差|真差|烂|太烂|垃圾|辣鸡|渣|废物|没用)+(?:了|啊|呀|透了)*[，。！!~～…. ]*"
)
_NAMED = re.compile(r"\[([^\[\]\s]{1,4})\]")
_NAMED_AGREES = frozenset(("OK", "ok", "好的", "好"))
_NAMED_THANKS = frozenset(
    (
        "强",
        "赞",
        "玫瑰",
        "抱拳",
        "微笑",
        "鼓掌",
        "合十",
        "爱心",
        "握手",
        "胜利",
        "拥抱",
        "鲜花",
        "呲牙",
        "感谢",
    )
)
_NAMED_ANGER = frozenset(
    ("发怒", "怒", "弱", "骂", "咒骂", "抓狂", "刀", "吐", "菜刀", "白眼", "便便", "衰")
)
_NAMED_FAREWELL = frozenset(("再见", "拜拜"))


class SignsReading(Reading):
    """What emoji and punctuation alone mean."""

    NAME = "signs"

    def read(self, situation: Situation) -> Read | None:
        """Read a message without letters and digits."""
        text = situation.sentence.text.strip()
        named = _NAMED.findall(text)
        rest = _NAMED.sub("", text)
        if _INTERJECTION.fullmatch(text) and situation.form is None:
            return _interjection(situation)
        if _SIGH.fullmatch(text) and situation.form is None:
            return Read(FALLBACK, "a sigh", [entity("mood", "worry")])
        sworn = OATH.fullmatch(normalised(text))
        if (sworn or _SCORN.fullmatch(text)) and situation.form is None:
            return Read("make_complaint", "scorn", [entity("mood", "anger")])
        if not text or any(_is_word(one) for one in rest):
            return None
        shown = set(rest)
        if shown & _AGREES or set(named) & _NAMED_AGREES:
            return None  # a yes: it belongs to what was asked
        if shown & _ANGER or set(named) & _NAMED_ANGER:
            return Read("make_complaint", "signs of anger", [entity("mood", "anger")])
        if shown & _THANKS or set(named) & _NAMED_THANKS:
            return Read("thank", "signs of thanks")
        if shown & _FAREWELL or set(named) & _NAMED_FAREWELL:
            return Read("goodbye", "signs of farewell")
        if shown & _WORRY:
            return Read(FALLBACK, "signs of worry, no word", [entity("mood", "worry")])
        if ("?" in text or "？" in text) and situation.said and situation.form is None:
            return Read(
                "repair_answer", "question marks after an answer", [entity("repair", "simpler")]
            )
        if situation.form is not None:
            return Read("resume_form", "signs without a word: the form's question again")
        return Read(FALLBACK, "signs without a word")


def _interjection(situation: Situation) -> Read:
    """啊？哈？ right after an answer: it wasn't understood; else nobody knows what is meant."""
    told = situation.focus.newest("question", "rule", "told")
    if situation.said and told is not None and situation.focus.since(told) == 1:
        simpler = [entity("repair", "simpler")]
        return Read("repair_answer", "an interjection after an answer", simpler)
    return Read(FALLBACK, "an interjection, no word")


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
