"""The last reading fits everything: nothing is answered that isn't understood."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.doubt import DoubtReading
from bot.dialogue.sentence import FALLBACK
from tests.unit.dialogue.situations import (
    OCTOBER,
    frames,
    heard,
    in_form,
    offered,
    question,
    read_by,
)

TEXTS = ["嘎嘎", "那个那个", "上回的", "我说那什么", "asdf", "……吗", "他们家的", "就那样", "不好说", "可能吧", "哎", "随便问问", "这边的", "你看着办吧", "没事"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_everything_else_is_not_understood(text: str) -> None:
    focus = frames(question("query_bill", OCTOBER), offered("invoice"))
    for fields in ({}, {"focus": focus}, in_form("dispute", "reason")):
        for sentence in (heard(text), heard(text, "query_bill", 0.2)):
            read = read_by(DoubtReading, sentence, **fields)
            assert read is not None
            assert read.intent == FALLBACK
            assert read.confidence == sentence.sure
            assert dict(read.facts) == {}
