"""Which of a customer's accounts is meant: the named one, the chosen one, the only one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.dialogue.turn import Button, Turn
from bot.cards import Card
from bot.identity import AccountView
from bot.language.account_words import NICKNAMES, kind_named, kinds_described, place_in_list
from bot.language.names import read_name
from bot.language.people import asks_for_others

_ORDINAL = re.compile(r"第([一二两三四五1-5])(?:个户|户|家|套|间|个(?=$|[呢，,。？?\s])|$)")
_PLACE = re.compile(r"(?<![0-9])([0-9]{3,4})(?=室|号|车位|房|那|$|的)")
"""A number of an address: 1802室, 117号车位."""
_WHOLE = 10
"""Digits of a whole 户号."""
_ORDINALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_ALL = re.compile(
    r"(?<!第)[两俩](?:个?(?:户号?|家|套|边|号|表)|个)(?!月|星期|年|人|孩)|俩(?:一共|加|一起|合|总|都|分别|各|户)|(?:都|分别|各自?)(?:是)?在(?:哪|啥|什么)|[两二](?:处|头)|都查|全部户号|所有户号|每一?户|各户|几户都|一起看|都看|加起来|加一[起块]|加到一[起块]|合一[起块]|合起来|合计|总共.{0,4}户|"
    r"哪一?户.{0,6}(?:多|高|贵|少|低)"
)
_OTHER = re.compile(r"另|别的|其他|其它|其余|剩下|余下|剩的|换|切|还有一|那(?:一)?[户套家]|不是这")
_ENDING = re.compile(
    r"(?:(?<![卡机话])尾号|末尾|尾数|末[三四]位|[后尾][三四]位|最后[三四]位|户号)[是为:：]?\s*([0-9]{3,13})(?![0-9])|([0-9]{3,4})(?:结尾|收尾)"
)
_BARE_ENDING = re.compile(r"(?<![0-9.])([0-9]{3,4})(?![0-9.年月]|个?[元块度毛天])")
"""Digits that may be the last of a 户号, if one ends so: 1026的8月."""
_OTHERS = re.compile(
    "(?:邻居|隔壁|楼上|楼下|对门|别人|人家|他人|朋友|同事|同学|亲戚|前妻|前夫|前男友|前女友)(?:他|她|们|家|里|的|那边|那户|屋)*"
    "(?:这个月|上个?月|去年|今年|[0-9]{1,2}月份?)?的?(?:电费|欠|用电|账单|户号|电表|交费|交了|用了|余额|电量)"
)
_COMPARES = re.compile(
    "我家|我们家|俺家|我这|比|一样|为什么|为啥|怎么|咋|贵|便宜|我的|我多|高|低|吵|偷"
)
_NAMED = re.compile(
    "^(?:请|麻烦|能不能|可以|帮|我|你|想|要|给|查|看|问|瞧|一|下|个|那|的)*"
    "(?P<name>[\u4e00-\u9fff]{2,3}?)(?:他|她|家|里|的|那户)*(?P<what>欠|电费|账单|户号|用电|余额|用了|交了)"
)
_NO_NAME_END = re.compile(
    "[省市区县镇庄港州期时段天月年季度费价表桩房楼店厂车网室厅器机的了前后共底]$"
)


def nicknames(accounts: Sequence[AccountView]) -> list[str]:
    """What the customer may call each account: 家里, 充电桩; with the last digits where two are alike."""
    kinds = [one.tariff_class for one in accounts]
    return [
        NICKNAMES.get(one.tariff_class, "这户")
        + (f"（尾号{one.number_masked[-3:]}）" if kinds.count(one.tariff_class) > 1 else "")
        for one in accounts
    ]


def listed_accounts(accounts: Sequence[AccountView]) -> str:
    """家里 33*****026、充电桩 33*****034: what each is called, with its number."""
    named = zip(nicknames(accounts), accounts, strict=True)
    return "、".join(f"{name} {one.number_masked}" for name, one in named)


def wants_all(text: str) -> bool:
    """Whether every account is asked about."""
    return bool(_ALL.search(text))


def wants_other(text: str) -> bool:
    """Whether another account than the present one is meant, without saying which."""
    return bool(_OTHER.search(text))


def pointed_accounts(turn: Turn, accounts: Sequence[AccountView]) -> list[AccountView]:
    """The account that a turn points at: by button, 户号, last digits or place in the list.

    Args:
        turn: the customer's.
        accounts: of the bound customer.
    """
    index = turn.entity("account_index")
    if index is not None:
        return _at(accounts, int(index)) if str(index).isdecimal() else []
    said = [*map(str, turn.entities.get("account_number", ())), *_endings(turn.text)]
    bare = _BARE_ENDING.findall(turn.text) if len(accounts) > 1 else []
    for digits in [*said, *bare]:
        fitting = [one for one in accounts if one.number.endswith(digits)]
        if len(fitting) == 1:
            return fitting
    place = place_in_list(turn.text) if turn.intent == "switch_account" else None
    if place is not None and len(accounts) > 1:
        return [accounts[place]]
    ordinal = _ORDINAL.search(turn.text)
    return [] if ordinal is None else _at(accounts, _ORDINALS.get(ordinal[1]) or int(ordinal[1]))


def described_accounts(text: str, accounts: Sequence[AccountView]) -> list[AccountView]:
    """The account that words describe (充电桩那户, 家里的, 1802室), if only one is meant so."""
    at = [one for one in accounts if any(one.lies_at(number) for number in _PLACE.findall(text))]
    if len(at) == 1:
        return at
    described = kinds_described(text)
    named = kind_named(re.sub(r"\W+", "", text))
    if named is not None and not described:
        described = [named]
    kinds = [one for one in accounts if one.tariff_class in described]
    distinct = len({one.tariff_class for one in accounts}) == len(accounts)
    return kinds if distinct and len(kinds) == 1 else []


def names_ending(text: str) -> bool:
    """Whether an account is named by its last digits: 尾号026."""
    return bool(_ENDING.search(text))


def unknown_ending(text: str, accounts: Sequence[AccountView]) -> str | None:
    """Last digits that none of the accounts ends in: 尾号1043; None: none are said, or one does."""
    said = [one for one in _endings(text) if len(one) < _WHOLE]
    if not said or any(one.number.endswith(digits) for one in accounts for digits in said):
        return None
    return said[0]


def _endings(text: str) -> list[str]:
    return [first or second for first, second in _ENDING.findall(text)]


def others_meant(text: str) -> bool:
    """Whether somebody else's records are asked for: 帮我查邻居的电费; a comparison with them isn't that."""
    if asks_for_others(text):
        return True
    return bool(_OTHERS.search(text)) and not _COMPARES.search(text)


def person_meant(text: str) -> str | None:
    """The name of the person whose records are asked for: 陈方圆欠多少; None: nobody is named."""
    found = _NAMED.match(text)
    if found is None or _NO_NAME_END.search(found["name"]):
        return None
    if len(found["name"]) < 3 and found["what"] != "欠":
        return None  # 江苏电费, 夏天用电: two characters are too often no name
    name = read_name(found["name"])
    return name if name == found["name"] else None


def account_buttons(accounts: Sequence[AccountView]) -> list[Button]:
    """A button for each account; it carries the place in the list, never a number."""
    return [
        {
            "title": f"{name} {one.number_masked}",
            "payload": f'/switch_account{{"account_index": "{place}"}}',
        }
        for place, (one, name) in enumerate(zip(accounts, nicknames(accounts), strict=True), 1)
    ]


def accounts_card(accounts: Sequence[AccountView], selected: int | None) -> Card:
    """The card `accounts`.

    Args:
        accounts: of the customer.
        selected: id of the one that is talked about.
    """
    return {
        "schema": "accounts",
        "items": [
            {
                "number_masked": one.number_masked,
                "address_masked": one.address_masked,
                "selected": one.id == selected,
            }
            for one in accounts
        ],
    }


def _at(accounts: Sequence[AccountView], place: int) -> list[AccountView]:
    return [accounts[place - 1]] if 1 <= place <= len(accounts) else []
