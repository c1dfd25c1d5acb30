"""What people have to do for a customer: a request with number, deadline and masked context."""

from bot.service_requests.cards import due_label, request_card
from bot.service_requests.kinds import Kind, Kinds, UnknownKind, load_kinds
from bot.service_requests.phones import PhoneNotReadable, read_phone, unfinished_phone
from bot.service_requests.requests import (
    PHONE,
    PLACE,
    SITUATION,
    Request,
    RequestNotFound,
    RequestNotOpen,
    Revealed,
    ServiceRequests,
)

__all__ = [
    "PHONE",
    "PLACE",
    "SITUATION",
    "Kind",
    "Kinds",
    "PhoneNotReadable",
    "Request",
    "RequestNotFound",
    "RequestNotOpen",
    "Revealed",
    "ServiceRequests",
    "UnknownKind",
    "due_label",
    "load_kinds",
    "read_phone",
    "request_card",
    "unfinished_phone",
]
