"""Whether the engine can take a turn: a first parse is done, the other parts answer."""

from __future__ import annotations

import logging

from rasa.core.agent import Agent
from rasa.shared.exceptions import RasaException

from bot.engine.action_endpoint import ActionEndpoint
from bot.engine.locks import ConversationLocks
from bot.engine.trackers import TrackerDatabase

logger = logging.getLogger(__name__)

FIRST_WORDS = "你好，帮我看看上个月的电费"


class Readiness:
    """Remembers for which model the first parse was done; it loads what is loaded lazily."""

    def __init__(self) -> None:
        self._warm_model: str | None = None

    async def parts(self, agent: Agent | None) -> dict[str, str]:
        """Every part with `ok` or what is wrong with it.

        Args:
            agent: the assistant; None while it is being loaded.
        """
        if agent is None or agent.processor is None:
            return {"model": "no model is loaded; train one with: make train"}
        return {
            "model": await self._model(agent),
            "actions": await self._actions(agent),
            "trackers": await _store(agent.tracker_store),
            "locks": await _store(agent.lock_store),
        }

    async def _model(self, agent: Agent) -> str:
        if agent.model_id is not None and agent.model_id == self._warm_model:
            return "ok"
        try:
            await agent.parse_message(FIRST_WORDS)
        except Exception as error:
            logger.exception("the first parse failed")
            return f"the first parse failed: {type(error).__name__}"
        self._warm_model = agent.model_id
        return "ok"

    async def _actions(self, agent: Agent) -> str:
        endpoint = agent.action_endpoint
        if not isinstance(endpoint, ActionEndpoint):
            return "no action_endpoint in endpoints.yml"
        return "ok" if await endpoint.healthy() else f"no answer from {endpoint.url}"


async def _store(store: object) -> str:
    """`ok`, or what is wrong with a store of ours; Rasa's own can't be asked."""
    if not isinstance(store, (TrackerDatabase, ConversationLocks)):
        return "ok"
    try:
        await store.ping()
    except RasaException as error:
        return str(error)
    return "ok"
