"""Yes, no, stop, go on, take it back: said to what was asked or done just before, to nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.readings.steering import SteeringReading
from tests.unit.dialogue.situations import (
    OCTOBER,
    frames,
    heard,
    in_form,
    offered,
    put_aside,
    question,
    read_by,
    registered,
    value,
)

OFFER = frames(offered("payment_trace"))
REQUEST = frames(registered())
ANSWER = frames(question("query_bill", OCTOBER))


def intent_of(*args: Any, **fields: Any) -> str | None:
    read = read_by(SteeringReading, *args, **fields)
    return read.intent if read else None


@pytest.mark.parametrize(
    "text",
    [
        "好",
        "好的",
        "是的",
        "要",
        "行",
        "可以",
        "嗯",
        "嗯嗯",
        "对",
        "没问题",
        "好啊",
        "要得",
        "中",
        "OK",
        "可以的谢谢",
        "那好吧",
        "麻烦了",
    ],
)
def test_a_yes_accepts_the_offer_just_before(text: str) -> None:
    read = read_by(SteeringReading, text, OFFER)
    assert read is not None
    assert (read.intent, value(read, "offer")) == ("affirm", "payment_trace")


@pytest.mark.parametrize("text", ["好的", "行", "是的"])
def test_a_yes_that_comes_later_accepts_nothing(text: str) -> None:
    for focus in (frames(offered("payment_trace"), turns=2), ANSWER, REQUEST):
        read = read_by(SteeringReading, text, focus)
        assert read is not None
        assert (read.intent, value(read, "offer")) == ("affirm", None)


@pytest.mark.parametrize(
    "text",
    ["登记吧", "帮我登记", "那就登记一下", "请给我回电", "帮我核对一下", "要的", "就按这个提交"],
)
def test_an_offer_is_accepted_in_its_words_also_later(text: str) -> None:
    for turns in (1, 3):
        read = read_by(SteeringReading, text, frames(offered("payment_trace"), turns=turns))
        assert read is not None
        assert (read.intent, value(read, "offer")) == ("affirm", "payment_trace")


@pytest.mark.parametrize(
    "text",
    [
        "怎么登记",
        "登记要多久",
        "登记了吗",
        "为什么要登记",
        "不登记会怎样",
        "登记什么",
        "回电是哪个号码打",
    ],
)
def test_a_question_about_it_accepts_nothing(text: str) -> None:
    assert intent_of(text, OFFER) != "affirm"


@pytest.mark.parametrize(
    "text", ["不用", "不要", "不", "不用了谢谢", "不需要", "算了", "先不登记", "唔使", "不用登记"]
)
def test_a_no_refuses_the_offer_just_before(text: str) -> None:
    read = read_by(SteeringReading, text, OFFER)
    assert read is not None
    assert (read.intent, value(read, "offer")) == ("deny", "payment_trace")


@pytest.mark.parametrize("text", ["不是", "不对", "没有", "不"])
def test_a_no_to_nothing_is_a_plain_no(text: str) -> None:
    read = read_by(SteeringReading, text, ANSWER)
    assert read is not None
    assert (read.intent, value(read, "offer")) == ("deny", None)


@pytest.mark.parametrize(
    "text",
    [
        "撤销",
        "撤回",
        "把刚才的登记撤掉",
        "取消登记",
        "取消刚才的申请",
        "那个申请不要了",
        "不要给我回电了",
        "别打电话给我",
        "不用联系我了",
        "我没让你们登记",
        "我不想提交",
        "刚刚的单子作废",
        "撤单",
        "登记的那个取消",
        "不用回电了",
    ],
)
def test_what_was_registered_is_taken_back(text: str) -> None:
    assert intent_of(text, REQUEST) == "withdraw_request"
    assert intent_of(text, ANSWER) == "withdraw_request"


@pytest.mark.parametrize("text", ["能撤销吗", "怎么取消登记", "取消登记要多久", "撤销了会怎么样"])
def test_a_question_about_taking_back_takes_nothing_back(text: str) -> None:
    assert intent_of(text, REQUEST) != "withdraw_request"


def test_taken_back_is_first_the_form_then_the_newer_of_offer_and_request() -> None:
    assert intent_of("不想提交了，撤回", **in_form("dispute", "confirm")) == "stop"
    focus = frames(registered()).with_frame("offer", "billing", name="invoice").next_turn()
    read = read_by(SteeringReading, "取消登记", focus)
    assert read is not None
    assert (read.intent, value(read, "offer")) == ("deny", "invoice")


@pytest.mark.parametrize(
    "text",
    [
        "算了",
        "不办了",
        "取消",
        "还是算了吧",
        "先不弄了",
        "不绑了",
        "停",
        "退出",
        "那就不要了",
        "放弃",
        "先这样吧",
        "改天再办",
        "不想填了",
        "拉倒",
        "下次再说吧",
    ],
)
def test_a_stop_ends_the_form(text: str) -> None:
    for form, asked in (("dispute", "reason"), ("binding", "number"), ("reading", "value")):
        assert intent_of(text, **in_form(form, asked)) == "stop"


@pytest.mark.parametrize("text", ["算了", "取消", "不要了"])
def test_a_stop_right_after_registering_takes_it_back(text: str) -> None:
    assert intent_of(text, REQUEST) == "withdraw_request"
    assert intent_of(text, frames(registered(), turns=9)) == "stop"
    assert intent_of(text, ANSWER) == "stop"


def test_a_thanks_with_a_no_takes_nothing_back() -> None:
    for text in ("不用了谢谢", "没有了谢谢"):
        assert intent_of(text, REQUEST) != "withdraw_request"


@pytest.mark.parametrize(
    "text",
    [
        "继续",
        "接着办",
        "继续吧",
        "接着填",
        "那继续吧",
        "继续办",
        "回到刚才的",
        "还是提交吧",
        "那还是绑定吧",
        "刚才那个接着填",
    ],
)
def test_a_paused_form_is_gone_on_with(text: str) -> None:
    assert intent_of(text, **put_aside("dispute", "reason")) == "resume_form"


@pytest.mark.parametrize("text", ["继续", "接着办", "继续吧"])
def test_going_on_is_never_a_yes_to_nothing(text: str) -> None:
    assert intent_of(text, ANSWER) == "resume_form"  # the action says that nothing waits
    assert intent_of(text, **in_form("dispute", "reason")) == "resume_form"


@pytest.mark.parametrize(
    "text",
    [
        "上个月电费多少",
        "你们营业厅几点开门",
        "停电了",
        "取消订单的规定是什么",
        "怎么交电费",
        "我要投诉",
        "不知道",
        "不懂",
        "好多钱一度",
        "是不是欠费了",
        "要交多少钱",
        "可以刷卡吗",
        "没有收到短信怎么办啊",
        "停车棚里能装充电桩不",
    ],
)
def test_other_sentences_steer_nothing(text: str) -> None:
    for focus in (OFFER, REQUEST, ANSWER):
        assert intent_of(text, focus) is None


def test_a_sure_yes_and_no_of_the_model_count_too() -> None:
    assert intent_of(heard("得嘞您看着整吧", "affirm"), OFFER) == "affirm"
    assert intent_of(heard("甭麻烦您嘞", "deny"), OFFER) == "deny"
    assert intent_of(heard("得嘞您看着整吧", "affirm", 0.4), OFFER) is None
    assert intent_of(heard("不玩了", "stop"), **in_form("dispute", "reason")) == "stop"


@pytest.mark.parametrize(
    "text", ["回来了 继续", "好了接着刚才那个", "忙完了继续刚才的", "继续刚才的", "好了 接着绑", "找到了 接着办"]
)  # fmt: skip
def test_who_comes_back_goes_on_with_what_was_put_aside(text: str) -> None:
    assert intent_of(text, **put_aside("dispute", "reason")) == "resume_form"


@pytest.mark.parametrize(
    "text", ["撤回撤回", "撤掉吧", "不用打了", "别打 怕怕", "不不不 别打了", "不要打了我怕"]
)
def test_a_call_back_is_taken_back_in_any_wording(text: str) -> None:
    assert intent_of(text, REQUEST) == "withdraw_request"
    newer = REQUEST.with_frame("offer", "handoff", name="callback_request_person").next_turn()
    assert intent_of(text, newer) in ("withdraw_request", "deny")


@pytest.mark.parametrize(
    "text", ["还是打一个吧", "哎 还是打吧", "还是给我打个电话吧", "再给我登记一下吧"]
)
def test_what_was_taken_back_is_wanted_again(text: str) -> None:
    focus = frames(offered("callback_request_person", taken_back=True))
    read = read_by(SteeringReading, text, focus)
    assert read is not None
    assert (read.intent, value(read, "offer")) == ("affirm", "callback_request_person")


@pytest.mark.parametrize(
    ("text", "later"),
    [("先停一停", True), ("来人了先放一放", True), ("手滑了", None), ("不查了撤了吧", None), ("回头再说 先不交", True)],
)  # fmt: skip
def test_a_form_is_put_aside_or_given_up(text: str, later: bool | None) -> None:
    read = read_by(SteeringReading, text, **in_form("dispute", "reason"))
    assert read is not None
    assert (read.intent, value(read, "later")) == ("stop", later)


@pytest.mark.parametrize(
    "text", ["你真聪明", "你比之前那个强多了", "小灯真棒", "你可真行啊", "这机器人挺好用的"]
)
def test_praise_is_thanks(text: str) -> None:
    assert intent_of(text, ANSWER) == "thank"


@pytest.mark.parametrize("text", ["呃那个就是嗯", "那个那个", "这个…就是…", "然后呃"])
def test_hesitation_is_nothing_yet(text: str) -> None:
    read = read_by(SteeringReading, text, ANSWER)
    assert read is not None
    assert (read.intent, value(read, "mood")) == ("nlu_fallback", "worry")


@pytest.mark.parametrize("text", ["你好", "你好啊", "你们好", "你行吗", "小灯"])
def test_a_greeting_is_no_praise(text: str) -> None:
    assert intent_of(text) != "thank"


@pytest.mark.parametrize(
    "text", ["问我这个干嘛", "要电话干啥", "你们问这个做什么", "填这些有什么用"]
)
def test_why_a_form_asks(text: str) -> None:
    assert intent_of(text, **in_form("dispute", "reason")) == "ask_why_needed"


def test_a_question_behind_the_wish_to_stop_is_answered() -> None:
    understood = {"电价总可以讲吧": heard("电价总可以讲吧", "query_prices")}
    read = read_by(
        SteeringReading,
        "那不查了，电价总可以讲吧",
        **in_form("binding", "consent"),
        understood=understood,
    )
    assert read is not None
    assert (read.intent, read.words) == ("query_prices", "电价总可以讲吧")
    plain = read_by(SteeringReading, "那不查了", **in_form("binding", "consent"))
    assert plain is not None
    assert plain.intent == "stop"


@pytest.mark.parametrize("text", ["要自己去申请噻?", "登记了以后会怎么样？", "你们会给谁回电？"])
def test_a_question_beside_an_offer_accepts_nothing(text: str) -> None:
    read = read_by(SteeringReading, text, frames(offered("callback_change_tariff")))
    assert read is None or read.intent not in ("affirm", "accept_offer")


@pytest.mark.parametrize(
    "text", ["哎 留着", "等等 别解", "别别别", "先留着吧", "哎等一下 别解绑 还是留着"]
)
def test_what_was_just_unbound_is_bound_again(text: str) -> None:
    unbound = frames(offered("ask_bind_account", taken_back=True))
    assert intent_of(text, unbound) == "bind_account"
    assert intent_of(text, ANSWER) != "bind_account"


@pytest.mark.parametrize("text", ["你等下 我下楼看", "稍等，我去翻翻短信", "等我找找"])
def test_who_has_to_look_first_is_waited_for(text: str) -> None:
    assert intent_of(text, **in_form("reading", "value")) == "affirm"


@pytest.mark.parametrize("text", ["那还是不投诉了", "先放着吧", "那个就当没说过", "不申请了"])
def test_an_offer_is_refused_in_other_words(text: str) -> None:
    assert intent_of(text, OFFER) == "deny"


@pytest.mark.parametrize("text", ["确定撤了？别又打来", "真的取消了", "没给我登记吧"])
def test_whether_it_is_really_gone_is_asked_of_the_requests(text: str) -> None:
    gone = frames(offered("payment_trace", taken_back=True))
    assert intent_of(text, gone) == "query_request"


@pytest.mark.parametrize(
    "text", ["回电的事就算了", "电话免了吧，我去厅里", "不用打了", "叫他们甭打了", "不用回了谢谢"]
)
def test_a_call_is_called_off_though_a_form_runs(text: str) -> None:
    call = ("request", "handoff", {"name": "R1", "request_kind": "callback"})
    assert intent_of(text, **in_form("binding", "number", call)) == "withdraw_request"
    assert intent_of(text, **in_form("binding", "number")) == "stop"


@pytest.mark.parametrize(
    "text", ["随便逛逛", "没啥 瞎看看", "点错了", "早说不就得了", "哦原来这样", "这才像话", "难怪"]
)
def test_who_wants_nothing_is_asked_nothing(text: str) -> None:
    assert intent_of(text, ANSWER) == "affirm"
    assert intent_of(text) == "affirm"


@pytest.mark.parametrize("text", ["确认解", "家里那户还在吧", "那还剩哪户", "另一户没了吗"])
def test_after_one_account_was_let_go(text: str) -> None:
    focus = frames(question("unbind_account", left_out="33*****034"))
    read = read_by(SteeringReading, text, focus)
    assert read is not None
    assert read.intent == "unbind_account"
    assert [one["value"] for one in read.entities or ()] == ["left"]


@pytest.mark.parametrize("text", ["到账短信来了 拉倒别追了", "好像又有了 算了吧"])
def test_a_stop_behind_what_happened(text: str) -> None:
    read = read_by(SteeringReading, text, frames(question("trace_payment")))
    assert read is not None
    assert read.intent == "stop"


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("不查了，先问问电价", "问问电价"),
        ("算了还是查电费吧", "查电费吧"),
        ("拉倒，我要改手机号", "改手机号"),
        ("不报了不报了 给我说说阶梯", "说说阶梯"),
        ("取消吧，我想问下营业厅几点关门", "问下营业厅几点关门"),
        ("先别绑，电费怎么交", "电费怎么交"),
    ],
)
def test_what_is_wished_behind_a_stop_is_answered(text: str, wished: str) -> None:
    known = {wished: heard(wished, "query_prices")}
    for around in ({"focus": ANSWER}, in_form("binding", "account_number")):
        read = read_by(SteeringReading, heard(text, "stop"), understood=known, **around)
        assert read is not None
        assert (read.intent, read.words) == ("query_prices", wished)


@pytest.mark.parametrize(
    "text",
    [
        "取消绑定",
        "不查电费了",
        "算了",
        "不用了谢谢",
        "取消登记",
        "别打了",
        "算了 来电了",
        "不弄了 太麻烦",
    ],
)
def test_what_is_not_wished_behind_a_stop(text: str) -> None:
    known = {
        rest: heard(rest, "query_bill")
        for rest in ("绑定", "电费了", "谢谢", "登记", "来电了", "太麻烦")
    }
    read = read_by(SteeringReading, heard(text, "stop"), ANSWER, understood=known)
    assert read is None or read.words is None


@pytest.mark.parametrize(
    "text",
    ["本子落在乡下了 不填了", "哎呀还要授权的 算求了", "票的事我跟老伴合计合计 先别开", "卡还没补 到时候再说", "先撂着吧", "这么多步骤，不高兴弄了"],
)  # fmt: skip
def test_what_is_said_last_gives_the_form_up(text: str) -> None:
    for form, asked in (("dispute", "reason"), ("binding", "account_number")):
        assert intent_of(text, **in_form(form, asked)) == "stop"


@pytest.mark.parametrize("text", ["那屋早就不住人了", "夏天空调都不开的", "灯不亮了", "表不走了"])
def test_a_reason_with_a_no_in_it_gives_nothing_up(text: str) -> None:
    assert intent_of(text, **in_form("dispute", "reason")) != "stop"
