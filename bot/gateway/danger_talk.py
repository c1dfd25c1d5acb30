"""The talk about a danger: from the first report until it is over, without the engine.

What is going on is read from the database: the open request of the kind `danger`, and the names of the answers that
were said about it (`danger/…`, `utter_danger…`). Nothing is kept beside that, so any gateway goes on where another
stopped. Only while the database is dead the memory of this process serves (`Remembered`).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversations import PendingMessage, Reply
from bot.databases.bot import Message, ServiceRequest
from bot.gateway.sentences import Sentences
from bot.masking import mask_phone
from bot.safety import Signal
from bot.safety.conduct import UNKNOWN, Conduct, Situation
from bot.safety.phrases import any_in
from bot.safety.talk import SAID_BY_STEPS, Heard, beside_steps, read
from bot.safety.wording import normalised
from bot.service_requests import (
    PHONE,
    PLACE,
    SITUATION,
    Request,
    ServiceRequests,
    unfinished_phone,
)

_CLOSING = (
    "utter_danger_over",
    "utter_danger_false_alarm",
    "utter_danger_withdraw",
    "utter_danger_no_matter",
)
_SAID = {
    "over": "危险已经过去",
    "false_alarm": "没有危险，是误会",
    "withdraw": "要求撤销",
}
"""What is noted for the people on duty, by how the talk ends."""
_FURTHER = "utter_further_wish"
_BESIDE = "；"
"""Between the situations of one request, the gravest first."""
_REMEMBERED = 10_000
_LOOKED_BACK = 3
"""Messages of the customer, for a danger that two of them tell."""
HOME = "客户家里（户号的用电地址）"
_RESERVED = "phone_known"
"""The question whose answer names the number that is known already."""
CUSTOMER_SAYS = "客户说"
ACCOUNT, ADDRESS = "户号", "用电地址"


@dataclass(frozen=True)
class Known:
    """What is known of the customer beside the message.

    Args:
        account_id: of the utility's database; None if the conversation isn't bound.
        customer_id: of the utility's database.
        account_masked: the account's number.
        address_masked: the account's address.
        phone: the reserved phone, digits.
    """

    account_id: int | None = None
    customer_id: int | None = None
    account_masked: str | None = None
    address_masked: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Talk:
    """A running talk.

    Args:
        number: of the request.
        situation: what is going on, the gravest of it.
        beside: titles of other situations of the same request.
        place: where it is, if known.
        phone: the number to call back, if known.
        home: the account's masked address, if the conversation is bound.
        said: names of the answers that were given, the oldest first.
        aside: the last answer was about something else.
        closed: the customer said a moment ago that it is over.
    """

    number: str
    situation: Situation
    beside: tuple[str, ...]
    place: str | None
    phone: str | None
    home: str | None
    said: tuple[str, ...]
    aside: bool = False
    closed: bool = False

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the people on duty need and don't have."""
        found = (("地址", self.place), ("电话", self.phone))
        return tuple(name for name, value in found if not value)


@dataclass(frozen=True)
class Remembered:
    """What this process knows of a talk without the database.

    Args:
        situation: what is going on.
        at: when it was last spoken of.
        told: how many next steps were told.
        informed: the people on duty know of it.
    """

    situation: Situation
    at: datetime
    told: int
    informed: bool


