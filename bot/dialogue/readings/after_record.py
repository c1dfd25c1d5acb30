"""那什么时候停, 怎么这么多, 凭啥罚 after a record: another fact of it, or a rule, as it was learnt what follows."""

from __future__ import annotations

import re
from functools import cache

from bot.billing.aspects import OF_THEIR_OWN, OVERVIEW, read_aspect
from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.after_record import AfterRecord, Meant
from bot.dialogue.follow_ups.facts import asked_plainly
from bot.dialogue.follow_ups.leaning import ONE_BILL, is_record, steers, words_of
from bot.dialogue.follow_ups.neighbours import is_swap
from bot.dialogue.follow_ups.prices import another_of_the_same
from bot.dialogue.follow_ups.records import (
    compared_times,
    fact_of_record,
    month_alone,
    month_beside,
)
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.facts import load_facts
from bot.language.account_words import kinds_described
from bot.language.subjects import has_subject

_LONGEST = 16
_SHORTEST = 2
_LATELY = 2
_BEFORE = re.compile("再(?:上|前|往前|早|之前|往上)")
_PAYS = re.compile("[交还付缴]")
_FEWEST = 2
_SHORT = 9
_SURE = 0.5
_SURE_ERRAND = 0.8
_FACT = 0.65
_ENTRY = 0.6
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
        if aspect.pointed or (aspect.kind != OVERVIEW and aspect.kind not in _kinds()):
            return None  # 封顶多少, 最久拖了几天: read by the tables, and no fact of the file
        if self._leans_otherwise(situation, frame):
            return None
        meant = self._after_record.meant(situation, frame)
        if meant is None:
            return None
        fact = meant.fact
        if fact is None:
            if self._is_errand(situation, meant):
                return None
            return _told(meant) if meant.chance >= _ENTRY else None
        if meant.chance < _FACT:
            return None
        return asked_plainly(
            situation, frame, fact, f"the fact {fact.id} after what was told", joined=True
        )

    def _leans_otherwise(self, situation: Situation, frame: Frame) -> bool:
        """Whether the words name another time or account, ask why, or say themselves which record they are of."""
        sentence, question = situation.sentence, str(frame.about.get("question") or "")
        steps = (month_alone, month_beside, another_of_the_same, compared_times, fact_of_record)
        if any(step(situation, frame) is not None for step in steps):
            return True
        if set(OF_THEIR_OWN) & set(read_aspect(question, words_of(frame)).records):
            return True  # 最少的是哪个月 after what was fed in is no bill
        if _BEFORE.match(sentence.core) or kinds_described(sentence.text) or _is_few(question):
            return True
        timed = bool(sentence.values("period"))
        if (timed and _PAYS.search(sentence.text)) or (
            frame.about.get("point") and ONE_BILL.search(sentence.text)
        ):
            return True  # 下周五一起交掉要多少, 那期本来是多少
        other = situation.is_record(sentence.likeliest) and sentence.likeliest != question
        if is_swap(sentence.plain) and (has_subject(sentence.core) or other):
            return True  # 专票呢
        if sentence.intent in ("ask_why", "ask_other_period") and sentence.sure >= _SURE:
            return timed or sentence.intent == "ask_why"
        own = situation.is_record(sentence.intent) and sentence.sure >= _SURE_ERRAND
        whole = len(sentence.core) > _SHORT or has_subject(sentence.core)
        return own and (timed or whole)

    def _is_errand(self, situation: Situation, meant: Meant) -> bool:
        """Whether the words alone are surely the errand that the entry helps with: its own answer knows more."""
        sentence = situation.sentence
        entry = situation.entries.get(meant.id)
        known = situation.intents.get(sentence.intent)
        return (
            entry is not None
            and known is not None
            and bool(known.subject)
            and not known.record
            and sentence.intent in entry.intents
            and sentence.sure >= _SURE_ERRAND
        )


@cache
def _is_few(question: str) -> bool:
    """Whether the file has next to nothing of a record, so that what follows it wasn't learnt."""
    return sum(one.question == question for one in load_facts().values()) < _FEWEST


@cache
def _kinds() -> frozenset[str]:
    """The kinds of all facts of the file."""
    return frozenset(read_aspect(one.question, one.words).kind for one in load_facts().values())


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
