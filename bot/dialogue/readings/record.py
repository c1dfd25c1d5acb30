"""九月几度几块, 今年最高是哪月, 现在欠不欠: the words ask for a fact of a record, however unsure the pipeline is."""

from __future__ import annotations

import re

from bot.billing.aspects import Aspect, read_aspect
from bot.dialogue.follow_ups.leaning import is_record
from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.sentence import FALLBACK, OUT_OF_SCOPE, Sentence, core_of
from bot.intents import Intent
from bot.language.account_words import points_at_account
from bot.language.subjects import has_subject

_SURE = 0.5
_IS_RULE = 0.7
_NEAR_ENOUGH = 0.75
"""An entry so near is what was asked for."""
_FACTS = frozenset(
    (
        "how_much",
        "how_many",
        "sum",
        "difference",
        "highest",
        "lowest",
        "average",
        "list",
        "paid",
        "channel",
        "when",
        "charged",
        "share",
        "unit_price",
    )
)
_OF_WELFARE = frozenset(("free", "without"))
_OF_TIERS = frozenset(("when", "over", "left", "crossed", "since"))
_DEBT = re.compile(
    "欠不欠|欠没欠|欠(?:费|钱|你们)?(?:吗|没|不|多少)|欠(?:着|了)?(?:好多|几多|几[块元个期]|多少)|还?欠着?(?:吗|没|多少|几)|欠(?:着|的|了|费|你们)*(?:是)?(?:哪|几)[一两二三四五六几]?个?[月期笔张]"
    "|(?:从|打|自)[^,，。]{1,6}(?:起|开始|就)[^,，。]{0,2}没(?:有)?[交缴付还结](?:清|上|过)?"
)
_OPEN = re.compile("欠|差|短|没[交缴付给结还]")
_OF_DEBTS = frozenset(("settle_all", "principal"))
_ONE_BILL = re.compile(
    "(?:月份?|[这那上])(?:的)?一?(?:那|这)?(?:期|单(?!位|价|独)|张(?!发)|份(?:账单|帐单)|笔(?:账单?|电费))"
)
_OF_ONE_BILL = frozenset(("days_late", "in_time", "left", "principal", "charged"))
"""Facts of a bill that nothing else has which is counted in 期 or 单."""
_OF_RECORDS = re.compile("电费|账单|帐单|用电量|电量|度数|用电|[峰谷]电|平段|欠费|欠")
_NO_RECORD = re.compile("一度|每度|电价|规定|一般|标准|怎么办|怎么交|怎么用|电话|营业|几点")
_LONGEST = 24
_LEAST_REST = 3


class RecordReading(Reading):
    """A sentence with a time and a fact, or with a debt, that was understood as nothing sure."""

    NAME = "record"

    def read(self, situation: Situation) -> Read | None:
        """Read the record's question from the words alone."""
        sentence = situation.sentence
        if situation.form is not None or sentence.pressed or len(sentence.core) > _LONGEST:
            return None
        named = _behind_an_account(situation)
        if named is not None:
            return named
        pointed = _of_one_bill(sentence)
        if pointed is not None and not _asks_surely(situation, pointed):
            return Read(pointed, "the words point at one bill and ask a fact of it", rule=0.0)
        if not (
            _is_unsure(situation.intents.get(sentence.intent), sentence.intent, sentence.sure)
            or _leans_on_nothing(situation)
        ):
            return None
        text = sentence.text
        if sentence.intent == "ask_knowledge" and sentence.near >= _NEAR_ENOUGH:
            return None
        if (sentence.rule or 0.0) >= _IS_RULE or _NO_RECORD.search(text):
            return None
        aspect = read_aspect("query_bill", text)
        if aspect.kind == "days_late" and sentence.values("period"):
            return Read("query_bill", "the words ask by how many days a bill was late", rule=0.0)
        if _DEBT.search(text) or aspect.kind in _OF_DEBTS or (aspect.oldest and _OPEN.search(text)):
            return Read("query_balance", "the words ask what is owed", rule=0.0)
        if aspect.names("tier") and aspect.kind in _OF_TIERS:
            return Read("query_tiers", "the words ask for a fact of the tiers", rule=0.0)
        if aspect.names("welfare") and aspect.kind in _OF_WELFARE and sentence.values("period"):
            return Read("query_bill", "the words ask what the welfare took off", rule=0.0)
        if aspect.kind == "last" and aspect.names("payment"):
            return Read("query_payments", "the words ask for the last payment", rule=0.0)
        if not sentence.values("period") or has_subject(_OF_RECORDS.sub("", sentence.core)):
            return None
        if aspect.kind not in _FACTS or not (aspect.records or len(sentence.values("period")) > 1):
            return None
        return Read(_question(aspect), "the words ask for a fact of a time", rule=0.0)


def _behind_an_account(situation: Situation) -> Read | None:
    """车库那户 去年一共交了多少: the rest asks for a record, of the account that stands before it."""
    account, _, rest = situation.sentence.text.strip().partition(" ")
    if not rest or not points_at_account(core_of(account)) or len(core_of(rest)) < _LEAST_REST:
        return None
    asked = situation.understand(rest)
    if not situation.is_record(asked.intent) or asked.sure < _SURE:
        return None
    return Read(
        asked.intent,
        "the record of the account that is named before the question",
        asked.entities,
        knowledge=(),
        confidence=asked.sure,
        rule=0.0,
    )


def _of_one_bill(sentence: Sentence) -> str | None:
    """The question that asks a fact of the bill which the words point at, or None."""
    if not sentence.values("period") or not _ONE_BILL.search(sentence.text):
        return None
    aspect = read_aspect("query_bill", sentence.text)
    if aspect.kind not in _OF_ONE_BILL or aspect.names("invoice", "tier"):
        return None
    return "query_late_fee" if aspect.kind == "charged" else "query_bill"


def _asks_surely(situation: Situation, question: str) -> bool:
    """Whether the sentence alone was read as a question for a record, which answers as well."""
    sentence = situation.sentence
    return situation.is_record(sentence.intent) and sentence.sure >= _SURE


def _is_unsure(known: Intent | None, intent: str, sure: float) -> bool:
    if intent in (FALLBACK, OUT_OF_SCOPE, "ask_knowledge", "") or known is None:
        return True
    return sure < _SURE


def _leans_on_nothing(situation: Situation) -> bool:
    """Another time is asked for, and there was no question to ask again."""
    if situation.sentence.intent != "ask_other_period" or situation.focus.newest("waiting"):
        return False
    question = situation.focus.newest("question")
    return question is None or not is_record(question, situation)


def _question(aspect: Aspect) -> str:
    energy = aspect.names("usage") or aspect.asks("how_many", "share")
    return "query_usage" if energy and not aspect.asks("how_much") else "query_bill"
