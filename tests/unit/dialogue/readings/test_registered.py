"""What is said about a request: whether it is registered, when the call comes, when and where to call."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.registered import RegisteredReading
from tests.unit.dialogue.situations import (
    OCTOBER,
    PHONE,
    frames,
    heard,
    in_form,
    offered,
    question,
    read_by,
    value,
)

CALL = frames(("request", "handoff", {"name": "R1", "request_kind": "callback"}))
OFFER = frames(offered("callback_request_person"))
ANSWER = frames(question("query_bill", OCTOBER))


def meaning(*args: Any, **fields: Any) -> tuple[str, Any] | None:
    read = read_by(RegisteredReading, *args, **fields)
    return None if read is None else (read.intent, value(read, "asked"))


@pytest.mark.parametrize(
    "text",
    [
        "登记上了伐", "记上了吗", "给我记下来了没有", "到底登记了没", "有没有给我登记", "确定记了对吧",
        "真的登记好了吗", "备注上了没", "提交成功了吗", "我说要谈补贴的事你记上了吗", "记下了是吧",
    ],
)  # fmt: skip
def test_whether_it_is_registered_is_asked_of_the_requests(text: str) -> None:
    for focus in (CALL, OFFER, ANSWER):
        assert meaning(text, focus) == ("query_request", "noted")


def test_in_a_form_it_is_not_registered_yet() -> None:
    assert meaning("登记上了吗", **in_form("dispute", "confirm")) == ("resume_form", None)


@pytest.mark.parametrize(
    "text",
    ["怎么登记", "能登记吗", "读数记了吗", "钱收到了吗", "发票登记了吗", "记账了吗", "登记要多久", "我登记一下"],
)  # fmt: skip
def test_what_asks_for_something_else_is_left(text: str) -> None:
    assert meaning(text, CALL) in (None, ("query_request", "when"))
    assert meaning(text, ANSWER) is None


@pytest.mark.parametrize(
    "text",
    [
        "啥辰光打来", "什么时候打过来", "大概几点打给我", "多久能回电", "啥时候有人联系我", "几时回我啊",
        "你们哪天打电话来", "回电要多久", "什么时候给我打",
    ],
)  # fmt: skip
def test_when_the_call_comes(text: str) -> None:
    for focus in (CALL, ANSWER):
        assert meaning(text, focus) == ("query_request", "when")


@pytest.mark.parametrize("text", ["什么时候来电", "几点停电", "几天出账单", "多久能办好"])
def test_other_times_are_no_calls(text: str) -> None:
    assert meaning(text, ANSWER) is None


@pytest.mark.parametrize(
    "text",
    [
        "晚上七点后能打不", "下午再打给我", "我白天上班 晚上八点以后打", "明天上午联系我", "周末打给我吧",
    ],
)  # fmt: skip
def test_a_time_to_call_goes_with_the_request(text: str) -> None:
    for focus in (CALL, OFFER, ANSWER):
        assert meaning(text, focus) == ("note_request", None)


@pytest.mark.parametrize("text", ["白天都行", "下午有空", "晚上方便接", "随时可以", "上午我在家"])
def test_a_bare_time_is_one_only_beside_a_call(text: str) -> None:
    for focus in (CALL, OFFER):
        assert meaning(text, focus) == ("note_request", None)
    assert meaning(text, ANSWER) is None


@pytest.mark.parametrize(
    "text",
    ["晚上十一点打有人接不", "夜里打热线行不", "周末营业厅上班吗", "下午停电吗", "白天电价多少", "明天来电"],
)  # fmt: skip
def test_hours_of_something_else_are_no_wish(text: str) -> None:
    assert meaning(text, CALL) is None


@pytest.mark.parametrize(
    "text",
    [
        f"叫他打{PHONE} 白天都行", f"打{PHONE}，现在就可以", f"登记吧 我电话{PHONE}", f"好 回电还是要的 打{PHONE}",
        f"联系我 {PHONE}", f"{PHONE} 打给我", f"让他们打这个 {PHONE}",
    ],
)  # fmt: skip
def test_a_number_with_the_wish_to_be_called_is_one(text: str) -> None:
    for focus in (CALL, OFFER, ANSWER):
        assert meaning(text, focus) == ("inform", None)


@pytest.mark.parametrize("text", [PHONE, f"{PHONE}是你们的号码吗", f"骗子用{PHONE}发短信"])
def test_a_number_alone_is_no_wish(text: str) -> None:
    assert meaning(text, ANSWER) is None


def test_a_form_takes_its_number_itself() -> None:
    assert meaning(f"打{PHONE}找我", **in_form("dispute", "reason")) is None


@pytest.mark.parametrize("text", ["查一次要等多久", "核查要几天", "多久出结果", "复核好久能有答复"])
def test_in_a_form_how_long_it_takes(text: str) -> None:
    assert meaning(text, **in_form("dispute", "reason")) == ("resume_form", "when")
    assert meaning(text, **in_form("binding", "number")) is None


@pytest.mark.parametrize("text", ["电费查几个月", "我用了多少天", "停电停多久"])
def test_in_a_form_other_questions_are_left(text: str) -> None:
    assert meaning(text, **in_form("dispute", "reason")) is None


@pytest.mark.parametrize(
    "text", ["登记的是什么来着", "刚才报的数是多少", "核的是哪个月的", "我留的是哪个号码"]
)
def test_what_was_registered_is_asked_of_the_request(text: str) -> None:
    assert meaning(text, CALL) == ("query_request", "content")
    assert meaning(text, ANSWER) is None


def test_what_a_form_has_is_repeated_before_it_is_sent() -> None:
    assert meaning("报的是哪个数来着", **in_form("reading", "confirm")) == ("resume_form", None)


@pytest.mark.parametrize("text", ["154000", "电话1540000123", "是154000012345"])
def test_a_number_that_is_not_whole_is_asked_for_again(text: str) -> None:
    assert meaning(text, OFFER) == ("inform", "phone")
    assert meaning(text, ANSWER) is None


def test_a_number_beside_what_the_offered_call_is_about_is_to_be_called() -> None:
    refused = frames(offered("callback_make_complaint", taken_back=True))
    told = heard(f"还是要投诉 {PHONE} 师傅骂人", "make_complaint")
    assert meaning(told, refused) == ("inform", None)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("登没登上啊", "noted"), ("没登上吗", "noted"), ("到底报上了没", "noted"), ("那我就等着", "noted"),
        ("打我哪个电话", "phone"), ("系统里不是有我号码吗", "phone"), ("咋老问我电话，你们没有？", "phone"),
        ("手机号我可不愿意说", "private"), ("不想把电话给外人", "private"), ("没得手机", "private"),
    ],
)  # fmt: skip
def test_what_is_asked_about_the_call(text: str, asked: str) -> None:
    assert meaning(text, CALL) == ("query_request", asked)


@pytest.mark.parametrize(
    "text",
    [
        "我姓欧阳", "打来声音放大些 要大声", "让我儿子接", "讲方言 听不来普通话", "午休的时候别打", "就说是修鞋铺的，不然不接",
        "她耳朵聋",
    ],
)  # fmt: skip
def test_how_to_call_is_noted(text: str) -> None:
    assert meaning(text, CALL) == ("note_request", None)
    assert meaning(text, ANSWER) in (None, ("note_request", None)) or "打" in text


@pytest.mark.parametrize(
    "text", ["换成我女婿的 15400000001", "用座机 057900001234", "15400000001 这个才是我手机"]
)
def test_another_number_to_call(text: str) -> None:
    assert meaning(text, CALL) == ("inform", None)


def test_beside_the_proof_of_identity_the_call_is_meant() -> None:
    call = ("request", "handoff", {"name": "R1", "request_kind": "callback"})
    assert meaning("登上没", **in_form("binding", "number", call)) == ("query_request", "noted")
    assert meaning("她耳朵背", **in_form("binding", "number", call)) == ("note_request", None)
    assert meaning("登上没", **in_form("dispute", "reason", call)) == ("resume_form", None)


@pytest.mark.parametrize(
    "text", ["今天能打来不", "天亮前接得到吗", "这两天会联系我吗", "夜里也会回电吗"]
)
def test_by_when_the_call_comes_is_asked_and_no_time_set(text: str) -> None:
    assert meaning(text, CALL) == ("query_request", "when")


def test_a_number_to_call_may_come_in_pieces() -> None:
    assert meaning("154", CALL) == ("inform", "phone")
    assert meaning("0000 2929", CALL) is None
    begun = {"name": "R1", "request_kind": "callback", "digits": "154"}
    assert meaning("0000 2929", frames(("request", "handoff", begun))) == ("inform", "phone")
    assert meaning("154", ANSWER) is None


@pytest.mark.parametrize(
    "text", ["他工号我哪晓得", "没看清名字", "叫什么我不记得了", "哪知道他姓什么"]
)
def test_what_she_cannot_tell_is_no_question(text: str) -> None:
    for focus in (CALL, frames(offered("callback_make_complaint"))):
        assert meaning(text, focus) == ("note_request", None)
    assert meaning(text, ANSWER) is None


@pytest.mark.parametrize("text", ["什么事我不想说理由", "凭什么要讲原因", "原因不方便说"])
def test_the_reason_is_her_own(text: str) -> None:
    assert meaning(text, CALL) == ("query_request", "noted")


def test_what_the_model_takes_for_a_word_about_the_call() -> None:
    remark = heard("响久一些 我腿脚慢", "note_request")
    assert meaning(remark, CALL) == ("note_request", None)
    assert meaning(remark, ANSWER) is None
