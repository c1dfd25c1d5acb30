"""回到违约金, 刚才那个电费, 再说回过户: what was talked about before is taken up again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.focus import Frame
from bot.dialogue.follow_ups.leaning import subject_of
from bot.dialogue.reading import Read, Reading, Situation, entity
from bot.dialogue.readings.ellipsis import EllipsisReading
from bot.dialogue.sentence import Sentence, core_of
from bot.language.subjects import subjects_in

_BEFORE = "(?:刚才|刚刚|才刚|前面|之前|先前|上面|开头|一开始|最开始|最早|开始)"
_SAID = "(?:(?:我|咱)?(?:说|讲|问|查|看|提|聊)(?:到|过|了)?)?(?:的|那个|这个|那件|那笔|那张|那条|那|这)*"
_GOES_BACK = re.compile(
    "(?:那|嗯|好|哦|行|我们?|咱们?|还是|先|再|就|不说这个了?|不说了|算了)*"
    "(?:回到|说回|讲回|问回|看回|转回|返回|回过头来?(?:再)?[说看问讲]?|回头(?:再)?[说看问讲]|接着[说讲问]|继续[说讲问]|再[说讲问][说讲问]?(?:一下|下|回)?|还是[说讲问](?:回|说)?)"
    f"(?:到|回)?{_BEFORE}?{_SAID}(?P<what>.+)"
)
_THAT_ONE = re.compile(
    f"(?:那|还有|就是|然后|再|问下|问一下|看看|看下|查下|你|我|还是)*{_BEFORE}{_SAID}(?P<what>.+)"
)
_EMPTY = re.compile(
    "(?:的|那个|这个|那件|那|事情|事|话题|问题|上|呢|吧|啊|再|说|讲|看|问|查|来|下|一下|一遍|个|笔|张|怎么样|咋样|还没说完|没说完|现在|是|有|多少|钱|我)*"
)
_OLDEST_BILL = re.compile("最早(?:的)?(?:那|哪)?一?(?:期|单|张|笔|个?月)")
"""最早那期 is a bill, no earlier talk."""
_LONGEST = 24
_LEAST = 0.3


class ReturningReading(Reading):
    """An earlier subject, named again with a word that points back."""

    NAME = "returning"

    def __init__(self) -> None:
        self._follow_ups = EllipsisReading()

    def read(self, situation: Situation) -> Read | None:
        """Read the return to an earlier subject."""
        core = situation.sentence.core
        found = _GOES_BACK.fullmatch(core) or _THAT_ONE.fullmatch(core)
        if _OLDEST_BILL.search(core):
            return None
        if found is None or len(core) > _LONGEST or situation.form is not None:
            return None
        named = situation.understand(found["what"])
        frame = self._meant(situation, named)
        if frame is None:
            return None
        subject = subject_of(frame, situation.intents)
        rest = _without(found["what"], subject)
        if rest:
            return self._asked(situation, frame, named, rest)
        if frame.about.get("entry"):
            return Read(
                "ask_knowledge",
                "goes back to a rule that was told",
                [entity("knowledge", str(frame.about["entry"]))],
                rule=1.0,
            )
        return Read(
            str(frame.about["question"]),
            "goes back to an earlier question",
            _periods(frame, named),
            rule=0.0,
            words=subject,
        )

    def _meant(self, situation: Situation, named: Sentence) -> Frame | None:
        """The frame that the named subject belongs to; None: nothing of that was talked about."""
        best: tuple[float, Frame] | None = None
        for frame in reversed(situation.focus.frames):
            if frame.kind not in ("question", "rule", "earlier"):
                continue
            question = str(frame.about.get("question") or "")
            known = situation.intents.get(question)
            if known is None and not frame.about.get("entry"):
                continue
            subject = subject_of(frame, situation.intents)
            titles = f"{subject} {known.title if known else ''} {frame.about.get('text') or ''}"
            shared = any(one in titles for one in subjects_in(named.text))
            score = named.chance(question) + (1.0 if shared else 0.0)
            if score >= _LEAST and (best is None or score > best[0] + 0.001):
                best = (score, frame)
        return None if best is None else best[1]

    def _asked(self, situation: Situation, frame: Frame, named: Sentence, rest: str) -> Read | None:
        """A question about the earlier subject: 回到过户 本人不去行吗."""
        was = replace(frame, kind="rule" if frame.about.get("entry") else "question")
        again = replace(situation, sentence=situation.understand(rest))
        read = self._follow_ups.of_frame(again, was)
        if read is not None:
            return replace(read, why=f"goes back: {read.why}", words=read.words or named.text)
        known = situation.intents.get(named.likeliest)
        if known is not None and known.record and named.sure >= _LEAST:
            return Read(
                known.name,
                "goes back to an earlier question with another",
                _periods(frame, named),
                confidence=named.sure,
                rule=0.0,
                words=named.text,
            )
        return None


def _without(text: str, subject: str) -> str:
    """What is asked beside the subject; empty: nothing."""
    words: Sequence[str] = subjects_in(text)
    rest = text.replace(subject, "") if subject else text
    for one in words:
        rest = rest.replace(one, "", 1)
    rest = core_of(rest) if rest else ""
    return "" if _EMPTY.fullmatch(rest) else rest


def _periods(frame: Frame, named: Sentence) -> list[dict[str, object]]:
    """The times that are named now, else those of the earlier question."""
    said = [dict(one) for one in named.entities if one.get("entity") in ("period", "moment")]
    return said or [
        {"entity": "period", "value": iso} for iso, _ in frame.about.get("periods") or ()
    ]
