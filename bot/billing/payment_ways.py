"""Ways to pay from `data/payment_ways.yml`, those that suit the customer first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from bot.billing import records
from bot.billing.answers import Answer
from bot.billing.records import AccountRecord, StationRecord
from bot.cards import Card
from bot.datafiles import load_data_file
from bot.masking import mask_number
from bot.settings import ROOT, Settings

FILE = ROOT / "data" / "payment_ways.yml"
SCHEMA = Path(__file__).with_name("payment_ways.schema.json")

ELDERLY_FROM = 70
"""Age from which the ways without a phone are told first, if the customer has no tag."""


@dataclass(frozen=True)
class Way:
    """One way to pay.

    Args:
        kind: online or offline.
        label: its name.
        how: how it is done, with places for the hotline and the supply station.
        only: prepaid, postpaid or None.
        needs_station: whether it names the supply station.
    """

    kind: str
    label: str
    how: str
    only: str | None
    needs_station: bool


@dataclass(frozen=True)
class Ways:
    """All ways, in their order, and the note that goes with them."""

    ways: tuple[Way, ...]
    note: str


@cache
def load_ways(file: Path = FILE) -> Ways:
    """Read the ways to pay.

    Raises:
        DataFileError: the file is wrong.
    """
    content = load_data_file(file, SCHEMA).content
    return Ways(
        tuple(
            Way(
                way["kind"],
                way["label"],
                way["how"],
                way.get("only"),
                way.get("needs_station", False),
            )
            for way in content["ways"]
        ),
        content["note"],
    )


def payment_ways(
    session: Session | None, account: AccountRecord | None, year: int, settings: Settings
) -> Answer:
    """How to pay.

    Args:
        session: on the utility's database; not needed without an account.
        account: None for somebody who isn't bound.
        year: of today, for the customer's age.
        settings: for the hotline.
    """
    ways = load_ways()
    place = None
    if session is not None and account is not None:
        place = records.station(session, account.area_id)
    told = _told(ways, account, place, settings)
    offline_first = account is not None and is_elderly(account, year)
    card: Card = {
        "schema": "payment_ways",
        "online": [{"label": way.label, "how": how} for way, how in told if way.kind == "online"],
        "offline": [{"label": way.label, "how": how} for way, how in told if way.kind == "offline"],
        "first": "offline" if offline_first else "online",
        "note": ways.note,
    }
    facts = {
        "online": "；".join(f"{one['label']}：{one['how'].rstrip('。')}" for one in card["online"]),
        "offline": "；".join(
            f"{one['label']}：{one['how'].rstrip('。')}" for one in card["offline"]
        ),
        "online_names": _names(card["online"]),
        "offline_names": _names(card["offline"]),
        "offline_first": card["offline"][0]["how"].rstrip("。") if card["offline"] else "",
        "offline_others": _names(card["offline"][1:]),
        "note": ways.note,
        "account": mask_number(account.number) if account is not None else "",
    }
    name = "utter_payment_ways_offline_first" if offline_first else "utter_payment_ways"
    return Answer(name, facts, card)


def _names(ways: Sequence[Mapping[str, str]]) -> str:
    return "、".join(one["label"] for one in ways)


def is_elderly(account: AccountRecord, year: int) -> bool:
    """Whether the holder is tagged as elderly, or old by the year of birth."""
    if "elderly" in account.customer_tags:
        return True
    born = account.customer_birth_year
    return born is not None and year - born >= ELDERLY_FROM


def _told(
    ways: Ways, account: AccountRecord | None, place: StationRecord | None, settings: Settings
) -> list[tuple[Way, str]]:
    told = []
    named: set[str] = set()
    for way in ways.ways:
        if way.only is not None and account is not None and way.only != account.payment_mode:
            continue
        # A general 营业厅 follows the one with its address: it is for those whose station is unknown.
        if way.label in named or (way.needs_station and place is None):
            continue
        named.add(way.label)
        told.append((way, _filled(way.how, place, settings)))
    return told


def _filled(how: str, place: StationRecord | None, settings: Settings) -> str:
    known = {
        "hotline": settings.hotline,
        "station": "",
        "address": "",
        "hours": "营业时间请先电话咨询",
    }
    if place is not None:
        known |= {"station": place.name, "address": place.address}
        if place.opening_hours:
            known["hours"] = place.opening_hours
    return how.format(**known)
