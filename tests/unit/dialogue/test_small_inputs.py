"""Inputs of a word, a digit or a sign: what they mean at the beginning of a talk and after an answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.dialogue.focus import Focus
from bot.dialogue.reader import Reader
from bot.dialogue.reading import Button, Situation
from bot.dialogue.sentence import FALLBACK, Sentence
from bot.intents import load_intents

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
BUTTONS = (
    {"title": "查电费", "payload": "/query_bill"},
    {"title": "怎么交费", "payload": "/query_payment_ways"},
)


def read(
    text: str,
    understood: str = "query_usage",
    sure: float = 0.9,
    *,
    about: str = "",
    buttons: tuple[Button, ...] = (),
    said: bool = False,
) -> tuple[str, str]:
    """The intent that a text is read as, and by which reading.

    Args:
        text: as typed.
        understood: what the pipeline makes of it alone.
        sure: how surely.
        about: the record question before, if there was one.
        buttons: that were offered.
        said: whether something was answered before.
    """
    focus = Focus(2, NOW)
    if about:
        focus = focus.with_frame("question", "billing", question=about, periods=[]).next_turn()
    found = Reader().read(
        Situation(
            sentence=Sentence(text, understood, [(understood, sure)]),
            focus=focus,
            understand=lambda words: Sentence(words, understood, [(understood, sure)]),
            intents=load_intents(),
            buttons=buttons,
            said=said or bool(about),
        )
    )
    return found.intent, found.reading


@pytest.mark.parametrize(
    "text",
    ["查询", "查一下", "帮我看看", "我想查一下", "多少", "多少钱呀", "几多钱", "电", "電", "电表", "怎么办", "为什么",
     "咋回事", "户号", "有问题", "说话啊", "能帮我查查吗"],
)  # fmt: skip
def test_what_says_too_little_is_asked_back(text: str) -> None:
    assert read(text) == (FALLBACK, "vague")


@pytest.mark.parametrize(
    "text",
    ["查电表", "查下用电", "我的户号", "查户号", "还剩多少钱", "要交多少", "来电了吗", "没电", "人呢", "怎么用", "你能办啥",
     "办得怎么样了", "多少钱一度", "用了多少"],
)  # fmt: skip
def test_what_names_its_matter_is_an_errand(text: str) -> None:
    assert read(text) == ("query_usage", "errand")


@pytest.mark.parametrize("text", ["多少", "为什么", "查一下"])
def test_with_a_focus_it_is_asked_of_the_focus(text: str) -> None:
    assert read(text, "ask_why", about="query_bill")[1] != "vague"


@pytest.mark.parametrize("text", ["1", "2", "6", "88", "11", "100"])
def test_a_digit_without_a_list_is_asked_back(text: str) -> None:
    assert read(text, "goodbye") == (FALLBACK, "choice")


@pytest.mark.parametrize(
    "text", ["1", "1。", "第一个", "选1", "①", "１", "一", "上面那个", "查电费"]
)
def test_a_digit_chooses_from_a_list(text: str) -> None:
    assert read(text, "goodbye", buttons=BUTTONS) == ("query_bill", "choice")


@pytest.mark.parametrize("text", ["2", "二", "第二个", "②", "⒉", "⑵", "2️⃣", "最后一个", "下面那个"])
def test_the_second_of_a_list(text: str) -> None:
    assert read(text, "goodbye", buttons=BUTTONS) == ("query_payment_ways", "choice")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("👍", "thank"),
        ("🙏🙏🙏", "thank"),
        ("[强]", "thank"),
        ("👌", "affirm"),
        ("🆗", "affirm"),
        ("✅", "affirm"),
        ("[OK]", "affirm"),
        ("😡😡😡", "make_complaint"),
        ("🤬", "make_complaint"),
        ("👎", "make_complaint"),
        ("[怒]", "make_complaint"),
        ("👋", "goodbye"),
        ("[再见]", "goodbye"),
        ("😭", FALLBACK),
        ("。。。", FALLBACK),
        ("？？？", FALLBACK),
        ("！", FALLBACK),
        ("…", FALLBACK),
        ("🔥", FALLBACK),
    ],
)
def test_signs_without_a_word(text: str, intent: str) -> None:
    assert read(text, "out_of_scope")[0] == intent


def test_question_marks_after_an_answer_ask_for_it_in_other_words() -> None:
    assert read("？？", "out_of_scope", said=True) == ("repair_answer", "signs")


@pytest.mark.parametrize(
    "text",
    [
        "什么意思",
        "没看懂",
        "看不懂",
        "听不明白",
        "再说一遍",
        "简单点",
        "太长了",
        "啥意思啊",
        "说人话",
    ],
)
@pytest.mark.parametrize("about", ["", "query_bill"])
def test_what_was_not_understood_is_repaired(text: str, about: str) -> None:
    assert read(text, "bot_challenge", about=about) == ("repair_answer", "repair")


@pytest.mark.parametrize(
    ("text", "sure", "near", "intent"),
    [
        ("查话费", 0.99, 0.5, "out_of_scope"),
        ("水费多少", 0.97, 0.36, "out_of_scope"),
        ("低保每月免费多少", 0.8, 0.5, FALLBACK),
        ("帮我写首诗", 0.8, 0.1, "out_of_scope"),
        ("电费和话费一起交行吗", 0.99, 0.1, FALLBACK),
        ("这个能续吗", 0.6, 0.1, FALLBACK),
    ],
)
def test_what_is_not_ours_is_declined_only_if_that_is_sure(
    text: str, sure: float, near: float, intent: str
) -> None:
    sentence = Sentence(text, "out_of_scope", [("out_of_scope", sure)], knowledge=[("entry", near)])
    situation = Situation(
        sentence=sentence,
        focus=Focus(1, NOW),
        understand=lambda _: sentence,
        intents=load_intents(),
    )
    assert Reader().read(situation).intent == intent
