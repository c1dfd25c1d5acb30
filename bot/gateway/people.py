"""Danger and the wish for a person: the right words and a stored request, without the engine."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import Inbox, Line, PendingMessage, Reply
from bot.databases.bot import Binding
from bot.databases.sessions import Sessions
from bot.databases.utility import Customer
from bot.formats import plain_digits
from bot.gateway.sentences import Sentences
from bot.gateway.storage import Storage, StorageDown
from bot.safety import Signal, recognise
from bot.service_requests import (
    PhoneNotReadable,
    Request,
    ServiceRequests,
    due_label,
    read_phone,
)

log = logging.getLogger(__name__)

PERSON_PAYLOAD = "/request_person"
"""What the button 转人工 carries, as in `data/responses/handoff.yml`."""

HAZARDS = {
    "electric_shock": "有人触电",
    "fallen_line": "电线落地",
    "fire": "起火",
    "smoke": "冒烟",
    "flooded": "电器、电箱进水",
    "exposed": "漏电或带电体裸露",
    "climbing": "有人攀爬带电设施",
}
_WORDS_AROUND_A_PHONE = 12
_LOCAL_DIGITS = 8  # a number without area code has at most so many
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3]?[0-9]?")


@dataclass(frozen=True)
class Known:
    """Who the conversation has proved to speak for.

    Args:
        customer_id: of the utility's database.
        account_id: the account it was proved with.
    """

    customer_id: int
    account_id: int


@dataclass(frozen=True)
class PhoneLeft:
    """A message with the number that we asked for.

    Args:
        phone: digits.
        nothing_else: the message says nothing that the engine should answer.
    """

    phone: str
    nothing_else: bool


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
    """

    def __init__(
        self,
        inbox: Inbox,
        requests: ServiceRequests,
        sentences: Sentences,
        bot_sessions: Sessions,
        utility_sessions: Sessions,
        utility: Storage,
    ) -> None:
        self._inbox = inbox
        self._requests = requests
        self._sentences = sentences
        self._bot_sessions = bot_sessions
        self._utility_sessions = utility_sessions
        self._utility = utility

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

    async def answer(
        self, message: PendingMessage, signal: Signal, storage: Storage
    ) -> list[Line] | None:
        """Open the request and store the answer, in one transaction.

        Returns:
            What was said; None when the message had been answered in the meantime.

        Raises:
            StorageDown: nothing was stored.
        """
        known = await storage(self._known, message.conversation_id)
        phone = None
        if known is not None:
            try:
                phone = await self._utility(self._reserved_phone, known.customer_id)
            except StorageDown as error:
                log.warning("the reserved phone can't be read: %s", error)

        def open_request(session: Session) -> list[Reply]:
            return self._open(session, message, signal, known, phone)

        try:
            return await storage(
                self._inbox.finish, [message.id], [], worker=None, during=open_request
            )
        except StorageDown:
            raise
        except Exception:
            # A fault of ours must not leave somebody in danger without a word.
            log.exception("a request can't be opened")
            spoken = self._sentences.without_storage(signal)
            reply = Reply(sender="system", text=spoken["text"], buttons=spoken["buttons"])
            return await storage(self._inbox.finish, [message.id], [reply], worker=None)

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
                nothing_else = (
                    kind == "danger" or len(_words(message.body)) <= _WORDS_AROUND_A_PHONE
                )
                return PhoneLeft(phone, nothing_else)
        return None

    def attach(self, session: Session, conversation_id: str, left: PhoneLeft) -> list[Reply]:
        """Note the phone with the open request, in the caller's transaction."""
        request = self._requests.attach_phone(conversation_id, left.phone, session=session)
        if request is None:
            return []
        return [self._sentences.phone_noted(left.phone, request.number, due_label(request.due_at))]

    def _open(
        self,
        session: Session,
        message: PendingMessage,
        signal: Signal,
        known: Known | None,
        phone: str | None,
    ) -> list[Reply]:
        if signal.kind == "danger":
            what = HAZARDS.get(signal.hazard or "", "客户报告危险")
            request = self._store(session, message, known, phone, "danger", what, "urgent")
            return [
                self._sentences.danger(signal.hazard),
                self._sentences.danger_informed(request.number),
            ]
        over = HAZARDS.get(signal.hazard or "")
        what = f"危险据称已解除（{over}），请回电核实" if over else "客户要求人工服务"
        priority = "high" if signal.hazard else "normal"
        request = self._store(session, message, known, phone, "callback", what, priority)
        due = due_label(request.due_at)
        if request.phone_masked is None:
            return [self._sentences.person(request.number, due, ask_phone=True)]
        if request.existing:
            return [self._sentences.person_already(request.number, due)]
        return [self._sentences.person(request.number, due, ask_phone=False)]

    def _store(
        self,
        session: Session,
        message: PendingMessage,
        known: Known | None,
        phone: str | None,
        kind: str,
        what: str,
        priority: str,
    ) -> Request:
        return self._requests.open(
            kind=kind,
            conversation_id=message.conversation_id,
            message_id=message.message_id,
            action="gateway",
            summary=f"{what}：{message.shown}",
            details={},
            priority=priority,
            contact_phone=phone,
            account_id=known.account_id if known else None,
            customer_id=known.customer_id if known else None,
            session=session,
        )

    def _known(self, conversation_id: str) -> Known | None:
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
            return Known(binding.customer_id, binding.bound_account_id)

    def _reserved_phone(self, customer_id: int) -> str | None:
        with self._utility_sessions() as session:
            phone: str | None = session.execute(
                select(Customer.phone).where(Customer.id == customer_id)
            ).scalar_one_or_none()
            return phone


def _words(text: str) -> str:
    """A text without its digits and punctuation."""
    return re.sub(r"[\W_]|[0-9]", "", plain_digits(text))
