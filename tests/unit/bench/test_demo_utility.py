"""The demo utility that a judged model is given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.accounts.place_names import ROAD, read_place_names
from bot.databases.sessions import connect, sessions
from bot.demo.places import PLACES
from tests.bench.demo_utility import made


def test_its_places_can_be_read(tmp_path: Path) -> None:
    environment = made(tmp_path / "utility", date(2026, 11, 22))
    engine = connect(environment["UTILITY_DB_URL"])
    try:
        places = read_place_names(sessions(engine)).places
    finally:
        engine.dispose()
    names = {one.name for one in places}
    assert {one.name for one in PLACES if one.level in ("district", "street", "community")} <= names
    assert "听潮苑" in names
    assert "东塘路" in {one.name for one in places if one.kind == ROAD}
