"""要钱吗, 多久, 带什么, 上海呢: a short question that leaves out what it is about asks the focus first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.billing.aspects import read_aspect
from bot.billing.follow_ups import (
    FACTS,
    is_band_alone,
    is_common,
    of_the_named,
    tells,
    told_by,
)
from bot.billing.late_fee_example import supposed
from bot.dialogue.focus import Frame
from bot.dialogue.neighbours import Neighbour, Neighbours
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import Sentence
from bot.forms.kinds import ASKS
from bot.intents import Intent
from bot.knowledge.facets import facets_of
from bot.language.account_words import points_at_account
from bot.language.subjects import has_subject
from bot.periods import Period
from bot.periods.period import of_month
from bot.regions import region_named

_LONGEST = 14
_SHORTEST = 2
_LONGEST_FACT = 12
_SHORT_FACT = 9
_NEAR_FOR_RECORD = 0.6
"""A question about a record is answered by an entry only if one is so near."""
_NEAR_AND_RULE = 0.78
"""An entry so near answers a question that surely asks for a rule, whatever record was talked about."""
_IS_RULE = 0.7
_GENERAL = re.compile(
    "会|能|可以|要不要|要带|带什么|怎么(?:办|申请|改|开|弄|退|查)|规定|一般|标准|上限|封顶|谁|哪里|为什么|凭什么|要钱|收费"
)
_LEAST = 0.15
_ASKS_SHORT = re.compile(".{1,5}(?:不|没|冇|伐|勿|否|不嘛|不得)")
"""要钱不, 能免不, 交了没: a short question that ends in a no."""
_COMPARES = re.compile("(?:那|这|它)*(?:环?比|跟|和|同|较|相比|对比)")
_PAPERS = re.compile("带(?:啥|什么|哪些|点啥)|材料|证件|手续|怎么(?:办|续|申请)|咋(?:办|续)")
"""What no record tells."""
_HOW = re.compile("(?:怎么|咋个?|怎样|如何|哪里|在哪里?)(?:能|可以)?[充交付缴买](?!了|的)")
_OWN_MEANING = 0.35
"""A short question that is understood so surely alone needs no focus that isn't about records."""
_SURE = 0.5
_SURELY_BESIDE = 0.7
"""The rank from which an entry beside the one that was told answers, whatever the question sounds like alone."""
_SURELY_BESIDE_WITHOUT_FACET = 0.75
_BESIDE_A_RECORD = 0.65
"""Instead of asking who she is for a record that she may not mean."""
_IS_OWN = 0.3
"""A question less likely to ask for a rule than this is about one's own record."""
_OWN = re.compile("我|俺|咱|本户|查")
_MINE_ASKED = re.compile("我们?家的?(?!在)|[我俺]的|[你您帮]我?查|查(?:一)?下")
_SURE_ALONE = 0.8
_SURELY_STEERS = 0.6
_SURELY_ERRAND = 0.95
_STEERING = frozenset(
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
_LEANS = frozenset(("ask_other_period", "ask_why"))
_ANOTHER = re.compile(
    "(?:那|那么|还有|如果是|换成|要是)?(?P<what>.{2,6}?)(?:的|那边|那里|那户|那个|户|电价|价格)*(?:呢|嘞|咧|多少)?"
)
_USES = re.compile(
    "充电桩|合表|农业|农用|工业|大工业|工厂|商业|商铺|商用|店里|店铺|门面|工商业|居民|家用|一般工商业"
)
_PRICE_PART = re.compile(
    "[一二三123]个?[档挡]|[峰谷](?!.{0,2}(?:划|值|亏|合算|用了|占))|平[段时电]|夏|冬天|丰水|枯水|几点|时段|白天|夜里|晚上|便宜的(?:时候|时段)|^(?:那|第)*[一二三](?:呢|嘞|咧)$"
)
_MINE = re.compile(
    "我(?!们?(?:这|那|省|市))|俺|用到(?=几|第|哪)|几[档挡]|取消|办|申请|开通|划算|超"
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
_NUMBER_ALONE = re.compile("(?:那|还有)?(1[0-2]|[1-9])(?:呢|嘞|咧)")


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
        if _of_the_form(situation):
            return None
        if len(sentence.core) < _SHORTEST and not self._is_record(frame, situation):
            return None  # 钱: a word of one character leads anywhere
        if _steers(sentence):
            return None
        month = self._month_alone(situation, frame)
        if month is not None:
            return month
        swapped = self.swapped(situation, frame)
        if swapped is not None:
            return swapped
        compared = self._compared(situation, frame)
        if compared is not None:
            return compared
        timed = any(
            one.get("entity") in ("period", "moment") and not _is_part_of_day(one, sentence.text)
            for one in sentence.entities
        )
        if (
            frame.kind == "question"
            and sentence.sure >= _SURE
            and (
                (sentence.intent == "ask_other_period" and timed)
                or (
                    sentence.intent == "ask_why"
                    and self._is_record(frame, situation)
                    and read_aspect("query_bill", sentence.text).kind != "how"
                )
            )
        ):
            return None  # answered by the rules of these intents, which lean on the focus
        fact = self._fact(situation, frame)
        if fact is not None:
            return fact
        if frame.kind == "rule" and _MINE_ASKED.search(sentence.text):
            return None
        beside = self._beside_a_rule(situation, frame, timed=timed)
        if beside is not None:
            return beside
        if has_subject(sentence.core):
            return None
        if timed and not self._is_record(frame, situation) and _is_own(sentence, situation.intents):
            return None
        asks = bool(ASKS.search(sentence.text) or _ASKS_SHORT.fullmatch(sentence.core))
        if not timed and asks and _is_errand(sentence, situation.intents):
            return None
        if (
            not asks
            and sentence.sure >= _SURE
            and sentence.intent not in _LEANS | {"inform", "ask_knowledge"}
        ):
            return None
        if (
            sentence.sure >= _SURE_ALONE
            and len(sentence.core) >= 6
            and sentence.intent not in _LEANS
        ):
            return None
        if frame.kind == "rule" and _is_sure_errand(sentence, situation.intents):
            return None
        return self.of_frame(situation, frame)

    def _beside_a_rule(self, situation: Situation, frame: Frame, *, timed: bool) -> Read | None:
        """A question right after an entry was told, which that entry or a neighbour of it answers."""
        sentence, rule = situation.sentence, situation.focus.newest("rule")
        if rule is None or situation.focus.since(rule) != 1 or frame.turn != rule.turn:
            return None
        if rule.topic == "fraud":
            return None  # has a reading of its own
        asked = situation.focus.newest("question")
        if timed and asked is not None and self._is_record(asked, situation):
            return None  # 上个月呢: of the record that was talked about before
        known = situation.intents.get(sentence.likeliest)
        record = known is not None and known.record
        own = record and (sentence.rule or 0.0) < _IS_OWN
        # Who never asked for her own record hardly begins with it in the middle of a rule.
        if own and situation.focus.newest("account") is not None:
            return None
        errand = known is not None and bool(known.subject) and sentence.sure >= _SURE
        if has_subject(sentence.core) and errand and not record:
            return None
        if _MINE_ASKED.search(sentence.text) or (
            _OWN.search(sentence.text) and known is not None and known.record
        ):
            return None
        subject = self.subject_of(rule, situation.intents)
        full = situation.understand(f"{subject}{sentence.core}")
        near = self._neighbours.nearest(situation, rule, subject, full)
        least = _SURELY_BESIDE if facets_of(sentence.text) else _SURELY_BESIDE_WITHOUT_FACET
        if own:
            least = _BESIDE_A_RECORD
        if near is None or near.rank < least:
            return None
        return self._told(near, full, f"beside what was told ({rule.about.get('entry')})")

    def of_frame(self, situation: Situation, frame: Frame) -> Read | None:
        """A short question asked of one frame; None: the frame has nothing for it."""
        fact = self._fact(situation, frame)
        if fact is not None:
            return fact
        subject = self.subject_of(frame, situation.intents)
        return self._understood(situation, frame, subject) if subject else None

    def _month_alone(self, situation: Situation, frame: Frame) -> Read | None:
        """9呢 after 8月份多少: the month of that number, in the year that was talked about."""
        found = _NUMBER_ALONE.fullmatch(situation.sentence.core)
        times = _times(frame, situation.sentence)
        if found is None or len(times) != 1 or not self._is_record(frame, situation):
            return None
        before = Period.from_iso(times[0][0])
        if before.granularity != "month":
            return None
        month = of_month(before.start.year, int(found[1]))
        said = [entity("period", month.to_iso())]
        return Read("ask_other_period", "a month by its number", said, words=f"{found[1]}月呢")

    def _compared(self, situation: Situation, frame: Frame) -> Read | None:
        """比上上个月多好多: the time that was talked about beside the one that is named."""
        question = str(frame.about.get("question") or "")
        sentence = situation.sentence
        before = _times(frame, sentence)
        if (
            frame.kind != "question"
            or question not in ("query_bill", "query_usage", "explain_bill", "query_payments")
            or not sentence.values("period")
            or len(before) > 1
            or not (_COMPARES.match(sentence.core) or _a_year_apart(before, sentence))
            or read_aspect("query_bill", sentence.text).kind != "difference"
        ):
            return None
        own = [{"entity": "period", "value": iso} for iso, _ in before]
        if not own:
            return None
        asked = "query_usage" if question == "query_usage" else "query_bill"
        return Read(
            asked,
            "the time talked about, compared with another",
            [*own, *sentence.entities],
            rule=0.0,
        )

    def _fact(self, situation: Situation, frame: Frame) -> Read | None:
        """超了多少度, 一天多少, 能撑到周末不: a fact of the record that was told."""
        question = str(frame.about.get("question") or "")
        sentence = situation.sentence
        if (
            frame.kind != "question"
            or not self._is_record(frame, situation)
            or situation.focus.newest("waiting") is not None
            or len(sentence.core) > _LONGEST_FACT
            or has_subject(_OF_RECORDS.sub("", sentence.core))
            or _HOURS.search(sentence.text)
        ):
            return None
        aspect = read_aspect(question, sentence.text)
        if of_the_named(question, aspect, _words(frame)):
            return self._asked(situation, frame, question, sentence)
        timed = bool(sentence.values("period"))
        if is_common(aspect) and not timed and _is_another(sentence, situation.intents):
            return None
        banded = is_band_alone(question, aspect) and len(sentence.core) <= 5
        named = situation.intents.get(sentence.intent)
        if (
            named is not None
            and named.record
            and named.name != question
            and sentence.sure >= _SURE
            and tells(named.name, aspect)
        ):
            # it says itself whose fact it is; a whole sentence begins something new
            short = len(sentence.core) <= _SHORT_FACT
            return self._asked(situation, frame, named.name, sentence) if short else None
        if banded:
            # 白天呢: of the kWh that were told
            read = self._asked(situation, frame, "query_usage", sentence)
            return replace(read, words=f"{sentence.core.rstrip('呢的')}用了多少度")
        asked = told_by(question, aspect, _words(frame))
        return None if asked is None else self._asked(situation, frame, asked, sentence)

    def _is_record(self, frame: Frame, situation: Situation) -> bool:
        known = situation.intents.get(str(frame.about.get("question") or ""))
        return known is not None and known.record

    def swapped(self, situation: Situation, frame: Frame) -> Read | None:
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
        if question == "query_prices" and len(core) <= _LONGEST_PRICE:
            told = frame.kind == "question"
            sentence = situation.sentence
            other = sentence.sure >= _SURE_ALONE and sentence.likeliest not in _OF_PRICES
            part = told and _PRICE_PART.search(core) and not (other or _MEANING.search(core))
            if part and not _MINE.search(core):
                return Read(question, "another of the prices that were told", rule=0.0)
            if region_named(core) is not None and not ASKS.search(core.removesuffix("呢")):
                return Read(question, "the same prices for another place", rule=0.0)
        if found is None:
            return None
        if question == "query_prices" and _USES.fullmatch(found["what"]):
            return Read(question, "the same prices for another use", rule=0.0)
        return None

    def subject_of(self, frame: Frame, intents: Mapping[str, Intent]) -> str:
        """What a frame is about, in words; empty: it doesn't say."""
        given = frame.about.get("subject")
        if given:
            return str(given)
        known = intents.get(str(frame.about.get("question") or ""))
        return known.subject if known else ""

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
        near = self._neighbours.nearest(situation, frame, subject, full)
        ruled = (full.rule or 0.0) >= _IS_RULE
        told_rule = ruled and near is not None and near.score >= _NEAR_AND_RULE
        asks_record = (
            not told_rule
            and (not ruled or not _general(situation.sentence.text))
            and not _PAPERS.search(situation.sentence.text)
        )
        if record and asks_record and understood is not None and same and understood.record:
            return self._asked(situation, frame, understood.name, full)
        if not record:
            near = self._beside(situation, frame, near)
        if near is not None and not (record and asks_record and near.score < _NEAR_FOR_RECORD):
            return self._told(
                near, full, f"asked of the knowledge about the focus ({question or frame.topic})"
            )
        if not record and situation.sentence.sure >= _OWN_MEANING:
            return None
        if same and not record and understood is not None and full.sure >= _SURE:
            return self._asked(situation, frame, understood.name, full)
        if record and (full.chance(question) >= _LEAST or situation.sentence.sure < _SURE):
            return self._asked(situation, frame, question, full)
        return None

    def _told(self, near: Neighbour, full: Sentence, why: str) -> Read:
        rest = [one for one in full.knowledge if one[0] != near.id]
        return Read(
            "ask_knowledge",
            why,
            [entity("knowledge", near.id)],
            knowledge=[(near.id, near.score), *rest],
            confidence=min(1.0, near.score),
            rule=1.0,
        )

    def _asked(self, situation: Situation, frame: Frame, intent: str, full: Sentence) -> Read:
        return Read(
            intent,
            f"asked of the focus ({frame.about.get('question')})",
            _entities(situation, frame),
            knowledge=full.knowledge,
            confidence=full.sure,
            rule=0.0,
        )

    def _beside(
        self, situation: Situation, frame: Frame, near: Neighbour | None
    ) -> Neighbour | None:
        """The same asked of the entry that was told in the same answer as an offer, if that leads nearer."""
        rule = situation.focus.newest("rule")
        if frame.kind not in ("offer", "question") or rule is None or rule.turn != frame.turn:
            return near
        subject = self.subject_of(rule, situation.intents)
        if not subject or subject == self.subject_of(frame, situation.intents):
            return near
        full = situation.understand(f"{subject}{situation.sentence.core}")
        other = self._neighbours.nearest(situation, rule, subject, full)
        return other if other is not None and (near is None or other.rank > near.rank) else near


def _a_year_apart(before: Sequence[tuple[str, str]], sentence: Sentence) -> bool:
    """今年十月便宜了多少 after 去年十月: the two are compared, whichever is named."""
    named = sentence.values("period")
    if len(before) != 1 or len(named) != 1:
        return False
    one, other = Period.from_iso(before[0][0]), Period.from_iso(str(named[0]))
    years = abs(one.start.year - other.start.year)
    return (
        one.granularity == other.granularity and years == 1 and one.start.month == other.start.month
    )


def _errand_of(situation: Situation, frame: Frame) -> str:
    """The errand that an entry which was told helps with first; empty for anything else."""
    entry = situation.entries.get(str(frame.about.get("entry") or ""))
    return entry.intents[0] if entry is not None and entry.intents else ""


def _steers(sentence: Sentence) -> bool:
    """Whether a sentence steers the talk; 带什么 and 中午呢 only sound like it."""
    if sentence.likeliest not in _STEERING or sentence.sure < _SURELY_STEERS:
        return False
    if sentence.likeliest in ("affirm", "deny", "stop"):
        return not ASKS.search(sentence.text)
    return not facets_of(sentence.text) and not sentence.core.endswith("呢")


_OF_RECORDS = re.compile("电费|账单|用电量|电量|度数|[峰谷]电|平段|还剩(?=几天|多少天)")
"""Words of every record of bills: 谷电那部分多少钱 begins nothing new after a bill."""
_HOURS = re.compile("几点(?:到|开始|起|钟)|时间段")
"""它谷电几点开始: the hours are those of the prices, not of a record."""
_RECORDS_ASIDE = frozenset(("ask_other_period", "ask_why", "inform", "switch_account"))


def _is_another(sentence: Sentence, intents: Mapping[str, Intent]) -> bool:
    """什么时候来电, 办一个多少钱: a common question that says surely what else it is asked of."""
    known = intents.get(sentence.intent)
    aspect = read_aspect("query_bill", sentence.text)
    if sentence.intent == "query_prices" and aspect.band and not _HOURS.search(sentence.text):
        return False  # 谷段那部分多少钱 after a month's kWh: that month's
    if sentence.intent == "dispute_bill" and aspect.kind == "charged":
        return False  # 多收了几块: asks, and disputes nothing yet
    return (
        known is not None
        and not known.record
        and sentence.intent not in _RECORDS_ASIDE
        and sentence.sure >= _SURE
    )


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


def _entities(situation: Situation, frame: Frame) -> list[Mapping[str, object]]:
    """What the sentence says, and the times of the last question where it names none."""
    sentence = situation.sentence
    said = [one for one in sentence.entities if not _is_part_of_day(one, sentence.text)]
    if any(one.get("entity") in ("period", "moment") for one in said):
        return said
    periods = _times(frame, sentence)
    question, text = str(frame.about.get("question") or ""), str(frame.about.get("text") or "")
    differs = read_aspect(question, sentence.text).kind == "difference"
    if len(periods) == 2 and _COMPARES.match(text) and question in FACTS and not differs:
        periods = periods[:1]  # what is asked after 比上上个月多多少 is about the month itself
    return said + [{"entity": "period", "value": iso} for iso, _ in periods]


def _words(frame: Frame) -> str:
    """The words that a question was asked with, also those that it leant on itself."""
    return "，".join(str(frame.about[one]) for one in ("before", "text") if frame.about.get(one))


_OF_THE_WHOLE = frozenset(
    ("highest", "lowest", "sum", "average", "list", "late_times", "latest", "months_owed")
)
"""Facts of all the time that was asked about; others are about the month that the answer named."""


def _times(frame: Frame, sentence: Sentence) -> list[tuple[str, str]]:
    """The times that a short question leans on: 那个月交了没 after the dearest month is about that month."""
    point = frame.about.get("point")
    question = str(frame.about.get("question") or "")
    kind = read_aspect(question, sentence.text).kind
    if point and kind not in _OF_THE_WHOLE:
        return [tuple(point)]
    compared = read_aspect(question, _words(frame)).kind == "difference"
    if compared and kind in ("highest", "lowest"):
        return []  # 最省的是哪个月 after 比去年那个月多多少 is none of those two
    return list(frame.about.get("periods") or ())


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


def _is_part_of_day(one: Mapping[str, object], text: str) -> bool:
    """白天呢 after a month asks for the days of that month, not for today's."""
    start, end = one.get("start"), one.get("end")
    return (
        one.get("entity") == "moment"
        and isinstance(start, int)
        and isinstance(end, int)
        and text[start:end] in _PARTS_OF_DAY
    )


def _of_the_form(situation: Situation) -> bool:
    """再发, 不是户主: said to the form that waits, not to what was talked about before it."""
    known = situation.intents.get(situation.sentence.intent)
    return (
        situation.form is not None
        and known is not None
        and known.topic == situation.form[1].topic
        and situation.sentence.sure >= _SURE
    )
