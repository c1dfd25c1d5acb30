"""Tables of the bot's own database: conversations, messages, identity, requests, staff."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base

from bot.databases.types import Moment
from bot.databases.utility import NAMING

Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))  # 1.4 has no types


class Conversation(Base):
    """One customer's talk on one channel. Its id is issued by the gateway, never by a client."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "channel_user"),)
    id = Column(String(36), primary_key=True)
    channel = Column(String(16), nullable=False)  # web | wechat
    channel_user = Column(String(64), nullable=False)  # web: the conversation's own id
    created_at = Column(Moment(), nullable=False)
    last_customer_at = Column(Moment())
    last_seq = Column(Integer, nullable=False, default=0)  # highest `Message.seq`
    read_seq = Column(Integer, nullable=False, default=0)  # what the customer has seen
    client_address = Column(String(64))  # of the newest request, for rate limits
    answerer = Column(String(16), nullable=False, default="bot")  # bot | agent
    engine_state = Column(JSON)  # the engine's last word: intent, form, slot asked, topic
    working_until = Column(Moment())  # lease of the worker that has this conversation
    working_by = Column(String(64))
    ended_at = Column(Moment())  # when the customer ended it; nothing is taken any more


class InboxMessage(Base):
    """An inbound message, or a further wish of one: stored before it is acknowledged, answered once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sender_message_id"),
        Index("ix_inbox_status_conversation_id_id", "status", "conversation_id", "id"),
    )
    id = Column(Integer, primary_key=True)
    conversation_id = Column(ForeignKey("conversations.id"), nullable=False)
    # The message that this is a further wish of; None for a message of the customer's own. Without a
    # foreign key: SQLite could add or drop one only by making the table anew.
    parent_id = Column(Integer)
    sender_message_id = Column(String(64), nullable=False)  # of a wish: the parent's and #2, #3, …
    body_hash = Column(String(64), nullable=False)
    kind = Column(String(8), nullable=False)  # text | payload
    body = Column(Text, nullable=False)
    received_at = Column(Moment(), nullable=False)
    status = Column(String(16), nullable=False, default="pending")
    # pending done failed; of a wish also held (until no form is active) and dropped
    attempts = Column(Integer, nullable=False, default=0)
    not_before = Column(Moment())
    told_delay_at = Column(Moment())  # when the customer was told that it takes longer
    finished_at = Column(Moment())
    failure = Column(String(64))
    understood = Column(JSON)  # intent, confidence, reading and why, of the turn that answered it


class Message(Base):
    """One line of the conversation as both sides see it; the outbox of what is sent."""

    __tablename__ = "messages"
    conversation_id = Column(ForeignKey("conversations.id"), primary_key=True)
    seq = Column(Integer, primary_key=True)
    inbox_id = Column(ForeignKey("inbox.id"), index=True)  # what it is, or what it answers
    client_msg_id = Column(String(64))
    sender = Column(String(16), nullable=False)  # customer | bot | agent | system
    type = Column(String(16), nullable=False)  # text | card | image
    text = Column(Text)
    buttons = Column(JSON)  # [{title, payload}]
    card = Column(JSON)
    image_url = Column(String(255))
    response = Column(String(64))  # the response's name, for tests and statistics
    sent_at = Column(Moment(), nullable=False)
    delivery = Column(String(16), nullable=False, default="pending")  # pending sent failed unknown


class Consent(Base):
    """A privacy notice agreed to, by version."""

    __tablename__ = "consents"
    conversation_id = Column(ForeignKey("conversations.id"), primary_key=True)
    notice_version = Column(String(16), primary_key=True)
    agreed_at = Column(Moment(), nullable=False)


class Binding(Base):
    """A conversation that has proved to speak for a customer. Deleted by unbinding."""

    __tablename__ = "bindings"
    conversation_id = Column(ForeignKey("conversations.id"), primary_key=True)
    customer_id = Column(Integer, primary_key=True)  # of the utility's database
    bound_account_id = Column(Integer, nullable=False)  # the account it was proved with
    bound_at = Column(Moment(), nullable=False)
    verified_at = Column(Moment(), nullable=False)  # last one-time code
    last_used_at = Column(Moment(), nullable=False)
    left_out = Column(JSON)  # ids of accounts that the customer doesn't want here any more


class OneTimeCode(Base):
    """A code sent to a reserved phone, or the look-alike of one for a wrong claim."""

    __tablename__ = "one_time_codes"
    __table_args__ = (UniqueConstraint("message_id", "action"),)
    id = Column(Integer, primary_key=True)
    conversation_id = Column(ForeignKey("conversations.id"), nullable=False, index=True)
    message_id = Column(String(64), nullable=False)
    action = Column(String(64), nullable=False)
    account_id = Column(Integer)  # None: the claim was wrong; no code will ever fit
    customer_id = Column(Integer)
    code_hash = Column(String(128))
    created_at = Column(Moment(), nullable=False)
    expires_at = Column(Moment(), nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    used_at = Column(Moment())
    replaced_at = Column(Moment())


class RateEvent(Base):
    """One counted attempt, for the limits on identity that must hold across processes."""

    __tablename__ = "rate_events"
    __table_args__ = (Index("ix_rate_events_bucket_at", "bucket", "at"),)
    id = Column(Integer, primary_key=True)
    bucket = Column(String(96), nullable=False)  # kind:keyed hash of what is limited
    at = Column(Moment(), nullable=False)


class DemoTextMessage(Base):
    """A text message that demo mode did not send."""

    __tablename__ = "demo_text_messages"
    id = Column(Integer, primary_key=True)
    phone = Column(String(20), nullable=False)
    text = Column(String(255), nullable=False)
    sent_at = Column(Moment(), nullable=False)


class ServiceRequest(Base):
    """What a customer asked for and people have to do: number, deadline, context."""

    __tablename__ = "service_requests"
    __table_args__ = (UniqueConstraint("message_id", "action"),)
    id = Column(Integer, primary_key=True)
    number = Column(String(24), nullable=False, unique=True)
    kind = Column(String(32), nullable=False)
    # callback | disputed_bill | meter_reading | meter_check | invoice | payment_trace | ...
    priority = Column(String(8), nullable=False, default="normal")  # urgent high normal low
    status = Column(String(16), nullable=False, default="open")  # open | done | cancelled
    conversation_id = Column(ForeignKey("conversations.id"), nullable=False, index=True)
    message_id = Column(String(64), nullable=False)
    action = Column(String(64), nullable=False)
    account_id = Column(Integer)
    customer_id = Column(Integer)
    contact_phone = Column(String(20))
    summary = Column(String(255), nullable=False)
    details = Column(JSON, nullable=False)  # the form's values
    context = Column(JSON, nullable=False)  # masked transcript, intent, form, as handed over
    created_at = Column(Moment(), nullable=False)
    due_at = Column(Moment(), nullable=False)
    closed_at = Column(Moment())
    closed_by = Column(String(64))


class Draft(Base):
    """A form being filled: what was said so far, without what is sensitive."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("message_id", "form"),)
    id = Column(Integer, primary_key=True)
    conversation_id = Column(ForeignKey("conversations.id"), nullable=False, index=True)
    form = Column(String(32), nullable=False)  # as in data/forms
    message_id = Column(String(64), nullable=False)  # that began it
    status = Column(String(16), nullable=False, default="open")
    # open | paused | stopped | submitted | dropped
    content = Column(JSON, nullable=False)  # by field
    account_id = Column(Integer)  # of the utility's database
    request_number = Column(String(24))  # what it became
    created_at = Column(Moment(), nullable=False)
    updated_at = Column(Moment(), nullable=False)


class Staff(Base):
    """Who may sign in to the staff's pages."""

    __tablename__ = "staff"
    name = Column(String(64), primary_key=True)
    password_hash = Column(String(255), nullable=False)
    role = Column(String(16), nullable=False, default="agent")  # agent | trainer | admin
    active = Column(Boolean, nullable=False, default=True)
    created_at = Column(Moment(), nullable=False)


class AuditEntry(Base):
    """Append-only: who saw or changed what."""

    __tablename__ = "audit_entries"
    id = Column(Integer, primary_key=True)
    at = Column(Moment(), nullable=False)
    actor = Column(String(64), nullable=False)
    deed = Column(String(48), nullable=False)
    subject = Column(String(64), nullable=False)
    details = Column(JSON, nullable=False, default=dict)
