"""What we change in Rasa 3.6, each with its reason; `tests/engine/test_fixes.py` pins the reasons."""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.engine.action_endpoint import ActionEndpoint
from bot.settings import settings

STOCK_VALIDATE = RemoteAction._validate_action_result
STOCK_TRACKER_STORE = Agent._create_tracker_store
STOCK_LOAD_MODEL = Agent.load_model

BEYOND_ACTION_SECONDS = 2.5
"""What an action gets on top of its own deadline, to say that the deadline has passed."""

_answer_validator: Any = None


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Check an action's answer with a validator that is built once.

    Rasa checks the schema itself against its meta-schema at every call, which was more than half
    of the time of a turn with one custom action (77 ms against 35 ms).
    """
    global _answer_validator
    if _answer_validator is None:
        schema = self.action_response_format_spec()
        _answer_validator = validator_for(schema)(schema)
    error = best_match(_answer_validator.iter_errors(result))
    if error is not None:
        raise error
    return True


def _tracker_store_as_it_is(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    """Use the tracker store itself, not inside Rasa's `FailSafeTrackerStore`.

    That one answers an error of the database with an empty tracker in memory: the customer talks
    to a bot that has forgotten everything, and nobody is told. An error has to be an error.
    """
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


def _load_model(self: Agent, *args: Any, **kwargs: Any) -> None:
    """Load a model after exchanging the action endpoint for one with a deadline.

    Rasa waits 300 s for an action (a constant) and opens a new connection for each call.
    """
    self.action_endpoint = own_action_endpoint(self.action_endpoint)
    STOCK_LOAD_MODEL(self, *args, **kwargs)


def own_action_endpoint(configured: EndpointConfig | None) -> EndpointConfig | None:
    """The configured `action_endpoint` as ours, at the address that the settings give.

    Args:
        configured: what `endpoints.yml` says; None stays None.
    """
    if configured is None or isinstance(configured, ActionEndpoint):
        return configured
    return ActionEndpoint(
        settings().actions_url,
        deadline_seconds=settings().action_deadline_seconds + BEYOND_ACTION_SECONDS,
        params=configured.params,
        headers=configured.headers,
        token=configured.token,
        token_name=configured.token_name,
        **configured.kwargs,
    )


def apply() -> None:
    """Put the changes in place; any number of times."""
    RemoteAction._validate_action_result = _validate_action_result  # type: ignore[method-assign]
    Agent._create_tracker_store = staticmethod(_tracker_store_as_it_is)  # type: ignore[method-assign]
    Agent.load_model = _load_model  # type: ignore[method-assign]
