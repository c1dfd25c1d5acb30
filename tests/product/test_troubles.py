"""Parts of the product are gone or hang: the customer is told, nothing is lost, nothing is doubled."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.databases.bot import Message
from bot.databases.sessions import Sessions, connect, sessions
from bot.demo.people import person
from tests.chat_client import ChatClient
from tests.conftest import postgres_database
from tests.gateway.running import eventually
from tests.product import Product
from tests.product.binding import bind
from tests.product.relay import Relay

pytestmark = [pytest.mark.product, pytest.mark.faults]

BILL = "上个月电费多少"
SUMMER = person("summer")


@dataclass
class Place:
    """A product whose databases may be taken away.

    Args:
        product: running.
        bot_db: the way of its gateway and actions to the bot's database.
        utility_db: and to the utility's.
        sessions: the test's own way to the bot's database, which stays.
    """

    product: Product
    bot_db: Relay
    utility_db: Relay
    sessions: Sessions

    def customer(self) -> ChatClient:
        """A customer who has proved who she is."""
        chat = ChatClient(self.product.base_url)
        bind(chat, SUMMER)
        return chat

    def said(self, chat: ChatClient, sender: str) -> list[str]:
        """The names of what was said in a conversation by one side."""
        with self.sessions() as session:
            return list(
                session.scalars(
                    select(Message.response)
                    .where(
                        Message.conversation_id == chat.conversation_id, Message.sender == sender
                    )
                    .order_by(Message.seq)
                )
            )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Place]:
    """A product on PostgreSQL, whose databases are reached through relays."""
    port = make_url(postgres_server).port or 5432
    with (
        postgres_database(postgres_server) as bot_db,
        postgres_database(postgres_server) as utility_db,
        Relay(port) as bot_relay,
        Relay(port) as utility_relay,
    ):
        var_dir: Path = tmp_path_factory.mktemp("troubles")
        product = Product(
            var_dir,
            {
                "BOT_DB_URL": _through(bot_relay, bot_db),
                "UTILITY_DB_URL": _through(utility_relay, utility_db),
            },
        )
        own = connect(bot_db)
        try:
            yield Place(product.start(), bot_relay, utility_relay, sessions(own))
        finally:
            product.stop()
            own.dispose()


@pytest.fixture(autouse=True)
def mended(place: Place) -> Iterator[None]:
    """Everything works before and after each test."""
    yield
    for relay in (place.bot_db, place.utility_db):
        relay.mend()
    for program in ("engine", "actions"):
        if not place.product.pid(program):
            place.product.resume(program)
    place.product.wait_until_ready()


def _through(relay: Relay, url: str) -> str:
    return make_url(url).set(host="127.0.0.1", port=relay.port).render_as_string(False)


@pytest.mark.parametrize("program", ["engine", "actions"])
def test_what_is_asked_while_a_process_is_down_is_answered_once_when_it_is_back(
    place: Place, program: str
) -> None:
    with place.customer() as chat:
        before = place.said(chat, "bot")
        place.product.halt(program)
        told = chat.say(BILL, within_seconds=30)
        assert [line["sender"] for line in told] == ["system"]
        assert place.said(chat, "system") == ["utter_engine_delayed"]
        assert any("人工" in button["title"] for button in told[0]["buttons"])

        place.product.resume(program)
        place.product.wait_until_ready()
        _wait_for(chat, "bill")
        assert place.said(chat, "bot")[len(before) :] == ["utter_bill"]
        # The next question finds nothing left over.
        assert chat.say("我到第几档了")[-1]["card"]["schema"] == "tiers"
        assert place.said(chat, "bot")[len(before) :] == ["utter_bill", "utter_tiers"]


@pytest.mark.parametrize("trouble", ["cut", "stall"])
def test_a_dead_or_hanging_utility_database_is_told_with_a_number_and_a_person(
    place: Place, trouble: str
) -> None:
    with place.customer() as chat:
        getattr(place.utility_db, trouble)()
        answers = chat.say(BILL, within_seconds=15)
        assert place.said(chat, "bot")[-1] == "utter_action_failed"
        number = re.search(r"E(?:[0-9][A-Z]){4}", answers[-1]["text"])
        assert number is not None, answers[-1]["text"]
        assert any("人工" in button["title"] for button in answers[-1]["buttons"])
        # The line is written a moment after the answer on a busy machine.
        eventually(lambda: number[0] in place.product.log("actions"))

        # The way to a person needs no account database.
        chat.say("转人工")
        assert place.said(chat, "system")[-1].startswith("utter_person")

        place.utility_db.mend()
        eventually(lambda: chat.say(BILL)[-1]["card"] is not None, within_seconds=30)
        assert place.said(chat, "bot")[-1] == "utter_bill"


def test_danger_and_person_are_answered_with_everything_else_dead(place: Place) -> None:
    with place.customer() as chat:
        place.product.halt("engine")
        place.product.halt("actions")
        place.bot_db.cut()
        place.utility_db.cut()
        for text, words in (
            ("电线断了掉在路上还在冒火花", "离它至少8米"),
            ("转人工", "0579-0000-0000"),
        ):
            answer = chat.http.post(
                "/api/chat/messages",
                json={"client_msg_id": uuid.uuid4().hex, "text": text},
                headers=chat.headers,
            )
            assert answer.status_code == 503
            reply = answer.json()["reply"]
            assert reply["sender"] == "system"
            assert words in reply["text"], reply["text"]
        ordinary = chat.http.post(
            "/api/chat/messages",
            json={"client_msg_id": "kept-by-the-client", "text": BILL},
            headers=chat.headers,
        )
        assert ordinary.status_code == 503
        assert "reply" not in ordinary.json()

        # Sent again with the same id when all is back, as the widget does, it is answered once.
        for relay in (place.bot_db, place.utility_db):
            relay.mend()
        for program in ("engine", "actions"):
            place.product.resume(program)
        place.product.wait_until_ready()
        for _ in range(2):
            chat.post({"client_msg_id": "kept-by-the-client", "text": BILL})
        _wait_for(chat, "bill")
        assert place.said(chat, "bot").count("utter_bill") == 1


def test_readyz_names_what_is_missing(place: Place) -> None:
    place.utility_db.cut()
    place.product.halt("actions")
    with ChatClient(place.product.base_url) as chat:

        def wrong() -> set[str]:
            answer = chat.http.get("/readyz")
            parts: dict[str, str] = answer.json()["parts"]
            assert (answer.status_code == 200) == all(state == "ok" for state in parts.values())
            return {part for part, state in parts.items() if state != "ok"}

        eventually(lambda: wrong() == {"engine", "utility_database"}, within_seconds=30)
        assert "actions" in chat.http.get("/readyz").json()["parts"]["engine"]


def _wait_for(chat: ChatClient, schema: str, within_seconds: float = 60) -> None:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        chat.fetch(wait_seconds=2)
        if chat.messages[-1]["card"] and chat.messages[-1]["card"]["schema"] == schema:
            return
    raise AssertionError(f"no {schema} within {within_seconds} s: {chat.messages[-1]}")
