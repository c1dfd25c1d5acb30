"""要带什么, 多久 after an entry was told: that entry or a neighbour of it answers."""

from __future__ import annotations

import re

from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import is_record
from bot.dialogue.follow_ups.neighbours import Neighbour, Neighbours
from bot.dialogue.reading import Read, Situation, entity
from bot.language.subjects import has_subject

_SURE = 0.5
_SURELY_ANEW = 0.95
_WHOLE = 6
"""Characters of what may say itself what it is about."""
_LIKELY = 0.25
"""Meant so likely, among what may be, the entry that was told or its family answers, whatever the words sound like alone."""
_LIKELY_ELSEWHERE = 0.5
_SURELY_OWN = 0.6
"""Who isn't known is asked who she is only for a record that she surely means."""
_IS_OWN = 0.3
"""A question less likely to ask for a rule than this is about one's own record."""
_OWN = re.compile("我|俺|咱|本户|查|[店厂家铺]里|这期|这户")
ASKS_FOR_OWN = re.compile(
    "我?自(?:己|个儿?|家)的|我们?家的?(?!在)|[我俺]的|[你您帮]我?查|查(?:一)?下"
)
_OWN_PLACE = re.compile(
    "(?:我|俺|咱)们?[^,，。]{0,4}(?:过|到|超|进|跳)(?:了|没|去|上)+(?:没|吗|么|不)?$"
)
"""那我家过了没 after 第二档从几度开始."""
_FILLER = re.compile("还?欠(?=多少|几|好多|了)")
_LATELY = 2
_HAPPENED = re.compile(
    "(?:我|俺|咱)[^,，。]{0,6}(?:几号|哪一?天|(?:什么|啥)(?:时候|辰光)|几时|几月)[^,，。]{0,4}(?:的|了)(?:呀|啊|来着)?$"
)
"""我是几号被停的: when something happened to her; a rule tells when it may."""
_OWN_NOW = re.compile(
    "(?:我们?|俺们?|咱们?)(?:家|屋里?|这户|这边|那户|店里?|厂里?|铺子里?|的)(?:这个月|这期|现在|今年|这会儿?|目前)*.{0,8}?(?:[了过到够]没|了吗|没有|会不会|是不是|多少|几|好多|吗$|不$|没$)|"
    "(?:滚|算|攒|积|累计?|欠|罚|加)到(?:今天|今儿|现在|目前|眼下|这会儿?)(?:为止)?.{0,6}(?:多少|几[块元毛钱]|好多)"
)
"""My own, and whether or how much; what it has come to by now: no rule tells that."""
_HOW_TO = re.compile(
    "怎么|咋|如何|能不能|可不可以|可以|能(?:办|申请|开|选)|要带|带什么|哪里|为什么|为啥|要(?:是|不要)|如果|应该|打给|找谁"
)
_RECORD_OF = {
    "query_prices": "query_tiers",
    "change_tariff": "query_bill",
    "query_tiers": "query_tiers",
}
"""The record of what a rule is about, where the intent itself is none."""


def beside_rule(
    situation: Situation, frame: Frame, neighbours: Neighbours, *, timed: bool
) -> Read | None:
    """A question right after an entry was told, which that entry or a neighbour of it answers."""
    sentence, rule = situation.sentence, situation.focus.newest("rule")
    if rule is None or situation.focus.since(rule) != 1 or frame.turn != rule.turn:
        return None
    if rule.topic == "fraud":
        return None  # has a reading of its own
    asked = situation.focus.newest("question")
    if timed and asked is not None and is_record(asked, situation):
        return None  # 上个月呢: of the record that was talked about before
    known = situation.intents.get(sentence.likeliest)
    record = situation.is_record(sentence.likeliest)
    own = record and (sentence.rule or 0.0) < _IS_OWN
    # Who never asked for her own record hardly begins with it in the middle of a rule.
    if own and situation.focus.newest("account") is not None:
        return None
    errand = known is not None and bool(known.subject) and sentence.sure >= _SURE
    if errand and not record and (has_subject(sentence.core) or _begins_anew(situation, rule)):
        return None
    if (
        ASKS_FOR_OWN.search(sentence.text)
        or _HAPPENED.search(sentence.text)
        or (_OWN.search(sentence.text) and record)
    ):
        return None
    near = neighbours.meant(situation, rule)
    if near is None:
        return None
    told = f"after what was told ({rule.about.get('entry')})"
    if near.record is not None:
        bound = situation.focus.newest("account") is not None
        sure = near.chance >= (_LIKELY if bound else _SURELY_OWN)
        return Read(near.record, f"her own record {told}", rule=0.0) if sure else None
    least = _LIKELY if near.family else _LIKELY_ELSEWHERE
    return told_entry(near, f"meant {told}") if near.chance >= least else None


def own_of_rule(situation: Situation, frame: Frame) -> Read | None:
    """那我的现在多少了 right after a rule: the record that the entry belongs to."""
    sentence = situation.sentence
    if situation.focus.since(frame) != 1:
        return None
    if frame.about.get("question") == "query_prices" and _OWN_PLACE.search(sentence.core):
        return Read("query_tiers", "one's own place after the prices of the tiers", rule=0.0)
    if sentence.values("period") and situation.is_record(sentence.likeliest):
        return None  # 我那户十月多少钱查下 says itself which record
    if (
        frame.kind != "rule"
        or not ASKS_FOR_OWN.search(sentence.text)
        or _HOW_TO.search(sentence.text)
        or has_subject(_FILLER.sub("", sentence.core))
    ):
        return None
    entry = situation.entries.get(str(frame.about.get("entry") or ""))
    intents = entry.intents if entry is not None else ()
    own = next(filter(situation.is_record, intents), None)
    if own is None:
        return None
    return Read(own, f"one's own after a rule ({frame.about.get('entry')})", rule=0.0)


def _begins_anew(situation: Situation, rule: Frame) -> bool:
    """白天一度多少钱 after how bands are cancelled: surely an errand, and none that the entry helps with."""
    sentence = situation.sentence
    told = situation.entries.get(str(rule.about.get("entry") or ""))
    helps = told is not None and sentence.likeliest in told.intents
    return not helps and sentence.sure >= _SURELY_ANEW and len(sentence.core) >= _WHOLE


def told_entry(near: Neighbour, why: str) -> Read:
    """The entry that a short question leads to, as what is read."""
    rest = [one for one in near.full.knowledge if one[0] != near.id]
    return Read(
        "ask_knowledge",
        why,
        [entity("knowledge", near.id)],
        knowledge=[(near.id, near.score), *rest],
        confidence=near.chance,
        rule=1.0,
    )


def own_now(situation: Situation, frame: Frame) -> Read | None:
    """我这户会不会被掐 a turn or two after a rule: whether, and how much, of the customer's own."""
    sentence = situation.sentence
    if frame.kind not in ("rule", "question") or situation.focus.since(frame) > _LATELY:
        return None
    happened = _HAPPENED.search(sentence.text) and situation.focus.newest("account") is not None
    if not (happened or _OWN_NOW.search(sentence.text)) or _HOW_TO.search(sentence.text):
        return None
    question = str(frame.about.get("question") or "")
    if frame.kind == "question" and question not in _RECORD_OF:
        return None
    entry = situation.entries.get(str(frame.about.get("entry") or ""))
    errands = [question, *(entry.intents if entry is not None else ())]
    record = next(filter(situation.is_record, (_RECORD_OF.get(one, one) for one in errands)), None)
    if record is None:
        return None
    return Read(record, f"her own record of the rule that was told ({question})", rule=0.0)
