"""The last answer again, shorter, or in other words."""

from __future__ import annotations

import pytest

from bot.dialogue.readings.repair import RepairReading
from bot.dialogue.sentence import Sentence
from tests.unit.dialogue.situations import frames, heard, in_form, question, read_by, value

AGAIN = [
    "再说一遍", "你再说一次", "重复一遍", "麻烦再讲一遍", "没听清", "没看清楚", "刚才说了什么", "再发一遍", "你说啥",
    "重新说一下", "能不能再说一遍", "听不清楚，再说一哈", "再报一下 我拿笔记下来", "字这么小看不清", "慢点，再念一遍", "发一遍号码 我截个图",
]  # fmt: skip
SHORTER = [
    "太长了", "太啰嗦了", "说重点", "简短点", "一句话说", "长话短说", "字太多了看不过来", "直接说结果", "这么长啊", "重点是什么",
    "太长不看", "叽里呱啦一大串", "挑要紧的说", "字太多 记不住", "眼睛不好 看不了这么多字",
]  # fmt: skip
SIMPLER = [
    "没看懂", "看不懂", "听不明白", "不懂", "没明白", "什么意思", "啥意思啊", "说人话", "简单点说", "通俗一点", "我年纪大了看不懂",
    "解释一下", "太复杂了", "换个说法", "还是不明白", "老人家看不懂这些字", "这是什么意思",
    "啥子意思 看球不懂", "能不能说中文", "没get到", "讲简单点，我妈八十多了听不懂", "我没文化 听不来",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "how"),
    [
        *((one, "again") for one in AGAIN),
        *((one, "shorter") for one in SHORTER),
        *((one, "simpler") for one in SIMPLER),
    ],
)
def test_a_plea_for_the_last_answer_is_read(text: str, how: str) -> None:
    read = read_by(RepairReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "repair")) == ("repair_answer", how)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("蛤？再讲一遍 刚刚在剁肉没听见", "again"), ("没听清 外头打雷呢", "again"), ("忒长咯 老花镜弄丢了", "shorter"),
        ("字恁多 瞅不来", "shorter"), ("绕死我了，弄不清爽", "shorter"), ("整懵了 人老了", "simpler"), ("听不懂嘛 俺就小学毕业", "simpler"),
    ],
)  # fmt: skip
def test_a_plea_may_say_why(text: str, how: str) -> None:
    read = read_by(RepairReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "repair")) == ("repair_answer", how)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("啥玩意千分之几 搞不明白", "per_mille"), ("什么叫冲抵，听不懂", "allocation"), ("千分之一是啥意思", "per_mille"),
        ("听不懂 啥峰谷的", "peak_valley"),
    ],
)  # fmt: skip
def test_the_word_that_is_not_understood_is_explained(text: str, term: str) -> None:
    read = read_by(RepairReading, text, said=True)
    assert read is not None
    assert value(read, "term") == term


@pytest.mark.parametrize(
    "text", ["没听清，九月的", "看不懂 帮我转人工", "太长了 不办了", "没看懂 要多少钱"]
)
def test_a_plea_with_a_wish_is_no_plea(text: str) -> None:
    assert read_by(RepairReading, text, said=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "阶梯电价没看懂怎么分档",
        "账单看不懂，平段是啥",
        "电表上的字看不清",
        "再查一遍上个月的",
        "简单办理要多久",
        "没收到短信",
        "说明书在哪",
        "再发一遍账单",
        "重新绑定",
        "不清楚户号",
        "停电时间太长了",
        "不懂就问，欠费会停电吗",
        "解释一下我九月的电费",
    ],
)
def test_a_question_of_its_own_is_none(text: str) -> None:
    assert read_by(RepairReading, text, said=True) is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("你说的一档是啥", "tier"),
        ("那个上限啥意思", "cap"),
        ("啥叫峰谷", "peak_valley"),
        ("什么叫示数", "reading"),
        ("逾期是什么意思", "overdue"),
        ("谷时段不懂", "peak_valley"),
    ],
)
def test_a_word_of_the_answer_is_asked_about(text: str, term: str) -> None:
    read = read_by(RepairReading, text, said=True)
    assert read is not None
    assert (read.intent, value(read, "term")) == ("repair_answer", term)


def test_the_knowledge_explains_a_word_where_an_entry_is_near() -> None:
    sentence = Sentence("违约金是什么意思", knowledge=(("late_fee", 0.8),))
    assert read_by(RepairReading, sentence, said=True) is None


def test_a_word_before_any_answer_is_a_question_of_its_own() -> None:
    assert read_by(RepairReading, "违约金是什么意思") is None


@pytest.mark.parametrize("text", ["再发一次", "再发一遍", "重新发一下"])
def test_where_a_code_is_waited_for_the_code_is_meant(text: str) -> None:
    assert read_by(RepairReading, text, said=True, **in_form("binding", "code")) is None
    assert read_by(RepairReading, text, said=True, **in_form("binding", "number")) is not None


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("刚刚打瞌睡 你从头来一遍", "again"), ("说的数又忘掉喽", "again"), ("零头砍掉 告诉个整数", "shorter"), ("别铺开讲 挑主要的", "shorter"),
        ("脑壳转不过来了", "simpler"), ("你讲得跟公文似的", "simpler"),
    ],
)  # fmt: skip
def test_what_the_model_takes_for_a_plea_is_one(text: str, how: str) -> None:
    read = read_by(RepairReading, heard(text, "repair_answer"), said=True)
    assert read is not None
    assert value(read, "repair") == how


def test_a_plea_that_is_learnt_names_nothing_else() -> None:
    for text in ("电费讲得跟公文似的", "九月那个脑壳转不过来"):
        assert read_by(RepairReading, heard(text, "repair_answer"), said=True) is None
    assert read_by(RepairReading, heard("脑壳转不过来了", "repair_answer"), said=False) is None
    assert read_by(RepairReading, heard("脑壳转不过来了", "repair_answer", 0.4), said=True) is None


def test_a_question_for_a_fact_is_no_plea_where_it_is_surer() -> None:
    for chance, read in ((0.95, None), (0.6, "repair_answer")):
        sentence = heard("哪张顶少", "repair_answer", 0.8, facts=[("lowest_money", chance)])
        found = read_by(RepairReading, sentence, frames(question("query_bill")), said=True)
        assert (found.intent if found else None) == read
