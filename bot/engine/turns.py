"""One turn of a conversation: answered from what is stored, or run whole and stored at its end."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY

from bot.engine.action_endpoint import failures_noted
from bot.engine.judged import ranking_of
from bot.engine.rankings import rankings
from bot.engine.reading import FOCUS, FocusReader, reading_of
from bot.engine.trackers import TrackerDatabase
from bot.engine.wishes import may_be_several, wishes_of
from bot.knowledge import library_of
from bot.nlu.normalised import normalise

logger = logging.getLogger(__name__)

RANKED = 3
WISHES = "wishes"
"""The key of a message's further wishes in its metadata."""


class TurnFailed(Exception):
    """A turn that could not be ended; nothing of it was stored, it may be tried again."""


class Silent(OutputChannel):
    """An output channel that sends nothing: the answer is read from the tracker.

    Args:
        channel: name of the customer's real channel, for `channel:` variants of responses.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]
        """The customer's channel."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing: a first answer and a repeated one come from the same stored events."""


@dataclass(frozen=True)
class Outcome:
    """What a turn said and where the dialogue stands after it.

    Args:
        messages: one object per response.
        state: see `docs/architecture.md`, engine.
        replayed: the turn had been stored before.
        wishes: what the message asks for besides; each comes again as a message of its own.
    """

    messages: list[dict[str, Any]]
    state: dict[str, Any]
    replayed: bool
    wishes: list[str]


async def take(agent: Agent, message: UserMessage) -> Outcome:
    """Run one message through the assistant, or find what was answered to it before.

    Args:
        agent: the loaded assistant.
        message: with its own `message_id` and a `Silent` output channel.

    Raises:
        TurnFailed: an action failed, or nothing was said; nothing is stored.
        rasa.core.lock_store.LockError: the conversation stayed busy.
        bot.engine.trackers.TrackerDatabaseError: the tracker database can't be used.
    """
    processor = agent.processor
    if processor is None:
        raise TurnFailed("no model is loaded")
    async with agent.lock_store.lock(message.sender_id):
        stored = await _stored_turn(processor, message)
        if stored is not None:
            return stored
        return await _run(processor, message)


async def _stored_turn(processor: MessageProcessor, message: UserMessage) -> Outcome | None:
    store = processor.tracker_store
    # A new message, the usual case, costs one look at an index.
    if isinstance(store, TrackerDatabase) and not await store.knows(
        message.sender_id, message.message_id
    ):
        return None
    full = await store.retrieve_full_tracker(message.sender_id)
    if full is None:
        return None
    events = list(full.events)
    end = _end_of_turn(events, message.message_id)
    if end is None:
        return None
    tracker = DialogueStateTracker.from_events(
        message.sender_id, events[:end], processor.domain.slots, domain=processor.domain
    )
    return _outcome(tracker, message.message_id, replayed=True)


async def _run(processor: MessageProcessor, message: UserMessage) -> Outcome:
    """`MessageProcessor.handle_message`, but what fails is not stored.

    That is our rewind: a turn is stored in one piece at its end, so a failed one leaves no trace and
    the same message can come again.
    """
    with failures_noted() as failures:
        await _keep_first_wish(processor, message)
        tracker = await processor.fetch_tracker_and_update_session(
            message.sender_id, message.output_channel, message.metadata
        )
        focus = await _reader().read(processor, message, tracker)
        await processor._handle_message_with_tracker(message, tracker)
        tracker.update(focus, processor.domain)
        tracker = await processor.run_action_extract_slots(message.output_channel, tracker)
        _fail_if(failures)
        await _act(processor, message, tracker, failures)
    outcome = _outcome(tracker, message.message_id, replayed=False)
    if not outcome.messages and not tracker.is_paused():
        raise TurnFailed("the turn ended without an answer")
    await processor.run_anonymization_pipeline(tracker)
    await processor.save_tracker(tracker)
    return outcome


@cache
def _reader() -> FocusReader:
    return FocusReader()


