"""Our changes in Rasa: what they do, and that their reasons still stand.

When a test of a reason fails, Rasa has changed: drop that change from `bot/engine/fixes.py`.
"""

from __future__ import annotations

import asyncio
from unittest.mock import patch

import jsonschema
import pytest
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import common as rasa_common
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot.engine import fixes, graph_runs
from bot.engine.action_endpoint import ActionEndpoint

ANSWER = {
    "events": [{"event": "slot", "name": "topic", "value": "billing", "timestamp": None}],
    "responses": [{"text": "好"}],
}


def schema_checks(validate: object) -> int:
    remote = RemoteAction("action_remote", None)
    validator = jsonschema.validators.validator_for(remote.action_response_format_spec())
    with patch.object(validator, "check_schema") as check:
        for _ in range(3):
            assert validate(remote, ANSWER)  # type: ignore[operator]
    return int(check.call_count)


def test_reason_rasa_checks_the_schema_at_each_call() -> None:
    assert schema_checks(fixes.STOCK_VALIDATE) == 3


def test_answers_are_checked_without_checking_the_schema() -> None:
    assert schema_checks(fixes._validate_action_result) == 0
    assert RemoteAction._validate_action_result is fixes._validate_action_result


@pytest.mark.parametrize("answer", [{"events": {}}, {"events": [], "responses": ["好"]}, []])
def test_a_wrong_answer_is_refused_as_rasa_refuses_it(answer: object) -> None:
    remote = RemoteAction("action_remote", None)
    for validate in (fixes.STOCK_VALIDATE, fixes._validate_action_result):
        with pytest.raises(jsonschema.ValidationError):
            validate(remote, answer)  # type: ignore[arg-type]


class BrokenStore(InMemoryTrackerStore):
    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        raise ConnectionError("gone")


def test_reason_rasa_hides_a_broken_database() -> None:
    wrapped = fixes.STOCK_TRACKER_STORE(BrokenStore(Domain.empty()), Domain.empty())
    assert isinstance(wrapped, FailSafeTrackerStore)
    assert asyncio.run(wrapped.retrieve("c")) is None


def test_a_broken_database_is_not_hidden() -> None:
    store: TrackerStore = Agent(tracker_store=BrokenStore(Domain.empty())).tracker_store
    with pytest.raises(ConnectionError):
        asyncio.run(store.retrieve("c"))


def test_reason_rasa_waits_for_minutes() -> None:
    assert rasa_actions.DEFAULT_REQUEST_TIMEOUT == 300
    assert not hasattr(EndpointConfig("http://x"), "timeout")


def test_the_action_endpoint_is_ours(
    monkeypatch: pytest.MonkeyPatch, settings_in_environment: None, model: str
) -> None:
    monkeypatch.setenv("ACTIONS_URL", "http://127.0.0.1:9/webhook")
    fixes.settings.cache_clear()
    try:
        agent = Agent.load(
            model, action_endpoint=EndpointConfig("http://x", enable_selective_domain=True)
        )
    finally:
        fixes.settings.cache_clear()
    assert isinstance(agent.action_endpoint, ActionEndpoint)
    assert agent.processor is not None
    assert agent.processor.action_endpoint is agent.action_endpoint
    assert agent.action_endpoint.url == "http://127.0.0.1:9/webhook"
    assert agent.action_endpoint.kwargs["enable_selective_domain"] is True


def test_reason_rasa_looks_through_all_events_for_each() -> None:
    with patch.object(rasa_common, "all_subclasses", wraps=rasa_common.all_subclasses) as walk:
        assert fixes.STOCK_RESOLVE_EVENT("slot") is SlotSet
        once = walk.call_count
        assert fixes.STOCK_RESOLVE_EVENT("slot") is SlotSet
    assert once > 10
    assert walk.call_count == 2 * once


def test_the_class_of_an_event_is_looked_for_once() -> None:
    assert Event.resolve_by_type is fixes._resolve_event
    Event.resolve_by_type("user")
    with patch.object(rasa_common, "all_subclasses") as walk:
        assert Event.resolve_by_type("user") is UserUttered
    assert walk.call_count == 0