@dataclass
class DangerTalk:
    """Answers in running dangers.

    Args:
        conduct: what to say.
        requests: where the danger is stored.
        sentences: how it is said.
        clock: the present.
        patience: after so long a silence about it a talk is past.
    """

    conduct: Conduct
    requests: ServiceRequests
    sentences: Sentences
    clock: Clock
    patience: timedelta
    _memory: OrderedDict[str, Remembered] = field(default_factory=OrderedDict)

    # -- in a transaction ------------------------------------------------------------------------

    def running(self, session: Session, conversation_id: str) -> Talk | None:
        """The talk that is going on, or None.

        Args:
            session: of the bot's database.
            conversation_id: whose.
        """
        row = session.execute(
            select(
                ServiceRequest.number,
                ServiceRequest.details,
                ServiceRequest.contact_phone,
                ServiceRequest.message_id,
            )
            .filter_by(conversation_id=conversation_id, kind="danger", status="open")
            .order_by(ServiceRequest.id.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        _, _, begun = row.message_id.rpartition(":")
        lines = session.execute(
            select(Message.response, Message.sent_at)
            .where(
                Message.conversation_id == conversation_id,
                Message.inbox_id >= (int(begun) if begun.isdecimal() else 0),
                or_(Message.response.like("danger/%"), Message.response.like("utter_danger%")),
            )
            .order_by(Message.seq)
        ).all()
        if not lines or self.clock() - lines[-1].sent_at > self.patience:
            return None
        closed = any(
            line.response in _CLOSING for line in lines if line.sent_at == lines[-1].sent_at
        )
        newest = session.execute(
            select(Message.response)
            .where(
                Message.conversation_id == conversation_id,
                Message.response.is_not(None),
                Message.response != _FURTHER,
            )
            .order_by(Message.seq.desc())
            .limit(1)
        ).scalar_one()
        titles = str(row.details.get(SITUATION, "")).split(_BESIDE)
        return Talk(
            number=row.number,
            situation=self._titled(titles[0]),
            beside=tuple(titles[1:]),
            place=row.details.get(PLACE),
            phone=row.contact_phone,
            home=row.details.get(ADDRESS),
            said=tuple(line.response for line in lines),
            aside=not str(newest).startswith(("danger/", "utter_danger_")),
            closed=closed,
        )

    def told_before(self, session: Session, message: PendingMessage) -> list[str]:
        """What the customer said just before a message, the newest first."""
        rows = session.execute(
            select(Message.text)
            .where(
                Message.conversation_id == message.conversation_id,
                Message.sender == "customer",
                Message.inbox_id < message.id,
                Message.sent_at >= self.clock() - self.patience,
            )
            .order_by(Message.seq.desc())
            .limit(_LOOKED_BACK)
        ).scalars()
        return [text for text in rows if text]

    def of_two(self, session: Session, message: PendingMessage) -> Signal | None:
        """The danger that a message tells together with what was said just before it, or None."""
        hazard = self.conduct.of_two(self.told_before(session, message), message.body)
        return None if hazard is None else Signal("danger", hazard)

    def begin(
        self, session: Session, message: PendingMessage, signal: Signal, known: Known
    ) -> list[Reply]:
        """Open the request for a danger and say what to do.

        Args:
            session: a write transaction.
            message: that reports it.
            signal: what was recognised.
            known: of the customer; `phone` may be the one in the message.
        """
        situation = self.conduct.of_report(message.body, signal.hazard)
        if situation.name == UNKNOWN:
            together = self.of_two(session, message)
            if together is not None:
                situation = self.conduct.of_report(message.body, together.hazard)
        heard = read(message.body, situation, self.conduct, place_asked=False, reported=True)
        heard = replace(heard, questions=beside_steps(message.body, heard.questions))
        details = {
            SITUATION: situation.title,
            PLACE: heard.place,
            PHONE: known.phone,
            ACCOUNT: known.account_masked,
            ADDRESS: known.address_masked,
        }
        request = self.requests.open(
            kind="danger",
            conversation_id=message.conversation_id,
            message_id=message.message_id,
            action="gateway",
            summary=f"{situation.title}：{message.shown}",
            details={name: value for name, value in details.items() if value},
            priority="urgent",
            contact_phone=known.phone,
            account_id=known.account_id,
            customer_id=known.customer_id,
            session=session,
        )
        self.remember(message.conversation_id, situation)
        replies = [self.sentences.danger(situation)]
        replies += self._answers(situation, heard, beside_steps=True)
        talk = self._of_request(request, situation, known)
        return [
            *replies,
            self.sentences.danger_informed(talk.number, _passed(talk), talk.lacks, talk.home),
        ]

    def go_on(
        self, session: Session, message: PendingMessage, talk: Talk, phone: str | None
    ) -> list[Reply]:
        """Answer a message within a running talk.

        Args:
            session: a write transaction.
            message: what was said; not an errand about something else.
            talk: what is going on.
            phone: a phone number in the message.
        """
        heard = self.heard(message.kind, message.body, talk)
        conversation_id = message.conversation_id
        if heard.end is not None:
            return self._end(session, conversation_id, talk, heard)
        situation = heard.worse or talk.situation
        replies = self._news(session, conversation_id, talk, heard)
        replies += self._answers(situation, heard, beside_steps=bool(heard.worse or heard.also))
        talk = replace(talk, situation=situation)
        noted = self._note(session, conversation_id, talk, heard, phone)
        if noted is not None:
            talk = noted
            new = _passed(
                talk, only_place=phone is None, only_phone=not (heard.place or heard.home)
            )
            replies.append(self.sentences.danger_noted(talk.number, new, talk.lacks))
        if heard.person:
            replies.append(self.sentences.danger_person(talk.number))
        if heard.hurry:
            replies.append(self.sentences.danger_hurry(talk.number, _passed(talk), talk.lacks))
        digits = unfinished_phone(message.body) if phone is None else None
        if digits is not None and not heard.worse:
            replies.append(self.sentences.danger_phone_unfinished(digits))
        if not replies:
            replies = self._next(talk)
        self.remember(conversation_id, situation)
        return replies

    def heard(self, kind: str, body: str, talk: Talk) -> Heard:
        """What a message means in a talk.

        Args:
            kind: text or payload; a payload that gets here asks for a person.
            body: what was typed.
            talk: what is going on.
        """
        if kind == "payload":
            return Heard(person=True)
        heard = read(body, talk.situation, self.conduct, place_asked=talk.place is None)
        sorry = talk.closed and heard.vague and any_in(self.conduct.sorry, normalised(body))
        if _RESERVED in heard.questions and talk.phone is None:
            # No number is reserved that could be called: what is lacking is asked for.
            rest = tuple(one for one in heard.questions if one != _RESERVED)
            heard = replace(heard, questions=rest)
        return Heard(end="sorry") if sorry else heard

    def _end(self, session: Session, conversation_id: str, talk: Talk, heard: Heard) -> list[Reply]:
        if heard.end == "sorry":
            return [self.sentences.danger_no_matter()]
        note = f"{_SAID[heard.end or 'over']}（{self.clock():%H:%M}），请核实"
        self.requests.annotate(
            conversation_id, "danger", {CUSTOMER_SAYS: note}, "high", session=session
        )
        self.forget(conversation_id)
        if heard.end == "false_alarm":
            return [self.sentences.danger_false_alarm(talk.number)]
        if heard.end == "withdraw":
            return [self.sentences.danger_withdraw(talk.number)]
        caution = self.sentences.conduct(talk.situation, "over", (talk.situation.over,))
        return [self.sentences.danger_over(talk.number), caution]

    def _news(
        self, session: Session, conversation_id: str, talk: Talk, heard: Heard
    ) -> list[Reply]:
        new = heard.worse or heard.also
        if new is None:
            return []
        titles = [talk.situation.title, *talk.beside]
        if new.title in titles:
            titles.remove(new.title)
        titles.insert(0 if heard.worse else 1, new.title)
        details = {SITUATION: _BESIDE.join(titles)}
        self.requests.annotate(conversation_id, "danger", details, "urgent", session=session)
        return [self.sentences.danger(new)]

    def _answers(self, situation: Situation, heard: Heard, *, beside_steps: bool) -> list[Reply]:
        """One line of the answers to all questions."""
        asked = heard.questions
        if beside_steps:
            asked = tuple(one for one in asked if one not in SAID_BY_STEPS)[:1]
        lines = dict.fromkeys(self.conduct.answer(one, situation) for one in asked)
        if not lines:
            return []
        return [self.sentences.conduct(situation, asked[0], tuple(lines))]

    def _note(
        self,
        session: Session,
        conversation_id: str,
        talk: Talk,
        heard: Heard,
        phone: str | None,
    ) -> Talk | None:
        place = heard.place or (HOME if heard.home and talk.home else None)
        if place is None and phone is None:
            return None
        if place is not None:
            self.requests.attach_place(conversation_id, place, session=session)
        if phone is not None:
            self.requests.attach_phone(conversation_id, phone, session=session)
        return replace(talk, place=place or talk.place, phone=phone or talk.phone)

    def _next(self, talk: Talk) -> list[Reply]:
        steps = talk.situation.next
        told = sum(one.startswith(f"danger/{talk.situation.name}/next") for one in talk.said)
        if told < len(steps):
            replies = [self.sentences.conduct(talk.situation, "next", (steps[told],))]
        else:
            # Never the number alone: what matters most is said again.
            caution = (steps[0],)
            replies = [
                self.sentences.conduct(talk.situation, "wait", caution),
                self.sentences.danger_wait(talk.number),
            ]
        if talk.lacks:
            replies.append(self.sentences.danger_lacks(talk.number, talk.lacks))
        return replies

    def _of_request(self, request: Request, situation: Situation, known: Known) -> Talk:
        return Talk(
            number=request.number,
            situation=situation,
            beside=(),
            place=request.details.get(PLACE),
            phone=known.phone or request.phone_masked,
            home=known.address_masked,
            said=(),
        )

    def _titled(self, title: str) -> Situation:
        found = [one for one in self.conduct.situations if one.title == title]
        return found[0] if found else self.conduct.situations[-1]

    # -- without the database --------------------------------------------------------------------

    def remember(
        self, conversation_id: str, situation: Situation, told: int = 0, *, informed: bool = True
    ) -> None:
        """Keep in this process that a danger is going on."""
        self._memory[conversation_id] = Remembered(situation, self.clock(), told, informed)
        self._memory.move_to_end(conversation_id)
        while len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)

    def forget(self, conversation_id: str) -> None:
        """It is over."""
        self._memory.pop(conversation_id, None)

    def remembered(self, conversation_id: str) -> Remembered | None:
        """What this process knows of a talk that is still going on."""
        found = self._memory.get(conversation_id)
        if found is None or self.clock() - found.at > self.patience:
            return None
        return found

    def spoken(self, conversation_id: str, body: str, signal: Signal | None) -> list[Reply] | None:
        """What is said to a text while nothing can be stored; None if no danger is going on.

        Args:
            conversation_id: whose.
            body: what was typed.
            signal: what was recognised in it.
        """
        known = self.remembered(conversation_id)
        if known is None:
            if signal is None or signal.kind != "danger":
                return None
            situation = self.conduct.of_report(body, signal.hazard)
            self.remember(conversation_id, situation, informed=False)
            return [self.sentences.danger(situation), self.sentences.danger_not_informed()]
        heard = read(body, known.situation, self.conduct, place_asked=False)
        if heard.elsewhere or heard.end is not None:
            return None
        situation = heard.worse or known.situation
        told = known.told
        replies = [self.sentences.danger(one) for one in (heard.worse or heard.also,) if one]
        replies += self._answers(situation, heard, beside_steps=bool(replies))
        if not replies and not (heard.hurry or heard.person or heard.place):
            step = situation.next[min(told, len(situation.next) - 1)]
            replies = [self.sentences.conduct(situation, "next", (step,))]
            told += 1
        self.remember(conversation_id, situation, told, informed=known.informed)
        if known.informed:
            return [*replies, self.sentences.danger_not_passed()]
        return [*replies, self.sentences.danger_not_informed()]


def _passed(talk: Talk, *, only_place: bool = False, only_phone: bool = False) -> str:
    """What the people on duty have been told, for a sentence: 地址“…”、电话 …."""
    parts = []
    if talk.place and not only_phone:
        parts.append(f"地址“{talk.place}”")
    if talk.phone and not only_place:
        shown = talk.phone if "*" in talk.phone else mask_phone(talk.phone)
        parts.append(f"电话 {shown}")
    return "、".join(parts)
