"""The sender's ids of messages: what makes two the same, and the ids that no sender can choose."""

from __future__ import annotations

import hashlib
import re

LONGEST_ID = 64
"""Characters of a sender's id that are stored."""

_OF_A_WISH = re.compile(r"#[0-9]+\Z")


def body_hash(kind: str, body: str) -> str:
    """What tells the same message sent again from another one under the same id.

    Args:
        kind: text or payload.
        body: the text or the payload.
    """
    return hashlib.sha256(f"{kind}\0{body}".encode()).hexdigest()


def is_of_a_wish(sender_message_id: str) -> bool:
    """Whether an id has the shape that only `wish_id` gives; a sender's may not have it."""
    return _OF_A_WISH.search(sender_message_id) is not None


def wish_id(parent_id: str, number: int) -> str:
    """The id of a further wish of a message.

    Args:
        parent_id: the sender's id of the message.
        number: of the wish in the message; the first one, which the message itself stands for, is 1.

    Returns:
        `parent_id#number`; where that is too long, the hash of the parent's id takes its place.
    """
    wanted = f"{parent_id}#{number}"
    if len(wanted) <= LONGEST_ID:
        return wanted
    # Cut short, two long ids could become one. The first # keeps it apart from a sender's id.
    return f"#{hashlib.sha256(parent_id.encode()).hexdigest()[:40]}#{number}"