def test_events_are_resolved_as_rasa_resolves_them() -> None:
    for one in all_subclasses(Event):
        assert Event.resolve_by_type(one.type_name) is fixes.STOCK_RESOLVE_EVENT(one.type_name)
    assert Event.resolve_by_type("nothing", UserUttered) is UserUttered
    with pytest.raises(ValueError, match="nothing"):
        Event.resolve_by_type("nothing")


EVENTS = [
    SlotSet("topic", "billing").as_dict(),
    {"event": "slot", "name": "topic"},
    {"event": "slot", "name": 5, "value": None},
    {"event": "user", "text": "好", "parse_data": {"intent": {"name": "greet"}}},
    {"event": "user", "text": 1},
    {"event": "active_loop", "name": None},
    {"event": "followup", "name": "account_binding_form"},
    {"event": "followup"},
    {"event": "unheard_of"},
    {"event": None},
    {"event": "restart", "timestamp": "now"},
    {},
    "slot",
]


@pytest.mark.parametrize("event", EVENTS, ids=range(len(EVENTS)))
def test_an_event_is_right_where_rasa_finds_it_right(event: object) -> None:
    found = []
    for validate in (fixes.STOCK_VALIDATE, fixes._validate_action_result):
        try:
            found.append(validate(RemoteAction("a", None), {"events": [event]}))  # type: ignore[arg-type]
        except jsonschema.ValidationError as error:
            found.append(error.message.partition(". Failed to validate")[0])
    assert found[0] == found[1]


async def test_a_graph_gives_what_rasas_runner_gives(
    settings_in_environment: None, model: str
) -> None:
    agent = Agent.load(model)
    assert DaskGraphRunner.run is graph_runs.run
    ours = await agent.parse_message("你好")
    with patch.object(DaskGraphRunner, "run", fixes.STOCK_RUN_GRAPH):
        stock = await agent.parse_message("你好")
    assert ours == stock
    assert ours["intent"]["name"]


async def test_reason_rasa_orders_the_graph_at_each_run(
    settings_in_environment: None, model: str
) -> None:
    agent = Agent.load(model)
    with patch.object(
        GraphSchema,
        "minimal_graph_schema",
        autospec=True,
        side_effect=GraphSchema.minimal_graph_schema,
    ) as order:
        await agent.parse_message("你好")
        assert order.call_count == 0
        with patch.object(DaskGraphRunner, "run", fixes.STOCK_RUN_GRAPH):
            await agent.parse_message("你好")
            await agent.parse_message("你好")
    assert order.call_count == 2


async def test_a_component_that_fails_is_an_error_of_the_graph(
    settings_in_environment: None, model: str
) -> None:
    agent = Agent.load(model)
    with patch.object(GraphNode, "__call__", side_effect=RuntimeError("broken")):
        with pytest.raises(GraphRunError):
            await agent.parse_message("你好")


def sentences(*texts: str) -> TrainingData:
    return TrainingData([Message({TEXT: one, INTENT: "greet"}) for one in texts])


def test_reason_rasa_copies_every_sentence_when_it_puts_data_together() -> None:
    ours = sentences("你好", "在吗")
    merged = fixes.STOCK_MERGE(TrainingData(), ours)
    assert merged.training_examples == ours.training_examples
    assert all(
        one is not other
        for one, other in zip(merged.training_examples, ours.training_examples, strict=True)
    )


def test_data_is_put_together_without_copies() -> None:
    assert TrainingData.merge is fixes._merge
    ours = sentences("你好", "在吗")
    merged = TrainingData().merge(ours)
    assert [id(one) for one in merged.training_examples] == [
        id(one) for one in ours.training_examples
    ]
    assert merged.training_examples is not ours.training_examples


@pytest.mark.parametrize(
    "others",
    [
        [],
        [TrainingData()],
        [sentences("早上好"), TrainingData(entity_synonyms={"微信支付": "微信"})],
        [sentences("你好", "早上好"), TrainingData(responses={"utter_faq/hours": [{"text": "九点"}]})],
        [sentences("早"), TrainingData(regex_features=[{"name": "number", "pattern": "[0-9]+"}])],
    ],
)  # fmt: skip
def test_data_is_put_together_as_by_rasa(others: list[TrainingData]) -> None:
    ours, theirs = (
        fixes._merge(sentences("你好"), *others),
        fixes.STOCK_MERGE(sentences("你好"), *others),
    )
    assert ours.training_examples == theirs.training_examples
    assert ours.fingerprint() == theirs.fingerprint()
