"""Live news of a conversation to whoever has it open: in this process, and through Redis in others.

News are a convenience: what was missed is read from the database again. So a lost one costs a
second (see `Sweep` in `bot.gateway.live`), never a message.
"""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import redis.asyncio
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

Event = dict[str, Any]
"""An event of the socket, or `{event: "messages", messages}`, or `{event: "catch_up"}`."""

CATCH_UP: Event = {"event": "catch_up"}
_LONGEST_QUEUE = 200


class Subscription:
    """One open door to a conversation.

    Args:
        conversation_id: which one.
    """

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        self.seen = 0  # last line that went out through this door
        self._queue: asyncio.Queue[Event] = asyncio.Queue(_LONGEST_QUEUE)

    def put(self, event: Event) -> None:
        """Add news; a door that is far behind is told to catch up instead."""
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(CATCH_UP)

    async def get(self) -> Event:
        """The next news."""
        return await self._queue.get()


class Fanout(Protocol):
    """What the channel and the worker know of live news."""

    async def publish(self, conversation_id: str, event: Event) -> None:
        """Tell everybody who has the conversation open."""

    def subscribed(self, conversation_id: str) -> Any:
        """A context that gives a `Subscription`."""

    def open_doors(self) -> dict[str, list[Subscription]]:
        """All subscriptions of this process by conversation."""

    async def run(self) -> None:
        """Listen to other processes until cancelled."""


class LocalFanout:
    """News inside one process."""

    def __init__(self) -> None:
        self._doors: dict[str, list[Subscription]] = {}

    async def publish(self, conversation_id: str, event: Event) -> None:
        """Tell everybody who has the conversation open."""
        self.deliver(conversation_id, event)

    def deliver(self, conversation_id: str, event: Event) -> None:
        """Tell the doors of this process."""
        for door in self._doors.get(conversation_id, ()):
            door.put(event)

    @contextmanager
    def subscribed(self, conversation_id: str) -> Iterator[Subscription]:
        """A context that gives a `Subscription`."""
        door = Subscription(conversation_id)
        self._doors.setdefault(conversation_id, []).append(door)
        try:
            yield door
        finally:
            doors = self._doors[conversation_id]
            doors.remove(door)
            if not doors:
                del self._doors[conversation_id]

    def open_doors(self) -> dict[str, list[Subscription]]:
        """All subscriptions of this process by conversation."""
        return self._doors

    async def run(self) -> None:
        """Nothing to listen to."""
        await asyncio.Event().wait()


class RedisFanout(LocalFanout):
    """News between the gateways of one installation, over Redis' publish and subscribe.

    Args:
        url: of the Redis server.
        channel: what the gateways of one installation share.
    """

    def __init__(self, url: str, channel: str = "mingdeng:live") -> None:
        super().__init__()
        self._redis = redis.asyncio.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._channel = channel
        self._own = uuid.uuid4().hex
        self._down = False

    async def publish(self, conversation_id: str, event: Event) -> None:
        """Tell the doors of this process at once, then the other gateways."""
        self.deliver(conversation_id, event)
        parcel = json.dumps({"from": self._own, "to": conversation_id, "event": event})
        try:
            await self._redis.publish(self._channel, parcel)
            self._down = False
        except (RedisError, OSError) as error:
            if not self._down:
                log.warning("Redis takes no news, other gateways will poll: %s", error)
            self._down = True

    async def run(self) -> None:
        """Listen to the other gateways, again after each interruption, until cancelled."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(self._channel)
                    while True:
                        parcel = await pubsub.get_message(
                            ignore_subscribe_messages=True, timeout=1.0
                        )
                        if parcel is not None:
                            self._receive(parcel["data"])
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                log.warning("no news from Redis, trying again: %s", error)
                await asyncio.sleep(1)

    def _receive(self, parcel: bytes) -> None:
        try:
            content = json.loads(parcel)
            if content["from"] != self._own:
                self.deliver(content["to"], content["event"])
        except (ValueError, KeyError, TypeError):
            log.warning("news from Redis that can't be read")

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()
