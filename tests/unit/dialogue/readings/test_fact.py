"""What a waiting form lacks, in any order; what isn't meant for it; what only a paused one can want."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.fact import FactReading
from tests.unit.dialogue.situations import (
    CODE,
    NUMBER,
    OCTOBER,
    PHONE,
    SEPTEMBER,
    heard,
    in_form,
    put_aside,
    question,
    read_by,
)


def facts(form: str, asked: str, sentence: Any, **about: Any) -> Any:
    """What a sentence gives to a form that asks; None: it is about something else."""
    read = read_by(FactReading, sentence, **in_form(form, asked, **about))
    if read is None:
        return None
    assert read.intent == "inform"
    return dict(read.facts)


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("consent", "同意", {"consent": True}),
        ("consent", "好的", {"consent": True}),
        ("consent", "嗯嗯可以", {"consent": True}),
        ("consent", "不同意", {"consent": False}),
        ("consent", "不行", {"consent": False}),
        ("consent", f"户号{NUMBER}", {"number": NUMBER}),
        ("number", NUMBER, {"number": NUMBER}),
        ("number", "33 0100 0018", {"number": NUMBER}),
        ("number", f"户号是{NUMBER}，户主是王小丽", {"number": NUMBER, "name": "王小丽"}),
        ("number", f"王小丽 {NUMBER}", {"number": NUMBER, "name": "王小丽"}),
        ("number", "户主叫王小丽", {"name": "王小丽"}),
        ("name", "王小丽", {"name": "王小丽"}),
        ("name", "户主是王小丽", {"name": "王小丽"}),
        ("name", "我叫欧阳娜娜", {"name": "欧阳娜娜"}),
        ("name", "明江五金有限公司", {"name": "明江五金有限公司"}),
        ("name", f"错了，户号是{NUMBER}", {"number": NUMBER}),
        ("code", CODE, {"code": CODE}),
        ("code", "验证码是 246 810", {"code": CODE}),
        ("code", f"{CODE}收到了", {"code": CODE}),
    ],
)
def test_a_proof_takes_what_it_lacks(asked: str, text: str, expected: dict[str, Any]) -> None:
    assert facts("binding", asked, text) == expected


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("reason", "抄表抄多了", {"reason": "抄表抄多了"}),
        ("reason", "这个月家里没有人", {"reason": "这个月家里没有人"}),
        ("reason", "怀疑电表不准", {"reason": "怀疑电表不准"}),
        ("reason", "电表不准", {"reason": "怀疑电表不准"}),
        ("reason", "是9月的", {"month": SEPTEMBER}),
        ("reason", "10月", {"month": OCTOBER}),
        ("confirm", "提交", {"confirm": True}),
        ("confirm", "对，交吧", {"confirm": True}),
        ("confirm", "好的", {"confirm": True}),
        ("confirm", "不提交", {"confirm": False}),
        ("confirm", "不对", {"confirm": False}),
        ("confirm", "改成9月的", {"month": SEPTEMBER}),
        ("confirm", "不是10月是9月", {"month": SEPTEMBER}),
    ],
)
def test_a_dispute_takes_what_it_lacks(asked: str, text: str, expected: dict[str, Any]) -> None:
    assert facts("dispute", asked, text) == expected


@pytest.mark.parametrize(
    "intent", ["dispute_bill", "report_meter_fault", "inform", "query_reading"]
)
def test_a_sure_sentence_that_tells_a_reason_is_one(intent: str) -> None:
    told = heard("上回抄的数和表上对不上", intent)
    assert facts("dispute", "reason", told) == {"reason": "上回抄的数和表上对不上"}


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("value", "12345", {"value": "12345"}),
        ("value", "表上是 12345.6", {"value": "12345.6"}),
        ("value", "读数12345", {"value": "12345"}),
        ("value", "是０１２３", {"value": "123"}),
        ("confirm", "表上是1236", {"value": "1236"}),
        ("confirm", "不对，是1235", {"value": "1235"}),
        ("confirm", "错了，应该是12350", {"value": "12350"}),
        ("confirm", "是的", {"confirm": True}),
    ],
)
def test_a_reading_takes_what_it_lacks(asked: str, text: str, expected: dict[str, Any]) -> None:
    assert facts("reading", asked, text) == expected


# -- not for the form ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "asked", "sentence"),
    [
        ("binding", "consent", "为什么要这些"),
        ("binding", "consent", heard("电价多少钱一度", "query_prices")),
        ("binding", "number", "户号在哪里看"),
        ("binding", "number", "没看懂"),
        ("binding", "name", "我不知道户主叫什么"),
        ("binding", "name", "工号我不知道"),
        ("binding", "name", "算了"),
        ("binding", "code", "没收到验证码怎么办"),
        ("binding", "code", "再发一次"),
        ("dispute", "reason", "算了不办了"),
        ("dispute", "reason", "还是算了吧"),
        ("dispute", "reason", "怎么核查的"),
        ("dispute", "reason", heard("你们营业厅在哪里", "query_office")),
        ("dispute", "reason", heard("我们小区停电了", "report_outage")),
        ("dispute", "reason", heard("师傅态度很差我要投诉", "make_complaint", 0.95) and "要多久"),
        ("dispute", "confirm", "提交了要多久"),
        ("dispute", "confirm", "取消"),
        ("reading", "value", "表在哪里"),
        ("reading", "value", heard("电价是多少", "query_prices")),
        ("reading", "value", "要报小数吗"),
    ],
)
def test_what_is_about_something_else_is_left_to_others(
    form: str, asked: str, sentence: Any
) -> None:
    assert facts(form, asked, sentence) is None


@pytest.mark.parametrize(
    ("form", "asked", "text"),
    [
        ("binding", "number", "12345678"),
        ("binding", "number", "330100001"),
        ("binding", "code", "1234"),
        ("binding", "name", "电费"),
        ("dispute", "reason", "高"),
    ],
)
def test_an_answer_that_cannot_be_read_is_one_all_the_same(
    form: str, asked: str, text: str
) -> None:
    assert facts(form, asked, text) == {"unread": asked}


def test_after_a_digression_only_a_plain_word_sends() -> None:
    assert facts("dispute", "confirm", "好的", quiet=True) in (None, {})
    assert facts("dispute", "confirm", "嗯", quiet=True) in (None, {})
    assert facts("dispute", "confirm", "不", quiet=True) in (None, {})
    assert facts("dispute", "confirm", "提交", quiet=True) == {"confirm": True}
    assert facts("dispute", "confirm", "好，提交吧", quiet=True) == {"confirm": True}


@pytest.mark.parametrize(
    "text", ["对滴，交吧", "那就报上去", "行 登记", "嗯呐提交呗", "确认提交", "就这么交上去"]
)
def test_after_a_digression_any_wording_of_the_sending_sends(text: str) -> None:
    assert facts("dispute", "confirm", text, quiet=True) == {"confirm": True}
    read = read_by(FactReading, text, **put_aside("dispute", "confirm"))
    assert read is not None
    assert (read.intent, dict(read.facts)) == ("resume_form", {"confirm": True})


@pytest.mark.parametrize("text", ["25236", "三零四四八"])
def test_a_bare_number_goes_to_the_reading_that_was_put_aside(text: str) -> None:
    read = read_by(FactReading, text, **put_aside("reading", "value"))
    assert read is not None
    assert read.intent == "resume_form"
    assert str(read.facts["value"]) in ("25236", "30448")


@pytest.mark.parametrize(
    ("asked", "sentence", "expected"),
    [
        ("reason", heard("那阵子我住院 哪来的三百度", "explain_bill"), {"reason": "那阵子我住院 哪来的三百度"}),
        ("reason", heard("空调上月就坏了", "query_usage"), {"reason": "空调上月就坏了"}),
        ("reason", heard("原因嘛，底数抄反了", "query_reading"), {"reason": "底数抄反了"}),
        ("reason", f"底数抄反了 有事打{PHONE}", {"reason": "底数抄反了", "phone": PHONE}),
        ("reason", f"打这个 {PHONE} 找我", {"phone": PHONE}),
        ("confirm", f"哎号码少打一个 是{PHONE}", {"phone": PHONE}),
        ("confirm", f"电话写错了，{PHONE}", {"phone": PHONE}),
        ("confirm", "等下我说岔了 是九月出的门", {"month": SEPTEMBER}),
        ("confirm", "讲错了 十月那张", {"month": OCTOBER}),
        ("confirm", "理由写错了 应该是装新表时底数没清", {"reason": "装新表时底数没清"}),
    ],
)  # fmt: skip
def test_a_dispute_takes_what_is_told_in_free_words(
    asked: str, sentence: Any, expected: dict[str, Any]
) -> None:
    assert facts("dispute", asked, sentence) == expected


@pytest.mark.parametrize(
    ("form", "asked", "text", "expected"),
    [
        ("reading", "value", "三零四四八", {"value": "30448"}),
        ("reading", "confirm", "看花眼 10366", {"value": "10366"}),
        ("binding", "consent", f"同意 {NUMBER}", {"consent": True, "number": NUMBER}),
        ("binding", "consent", "没事我就问问 同意", {"consent": True}),
        ("binding", "consent", "王小丽", {"name": "王小丽"}),
        ("binding", "code", "打错字了 王小丽", {"name": "王小丽"}),
        ("binding", "number", f"少打一位 {NUMBER}", {"number": NUMBER}),
    ],
)
def test_a_mistake_and_what_is_right(
    form: str, asked: str, text: str, expected: dict[str, Any]
) -> None:
    assert facts(form, asked, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "手滑了", "哎呀点错了", "不小心点到的", "先停一停", "来客人了先停一下", "老公说不用查了 撤了吧",
        "回头再看 先不交", "那就别查了吧", "算鸟", "家里人说知道了 取消吧", "等等 先不报了",
    ],
)  # fmt: skip
def test_any_plain_sign_ends_a_form(text: str) -> None:
    for asked in ("reason", "confirm"):
        assert facts("dispute", asked, heard(text, "dispute_bill")) in (None, {"confirm": False})


@pytest.mark.parametrize("text", ["停电那几天也算了钱", "停水停了半个月没人在家"])
def test_a_reason_that_begins_like_a_stop_is_one(text: str) -> None:
    assert facts("dispute", "reason", heard(text, "dispute_bill")) == {"reason": text}


def test_without_a_form_there_is_no_fact() -> None:
    for text in ("同意", NUMBER, "王小丽", CODE, "提交", PHONE):
        assert read_by(FactReading, text) is None


# -- a form that was put aside -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("code", CODE, {"code": CODE}),
        ("code", "验证码246810", {"code": CODE}),
        ("number", NUMBER, {"number": NUMBER}),
        ("name", "王小丽", {"name": "王小丽"}),
    ],
)
def test_what_only_a_paused_form_can_want_resumes_it(
    asked: str, text: str, expected: dict[str, Any]
) -> None:
    read = read_by(FactReading, text, **put_aside("binding", asked))
    assert read is not None
    assert (read.intent, dict(read.facts)) == ("resume_form", expected)


@pytest.mark.parametrize(
    ("form", "asked", "text"),
    [
        ("binding", "name", "王小丽的电费多少"),
        ("binding", "consent", "好的"),
        ("binding", "consent", "不同意"),
        ("binding", "code", PHONE),
        ("dispute", "reason", "抄表抄多了"),
        ("dispute", "confirm", "好的"),
        ("reading", "value", "交一百块"),
        ("reading", "value", "12"),
    ],
)
def test_a_paused_form_takes_no_free_text_and_no_yes(form: str, asked: str, text: str) -> None:
    assert read_by(FactReading, text, **put_aside(form, asked)) is None


def test_a_paused_proof_takes_the_name_that_it_asked_for() -> None:
    read = read_by(FactReading, "王小丽", **put_aside("binding", "name"))
    assert read is not None
    assert (read.intent, dict(read.facts)) == ("resume_form", {"name": "王小丽"})


def test_the_newest_form_that_runs_is_meant_and_no_other() -> None:
    fields = in_form(
        "reading",
        "value",
        ("form", "billing", {"name": "dispute", "asked": "reason", "paused": True}),
    )
    read = read_by(FactReading, "12345", **fields)
    assert read is not None
    assert dict(read.facts) == {"value": "12345"}


def test_a_question_before_a_form_changes_nothing() -> None:
    fields = in_form("binding", "name", question("query_bill", OCTOBER))
    read = read_by(FactReading, "王小丽", **fields)
    assert read is not None
    assert dict(read.facts) == {"name": "王小丽"}


@pytest.mark.parametrize("text", ["停停 讲错了 是9月那期", "等等，月份报错了，9月的"])
def test_a_wrong_month_is_replaced_though_it_begins_like_a_stop(text: str) -> None:
    assert facts("dispute", "reason", text, month=OCTOBER) == {"month": SEPTEMBER}


@pytest.mark.parametrize(
    "text", ["可以，我叫林晓棠", "同意同意 名字是林晓棠 就是我", "好的 我姓林，林晓棠"]
)
def test_a_name_beside_the_consent_is_taken(text: str) -> None:
    assert facts("binding", "consent", text)["name"] == "林晓棠"


@pytest.mark.parametrize("text", ["等找到单子再说吧", "回头翻出来再绑", "先留着"])
def test_what_is_put_off_is_no_answer(text: str) -> None:
    assert facts("binding", "number", text) is None


def test_a_small_question_is_no_reason() -> None:
    assert facts("dispute", "reason", heard("插句话 十月总共走了几度", "query_usage")) is None
