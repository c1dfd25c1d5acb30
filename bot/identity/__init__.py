"""Who speaks for which customer: consent, one-time codes to the reserved phone, bindings."""

from bot.identity.accounts import AccountView
from bot.identity.claims import normalised_name, normalised_number
from bot.identity.errors import (
    CodeExpired,
    CodeWrong,
    ConsentNeeded,
    IdentityError,
    NoCodePending,
    NotBound,
    NotYourAccount,
    StepUpNeeded,
    TooManyAttempts,
)
from bot.identity.identity import Bound, BoundCustomer, CodeSent, Identity
from bot.identity.text_messages import (
    DemoTextMessages,
    HttpTextMessages,
    TextMessageNotSent,
    TextMessageSender,
    demo_text_messages,
    text_message_sender,
)

__all__ = [
    "AccountView",
    "Bound",
    "BoundCustomer",
    "CodeExpired",
    "CodeSent",
    "CodeWrong",
    "ConsentNeeded",
    "DemoTextMessages",
    "HttpTextMessages",
    "Identity",
    "IdentityError",
    "NoCodePending",
    "NotBound",
    "NotYourAccount",
    "StepUpNeeded",
    "TextMessageNotSent",
    "TextMessageSender",
    "TooManyAttempts",
    "demo_text_messages",
    "normalised_name",
    "normalised_number",
    "text_message_sender",
]
