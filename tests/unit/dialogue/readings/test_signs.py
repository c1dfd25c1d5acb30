"""Messages without a word."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.signs import SignsReading
from bot.dialogue.sentence import FALLBACK
from tests.unit.dialogue.situations import OCTOBER, frames, in_form, question, read_by, value


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("👍", "thank"),
        ("🙏🙏", "thank"),
        ("🌹🌹🌹", "thank"),
        ("[强]", "thank"),
        ("[玫瑰][玫瑰]", "thank"),
        ("😡", "make_complaint"),
        ("😡😡😡", "make_complaint"),
        ("🤬！！！", "make_complaint"),
        ("👎", "make_complaint"),
        ("[发怒]", "make_complaint"),
        ("😭", FALLBACK),
        ("😱😱", FALLBACK),
        ("。。。", FALLBACK),
        ("……", FALLBACK),
        ("！", FALLBACK),
        ("~", FALLBACK),
        ("🍉", FALLBACK),
    ],
)
def test_signs_are_read(text: str, intent: str) -> None:
    for said in (True, False):
        read = read_by(SignsReading, text, said=said)
        assert read is not None
        assert read.intent == intent


@pytest.mark.parametrize("text", ["👌", "✅", "🆗"])
def test_a_sign_of_agreement_is_a_yes_for_those_who_asked(text: str) -> None:
    assert read_by(SignsReading, text) is None


def test_anger_is_a_mood_and_goes_before_thanks() -> None:
    for text in ("😡", "[弱]", "👍😡"):
        read = read_by(SignsReading, text)
        assert read is not None
        assert value(read, "mood") == "anger"


@pytest.mark.parametrize("text", ["？", "???", "？？？", "?!", "…？"])
def test_question_marks_after_an_answer_want_it_simpler(text: str) -> None:
    read = read_by(SignsReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "repair")) == ("repair_answer", "simpler")


@pytest.mark.parametrize("text", ["？", "???"])
def test_question_marks_before_any_answer_say_nothing_in_a_form_they_want_its_question(
    text: str,
) -> None:
    read = read_by(SignsReading, text)
    assert read is not None
    assert read.intent == FALLBACK
    read = read_by(SignsReading, text, said=True, **in_form("dispute", "reason"))
    assert read is not None
    assert read.intent == "resume_form"


@pytest.mark.parametrize(
    "text",
    ["好👍", "电费？", "1", "？1", "ok", "😡你们怎么搞的", "a", "谢谢🙏", "²", "١", "", "   "],
)
def test_a_word_or_a_digit_makes_it_a_sentence(text: str) -> None:
    assert read_by(SignsReading, text, said=True) is None


@pytest.mark.parametrize("text", ["唉", "哼", "切", "啧啧", "😱", "嗐。"])
def test_a_sigh_is_asked_what_is_the_matter(text: str) -> None:
    read = read_by(SignsReading, text)
    assert read is not None
    assert (read.intent, value(read, "mood")) == (FALLBACK, "worry")


@pytest.mark.parametrize(
    "text", ["差", "垃圾！", "太烂了", "妈了个巴子", "他奶奶的", "王八蛋", "滚犊子"]
)
def test_scorn_and_swearing_are_anger(text: str) -> None:
    read = read_by(SignsReading, text)
    assert read is not None
    assert (read.intent, value(read, "mood")) == ("make_complaint", "anger")


@pytest.mark.parametrize("text", ["啊？", "哈", "额…"])
def test_an_interjection_right_after_an_answer_is_a_plea(text: str) -> None:
    answer = frames(question("query_bill", OCTOBER))
    read = read_by(SignsReading, text, answer, said=True)
    assert read is not None
    assert (read.intent, value(read, "repair")) == ("repair_answer", "simpler")
    later = read_by(SignsReading, text, frames(question("query_bill", OCTOBER), turns=3), said=True)
    assert later is not None
    assert later.intent == FALLBACK
