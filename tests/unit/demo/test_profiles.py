"""Who is in the demo: named people, the bulk, places; and the months they live in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.bulk import bulk_households
from bot.demo.named import named_households
from bot.demo.people import PEOPLE, PHONE_PREFIX, person
from bot.demo.places import COMMUNITIES, PLACES, STATIONS, community
from bot.demo.profiles import first_of, last_of, months_from

TODAY = date(2026, 3, 17)


def test_people_are_complete_and_distinct() -> None:
    numbers = [number for one in PEOPLE for number in one.numbers]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[0-9]{10}", number) for number in numbers)
    for one in PEOPLE:
        assert re.fullmatch(PHONE_PREFIX + r"[0-9]{8}", one.phone)
        assert one.about
        assert one.questions
    for attribute in ("key", "name", "phone"):
        assert len({getattr(one, attribute) for one in PEOPLE}) == len(PEOPLE)


def test_people_are_found_by_key() -> None:
    assert person("arrears").name == "陈方圆"
    with pytest.raises(KeyError):
        person("nobody")


def test_every_named_household_is_a_person_of_the_list_in_its_order() -> None:
    households = named_households(TODAY)
    assert [one.holder.name for one in households] == [one.name for one in PEOPLE]
    for household, one in zip(households, PEOPLE, strict=True):
        assert tuple(profile.number for profile in household.profiles) == one.numbers
        assert household.holder.phone == one.phone


def test_many_customers_never_share_a_number_or_a_phone() -> None:
    households = list(islice(bulk_households(TODAY), 6000))
    numbers = [profile.number for one in households for profile in one.profiles]
    numbers += [number for one in PEOPLE for number in one.numbers]
    assert len(set(numbers)) == len(numbers)
    phones = [one.holder.phone for one in households if one.holder.phone]
    phones += [one.phone for one in PEOPLE]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"154[0-9]{8}", phone) for phone in phones)


def test_customer_n_is_the_same_on_any_day_but_for_what_is_dated() -> None:
    one = [household.holder.name for household in islice(bulk_households(TODAY), 50)]
    other = [household.holder.name for household in islice(bulk_households(date(2027, 1, 1)), 50)]
    assert one == other


def test_what_befalls_an_account_fits_its_life() -> None:
    for household in islice(bulk_households(TODAY), 4000):
        for profile in household.profiles:
            assert profile.opened_on < TODAY
            for day in (profile.cut_off_on, profile.closed_on, profile.exchanged_on):
                assert day is None or profile.opened_on < day <= TODAY, profile
            if profile.payment_mode == "prepaid":
                assert profile.issue_day == 1
                assert profile.meter_kind == "smart"
            if profile.time_of_use_since is not None:
                assert profile.meter_kind == "smart"


def test_troubles_are_rare_but_there() -> None:
    troubles = Counter(
        trouble
        for household in islice(bulk_households(TODAY), 4000)
        for profile in household.profiles
        for trouble in profile.troubles
    )
    assert len(troubles) == 13
    assert all(4 <= count <= 400 for count in troubles.values()), troubles


def test_places_hang_together() -> None:
    by_id = {place.id: place for place in PLACES}
    above = {"city": "province", "district": "city", "street": "district", "community": "street"}
    stations = {station.id for station in STATIONS}
    for place in PLACES:
        if place.parent_id is None:
            assert place.level == "province"
            continue
        assert place.parent_id < place.id
        assert by_id[place.parent_id].level == above[place.level]
        assert place.supply_station_id is None or place.supply_station_id in stations
        assert (place.supply_station_id is not None) == (place.level in ("city", "district"))
    assert len({one.prefix for one in COMMUNITIES}) == len(COMMUNITIES)
    assert community("听潮社区").prefix == "明江市望江区柳岸街道听潮社区"


@given(day=st.dates(date(1990, 1, 1), date(2090, 12, 31)), months=st.integers(-400, 400))
def test_months_are_counted_right(day: date, months: int) -> None:
    moved = first_of(day, months)
    assert moved.day == 1
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert first_of(last_of(day)) == first_of(day)
    assert (first_of(day, 1) - last_of(day)).days == 1


def test_months_between() -> None:
    assert list(months_from(date(2025, 11, 20), date(2026, 1, 1))) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
    assert list(months_from(date(2026, 2, 1), date(2026, 1, 31))) == []
