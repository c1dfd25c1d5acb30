"""Words that say nothing: what a voice keyboard writes of somebody who looks for hers, or says each twice."""

from __future__ import annotations

import re

_TWICE = re.compile("([\u4e00-\u9fff]{2,4}?)\\1+")
_NUMERALS = re.compile("[零〇一二两三四五六七八九十百千万亿幺半点]+")
_THRICE = re.compile("([嗯啊哦呃唉哎喂对是好的我这那就])\\1{2,}")
_BEFORE = re.compile(
    "^(?:(?:嗯+|呃+|额|唔|欸|诶|啊+|哎[哟呀]?|对+|是+的?|那个|这个|就是说?|然后|怎么说呢?|我想想)[,，。 ]*){2,}(?=.{2,})"
)
_WITHIN = re.compile("就是说|(?<=[我你他您])(?:这个|那个)(?=这个|那个|[^月号户表价字数时钱])")
_LEAST = 6
"""So short a text has nothing to spare: 查查, 谢谢谢谢."""


def without_hesitation(text: str) -> str:
    """A text without what is said twice and what fills a pause; as typed where there is none.

    Args:
        text: as typed.
    """
    if len(text) < _LEAST:
        return text
    once = _TWICE.sub(_said_once, text)
    once = _BEFORE.sub("", _THRICE.sub(r"\1", once))
    once = _WITHIN.sub("", once)
    return once.strip(" ,，") or text


def _said_once(found: re.Match[str]) -> str:
    """看看看看 leaves 看看; a number stays: 一三一三."""
    return found[0] if _NUMERALS.fullmatch(found[1]) else found[1]
