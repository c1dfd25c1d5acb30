"""The telephone number and the halls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.clock import FixedClock
from tests.actions.conftest import Begin, People


def test_the_hotline_is_that_of_the_settings(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("query_hotline") == ["utter_hotline"]
    assert dialogue.said[0].facts["hotline"] == dialogue.services.settings.hotline


def test_a_bound_customer_hears_of_the_own_hall(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_office") == ["utter_own_office"]
    assert "测试供电所" in dialogue.said[0].facts["offices"]


def test_everybody_else_hears_of_all_halls(begin: Begin, people: People, clock: FixedClock) -> None:
    assert begin().say("query_office") == ["utter_office"]
    assert begin(people.pair).say("query_office") == ["utter_office"]
    dialogue = begin(people.single)
    clock.moment += timedelta(minutes=31)
    assert dialogue.say("query_office") == ["utter_office"]


def test_the_halls_of_a_place_that_is_named_are_told(begin: Begin, people: People) -> None:
    for dialogue in (begin(), begin(people.single)):
        assert dialogue.say("query_office", text="测试供电所在哪条路") == ["utter_office"]
        assert dialogue.said[0].facts["offices"].count("•") == 1


def test_without_any_hall_the_hotline_is_told(begin: Begin) -> None:
    dialogue = begin()

    class NoHalls:
        def all(self, limit: int) -> list[object]:
            return []

        def named(self, text: str, limit: int) -> list[object]:
            return []

    dialogue.services = replace(dialogue.services, halls=NoHalls())  # type: ignore[arg-type]
    assert dialogue.say("query_office") == ["utter_office_unknown"]
