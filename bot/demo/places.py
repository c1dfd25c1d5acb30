"""The invented city of 明江: its districts, streets, communities and supply stations."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE = "浙江省"
CITY = "明江市"
STATION_HOURS = "周一至周五 8:30-17:00，周六周日 9:00-16:00"
HALL_HOURS = "周一至周日 8:30-17:00"

# district -> (station, its address, street -> communities)
_DISTRICTS: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {
    "望江区": (
        "望江供电所",
        "柳岸街道听潮路18号",
        {
            "柳岸街道": ("听潮社区", "柳浪社区", "渡口社区", "晚晴社区"),
            "城隍街道": ("鼓楼里社区", "桂香社区", "书院社区", "石板巷社区"),
            "新港街道": ("海棠湾社区", "锦帆社区", "星河社区", "港东社区"),
        },
    ),
    "青渡区": (
        "青渡供电所",
        "青枫街道百工路66号",
        {
            "青枫街道": ("枫林社区", "百工社区", "明珠社区", "望月社区"),
            "东塘街道": ("东塘社区", "荷风社区", "水杉社区", "锦绣社区"),
            "工农街道": ("五金新村社区", "纺织里社区", "朝阳社区", "创业园社区"),
        },
    ),
    "松岭区": (
        "松岭供电所",
        "松阳岗街道岭南路9号",
        {
            "松阳岗街道": ("松涛社区", "岭南社区", "橘园社区", "茶亭社区"),
            "竹溪镇": ("竹溪村", "上畈村", "下畈村", "樟树下村"),
            "白石镇": ("白石村", "石桥头村", "外塘村", "里坞村"),
        },
    ),
    "云溪县": (
        "云溪供电所",
        "城关镇人民路101号",
        {
            "城关镇": ("南门社区", "北门社区", "溪滨社区", "凤凰社区"),
            "云峰乡": ("云峰村", "梯田村", "岙里村", "仙居坪村"),
            "枫桥头镇": ("枫桥头村", "沙湾村", "前洋村", "后洋村"),
        },
    ),
}


@dataclass(frozen=True)
class Place:
    """A row of `areas`."""

    id: int
    parent_id: int | None
    level: str
    name: str
    supply_station_id: int | None


@dataclass(frozen=True)
class Station:
    """A row of `supply_stations`."""

    id: int
    name: str
    address: str
    phone: str
    opening_hours: str


@dataclass(frozen=True)
class Community:
    """Where an account lies.

    Args:
        area_id: its row of `areas`.
        prefix: city to community, the first part of an address.
        rural: whether it's a village.
    """

    area_id: int
    prefix: str
    rural: bool


def _build() -> tuple[list[Place], list[Station], list[Community]]:
    places = [Place(1, None, "province", PROVINCE, None), Place(2, 1, "city", CITY, 1)]
    stations = [
        Station(1, "明江供电营业厅", f"{CITY}望江区城隍街道鼓楼路1号", "0579-0000-0100", HALL_HOURS)
    ]
    communities: list[Community] = []
    for name, (station, address, streets) in _DISTRICTS.items():
        station_id = len(stations) + 1
        stations.append(
            Station(
                station_id,
                station,
                f"{CITY}{name}{address}",
                f"0579-0000-0{station_id:d}00",
                STATION_HOURS,
            )
        )
        district_id = len(places) + 1
        places.append(Place(district_id, 2, "district", name, station_id))
        for street, members in streets.items():
            street_id = len(places) + 1
            places.append(Place(street_id, district_id, "street", street, None))
            for member in members:
                area_id = len(places) + 1
                places.append(Place(area_id, street_id, "community", member, None))
                communities.append(
                    Community(area_id, f"{CITY}{name}{street}{member}", member.endswith("村"))
                )
    return places, stations, communities


PLACES, STATIONS, COMMUNITIES = _build()
"""All rows of areas and supply stations, parents first; and the communities to live in."""


def community(name: str) -> Community:
    """The community of this name.

    Raises:
        KeyError: there is none.
    """
    for one in COMMUNITIES:
        if one.prefix.endswith(name):
            return one
    raise KeyError(name)
