"""The worker: has each stored message answered once, in order, whatever dies in between.

A conversation is leased, its unanswered messages are worked on one after the other, and each reply is
stored in the transaction that marks its message done. Whatever fails leaves the message unanswered
with the same id, so that it is tried again here or in another gateway; the engine replays a turn that
it had finished. Danger and the wish for a person wait for no lease: see `answer_signal`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import uuid
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversations import Inbox, Line, PendingMessage, Reply
from bot.gateway.engine_client import EngineClient, EngineUnreachable, Turn, TurnFailed
from bot.gateway.fanout import Fanout
from bot.gateway.metrics import Metrics
from bot.gateway.people import People, PhoneLeft
from bot.gateway.sentences import Sentences
from bot.gateway.storage import Storage, StorageDown
from bot.incidents import incident_number
from bot.logs import following
from bot.safety import Signal

log = logging.getLogger(__name__)

TIMER_SLACK_SECONDS = 0.02
"""A timer may fire a moment early; a delay is told only when it has fully passed."""


@dataclass(frozen=True)
class Pace:
    """How patient the worker is.

    Args:
        stale_after_seconds: a message that waited longer isn't answered blindly.
        delay_told_after_seconds: the customer is told when an answer takes longer than this.
        delay_told_again_seconds: and again for a newer message, not sooner than this.
        poll_seconds: how often what other gateways left is looked for.
        lease_seconds: after which a dead worker's conversation is free.
        most_attempts: failures of an otherwise healthy engine on one message.
        retry_seconds: the first wait after such a failure; it doubles.
        longest_retry_seconds: the longest wait.
        probe_seconds: how often an engine that is down is asked again.
        slots: conversations worked on at once.
        farewell_seconds: how long a stopping worker waits for running turns.
    """

    stale_after_seconds: float = 300.0
    delay_told_after_seconds: float = 4.0
    delay_told_again_seconds: float = 60.0
    poll_seconds: float = 1.0
    lease_seconds: float = 8.0
    most_attempts: int = 5
    retry_seconds: float = 0.5
    longest_retry_seconds: float = 5.0
    probe_seconds: float = 1.0
    slots: int = 16
    farewell_seconds: float = 7.0


class _Wait(Exception):
    """Nothing more can be done for a conversation now.

    Args:
        wait: inbox rows that aren't to be touched before a moment.
    """

    def __init__(self, wait: dict[int, datetime]) -> None:
        super().__init__()
        self.wait = wait


class _LeaseLost(Exception):
    """Another worker has the conversation."""


class Worker:
    """Works on the inbox of one gateway process.

    Args:
        inbox: stored messages.
        storage: for its database work.
        engine: who answers.
        people: danger and the wish for a person.
        fanout: where news go.
        sentences: what is said without the engine.
        metrics: what is counted.
        clock: the present.
        pace: how patient.
    """

    def __init__(
        self,
        inbox: Inbox,
        storage: Storage,
        engine: EngineClient,
        people: People,
        fanout: Fanout,
        sentences: Sentences,
        metrics: Metrics,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self.name = f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        self._inbox = inbox
        self._storage = storage
        self._engine = engine
        self._people = people
        self._fanout = fanout
        self._sentences = sentences
        self._metrics = metrics
        self._clock = clock
        self._pace = pace
        self._slots = asyncio.Semaphore(pace.slots)
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._engine_down = False
        self._probing: asyncio.Task[None] | None = None

    # -- what others call ----------------------------------------------------------------------

    def wake(self, conversation_id: str) -> None:
        """Something came in for a conversation."""
        if self._stopping:
            return
        if conversation_id in self._busy:
            self._again.add(conversation_id)
            return
        self._busy.add(conversation_id)
        self._spawn(self._work_on(conversation_id))

    def answer_soon(self, message: PendingMessage, signal: Signal) -> None:
        """Answer danger or the wish for a person at once, beside whatever is being worked on."""
        self._spawn(self._answer_signal_alone(message, signal))

    def answer_within_soon(self, message: PendingMessage) -> None:
        """Answer what belongs to a running danger at once, too; anything else takes its turn."""
        self._spawn(self._answer_within_alone(message))

    async def run(self) -> None:
        """Look for work until cancelled."""
        # What an earlier process made wait for the engine must not wait longer than the engine.
        self._probing = asyncio.create_task(self._probe())
        troubled = False
        while not self._stopping:
            try:
                for conversation_id in await self._storage(self._inbox.due):
                    self.wake(conversation_id)
                troubled = False
            except StorageDown as error:
                if not troubled:
                    log.warning("can't look for work: %s", error)
                troubled = True
            except Exception:
                log.exception("looking for work failed")
            await asyncio.sleep(self._pace.poll_seconds)

    async def stop(self) -> None:
        """Take no more work, let running turns end, give the leases back."""
        self._stopping = True
        if self._probing is not None:
            self._probing.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._pace.farewell_seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=1.0)

    # -- one conversation ----------------------------------------------------------------------

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_on(self, conversation_id: str) -> None:
        try:
            async with self._slots:
                await self._lease_and_work(conversation_id)
        except StorageDown as error:
            log.warning("left for later: %s", error, extra={"conversation": conversation_id})
        except Exception:
            log.exception("left for later", extra={"conversation": conversation_id})
        finally:
            self._busy.discard(conversation_id)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self.wake(conversation_id)

    async def _lease_and_work(self, conversation_id: str) -> None:
        rows = await self._storage(
            self._inbox.claim, conversation_id, self.name, self._pace.lease_seconds
        )
        if not rows:
            return
        keeping = asyncio.create_task(self._keep_lease(conversation_id))
        wait: dict[int, datetime] = {}
        try:
            while rows and not self._stopping:
                await self._step_safely(rows)
                rows = await self._storage(self._inbox.go_on, conversation_id, self.name)
        except _Wait as pause:
            wait = pause.wait
        except _LeaseLost:
            log.warning("another worker took over", extra={"conversation": conversation_id})
        finally:
            keeping.cancel()
            if rows:
                await self._storage(self._inbox.release, conversation_id, self.name, wait=wait)
        for moment in wait.values():
            seconds = (moment - self._clock()).total_seconds()
            if seconds < self._pace.poll_seconds:
                asyncio.get_running_loop().call_later(max(0.0, seconds), self.wake, conversation_id)

    async def _keep_lease(self, conversation_id: str) -> None:
        while True:
            await asyncio.sleep(self._pace.lease_seconds / 3)
            try:
                kept = await self._storage(
                    self._inbox.renew, conversation_id, self.name, self._pace.lease_seconds
                )
            except StorageDown:
                continue
            if not kept:
                return

    async def _step_safely(self, rows: list[PendingMessage]) -> None:
        """Do the next thing; a fault of our own counts against the message like the engine's."""
        try:
            await self._step(rows)
        except (_Wait, _LeaseLost, StorageDown):
            raise
        except Exception:
            log.exception("a step failed", extra={"conversation": rows[0].conversation_id})
            attempts = await self._count(rows[0])
            if attempts >= 0:
                raise self._retry(rows[0], attempts) from None

    async def _step(self, rows: list[PendingMessage]) -> None:
        """Do the next thing for a conversation.

        Raises:
            _Wait: nothing more can be done now.
            _LeaseLost: somebody else has it.
        """
        # Danger and the wish for a person overtake what waits for the engine.
        for message in rows:
            signal = self._people.signal(message.kind, message.body)
            if signal is not None:
                with following(message.message_id):
                    await self._answer_signal(message, signal)
                return
        # While a danger is going on, it owns what is said.
        talk = await self._people.danger_of(rows[0].conversation_id, self._storage)
        for message in rows:
            if talk is not None and self._people.belongs(message, talk):
                with following(message.message_id):
                    await self._answer_within(message)
                return
        for message in rows:
            signal = await self._people.told_by_two(message, self._storage)
            if signal is not None:
                with following(message.message_id):
                    await self._answer_signal(message, signal)
                return
        for message in rows:
            # So does the phone number that was asked for: it needs no engine.
            left = await self._phone_left(message)
            if left is not None and left.nothing_else:
                with following(message.message_id):
                    await self._finish([message], [], phone=left)
                return
        now = self._clock()
        oldest_to_answer = now - timedelta(seconds=self._pace.stale_after_seconds)
        stale = [message for message in rows if message.received_at < oldest_to_answer]
        if stale:
            await self._apologise(stale)
            return
        head = rows[0]
        with following(head.message_id):
            if self._engine_down:
                await self._tell_delay(rows)
                raise self._wait_for_engine(head)
            if head.not_before is not None and head.not_before > now:
                raise _Wait({head.id: head.not_before})
            await self._turn(rows, await self._phone_left(head))

    async def _phone_left(self, message: PendingMessage) -> PhoneLeft | None:
        phone = self._people.phone_in(message)
        if phone is None:
            return None
        return await self._storage(self._people.phone_left, message, phone)

    async def _turn(self, rows: list[PendingMessage], phone: PhoneLeft | None) -> None:
        head = rows[0]
        await self._fanout.publish(head.conversation_id, {"event": "typing", "active": True})
        try:
            turn = await self._ask_engine(rows)
        except EngineUnreachable as error:
            self._metrics.engine_failures.labels("unreachable").inc()
            log.warning("engine unreachable: %s", error)
            self._engine_is_down()
            if error.in_turn:
                await self._count(head)
            await self._tell_delay(rows)
            raise self._wait_for_engine(head) from error
        except TurnFailed as error:
            self._metrics.engine_failures.labels("turn_failed").inc()
            log.warning("turn failed: %s", error)
            await self._after_failure(rows)
        else:
            await self._finish_turn(head, turn, phone)
        finally:
            await self._fanout.publish(head.conversation_id, {"event": "typing", "active": False})

    async def _finish_turn(self, head: PendingMessage, turn: Turn, phone: PhoneLeft | None) -> None:
        # A wish is never split again, whatever the engine says.
        wishes = [] if head.is_wish else turn.wishes
        await self._finish(
            [head],
            [*self._lead(head), *turn.replies],
            engine_state=turn.state,
            wishes=wishes,
            phone=phone,
        )
        self._metrics.wishes.inc(len(wishes))

    def _lead(self, message: PendingMessage) -> list[Reply]:
        """What tells the customer which of her wishes is answered now."""
        return [self._sentences.further_wish(message.body)] if message.is_wish else []

    async def _ask_engine(self, rows: list[PendingMessage]) -> Turn:
        callback = await self._storage(self._people.called_back, rows[0].conversation_id)
        asking = asyncio.create_task(self._engine.turn(rows[0], callback=callback))
        try:
            with self._metrics.turn_seconds.time():
                waited = (self._clock() - rows[0].received_at).total_seconds()
                told_after = self._pace.delay_told_after_seconds
                # Also for a message that waited in a queue the engine gets some time of its own.
                patience = max(told_after - waited, told_after / 2) + TIMER_SLACK_SECONDS
                await asyncio.wait({asking}, timeout=patience)
                if not asking.done():
                    await self._tell_delay(rows)
                return await asking
        except BaseException:
            asking.cancel()
            raise

    async def _after_failure(self, rows: list[PendingMessage]) -> None:
        head = rows[0]
        try:
            healthy, said = await self._engine.ready()
        except EngineUnreachable as error:
            self._engine_is_down()
            await self._tell_delay(rows)
            raise self._wait_for_engine(head) from error
        if not healthy:
            log.warning("engine is not ready: %s", said)
            await self._tell_delay(rows)
            retry = timedelta(seconds=min(2.0, self._pace.longest_retry_seconds))
            raise _Wait({head.id: self._clock() + retry})
        attempts = await self._count(head)
        if attempts < 0:
            return
        await self._tell_delay(rows)
        raise self._retry(head, attempts)

    def _retry(self, head: PendingMessage, attempts: int) -> _Wait:
        seconds = self._pace.retry_seconds * 2 ** (attempts - 1)
        seconds = min(seconds, self._pace.longest_retry_seconds)
        return _Wait({head.id: self._clock() + timedelta(seconds=seconds)})

    async def _count(self, head: PendingMessage) -> int:
        """Count a failure; give the message up when it had too many.

        Returns:
            The failures so far; -1 when the message was given up.
        """
        attempts = await self._storage(self._inbox.count_attempt, head.id)
        if attempts < self._pace.most_attempts:
            return attempts
        incident = incident_number()
        log.error("given up after %d attempts", attempts, extra={"incident": incident})
        self._metrics.given_up.inc()
        said = [*self._lead(head), self._sentences.turn_failed(incident)]
        await self._finish([head], said, failure=incident)
        return -1

    async def _apologise(self, stale: list[PendingMessage]) -> None:
        last = stale[-1]
        with following(last.message_id):
            log.warning("%d messages were too old to be answered", len(stale))
            self._metrics.stale.inc(len(stale))
            await self._finish(stale, [self._sentences.stale(last.shown)])

    async def _tell_delay(self, rows: list[PendingMessage]) -> None:
        """Say once that it takes longer, when it has taken a few seconds already."""
        now = self._clock()
        patience = timedelta(seconds=self._pace.delay_told_after_seconds)
        late = [m for m in rows if m.told_delay_at is None and now - m.received_at >= patience]
        if not late:
            return
        said = await self._storage(
            self._inbox.tell_delay,
            late[0].conversation_id,
            [message.id for message in late],
            self._sentences.delayed(),
            again_after_seconds=self._pace.delay_told_again_seconds,
        )
        if said:
            await self._publish(late[0].conversation_id, said)

    def _wait_for_engine(self, head: PendingMessage) -> _Wait:
        """When a message of a dead engine is due again: to say so, or to apologise for its age."""
        now = self._clock()
        told = head.received_at + timedelta(seconds=self._pace.delay_told_after_seconds)
        if now < told:
            return _Wait({head.id: told})
        stale = head.received_at + timedelta(seconds=self._pace.stale_after_seconds)
        again = now + timedelta(seconds=self._pace.delay_told_again_seconds)
        # Until then `end_waits` frees it as soon as the engine is back.
        return _Wait({head.id: min(again, stale + timedelta(milliseconds=1))})

    async def _finish(
        self,
        messages: list[PendingMessage],
        replies: Iterable[Reply],
        *,
        engine_state: dict[str, Any] | None = None,
        wishes: Sequence[str] = (),
        failure: str | None = None,
        phone: PhoneLeft | None = None,
    ) -> None:
        conversation_id = messages[0].conversation_id

        def attach(session: Session) -> list[Reply]:
            return self._people.attach(session, conversation_id, phone) if phone else []

        said = await self._storage(
            self._inbox.finish,
            [message.id for message in messages],
            list(replies),
            worker=self.name,
            engine_state=engine_state,
            wishes=wishes,
            failure=failure,
            during=attach,
        )
        if said is None:
            raise _LeaseLost
        await self._answered(messages, said)

    async def _answered(self, messages: list[PendingMessage], said: list[Line]) -> None:
        now = self._clock()
        for message in messages:
            self._metrics.answer_seconds.observe(
                max(0.0, (now - message.received_at).total_seconds())
            )
        conversation_id = messages[0].conversation_id
        await self._publish(conversation_id, said)
        for message in messages:
            await self._fanout.publish(
                conversation_id, {"event": "turn_done", "client_msg_id": message.client_msg_id}
            )
        log.info("answered", extra={"lines": len(said)})

    async def _publish(self, conversation_id: str, said: list[Line]) -> None:
        for shown in said:
            self._metrics.messages_out.labels(shown["sender"]).inc()
        if said:
            await self._fanout.publish(conversation_id, {"event": "messages", "messages": said})

    # -- danger and the wish for a person ------------------------------------------------------

    async def _answer_signal_alone(self, message: PendingMessage, signal: Signal) -> None:
        with following(message.message_id):
            try:
                await self._answer_signal(message, signal)
            except StorageDown as error:
                # Stored, so it will be answered once the database is back; said at once all the same.
                log.error("a signal can't be worked on now: %s", error)
                await self._speak(message, signal)
            except Exception:
                log.exception("a signal can't be worked on now")
                await self._speak(message, signal)

    async def _answer_signal(self, message: PendingMessage, signal: Signal) -> None:
        self._metrics.signals.labels(signal.kind).inc()
        said = await self._people.answer(message, signal, self._storage)
        if said is None:
            return  # answered elsewhere in the meantime
        await self._answered([message], said)
        await self._fanout.publish(
            message.conversation_id, {"event": "handoff", "state": "requested"}
        )

    async def _answer_within_alone(self, message: PendingMessage) -> None:
        with following(message.message_id):
            try:
                answered = await self._answer_within(message)
            except StorageDown as error:
                log.error("an answer in a danger can't be stored now: %s", error)
                await self._speak(message, None)
                return
            except Exception:
                log.exception("an answer in a danger failed")
                await self._speak(message, None)
                return
            if not answered:
                self.wake(message.conversation_id)

    async def _answer_within(self, message: PendingMessage) -> bool:
        """Answer a message within the running danger; False if it doesn't belong there."""
        said = await self._people.answer_within(message, self._storage)
        if said is None:
            return False
        self._metrics.signals.labels("danger_talk").inc()
        await self._answered([message], said)
        return True

    async def _speak(self, message: PendingMessage, signal: Signal | None) -> None:
        spoken = self._people.spoken(message.conversation_id, message.kind, message.body, signal)
        if spoken is None:
            return
        await self._fanout.publish(
            message.conversation_id,
            {
                "event": "reply",
                "client_msg_id": message.client_msg_id,
                "reply": spoken,
            },
        )

    # -- the engine's health -------------------------------------------------------------------

    def _engine_is_down(self) -> None:
        self._engine_down = True
        if self._probing is None or self._probing.done():
            self._probing = asyncio.create_task(self._probe())

    async def _probe(self) -> None:
        while True:
            await asyncio.sleep(self._pace.probe_seconds)
            try:
                _, said = await self._engine.ready()
            except EngineUnreachable:
                continue
            log.info("engine answers again: %s", said)
            self._engine_down = False
            try:
                await self._storage(self._inbox.end_waits)
                for conversation_id in await self._storage(self._inbox.due):
                    self.wake(conversation_id)
            except StorageDown as error:
                log.warning("work waits for the database: %s", error)
            return
