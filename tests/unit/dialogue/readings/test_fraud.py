"""What is said in a talk about a swindle stays with it; what is no swindle is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.datafiles import DataFileError
from bot.dialogue.readings.fraud import FraudReading
from bot.knowledge import load_library
from bot.safety.fraud_talk import FILE, load_fraud_talk, sign_in
from tests.unit.dialogue.situations import NOTHING, frames, heard, situation

WARNED = ("rule", "fraud", {"entry": "fraud_call", "question": "report_fraud"})
LOST = ("rule", "fraud", {"entry": "fraud_loss", "question": "report_loss"})


def read(text: str, *pushed, intent: str = "nlu_fallback"):
    return FraudReading().read(
        situation(heard(text, intent), frames(*pushed) if pushed else NOTHING)
    )


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("钱能追回来吗", "fraud_recover"),
        ("链接是sgcc-dl点top", "fraud_sms_link"),
        ("不然要把我家表拆走", "fraud_threat"),
        ("是个00开头的号码", "fraud_number_shown"),
        ("下次再有人上门该怎么应付", "fraud_prevent"),
        ("只填了一半", "fraud_data_given"),
        ("群主不回我了", "fraud_evidence"),
        ("来电明明是你们的号", "fraud_number_shown"),
        ("这种人要往哪里举报", "fraud_report"),
        ("民警让我把记录带过去", "fraud_what_to_say"),
        ("正规来查表的该带什么", "fraud_real_staff"),
        ("你们的短信会叫人下载东西吗", "fraud_sms_real"),
        ("供电局会不会搞抽奖活动", "fraud_subsidy_real"),
        ("那换电表到底收不收费", "fraud_meter_swap"),
        ("单子上盖了你们的公章", "fraud_badge"),
        ("人走了 幸亏没掏钱", "fraud_warded_off"),
        ("要不要报警", "fraud_police"),
        ("他说不交就停电", "fraud_threat"),
        ("他还知道我名字", "fraud_knows_me"),
        ("真的不是你们的人吗", "fraud_not_ours"),
        ("他有工作证啊", "fraud_badge"),
        ("人已经进屋了", "fraud_inside"),
        ("要留什么证据", "fraud_evidence"),
        ("没填东西 只点了一下", "fraud_data_given"),
        ("不转就拘留我", "fraud_accused"),
        ("要删好友吗", "fraud_delete"),
        ("我妈老年人怎么防", "fraud_elder"),
        ("96110是谁的电话", "fraud_police_line"),
        ("报警要说什么", "fraud_what_to_say"),
        ("现在还来得及吗", "fraud_in_time"),
        ("隔壁也接到了", "fraud_neighbours"),
        ("我爸劝不住", "fraud_stop_him"),
        ("我一问他就走了", "fraud_warded_off"),
        ("软件还在手机里怎么删", "fraud_phone_taken"),
        ("他还站在门口等", "fraud_outside"),
        ("打了热线 真是你们的人", "fraud_verified"),
        ("是绑户号的码", "fraud_code_told"),
        ("我没真交", "fraud_not_yet"),
        ("还没转", "fraud_not_yet"),
        ("你们泄露的吧", "fraud_leak"),
        ("他挺客气的", "fraud_trust"),
        ("楼上那家都交了", "fraud_neighbours"),
        ("真的师傅上门带什么", "fraud_real_staff"),
        ("这个号码是你们的吗", "fraud_number_ours"),
        ("我太傻了都怪我", "fraud_blame"),
        ("银行的电话我不晓得是多少", "fraud_bank_number"),
        ("我共享了 他看到我银行余额", "fraud_phone_taken"),
        ("到底有没有真的补贴", "fraud_subsidy_real"),
        ("真的短信是啥样", "fraud_sms_real"),
        ("密码倒是没说", "fraud_not_yet"),
        ("那是你们打来的不", "fraud_not_ours"),
        ("扫了会怎么样", "fraud_data_given"),
        ("会不会户号被盗了", "fraud_bound_check"),
        ("又来了一条短信", "fraud_calls_again"),
        ("这种事归谁管", "fraud_report"),
        ("对门几家都扫了", "fraud_neighbours"),
        ("他坐着不动也不说话", "fraud_steady"),
    ],
)
def test_follow_up_is_told_its_entry(text: str, entry: str) -> None:
    found = read(text, WARNED)
    assert found is not None
    assert found.intent == "ask_knowledge"
    assert found.knowledge == [(entry, 1.0)]


@pytest.mark.parametrize(
    "text", ["我已经点了", "扫了", "付了三百", "填了", "卡里钱少了", "说给他了"]
)
def test_what_is_given_already_is_a_loss(text: str) -> None:
    found = read(text, WARNED)
    assert found is not None
    assert found.intent == "report_loss"


@pytest.mark.parametrize("text", ["那怎么交", "那我去哪交", "交到哪"])
def test_how_to_pay_rightly_is_told_as_usual(text: str) -> None:
    found = read(text, WARNED)
    assert found is not None
    assert found.intent == "query_payment_ways"


def test_after_the_first_steps_more_that_is_gone_is_no_second_alarm() -> None:
    found = read("密码也填了", LOST)
    assert found is not None
    assert found.knowledge == [("fraud_data_given", 1.0)]


def test_what_now_tells_the_whole_entry() -> None:
    found = read("那怎么办", WARNED)
    assert found is not None
    assert {one["entity"]: one["value"] for one in found.entities or ()} == {
        "knowledge": "fraud_call",
        "detail": "whole",
    }


def test_arrears_are_rather_a_rule_so_that_nobody_has_to_prove_who_she_is() -> None:
    found = read("那我怎么知道欠不欠费", WARNED, intent="query_balance")
    assert found is not None
    assert found.intent == "query_balance"
    assert found.rule is not None
    assert 0.6 <= found.rule < 0.9


@pytest.mark.parametrize("text", ["钱能追回来吗", "填了", "付了三百", "怎么办", "要不要报警"])
def test_without_a_swindle_nothing_is_read(text: str) -> None:
    assert read(text) is None
    assert read(text, ("question", "billing", {"question": "query_bill"})) is None
    assert read(text, WARNED, ("question", "billing", {"question": "query_bill"})) is None


@pytest.mark.parametrize("text", ["验证码没收到", "怎么交费", "交重了能退吗", "你们就是骗子要投诉"])
def test_ordinary_words_are_no_swindle(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["上个月电费多少", "营业厅在哪", "好的谢谢"])
def test_another_errand_leaves_the_swindle(text: str) -> None:
    assert read(text, WARNED) is None


def test_a_code_that_nobody_asked_for_is_a_warning() -> None:
    found = read("没操作却收到一个验证码", intent="resend_code")
    assert found is not None
    assert found.intent == "report_fraud"
    assert found.knowledge == [("fraud_code_unasked", 1.0)]


def test_after_an_offer_vague_words_are_still_about_the_swindle() -> None:
    offer = ("offer", "payment", {"name": "callback"})
    found = read("微信转的 刚才", WARNED, offer)
    assert found is not None
    assert found.knowledge == [("fraud_evidence", 1.0)]
    assert read("微信转的 刚才", WARNED, offer, intent="query_payment") is None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("短信叫我点开链接补交", "fraud_sms_link"),
        ("有人要我报验证码", "fraud_code"),
        ("叫我装个软件共享屏幕", "fraud_screen_share"),
        ("说退费先转一笔", "fraud_refund"),
        ("花两百块他给我把电接上 自称电工", "fraud_reconnect"),
        ("楼道贴了张扫码的单子", "fraud_notice_qr"),
        ("叫我加微信办理", "fraud_group"),
        ("敲门说要查线", "fraud_door"),
    ],
)
def test_trick_is_named_by_its_own_words(text: str, entry: str) -> None:
    sign = sign_in(load_fraud_talk().tricks, text)
    assert sign is not None
    assert sign.entry == entry


def test_each_entry_is_there() -> None:
    entries = load_library().entries()
    talk = load_fraud_talk()
    named = [one.entry for one in (*talk.follow_ups, *talk.first, *talk.tricks) if one.entry]
    assert len(named) > 12
    assert [one for one in named if one not in entries] == []


def test_fault_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    file = tmp_path / "fraud_talk.yml"
    file.write_text(text.replace("- do: loss", "- do: gain", 1), encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        load_fraud_talk(file)
    assert raised.value.line > 1


ASIDE = ("rule", "meter", {"entry": "meter_swap", "question": "ask_knowledge"})


@pytest.mark.parametrize(
    ("text", "entry"),
    [("怎么认是不是真电工", "fraud_real_staff"), ("对门几家都扫了", "fraud_neighbours")],
)
def test_what_can_only_be_about_the_swindle_is_heard_after_another_answer(
    text: str, entry: str
) -> None:
    found = read(text, WARNED, ASIDE, intent="ask_knowledge")
    assert found is not None
    assert found.knowledge == [(entry, 1.0)]


@pytest.mark.parametrize("text", ["邻居家交了多少电费", "钱给了", "怎么办"])
def test_what_may_be_about_anything_is_left_to_what_was_answered_since(text: str) -> None:
    assert read(text, WARNED, ASIDE, intent="ask_knowledge") is None


def test_her_own_arrears_are_looked_up() -> None:
    found = read("给我查一下我自己欠没欠", WARNED)
    assert found is not None
    assert (found.intent, found.knowledge) == ("query_balance", None)


@pytest.mark.parametrize(
    "text",
    [
        "有个电话说我窃电 我就把身份证和卡号报了",
        "穿工服的人说我表坏了收了260块 微信转他了 不对劲",
    ],
)
def test_a_loss_told_in_one_breath_is_a_loss(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.intent == "report_loss"


@pytest.mark.parametrize("text", ["我在你们网站填了身份证开户", "打电话给你们报了户号"])
def test_what_was_given_to_us_is_no_loss(text: str) -> None:
    assert read(text) is None


def test_a_bare_wish_to_hear_on_hears_the_trick_in_full() -> None:
    heard_on = read("所以呢", WARNED)
    assert heard_on is not None
    assert heard_on.knowledge[0][0] == "fraud_call"
    assert read("所以呢") is None


def learnt(text: str, *swindle: tuple[str, float], pushed=WARNED, intent: str = "nlu_fallback"):
    said = replace(heard(text, intent), swindle=swindle)
    return FraudReading().read(situation(said, frames(pushed)))


def test_what_was_learnt_is_told_where_no_sign_is() -> None:
    found = learnt("他老在楼道里晃", ("fraud_outside", 0.6), ("fraud_steady", 0.2))
    assert found is not None
    assert found.knowledge == [("fraud_outside", 1.0)]


def test_a_sign_counts_beside_what_was_learnt() -> None:
    found = learnt("要不要报警", ("fraud_report", 0.3), ("fraud_police", 0.2))
    assert found is not None
    assert found.knowledge == [("fraud_police", 1.0)]


def test_what_is_gone_gets_the_first_steps_once() -> None:
    gone = (("fraud_data_given", 0.9), ("loss", 0.05))
    first = learnt("连身份证都拍给他啦", *gone)
    assert first is not None
    assert first.intent == "report_loss"
    more = learnt("连身份证都拍给他啦", *gone, pushed=LOST)
    assert more is not None
    assert more.knowledge == [("fraud_data_given", 1.0)]
    nothing = learnt("光点开 啥都没给", *gone)
    assert nothing is not None
    assert nothing.intent == "ask_knowledge"


def test_another_errand_or_thanks_leave_the_swindle() -> None:
    assert learnt("营业厅礼拜天开不开", ("none", 0.7), ("fraud_default", 0.1)) is None
    assert learnt("谢谢你", ("thanks", 0.8), ("none", 0.1), intent="thank") is None
    taken = learnt("记住了 谁要都不说", ("thanks", 0.8), ("none", 0.1))
    assert taken is not None
    assert taken.knowledge == [("fraud_warded_off", 1.0)]
