"""拖了几天来, 顶晚几号, 罚了几钱: a fact of her own records, asked in words that no table has."""

from __future__ import annotations

import re

from bot.billing.aspects import APART, OF_THEIR_OWN, OVERVIEW, Aspect, read_aspect
from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.facts import asked_plainly
from bot.dialogue.follow_ups.leaning import is_record, words_of
from bot.dialogue.reading import Read, Reading, Situation
from bot.facts import Fact, load_facts
from bot.forms.kinds import ASKS

_LATELY = 2
_LIKELY = 0.3
_SURER = 0.8
"""So sure goes before a record that the words alone surely mean."""
_LIKELIER = 0.9
"""So sure goes before what the tables of words read."""
_IS_RECORD = 0.4
_SURELY_ALONE = 0.9
_SURE = 0.5
_LONGEST = 30
_ASKS_SHORT = re.compile("(?:呢|没|没有|不|冇|伐|勿|否|多少|几[^,，。]{0,2})$")
_OF_THE_ANSWER = frozenset(("repair_answer", "blame_answer"))
_ELSEWHERE = frozenset(("ask_other_period", "ask_why", "switch_account", "query_accounts"))
"""Intents with a reading of their own, which a fact only sounds like."""


class ParticularReading(Reading):
    """The fact that a question for a record asks for, as it was learnt from `data/facts.yml`."""

    NAME = "particular"

    def read(self, situation: Situation) -> Read | None:
        """Read a question for a fact as the plain wording of it."""
        sentence = situation.sentence
        if situation.form is not None or len(sentence.core) > _LONGEST:
            return None
        name, chance = sentence.fact
        fact = load_facts().get(name)
        frame = self._leans_on(situation)
        if fact is None or chance < _LIKELY or not self._is_asked(situation, frame):
            return None
        aspect = read_aspect(fact.question, sentence.text)
        if aspect.kwh is not None or aspect.amount is not None:
            return None  # 再用100度多少钱: what is asked depends on the number
        plain = read_aspect(fact.question, fact.words)
        if plain.kind == "difference" and sentence.values("period"):
            return None  # 比去年多还是少: two times are compared, which the words name
        if not (
            sentence.asks_fact or ASKS.search(sentence.text) or _ASKS_SHORT.search(sentence.core)
        ):
            return None  # says something, and asks nothing
        if self._is_of_another(aspect, plain, frame):
            return None
        told = aspect.kind
        if told == plain.kind and self._is_read_so(situation, frame, fact):
            return None
        sure = situation.is_record(sentence.intent) and sentence.sure >= _SURELY_ALONE
        if chance < (_LIKELIER if told != OVERVIEW else _SURER if sure else _LIKELY):
            return None
        why = f"asks for the fact {fact.id}"
        return asked_plainly(situation, frame, fact, why, joined=told == OVERVIEW)

    def _leans_on(self, situation: Situation) -> Frame | None:
        """The record that was told lately."""
        frame = situation.focus.newest("question", "rule")
        if frame is None or not is_record(frame, situation):
            return None
        return frame if situation.focus.since(frame) <= _LATELY else None

    def _is_asked(self, situation: Situation, frame: Frame | None) -> bool:
        """Whether a record is asked for at all: one was told just before, or the sentence sounds like one."""
        sentence = situation.sentence
        if sentence.intent in _OF_THE_ANSWER and sentence.sure > sentence.fact[1]:
            return False
        elsewhere = sentence.intent in _ELSEWHERE and sentence.sure >= _SURE
        if elsewhere and (not sentence.asks_fact or sentence.values("period")):
            return False
        begins = {name for form in situation.forms.values() for name in form.begins}
        if sentence.likeliest in begins and sentence.sure >= _SURE:
            return False  # what begins a form tells many a fact
        if sentence.asks_fact and situation.focus.newest("account") is not None:
            return True
        alone = situation.is_record(sentence.likeliest) and sentence.sure >= _IS_RECORD
        if frame is not None:
            return alone or sentence.asks_fact or sentence.sure < _SURE
        return alone and (sentence.rule or 0.0) < _SURE

    def _is_of_another(self, aspect: Aspect, plain: Aspect, frame: Frame | None) -> bool:
        """Whether the words, or those before a short question, name a record that the fact isn't of."""
        named = set(aspect.records) & APART
        if frame is not None:
            former = read_aspect(str(frame.about.get("question") or ""), words_of(frame))
            named |= set(former.records) & set(OF_THEIR_OWN)
        return not named <= set(plain.records)

    def _is_read_so(self, situation: Situation, frame: Frame | None, fact: Fact) -> bool:
        """Whether the words alone, or the record that was told, lead to the fact's question anyway."""
        sentence = situation.sentence
        if situation.is_record(sentence.intent) and sentence.sure >= _SURELY_ALONE:
            return True
        asked = frame.about.get("question") if frame is not None else None
        return fact.question in (sentence.intent, asked)
