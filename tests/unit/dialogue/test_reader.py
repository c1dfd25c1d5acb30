"""The order of the readings: which of several that fit decides; parts of a message share their time."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.focus import Focus
from bot.dialogue.reader import Reader
from bot.dialogue.reading import Read, Reading, Situation
from bot.dialogue.readings import ORDER
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.settings import ROOT
from tests.unit.dialogue.situations import (
    CODE,
    NOW,
    NUMBER,
    OCTOBER,
    SEPTEMBER,
    frames,
    heard,
    in_form,
    offered,
    put_aside,
    question,
    registered,
    situation,
    told,
)

READER = Reader()
BUTTONS = [
    {"title": "查电费账单", "payload": "/query_bill"},
    {"title": "查用电量", "payload": "/query_usage"},
]


def test_each_module_holds_one_reading_of_its_name_and_all_are_in_the_order() -> None:
    modules = {
        path.stem
        for path in (ROOT / "bot/dialogue/readings").glob("*.py")
        if path.stem != "__init__"
    }
    assert {one.NAME for one in ORDER} == modules
    assert len({one.NAME for one in ORDER}) == len(ORDER)
    assert all(one.__module__.endswith(f".{one.NAME}") for one in ORDER)


def test_each_reading_has_its_own_tests() -> None:
    folder = Path(__file__).parent / "readings"
    assert {path.stem for path in folder.glob("test_*.py")} == {f"test_{one.NAME}" for one in ORDER}


@pytest.mark.parametrize(
    ("sentence", "fields", "reading", "intent"),
    [
        # a choice before a fact, a fact before a steering word
        (heard("2"), {"focus": frames(("doubt", "", {})), "buttons": BUTTONS}, "choice", "query_usage"),
        (heard("同意"), in_form("binding", "consent"), "fact", "inform"),
        (heard("好的"), in_form("dispute", "confirm"), "fact", "inform"),
        (heard("算了"), in_form("dispute", "reason"), "steering", "stop"),
        (heard(f"{NUMBER} 王小丽", "inform"), {}, "claim", "bind_account"),
        (heard(f"{NUMBER} 王小丽"), in_form("binding", "number"), "fact", "inform"),
        (heard("好的"), {"focus": frames(offered("invoice"))}, "steering", "affirm"),
        (heard("撤销"), {"focus": frames(registered())}, "steering", "withdraw_request"),
        (heard("继续"), put_aside("dispute", "reason"), "steering", "resume_form"),
        (heard(CODE, "inform"), put_aside("binding", "code"), "fact", "resume_form"),
        (heard("没看懂"), {"focus": frames(question("query_bill")), "said": True}, "repair", "repair_answer"),
        (heard("没看懂"), {**in_form("dispute", "reason"), "said": True}, "repair", "repair_answer"),
        (heard("不是10月是9月"), {"focus": frames(question("query_bill", OCTOBER))}, "correction", "ask_other_period"),
        (heard("上海呢"), {"focus": frames(question("query_prices"))}, "ellipsis", "query_prices"),
        (heard("查一下上个月的电费", "query_bill"), {}, "errand", "query_bill"),
        (heard("查一下上个月的电费", "query_bill"), in_form("binding", "number"), "errand", "query_bill"),
        (heard("？？"), {"said": True}, "signs", "repair_answer"),
        (heard("嘎嘎"), {}, "doubt", FALLBACK),
        (Sentence("", "affirm", (("affirm", 1.0),), pressed=True), in_form("dispute", "reason"), "pressed", "affirm"),
    ],
)  # fmt: skip
def test_the_first_that_fits_decides(
    sentence: Sentence, fields: dict[str, Any], reading: str, intent: str
) -> None:
    focus = fields.pop("focus", Focus(1, NOW))
    read = READER.read(situation(sentence, focus, **fields))
    assert (read.reading, read.intent) == (reading, intent)
    assert read.why


class Fails(Reading):
    """A reading with a fault."""

    NAME = "fails"

    def read(self, situation: Situation) -> Read | None:
        raise KeyError("?")


class Says(Reading):
    """Reads everything in one way."""

    NAME = "says"

    def read(self, situation: Situation) -> Read | None:
        return Read("greet", "because")


def test_a_faulty_reading_costs_no_answer() -> None:
    assert Reader([Fails(), Says()]).read(situation("x")).reading == "says"
    assert Reader([Fails()]).read(situation("x")).intent == FALLBACK


# -- parts of one message ------------------------------------------------------------------------


def part(text: str, intent: str, focus: Focus, **fields: Any) -> list[Any]:
    read = READER.read(situation(heard(text, intent), focus, **{"wish": True, **fields}))
    entities = read.entities if read.entities is not None else heard(text).entities
    return [one["value"] for one in entities if one["entity"] == "period"]


def test_a_time_said_for_the_first_part_holds_for_the_others() -> None:
    focus = frames(question("query_bill", SEPTEMBER))
    assert part("那用了多少度电呢帮我看一下", "query_usage", focus) == [SEPTEMBER]


def test_a_part_with_a_time_of_its_own_keeps_it() -> None:
    focus = frames(question("query_bill", SEPTEMBER))
    assert part("10月用了多少度电", "query_usage", focus) == [OCTOBER]


def test_no_time_is_shared_with_what_is_no_part_no_record_or_later() -> None:
    focus = frames(question("query_bill", SEPTEMBER))
    text = "我想知道一共用了多少度电"
    assert part(text, "query_usage", focus, wish=False) == []
    assert part("你们的营业厅是在哪个地方", "query_office", focus) == []
    later = replace(focus, turn=focus.turn + 1)
    assert part(text, "query_usage", later) == []


# -- whatever is said ----------------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(
        ["好", "不", "算了", "继续", "1", "第二个", NUMBER, CODE, "王小丽", "9月", "不是", "我问的是", "没看懂", "吗", "多少", "电费", "？", "👍", "\n", "。"]
    ),
    max_size=5,
).map("".join)  # fmt: skip
INTENTS = st.sampled_from(
    ["nlu_fallback", "affirm", "query_bill", "inform", "out_of_scope", "stop"]
)
FOCUSES = st.sampled_from(
    [
        {"focus": Focus(1, NOW)},
        {"focus": frames(question("query_bill", OCTOBER), offered("invoice"), registered())},
        {"focus": frames(told("x", "校表"), ("doubt", "", {}))},
        in_form("binding", "consent"),
        in_form("binding", "code"),
        in_form("dispute", "confirm"),
        in_form("dispute", "reason", quiet=True),
        put_aside("binding", "number"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(WORDS, st.text(max_size=20)), intent=INTENTS, fields=FOCUSES, said=st.booleans()
)
def test_every_message_is_read_and_no_reason_repeats_it(
    text: str, intent: str, fields: dict[str, Any], said: bool
) -> None:
    given_fields = {key: one for key, one in fields.items() if key != "focus"}
    read = READER.read(
        situation(heard(text, intent), fields["focus"], said=said, buttons=BUTTONS, **given_fields)
    )
    assert read.reading in {one.NAME for one in ORDER}
    assert read.intent
    for personal in (NUMBER, CODE, "王小丽"):
        assert personal not in read.why


def test_reasons_are_written_words_not_what_was_typed() -> None:
    """No f-string of a reason takes the sentence."""
    for path in sorted((ROOT / "bot/dialogue").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Read":
                why = node.args[1] if len(node.args) > 1 else None
                assert why is None or "sentence" not in ast.dump(why), path
