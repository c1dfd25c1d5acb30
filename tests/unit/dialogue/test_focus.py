"""The stack of frames: what gives way, what fades, and the way into a slot and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.focus import LIVES, MOST, Focus, Frame, Kind
from tests.unit.dialogue.situations import NOW

KINDS = get_args(Kind)


def kinds(focus: Focus) -> list[str]:
    return [one.kind for one in focus.frames]


def test_every_kind_has_a_life() -> None:
    assert set(LIVES) == set(KINDS)


def test_the_newest_frame_is_on_top() -> None:
    focus = Focus(1, NOW).with_frame("question", "billing", question="query_bill")
    focus = focus.with_frame("offer", "billing", name="invoice")
    assert kinds(focus) == ["question", "offer"]
    top = focus.newest()
    assert top is not None
    assert top.kind == "offer"
    assert focus.newest("question") == focus.frames[0]
    assert focus.newest("question", "offer") == focus.frames[1]
    assert focus.newest("request") is None


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in ("request", "form")])
def test_one_frame_of_a_kind_the_older_gives_way(kind: Any) -> None:
    focus = (
        Focus(1, NOW)
        .with_frame(kind, "a", name="1")
        .with_frame("rule" if kind != "rule" else "offer")
    )
    focus = focus.with_frame(kind, "b", name="2")
    found = [one for one in focus.frames if one.kind == kind]
    assert [(one.topic, one.about["name"]) for one in found] == [("b", "2")]
    assert focus.frames[-1].kind == kind


@pytest.mark.parametrize("kind", ["request", "form"])
def test_several_requests_and_forms_stand_side_by_side_by_name(kind: Any) -> None:
    focus = Focus(1, NOW)
    for name in ("x", "y", "x"):
        focus = focus.with_frame(kind, "billing", name=name)
    assert [one.about["name"] for one in focus.frames] == ["y", "x"]


def test_the_oldest_frames_give_way() -> None:
    focus = Focus(1, NOW)
    for number in range(MOST + 3):
        focus = focus.with_frame("request", "handoff", name=str(number))
    assert len(focus.frames) == MOST
    assert focus.frames[0].about["name"] == "3"


def test_frames_are_taken_off_by_kind_and_one_by_one() -> None:
    focus = Focus(1, NOW).with_frame("question").with_frame("offer").with_frame("rule")
    assert kinds(focus.without("question", "rule")) == ["offer"]
    assert kinds(focus.without_frame(focus.frames[1])) == ["question", "rule"]
    assert kinds(focus.without()) == kinds(focus)


@pytest.mark.parametrize("kind", [one for one in KINDS if LIVES[one].turns is not None])
def test_what_is_not_touched_fades_by_turns(kind: Any) -> None:
    focus = Focus(1, NOW).with_frame(kind)
    turns = LIVES[kind].turns or 0
    for _ in range(turns):
        focus = focus.next_turn()
        assert kinds(focus) == [kind]
    assert kinds(focus.next_turn()) == []


@pytest.mark.parametrize("kind", [one for one in KINDS if LIVES[one].time is not None])
def test_what_is_not_touched_fades_by_time(kind: Any) -> None:
    time = LIVES[kind].time or timedelta(0)
    focus = Focus(1, NOW).with_frame(kind)
    assert kinds(replace(focus, now=NOW + time).next_turn()) == [kind]
    assert kinds(replace(focus, now=NOW + time + timedelta(seconds=1)).next_turn()) == []


@pytest.mark.parametrize("kind", ["account", "request", "form"])
def test_account_request_and_form_outlive_many_turns(kind: Any) -> None:
    focus = Focus(1, NOW).with_frame(kind, name="x")
    for _ in range(200):
        focus = focus.next_turn()
    assert kinds(focus) == [kind]


def test_what_is_touched_lives_on() -> None:
    focus = Focus(1, NOW).with_frame("offer", name="x")
    for _ in range(20):
        focus = focus.next_turn().with_frame("offer", name="x")
    assert kinds(focus) == ["offer"]


def test_turns_since_a_frame_are_counted_from_one() -> None:
    focus = Focus(0, NOW).next_turn().with_frame("question")
    frame = focus.frames[0]
    assert focus.since(frame) == 0
    assert focus.next_turn().since(frame) == 1
    assert focus.next_turn().next_turn().since(frame) == 2


# -- in a slot ---------------------------------------------------------------------------------

TEXTS = st.text(max_size=12)
ABOUT = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
FRAMES = st.lists(st.tuples(st.sampled_from(KINDS), TEXTS, ABOUT), max_size=8)


@given(pushed=FRAMES, turns=st.integers(0, 5))
def test_a_focus_comes_back_from_its_slot(
    pushed: list[tuple[Any, str, dict[str, Any]]], turns: int
) -> None:
    focus = Focus(3, NOW)
    for kind, topic, about in pushed:
        focus = replace(
            focus, frames=(*focus.frames, Frame(kind, topic, about, focus.turn, focus.now))
        )
    for _ in range(turns):
        focus = focus.next_turn()
    assert Focus.of_slot(json.loads(json.dumps(focus.as_slot())), NOW) == focus


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["kind", "topic", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_no_focus_is_an_empty_one(value: Any) -> None:
    assert Focus.of_slot(value, NOW) == Focus(0, NOW)
    assert Focus.of_slot({"turn": 4, "frames": [value]}, NOW).turn == 4


def test_frames_of_kinds_that_are_gone_are_left_out() -> None:
    slot = Focus(2, NOW).with_frame("question").as_slot()
    slot["frames"].insert(0, {"kind": "mood", "topic": "", "about": {}, "turn": 1, "at": None})
    assert kinds(Focus.of_slot(slot, NOW)) == ["question"]


@given(pushed=FRAMES)
def test_however_frames_are_pushed_the_stack_stays_small_and_in_order(
    pushed: list[tuple[Any, str, dict[str, Any]]],
) -> None:
    focus = Focus(1, NOW)
    for kind, topic, about in pushed:
        about.pop("kind", None)
        about.pop("topic", None)
        about.pop("self", None)
        focus = focus.with_frame(kind, topic, **about).next_turn()
        assert len(focus.frames) <= MOST
        turns = [one.turn for one in focus.frames]
        assert turns == sorted(turns)
