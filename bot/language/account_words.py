"""What customers call the accounts they have: 家里, 充电桩, 车位那户, 人住的那套; pure."""

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
"""By the tariff class of an account: how it is called before its owner."""

KINDS: Mapping[str, re.Pattern[str]] = {
    "ev_residential": re.compile(r"充电桩|充电|充车|车位|车库|地库|停车|电动车|电车|新能源|桩"),
    "commercial": re.compile(r"店|铺|门面|商"),
    "industrial": re.compile(r"厂|工业|车间"),
    "farming": re.compile(r"农|鱼塘|大棚|田"),
    "residential": re.compile(
        r"住(?!院)|家里|自家|房子|屋里|楼上(?:那|的|这)|楼上$|家的|(?<![一两几每大])家(?:那|这|呢|用)|家$|我们?家(?!有|两|几|名下)"
    ),
}
"""Words by the tariff class of the account that they mean."""

_ALONE: Mapping[str, re.Pattern[str]] = {
    "ev_residential": re.compile(
        "充电桩|停?车位|充电|充车|(?:地下)?车库|地库|电动车|电车|汽车|车子?|桩上?"
    ),
    "commercial": re.compile("小?店(?:里|铺|面)?|铺子?|商铺|门面"),
    "industrial": re.compile("厂(?:里|子|房)?|工厂"),
    "farming": re.compile("农田|鱼塘|大棚|田里?|地里"),
    "residential": re.compile(
        "(?:自|我们?)?家(?:里|用)?|房子?|屋里?|住家|(?:我|人|自己)?住(?:人)?|楼上"
    ),
}
"""Words that name an account where nothing else is said."""
_ANOTHER = re.compile("另一|另外一?|别的|(?:剩下|余下|剩的|其余)(?=的?那?一?[个户套])|老家|新房")
_MY = re.compile(
    "(?:我|俺|咱|自)们?家(?:的|里)?(?:那|这)?(?:个|台|边)?(?=(?:充电)?桩|车|店|铺|厂|鱼塘|大棚)"
)
"""我家那个桩: whose it is, and no home."""
_AROUND = (
    "(?:[0-9]{1,4}|号|噢|哎|弄错了?|搞错了?|讲的是|地下|换回|不对|不是|错了|我|要|想|问|说|讲|看|查|换成?|指|的是|就是|是|选|这个?|那|还有|还是|另外|再|说回|回到|给|帮|的|个|户|套|块|表|间|边|上|头|里|家|房子|一|"
    "到|下|也|呢|嘞|咧|吧|嘛|啊|呀|哈|噻|唦|了|都|把|报|念|多少|一下|看看|怎么样|咋样)*"
)
_LISTED = (
    (
        re.compile(
            "(?:最)?(?:上面|前面|上边|上头|头里|头一|前头)(?:的|那|这|一)*(?:个(?!月|季|年|星期|礼拜)|户|头)"
        ),
        0,
    ),
    (
        re.compile(
            "(?:最)?(?:下面|后面|下边|底下|下头|末|最后|后头)(?:的|那|这|一)*(?:个(?!月|季|年|星期|礼拜)|户|头)"
        ),
        -1,
    ),
)
"""Where an account stands in the list of them."""
_SAME_TIME = "(?:同一个月|同一月|同样|一样的)?"


def kinds_described(text: str) -> list[str]:
    """The tariff classes of the accounts that words of a text describe."""
    named = _MY.sub("", text)
    return [kind for kind, words in KINDS.items() if words.search(named)]


def kind_named(text: str) -> str | None:
    """The tariff class of the account that a text names and nothing else: 车库的; None: it says more, or less.

    Args:
        text: without signs.
    """
    fitting = [kind for kind, words in _ALONE.items() if _nothing_but(words, text)]
    return fitting[0] if len(fitting) == 1 else None


def points_at_account(core: str) -> bool:
    """Whether words say nothing but which account is meant: 地下车库那个, 家里的呢, 另一户.

    Args:
        core: a sentence without signs, politeness and particles.
    """
    return kind_named(core) is not None or _nothing_but(_ANOTHER, core)


def place_in_list(text: str) -> int | None:
    """Where in the list of accounts the meant one stands: 底下那个; 0 is the first, -1 the last.

    Args:
        text: of the customer.
    """
    return next((place for words, place in _LISTED if words.search(text)), None)


def _nothing_but(words: re.Pattern[str], text: str) -> bool:
    named = f"(?:(?:{words.pattern}){_AROUND})+"
    return re.fullmatch(f"{_AROUND}{named}{_SAME_TIME}", text) is not None
