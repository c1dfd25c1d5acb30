"""What customers call the accounts they have: 家里, 充电桩, 车位那户, 住的那个; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

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

_ANY = "|".join(
    (
        "家里|我家|自家|家|住的|住人的|人住的|房子|屋里|楼上",
        "充电桩|充电|充车的?|车位|地下车库|车库|地库|停车位?|电动车|电车|桩上?",
        "店里|店铺|店|铺子|门面|厂里|工厂|厂|另一|另外一|别的|老家|新房",
    )
)
_POINTS = re.compile(
    "(?:不对|不是|我|是|要|说|问|的是|再|说回|回到|看|查|换|换成|那|这|还有|下|一下|到)*"
    f"(?P<what>{_ANY})(?:那|这|的|个|户|边|里|家|间|套|块|表|一|房子)*(?:呢|嘞|咧|多少|怎么样|咋样|吧|啊)*"
    "(?:同一个月|同一月|同样|一样的)?"
)


def points_at_account(core: str) -> bool:
    """Whether words say nothing but which account is meant: 地下车库那个, 我要充车的, 家里的呢.

    Args:
        core: a sentence without signs, politeness and particles.
    """
    return _POINTS.fullmatch(core) is not None
