"""What a short question takes from the frame that it leans on: subject, times, words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.billing.aspects import read_aspect
from bot.billing.follow_ups import FACTS
from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Situation
from bot.dialogue.sentence import Sentence
from bot.forms.kinds import ASKS
from bot.intents import Intent
from bot.knowledge import Entry
from bot.knowledge.facets import facets_of
from bot.periods import Period

COMPARES = re.compile("(?:那|这|它)*(?:环?比|跟|和|同|较|相比|对比)")
WHICH_MONTH = re.compile("哪一?个?月|几月|哪一?期")
ONE_BILL = re.compile("[这那该]一?(?:期|单|张|份)(?!发票)|那一?个?月")
"""Points at the one bill, or the month, that was talked about."""
THIS_BILL = re.compile("[这本]一?(?:期|单)")
_OF_THE_WHOLE = frozenset(
    ("highest", "lowest", "sum", "average", "list", "late_times", "latest", "months_owed")
)
"""Facts of all the time that was asked about; others are about the month that the answer named."""
_SURELY_STEERS = 0.6
_SURELY_THANKS = 0.9
STEERING = frozenset(
    (
        "affirm",
        "deny",
        "stop",
        "greet",
        "thank",
        "goodbye",
        "bot_challenge",
        "help",
        "restart_conversation",
    )
)
_PARTS_OF_DAY = frozenset(
    [
        "白天",
        "晚上",
        "夜里",
        "夜间",
        "半夜",
        "深夜",
        "上午",
        "下午",
        "早上",
        "中午",
        "凌晨",
        "傍晚",
        "清晨",
    ]
)


def steers(sentence: Sentence) -> bool:
    """Whether a sentence steers the talk; 带什么 and 中午呢 only sound like it.

    Args:
        sentence: alone.
    """
    if sentence.likeliest not in STEERING or sentence.sure < _SURELY_STEERS:
        return False
    if sentence.likeliest in ("affirm", "deny", "stop"):
        return not ASKS.search(sentence.text)
    if sentence.likeliest in ("thank", "goodbye") and sentence.sure >= _SURELY_THANKS:
        return True  # 谢谢提醒 asks for no reminder
    return not facets_of(sentence.text) and not sentence.core.endswith("呢")


def about_entry(entry: Entry, question: str, *, whole: bool = False) -> dict[str, object]:
    """What the frame of an entry that was told is about.

    Args:
        entry: that was told.
        question: the intent that it answered.
        whole: whether all of it was told.
    """
    return {
        "entry": entry.id,
        "subject": re.sub("[？?]$", "", entry.title),
        "entries": [entry.id, *entry.related],
        "question": question,
        "whole": whole,
    }


def is_record(frame: Frame, situation: Situation) -> bool:
    """Whether the frame's question is one for a record."""
    return situation.is_record(str(frame.about.get("question") or ""))


def subject_of(frame: Frame, intents: Mapping[str, Intent]) -> str:
    """What a frame is about, in words; empty: it doesn't say."""
    given = frame.about.get("subject")
    if given:
        return str(given)
    known = intents.get(str(frame.about.get("question") or ""))
    return known.subject if known else ""


def asked_of(situation: Situation, frame: Frame, intent: str, full: Sentence) -> Read:
    """The question asked of the focus, for its times where it names none.

    Args:
        situation: with the short question alone.
        frame: what it leans on.
        intent: the question that answers it.
        full: the wording that was understood.
    """
    return Read(
        intent,
        f"asked of the focus ({frame.about.get('question')})",
        entities_of(situation, frame),
        knowledge=full.knowledge,
        confidence=full.sure,
        rule=0.0,
    )


def entities_of(situation: Situation, frame: Frame) -> list[Mapping[str, object]]:
    """What the sentence says, and the times of the last question where it names none."""
    sentence = situation.sentence
    said = [one for one in sentence.entities if not is_part_of_day(one, sentence.text)]
    if any(one.get("entity") in ("period", "moment") for one in said):
        return said
    periods = times_of(frame, sentence)
    question, text = str(frame.about.get("question") or ""), str(frame.about.get("text") or "")
    differs = read_aspect(question, sentence.text).kind == "difference"
    if len(periods) == 2 and COMPARES.match(text) and question in FACTS and not differs:
        periods = periods[:1]  # what is asked after 比上上个月多多少 is about the month itself
    return said + [{"entity": "period", "value": iso} for iso, _ in periods]


def words_of(frame: Frame) -> str:
    """The words that a question was asked with, also those that it leant on itself."""
    return "，".join(str(frame.about[one]) for one in ("before", "text") if frame.about.get(one))


def times_of(frame: Frame, sentence: Sentence) -> list[tuple[str, str]]:
    """The times that a short question leans on: 那个月交了没 after the dearest month is about that month."""
    point = frame.about.get("point")
    question = str(frame.about.get("question") or "")
    aspect = read_aspect(question, sentence.text)
    kind = aspect.kind
    if aspect.oldest:
        return []
    if point and (kind not in _OF_THE_WHOLE or ONE_BILL.search(sentence.text)):
        return [tuple(point)]
    periods = list(frame.about.get("periods") or ())
    if THIS_BILL.search(sentence.text) and not _of_one_month(periods):
        return []  # 这期哪天到期 after a year's bills: the newest one
    if kind in ("highest", "lowest") and WHICH_MONTH.search(sentence.text):
        return _wide_times(frame, periods)
    compared = read_aspect(question, words_of(frame)).kind == "difference"
    if compared and kind in ("highest", "lowest"):
        return []  # 最省的是哪个月 after 比去年那个月多多少 is none of those two
    return periods


def _of_one_month(periods: Sequence[tuple[str, str]]) -> bool:
    return len(periods) == 1 and len(Period.from_iso(periods[0][0]).months) == 1


def _wide_times(frame: Frame, periods: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Times among whose months one can stand out: those of the question before, if one alone was told.

    哪个月最少 after 七月几度 that followed 今年哪个月最多 asks of the year again.
    """
    if any(len(Period.from_iso(iso).months) > 1 for iso, _ in periods):
        return periods
    former = frame.about.get("former")
    before = list(former[0]) if former else []
    return before if any(len(Period.from_iso(iso).months) > 1 for iso, _ in before) else []


def is_part_of_day(one: Mapping[str, object], text: str) -> bool:
    """白天呢 after a month asks for the days of that month, not for today's."""
    start, end = one.get("start"), one.get("end")
    return (
        one.get("entity") == "moment"
        and isinstance(start, int)
        and isinstance(end, int)
        and text[start:end] in _PARTS_OF_DAY
    )
