"""Numbers that customers write, and their places in the typed text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.clock import SHANGHAI, FixedClock
from bot.nlu.entities import find
from bot.nlu.entity_extractor import RuleEntityExtractor
from bot.nlu.normalised import normalise

FORMAT = "[0-9]{10}"
NOW = FixedClock(datetime(2026, 11, 22, 10, tzinfo=SHANGHAI))


def found(typed: str) -> list[tuple[str, str]]:
    return [(one.entity, one.value) for one in find(normalise(typed).text, FORMAT)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("户号3301234567的电费", [("account_number", "3301234567")]),
        ("户号３３０１２３４５６７", [("account_number", "3301234567")]),
        ("330 123 4567", [("account_number", "3301234567")]),
        ("330-1234-567", [("account_number", "3301234567")]),
        ("三三〇一二三四五六七", [("account_number", "3301234567")]),
        ("手机13812345678", [("phone", "13812345678")]),
        ("138 1234 5678", [("phone", "13812345678")]),
        ("幺三八一二三四五六七八", [("phone", "13812345678")]),
        ("验证码是482913", [("code", "482913")]),
        ("482 913", []),
        ("身份证330102199001011234", []),
        ("33012345678", []),
        ("3301234567 13812345678", [("account_number", "3301234567"), ("phone", "13812345678")]),
        ("交了100元", [("amount", "100")]),
        ("交了一百二十块五", [("amount", "120.5")]),
        ("扣了我1,234.50元", [("amount", "1234.5")]),
        ("￥88.8", [("amount", "88.8")]),
        ("两千三百块钱", [("amount", "2300")]),
        ("1.5万元", [("amount", "15000")]),
        ("十五元", [("amount", "15")]),
        ("一共用了300度电", [("kwh", "300")]),
        ("两百一十度", [("kwh", "210")]),
        ("用了1千2百度", [("kwh", "1200")]),
        ("一万二千元", [("amount", "12000")]),
        ("一百零五块", [("amount", "105")]),
        ("12万3千元", [("amount", "123000")]),
        ("350kWh", [("kwh", "350")]),
        ("350千瓦时", [("kwh", "350")]),
        ("百度一下", []),
        ("要几百块", []),
        ("示数05321", []),
        ("2026-03-15的账单", []),
    ],
)
def test_numbers(typed: str, expected: list[tuple[str, str]]) -> None:
    assert found(typed) == expected


def test_the_format_of_the_utility_counts() -> None:
    text = "户号SH12345678"
    assert [one.value for one in find(text, "[0-9]{10}")] == []


def entities_of(typed: str) -> list[dict[str, Any]]:
    message = Message({"text": typed})
    RuleEntityExtractor(FORMAT, NOW).process([message])
    result: list[dict[str, Any]] = message.get("entities")
    return result


def test_places_are_those_of_the_typed_text() -> None:
    typed = "我的 户号：３３０１２３４５６７，上個月  電費是１００元吗？？"
    got = {one["entity"]: typed[one["start"] : one["end"]] for one in entities_of(typed)}
    assert got == {
        "account_number": "３３０１２３４５６７",
        "period": "上個月",
        "amount": "１００元",
    }


def test_a_period_is_an_iso_interval_by_the_injected_clock() -> None:
    (one,) = entities_of("上个月的电费")
    assert (one["entity"], one["value"]) == ("period", "2026-10-01/2026-10-31")
    assert one["extractor"] == "RuleEntityExtractor"


def test_nothing_in_an_empty_text() -> None:
    assert entities_of("？") == []
