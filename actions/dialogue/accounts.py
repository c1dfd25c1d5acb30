"""Which of a customer's accounts is meant: the named one, the chosen one, the only one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.dialogue.turn import Button, Turn
from bot.cards import Card
from bot.identity import AccountView

_ORDINAL = re.compile(r"第([一二两三四五1-5])(?:个户|户|家|套|间|个$|个呢|$)")
_ORDINALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_ALL = re.compile(
    r"(?<!第)[两俩](?:户|家|套|个户|个|边)(?!月|星期|年|人|孩)|都查|全部户号|所有户号|每一?户|各户|几户都|一起看|都看|加起来|加一起|合起来|合计|总共.{0,4}户|"
    r"哪一?户.{0,6}(?:多|高|贵|少|低)"
)
_OTHER = re.compile(r"另|别的|其他|其它|换|切|还有一|那(?:一)?[户套家]|不是这")
_ENDING = re.compile(r"(?:尾号|末尾|后[三四]位|户号)[是为:：]?\s*([0-9]{3,13})(?![0-9])")
_WORDS = {
    "ev_residential": re.compile(r"充电桩|车位|充电|车库|电动车|桩"),
    "commercial": re.compile(r"店|铺|门面|商"),
    "industrial": re.compile(r"厂|工业"),
    "farming": re.compile(r"农|鱼塘|大棚|田"),
    "residential": re.compile(
        r"住|家里|自家|房子|屋里|家的|(?<![一两几每大])家(?:那|这|呢|用)|家$|我们?家(?!有|两|几|名下)"
    ),
}
_NICKNAMES = {
    "ev_residential": "充电桩",
    "commercial": "店里",
    "industrial": "厂里",
    "farming": "农用",
    "residential": "家里",
}


def nicknames(accounts: Sequence[AccountView]) -> list[str]:
    """What the customer may call each account: 家里, 充电桩; with the last digits where two are alike."""
    kinds = [one.tariff_class for one in accounts]
    return [
        _NICKNAMES.get(one.tariff_class, "这户")
        + (f"（尾号{one.number_masked[-3:]}）" if kinds.count(one.tariff_class) > 1 else "")
        for one in accounts
    ]


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
    for digits in [*map(str, turn.entities.get("account_number", ())), *_ENDING.findall(turn.text)]:
        fitting = [one for one in accounts if one.number.endswith(digits)]
        if len(fitting) == 1:
            return fitting
    ordinal = _ORDINAL.search(turn.text)
    return [] if ordinal is None else _at(accounts, _ORDINALS.get(ordinal[1]) or int(ordinal[1]))


def described_accounts(text: str, accounts: Sequence[AccountView]) -> list[AccountView]:
    """The account that words describe (充电桩那户, 家里的), if only one is of that kind."""
    kinds = [one for one in accounts if (w := _WORDS.get(one.tariff_class)) and w.search(text)]
    distinct = len({one.tariff_class for one in accounts}) == len(accounts)
    return kinds if distinct and len(kinds) == 1 else []


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
