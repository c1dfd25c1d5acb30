"""Days that only what was talked about dates."""

from __future__ import annotations

from datetime import date

import pytest

from bot.periods import Period, bare_day

TODAY = date(2026, 11, 30)  # a Monday
OCTOBER = Period.from_iso("2026-10-01/2026-10-31")
FRIDAY = Period.from_iso("2026-11-20/2026-11-20")
YEAR = Period.from_iso("2026-01-01/2026-12-31")


@pytest.mark.parametrize(
    ("text", "anchor", "iso"),
    [
        ("22号用了几度", None, "2026-11-22/2026-11-22"),
        ("30号呢", None, "2026-10-30/2026-10-30"),
        ("15号那天", OCTOBER, "2026-10-15/2026-10-15"),
        ("那二十号呢", FRIDAY, "2026-11-20/2026-11-20"),
        ("八号", OCTOBER, "2026-10-08/2026-10-08"),
        ("周日谷段", FRIDAY, "2026-11-22/2026-11-22"),
        ("周末呢", FRIDAY, "2026-11-21/2026-11-22"),
        ("周末用了多少", None, "2026-11-28/2026-11-29"),
        ("星期三", None, "2026-11-25/2026-11-25"),
        ("礼拜天呢", YEAR, "2026-11-29/2026-11-29"),
    ],
)
def test_a_day_without_its_month_or_week(text: str, anchor: Period | None, iso: str) -> None:
    found = bare_day(text, anchor, TODAY)
    assert found is not None
    assert found.to_iso() == iso


@pytest.mark.parametrize(
    "text",
    [
        "3号楼",
        "地址是听潮路8号",
        "柳巷3号",
        "第二号",
        "10月5号",
        "几号",
        "1号线",
        "上周日",
        "这周末",
        "下星期三",
        "每周三",
        "31号",
    ],
)
def test_what_is_none_or_has_its_month(text: str) -> None:
    november = Period.from_iso("2026-11-01/2026-11-30")
    assert bare_day(text, november, TODAY) is None
