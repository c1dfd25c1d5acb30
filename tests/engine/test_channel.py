"""The engine's channel, over HTTP, on both kinds of tracker database."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from rasa.shared.core.domain import SessionConfig

from tests.engine.conftest import TOKEN, ActionServer, Engine, StartEngine


@pytest.fixture
async def engine(start_engine: StartEngine, tracker_url: str) -> Engine:
    return await start_engine(tracker_url)


@pytest.fixture
async def any_engine(start_engine: StartEngine, sqlite_url: str) -> Engine:
    return await start_engine(sqlite_url)


async def test_one_object_for_each_response_with_its_name(engine: Engine) -> None:
    answer = await engine.say("c:1", "查电费")
    assert answer["messages"] == [
        {
            "response": "utter_remote",
            "text": "电费12.30元",
            "buttons": [{"title": "为什么", "payload": "/ask_remote"}],
            "custom": {"schema": "bill", "amount": "12.30"},
            "image": None,
        }
    ]
    assert answer["state"] == {
        "intent": "ask_remote",
        "confidence": 1.0,
        "ranking": [],
        "active_form": None,
        "requested_slot": None,
        "reading": "errand",
        "why": "understood alone",
        "alone": "ask_remote",
        "focus": [],
    }
    assert answer["replayed"] is False


async def test_buttons_and_image_of_a_response(any_engine: Engine) -> None:
    (said,) = (await any_engine.say("c:1", "你好"))["messages"]
    assert said["buttons"] == [{"title": "查电费", "payload": "/ask_remote"}]
    assert said["image"] == "/pictures/hello.png"
    assert said["custom"] is None


async def test_a_channel_gets_its_own_variant(any_engine: Engine) -> None:
    (said,) = (await any_engine.say("c:1", "你好", channel="wechat"))["messages"]
    assert (said["response"], said["text"]) == ("utter_greet", "你好，微信用户")


async def test_a_known_message_is_replayed_and_not_run(
    engine: Engine, actions: ActionServer
) -> None:
    first = await engine.say("c:1", "查电费")
    await engine.say("c:2", "你好")
    again = await engine.say("c:1", "查电费")
    assert again == {**first, "replayed": True}
    assert len(actions.calls) == 1


async def test_a_message_of_an_earlier_session_is_replayed(
    engine: Engine, actions: ActionServer
) -> None:
    first = await engine.say("c:1", "查电费")
    engine.agent.domain.session_config = SessionConfig(0.01 / 60, carry_over_slots=True)
    await asyncio.sleep(0.05)
    await engine.say("c:2", "你好")
    last = await engine.trackers.retrieve(engine.conversation)
    assert last is not None
    assert "c:1" not in [getattr(one, "message_id", None) for one in last.events]
    assert (await engine.say("c:1", "查电费"))["messages"] == first["messages"]
    assert len(actions.calls) == 1


async def test_a_second_engine_replays_too(
    start_engine: StartEngine, tracker_url: str, actions: ActionServer
) -> None:
    one = await start_engine(tracker_url)
    other = await start_engine(tracker_url)
    other.conversation = one.conversation
    first = await one.say("c:1", "查电费")
    assert (await other.say("c:1", "查电费")) == {**first, "replayed": True}
    await other.say("c:2", "你好")
    assert (await one.say("c:3", "查电费"))["replayed"] is False


async def test_the_form_is_told(any_engine: Engine) -> None:
    state = (await any_engine.say("c:1", "填表"))["state"]
    assert (state["active_form"], state["requested_slot"]) == ("demo_form", "demo_answer")
    answer = await any_engine.say("c:2", "随便")
    assert [one["response"] for one in answer["messages"]] == ["utter_filled"]


async def test_what_fallback_really_guessed_is_not_hidden_by_it(any_engine: Engine) -> None:
    answer = await any_engine.say("c:1", "桌上那盆绿萝")
    assert answer["state"]["intent"] == "nlu_fallback"
    assert "nlu_fallback" not in [one["name"] for one in answer["state"]["ranking"]]
    assert answer["messages"][0]["response"] == "utter_unclear"


async def test_a_gone_caller_does_not_stop_the_turn(engine: Engine, actions: ActionServer) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: dict[str, Any]) -> dict[str, Any]:
        begun.set()
        await go_on.wait()
        return {"events": [], "responses": [{"response": "utter_remote", "amount": "1"}]}

    actions.answers["action_remote"] = slow
    asking = asyncio.create_task(engine.turn("c:1", "查电费"))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.sleep(0.1)  # Sanic sees that the caller has gone
    go_on.set()
    for _ in range(100):
        if await engine.events():
            break
        await asyncio.sleep(0.02)
    again = await engine.say("c:1", "查电费")
    assert again["replayed"] is True
    assert again["messages"][0]["text"] == "电费1元"
    assert len(actions.calls) == 1


async def test_silence_fails_and_leaves_no_trace(engine: Engine) -> None:
    await engine.say("c:1", "你好")
    before = await engine.events()
    status, body = await engine.turn("c:2", "沉默")
    assert (status, body["code"]) == (502, "turn_failed")
    assert await engine.events() == before


async def test_silence_in_a_pause_is_right(any_engine: Engine) -> None:
    paused = await any_engine.say("c:1", "暂停")
    assert paused["messages"] == []
    assert (await any_engine.say("c:2", "你好"))["messages"] == []
    tracker = await any_engine.trackers.retrieve(any_engine.conversation)
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "你好"


@pytest.mark.parametrize("status", [500, 404])
async def test_a_failing_action_fails_the_turn_which_can_come_again(
    engine: Engine, actions: ActionServer, status: int
) -> None:
    async def broken(_: dict[str, Any]) -> dict[str, Any]:
        raise {500: aiohttp.web.HTTPInternalServerError, 404: aiohttp.web.HTTPNotFound}[status]

    actions.answers["action_remote"] = broken
    code, body = await engine.turn("c:1", "查电费")
    assert (code, body["code"]) == (502, "turn_failed")
    assert "action_remote" in body["message"]
    assert await engine.events() == []
    actions.answers.clear()
    assert (await engine.say("c:1", "查电费"))["replayed"] is False


async def test_an_action_in_a_form_that_fails_fails_the_turn(
    any_engine: Engine, actions: ActionServer
) -> None:
    async def broken(_: dict[str, Any]) -> dict[str, Any]:
        raise aiohttp.web.HTTPInternalServerError

    actions.answers["validate_demo_form"] = broken
    status, _ = await any_engine.turn("c:1", "填表")
    assert status == 502
    assert await any_engine.events() == []


async def test_a_slow_action_fails_the_turn(
    start_engine: StartEngine, sqlite_url: str, actions: ActionServer
) -> None:
    engine = await start_engine(sqlite_url, deadline=0.2)

    async def slow(_: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(2)
        return {"events": [], "responses": []}

    actions.answers["action_remote"] = slow
    status, body = await engine.turn("c:1", "查电费")
    assert status == 502
    assert "0.2 s" in body["message"]


async def test_a_dead_action_server_fails_the_turn(
    start_engine: StartEngine, sqlite_url: str, actions: ActionServer, unused_tcp_port: int
) -> None:
    actions.url = f"http://127.0.0.1:{unused_tcp_port}/webhook"
    engine = await start_engine(sqlite_url)
    status, body = await engine.turn("c:1", "查电费")
    assert (status, body["code"]) == (502, "turn_failed")
    assert await engine.events() == []
    async with engine.client.get(f"{engine.base}/ready") as answer:
        assert answer.status == 503
        assert (await answer.json())["parts"]["actions"].startswith("no answer")


async def test_turns_of_one_conversation_run_one_after_the_other(
    engine: Engine, actions: ActionServer
) -> None:
    inside = most = 0

    async def counted(_: dict[str, Any]) -> dict[str, Any]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.05)
        inside -= 1
        return {"events": [], "responses": [{"response": "utter_remote", "amount": "1"}]}

    actions.answers["action_remote"] = counted
    answers = await asyncio.gather(*(engine.turn(f"c:{n}", "查电费") for n in range(4)))
    assert [status for status, _ in answers] == [200] * 4
    assert most == 1
    assert (await engine.events()).count("user") == 4


async def test_the_same_message_twice_at_once_runs_once(
    engine: Engine, actions: ActionServer
) -> None:
    answers = await asyncio.gather(*(engine.turn("c:1", "查电费") for _ in range(3)))
    assert [status for status, _ in answers] == [200] * 3
    assert sorted(body["replayed"] for _, body in answers) == [False, True, True]
    assert len(actions.calls) == 1


async def test_typed_commands_are_text(any_engine: Engine) -> None:
    await any_engine.say("c:1", "你好")
    for number, typed in enumerate(["/restart", " /session_start", '/ask_remote{"topic": "x"}']):
        answer = await any_engine.say(f"c:t{number}", typed)
        assert answer["state"]["intent"] == "nlu_fallback", typed
    assert "restart" not in await any_engine.events()


async def test_a_payload_is_an_intent(any_engine: Engine) -> None:
    _, answer = await any_engine.turn("c:1", payload="/restart")
    assert [one["response"] for one in answer["messages"]] == ["utter_restart"]
    assert "restart" in await any_engine.events()


async def test_only_the_gateway_is_heard(any_engine: Engine) -> None:
    status, body = await any_engine.turn("c:1", "你好", token="wrong")
    assert (status, body["code"]) == (401, "unauthorized")
    async with any_engine.client.post(f"{any_engine.base}/turn", json={}) as answer:
        assert answer.status == 401
    assert await any_engine.events() == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"message_id": ""}, "message_id"),
        ({"conversation_id": 3}, "conversation_id"),
        ({"channel": None}, "channel"),
        ({"metadata": []}, None),
        ({"metadata": [1]}, "metadata"),
        ({"text": None}, "text"),
        ({"payload": "/greet"}, "payload"),
        ({"text": None, "payload": "greet"}, "payload"),
        ({"text": "长" * 4001}, "text"),
    ],
)
async def test_a_wrong_body_is_named(
    any_engine: Engine, change: dict[str, Any], named: str | None
) -> None:
    status, body = await any_engine.turn(**{"message_id": "c:1", "text": "你好", **change})
    if named is None:
        assert status == 200
        return
    assert (status, body["code"]) == (400, "bad_turn")
    assert named in body["message"]


async def test_what_is_no_json_is_a_bad_turn(any_engine: Engine) -> None:
    async with any_engine.client.post(
        f"{any_engine.base}/turn", data=b"{", headers={"Authorization": f"Bearer {TOKEN}"}
    ) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == "bad_turn"


async def test_ready_when_all_parts_are(any_engine: Engine) -> None:
    async with any_engine.client.get(f"{any_engine.base}/ready") as answer:
        assert answer.status == 200
        assert await answer.json() == {
            "parts": {"model": "ok", "actions": "ok", "trackers": "ok", "locks": "ok"}
        }


async def test_an_action_is_told_which_message_it_works_on(
    any_engine: Engine, actions: ActionServer
) -> None:
    await any_engine.say("c:1", "查电费")
    assert actions.calls[0]["tracker"]["latest_message"]["message_id"] == "c:1"
    assert actions.headers[0]["X-Message-Id"] == "c:1"
