"""What customers call their accounts: 家里, 店里, 车库那户."""

from __future__ import annotations

import re
from collections.abc import Mapping

NICKNAMES: Mapping[str, str] = {
    "ev_residential": "充电桩",
    "commercial": "店里",
    "industrial": "厂里",
    "farming": "农用",
    "residential": "家里",
}
"""By the price that an account pays: how it is called before its owner."""

_WORDS: Mapping[str, re.Pattern[str]] = {
    "ev_residential": re.compile(r"充电桩|车位|充电|车库|电动车|桩"),
    "commercial": re.compile(r"店|铺|门面|商"),
    "industrial": re.compile(r"厂|工业"),
    "farming": re.compile(r"农|鱼塘|大棚|田"),
    "residential": re.compile(
        r"住|家里|自家|房子|屋里|家的|(?<![一两几每大])家(?:那|这|呢|用)|家$|我们?家(?!有|两|几|名下)"
    ),
}
_ALONE: Mapping[str, re.Pattern[str]] = {
    "ev_residential": re.compile("充电桩|停?车位|充电|车库|电动车|电车|汽车|车子?|桩"),
    "commercial": re.compile("小?店(?:里|铺|面)?|铺子?|商铺|门面"),
    "industrial": re.compile("厂(?:里|子|房)?|工厂"),
    "farming": re.compile("农田|鱼塘|大棚|田里?|地里"),
    "residential": re.compile(
        "(?:自|我们?)?家(?:里|用)?|房子?|屋里?|住家|(?:我|人|自己)?住(?:人)?"
    ),
}
"""Words that name an account where nothing else is said."""
_AROUND = (
    "(?:不对|不是|错了|我|要|想|问|说|讲|看|查|指|的是|就是|是|选|这个?|那|还是|另外|再|再看|给|帮|的|个|户|套|边|上|头|里|家|"
    "也|呢|咧|吧|嘛|啊|呀|哈|噻|唦|一下|看看|怎么样)*"
)


def kinds_described(text: str) -> list[str]:
    """The kinds of accounts that words of a text describe, by the price that they pay."""
    return [kind for kind, words in _WORDS.items() if words.search(text)]


def kind_named(text: str) -> str | None:
    """The kind of account that a text names and nothing else: 车库的, 人住的那套; None: it says more, or less.

    Args:
        text: without signs.
    """
    fitting = [
        kind
        for kind, words in _ALONE.items()
        if re.fullmatch(f"{_AROUND}(?:{words.pattern}){_AROUND}", text)
    ]
    return fitting[0] if len(fitting) == 1 else None
