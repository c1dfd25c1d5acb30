"""Each message is read in the light of the focus before Rasa's rules see it.

The pipeline understands the message alone; `bot.dialogue` decides what it means here. What Rasa stores is
the read intent with what was understood alone beside it (`reading` in the parse data), so the rules, the
forms and the actions stay plain Rasa.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.clock import Clock, system_clock
from bot.dialogue.focus import Focus, Frame
from bot.dialogue.parsed import READING, as_parsed, as_sentence
from bot.dialogue.reader import Reader
from bot.dialogue.reading import Situation
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.forms import load_forms
from bot.intents import load_intents
from bot.knowledge import library_of
from bot.language.dialect import in_mandarin
from bot.language.hesitation import without_hesitation
from bot.nlu.normalised import simplified
from bot.settings import SettingsError, settings

FOCUS = "focus"
"""The slot that holds the stack."""
_NOT_UNDERSTOOD = (FALLBACK, "out_of_scope")


class FocusReader:
    """Reads the messages of one engine.

    Args:
        clock: the present; None takes the installation's.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or _clock()
        self._reader = Reader()
        self._library = library_of()

    async def read(
        self, processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker
    ) -> SlotSet:
        """Understand a message and put what it means here into its `parse_data`.

        Args:
            processor: with a model.
            message: gets its parse data.
            tracker: of its conversation, before the message.

        Returns:
            The focus of this turn, to be stored with the message.
        """
        typed = message.text or ""
        pressed = typed.startswith("/")
        meant = copy(message)
        meant.text = (
            typed if pressed else in_mandarin(simplified(without_hesitation(typed))).strip()
        )
        parsed: dict[str, Any] = dict(await processor.parse_message(meant, tracker))
        callback = (message.metadata or {}).get("callback")
        focus = with_callback(focus_of(tracker, self._clock).next_turn(), callback)

        def understand(text: str) -> Sentence:
            return as_sentence(processor._parse_message_with_graph(UserMessage(text), tracker))

        sentence = as_sentence(parsed, pressed=pressed)
        parsed["text"] = typed
        situation = Situation(
            sentence=sentence,
            focus=focus,
            understand=understand,
            intents=load_intents(),
            forms=load_forms(),
            entries=self._library.entries(),
            words=self._library.words(),
            active=tracker.active_loop_name,
            buttons=_offered(tracker),
            said=_has_said(tracker),
            failed=_last_intent(tracker) in _NOT_UNDERSTOOD,
            wish=bool((message.metadata or {}).get("wish")),
        )
        read = self._reader.read(situation)
        message.parse_data = as_parsed(parsed, sentence, read)
        return SlotSet(FOCUS, focus.as_slot())


def focus_of(tracker: DialogueStateTracker, clock: Clock) -> Focus:
    """What a conversation is about."""
    slot = tracker.slots.get(FOCUS)
    return Focus.of_slot(slot.value if slot is not None else None, clock())


def with_callback(focus: Focus, number: object) -> Focus:
    """The focus with a call-back that was registered without the engine, under what is talked about.

    Args:
        focus: of this turn.
        number: of the open call-back; None: there is none.
    """
    known = {one.about.get("name") for one in focus.frames if one.kind == "request"}
    if not number or number in known:
        return focus
    about = {"name": str(number), "request_kind": "callback", "subject": "人工回电"}
    frame = Frame("request", "handoff", about, focus.turn - 1, focus.now)
    return replace(focus, frames=(frame, *focus.frames))


def _offered(tracker: DialogueStateTracker) -> Sequence[Mapping[str, str]]:
    """The buttons of the latest answer, in their order; further wishes' answers count as one with it."""
    found: list[Mapping[str, str]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            found[:0] = [
                one
                for one in event.data.get("buttons") or ()
                if one.get("title") and one.get("payload")
            ]
    return found


def _has_said(tracker: DialogueStateTracker) -> bool:
    return any(isinstance(event, BotUttered) for event in reversed(tracker.events))


def _last_intent(tracker: DialogueStateTracker) -> str | None:
    latest = tracker.latest_message
    return latest.intent.get("name") if latest is not None and latest.intent else None


def _clock() -> Clock:
    try:
        return settings().clock
    except SettingsError:
        return system_clock


def reading_of(parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The reading in a message's parse data; empty for messages of earlier versions."""
    found = parsed.get(READING)
    return found if isinstance(found, Mapping) else {}
