"""What is right in a correction: 不是7月是6月, 我问的是度数, 错了是王小丽."""

from __future__ import annotations

import re

_BREAK = "[,，。;；、!！ ]*"
_WRONG = (
    "(?:(?:[哎唉诶][呀哟]?|额|哦|噢|啊|呃|嗯|抱歉|不好意思|对不起)*"
    "(?:不对不对|不对|不是的|不是这个|不不+|哦不|错了错了|(?:你|我|是)?(?:刚才?|刚刚)?(?:听|搞|弄|说|讲|打|写|记|看|发|理解)?(?:错(?:字|掉|号)?|(?<=[听搞弄说讲看])岔)(?:了|啦|咯)?吧?|口误|手误|手滑|答非所问|不是(?=[,，。 ]))"
    f"(?:啊|呀|哦|啦|了|的)?{_BREAK})"
)
_SAY = "(?:说|问|要|查|讲|看|指|想[要问查看]|(?:让|叫|要|喊)你(?:再|又|老)?(?:说|讲|查|报|念|看|重复)(?:一遍)?)"
_NOT_THIS = re.compile(
    rf"^{_WRONG}*(?:哎呀|诶|额)?{_BREAK}(?:我|你)?(?:不是|没|没有|不要|不系|唔系|唔係)(?:要|{_SAY}你?)?(?:的)?(?:是)?[^,，。;； ]{{1,10}}?"
    rf"{_BREAK}(?:啊|呀|哦)?(?:而|我)?(?:(?:要|想)?{_SAY}(?:你|的)?是?|是|系|係|应该是|改成?){_BREAK}(?P<right>.{{1,24}})$"
)
_NOT_THIS_BUT = re.compile(
    rf"^{_WRONG}*(?:我)?(?:{_SAY}的)?(?:不是|不系|唔系|唔係)(?:{_SAY}的?)?[^,，。;； ]{{1,10}}[,，。;； 、]+(?P<right>[^吗么能怎可谁?？]{{2,16}})$"
)
_I_MEAN = re.compile(
    rf"^{_WRONG}*(?:.{{1,8}}[,，。 ]+)?我(?:要|想)?{_SAY}(?:的)?(?:就)?(?:是|系|係)(?P<right>.{{1,24}})$"
)
_AFTER_WRONG = re.compile(
    rf"^{_WRONG}+(?:(?:我|还是|那就?|就)?(?:要|想)?{_SAY}?的?)?(?:应该)?(?:是|查|看|要)?{_BREAK}(?P<right>.{{2,24}})$"
)
_NEVER_ASKED = re.compile(
    rf"^(?:谁|哪个|我啥时候|我什么时候)(?:问|要|说)你?[^,，。;； ]{{1,10}}[,，。;； ]+我{_SAY}的?是?(?P<right>.{{1,24}})$"
)
_MIDWAY = re.compile(
    rf"^[^,，。;； ]{{2,14}}{_BREAK}(?:哦|噢|啊|呃|额)?(?:不对|不是|不不+|说错了|错了){_BREAK}(?P<right>(?:是|应该是)?(?:上|这|本|去年|今年|[0-9一二三四五六七八九十]+)+个?月[^,，。;； ]{{0,4}})$"
)
"""那9月的呢 不对 十月的: the second time counts."""
_SHOULD = re.compile(r"^(?:应该是|改成|改为|换成|改查|换查)(?P<right>.{1,24})$")
_NOT_FIRST = re.compile(
    rf"^{_WRONG}*(?:哎呀|诶|额)?{_BREAK}[^,，。;； ]{{1,8}}?(?:的|那个|那户|这个)?(?:不要|不看|不用|不问|不算|别算){_BREAK}(?:我)?(?:就|只|光)?(?:要|看|问|查|算|是|想要)(?:的)?(?:是)?(?P<right>[^吗么?？]{{1,12}})$"
)
"""谷的不要 要全部的: the wrong part stands before its no."""
_NOBODY = re.compile(
    rf"^(?:不|别|莫|甭|不用|不要|不必)(?:叫|喊|找|转|要|请)(?:人工?|别人|客服)[,，。;；、!！ ]+(?:你|您)?(?:就|只|直接|光)?{_SAY}?(?:我)?(?P<right>.{{3,24}})$"
)
"""不喊人 你就说交没交: the question is answered here."""
_PATTERNS = (
    _NOBODY,
    _NOT_FIRST,
    _NOT_THIS,
    _NOT_THIS_BUT,
    _I_MEAN,
    _AFTER_WRONG,
    _NEVER_ASKED,
    _MIDWAY,
    _SHOULD,
)
_THIS_NOT_THAT = re.compile(
    rf"^{_WRONG}*(?:(?:哎呀?|诶|哦|噢|呃|额|喂){_BREAK})?(?P<lead>(?:我)?(?:{_SAY}的|[要看查])?(?:是|系|係)?)(?P<right>[^,，。;； ]{{2,12}}?){_BREAK}(?:而)?(?:不是|不系|唔系|唔係|不要)(?P<wrong>[^,，。;； ]{{1,10}})$"
)
_CHOICE = re.compile(
    "是不是|还是不|还是没|是.{1,8}还是|不是.{0,6}[吗么]|有没有|不是[^,，。 ]{0,8}了$"
)
_TAIL = re.compile(rf"{_BREAK}(?:而)?(?:不是|不系|唔系|唔係).{{1,10}}$")


_LEAD = re.compile("^(?:(?:[哎唉][呀哟]?|诶|欸|喂|停|慢着|等等|等一?下)[,，。!！ ]*)+")
_NOBODY_ASKED = re.compile(
    "[,，。;； ]+(?:谁|哪个|又没|没人)(?:问|要|说|让)(?:你)?[^,，。;； ]{1,8}$"
)
"""我要的是度数 谁问钱了: who asked for that says nothing more."""


def corrected(text: str) -> str | None:
    """The part of a correction that replaces what was understood; None: the text is none.

    Args:
        text: as typed.
    """
    told = _LEAD.sub("", text.strip().rstrip("。.!！ "))
    told = _NOBODY_ASKED.sub("", told)
    if _CHOICE.search(told):
        return None
    found = _THIS_NOT_THAT.match(told)
    if found and (found["lead"] or found["right"][-1] == found["wrong"][-1]):
        return found["right"].strip()
    for pattern in _PATTERNS:
        found = pattern.match(told)
        if found:
            return _TAIL.sub("", found["right"].strip()) or None
    return None
