"""Why a step of identification can't go on; none of them tells whether a claim was right."""

from __future__ import annotations

from datetime import datetime


class IdentityError(Exception):
    """Base of all that a customer may be told about identification."""


class ConsentNeeded(IdentityError):
    """The privacy notice hasn't been agreed to in this conversation."""


class NotBound(IdentityError):
    """The conversation speaks for nobody yet."""


class StepUpNeeded(IdentityError):
    """The binding wasn't used for a while; a new code has to be entered."""


class NotYourAccount(IdentityError):
    """No account of the bound customer fits what was named."""


class NoCodePending(IdentityError):
    """No code waits to be entered in this conversation."""


class CodeExpired(IdentityError):
    """The code's time is over; a new one can be asked for."""


class CodeWrong(IdentityError):
    """The code doesn't fit.

    Args:
        attempts_left: how often it may still be tried, at least 1.
    """

    def __init__(self, attempts_left: int) -> None:
        self.attempts_left = attempts_left
        super().__init__(f"the code doesn't fit; {attempts_left} attempts are left")


class TooManyAttempts(IdentityError):
    """A limit is reached.

    Args:
        retry_at: when it may be tried again, in Asia/Shanghai.
    """

    def __init__(self, retry_at: datetime) -> None:
        self.retry_at = retry_at
        super().__init__(f"too many attempts; again from {retry_at:%H:%M}")
