"""户号是啥, 需量什么意思: what a word means that the question names, whatever was told before."""

from __future__ import annotations

import re

from bot.dialogue.follow_ups.leaning import STEERING
from bot.dialogue.reading import Read, Reading, Situation, entity

_ASKED = re.compile(
    "(?:那|那么)*(?P<word>.{2,10}?)(?:到底|究竟|又|具体)?(?:(?:是|叫做?|指的?是?)(?:个|一种)?(?:什么|啥子?|么子|咩|嘛)(?:东西|意思|玩意儿?|概念|来的|来着)*"
    "|(?:什么|啥子?|么子|几个)意思)"
)
_POINTS = re.compile(
    "[这那它他她你您我俺咱谁]|刚才|上面|前面|后面|第[一二三四五]|原因|理由|结果|问题|情况"
)
"""What is no word of its own, but points at the talk or at people."""
_NEAR = 0.5
_NEAREST = 0.9
_IS_RULE = 0.5


class MeaningReading(Reading):
    """The question for the meaning of a word begins anew: the entry that explains it is told."""

    NAME = "meaning"

    def read(self, situation: Situation) -> Read | None:
        """Read a question for a meaning."""
        sentence = situation.sentence
        if sentence.pressed or situation.form is not None or sentence.likeliest in STEERING:
            return None
        found = _ASKED.fullmatch(sentence.core)
        if found is None or _POINTS.search(found["word"]):
            return None
        if sentence.near < _NEAR or (
            (sentence.rule or 0.0) < _IS_RULE and sentence.near < _NEAREST
        ):
            return None
        nearest = sentence.knowledge[0][0]
        entry = situation.entries.get(nearest)
        if entry is None or entry.only_for_intents:
            return None
        return Read(
            "ask_knowledge",
            f"asks what a word means ({nearest})",
            [entity("knowledge", nearest)],
            knowledge=sentence.knowledge,
            rule=1.0,
        )
