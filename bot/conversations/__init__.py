"""Conversations as stored: inbox, replies, transcript, and who may work on which one."""

from bot.conversations.endings import ConversationEnded, Endings
from bot.conversations.inbox import (
    Inbox,
    PayloadNotOffered,
    PendingMessage,
    Receipt,
    SameIdOtherBody,
)
from bot.conversations.lines import Line, Reply
from bot.conversations.transcript import Transcript

__all__ = [
    "ConversationEnded",
    "Endings",
    "Inbox",
    "Line",
    "PayloadNotOffered",
    "PendingMessage",
    "Receipt",
    "Reply",
    "SameIdOtherBody",
    "Transcript",
]
