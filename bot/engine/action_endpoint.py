"""The way to the action server: kept connections, a short deadline, failures that aren't lost."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.logs import message_id

logger = logging.getLogger(__name__)

KEEP_SECONDS = 3.0  # the action server (Sanic) closes a connection that was idle for 5 s
REJECTED = 400  # rasa-sdk's way to say that a form was interrupted; not a failure

_failures: ContextVar[list[str] | None] = ContextVar("action_failures", default=None)


@contextmanager
def failures_noted() -> Iterator[list[str]]:
    """Collect what goes wrong on the way to the action server while a turn runs.

    Rasa logs such a failure and goes on without the action's events (`MessageProcessor._run_action`,
    `ActionExtractSlots._run_custom_action`), so the turn itself has to look.
    """
    noted: list[str] = []
    token = _failures.set(noted)
    try:
        yield noted
    finally:
        _failures.reset(token)


class ActionEndpoint(EndpointConfig):
    """An `action_endpoint` that waits for seconds instead of Rasa's five minutes.

    Args:
        url: the webhook of the action server.
        deadline_seconds: longest wait for one action; longer than the action's own deadline.
        kwargs: Rasa's other keys, such as `enable_selective_domain`.
    """

    def __init__(self, url: str, *, deadline_seconds: float, **kwargs: Any) -> None:
        super().__init__(url, **kwargs)
        self._timeout = aiohttp.ClientTimeout(total=deadline_seconds, connect=1.0)
        self._kept: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Call an action.

        Raises:
            ClientResponseError: the server answered 400 or higher; without the answer's body unless
                it is a rejection, because the body repeats the whole conversation.
            aiohttp.ClientError: the server can't be reached.
            asyncio.TimeoutError: it took too long.
        """
        body = json.dumps(kwargs["json"], ensure_ascii=False, separators=(",", ":")).encode()
        name = str(kwargs["json"].get("next_action"))
        try:
            return await self._post(body, content_type or "application/json", compress)
        except ClientResponseError as error:
            if error.status != REJECTED:
                _note(f"{name}: the action server answered {error.status}")
            raise
        except asyncio.TimeoutError:
            _note(f"{name}: no answer within {self._timeout.total:g} s")
            raise
        except (aiohttp.ClientError, ValueError) as error:
            _note(f"{name}: {type(error).__name__}")
            raise

    async def healthy(self) -> bool:
        """Whether the action server answers `/health` beside the webhook."""
        address = f"{str(self.url).rsplit('/', 1)[0]}/health"
        try:
            async with self._session().get(address, timeout=aiohttp.ClientTimeout(1.0)) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def close(self) -> None:
        """Close the kept connections."""
        if self._kept is not None:
            await self._kept.close()

    async def _post(self, body: bytes, content_type: str, compress: bool) -> Any:
        try:
            return await self._post_once(body, content_type, compress)
        except aiohttp.ServerDisconnectedError:
            # The server went away while the connection lay idle. Actions write under the key of
            # their message, so asking once more is safe.
            return await self._post_once(body, content_type, compress)

    async def _post_once(self, body: bytes, content_type: str, compress: bool) -> Any:
        headers = {"Content-Type": content_type, **self.headers}
        followed = message_id.get()
        if followed is not None:
            headers["X-Message-Id"] = followed
        async with self._session().post(
            self.url,
            data=body,
            headers=headers,
            params=self.combine_parameters(),
            compress=compress or None,
        ) as answer:
            if answer.status >= REJECTED:
                text = await answer.text() if answer.status == REJECTED else ""
                raise ClientResponseError(answer.status, answer.reason, text)
            return await answer.json()

    def _session(self) -> aiohttp.ClientSession:
        # A session belongs to the event loop that it was made in.
        if self._kept is None or self._kept.closed:
            self._kept = aiohttp.ClientSession(
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=KEEP_SECONDS),
            )
        return self._kept


def _note(failure: str) -> None:
    logger.warning("action failed: %s", failure)
    noted = _failures.get()
    if noted is not None:
        noted.append(failure)
