"""要钱吗, 多久, 带什么, 上海呢: a short question that leaves out what it is about asks the focus first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.billing.aspects import read_aspect
from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import (
    asked_of,
    is_part_of_day,
    is_record,
    steers,
    subject_of,
)
from bot.dialogue.follow_ups.neighbours import Neighbour, Neighbours
from bot.dialogue.follow_ups.prices import another_of_the_same
from bot.dialogue.follow_ups.records import (
    compared_times,
    fact_of_record,
    month_alone,
    month_beside,
)
from bot.dialogue.follow_ups.rules import (
    ASKS_FOR_OWN,
    beside_rule,
    own_now,
    own_of_rule,
    told_entry,
)
from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import Sentence
from bot.forms.kinds import ASKS
from bot.intents import Intent
from bot.knowledge.facets import facets_of
from bot.language.subjects import has_subject

_LONGEST = 14
_SHORTEST = 2
_NEAR_FOR_RECORD = 0.6
"""A question about a record is answered by an entry only if one is so near."""
_NEAR_AND_RULE = 0.78
"""An entry so near answers a question that surely asks for a rule, whatever record was talked about."""
_IS_RULE = 0.7
_GENERAL = re.compile(
    "会|能|可以|要不要|要带|带什么|怎么(?:办|申请|改|开|弄|退|查)|规定|一般|标准|上限|封顶|谁|哪里|为什么|凭什么|要钱|收费"
)
_LIKELY = 0.3
"""An entry so likely meant, among those that may be."""
_LEAST = 0.15
_ASKS_SHORT = re.compile(".{1,5}(?:不|没|冇|伐|勿|否|不嘛|不得)")
"""要钱不, 能免不, 交了没: a short question that ends in a no."""
_PAPERS = re.compile(
    "找(?:谁|哪个|哪位|哪里|哪儿)|打(?:哪个|什么|啥)?电话|打给谁|投诉|带(?:啥|什么|哪些|点啥)|材料|证件|手续|怎么(?:办|续|申请)|咋(?:办|续)"
)
"""What no record tells."""
_HOW = re.compile("(?:怎么|咋个?|怎样|如何|哪里|在哪里?)(?:能|可以)?[充交付缴买](?!了|的)")
_OWN_MEANING = 0.35
"""A short question that is understood so surely alone needs no focus that isn't about records."""
_SURE = 0.5
_SURE_ALONE = 0.8
_SURELY_ERRAND = 0.95
_LEANS = frozenset(("ask_other_period", "ask_why"))
_SAYS_LITTLE = frozenset(("inform", "ask_knowledge"))
_LONG = 6


class EllipsisReading(Reading):
    """A question without its subject: understood again with the subject of the focus."""

    NAME = "ellipsis"

    def __init__(self) -> None:
        self._neighbours = Neighbours()

    def read(self, situation: Situation) -> Read | None:
        """Read a short follow-up."""
        sentence = situation.sentence
        frame = situation.focus.newest("question", "rule", "offer", "request")
        if frame is None or len(sentence.core) > _LONGEST or sentence.value("account_number"):
            return None
        if _of_the_form(situation) or not re.search("[^\\W\\d]", sentence.core):
            return None  # a number alone answers what was asked
        if len(sentence.core) < _SHORTEST and not is_record(frame, situation):
            return None  # 钱: a word of one character leads anywhere
        if steers(sentence):
            return None
        for follow_up in (
            month_alone,
            month_beside,
            another_of_the_same,
            compared_times,
            own_of_rule,
        ):
            read = follow_up(situation, frame)
            if read is not None:
                return read
        timed = any(
            one.get("entity") in ("period", "moment") and not is_part_of_day(one, sentence.text)
            for one in sentence.entities
        )
        if _leans_by_itself(situation, frame, timed=timed):
            return None
        fact = fact_of_record(situation, frame)
        if fact is not None:
            return fact
        own = own_now(situation, frame)
        if own is not None:
            return own
        if frame.kind == "rule" and ASKS_FOR_OWN.search(sentence.text):
            return None
        beside = beside_rule(situation, frame, self._neighbours, timed=timed)
        if beside is not None:
            return beside
        if _stands_alone(situation, frame, timed=timed):
            return None
        return self.of_frame(situation, frame)

    def of_frame(self, situation: Situation, frame: Frame) -> Read | None:
        """A short question asked of one frame; None: the frame has nothing for it."""
        fact = fact_of_record(situation, frame)
        if fact is not None:
            return fact
        subject = subject_of(frame, situation.intents)
        return self._understood(situation, frame, subject) if subject else None

    def _understood(self, situation: Situation, frame: Frame, subject: str) -> Read | None:
        full = situation.understand(f"{subject}{situation.sentence.core}")
        question = str(frame.about.get("question") or "")
        known = situation.intents.get(question)
        understood = situation.intents.get(full.likeliest)
        told = frame.kind == "question" and situation.focus.newest("waiting") is None
        record = known is not None and known.record and told
        same = understood is not None and (
            understood.name == question or (known is not None and understood.topic == known.topic)
        )
        near = self._near(situation, frame, full)
        ruled = (full.rule or 0.0) >= _IS_RULE
        told_rule = ruled and near is not None and near.score >= _NEAR_AND_RULE
        asks_record = (
            not told_rule
            and (not ruled or not _general(situation.sentence.text))
            and not _PAPERS.search(situation.sentence.text)
        )
        if record and asks_record and understood is not None and same and understood.record:
            return asked_of(situation, frame, understood.name, full)
        if not record:
            near = self._beside(situation, frame, near)
        if near is not None and not (record and asks_record and near.score < _NEAR_FOR_RECORD):
            return told_entry(
                near, f"asked of the knowledge about the focus ({question or frame.topic})"
            )
        if not record and situation.sentence.sure >= _OWN_MEANING:
            return None
        if same and not record and understood is not None and full.sure >= _SURE:
            return asked_of(situation, frame, understood.name, full)
        if record and (full.chance(question) >= _LEAST or situation.sentence.sure < _SURE):
            return asked_of(situation, frame, question, full)
        return None

    def _beside(
        self, situation: Situation, frame: Frame, near: Neighbour | None
    ) -> Neighbour | None:
        """The same asked of the entry that was told in the same answer as an offer, if that leads nearer."""
        rule = situation.focus.newest("rule")
        if frame.kind not in ("offer", "question") or rule is None or rule.turn != frame.turn:
            return near
        subject = subject_of(rule, situation.intents)
        if not subject or subject == subject_of(frame, situation.intents):
            return near
        other = self._near(situation, rule)
        return other if other is not None and (near is None or other.chance > near.chance) else near

    def _near(
        self, situation: Situation, frame: Frame, full: Sentence | None = None
    ) -> Neighbour | None:
        found = self._neighbours.meant(situation, frame, full, records=False)
        return found if found is not None and found.chance >= _LIKELY else None


