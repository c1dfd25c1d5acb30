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
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine import fixes
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
