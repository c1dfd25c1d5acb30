"""The commonest short requests, each through the real processes, before and after the proof of identity."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.databases.bot import Conversation, Message
from bot.demo.people import person
from bot.intents import load_intents
from tests.chat_client import ChatClient
from tests.conversations.cases import Play
from tests.conversations.conftest import Place

FILE = Path(__file__).with_suffix("").parent / "commonest.tsv"
WHO = "summer"
AFRESH = ("从头开始", "谢谢")
"""Said before a request of a bound conversation: nothing is talked about, and nothing is offered."""

IDENTITY = ("utter_binding_first", "utter_ask_consent", "utter_answered_after_")
"""Beginnings of the names of responses that ask who is there."""

INTENTS = {
    "ask": ("nlu_fallback", "ask_why", "ask_other_period", "repair_answer", "deny", "affirm"),
    "person": ("request_person",),
    "thanks": ("thank",),
    "greet": ("greet",),
    "bye": ("goodbye", "stop"),
    "ok": ("affirm", "deny", "thank", "goodbye"),
    "calm": ("make_complaint",),
}
"""Values of the list that stand for intents; every other value is the intent of that name."""

ASKS = (
    "utter_ask_meaning",
    "utter_ask_meaning_of",
    "utter_ask_of_power",
    "utter_ask_rephrase",
    "utter_here",
    "utter_knowledge_which",
    "utter_no_question_before",
    "utter_what_about_it",
    "utter_not_what_was_asked",
    "utter_no_offer",
    "utter_repair_nothing",
    "utter_all_right",
)
"""What an answer to a request that says too little consists of."""


@dataclass(frozen=True)
class Request:
    """A short request and what a right answer is.

    Args:
        text: as typed.
        bound: right values after the proof of identity, as in the head of the file.
        unbound: before it.
    """

    text: str
    bound: frozenset[str]
    unbound: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What came back.

    Args:
        intent: that the engine read.
        responses: names of what was said.
        texts: what was said.
    """

    intent: str
    responses: Sequence[str]
    texts: str

    @property
    def values(self) -> frozenset[str]:
        """The answer as the list may name it."""
        if "utter_action_failed" in self.responses:
            return frozenset()
        if not any(name.startswith(IDENTITY) for name in self.responses):
            # A rule that is told is knowledge, whoever's question it answers.
            told = any(name.startswith("utter_knowledge") for name in self.responses)
            prices = any(name.startswith("utter_prices") for name in self.responses)
            others = (("ask_knowledge", told), ("query_prices", prices))
            return frozenset((self.intent, *(name for name, said in others if said)))
        # Whoever wants to bind an account is answered by the question for it.
        own = ("bind_account",) if self.intent == "bind_account" else ()
        return frozenset(("identity", *own))

    @property
    def registered(self) -> bool:
        """Whether people were asked to act."""
        return any(one.startswith(("utter_danger", "utter_person")) for one in self.responses)

    def fits(self, wanted: frozenset[str]) -> bool:
        """Whether it is one of the right answers."""
        if self.values & wanted:
            return True
        for name in wanted & INTENTS.keys() - {"ask"}:
            if self.values & set(INTENTS[name]):
                return True
        if "ask" in wanted:
            return self.intent in INTENTS["ask"] and any(one in ASKS for one in self.responses)
        # The gateway answers danger and calls for a person without asking the engine.
        own = {"person": "utter_person", "report_hazard": "utter_danger"}
        return any(
            name in wanted and any(one.startswith(response) for one in self.responses)
            for name, response in own.items()
        )


def requests() -> list[Request]:
    """The whole list."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [
            Request(
                row["request"],
                frozenset(row["bound"].split("|")),
                frozenset(row["unbound"].split("|")),
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


REQUESTS = requests()


class BoundChats:
    """Conversations that speak for a customer, one after the other: a long one gets slow.

    Args:
        place: where they are held.
    """

    LONGEST = 20

    def __init__(self, place: Place) -> None:
        self._place = place
        self._chat: ChatClient | None = None
        self._asked = 0

    def next(self) -> ChatClient:
        """A bound conversation in which nothing is talked about."""
        if self._chat is None or self._asked == self.LONGEST:
            self.close()
            self._chat, self._asked = ChatClient(self._place.base_url), 0
            Play(self._chat, self._place.sessions, person(WHO)).prove_identity()
        self._asked += 1
        for words in AFRESH:
            self._chat.say(words)
        return self._chat

    def close(self) -> None:
        """Leave the conversation."""
        if self._chat is not None:
            self._chat.http.close()
            self._chat = None


@pytest.fixture(scope="module")
def bound_chats(place: Place) -> Iterator[BoundChats]:
    """Bound conversations to ask in."""
    chats = BoundChats(place)
    yield chats
    chats.close()


def asked(chat: ChatClient, place: Place, text: str) -> Answer:
    """What is answered to a request."""
    before = chat.seen
    chat.say(text)
    with place.sessions() as session:
        said = session.execute(
            select(Message.response, Message.text).where(
                Message.conversation_id == chat.conversation_id,
                Message.seq > before,
                Message.sender != "customer",
            )
        ).all()
        state = session.get(Conversation, chat.conversation_id).engine_state or {}
    return Answer(
        str(state.get("intent")),
        [str(name) for name, _ in said],
        "\n".join(str(words or "") for _, words in said),
    )


def test_the_list_names_what_there_is() -> None:
    known = {*load_intents(), *INTENTS, "identity"}
    texts = [one.text for one in REQUESTS]
    assert len(texts) == len(set(texts)) >= 300
    assert {name for one in REQUESTS for name in one.bound | one.unbound} <= known


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: one.text)
def test_bound(request_: Request, place: Place, bound_chats: BoundChats) -> None:
    answer = asked(bound_chats.next(), place, request_.text)
    if answer.registered:
        bound_chats.close()  # what follows is read in the light of it, from the beginning too
    assert answer.fits(request_.bound), f"{request_}: {answer}"


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: one.text)
def test_unbound(request_: Request, place: Place) -> None:
    with ChatClient(place.base_url) as chat:
        answer = asked(chat, place, request_.text)
    assert answer.fits(request_.unbound), f"{request_}: {answer}"
