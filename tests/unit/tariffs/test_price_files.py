"""Price files: what the published ones promise, and what a wrong one is told."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.tariffs import PriceBook, PriceUnknown, Window, band_label, load_price_book, tier_label
from bot.tariffs.price_files import FOLDER

GOOD = """\
region: nowhere
region_title: 某地
sets:
  - id: nowhere-1
    tariff_class: residential
    voltage: below_1kV
    title: 某地电价
    valid_from: 2024-01-01
    valid_until: 2024-12-31
    source: 某省物价局2024年通知
    urls: [https://example.org/prices]
    grade: C
    checked_on: 2024-02-01
    note: 测试
    tiers:
      per: year
      steps:
        - {up_to: 2760, price: 0.5}
        - {price: 0.8}
    time_of_use:
      reading: segments
      windows:
        - {band: peak, from: "08:00", to: "22:00"}
        - {band: valley, from: "22:00", to: "08:00"}
      prices:
        - {peak: 0.6, valley: 0.3}
        - {peak: 0.9, valley: 0.6}
    components:
      - {label: 代理购电价格, price: 0.3}
      - {label: 输配电价, price: 0.2}
"""


def load(folder: Path, *texts: str) -> PriceBook:
    for number, text in enumerate(texts):
        (folder / f"prices{number}.yml").write_text(text, encoding="utf-8")
    return load_price_book(folder)


def test_a_good_file(tmp_path: Path) -> None:
    price_set = load(tmp_path, GOOD).get("nowhere-1")
    assert price_set.valid_until == date(2024, 12, 31)
    assert price_set.base_price == Decimal("0.5")
    assert isinstance(price_set.steps[0].price, Decimal)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("price: 0.5}", "price: fifty}", 18, "sets[0].tiers.steps[0].price is 'fifty'; it may be a price"),
        ("price: 0.5}", "price: -0.5}", 18, "sets[0].tiers.steps[0].price is -0.5; it may be a price"),
        ("price: 0.5}", "price: 53.8}", 18, "sets[0].tiers.steps[0].price is 53.8; it may be a price"),
        ("    grade: C\n", "", 4, "sets[0].grade is missing; it may be A (government"),
        ("grade: C", "grade: M", 12, "sets[0].grade is 'M'; it may be A (government"),
        ("grade: C", "grade: C\n    color: red", 13, "sets[0].color is no known field; there are"),
        ("valid_from: 2024-01-01", "valid_from: 2024-13-01", 8, "sets[0].valid_from is '2024-13-01'; it may be a day"),
        ("valid_from: 2024-01-01", "valid_from: 1.1.2024", 8, "sets[0].valid_from is '1.1.2024'; it may be a day"),
        ("valid_until: 2024-12-31", "valid_until: 2023-12-31", 9, "sets[0].valid_until is before valid_from"),
        ("per: year", "per: week", 16, "sets[0].tiers.per is 'week'; it may be year, month or none"),
        ("per: year", "per: none", 17, "sets[0].tiers.steps are several; without tiers there may be one"),
        ("{price: 0.8}", "{up_to: 4800, price: 0.8}", 19, "sets[0].tiers.steps[1].up_to is there; the last"),
        ("{up_to: 2760, price: 0.5}", "{price: 0.5}", 18, "sets[0].tiers.steps[0].up_to is missing"),
        ("{price: 0.8}", "{price: 0.4}", 19, "sets[0].tiers.steps[1].price is 0.4; it may not fall below 0.5"),
        ("{peak: 0.9, valley: 0.6}", "{peak: 0.9}", 27, "sets[0].time_of_use.prices[1].valley is missing"),
        ("        - {peak: 0.9, valley: 0.6}\n", "", 25, "sets[0].time_of_use.prices has 1 rows; it may have"),
        ("reading: segments", "reading: surcharge", 0, None),
        ('from: "08:00"', 'from: "8 Uhr"', 23, "sets[0].time_of_use.windows[0].from is '8 Uhr'; it may be a time"),
        ("band: valley, from", "band: flat, from", 24, "sets[0].time_of_use.windows[1].band is 'flat', which has no"),
        ("输配电价, price: 0.2", "输配电价, price: 0.3", 28, "sets[0].components sum to 0.6; they may only sum"),
        ("voltage: below_1kV", "voltage: low", 6, "sets[0].voltage is 'low'; it may be one of below_1kV"),
        ("title: 某地电价", "title: 某地电价\n    title: 又一个", 8, "sets[0].title is there twice, first in line 7"),
        ("source: 某省物价局2024年通知", "source: 见https://example.org/1", 10, "sets[0].source is '见https://example.org/1'; it may be the authority"),
        ("[https://example.org/prices]", "[prices.html]", 11, "sets[0].urls[0] is 'prices.html'; it may be an address"),
        ("grade: C", "grade: C\n    rounding: half", 13, "sets[0].rounding is 'half'; it may be parts (every line is rounded)"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, message: str | None
) -> None:
    assert old in GOOD
    changed = GOOD.replace(old, new, 1)
    if message is None:  # surcharge whose second row is right after all: 0.6+0.3, 0.3+0.3
        assert load(tmp_path, changed).get("nowhere-1").time_of_use is not None
        return
    with pytest.raises(DataFileError) as caught:
        load(tmp_path, changed)
    assert caught.value.line == line
    assert f"prices0.yml, line {line}: {message}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_surcharge_rows_must_be_the_first_plus_the_surcharge(tmp_path: Path) -> None:
    changed = GOOD.replace("segments", "surcharge").replace("valley: 0.6", "valley: 0.5")
    with pytest.raises(DataFileError, match=r"prices\[1\] isn't the first row plus"):
        load(tmp_path, changed)


def test_seasons_must_cover_the_year_once(tmp_path: Path) -> None:
    head, _, rest = GOOD.partition("    tiers:")
    tail = rest.partition("    time_of_use:")[0]
    assert "steps" in tail
    seasons = """    tiers:
      per: month
      seasons:
        - {label: 夏季, months: [5, 6], steps: [{up_to: 260, price: 0.5}, {price: 0.8}]}
        - {label: 其他, months: [MONTHS], steps: [{up_to: 200, price: 0.5}, {price: PRICE}]}
"""

    def text(months: str, price: str = "0.8") -> str:
        return head + seasons.replace("MONTHS", months).replace("PRICE", price)

    others = "1, 2, 3, 4, 7, 8, 9, 10, 11, 12"
    assert load(tmp_path, text(others)).get("nowhere-1").steps_in(6)[0].to_kwh == 260
    for months, price, message in (
        ("1, 2", "0.8", "leave out month 3"),
        (others + ", 6", "0.8", "repeat 6"),
        (others, "0.9", "have other prices"),
    ):
        load_price_book.cache_clear()
        with pytest.raises(DataFileError, match=message):
            load(tmp_path, text(months, price))


def test_two_sets_on_the_same_day_are_refused(tmp_path: Path) -> None:
    second = GOOD.replace("nowhere-1", "nowhere-2").replace("2024-01-01", "2024-12-31")
    with pytest.raises(DataFileError, match="give nowhere-1 a valid_until before 2024-12-31"):
        load(tmp_path, GOOD, second)


def test_two_seasons_of_a_year_are_no_clash(tmp_path: Path) -> None:
    first = GOOD.replace("grade: C", "grade: C\n    months: [1, 2, 3, 4, 5, 6]")
    other = GOOD.replace("nowhere-1", "nowhere-2").replace("2024-01-01", "2024-07-01")
    second = other.replace("grade: C", "grade: C\n    months: [7, 8, 9, 10, 11, 12]")
    book = load(tmp_path, first, second)
    assert book.find("nowhere", "residential", "below_1kV", date(2024, 6, 30)).id == "nowhere-1"
    assert book.find("nowhere", "residential", "below_1kV", date(2024, 7, 1)).id == "nowhere-2"


def test_a_first_tier_may_not_grow_over_the_second(tmp_path: Path) -> None:
    rule = """\
    household:
      persons: 5
      extra_kwh_per_month: EXTRA
      widens: first
      source: 某省物价局
      grade: C
      note: 测试
"""
    text = GOOD.replace(
        "{price: 0.8}", "{up_to: 4800, price: 0.8}\n        - {price: 0.9}"
    ).replace(
        "{peak: 0.9, valley: 0.6}", "{peak: 0.9, valley: 0.6}\n        - {peak: 1.0, valley: 0.7}"
    )
    assert load(tmp_path, text + rule.replace("EXTRA", "169")).get("nowhere-1").household
    load_price_book.cache_clear()
    with pytest.raises(DataFileError, match="extra_kwh_per_month lets the first tier end after"):
        load(tmp_path, text + rule.replace("EXTRA", "170"))


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=re.escape("sets[0].id is 'nowhere-1', which another")):
        load(tmp_path, GOOD, GOOD)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="holds no price set"):
        load_price_book(tmp_path)


class TestPublished:
    """What `data/tariffs` holds."""

    def test_find_by_day(self, book: PriceBook) -> None:
        found = book.find("zhejiang", "commercial", "below_1kV", date(2024, 12, 31))
        assert found.id == "demo-commercial-low-2020"
        found = book.find("zhejiang", "commercial", "below_1kV", date(2025, 1, 1))
        assert found.id == "demo-commercial-low-2025"

    @pytest.mark.parametrize(
        ("region", "tariff_class", "voltage", "on"),
        [
            ("sichuan", "residential", "below_1kV", date(2025, 7, 1)),
            ("shenzhen", "residential", "below_1kV", date(2025, 1, 1)),
            ("zhejiang", "residential", "20kV", date(2025, 1, 1)),
            ("zhejiang", "residential", "below_1kV", date(2012, 6, 30)),
            ("beijing", "commercial", "below_1kV", date(2025, 1, 1)),
        ],
    )
    def test_what_is_not_known_is_said_to_be_unknown(
        self, book: PriceBook, region: str, tariff_class: str, voltage: str, on: date
    ) -> None:
        with pytest.raises(PriceUnknown, match="no price set"):
            book.find(region, tariff_class, voltage, on)

    def test_unknown_id(self, book: PriceBook) -> None:
        with pytest.raises(PriceUnknown, match="'nothing'"):
            book.get("nothing")

    def test_every_set_says_where_it_is_from(self, book: PriceBook) -> None:
        for price_set in book.sets:
            citation = price_set.citation()
            assert list(citation) == [
                "title", "valid_from", "source", "grade", "checked_on", "note",
            ]  # fmt: skip
            assert all(isinstance(value, str) and value for value in citation.values())
            assert date.fromisoformat(citation["valid_from"]) == price_set.valid_from
            assert price_set.urls or price_set.grade == "demo"

    def test_customers_hear_an_authority_or_a_document(self, book: PriceBook) -> None:
        for price_set in book.sets:
            rules = (price_set.household, price_set.welfare)
            for told in (price_set, *(rule for rule in rules if rule is not None)):
                assert re.search("物价局|发展改革委|演示数据", told.source), told.source

    def test_a_season_has_a_price_of_its_own(self, book: PriceBook) -> None:
        found = book.find("sichuan", "residential", "below_1kV", date(2026, 11, 30))
        assert found.months == (11, 12, 1, 2, 3, 4, 5)
        assert found in book.listed("sichuan", date(2026, 4, 1))
        assert found not in book.listed("sichuan", date(2026, 6, 1))

    def test_invented_figures_say_so(self, book: PriceBook) -> None:
        business = {"commercial", "industrial", "farming", "ev_residential"}
        for price_set in book.sets:
            assert (price_set.tariff_class in business) == (price_set.grade == "demo")
            assert (price_set.grade == "demo") == ("示例" in price_set.note)

    def test_components_sum_to_the_price(self, book: PriceBook) -> None:
        found = [price_set for price_set in book.sets if price_set.components]
        assert found
        for price_set in found:
            assert sum(part.price for part in price_set.components) == price_set.base_price

    def test_windows_cover_the_day_once(self, book: PriceBook) -> None:
        for price_set in book.sets:
            if price_set.time_of_use is None:
                continue
            for minute in range(0, 24 * 60, 30):
                moment = time(minute // 60, minute % 60)
                covering = [w for w in price_set.time_of_use.windows if _covers(w, moment)]
                assert len(covering) == 1, (price_set.id, moment)

    def test_listed(self, book: PriceBook) -> None:
        listed = book.listed("zhejiang", date(2025, 7, 1))
        assert {price_set.tariff_class for price_set in listed} == {
            "residential", "residential_shared", "ev_residential",
            "commercial", "industrial", "farming",
        }  # fmt: skip

    def test_no_line_that_rasa_takes_for_training_data(self) -> None:
        for path in FOLDER.rglob("*.yml"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*-?\s*(nlu|rules|stories|responses):", text, re.MULTILINE)


def _covers(window: Window, moment: time) -> bool:
    if window.start < window.end:
        return window.start <= moment < window.end
    return moment >= window.start or moment < window.end


def test_labels() -> None:
    assert (tier_label(2), band_label("valley")) == ("第二档", "低谷")
    assert Window("peak", time(8), time(22)).text == "08:00-22:00"
    assert Window("valley", time(22), time(8)).text == "22:00-次日08:00"
    assert Window("flat", time(21), time(0)).text == "21:00-24:00"
