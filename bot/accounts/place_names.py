"""The names of places that the utility's database knows: areas, and estates and roads of addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.databases.sessions import Sessions
from bot.databases.utility import Account, Area, SupplyStation

AREA_KINDS = ("district", "street", "community")
"""Levels of `areas` that customers name, the largest first; an estate counts as a community."""
ROAD = "road"

_READ_AT_ONCE = 5000  # rows: a statement on a large table stays short
_SUFFIXES = {
    "district": ("经济开发区", "开发区", "新区", "区", "县", "市"),
    "street": ("街道办事处", "街道", "镇", "乡"),
    "community": ("社区居委会", "居委会", "村委会", "社区", "村"),
}
_SHORTEST = 2
# Every estate has one.
_NO_PLACE = re.compile(r"[东南西北前后大正侧]+门")
_AREA = re.compile("街道|社区")
_NUMBER = r"[0-9一二三四五六七八九十百]"
_ROAD = re.compile(
    rf"([\u4e00-\u9fff]{{1,8}}?(?:大道|路|街|巷|弄))(?={_NUMBER}+(?:[-之]{_NUMBER}+)?[号弄])"
)
_ESTATE = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:公寓|花园|花苑|新村|小区|家园|名苑|名邸|雅苑|佳苑|嘉苑|公馆|华庭|山庄|别墅"
    rf"|大厦|广场|苑|府|城|庭|居|坊))(?=$|[A-Z]|{_NUMBER}|[东南西北]区|地下|物业|配电|门卫|商铺|店面)"
)


@dataclass(frozen=True)
class PlaceName:
    """A place.

    Args:
        kind: one of `AREA_KINDS`, or `ROAD`.
        name: in full.
    """

    kind: str
    name: str


@dataclass(frozen=True)
class PlaceNames:
    """All places known at a time.

    Args:
        places: each once.
        last_account: the newest account whose address was read.
    """

    places: frozenset[PlaceName] = frozenset()
    last_account: int = 0


@dataclass(frozen=True)
class Spelling:
    """A way to name a place.

    Args:
        place: which.
        text: what is said.
        short: without 区, 街道, 社区 and the like.
    """

    place: PlaceName
    text: str
    short: bool = field(default=False)


def read_place_names(sessions: Sessions, before: PlaceNames | None = None) -> PlaceNames:
    """Every place; of the accounts only those that are newer than the last reading.

    Args:
        sessions: of the utility's database; only read.
        before: the last reading.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database can't be read.
    """
    known = before or PlaceNames()
    with sessions() as session:
        areas = session.execute(select(Area.level, Area.name)).all()
        stations = session.scalars(select(SupplyStation.address)).all()
    places = {
        PlaceName(level, str(name).strip())
        for level, name in areas
        if level in AREA_KINDS and str(name or "").strip()
    }
    prefixes = sorted({str(name) for _, name in areas if name}, key=len, reverse=True)
    places |= {one for text in stations for one in _named_in(str(text), prefixes)}
    last = known.last_account
    while True:
        with sessions() as session:
            rows = session.execute(
                select(Account.id, Account.address)
                .where(Account.id > last)
                .order_by(Account.id)
                .limit(_READ_AT_ONCE)
            ).all()
        if not rows:
            break
        last = rows[-1][0]
        places |= {one for _, text in rows for one in _named_in(str(text or ""), prefixes)}
    lasting = {one for one in known.places if one.kind in (ROAD, "community")}
    return PlaceNames(frozenset(places | lasting), last)


def spellings(places: Iterable[PlaceName]) -> list[Spelling]:
    """All ways to name the places.

    A short name that several places share is the largest area's (竹溪 is 竹溪镇, not 竹溪村); of
    several that are as large it is nobody's.
    """
    places = sorted(places, key=lambda one: (one.kind, one.name))
    found = [Spelling(one, one.name) for one in places]
    full = {one.name for one in places}
    owners: dict[str, list[PlaceName]] = defaultdict(list)
    for one in places:
        short = _short(one)
        if short is not None and short not in full:
            owners[short].append(one)
    for short, named in owners.items():
        largest = min(AREA_KINDS.index(one.kind) for one in named)
        chosen = [one for one in named if AREA_KINDS.index(one.kind) == largest]
        if len(chosen) == 1:
            found.append(Spelling(chosen[0], short, short=True))
    return found


def _short(place: PlaceName) -> str | None:
    if place.name.endswith("新村"):
        return None  # a name in whole: 枫林新村
    for suffix in _SUFFIXES.get(place.kind, ()):
        if place.name.endswith(suffix):
            short = place.name[: -len(suffix)]
            return short if len(short) >= _SHORTEST and not _NO_PLACE.fullmatch(short) else None
    return None


def _named_in(address: str, prefixes: list[str]) -> list[PlaceName]:
    """The estate or the road of an address.

    Args:
        address: as the utility writes it.
        prefixes: names of areas, the longest first.
    """
    rest = address.strip()
    while True:
        area = next((one for one in prefixes if rest.startswith(one)), None)
        if area is None or area == rest:
            break
        rest = rest[len(area) :]
    # An area may be called otherwise there than in the table.
    rest = _AREA.split(rest)[-1]
    road = _ROAD.match(rest)
    if road is not None and len(road[1]) > len("路") + 1:
        return [PlaceName(ROAD, road[1])]
    estate = _ESTATE.match(rest)
    return [PlaceName("community", estate[1])] if estate is not None else []
