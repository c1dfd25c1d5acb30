"""Places out of the utility's database, and the ways to name them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.accounts import place_names
from bot.accounts.place_names import ROAD, PlaceName, read_place_names, spellings
from bot.databases.migrate import migrate_one
from bot.databases.sessions import Sessions, connect, sessions, writing
from bot.databases.utility import Account, Area, Customer, SupplyStation


@pytest.fixture
def utility(tmp_path: Path) -> Sessions:
    """A utility with one street and no accounts."""
    url = f"sqlite:///{tmp_path / 'utility.db'}"
    migrate_one("utility", url)
    made = sessions(connect(url))
    with writing(made) as session:
        session.add(SupplyStation(id=1, name="一所", address="明江市望江区柳岸街道听潮路18号"))
        session.flush()
        areas = ("浙江省", "明江市", "望江区", "柳岸街道", "听潮社区")
        levels = ("province", "city", "district", "street", "community")
        for number, (level, name) in enumerate(zip(levels, areas, strict=True), start=1):
            session.add(Area(id=number, parent_id=number - 1 or None, level=level, name=name))
            session.flush()
        session.add(Customer(id=1, name="张三", kind="person", customer_class="residential"))
    return made


def add(utility: Sessions, number: int, address: str) -> None:
    with writing(utility) as session:
        session.add(
            Account(
                id=number, number=str(number), customer_id=1, area_id=5, address=address,
                region="zhejiang", tariff_class="residential", voltage="below_1kV", capacity_kw=8,
                payment_mode="postpaid", opened_on=date(2020, 1, 1),
            )
        )  # fmt: skip


AREAS = {
    PlaceName("district", "望江区"),
    PlaceName("street", "柳岸街道"),
    PlaceName("community", "听潮社区"),
    PlaceName(ROAD, "听潮路"),
}
PREFIX = "明江市望江区柳岸街道听潮社区"


def test_areas_and_the_roads_of_stations(utility: Sessions) -> None:
    assert read_place_names(utility).places == AREAS


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("听潮苑3幢2单元501室", PlaceName("community", "听潮苑")),
        ("海棠湾花园地下车库B区117号车位", PlaceName("community", "海棠湾花园")),
        ("锦帆国际公寓2幢906室", PlaceName("community", "锦帆国际公寓")),
        ("枫林新村8幢3单元202室", PlaceName("community", "枫林新村")),
        ("东塘路310号2楼", PlaceName(ROAD, "东塘路")),
        ("石板巷27号", PlaceName(ROAD, "石板巷")),
        ("解放大道8号", PlaceName(ROAD, "解放大道")),
        ("上门口12号", None),
        ("南苑12幢3单元", None),
        ("地下车库8号车位", None),
        ("沿街店面3号", None),
        ("", None),
    ],
)
def test_the_estate_or_road_of_an_address(
    utility: Sessions, address: str, expected: PlaceName | None
) -> None:
    add(utility, 1, PREFIX + address)
    assert read_place_names(utility).places - AREAS == ({expected} if expected else set())


def test_only_new_accounts_are_read_again(
    utility: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_names, "_READ_AT_ONCE", 2)
    for number in range(1, 6):
        add(utility, number, f"{PREFIX}听潮{'甲乙丙丁戊'[number - 1]}苑{number}幢")
    first = read_place_names(utility)
    assert (len(first.places - AREAS), first.last_account) == (5, 5)
    add(utility, 6, f"{PREFIX}东塘路310号")
    with writing(utility) as session:
        session.execute(update(Account).where(Account.id == 1).values(address="已读苑1幢"))
        session.execute(update(Area).where(Area.id == 4).values(name="新岸街道"))
    second = read_place_names(utility, first)
    assert second.last_account == 6
    assert second.places - first.places == {
        PlaceName(ROAD, "东塘路"),
        PlaceName("street", "新岸街道"),
    }
    assert first.places - second.places == {PlaceName("street", "柳岸街道")}


def test_a_database_without_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        read_place_names(sessions(connect(f"sqlite:///{tmp_path / 'empty.db'}")))


def test_short_names() -> None:
    places = [
        PlaceName("district", "望江区"),
        PlaceName("street", "竹溪镇"),
        PlaceName("community", "竹溪村"),  # 竹溪 is the town
        PlaceName("community", "锦绣社区"),
        PlaceName("community", "锦绣村"),  # as large as the one before: 锦绣 is neither
        PlaceName("community", "五金新村社区"),
        PlaceName("community", "南门社区"),  # every estate has one
        PlaceName("community", "枫林新村"),  # 新村 is the name's
        PlaceName("community", "东村"),  # too short
        PlaceName(ROAD, "东塘路"),
    ]
    short = {one.text: one.place.name for one in spellings(places) if one.short}
    assert short == {"望江": "望江区", "竹溪": "竹溪镇", "五金新村": "五金新村社区"}
    assert {one.text for one in spellings(places) if not one.short} == {one.name for one in places}
