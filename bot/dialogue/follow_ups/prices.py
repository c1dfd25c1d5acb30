"""上海呢, 充电桩呢, 谷电呢, 再往上, 家里的: the same question about another place, use, part or account."""

from __future__ import annotations

import re

from bot.billing.late_fee_example import supposed
from bot.billing.price_facts import asks_higher
from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Situation
from bot.forms.kinds import ASKS
from bot.language.account_words import points_at_account
from bot.regions import region_named

_SURE_ALONE = 0.8
_ANOTHER = re.compile(
    "(?:那|那么|还有|如果是|换成|要是)?(?P<what>.{2,6}?)(?:的|那边|那里|那户|那个|户|电价|价格)*(?:呢|嘞|咧|多少)?"
)
_HOME = re.compile(
    "(?:那|说回|回到|换)*(?:(?:我们?|咱们?|俺们?|你们)(?:这|那|本地|当地|省|市)*(?:儿|里|边|块)?|本地|当地|本省|本市|这(?:边|里|儿))(?:的|是)?(?:呢|嘞|咧|多少|几毛)?"
)
_USES = re.compile(
    "充电桩|合表|农业|农用|工业|大工业|工厂|商业|商铺|商用|店里|店铺|门面|工商业|居民|家用|一般工商业"
)
_PRICE_PART = re.compile(
    "[一二三123]个?[档挡]|[峰谷](?!.{0,2}(?:划|值|亏|合算|用了|占))|平[段时电]|夏|冬天|丰水|枯水|几点|时段|白天|夜里|晚上|便宜的(?:时候|时段)|^(?:那|第)*[一二三](?:呢|嘞|咧)$"
)
_MINE = re.compile(
    "我(?!们?(?:这|那|省|市))|俺|用到(?=几|第|哪)|几[档挡]|取消|办|申请|开通|划算|超(?!(?:到|过|出)?了?第?[一二三])"
)
_LONGEST_PRICE = 12
_OF_PRICES = frozenset(
    (
        "query_prices",
        "query_tiers",
        "query_usage",
        "compare_tariffs",
        "ask_other_period",
        "ask_knowledge",
    )
)
"""What a part of the prices sounds like alone."""
_MEANING = re.compile("啥叫|什么叫|叫什么|是(?:个)?(?:什么|啥)|(?:什么|啥)意思")


def another_of_the_same(situation: Situation, frame: Frame) -> Read | None:
    """上海呢, 充电桩呢, 家里的: the same question about another place, use or account."""
    core = situation.sentence.core
    found = _ANOTHER.fullmatch(core)
    question = str(frame.about.get("question") or "") or _errand_of(situation, frame)
    known = situation.intents.get(question)
    if known is None:
        return None
    if known.record and points_at_account(core):
        return Read("switch_account", "the same question about another account")
    if question == "query_late_fee" and supposed(core) is not None:
        return Read(question, "a sum and a time that are only supposed")
    if question == "query_prices" and frame.kind == "question" and asks_higher(core):
        return Read(question, "the tier above the one that was told", rule=0.0)
    if question == "query_prices" and len(core) <= _LONGEST_PRICE:
        told = frame.kind == "question"
        sentence = situation.sentence
        other = sentence.sure >= _SURE_ALONE and sentence.likeliest not in _OF_PRICES
        part = told and _PRICE_PART.search(core) and not (other or _MEANING.search(core))
        if part and not _MINE.search(core):
            return Read(question, "another of the prices that were told", rule=0.0)
        if _HOME.fullmatch(core):
            return Read(question, "the same prices at home", rule=0.0)
        if region_named(core) is not None and not ASKS.search(core.removesuffix("呢")):
            return Read(question, "the same prices for another place", rule=0.0)
    if found is None:
        return None
    if question == "query_prices" and _USES.fullmatch(found["what"]):
        return Read(question, "the same prices for another use", rule=0.0)
    return None


def _errand_of(situation: Situation, frame: Frame) -> str:
    """The errand that an entry which was told helps with first; empty for anything else."""
    entry = situation.entries.get(str(frame.about.get("entry") or ""))
    return entry.intents[0] if entry is not None and entry.intents else ""
