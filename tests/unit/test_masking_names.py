"""Names that a text says are names are masked; other words aren't."""

from __future__ import annotations

import pytest

from bot.masking import mask, mask_said_names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我的户号是3309001018，户主林晓棠", "我的户号是33*****018，户主林**"),
        ("3309001018 林晓棠", "33*****018 林**"),
        ("林晓棠 3309001018", "林** 33*****018"),
        ("我叫欧阳娜娜，查电费", "我叫欧阳**，查电费"),
        ("户名：明江市望江早点铺", "户名：明江****点铺"),
        ("户主姓名是王秀英女士", "户主姓名是王**女士"),
        ("户主是我妈", "户主是我妈"),
        ("我是租客，怎么查电费", "我是租客，怎么查电费"),
        ("我是高三学生", "我是高三学生"),
        ("查3309001018的电费", "查33*****018的电费"),
        ("金华路3号电线掉了", "金华路3号电线掉了"),
    ],
)
def test_what_the_text_calls_a_name(text: str, shown: str) -> None:
    assert mask_said_names(mask(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("林晓棠", "林**"), ("是林晓棠。", "是林**。"), ("不知道", "不知道"), ("查电费", "查电费")],
)
def test_an_answer_to_the_question_for_the_name(text: str, shown: str) -> None:
    assert mask_said_names(text, alone=True) == shown
    assert mask_said_names("林晓棠") == "林晓棠"


def test_the_utilitys_own_number_stays() -> None:
    text = "请拨打 0579-0000-0000；我的电话15412345678。"
    shown = "请拨打 0579-0000-0000；我的电话154****5678。"
    assert mask(text, ("0579-0000-0000",)) == shown
    # A longer number that holds it is somebody's.
    assert "0000-00001" not in mask("0579-0000-00001", ("0579-0000-0000",))
