"""The reading in the engine's turn: the focus stored with it, the same when replayed, nothing personal told."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialogue.focus import Focus
from bot.engine.reading import FOCUS, reading_of, with_callback
from tests.engine.conftest import ActionServer, Engine, StartEngine
from tests.unit.dialogue.situations import NOW

PHONE = "15400000001"


@pytest.fixture
async def engine(start_engine: StartEngine, tracker_url: str, actions: ActionServer) -> Engine:
    """An engine whose answers of 查电费 offer something."""

    async def offers(call: Mapping[str, Any]) -> dict[str, Any]:
        focus = Focus.of_slot(call["tracker"]["slots"][FOCUS], NOW)
        pushed = focus.with_frame("offer", "billing", name="invoice", subject="发票")
        return {
            "events": [{"event": "slot", "name": FOCUS, "value": _now(pushed)}],
            "responses": [{"text": None, "response": "utter_remote", "amount": "12.30"}],
        }

    async def accepted(call: Mapping[str, Any]) -> dict[str, Any]:
        latest = call["tracker"]["latest_message"]
        offer = [one["value"] for one in latest["entities"] if one["entity"] == "offer"]
        said = {"text": None, "response": "utter_remote", "amount": str(offer)}
        return {"events": [], "responses": [said]}

    actions.answers.update(action_remote=offers, action_accepted=accepted)
    return await start_engine(tracker_url)


def _now(focus: Focus) -> dict[str, Any]:
    """A focus whose frames never fade by the clock of the machine."""
    slot = focus.as_slot()
    for one in slot["frames"]:
        one["at"] = None
    return slot


async def _tracker(engine: Engine) -> Any:
    tracker = await engine.trackers.retrieve_full_tracker(engine.conversation)
    assert tracker is not None
    return tracker


async def test_the_focus_is_stored_and_counts_the_turns(engine: Engine) -> None:
    for number, text in enumerate(["你好", "查电费", "你好"], 1):
        await engine.say(f"c:{number}", text)
        slot = (await _tracker(engine)).get_slot(FOCUS)
        assert slot["turn"] == number
    assert [one["kind"] for one in slot["frames"]] == ["offer"]


async def test_a_message_is_read_in_the_light_of_the_focus(engine: Engine) -> None:
    alone = await engine.say("c:1", "好的")
    assert (alone["state"]["reading"], alone["state"]["focus"]) == ("steering", [])
    asked = await engine.say("c:2", "查电费")
    assert asked["state"]["focus"] == ["offer:invoice"]
    accepted = await engine.say("c:3", "好的")
    state = accepted["state"]
    assert (state["intent"], state["reading"]) == ("affirm", "steering")
    assert state["why"] == "a yes to the offer just before"
    assert [one["text"] for one in accepted["messages"]] == ["电费['invoice']元"]


async def test_the_stored_message_keeps_what_was_understood_alone_beside_it(engine: Engine) -> None:
    await engine.say("c:1", "查电费")
    await engine.say("c:2", "好的")
    parsed = (await _tracker(engine)).latest_message.parse_data
    assert parsed["text"] == "好的"
    assert parsed["intent"]["name"] == "affirm"
    assert reading_of(parsed)["alone"] in ("nlu_fallback", "affirm")
    json.dumps(parsed)


async def test_a_replayed_turn_is_read_the_same_and_counts_once(
    engine: Engine, actions: ActionServer
) -> None:
    await engine.say("c:1", "查电费")
    first = await engine.say("c:2", "好的")
    calls = len(actions.calls)
    events = await engine.events()
    assert await engine.say("c:2", "好的") == {**first, "replayed": True}
    assert len(actions.calls) == calls
    assert await engine.events() == events
    # … also after the talk went on: then the second yes accepts nothing any more.
    await engine.say("c:3", "你好")
    assert (await engine.say("c:2", "好的"))["state"]["why"] == first["state"]["why"]
    assert (await engine.say("c:4", "好的"))["state"]["why"] != first["state"]["why"]


async def test_a_failed_turn_leaves_no_trace_on_the_focus(
    engine: Engine, actions: ActionServer
) -> None:
    await engine.say("c:1", "查电费")
    before = (await _tracker(engine)).get_slot(FOCUS)

    async def fails(_: Mapping[str, Any]) -> dict[str, Any]:
        raise RuntimeError

    works = actions.answers["action_accepted"]
    actions.answers["action_accepted"] = fails
    status, _ = await engine.turn("c:2", "好的")
    assert status == 502
    assert (await _tracker(engine)).get_slot(FOCUS) == before
    actions.answers["action_accepted"] = works
    again = await engine.say("c:2", "好的")
    assert again["state"]["why"] == "a yes to the offer just before"


async def test_buttons_of_the_answer_before_can_be_chosen_in_words(engine: Engine) -> None:
    await engine.say("c:1", "你好")
    chosen = await engine.say("c:2", "1")
    assert (chosen["state"]["reading"], chosen["state"]["intent"]) == ("choice", "ask_remote")
    nothing = await engine.say("c:3", "1")
    assert nothing["state"]["intent"] == "nlu_fallback"


async def test_a_plea_for_the_last_answer_is_read(engine: Engine) -> None:
    await engine.say("c:1", "你好")
    assert (await engine.say("c:2", "没看懂"))["state"]["reading"] == "repair"


@pytest.mark.parametrize("text", [f"我电话{PHONE}", f"好的，打{PHONE}找张小明", f"不是，是{PHONE}"])
async def test_neither_state_nor_log_repeats_what_was_typed(
    engine: Engine, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    await engine.say("c:1", "查电费")
    with caplog.at_level(logging.INFO, logger="bot.engine"):
        answer = await engine.say("c:2", text)
    turns = [record for record in caplog.records if record.message == "turn"]
    assert len(turns) == 1
    told = {name: getattr(turns[0], name) for name in ("intent", "reading", "why", "alone")}
    assert told["reading"] == answer["state"]["reading"]
    assert told["why"] == answer["state"]["why"]
    for part in (PHONE, "张小明", text):
        assert part not in json.dumps(answer["state"], ensure_ascii=False)
        assert part not in str(told)
        assert part not in caplog.text


def test_a_call_back_of_the_gateway_lies_under_what_is_talked_about() -> None:
    focus = Focus(3, NOW).with_frame("question", "billing", question="query_bill")
    known = with_callback(focus, "MD20261122-0001")
    request = known.newest("request")
    assert request is not None
    assert (request.about["request_kind"], known.since(request)) == ("callback", 1)
    assert known.newest("question", "request") == focus.newest("question")
    assert with_callback(known, "MD20261122-0001") == known
    assert with_callback(focus, None) == focus
