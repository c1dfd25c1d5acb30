"""A 户号 with a name or with 绑 is the wish to bind it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.claim import ClaimReading
from tests.unit.dialogue.situations import NUMBER, heard, in_form, put_aside, read_by


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{NUMBER} 王小丽", "王小丽"),
        (f"王小丽，{NUMBER}", "王小丽"),
        (f"户号{NUMBER}户主王小丽", "王小丽"),
        (f"户号：{NUMBER}，姓名：王小丽", "王小丽"),
        (f"我叫王小丽，户号{NUMBER}", "王小丽"),
        (f"{NUMBER}，户主是欧阳娜娜", "欧阳娜娜"),
        (f"户号{NUMBER}，明江五金有限公司", "明江五金有限公司"),
        (f"绑定{NUMBER}", None),
        (f"帮我绑定户号{NUMBER}", None),
        (f"我要绑{NUMBER}这一户", None),
        (f"綁定{NUMBER}", None),
        (f"把{NUMBER}添加进来", None),
        (f"关联一下{NUMBER}", None),
        (f"绑定{NUMBER}王小丽", "王小丽"),
        (f"绑一下 {NUMBER} 户主王小丽", "王小丽"),
        ("请绑定 33 0100 0018", None),
    ],
)
def test_a_claim_is_read(text: str, name: str | None) -> None:
    for sentence in (heard(text), heard(text, "query_bill"), heard(text, "inform")):
        read = read_by(ClaimReading, sentence)
        assert read is not None
        assert read.intent == "bind_account"
        assert read.facts.get("number") == NUMBER
        assert read.facts.get("name") == name


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"户号{NUMBER}",
        f"{NUMBER}上个月电费多少",
        f"解绑{NUMBER}",
        f"取消绑定{NUMBER}",
        f"别绑{NUMBER}了",
        f"不要绑定{NUMBER}",
        f"{NUMBER}怎么绑定",
        f"能不能绑{NUMBER}",
        f"{NUMBER}绑了没有吗",
        "绑定户号",
        "王小丽",
        f"{NUMBER}欠费",
        f"{NUMBER} 余额",
        f"{NUMBER}，用电明细",
        f"删除{NUMBER}的绑定",
    ],
)
def test_other_sentences_claim_nothing(text: str) -> None:
    assert read_by(ClaimReading, text) is None


def test_in_a_form_a_number_is_the_forms() -> None:
    fields: Any = in_form("binding", "number")
    assert read_by(ClaimReading, f"{NUMBER} 王小丽", **fields) is None


def test_a_claim_counts_while_another_form_waits() -> None:
    assert read_by(ClaimReading, f"{NUMBER} 王小丽", **put_aside("dispute", "reason")) is not None


@pytest.mark.parametrize(
    "text", ["仓库那个户也加上得给什么", "把我爸那边绑进来要准备啥", "老店的号怎么添进来"]
)
def test_what_another_account_is_added_with(text: str) -> None:
    read = read_by(ClaimReading, heard(text, "query_bill"))
    assert read is not None
    assert (read.intent, read.rule) == ("ask_knowledge", 1.0)


@pytest.mark.parametrize(
    "text", ["把违约金加上要多少", "房子加装空调怎么省电", "家里的也加上一共几块"]
)
def test_what_else_is_added(text: str) -> None:
    assert read_by(ClaimReading, heard(text, "query_bill")) is None
