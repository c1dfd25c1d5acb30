"""The times that a turn names."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.dialogue.periods import named_periods
from actions.dialogue.turn import Turn
from bot.clock import SHANGHAI
from bot.nlu.entities import find_all

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=SHANGHAI)


def periods(text: str) -> list[str]:
    entities: dict[str, list[str]] = {}
    for one in find_all(text, "[0-9]{10}", NOW):
        entities.setdefault(one.entity, []).append(one.value)
    turn = Turn("c", "m", "query_usage", text=text, entities=entities)
    return [one.to_iso() for one in named_periods(turn, NOW.date())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨晚用了多少度", ["2026-11-21/2026-11-21"]),
        ("昨晚到今早用了多少电", ["2026-11-21/2026-11-22"]),
        ("今天早上八点表上是7765", ["2026-11-22/2026-11-22"]),
        ("上个月和昨晚", ["2026-10-01/2026-10-31", "2026-11-21/2026-11-21"]),
        ("晚上用了多少度", []),
        ("上个月用了多少度", ["2026-10-01/2026-10-31"]),
    ],
)
def test_the_day_of_a_moment_is_a_period(text: str, expected: list[str]) -> None:
    assert periods(text) == expected
