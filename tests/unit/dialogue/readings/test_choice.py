"""What was offered, chosen by number, place or words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dialogue.readings.choice import ChoiceReading, parsed
from bot.dialogue.sentence import FALLBACK
from tests.unit.dialogue.situations import OCTOBER, frames, in_form, question, read_by, value

NONE = {"title": "都不是", "payload": '/out_of_scope{"offer":"none"}'}
BUTTONS = [
    {"title": "查电费账单", "payload": "/query_bill"},
    {"title": "查用电量", "payload": '/query_usage{"period":"2026-10-01/2026-10-31"}'},
    {"title": "欠费和余额", "payload": "/query_balance"},
    NONE,
]
ACCOUNTS = [
    {"title": "家里 33*****018", "payload": '/switch_account{"account_index": "1"}'},
    {"title": "店里 33*****026", "payload": '/switch_account{"account_index": "2"}'},
]
DOUBT = frames(("doubt", "", {"titles": []}))
CHOSEN = frames(("account", "", {"id": 1}), question("query_bill"))


@pytest.mark.parametrize(("text", "place"), [("手滑了 8026", "2"), ("018", "1"), ("9018那个", "1")])
def test_an_account_of_the_list_is_chosen_by_its_last_digits(text: str, place: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
    assert read is not None
    assert (read.intent, value(read, "account_index")) == ("switch_account", place)


def test_the_month_beside_the_last_digits_is_kept() -> None:
    read = read_by(ChoiceReading, "8026的9月", DOUBT, buttons=ACCOUNTS)
    assert read is not None
    assert value(read, "period") == "2026-09-01/2026-09-30"


@pytest.mark.parametrize("text", ["下面那个也看看", "底下那户", "上面那个呢"])
def test_the_other_account_of_the_list_is_meant_after_one_was_told(text: str) -> None:
    read = read_by(ChoiceReading, text, CHOSEN, buttons=BUTTONS)
    assert read is not None
    assert read.intent == "switch_account"


def test_a_place_without_a_further_word_chooses_what_stands_there() -> None:
    read = read_by(ChoiceReading, "最后一个", CHOSEN, buttons=BUTTONS)
    assert read is not None
    assert read.intent == "query_balance"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("1", "query_bill"),
        ("2", "query_usage"),
        ("3", "query_balance"),
        ("4", "out_of_scope"),
        ("２", "query_usage"),
        ("一", "query_bill"),
        ("二", "query_usage"),
        ("第一个", "query_bill"),
        ("第2个", "query_usage"),
        ("第三个吧", "query_balance"),
        ("我选第二个", "query_usage"),
        ("选1", "query_bill"),
        ("就第一个", "query_bill"),
        ("第二项", "query_usage"),
        ("2号", "query_usage"),
        ("上面那个", "query_bill"),
        ("最上面的那个", "query_bill"),
        ("最后一个", "query_balance"),
        ("最下面那个", "query_balance"),
        ("查用电量", "query_usage"),
        ("我要查用电量", "query_usage"),
        ("用电量", "query_usage"),
        ("余额", "query_balance"),
        ("账单", "query_bill"),
        ("账单那个", "query_bill"),
        ("都不是", "out_of_scope"),
        ("不是这些", "out_of_scope"),
        ("没有我要的", "out_of_scope"),
    ],
)
def test_a_choice_is_read(text: str, intent: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=BUTTONS)
    assert read is not None
    assert read.intent == intent


def test_a_choice_carries_what_its_button_carries() -> None:
    read = read_by(ChoiceReading, "2", DOUBT, buttons=BUTTONS)
    assert read is not None
    assert value(read, "period") == "2026-10-01/2026-10-31"


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("第一户", "1"),
        ("店里那户", "2"),
        ("家里", "1"),
        ("家里的", "1"),
        ("下面那户", "2"),
        ("两", "2"),
    ],
)
def test_an_account_is_chosen(text: str, index: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
    assert read is not None
    assert (read.intent, value(read, "account_index")) == ("switch_account", index)


@pytest.mark.parametrize(
    "text",
    [
        "上个月用了多少度电",
        "第一档用完了没有",
        "好的",
        "不用了",
        "我要投诉你们的抄表员",
        "你好",
        "15400000001",
        "3301000018",
        "10月",
        "为什么",
        "用电",
        "查",
        "第一次用",
        "前面说的是什么",
    ],
)
def test_other_words_choose_nothing(text: str) -> None:
    assert read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS) is None


@pytest.mark.parametrize("text", ["1", "3", "10", "99"])
def test_a_digit_that_chooses_nothing_is_not_understood_and_no_goodbye(text: str) -> None:
    for buttons in ([], ACCOUNTS[:0]):
        read = read_by(ChoiceReading, text, buttons=buttons)
        assert read is not None
        assert read.intent == FALLBACK
    if int(text) > 2:
        read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
        assert read is not None
        assert read.intent == FALLBACK


@pytest.mark.parametrize("text", ["上面那个", "第二个", "用电量", "都不是"])
def test_without_a_list_nothing_is_chosen(text: str) -> None:
    assert read_by(ChoiceReading, text) is None


@pytest.mark.parametrize("text", ["用电量", "账单", "余额"])
def test_parts_of_a_title_count_only_where_it_was_asked_which(text: str) -> None:
    answered = frames(question("query_bill"))
    assert read_by(ChoiceReading, text, answered, buttons=BUTTONS[:3]) is None


def test_a_whole_title_counts_below_any_answer() -> None:
    read = read_by(ChoiceReading, "查用电量", frames(question("query_bill")), buttons=BUTTONS[:3])
    assert read is not None
    assert read.intent == "query_usage"


def test_words_of_two_titles_choose_neither() -> None:
    both = [
        {"title": "电费账单", "payload": "/query_bill"},
        {"title": "电费余额", "payload": "/query_balance"},
    ]
    assert read_by(ChoiceReading, "电费", DOUBT, buttons=both) is None


@pytest.mark.parametrize(
    ("form", "asked", "text"),
    [
        ("reading", "value", "12"),
        ("reading", "value", "2"),
        ("binding", "number", "1"),
        ("binding", "code", "12"),
    ],
)
def test_where_a_number_is_asked_for_a_digit_is_one(form: str, asked: str, text: str) -> None:
    buttons = [{"title": "先不办了", "payload": "/stop"}]
    assert read_by(ChoiceReading, text, buttons=buttons, **in_form(form, asked)) is None


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("/query_bill", ("query_bill", {})),
        ('/affirm{"offer":"invoice"}', ("affirm", {"offer": "invoice"})),
        (
            '/ask_knowledge{"knowledge":"a","detail":"true"}',
            ("ask_knowledge", {"knowledge": "a", "detail": "true"}),
        ),
        ('/switch_account{"account_index": "2"}', ("switch_account", {"account_index": "2"})),
    ],
)
def test_a_payload_is_taken_apart(payload: str, expected: tuple[str, dict[str, Any]]) -> None:
    intent, entities = parsed(payload)
    assert (intent, {one["entity"]: one["value"] for one in entities}) == expected
    json.dumps(entities)


@pytest.mark.parametrize(
    ("text", "place"),
    [("店里的", "2"), ("铺子那户", "2"), ("人住的那套", "1"), ("家里", "1"), ("门面那个", "2"), ("自己住的", "1")],
)  # fmt: skip
def test_an_account_is_chosen_by_what_it_is_for(text: str, place: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
    assert read is not None
    assert (read.intent, value(read, "account_index")) == ("switch_account", place)


@pytest.mark.parametrize("text", ["店里的电价多少", "家里没电", "住房补贴", "车"])
def test_what_says_more_chooses_no_account(text: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
    assert read is None or read.intent != "switch_account"


def test_another_account_is_named_without_a_list() -> None:
    talked = frames(("account", "", {"id": 1}), question("query_bill"))
    read = read_by(ChoiceReading, "车库那个呢", talked)
    assert read is not None
    assert read.intent == "switch_account"
    assert read_by(ChoiceReading, "车库那个呢", frames(question("query_bill"))) is None


@pytest.mark.parametrize("text", ["随便", "哪个都行", "随便哪个都可以", "都行你定", "无所谓啊"])
def test_whichever_is_the_first(text: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=BUTTONS)
    assert read is not None
    assert read.intent == "query_bill"


@pytest.mark.parametrize("text", ["两个都在啥地址", "这两户各是哪个小区", "分别装在什么地方"])
def test_where_all_listed_accounts_are_shows_them(text: str) -> None:
    read = read_by(ChoiceReading, text, DOUBT, buttons=ACCOUNTS)
    assert read is not None
    assert read.intent == "query_accounts"
    assert read_by(ChoiceReading, text, DOUBT, buttons=BUTTONS) is None


@pytest.mark.parametrize("text", ["车位的 上个月", "九月 家里那套", "店里那户八月的"])
def test_an_account_and_a_time_are_a_question(text: str) -> None:
    read = read_by(ChoiceReading, text)
    assert read is not None
    assert read.intent == "query_bill"
    read = read_by(ChoiceReading, text, frames(question("query_usage", OCTOBER)))
    assert read is not None
    assert read.intent == "ask_other_period"
