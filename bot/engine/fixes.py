"""What we change in Rasa 3.6, each with its reason; `tests/engine/test_fixes.py` pins the reasons."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig

from bot.engine import graph_runs
from bot.engine.action_endpoint import ActionEndpoint
from bot.settings import settings

STOCK_VALIDATE = RemoteAction._validate_action_result
STOCK_TRACKER_STORE = Agent._create_tracker_store
STOCK_LOAD_MODEL = Agent.load_model
STOCK_RESOLVE_EVENT = Event.resolve_by_type
STOCK_RUN_GRAPH = DaskGraphRunner.run
STOCK_MERGE = TrainingData.merge

BEYOND_ACTION_SECONDS = 2.5
"""What an action gets on top of its own deadline, to say that the deadline has passed."""


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Check an action's answer with validators that are built once.

    Rasa checks the schema itself against its meta-schema at every call, which was more than half
    of the time of a turn with one custom action (77 ms against 35 ms); and it holds each event
    against the schemas of all kinds of events. Here an event is held against those of its own kind;
    what doesn't fit there is told as Rasa tells it.
    """
    if _plainly_right(result):
        return True
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


def _plainly_right(result: object) -> bool:
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(one, dict) for one in responses)
        and all(_right_event(one) for one in events)
    )


def _right_event(event: object) -> bool:
    kind = event.get("event") if isinstance(event, dict) else None
    if not isinstance(kind, str) or kind not in _event_validators():
        return False
    return bool(_event_validators()[kind].is_valid(event))


@cache
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


@cache
def _event_validators() -> dict[str, Any]:
    """By kind: the schema of all events, with those of this kind alone in its `oneOf`."""
    of_kind: dict[str, list[Any]] = {}
    for schema in EVENT_SCHEMA["oneOf"]:
        of_kind.setdefault(schema["properties"]["event"]["const"], []).append(schema)
    validator = validator_for(EVENT_SCHEMA)
    return {
        kind: validator({**EVENT_SCHEMA, "oneOf": schemas}) for kind, schemas in of_kind.items()
    }


@cache
def _resolve_event(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of an event, looked for once.

    Rasa walks through all classes of events for each stored event: of the 5 ms that reading a
    conversation of five turns took, 4.
    """
    return STOCK_RESOLVE_EVENT(type_name, default)


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


def _merge(self: TrainingData, *others: TrainingData) -> TrainingData:
    """Put training data together without copying each sentence.

    A training puts all sentences together with next to nothing a dozen times, and Rasa copies them deeply
    and compares them all each time: under the profiler a third of a training with 18,000 sentences.
    """
    filled = [one for one in (self, *others) if one.training_examples]
    if any(one.regex_features or one.lookup_tables for one in (self, *others)):
        return STOCK_MERGE(self, *others)
    merged = TrainingData()
    if len(filled) == 1:
        merged.training_examples = list(filled[0].training_examples)
    else:
        examples = [example for one in filled for example in one.training_examples]
        merged.training_examples = TrainingData.sanitize_examples(examples)
    for one in (self, *others):
        merged.entity_synonyms.update(one.entity_synonyms)
        merged.responses.update(one.responses)
    merged._fill_response_phrases()
    return merged


def apply() -> None:
    """Put the changes in place; any number of times."""
    RemoteAction._validate_action_result = _validate_action_result  # type: ignore[method-assign]
    Agent._create_tracker_store = staticmethod(_tracker_store_as_it_is)  # type: ignore[method-assign]
    Agent.load_model = _load_model  # type: ignore[method-assign]
    Event.resolve_by_type = staticmethod(_resolve_event)  # type: ignore[method-assign, assignment]
    DaskGraphRunner.run = graph_runs.run  # type: ignore[method-assign]
    apply_to_training()


def apply_to_training() -> None:
    """Put in place what makes a training faster; any number of times."""
    TrainingData.merge = _merge  # type: ignore[method-assign]