def _leans_by_itself(situation: Situation, frame: Frame, *, timed: bool) -> bool:
    """上个月呢, 为什么 after a record: their own intents' rules lean on the focus."""
    sentence = situation.sentence
    if frame.kind != "question" or sentence.sure < _SURE:
        return False
    if sentence.intent == "ask_other_period":
        return timed
    return (
        sentence.intent == "ask_why"
        and is_record(frame, situation)
        and read_aspect("query_bill", sentence.text).kind != "how"
    )


def _stands_alone(situation: Situation, frame: Frame, *, timed: bool) -> bool:
    """Whether a short message says itself what it is about, or asks nothing."""
    sentence, intents = situation.sentence, situation.intents
    if has_subject(sentence.core):
        return True
    if frame.about.get("question") == sentence.intent and _is_sure_errand(sentence, intents):
        return not is_record(frame, situation)  # 几点开门 after the halls asks again of the halls
    if sentence.likeliest == "make_complaint" and facets_of(sentence.text):
        return False  # 必须本人跑一趟？ grumbles, and asks a rule of what was told
    if timed and not is_record(frame, situation) and _is_own(sentence, intents):
        return True
    asks = bool(ASKS.search(sentence.text) or _ASKS_SHORT.fullmatch(sentence.core))
    if asks and not timed and _is_errand(sentence, intents):
        return True
    leans = sentence.intent in _LEANS
    if not asks and sentence.sure >= _SURE and not leans and sentence.intent not in _SAYS_LITTLE:
        return True
    if sentence.sure >= _SURE_ALONE and len(sentence.core) >= _LONG and not leans:
        return True
    return frame.kind == "rule" and _is_sure_errand(sentence, intents)


def _is_own(sentence: Sentence, intents: Mapping[str, Intent]) -> bool:
    """昨天花了多少 after a rule: a time and a fact of a record lean on no rule."""
    known = intents.get(sentence.likeliest)
    kind = read_aspect("query_bill", sentence.text).kind
    return (
        known is not None
        and known.record
        and sentence.sure >= _OWN_MEANING
        and kind in ("how_much", "how_many", "sum", "paid")
    )


def _is_sure_errand(sentence: Sentence, intents: Mapping[str, Intent]) -> bool:
    """在哪充, 能退我不: short, and still surely an errand of its own."""
    known = intents.get(sentence.intent)
    return known is not None and bool(known.subject) and sentence.sure >= _SURELY_ERRAND


def _is_errand(sentence: Sentence, intents: Mapping[str, Intent]) -> bool:
    """怎么充, 怎么交 after a balance: how something is done is no question about the record."""
    known = intents.get(sentence.intent)
    return (
        _HOW.match(sentence.core) is not None
        and known is not None
        and not known.record
        and bool(known.subject)
        and sentence.sure >= _SURE
    )


def _general(text: str) -> bool:
    """Whether a short question sounds like one for a rule: 会清零吗, 要带什么, 可以分期吗."""
    return bool(_GENERAL.search(text)) and not any(one.isdigit() for one in text)


def _of_the_form(situation: Situation) -> bool:
    """再发, 不是户主: said to the form that waits, not to what was talked about before it."""
    known = situation.intents.get(situation.sentence.intent)
    return (
        situation.form is not None
        and known is not None
        and known.topic == situation.form[1].topic
        and situation.sentence.sure >= _SURE
    )
