"""Danger and the wish for a person: the right words and a stored request, without the engine."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import Inbox, Line, PendingMessage, Reply
from bot.databases.bot import Binding
from bot.databases.sessions import Sessions
from bot.databases.utility import Account, Customer
from bot.formats import plain_digits
from bot.forms.kinds import remark_beside
from bot.gateway.danger_talk import DangerTalk, Known, Talk
from bot.gateway.sentences import Sentences
from bot.gateway.storage import Storage, StorageDown
from bot.masking import mask_address, mask_number
from bot.safety import Signal, recognise
from bot.safety.talk import NOT_OVER
from bot.service_requests import (
    PhoneNotReadable,
    ServiceRequests,
    due_label,
    read_phone,
)

log = logging.getLogger(__name__)

PERSON_PAYLOAD = "/request_person"
"""What the button 转人工 carries, as in `data/responses/handoff.yml`."""

_HAZARDS = {
    "electric_shock": "有人触电",
    "life_support": "靠机器维持的病人没了电",
    "fallen_line": "电线落地",
    "fire": "起火",
    "smoke": "冒烟",
    "trapped": "有人困在电梯里",
    "flooded": "电器、电箱进水",
    "exposed": "漏电或带电体裸露",
    "climbing": "有人攀爬带电设施",
}
_WORDS_AROUND_A_PHONE = 12
_LOCAL_DIGITS = 8  # a number without area code has at most so many
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3]?[0-9]?")


@dataclass(frozen=True)
class PhoneLeft:
    """A message with the number that we asked for.

    Args:
        phone: digits.
        nothing_else: the message says nothing that the engine should answer.
    """

    phone: str
    nothing_else: bool


class _NotGoingOn(Exception):
    """The danger ended while its answer was on the way."""


class People:
    """Hands over to people until the agents' desk does.

    Args:
        inbox: where answers are stored.
        requests: where the request is stored.
        sentences: what is said.
        bot_sessions: for bindings.
        utility_sessions: for the reserved phone.
        utility: runs the utility database's work, with a short deadline: nobody in danger waits
            for it.
        talk: what is said while a danger is going on.
    """

    def __init__(
        self,
        inbox: Inbox,
        requests: ServiceRequests,
        sentences: Sentences,
        bot_sessions: Sessions,
        utility_sessions: Sessions,
        utility: Storage,
        talk: DangerTalk,
    ) -> None:
        self._inbox = inbox
        self._requests = requests
        self._sentences = sentences
        self._bot_sessions = bot_sessions
        self._utility_sessions = utility_sessions
        self._utility = utility
        self._talk = talk

    def signal(self, kind: str, content: str) -> Signal | None:
        """Danger or the wish for a person in a message, or None.

        Args:
            kind: text or payload.
            content: what was typed, or the payload of the button.
        """
        if kind == "payload":
            name = content.partition("{")[0].strip()
            return Signal("person") if name == PERSON_PAYLOAD else None
        return recognise(content)

    def follows(self, conversation_id: str, kind: str) -> bool:
        """Whether a message may belong to a danger that this process knows to go on; nothing is asked."""
        return kind == "text" and self._talk.remembered(conversation_id) is not None

    def spoken(
        self, conversation_id: str, kind: str, content: str, signal: Signal | None
    ) -> dict[str, Any] | None:
        """What is said while nothing can be stored: to danger, and to the wish for a person.

        Args:
            conversation_id: whose.
            kind: text or payload.
            content: what was typed, or the payload of the button.
            signal: what was recognised in it.

        Returns:
            The reply as a client shows it; None where there is nothing to say.
        """
        if kind == "text":
            replies = self._talk.spoken(conversation_id, content, signal)
            if replies is not None:
                return self._sentences.without_storage(replies)
        if signal is None:
            return None
        return self._sentences.without_storage([self._sentences.person_without_storage()])

    async def danger_of(self, conversation_id: str, storage: Storage) -> Talk | None:
        """The danger that is going on in a conversation, or None.

        Raises:
            StorageDown: the database can't be asked.
        """

        def ask() -> Talk | None:
            with self._bot_sessions() as session:
                return self._talk.running(session, conversation_id)

        return await storage(ask)

    def belongs(self, message: PendingMessage, talk: Talk) -> bool:
        """Whether a message is answered within a running danger, not by the engine."""
        if message.kind != "text" or message.is_wish:
            return False
        heard = self._talk.heard(message.kind, message.body, talk)
        if talk.closed:  # 看错了, 不好意思 and 可它还烫着 are still about it
            still = heard.end is not None or bool(NOT_OVER & set(heard.questions))
            return still and not talk.aside
        # 上个月的, after a question about a bill, goes on with the bill.
        return not (
            heard.elsewhere or (talk.aside and heard.vague and self.phone_in(message) is None)
        )

    async def told_by_two(self, message: PendingMessage, storage: Storage) -> Signal | None:
        """The danger that a message tells together with what was said just before it, or None.

        Raises:
            StorageDown: the database can't be asked.
        """
        may = message.kind == "text" and not message.is_wish
        if not (may and self._talk.conduct.may_follow(message.body)):
            return None

        def look_back() -> Signal | None:
            with self._bot_sessions() as session:
                return self._talk.of_two(session, message)

        return await storage(look_back)

    async def answer(
        self, message: PendingMessage, signal: Signal, storage: Storage
    ) -> list[Line] | None:
        """Open the request and store the answer, in one transaction.

        Returns:
            What was said; None when the message had been answered in the meantime.

        Raises:
            StorageDown: nothing was stored.
        """
        known = await self._all_known(message, storage)

        def open_request(session: Session) -> list[Reply]:
            talk = self._talk.running(session, message.conversation_id)
            if talk is not None and not talk.closed:
                return self._talk.go_on(session, message, talk, self.phone_in(message))
            if signal.kind == "danger":
                return self._talk.begin(session, message, signal, known)
            return self._call_back(session, message, signal, known)

        try:
            return await storage(
                self._inbox.finish, [message.id], [], worker=None, during=open_request
            )
        except StorageDown:
            raise
        except Exception:
            # A fault of ours must not leave somebody in danger without a word.
            log.exception("a request can't be opened")
            spoken = self.spoken(message.conversation_id, message.kind, message.body, signal)
            if spoken is None:
                raise
            reply = Reply(
                sender="system",
                text=spoken["text"],
                buttons=spoken["buttons"],
                card=spoken.get("card"),
            )
            return await storage(self._inbox.finish, [message.id], [reply], worker=None)

    async def answer_within(self, message: PendingMessage, storage: Storage) -> list[Line] | None:
        """Answer a message within the danger that is going on.

        Returns:
            What was said; None when it was answered in the meantime, or doesn't belong to a danger.

        Raises:
            StorageDown: nothing was stored.
        """

        def go_on(session: Session) -> list[Reply]:
            talk = self._talk.running(session, message.conversation_id)
            if talk is None or not self.belongs(message, talk):
                raise _NotGoingOn
            return self._talk.go_on(session, message, talk, self.phone_in(message))

        try:
            return await storage(self._inbox.finish, [message.id], [], worker=None, during=go_on)
        except _NotGoingOn:
            return None

    def phone_in(self, message: PendingMessage) -> str | None:
        """The phone number that a message holds, or None; the database isn't asked."""
        if message.kind != "text":
            return None
        try:
            phone = read_phone(message.body)
        except PhoneNotReadable:
            return None
        if len(phone) <= _LOCAL_DIGITS and (
            len(_words(message.body)) > 6 or _DATE.fullmatch(phone)
        ):
            return None  # seven digits in a sentence may be anything
        return phone

    def phone_left(self, message: PendingMessage, phone: str) -> PhoneLeft | None:
        """What to do with a phone number: None unless an open request of its conversation lacks one.

        Args:
            message: that holds it.
            phone: as `phone_in` found it.
        """
        for kind in ("danger", "callback"):
            request = self._requests.open_request(message.conversation_id, kind)
            if request is not None and request.phone_masked is None:
                # After danger address and phone were asked for: the engine has no part in it.
                nothing_else = kind == "danger" or (
                    len(_words(message.body)) <= _WORDS_AROUND_A_PHONE
                    and not remark_beside(message.body)  # 下午打: the engine passes it on
                )
                return PhoneLeft(phone, nothing_else)
        return None

    def called_back(self, conversation_id: str) -> str | None:
        """The number of a conversation's open call-back, for the engine; None: there is none."""
        request = self._requests.open_request(conversation_id, "callback")
        return None if request is None else request.number

    def attach(self, session: Session, conversation_id: str, left: PhoneLeft) -> list[Reply]:
        """Note the phone with the open request, in the caller's transaction."""
        request = self._requests.attach_phone(conversation_id, left.phone, session=session)
        if request is None:
            return []
        return [self._sentences.phone_noted(left.phone, request.number, due_label(request.due_at))]

    def _call_back(
        self, session: Session, message: PendingMessage, signal: Signal, known: Known
    ) -> list[Reply]:
        over = _HAZARDS.get(signal.hazard or "")
        typed = self.phone_in(message)
        what = f"危险据称已解除（{over}），请回电核实" if over else "客户要求人工服务"
        request = self._requests.open(
            kind="callback",
            conversation_id=message.conversation_id,
            message_id=message.message_id,
            action="gateway",
            summary=f"{what}：{message.shown}",
            details={},
            priority="high" if signal.hazard else "normal",
            contact_phone=typed,
            account_id=known.account_id,
            customer_id=known.customer_id,
            reserved_phone=known.phone,
            session=session,
        )
        due, phone = due_label(request.due_at), request.phone_masked
        if phone is None:
            return [self._sentences.person(request.number, due)]
        if typed is not None:
            return [self._sentences.phone_noted(typed, request.number, due)]
        if request.existing:
            return [self._sentences.person_already(request.number, due, phone)]
        return [self._sentences.person(request.number, due, phone)]

    async def _all_known(self, message: PendingMessage, storage: Storage) -> Known:
        """The customer of a conversation, as far as the utility's database answers, and her phone."""
        bound = await storage(self._bound, message.conversation_id)
        known = Known()
        if bound is not None:
            known = Known(bound.account_id, bound.customer_id)
            try:
                known = await self._utility(self._of_utility, known)
            except StorageDown as error:
                log.warning("the customer's record can't be read: %s", error)
        typed = self.phone_in(message)
        # A number typed now wins: she may not be where the reserved one rings.
        return known if typed is None else replace(known, phone=typed)

    def _bound(self, conversation_id: str) -> Known | None:
        with self._bot_sessions() as session:
            binding = (
                session.execute(
                    select(Binding)
                    .where(Binding.conversation_id == conversation_id)
                    .order_by(Binding.last_used_at.desc())
                    .limit(1)
                )
                .scalars()
                .first()
            )
            if binding is None:
                return None
            return Known(binding.bound_account_id, binding.customer_id)

    def _of_utility(self, known: Known) -> Known:
        with self._utility_sessions() as session:
            phone = session.execute(
                select(Customer.phone).where(Customer.id == known.customer_id)
            ).scalar_one_or_none()
            account = session.execute(
                select(Account.number, Account.address).where(Account.id == known.account_id)
            ).first()
        if account is None:
            return replace(known, phone=phone)
        return replace(
            known,
            phone=phone,
            account_masked=mask_number(account.number),
            address_masked=mask_address(account.address),
        )


def _words(text: str) -> str:
    """A text without its digits and punctuation."""
    return re.sub(r"[\W_]|[0-9]", "", plain_digits(text))
