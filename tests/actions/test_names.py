"""A holder's name, told from a sentence."""

from __future__ import annotations

import pytest

from bot.language.names import corrected_name, read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张小明", "张小明"),
        ("我是张小明", "张小明"),
        ("户主姓名：李雷。", "李雷"),
        ("户名是 欧阳娜娜", "欧阳娜娜"),
        ("王　五", "王五"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("明江五金（集团）有限公司", "明江五金(集团)有限公司"),
        ("3M中国有限公司", "3M中国有限公司"),
        ("桂花幼儿园", "桂花幼儿园"),
    ],
)
def test_a_name_is_read(text: str, name: str) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "电费",
        "查一下账单",
        "不知道",
        "我要人工",
        "123456",
        "你好",
        "abc",
        "张",
        "是的",
        "在呢",
        "张小明的电费",
    ],
)
def test_other_words_are_no_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("名字写错了，是王小丽", "王小丽"),
        ("户主应该是王小丽", "王小丽"),
        ("姓名改成王小丽", "王小丽"),
        ("王小丽", None),
        ("户主是不是要到场", None),
    ],
)
def test_a_corrected_name_is_read(text: str, name: str | None) -> None:
    assert corrected_name(text) == name
