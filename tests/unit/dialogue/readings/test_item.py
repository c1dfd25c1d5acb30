"""An item of the answer just given."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.item import ItemReading
from tests.unit.dialogue.situations import frames, in_form, read_by, value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第三条啥意思", 3), ("二一个是什么", 2), ("最后那个没懂 再说说", -1), ("第1点解释一下", 1), ("你说的第二种咋回事", 2),
        ("末了那一条讲讲", -1),
    ],
)  # fmt: skip
def test_its_place_is_read(text: str, place: int) -> None:
    read = read_by(ItemReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "item")) == ("repair_answer", place)


@pytest.mark.parametrize(
    "text", ["第二个", "第二户上个月电费", "第三档从几度起", "第二档多少钱", "一个月几块", "两个表"]
)
def test_what_is_no_item_is_left(text: str) -> None:
    assert read_by(ItemReading, text, said=True) is None


def test_choices_and_forms_come_first() -> None:
    doubt = frames(("doubt", "", {"titles": ["查电费"]}))
    assert read_by(ItemReading, "第二个是什么意思", doubt, said=True) is None
    assert (
        read_by(ItemReading, "第二个是什么意思", said=True, **in_form("dispute", "reason")) is None
    )
    assert read_by(ItemReading, "第二个是什么意思") is None
