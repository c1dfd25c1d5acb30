"""Where a message can be cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.clauses import MOST, clauses, part


def cut(text: str) -> list[tuple[str, str]]:
    return [(part(text, one, one), one.after) for one in clauses(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("停电了，还有上个月电费多少", [("停电了", "link"), ("上个月电费多少", "link")]),
        ("上个月电费多少？发票怎么开", [("上个月电费多少？", "link"), ("发票怎么开", "link")]),
        ("停电了，上个月电费多少", [("停电了", "link"), ("上个月电费多少", "mark")]),
        ("停电了 老人在家", [("停电了", "link"), ("老人在家", "mark")]),
        ("查一下电费和余额", [("查一下电费", "link"), ("余额", "and")]),
        ("你给我查查上个月电费多少我家现在还欠不欠费", [("你给我查查", "link"), ("上个月电费多少", "run_on"), ("我家现在还欠不欠费", "run_on")]),
        ("上个月电费还有多少没交", [("上个月电费还有多少没交", "link")]),
        ("欠费交了之后几点来电", [("欠费交了之后几点来电", "link")]),
        ("余额，另外，发票", [("余额", "link"), ("发票", "link")]),
        ("", []),
        ("。，", []),
    ],
)  # fmt: skip
def test_places(text: str, parts: list[tuple[str, str]]) -> None:
    assert cut(text) == parts


def test_of_too_many_the_weakest_are_passed_over() -> None:
    text = "一户的电费，二户的电费，三户的电费，四户的电费，五户的电费和六户的电费"
    assert [kind for _, kind in cut(text)] == ["link", *["mark"] * 4, "and"]
    assert [kind for _, kind in cut(text + "，七户的电费和八户的电费")] == ["link", *["mark"] * 5]
    assert cut("，".join(["一户的电费"] * 9)) == [("，".join(["一户的电费"] * 9), "link")]


@given(st.text("停电了，还有另外和吗多少怎么 。？?1.、abc", max_size=60))
def test_clauses_lie_one_behind_the_other(text: str) -> None:
    found = clauses(text)
    assert len(found) <= MOST
    for one, other in itertools.pairwise(found):
        assert one.start < one.end <= other.start
    assert all(part(text, one, one).strip() for one in found)
