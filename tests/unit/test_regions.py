"""Which province, or city with prices of its own, a text speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import regions
from bot.datafiles import DataFileError
from bot.regions import region_named, region_of_power
from bot.tariffs import load_price_book


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("韶关民用电多少钱一度", "广东"),
        ("四川夜间电费", "四川"),
        ("内蒙古工业电价", "内蒙古"),
        ("内蒙的电价", "内蒙古"),
        ("我在杭州，以前住上海", "浙江"),
        ("张家口的冬天", "河北"),
        ("南京路12号的店", None),
        ("中山北路那家店在苏州", "江苏"),
        ("屋顶日照够不够", None),
        ("电价多少", None),
        ("广州的电价", "广州"),
        ("广东省深圳市居民电价", "深圳"),
        ("广东现在多少钱一度，我在广州", "广州"),
        ("浙江的电价，以前在深圳", "浙江"),
    ],
)
def test_first_that_is_named(text: str, region: str | None) -> None:
    assert region_named(text) == region


def test_a_city_with_own_prices_has_to_be_a_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "regions.yml"
    wrong.write_text("regions:\n  广东: [韶关]\nown_prices:\n  广州: 广东\n", encoding="utf-8")
    monkeypatch.setattr("bot.regions.FILE", wrong)
    regions._names.cache_clear()
    try:
        with pytest.raises(
            DataFileError, match=r"line 4: own_prices\.广州 names 广州, which isn't"
        ):
            region_named("韶关")
    finally:
        regions._names.cache_clear()


def test_regions_with_prices_are_known_by_the_same_name() -> None:
    for one in load_price_book().sets:
        assert region_named(f"{one.region_title}的电价") == one.region_title


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("武汉电费怎么这么贵", "湖北"),
        ("查一下老家安徽的户号", "安徽"),
        ("成都那边家里的电费多少", "四川"),
        ("广东省欠费了会停电吗", "广东"),
        ("我在武汉怎么交电费", None),
        ("我从安徽回来电费多了", None),
        ("去北京家里电费会少吗", None),
        ("南京路的电费", None),
        ("上个月电费多少", None),
        ("我是武汉人，上个月电费多少", None),
    ],
)
def test_whose_electricity_a_text_speaks_of(text: str, region: str | None) -> None:
    assert region_of_power(text) == region
