"""要钱吗, 多久, 带什么, 上海呢: a short question that leaves out what it is about asks the focus first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.dialogue.focus import Frame
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.intents import Intent
from bot.settings import ROOT

_LONGEST = 14
_NEAR = 0.42
_NEARER_BY_TOPIC = 0.06
_SURE = 0.5
_SURE_ALONE = 0.8
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
_NO_SUBJECT = frozenset(
    (
        "上个月",
        "上上个月",
        "这个月",
        "半年",
        "电",
        "千瓦时",
        "户主",
        "送电",
        "一档",
        "二档",
        "三档",
        "第一档",
        "第二档",
        "第三档",
        "平段",
        "谷电",
        "峰电",
    )
)
"""Words of the dictionary that don't say what a question is about."""
_MORE_SUBJECTS = ["电费", "账单", "发票", "余额", "欠费", "违约金", "滞纳金", "停电", "跳闸", "过户", "销户", "报装", "增容", "充电桩", "光伏", "电表", "读数", "投诉", "举报", "营业厅", "验证码", "户号", "绑定", "解绑", "阶梯", "电价", "峰谷", "代扣", "退费", "退款", "短信", "提醒", "人工", "客服", "校表", "换表", "复电", "来电", "低保", "多人口", "密码", "地址", "公众号", "app", "骗", "诈骗"]


class EllipsisReading(Reading):
    """A question without its subject: understood again with the subject of the focus."""

    NAME = "ellipsis"

    def read(self, situation: Situation) -> Read | None:
        """Read a short follow-up."""
        sentence = situation.sentence
        frame = situation.focus.newest("question", "rule", "offer", "request")
        if frame is None or len(sentence.core) > _LONGEST or sentence.value("account_number"):
            return None
        if _of_the_form(situation):
            return None
        if sentence.likeliest in _STEERING and sentence.sure >= 0.6:
            return None
        if sentence.intent in _LEANS and sentence.sure >= _SURE and frame.kind == "question":
            return None  # answered by the rules of these intents, which lean on the focus
        if has_subject(sentence.core):
            return None
        if (
            sentence.sure >= _SURE_ALONE
            and len(sentence.core) >= 6
            and sentence.intent not in _LEANS
        ):
            return None
        subject = self._subject(frame, situation.intents)
        if not subject:
            return None
        return self._understood(situation, frame, situation.understand(f"{subject}{sentence.core}"))

    def _subject(self, frame: Frame, intents: Mapping[str, Intent]) -> str:
        given = frame.about.get("subject")
        if given:
            return str(given)
        known = intents.get(str(frame.about.get("question") or ""))
        return known.subject if known else ""

    def _understood(self, situation: Situation, frame: Frame, full: Sentence) -> Read | None:
        question = str(frame.about.get("question") or "")
        known = situation.intents.get(question)
        understood = situation.intents.get(full.likeliest)
        same = understood is not None and (
            understood.name == question or (known is not None and understood.topic == known.topic)
        )
        record = known is not None and known.record
        if (
            record
            and same
            and understood is not None
            and understood.record
            and (full.rule or 0.0) < 0.75
        ):
            return Read(
                understood.name,
                f"asked of the focus ({question})",
                _entities(situation, frame),
                knowledge=full.knowledge,
                confidence=full.sure,
                rule=full.rule,
            )
        near = _nearest(full, frame)
        if near is not None:
            name, score = near
            return Read(
                "ask_knowledge",
                f"asked of the knowledge about the focus ({question or frame.topic})",
                [entity("knowledge", name)],
                knowledge=[near, *[one for one in full.knowledge if one[0] != name]],
                confidence=score,
                rule=1.0,
            )
        if full.sure >= _SURE and full.intent != FALLBACK and same:
            return Read(
                full.intent,
                f"asked of the focus ({question})",
                _entities(situation, frame),
                knowledge=full.knowledge,
                confidence=full.sure,
                rule=full.rule,
            )
        if record and question:
            return Read(
                question,
                f"asked of the focus ({question}), nothing else fits",
                _entities(situation, frame),
                knowledge=full.knowledge,
                confidence=full.sure,
                rule=full.rule,
            )
        return None


def _nearest(full: Sentence, frame: Frame) -> tuple[str, float] | None:
    """The entry that answers, those of the focus gaining; None: none is near enough."""
    own = {str(one) for one in frame.about.get("entries") or ()}
    scored = [
        (name, score + (_NEARER_BY_TOPIC if name in own else 0.0)) for name, score in full.knowledge
    ]
    best = max(scored, key=lambda one: one[1], default=None)
    return best if best is not None and best[1] >= _NEAR else None


def _entities(situation: Situation, frame: Frame) -> list[Mapping[str, object]]:
    """What the sentence says, and the times of the last question where it names none."""
    sentence = situation.sentence
    said = [one for one in sentence.entities if not _is_part_of_day(one, sentence.text)]
    if any(one.get("entity") in ("period", "moment") for one in said):
        return said
    return said + [
        {"entity": "period", "value": iso} for iso, _ in frame.about.get("periods") or ()
    ]


_PARTS_OF_DAY = frozenset("白天 晚上 夜里 夜间 半夜 深夜 上午 下午 早上 中午 凌晨 傍晚 清晨".split())


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


@cache
def _subjects() -> re.Pattern[str]:
    words = {
        line.split()[0]
        for line in (ROOT / "data/dictionary/electricity.txt")
        .read_text(encoding="utf-8")
        .splitlines()
        if line.strip()
    }
    known = (words | set(_MORE_SUBJECTS)) - _NO_SUBJECT
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))


def has_subject(text: str) -> bool:
    """Whether a text names what it is about."""
    return bool(_subjects().search(text))
