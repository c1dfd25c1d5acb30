"""The base of all actions: work in a thread under a deadline, every failure said in words."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue.services import Services, services
from actions.dialogue.turn import Reply, Turn
from bot.incidents import incident_number
from bot.intents import load_intents
from bot.masking import mask

logger = logging.getLogger(__name__)

POOL_SIZE = 16
"""Calls of services at the same time; more wait for a place, within their own deadline."""

_pool = ThreadPoolExecutor(max_workers=POOL_SIZE, thread_name_prefix="action")


class _Nameless(str):
    """Stands where a name is missing: a class without one is abstract, so rasa-sdk passes it over."""

    __isabstractmethod__ = True


class ServiceAction(Action, ABC):
    """An action that asks a service.

    Args:
        given: the services; None takes those of this process at the first call.
    """

    NAME: ClassVar[str] = _Nameless()
    """The action's name in Rasa."""

    def __init__(self, given: Services | None = None) -> None:
        self._services = given

    def name(self) -> str:
        """The action's name in Rasa."""
        return self.NAME

    @property
    def services(self) -> Services:
        """All services."""
        if self._services is None:
            self._services = services()
        return self._services

    @abstractmethod
    def answer(self, turn: Turn, reply: Reply) -> None:
        """Read the turn, ask the service, fill the reply; in a worker thread.

        Whatever is raised here becomes a sentence with an incident number and the offer of a
        person; what was already put into the reply is dropped.
        """

    def apologise(self, turn: Turn, reply: Reply, incident: str) -> None:
        """Fill the reply after a failure."""
        reply.say("utter_action_failed", incident=incident)

    def reply(self, turn: Turn) -> Reply:
        """An empty reply that knows the facts which every response may use, and the focus."""
        settings = self.services.settings
        constants = {"hotline": settings.hotline, "utility_name": settings.utility_name}
        return Reply(constants, turn.focus)

    def work(self, turn: Turn) -> Reply:
        """Answer a turn; in a worker thread."""
        reply = self.reply(turn)
        self.answer(turn, reply)
        self._remember_subject(turn, reply)
        return reply

    def _remember_subject(self, turn: Turn, reply: Reply) -> None:
        """Whatever was answered is what short questions are about next, without a topic's own doing."""
        intent = load_intents().get(turn.intent)
        newest = reply.focus.newest("question", "rule")
        if intent is None or not intent.subject or not reply.messages:
            return
        if newest is None or newest.turn != reply.focus.turn:
            # What was given to a form is the form's, not a question's.
            text = "" if turn.facts else mask(turn.text)
            reply.push("question", intent.topic, question=intent.name, periods=[], text=text)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """What rasa-sdk calls."""
        turn = Turn.of(tracker, self.services.clock())
        begun = time.monotonic()
        reply = await self._within_deadline(turn)
        milliseconds = round((time.monotonic() - begun) * 1000, 1)
        logger.info("action", extra={"action": self.NAME, "milliseconds": milliseconds})
        return reply.send(dispatcher)

    async def _within_deadline(self, turn: Turn) -> Reply:
        deadline = self.services.settings.action_deadline_seconds
        loop = asyncio.get_running_loop()
        # The context carries the message's id into the thread's log lines.
        call = loop.run_in_executor(_pool, copy_context().run, self.work, turn)
        try:
            return await asyncio.wait_for(call, deadline)
        except asyncio.TimeoutError:
            return self._failed(turn, f"no answer within {deadline:g} s")
        except Exception as error:  # a silent bot is worse than any bug
            return self._failed(turn, type(error).__name__, error)

    def _failed(self, turn: Turn, why: str, error: Exception | None = None) -> Reply:
        incident = incident_number(turn.message_id, self.NAME)
        logger.error("incident %s: %s: %s", incident, self.NAME, why, exc_info=error)
        reply = self.reply(turn)
        self.apologise(turn, reply, incident)
        return reply
