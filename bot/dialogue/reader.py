"""The reader: tries the readings in their order; the first that fits decides."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.readings import ORDER
from bot.dialogue.sentence import FALLBACK

log = logging.getLogger(__name__)


class Reader:
    """Reads messages in the light of the focus.

    Args:
        readings: in the order in which they are tried; the last one fits everything.
    """

    def __init__(self, readings: Sequence[Reading] | None = None) -> None:
        self._readings = [one() for one in ORDER] if readings is None else list(readings)

    def read(self, situation: Situation) -> Read:
        """How a message is read."""
        for one in self._readings:
            try:
                read = one.read(situation)
            except Exception:  # a fault of one reading must not cost the customer her answer
                log.exception("the reading %s failed", one.NAME)
                continue
            if read is not None:
                return _with_shared_times(read, situation).named(one.NAME)
        return Read(FALLBACK, "no reading fits")


def _with_shared_times(read: Read, situation: Situation) -> Read:
    """A part of a message is about the time that was named for the first part: 九月电费多少 用了几度."""
    own = situation.sentence.entities if read.entities is None else read.entities
    if not situation.wish or any(one.get("entity") == "period" for one in own):
        return read
    known = situation.intents.get(read.intent)
    question = situation.focus.newest("question")
    if (
        known is None
        or not known.record
        or question is None
        or question.turn != situation.focus.turn - 1
    ):
        return read
    periods = [{"entity": "period", "value": iso} for iso, _ in question.about.get("periods") or ()]
    if not periods:
        return read
    entities = [
        *(read.entities if read.entities is not None else situation.sentence.entities),
        *periods,
    ]
    return Read(
        read.intent,
        f"{read.why}; the time of the first part",
        entities,
        read.facts,
        read.knowledge,
        read.confidence,
        read.rule,
        read.words,
    )
