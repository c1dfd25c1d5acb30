"""A short question that leaves out what it is about asks the focus first."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.ellipsis import EllipsisReading
from bot.dialogue.sentence import Sentence
from bot.intents import load_intents
from bot.language.subjects import has_subject
from tests.unit.dialogue.situations import (
    OCTOBER,
    SEPTEMBER,
    frames,
    heard,
    in_form,
    offered,
    question,
    read_by,
    registered,
    told,
    value,
)

BILL = frames(question("query_bill", OCTOBER))
PRICES = frames(question("query_prices"))
CHECK = frames(told("meter_check", "校表", "meter_check_fee"))


class Pipeline(dict[str, Sentence]):
    """Understands whatever is asked of it in the same way, and keeps what it was asked."""

    def __init__(self, answer: Sentence) -> None:
        super().__init__()
        self.answer = answer
        self.asked: list[str] = []

    def get(self, text: str, default: Any = None) -> Any:
        self.asked.append(text)
        # The subject alone is near to nothing in particular.
        return self.answer if len(self.asked) == 1 else Sentence(text)


ENTRY = Sentence(
    "…", "nlu_fallback", (("query_late_fee", 0.3),), knowledge=(("meter_check_fee", 0.7),)
)


@pytest.mark.parametrize(
    "text",
    [
        "要钱吗",
        "多久",
        "要多久",
        "带什么",
        "要带什么",
        "怎么弄",
        "在哪办",
        "谁来弄",
        "贵不贵",
        "能不能快点",
        "多少钱",
        "可以不去吗",
        "为什么",
        "几天能好",
        "那要钱吗",
        "然后呢要多久",
        "请问要带什么",
        "我自己能弄吗",
    ],
)
def test_a_short_question_after_a_rule_is_asked_with_its_subject(text: str) -> None:
    pipeline = Pipeline(ENTRY)
    read = read_by(EllipsisReading, text, CHECK, understood=pipeline)
    assert pipeline.asked[0].startswith("校表")
    assert read is not None
    assert (read.intent, value(read, "knowledge")) == ("ask_knowledge", "meter_check_fee")
    assert read.rule == 1.0


@pytest.mark.parametrize("text", ["涨了没", "啥情况", "贵不贵", "正常不"])
def test_a_short_question_after_a_record_is_asked_of_the_record_for_its_time(text: str) -> None:
    subject = load_intents()["query_bill"].subject
    understood = Sentence("…", "query_usage", (("query_usage", 0.7),), rule=0.1)
    pipeline = Pipeline(understood)
    read = read_by(EllipsisReading, text, BILL, understood=pipeline)
    assert pipeline.asked[0].startswith(subject)
    assert read is not None
    assert (read.intent, value(read, "period")) == ("query_usage", OCTOBER)


def test_a_time_of_its_own_goes_before_the_one_of_the_focus() -> None:
    pipeline = Pipeline(Sentence("…", "query_bill", (("query_bill", 0.7),), rule=0.1))
    read = read_by(EllipsisReading, "9月多少", BILL, understood=pipeline)
    assert read is not None
    assert [one["value"] for one in read.entities or ()] == [SEPTEMBER]


def test_a_rule_about_a_record_is_told_where_it_is_near() -> None:
    full = Sentence(
        "…",
        "query_bill",
        (("query_bill", 0.6),),
        knowledge=(("tiers_year_reset", 0.8), ("bill_paper", 0.2)),
        rule=0.9,
    )
    read = read_by(EllipsisReading, "会清零吗", BILL, understood=Pipeline(full))
    assert read is not None
    assert (read.intent, value(read, "knowledge")) == ("ask_knowledge", "tiers_year_reset")


@pytest.mark.parametrize(
    ("text", "focus", "intent"),
    [
        ("上海呢", PRICES, "query_prices"),
        ("那杭州的呢", PRICES, "query_prices"),
        ("广东那边呢", PRICES, "query_prices"),
        ("充电桩呢", PRICES, "query_prices"),
        ("商业呢", PRICES, "query_prices"),
        ("农业的呢", PRICES, "query_prices"),
        ("另一户呢", BILL, "switch_account"),
        ("店里呢", BILL, "switch_account"),
        ("家里的呢", BILL, "switch_account"),
        ("充电桩那户呢", BILL, "switch_account"),
    ],
)
def test_the_same_question_about_another_place_use_or_account(
    text: str, focus: Any, intent: str
) -> None:
    read = read_by(EllipsisReading, text, focus)
    assert read is not None
    assert read.intent == intent


@pytest.mark.parametrize(
    "sentence",
    [
        heard("好的", "affirm"),
        heard("谢谢", "thank"),
        heard("你是谁", "bot_challenge"),
        heard("再见", "goodbye"),
        heard("我家停电了怎么办", "report_outage"),
        heard("营业厅在哪里啊", "query_office"),
        heard("电价多少", "query_prices"),
        heard("发票怎么开", "query_invoice"),
        heard("怎么绑定户号", "bind_account"),
        heard("欠费吗", "query_balance"),
        heard("那9月呢", "ask_other_period"),
        heard("为什么", "ask_why"),
        heard("今天天气怎么样明天会不会下雨啊", "out_of_scope"),
        heard("户号3301000018呢"),
        heard("我要投诉那个人", "make_complaint"),
        heard("师傅态度真的很差劲", "make_complaint"),
    ],
)
def test_what_says_itself_what_it_is_about_is_left_alone(sentence: Sentence) -> None:
    assert read_by(EllipsisReading, sentence, BILL, understood=Pipeline(ENTRY)) is None


@pytest.mark.parametrize("text", ["要钱吗", "多久", "带什么"])
def test_without_anything_talked_about_nothing_is_left_out(text: str) -> None:
    assert read_by(EllipsisReading, text, understood=Pipeline(ENTRY)) is None
    assert (
        read_by(EllipsisReading, text, frames(("doubt", "", {})), understood=Pipeline(ENTRY))
        is None
    )


def test_what_the_subject_does_not_help_is_left_to_others() -> None:
    nothing = Sentence("…", "nlu_fallback", (("greet", 0.2),), knowledge=(("x", 0.2),))
    assert read_by(EllipsisReading, "咋样", CHECK, understood=Pipeline(nothing)) is None


def test_an_offer_and_a_request_have_subjects_too() -> None:
    for focus, subject in (
        (frames(offered("invoice", subject="发票")), "发票"),
        (frames(registered()), "发票申请"),
    ):
        pipeline = Pipeline(ENTRY)
        assert read_by(EllipsisReading, "要多久", focus, understood=pipeline) is not None
        assert pipeline.asked[0].startswith(subject)


def test_what_belongs_to_the_form_that_waits_is_the_forms() -> None:
    fields = in_form("binding", "code", question("query_balance"))
    sentence = heard("再发", "resend_code")
    assert read_by(EllipsisReading, sentence, understood=Pipeline(ENTRY), **fields) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("电费多少", True),
        ("违约金怎么算", True),
        ("充电桩要钱吗", True),
        ("户号在哪", True),
        ("要钱吗", False),
        ("多久", False),
        ("上个月呢", False),
        ("怎么弄", False),
        ("带什么", False),
    ],
)
def test_a_subject_is_told_from_words_about_one(text: str, names: bool) -> None:
    assert has_subject(text) is names


@pytest.mark.parametrize(
    ("text", "about", "intent"),
    [
        ("超了多少度", "query_tiers", "query_tiers"),
        ("什么时候清零", "query_tiers", "query_tiers"),
        ("一天多少", "query_late_fee", "query_late_fee"),
        ("从哪天开始算的", "query_late_fee", "query_late_fee"),
        ("能撑到周末不", "query_balance", "query_balance"),
        ("要不要再交一次", "trace_payment", "trace_payment"),
        ("抵的哪个月的", "query_payments", "query_payments"),
        ("交了没", "query_usage", "query_bill"),
        ("谷电占多少", "compare_tariffs", "query_usage"),
    ],
)
def test_a_fact_of_the_record_that_was_told_is_asked_of_it(
    text: str, about: str, intent: str
) -> None:
    read = read_by(EllipsisReading, text, frames(question(about, OCTOBER)))
    assert read is not None
    assert (read.intent, value(read, "period")) == (intent, OCTOBER)


def test_another_time_is_compared_with_the_one_talked_about() -> None:
    read = read_by(EllipsisReading, "比9月多多少", BILL)
    assert read is not None
    assert [one["value"] for one in read.entities or ()] == [OCTOBER, SEPTEMBER]


def test_a_number_alone_is_the_month_after_a_month() -> None:
    read = read_by(EllipsisReading, "9呢", BILL)
    assert read is not None
    assert (read.intent, value(read, "period"), read.words) == (
        "ask_other_period",
        SEPTEMBER,
        "9月呢",
    )
    assert read_by(EllipsisReading, "9呢", PRICES) is None


def test_a_time_a_year_apart_is_compared_with_the_one_talked_about() -> None:
    before = frames(question("query_bill", "2025-10-01/2025-10-31"))
    read = read_by(EllipsisReading, "今年十月便宜了多少", before)
    assert read is not None
    assert [one["value"] for one in read.entities or ()] == ["2025-10-01/2025-10-31", OCTOBER]


@pytest.mark.parametrize(
    ("text", "frame", "record"),
    [
        ("那我家过了没", question("query_prices"), "query_tiers"),
        (
            "我这户会不会被停",
            told("cut_off_condition", "欠费停电", "cut_off_condition"),
            "query_cut_off",
        ),
        ("我的现在多少了", told("late_fee_rate", "违约金", "late_fee_rate"), "query_late_fee"),
    ],
)
def test_my_own_after_a_rule_is_the_record_of_it(text: str, frame: Any, record: str) -> None:
    read = read_by(EllipsisReading, heard(text, "ask_knowledge", 0.4), frames(frame))
    assert read is not None
    assert read.intent == record


@pytest.mark.parametrize("text", ["我家能不能申请", "我们家怎么办", "我家要带什么"])
def test_how_i_do_something_is_no_record(text: str) -> None:
    rule = frames(told("household_many", "一户多人口", "household_many"))
    read = read_by(EllipsisReading, heard(text, "ask_knowledge", 0.4), rule)
    assert read is None or read.intent == "ask_knowledge"


@pytest.mark.parametrize("text", ["用超了呢", "再往上", "超过了呢"])
def test_the_tier_above_stays_in_the_prices(text: str) -> None:
    read = read_by(EllipsisReading, heard(text, "query_tiers", 0.9), PRICES)
    assert read is not None
    assert read.intent == "query_prices"


def test_the_same_of_something_else_stays_with_the_entry_that_names_it() -> None:
    amount = frames(told("outage_damage_amount", "旧家电烧坏赔多少", "outage_damage_amount"))
    near = Sentence(
        "…",
        "nlu_fallback",
        (),
        knowledge=(("outage_damage_amount", 0.79), ("outage_damage_claim", 0.63)),
    )
    read = read_by(EllipsisReading, heard("那电视呢"), amount, understood=Pipeline(near))
    assert read is not None
    assert value(read, "knowledge") == "outage_damage_amount"
