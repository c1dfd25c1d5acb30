"""What keeps open doors honest: lines that other gateways stored, and the note of what went out."""

from __future__ import annotations

import asyncio
import logging

from bot.conversations import Transcript
from bot.gateway.fanout import CATCH_UP, LocalFanout
from bot.gateway.storage import Storage, StorageDown

log = logging.getLogger(__name__)


class Deliveries:
    """Which lines went out to a client; stored in one go, once a second.

    Args:
        transcript: where it is stored.
        storage: for its database work.
    """

    def __init__(self, transcript: Transcript, storage: Storage) -> None:
        self._transcript = transcript
        self._storage = storage
        self._sent: dict[str, int] = {}

    def note(self, conversation_id: str, seq: int) -> None:
        """Lines up to `seq` went out."""
        self._sent[conversation_id] = max(seq, self._sent.get(conversation_id, 0))

    async def store(self) -> None:
        """Store what was noted; kept for the next time when the database is down."""
        if not self._sent:
            return
        sent, self._sent = self._sent, {}
        try:
            await self._storage(self._transcript.mark_sent, sent)
        except StorageDown:
            for conversation_id, seq in sent.items():
                self.note(conversation_id, seq)


class Sweep:
    """Finds lines of open conversations of which no news came, for example from another gateway.

    Args:
        transcript: where the lines are.
        storage: for its database work.
        fanout: the open doors.
        deliveries: stored at the same pace.
        seconds: between two looks.
    """

    def __init__(
        self,
        transcript: Transcript,
        storage: Storage,
        fanout: LocalFanout,
        deliveries: Deliveries,
        seconds: float = 1.0,
    ) -> None:
        self._transcript = transcript
        self._storage = storage
        self._fanout = fanout
        self._deliveries = deliveries
        self._seconds = seconds

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.look()
            except StorageDown:
                continue  # whoever writes says so
            except Exception:
                log.exception("looking for unseen lines failed")

    async def look(self) -> None:
        """Look once."""
        await self._deliveries.store()
        doors = self._fanout.open_doors()
        if not doors:
            return
        newest = await self._storage(self._transcript.last_seqs, list(doors))
        for conversation_id, seq in newest.items():
            for door in doors.get(conversation_id, ()):
                if door.seen < seq:
                    door.put(CATCH_UP)
