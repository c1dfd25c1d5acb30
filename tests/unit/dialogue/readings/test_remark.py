"""What is told beside a call-back and means nothing else is written down for whoever calls."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.remark import RemarkReading
from tests.unit.dialogue.situations import (
    NOTHING,
    frames,
    heard,
    in_form,
    offered,
    question,
    read_by,
)

CALL = frames(("request", "handoff", {"name": "R1", "request_kind": "callback", "subject": ""}))
COMPLAINT = frames(offered("callback_make_complaint"))


@pytest.mark.parametrize(
    "text",
    [
        "礼拜二来的那个人，把门踢坏了",
        "拖了我三个月没人管",
        "工牌没挂 我哪晓得他叫什么",
        "我就是要个说法",
    ],
)
def test_a_statement_goes_with_the_call(text: str) -> None:
    for focus in (CALL, COMPLAINT):
        read = read_by(RemarkReading, text, focus, said=True)
        assert read is not None
        assert read.intent == "note_request"


def test_what_asks_or_means_something_is_none() -> None:
    assert read_by(RemarkReading, "你们几点上班啊", CALL, said=True) is None
    assert read_by(RemarkReading, heard("上个月电费给我看看", "query_bill"), CALL) is None
    assert read_by(RemarkReading, heard("今天天气真不错", "chitchat"), CALL) is None
    assert read_by(RemarkReading, "嗯呢", CALL) is None


def test_only_while_the_call_is_what_is_talked_about() -> None:
    for focus in (
        NOTHING,
        frames(question("query_bill")),
        frames(offered("callback_make_complaint", taken_back=True)),
        frames(offered("disputed_bill")),
        frames(
            ("request", "handoff", {"name": "R1", "request_kind": "callback", "subject": ""}),
            turns=4,
        ),
    ):
        assert read_by(RemarkReading, "把门都踢坏了啊", focus, said=True) is None
    assert read_by(RemarkReading, "把门都踢坏了啊", **in_form("reading", "reading")) is None
