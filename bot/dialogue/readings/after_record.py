"""那什么时候停, 怎么这么多, 凭啥罚 after a record: another fact of it, or a rule, as it was learnt what follows."""

from __future__ import annotations

from bot.billing.aspects import read_aspect
from bot.dialogue.follow_ups.after_record import AfterRecord, Meant
from bot.dialogue.follow_ups.facts import asked_plainly
from bot.dialogue.follow_ups.leaning import is_record, steers
from bot.dialogue.reading import Read, Reading, Situation, entity

_LONGEST = 16
_SHORTEST = 2
_LATELY = 2
_FACT = 0.25
_ENTRY = 0.25
"""What is meant so likely, among what may be, is answered."""


class AfterRecordReading(Reading):
    """A few words after a fact of one's own records."""

    NAME = "after_record"

    def __init__(self) -> None:
        self._after_record = AfterRecord()

    def read(self, situation: Situation) -> Read | None:
        """Read what follows a record."""
        sentence = situation.sentence
        frame = situation.focus.newest("question", "rule", "request")
        if (
            frame is None
            or frame.kind != "question"
            or not is_record(frame, situation)
            or situation.focus.since(frame) > _LATELY
            or situation.focus.newest("waiting") is not None
            or situation.form is not None
            or not _SHORTEST <= len(sentence.core) <= _LONGEST
            or steers(sentence)
        ):
            return None
        aspect = read_aspect(str(frame.about.get("question")), sentence.text)
        if aspect.kwh is not None or aspect.amount is not None or sentence.values("account_number"):
            return None  # 再用100度多少钱: what is asked depends on the number
        meant = self._after_record.meant(situation, frame)
        if meant is None:
            return None
        fact = meant.fact
        if fact is None:
            return _told(meant) if meant.chance >= _ENTRY else None
        if meant.chance < _FACT:
            return None
        return asked_plainly(
            situation, frame, fact, f"the fact {fact.id} after what was told", joined=True
        )


def _told(meant: Meant) -> Read:
    """The entry that is meant, as what is read."""
    rest = [one for one in meant.full.knowledge if one[0] != meant.id]
    return Read(
        "ask_knowledge",
        "a rule after a record that was told",
        [entity("knowledge", meant.id)],
        knowledge=[(meant.id, meant.score), *rest],
        confidence=meant.chance,
        rule=1.0,
    )
