"""Danger and the wish for a person: recognised where meant, and only there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety import Signal, recognise
from tests.unit.safety.sentences import (
    DANGER,
    NOT_DANGER,
    NOT_PERSON,
    ORDINARY,
    OVER,
    PERSON,
)


def test_there_are_enough_sentences_on_both_sides() -> None:
    assert len(DANGER) >= 120
    assert len(PERSON) >= 100
    assert len(NOT_DANGER) + len(NOT_PERSON) >= 200


@pytest.mark.parametrize(("sentence", "hazard"), DANGER)
def test_danger(sentence: str, hazard: str | None) -> None:
    assert recognise(sentence) == Signal("danger", hazard)


@pytest.mark.parametrize(("sentence", "hazard"), OVER)
def test_danger_that_is_over_needs_a_person(sentence: str, hazard: str) -> None:
    assert recognise(sentence) == Signal("person", hazard)


@pytest.mark.parametrize("sentence", PERSON)
def test_wish_for_a_person(sentence: str) -> None:
    assert recognise(sentence) == Signal("person")


@pytest.mark.parametrize("sentence", NOT_DANGER + NOT_PERSON + ORDINARY)
def test_neither(sentence: str) -> None:
    assert recognise(sentence) is None


@pytest.mark.parametrize(
    "sentence", ["转人工，电线着火了", "人工！有人触电", "着火了 快转人工", "客服 电线掉地上了"]
)
def test_danger_comes_before_the_wish_for_a_person(sentence: str) -> None:
    signal = recognise(sentence)
    assert signal is not None
    assert signal.kind == "danger"


def test_the_gravest_hazard_is_named() -> None:
    assert recognise("着火了，电线断了，还有人触电") == Signal("danger", "electric_shock")
    assert recognise("冒烟，然后着火了") == Signal("danger", "fire")


@pytest.mark.parametrize("text", ["", " ", "？？？", "。", "\n", "👍", "a" * 4000, "电" * 4000])
def test_empty_and_endless_messages_are_neither(text: str) -> None:
    assert recognise(text) is None


PREFIXES = ["", "喂，", "你好 ", "快点！", "我是3幢的，", "急急急"]
SUFFIXES = [
    "",
    "！！！",
    "。",
    "，怎么办",
    "，快来",
    " 在桂花小区门口",
    "😭",
    "，没人管",
    "，转人工",
]


@given(
    row=st.sampled_from(DANGER), before=st.sampled_from(PREFIXES), behind=st.sampled_from(SUFFIXES)
)
def test_danger_stays_danger_in_any_company(
    row: tuple[str, str | None], before: str, behind: str
) -> None:
    signal = recognise(f"{before}{row[0]}{behind}")
    assert signal is not None
    assert signal.kind == "danger"


@given(
    row=st.sampled_from([row for row in DANGER if row[1] is not None]),
    ordinary=st.sampled_from(ORDINARY),
    first=st.booleans(),
)
def test_danger_is_seen_beside_ordinary_business(
    row: tuple[str, str | None], ordinary: str, first: bool
) -> None:
    parts = [row[0], ordinary] if first else [ordinary, row[0]]
    signal = recognise("，".join(parts))
    assert signal is not None
    assert signal.kind == "danger"


def test_cry_beside_a_bill_is_a_figure_of_speech() -> None:
    assert recognise("救命，有没有人管啊") == Signal("danger", None)
    assert recognise("救命，这个月的电费账单怎么这么多") is None


def test_danger_in_the_middle_of_a_long_story_is_seen() -> None:
    story = (
        "你好，我想先问一下我家上个月的电费，户主是我爸，住在桂花小区，昨天去营业厅排了半天队没办成，{}，"
        "对了发票也想一起开，手机号还是原来那个，麻烦你们帮我查一下，谢谢"
    )
    assert recognise(story.format("楼下的电表箱现在在冒烟")) == Signal("danger", "smoke")
    assert recognise(story.format("楼下的电表箱编号我抄下来了")) is None


def test_danger_that_goes_on_is_not_over() -> None:
    signal = recognise("火已经灭了一半，电还没断，消防不敢喷水，让你们赶紧断电")
    assert signal is not None
    assert signal.kind == "danger"


@given(sentence=st.sampled_from([row[0] for row in DANGER] + PERSON))
def test_width_does_not_matter(sentence: str) -> None:
    wide = "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in sentence
    )
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", sentence)
    assert recognise(wide) == recognise(sentence)


WHO = ["", "我", "我家", "请问", "麻烦查一下", "帮我看看", "你好，", "想问一下"]
WHEN = [
    "",
    "上个月",
    "这个月",
    "去年冬天",
    "三月份",
    "2025年",
    "最近半年",
    "昨天",
    "今年",
    "上上个月",
]
WHAT = [
    "电费",
    "用了多少度电",
    "电费多少",
    "峰谷电量",
    "欠费",
    "余额",
    "缴费记录",
    "发票",
    "违约金",
    "账单",
    "用电明细",
    "阶梯",
    "示数",
    "电表读数",
    "人工费",
    "抄表数据",
    "电价",
    "漏交的电费",
    "电表",
    "户号",
]
HOW = [
    "",
    "？",
    "是多少",
    "怎么这么高",
    "为什么涨了",
    "能查吗",
    "查一下",
    "不对",
    "什么时候出",
    "怎么算的",
    "比上个月多",
    "谢谢",
    "吗",
    "呢",
    "有问题",
    "给我看看",
    "开一下",
]


@given(
    who=st.sampled_from(WHO),
    when=st.sampled_from(WHEN),
    what=st.sampled_from(WHAT),
    how=st.sampled_from(HOW),
)
def test_ordinary_billing_sentences_are_neither(who: str, when: str, what: str, how: str) -> None:
    assert recognise(f"{who}{when}{what}{how}") is None


@given(st.text(alphabet="0123456789.-元度月年日 户号张三李四王五abc", max_size=40))
def test_numbers_and_names_are_neither(text: str) -> None:
    assert recognise(text) is None


@given(st.text(max_size=200))
def test_any_text_is_answered_for(text: str) -> None:
    signal = recognise(text)
    assert signal is None or signal.kind in ("danger", "person")


@pytest.mark.parametrize(
    "text",
    [
        "啪一声就好了，没得糊味也不烫",
        "莫得焦味，莫得烟子",
        "开关弹下来推不上去",
        "接户线烧了归哪个出钱",
        "挖电缆沟毁了我家麦子咋赔",
        "账单跟雷劈似的，头皮发麻",
        "查漏电的敲门，要我签字",
    ],
)
def test_what_was_denied_or_is_no_danger_in_dialect_is_none(text: str) -> None:
    signal = recognise(text)
    assert signal is None or signal.kind != "danger"


@pytest.mark.parametrize(
    "text",
    ["电线断在路上没得人管", "我姑父手黏在抽水机上拽不脱", "插座冒烟没得人晓得关"],
)
def test_a_danger_in_the_same_dialect_is_one(text: str) -> None:
    signal = recognise(text)
    assert signal is not None
    assert signal.kind == "danger"
