"""Words of our answers that customers ask about: 你说的二档是啥, 上限啥意思."""

from __future__ import annotations

import re
from collections.abc import Iterable

TERMS: dict[str, str] = {
    "per_mille": "(?:每天|按|收)*千分之[一1几多]|1?‰|千一",
    "households": "一户多人口|多人口",
    "tier": "第?[一二三123两]档|阶梯(?:电价)?|分档|档位?|跳档",
    "late_fee": "违约金|滞纳金",
    "peak_valley": "峰谷(?:电价|时段)?|[峰谷平](?:时段|段|电|时)|高峰|低谷|分时(?:电价)?",
    "cap": "上限|封顶",
    "overdue": "逾期",
    "reading": "示数|读数|底数|表底|止码|起码",
    "kwh": "千瓦时|一度电?|度",
    "posted": "入账|到账",
    "allocation": "冲抵|抵扣",
    "account_number": "户号",
    "shared_meter": "合表(?:电价)?",
    "meter_check": "校表|校验(?:电表)?",
    "transfer": "过户",
    "restore": "复电",
    "connection": "报装|新装",
    "capacity": "增容|容量",
    "close": "销户",
    "debit": "代扣",
    "balance": "余额",
    "multiplier": "倍率",
}
"""Pattern by the end of the response that explains it, `utter_term_…`; the more particular first."""

PLAIN = frozenset({"kwh", "account_number", "balance", "debit", "transfer", "close"})
"""What is explained only to who asks: everybody else knows it."""

EXAMPLES = ("per_mille",)
"""What an example makes plainer than any other word of the same answer."""

_ANY = "|".join(f"(?P<{name}>{words})" for name, words in TERMS.items())
_POINTS = (
    "(?:你|您|这里|刚才|刚刚|上面|这个|那个|这|那|里面|答案|它|说|讲|写|提到|到|的|啥|那么|那)*"
)
_WHAT = "(?:什么|啥子?|咩|么子|哪样|什么样)"
_ASKED = (
    re.compile(
        f"(?P<points>{_POINTS})(?:{_ANY})(?:到底|具体|又)?(?:是|系|叫|指)?(?:个)?(?:的)?{_WHAT}(?:意思|东西|玩意儿?|概念|钱|鬼)?(?:来的|来着)?[啊呀呢吗嘛哦]?"
    ),
    re.compile(
        f"(?P<points>{_POINTS}?)(?:{_WHAT}|怎么)(?:是|叫做?|系)(?:做)?(?:{_ANY})[啊呀呢吗嘛哦]?"
    ),
    re.compile(
        f"(?P<points>{_POINTS})(?:{_ANY})(?:这个词|这词|这个|是)?(?:我)?(?:不懂|没懂|听不懂|看不懂|不明白|没听过|不知道是?{_WHAT}|解释(?:一)?下)[啊呀呢吗嘛哦]?"
    ),
)


def term_asked(plain: str) -> tuple[str, bool] | None:
    """The term that a text asks the meaning of, and whether it points at the last answer; None: none.

    Args:
        plain: without signs.
    """
    for pattern in _ASKED:
        found = pattern.fullmatch(plain)
        if found:
            return _named(found), bool(found["points"])
    return None


def terms_in(text: str, most: int = 1) -> Iterable[str]:
    """The terms of a text that may need an explanation, in its order, each once."""
    found = (_named(one) for one in re.finditer(_ANY, text))
    named = [one for one in dict.fromkeys(found) if one not in PLAIN]
    return sorted(named, key=lambda one: one not in EXAMPLES)[:most]


def term_named(word: str) -> str | None:
    """The term that a word is; None: no term."""
    found = re.fullmatch(_ANY, word)
    return _named(found) if found else None


def _named(found: re.Match[str]) -> str:
    return next(name for name in TERMS if found[name])
