"""Processes killed at random in the middle of 200 messages: all answered once, written once."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.databases.bot import InboxMessage, Message, ServiceRequest
from bot.databases.sessions import connect, sessions
from bot.demo.people import person
from tests.chat_client import ChatClient
from tests.conftest import postgres_database
from tests.product import Product
from tests.product.binding import bind

CONVERSATIONS = 8
# Each round of three ends in a stored request; the last message is an answer from price data.
SCRIPT = ["我要报电表读数", "20500", "是的"] * 8 + ["现在居民电价多少"]
SECONDS_BETWEEN_MESSAGES = 1.6
SECONDS_BETWEEN_KILLS = 6.0
KILLED = ["gateway", "actions", "engine", "gateway", "actions", "engine"]
ANSWERED_WITHIN_SECONDS = 240
DELAY_NOTICE = "utter_engine_delayed"

Answers = list[list[str]]
"""For each message of the script, the names of the responses that answered it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def killed_product(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: str
) -> Iterator[Product]:
    """A product of its own on each database."""
    if request.param == "sqlite":
        product = Product(tmp_path)
        try:
            yield product.start()
        finally:
            product.stop()
        return
    with (
        postgres_database(postgres_server) as bot_db,
        postgres_database(postgres_server) as utility_db,
        postgres_database(postgres_server) as tracker_db,
    ):
        product = Product(
            tmp_path,
            {"BOT_DB_URL": bot_db, "UTILITY_DB_URL": utility_db, "TRACKER_DB_URL": tracker_db},
        )
        try:
            yield product.start()
        finally:
            product.stop()


@pytest.mark.product
@pytest.mark.faults
def test_every_message_is_answered_once_and_every_write_is_done_once(
    killed_product: Product,
) -> None:
    bot_db = sessions(connect(killed_product.bot_db_url))
    customer = person("summer")
    chats = [ChatClient(killed_product.base_url) for _ in range(CONVERSATIONS + 1)]
    for chat in chats:
        bind(chat, customer)
    undisturbed, disturbed = chats[0], chats[1:]
    for text in SCRIPT:
        undisturbed.say(text)
    expected = _answers(bot_db, undisturbed.conversation_id)
    assert all(expected), f"the undisturbed run left a message without an answer: {expected}"
    writes = _requests(bot_db)[undisturbed.conversation_id]
    assert writes == 8

    killer = random.Random(20261122)
    done_sending = threading.Event()
    senders = [threading.Thread(target=_send_stubbornly, args=(chat,)) for chat in disturbed]
    kills = threading.Thread(target=_kill, args=(killed_product, killer, done_sending))
    for thread in [*senders, kills]:
        thread.start()
    for thread in senders:
        thread.join()
    done_sending.set()
    kills.join()
    killed_product.wait_until_ready()
    _wait_until_all_answered(bot_db, [chat.conversation_id for chat in disturbed])

    for chat in disturbed:
        assert _answers(bot_db, chat.conversation_id) == expected
        assert _requests(bot_db)[chat.conversation_id] == writes
        _fetch_all(chat)
        numbers = [message["seq"] for message in chat.messages]
        assert numbers == list(range(1, len(numbers) + 1))
        said = [message["text"] for message in chat.messages if message["sender"] == "customer"]
        assert said[-len(SCRIPT) :] == SCRIPT
        chat.http.close()


def _send_stubbornly(chat: ChatClient) -> None:
    """Send the script as the widget does: the same id again until it is acknowledged."""
    for text in SCRIPT:
        body = {"client_msg_id": uuid.uuid4().hex, "text": text}
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
        while time.monotonic() < deadline:
            try:
                chat.post(body)
                break
            except httpx.HTTPError:
                time.sleep(0.3)
        else:
            raise AssertionError(f"{text} was never acknowledged")
        time.sleep(SECONDS_BETWEEN_MESSAGES)


def _kill(product: Product, killer: random.Random, done: threading.Event) -> None:
    for program in killer.sample(KILLED, len(KILLED)):
        if done.wait(killer.uniform(0.5, 1.5) * SECONDS_BETWEEN_KILLS):
            return
        product.kill(program)


def _script_rows(bot_db: object, conversation_id: str) -> list[InboxMessage]:
    with bot_db() as session:  # type: ignore[operator]
        rows = session.scalars(
            select(InboxMessage)
            .where(InboxMessage.conversation_id == conversation_id)
            .order_by(InboxMessage.id)
        ).all()
    return list(rows[-len(SCRIPT) :])


def _answers(bot_db: object, conversation_id: str) -> Answers:
    rows = _script_rows(bot_db, conversation_id)
    answers: dict[int, list[str]] = defaultdict(list)
    with bot_db() as session:  # type: ignore[operator]
        for inbox_id, response in session.execute(
            select(Message.inbox_id, Message.response)
            .where(Message.conversation_id == conversation_id, Message.sender != "customer")
            .order_by(Message.seq)
        ):
            if response != DELAY_NOTICE:
                answers[inbox_id].append(response)
    return [answers[row.id] for row in rows]


def _requests(bot_db: object) -> Counter[str]:
    with bot_db() as session:  # type: ignore[operator]
        return Counter(
            dict(
                session.execute(
                    select(ServiceRequest.conversation_id, func.count())
                    .where(ServiceRequest.kind == "meter_reading")
                    .group_by(ServiceRequest.conversation_id)
                ).all()
            )
        )


def _wait_until_all_answered(bot_db: object, conversations: list[str]) -> None:
    deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        rows = [row for one in conversations for row in _script_rows(bot_db, one)]
        if all(row.status == "done" for row in rows):
            return
        time.sleep(1)
    raise AssertionError(Counter(row.status for row in rows))


def _fetch_all(chat: ChatClient) -> None:
    chat.seen, chat.messages = 0, []
    while chat.fetch():
        pass