async def _keep_first_wish(processor: MessageProcessor, message: UserMessage) -> None:
    """Leave the most urgent of several wishes in a message, and note the others in its metadata.

    Not where a form waits for an answer: that is taken as it was typed; nor in what is one question of the
    knowledge. The metadata are stored with
    the message, so a replayed turn names the same wishes.
    """
    text, metadata = message.text or "", message.metadata or {}
    if text.startswith("/") or metadata.get("wish") or not may_be_several(text):
        return
    if library_of().has_question(normalise(text).text):
        return
    tracker = await processor.tracker_store.retrieve(message.sender_id)
    if tracker is not None and tracker.active_loop_name is not None:
        return

    wishes = wishes_of(text, lambda texts: rankings(processor, texts))
    if wishes:
        message.text = wishes[0].text
        message.metadata = {**metadata, WISHES: [one.text for one in wishes[1:]]}


async def _act(
    processor: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker,
    failures: list[str],
) -> None:
    """`MessageProcessor._run_prediction_loop`, stopped by the first failure."""
    go_on = True
    while go_on and processor._should_handle_message(tracker):
        try:
            action, prediction = processor.predict_next_with_tracker_if_should(tracker)
        except ActionLimitReached:
            raise TurnFailed("the turn ran in a circle (MAX_NUMBER_OF_PREDICTIONS)") from None
        go_on = await processor._run_action(
            _Watched(action, failures), tracker, message.output_channel, processor.nlg, prediction
        )
        _fail_if(failures)


def _fail_if(failures: list[str]) -> None:
    if failures:
        raise TurnFailed("; ".join(failures))


class _Watched(Action):
    """An action whose exceptions are noted before Rasa logs and forgets them."""

    def __init__(self, action: Action, failures: list[str]) -> None:
        self._action = action
        self._failures = failures

    def name(self) -> str:
        return self._action.name()

    async def run(self, *args: Any, **kwargs: Any) -> list[Event]:
        try:
            return await self._action.run(*args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            if not self._failures:
                self._failures.append(f"{self.name()}: {type(error).__name__}")
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)


def _start_of_turn(events: list[Event], message_id: str) -> int | None:
    for index, one in enumerate(events):
        if isinstance(one, UserUttered) and one.message_id == message_id:
            return index
    return None


def _end_of_turn(events: list[Event], message_id: str) -> int | None:
    start = _start_of_turn(events, message_id)
    if start is None:
        return None
    for index in range(start, len(events)):
        one = events[index]
        # A two-stage fallback repeats the user's event, with the id that it had.
        if isinstance(one, UserUttered) and one.message_id != message_id:
            return index
    return len(events)


def _outcome(tracker: DialogueStateTracker, message_id: str, *, replayed: bool) -> Outcome:
    events = list(tracker.events)
    start = _start_of_turn(events, message_id)
    said = [one for one in events[start:] if isinstance(one, BotUttered)]
    heard = events[start] if start is not None else None
    wishes = heard.metadata.get(WISHES, []) if isinstance(heard, UserUttered) else []
    return Outcome([_message(one) for one in said], _state(tracker), replayed, list(wishes))


def _message(said: BotUttered) -> dict[str, Any]:
    return {
        "response": said.metadata.get("utter_action"),
        "text": said.text or "",
        "buttons": [
            {"title": button.get("title"), "payload": button.get("payload")}
            for button in said.data.get("buttons") or []
        ],
        "custom": said.data.get("custom") or None,
        "image": said.data.get("image") or None,
    }


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    latest = tracker.latest_message
    intent = latest.intent if latest is not None else {}
    ranking = ranking_of(latest.parse_data or {}) if latest is not None else ()
    reading = reading_of(latest.parse_data or {}) if latest is not None else {}
    focus = tracker.slots.get(FOCUS)
    return {
        "intent": intent.get(INTENT_NAME_KEY),
        "confidence": intent.get(PREDICTED_CONFIDENCE_KEY),
        # without the fallback's own entry, so that the first is what was really guessed
        "ranking": [{"name": name, "confidence": share} for name, share in ranking[:RANKED]],
        "active_form": tracker.active_loop_name,
        "requested_slot": tracker.get_slot("requested_slot"),
        "reading": reading.get("name"),
        "why": reading.get("why"),
        "alone": reading.get("alone"),
        "focus": _frames(focus.value if focus is not None else None),
    }


def _frames(focus: object) -> list[str]:
    """What is on the stack, the newest last: `question:query_bill`, `rule:cut_off_steps`."""
    frames = focus.get("frames") if isinstance(focus, dict) else None
    return [f"{one['kind']}:{_about(one['about']) or one['topic']}" for one in frames or ()]


def _about(about: Mapping[str, Any]) -> Any:
    """What a frame is about, by name."""
    return about.get("entry") or about.get("name") or about.get("question")
