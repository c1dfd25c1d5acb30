"""What is right in a correction: 不是7月是6月, 我问的是度数, 错了是王小丽."""

from __future__ import annotations

import re

_NOT_THIS = re.compile(
    r"^(?:不对|错了|搞错了?|弄错了?|不是的?|哎呀|诶|额)?[,，。 、]*(?:我)?(?:不是|没|没有|不要|唔系)(?:要|说|问|查|讲|看|想[要问查])?(?:的)?[^,，。;； ]{1,10}?"
    r"[,，。;； 、]*(?:啊|呀|哦)?(?:而|我)?(?:(?:想要?|要)?(?:说|问|要|查|讲|看|想[要问查])的?是?|是|系|应该是|改成?)(?P<right>.{1,24})$"
)
_I_MEAN = re.compile(
    r"^(?:不对|不是|错了|搞错了?|哎呀|诶)?[,，。 、]*我(?:要)?(?:说|问|要|查|讲|看|想[要问查])(?:的)?(?:就)?(?:是|系)(?P<right>.{1,24})$"
)
_WRONG = re.compile(
    r"^(?:不对不对|不对|错了错了|错了|搞错了?|弄错了?|说错了?|打错了?|写错了?|不是这个|不是的)(?:啊|呀|哦)?[,，。 、]*(?:我?(?:说|问|要|查)?的?)?(?:应该)?(?:是|查|看|要)?(?P<right>.{2,24})$"
)
_SHOULD = re.compile(r"^(?:应该是|改成|改为|换成|改查|换查)(?P<right>.{1,24})$")
_PATTERNS = (_NOT_THIS, _I_MEAN, _WRONG, _SHOULD)
_CHOICE = re.compile("是不是|还是|不是.{0,6}吗")


def corrected(text: str) -> str | None:
    """The part of a correction that replaces what was understood; None: the text is none.

    Args:
        text: as typed.
    """
    told = text.strip().rstrip("。.!！ ")
    if _CHOICE.search(told):
        return None
    for pattern in _PATTERNS:
        found = pattern.match(told)
        if found:
            return found["right"].strip() or None
    return None
