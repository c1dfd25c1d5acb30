"""Steering words: yes and no, stop, take back, go on, start over; repair, bare facts, what isn't understood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock, today
from tests.actions.conftest import Begin, People, Questions, Stored
from tests.actions.dialogue import Dialogue
from tests.unit.identity.conftest import Phone

# -- greeting ----------------------------------------------------------------------------------


def test_who_left_a_form_half_filled_is_reminded_of_it(
    begin: Begin, people: People, clock: FixedClock
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("greet", "您好") == ["utter_greet"]
    dialogue.say("report_reading", "报个读数")
    dialogue.say("query_office", "营业厅在哪")
    assert dialogue.say("query_hotline", "你们电话多少")[-1] == "utter_form_paused"
    clock.moment += timedelta(hours=3)
    dialogue.end_session()
    assert dialogue.say("greet", "您好") == ["utter_greet_with_draft"]
    assert "报电表读数" in dialogue.text


# -- yes and no --------------------------------------------------------------------------------


def test_a_yes_to_nothing_does_nothing(begin: Begin, people: People, requests: Stored) -> None:
    assert begin().say("affirm", "好的") == ["utter_yes_to_what"]
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月电费")
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert requests() == []


@pytest.mark.parametrize("words", ["好，登记", "好的", "要", "行", "登记吧", "可以，麻烦了"])
def test_a_yes_right_after_an_offer_accepts_it(
    begin: Begin, people: People, requests: Stored, words: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.say("nlu_fallback", words) == ["utter_request_opened"]
    assert [(row.kind, row.account_id) for row in requests()] == [
        ("payment_trace", people.single.accounts[0])
    ]


@pytest.mark.parametrize("between", ["thank", "query_office"])
def test_a_yes_after_something_else_accepts_no_old_offer(
    begin: Begin, people: People, requests: Stored, between: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say(between)
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert requests() == []


def test_an_offer_is_accepted_in_its_own_words_a_little_later(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say("query_office", "营业厅几点开门")
    assert dialogue.say("nlu_fallback", "那就登记吧") == ["utter_request_opened"]
    assert len(requests()) == 1


def test_a_yes_is_taken_once(begin: Begin, people: People, requests: Stored) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say("affirm", "好的")
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]
    assert len(requests()) == 1


def test_a_button_is_what_it_says_however_late(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    offered = dialogue.payloads[0]
    dialogue.say("thank")
    assert dialogue.press(offered) == ["utter_request_opened"]
    assert [row.kind for row in requests()] == ["payment_trace"]


def test_a_bare_yes_button_of_a_form_that_is_over_does_nothing(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.press("/affirm") == ["utter_all_right"]
    assert requests() == []


@pytest.mark.parametrize("offer", ["dispute", "reading", "unknown", "callback", "None", "ask_x"])
def test_the_yes_of_what_is_no_offer_does_nothing(
    begin: Begin, people: People, requests: Stored, offer: str
) -> None:
    dialogue = begin(people.single)
    assert dialogue.press(f'/affirm{{"offer":"{offer}"}}') == ["utter_yes_to_what"]
    assert requests() == []


def test_the_newest_bill_is_shown_on_a_yes(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    assert dialogue.say("query_bill", "明年3月的电费") == ["utter_bill_future"]
    questions.taken()
    assert dialogue.say("affirm", "要看") == ["utter_bill"]
    assert questions.asked() == [("query_bill", people.single.accounts, ())]


def test_the_newest_bill_needs_proof(begin: Begin, questions: Questions) -> None:
    assert begin().press('/affirm{"offer":"ask_query_bill"}')[0] == "utter_binding_first"
    assert questions.taken() == []


def test_the_same_yes_twice_stores_one_request(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_invoice", "要发票")
    assert dialogue.offer == "invoice"
    again = dialogue.snapshot()
    dialogue.say("affirm", "要", message_id="twice")
    again.say("affirm", "要", message_id="twice")
    assert len(requests()) == 1
    assert dialogue.said == again.said


@pytest.mark.parametrize("words", ["不用", "不要", "算了", "不用了谢谢", "先不登记"])
def test_a_no_drops_the_offer(begin: Begin, people: People, requests: Stored, words: str) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    assert dialogue.say("nlu_fallback", words) == ["utter_no_offer"]
    dialogue.say("affirm", "好的")  # a plain yes doesn't bring it back
    assert requests() == []


def test_a_no_after_an_answer_means_that_it_was_not_the_right_one(
    begin: Begin, people: People
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_balance", "欠费没有")
    assert dialogue.say("deny", "不是") == ["utter_not_what_was_asked"]


def test_a_no_inside_a_form_shows_the_ways_out(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("report_reading")
    assert dialogue.say("deny", "不想说")[0] == "utter_no_in_form"
    assert dialogue.asked == "reading_value"


def test_the_yes_to_another_offer_is_no_consent(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("report_outage", "停电了")
    dialogue.say("bind_account", "绑定户号")
    responses = dialogue.press('/affirm{"offer":"callback_report_outage"}')
    assert responses[-1] == "utter_form_quiet"
    assert dialogue.asked == "binding_consent"
    assert not dialogue.services.identity.consented(dialogue.conversation_id)
    assert [row.kind for row in requests()] == ["callback"]


# -- taken back --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["撤销", "把刚才的申请撤掉", "不用给我回电了", "我没让你们登记", "取消登记", "算了"]
)
def test_what_was_registered_is_taken_back(
    begin: Begin, people: People, requests: Stored, words: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("trace_payment", "交了没到账")
    dialogue.say("affirm", "好的")
    assert dialogue.say("nlu_fallback", words) == ["utter_request_withdrawn"]
    assert requests()[0].number in dialogue.text
    assert [row.status for row in requests()] == ["cancelled"]
    assert dialogue.frame("request") is None


def test_what_was_not_registered_cannot_be_taken_back(begin: Begin) -> None:
    assert begin().say("nlu_fallback", "撤销登记") == ["utter_nothing_to_withdraw"]


def test_what_is_done_already_is_told_and_not_taken_back(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.press('/affirm{"offer":"invoice"}')
    dialogue.services.requests.close(requests()[0].number, "somebody")
    assert dialogue.say("nlu_fallback", "取消登记") == ["utter_request_done"]
    assert [row.status for row in requests()] == ["done"]


def test_a_danger_is_not_taken_back_by_a_word(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.services.requests.open(
        "danger", dialogue.conversation_id, "m:1", "danger", "电线掉在地上"
    )
    assert dialogue.say("nlu_fallback", "撤销登记") == ["utter_request_stays"]
    assert [row.status for row in requests()] == ["open"]


def test_another_conversations_request_is_not_taken_back(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.press('/affirm{"offer":"invoice"}')
    thief = begin(people.pair)
    thief.push("request", name=requests()[0].number)
    assert thief.say("nlu_fallback", "撤销登记") == ["utter_nothing_to_withdraw"]
    assert [row.status for row in requests()] == ["open"]


# -- bare facts --------------------------------------------------------------------------------


def test_a_phone_goes_to_the_open_callback(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    assert dialogue.say("request_person", "找人工") == ["utter_person_requested_ask_phone"]
    assert dialogue.say("inform", "15412345678") == ["utter_person_phone_noted"]
    assert "15412345678" not in str(dialogue.said)
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_a_phone_where_a_callback_is_offered_accepts_it(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("report_outage", "停电了")
    assert dialogue.say("inform", "15412345678") == ["utter_person_requested"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]
    assert dialogue.offer is None


def test_a_phone_alone_is_asked_what_for(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    assert dialogue.say("inform", "15412345678") == ["utter_phone_for_what"]
    assert "15412345678" not in str(dialogue.said)
    assert requests() == []
    assert dialogue.say("affirm", "对") == ["utter_person_requested"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_a_phone_alone_is_forgotten_after_a_no(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("inform", "15412345678")
    assert dialogue.say("deny", "不用") == ["utter_no_offer"]
    assert requests() == []
    assert "15412345678" not in str(dialogue.slots)


def test_a_phone_inside_the_binding_is_noted_and_the_binding_goes_on(
    begin: Begin, requests: Stored
) -> None:
    dialogue = begin()
    dialogue.say("request_person", "找人工")
    dialogue.say("bind_account")
    responses = dialogue.say("inform", "15412345678")
    assert responses == ["utter_person_phone_noted", "utter_form_quiet"]
    assert [row.contact_phone for row in requests()] == ["15412345678"]


def test_the_own_number_is_chosen(begin: Begin, people: People) -> None:
    dialogue = begin(people.pair)
    assert dialogue.say("inform", people.pair.numbers[1]) == ["utter_account_selected"]
    assert dialogue.account == people.pair.accounts[1]


def test_the_own_number_answers_the_question_for_the_account(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_balance")
    assert dialogue.say("inform", people.pair.numbers[1]) == ["utter_balance_clear"]
    assert questions.asked() == [("query_balance", people.pair.accounts[1:], ())]


def test_a_number_begins_the_binding(begin: Begin, people: People) -> None:
    dialogue = begin()
    number = people.single.numbers[0]
    assert dialogue.say("inform", number) == ["utter_number_taken", "utter_ask_consent"]
    assert dialogue.slots["binding_number"] == number


def test_a_number_drops_what_an_earlier_binding_waited_for(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_balance")
    assert dialogue.frame("waiting") is not None
    dialogue.say("inform", people.single.numbers[0])
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.name)
    assert dialogue.say("inform", phone.code)[0] == "utter_binding_done"
    assert dialogue.account in (None, people.single.accounts[0])


def test_a_time_is_taken_for_the_last_question(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月电费")
    dialogue.say("inform", "9月")
    assert questions.asked()[-1][2] == ("2026-09-01/2026-09-30",)
    assert begin().say("inform", "9月") == ["utter_what_about_it"]


def test_a_code_that_nobody_waits_for(begin: Begin) -> None:
    assert begin().say("inform", "123456") == ["utter_code_not_asked_for"]


def test_a_bare_fact_of_no_use(begin: Begin) -> None:
    assert begin().say("inform", "张小明") == ["utter_no_use_for_it"]


@pytest.mark.parametrize("digit", ["1", "2", "12"])
def test_a_digit_without_a_list_is_no_goodbye(begin: Begin, digit: str) -> None:
    assert begin().say("goodbye", digit) == ["utter_ask_rephrase"]


# -- stop, go on, start over -------------------------------------------------------------------


def test_stop_leaves_the_binding_and_forgets_what_was_claimed(begin: Begin, people: People) -> None:
    dialogue = begin()
    dialogue.say("query_bill", "上个月电费")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    assert dialogue.say("stop", "算了") == ["utter_stopped"]
    assert (dialogue.form, dialogue.asked) == (None, None)
    claimed = [dialogue.slots[f"binding_{field}"] for field in ("number", "name", "code")]
    assert claimed == [None] * 3
    assert dialogue.frame("waiting") is None
    assert dialogue.say("affirm", "好的") == ["utter_all_right"]


def test_stop_where_nothing_goes_on(begin: Begin) -> None:
    assert begin().say("stop", "算了") == ["utter_nothing_to_stop"]


def test_go_on_where_nothing_was_left(begin: Begin) -> None:
    assert begin().press("/resume_form") == ["utter_nothing_to_resume"]


def test_a_proof_that_was_put_aside_goes_on_with_what_was_said(
    begin: Begin, people: People, phone: Phone
) -> None:
    dialogue = begin()
    dialogue.say("bind_account")
    dialogue.press_titled("同意")
    dialogue.say("inform", people.single.numbers[0])
    dialogue.say("query_office")
    assert dialogue.say("query_hotline")[-1] == "utter_form_paused"
    assert dialogue.say("nlu_fallback", "继续") == ["utter_binding_asks_name"]
    assert dialogue.say("inform", people.single.name) == ["utter_binding_code_sent"]


def test_starting_over_forgets_the_talk_and_keeps_the_binding(
    begin: Begin, people: People, bindings: Stored
) -> None:
    dialogue = begin(people.pair)
    dialogue.say("query_bill", "第二户的电费")
    dialogue.say("report_reading", "电表12345")
    assert dialogue.say("restart_conversation", "重新开始") == ["utter_restarted"]
    assert dialogue.form is None
    assert [one.kind for one in dialogue.focus.frames] == []
    assert {value for slot, value in dialogue.slots.items() if slot != "focus"} == {None}
    assert len(bindings()) == 1
    assert dialogue.say("query_bill") == ["utter_choose_account"]


def test_starting_over_leaves_what_was_registered(
    begin: Begin, people: People, requests: Stored
) -> None:
    dialogue = begin(people.single)
    dialogue.press('/affirm{"offer":"invoice"}')
    dialogue.say("restart_conversation", "重新开始")
    assert dialogue.say("nlu_fallback", "撤销刚才的登记") == ["utter_request_withdrawn"]


# -- repair ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("没看懂", "utter_repair_simpler"),
        ("什么意思", "utter_repair_simpler"),
        ("太长了", "utter_repair_shorter"),
        ("简单点说", "utter_repair_simpler"),
    ],
)
def test_an_answer_from_the_records_is_told_again(
    begin: Begin, people: People, questions: Questions, words: str, first: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    assert dialogue.say("nlu_fallback", words)[:2] == [first, "utter_said_again"]
    assert len(set(questions.asked())) == 1


@pytest.mark.parametrize("words", ["再说一遍", "没听清", "你说什么"])
def test_the_last_answer_is_said_again_word_for_word(
    begin: Begin, people: People, questions: Questions, words: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    told = dialogue.said[-1].text
    questions.taken()
    assert dialogue.say("nlu_fallback", words)[0] == "utter_repair_again"
    assert told in dialogue.text
    assert questions.taken() == []


def test_a_rule_is_told_again_in_short(begin: Begin) -> None:
    dialogue = begin()
    dialogue.press('/ask_knowledge{"knowledge":"moving","detail":"true"}')
    whole = dialogue.said[0].facts["answer"]
    said = dialogue.say("nlu_fallback", "太长了")
    assert said == ["utter_repair_shorter", "utter_said_again"]
    assert len(dialogue.said[1].facts["words"]) < len(whole)


def test_without_anything_to_tell_again_it_is_asked_what_was_not_clear(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("greet", "您好")
    assert dialogue.say("nlu_fallback", "没看懂")[-1] == "utter_repair_nothing"


def test_question_marks_after_an_answer_are_the_same(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "10月的电费")
    assert dialogue.say("nlu_fallback", "？？？")[:2] == [
        "utter_repair_simpler",
        "utter_said_again",
    ]


# -- not understood ----------------------------------------------------------------------------


def test_what_is_not_ours_is_declined_the_second_time_with_a_person(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("out_of_scope", "今天天气") == ["utter_not_ours"]
    assert dialogue.say("out_of_scope", "股票") == ["utter_not_ours_again"]
    dialogue.say("thank")
    assert dialogue.say("out_of_scope", "股票") == ["utter_not_ours"]


def test_what_may_be_ours_is_asked_back_and_not_declined(begin: Begin) -> None:
    assert begin().say("out_of_scope", "电费相关的那个") == ["utter_ask_rephrase"]


def test_the_choices_are_the_likeliest_intents_with_the_time_kept(
    begin: Begin, people: People, questions: Questions
) -> None:
    dialogue = begin(people.single)
    ranking = {"query_usage": 0.4, "greet": 0.3, "query_bill": 0.2, "query_tiers": 0.01}
    assert dialogue.say("nlu_fallback", "上个月那个", ranking=ranking) == ["utter_ask_meaning"]
    assert [payload.split("{")[0] for payload in dialogue.payloads] == [
        "/query_usage",
        "/query_bill",
        "/out_of_scope",
    ]
    dialogue.press(dialogue.payloads[1])
    call = ("query_bill", people.single.accounts, ("2026-10-01/2026-10-31",))
    assert questions.asked() == [call]


@pytest.mark.parametrize("words", ["2", "第二个", "二", "查电费账单", "账单"])
def test_a_choice_is_made_in_words(
    begin: Begin, people: People, questions: Questions, words: str
) -> None:
    dialogue = begin(people.single)
    dialogue.say("nlu_fallback", "上个月那个", ranking={"query_usage": 0.4, "query_bill": 0.2})
    dialogue.say("nlu_fallback", words)
    assert [call[0] for call in questions.asked()] == ["query_bill"]


def test_the_choices_keep_the_day_of_a_moment(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    ranking = {"query_usage": 0.4, "query_bill": 0.3}
    dialogue.say("nlu_fallback", "昨晚那个", ranking=ranking)
    day = today(dialogue.services.clock) - timedelta(days=1)
    assert dialogue.payloads[0] == f'/query_usage{{"period":"{day}/{day}"}}'


@pytest.mark.parametrize("words", ["都不是", "不是这些", "press"])
def test_none_of_the_choices_offers_a_person(begin: Begin, words: str) -> None:
    dialogue: Dialogue = begin()
    dialogue.say("nlu_fallback", "那个", ranking={"query_bill": 0.3})
    if words == "press":
        assert dialogue.press_titled("都不是") == ["utter_none_of_them"]
    else:
        assert dialogue.say("nlu_fallback", words) == ["utter_none_of_them"]
    assert dialogue.offered[-1]["payload"] == "/request_person"


def test_without_a_likely_intent_other_words_are_asked_for(begin: Begin) -> None:
    dialogue = begin()
    assert dialogue.say("nlu_fallback", "啊", ranking={"greet": 0.5, "query_bill": 0.05}) == [
        "utter_here"
    ]
    assert dialogue.say("nlu_fallback", "啊啊", ranking={"query_bill": 0.3}) == [
        "utter_still_unclear"
    ]


# -- an answer that was no use -----------------------------------------------------------------


def test_not_understood_twice_a_person_is_offered(begin: Begin, people: People) -> None:
    dialogue = begin(people.single)
    dialogue.say("query_bill", "上个月电费")
    fact = dialogue.text.partition("元")[0]
    dialogue.say("nlu_fallback", "没看懂")
    assert dialogue.say("nlu_fallback", "还是看不懂") == ["utter_said_again", "utter_repair_still"]
    assert dialogue.text.startswith(fact)
    assert dialogue.offer == "callback_request_person"


def test_again_after_shorter_gives_the_whole(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("query_office", "营业厅在哪")
    whole = dialogue.text
    dialogue.say("nlu_fallback", "太长了")
    dialogue.say("nlu_fallback", "再说一遍")
    assert whole in dialogue.text


def test_an_item_is_told_in_its_own_words(begin: Begin) -> None:
    dialogue = begin()
    dialogue.say("query_prices", "电价多少")
    dialogue.say("nlu_fallback", "太长了")
    assert dialogue.say("nlu_fallback", "第二条是啥") == ["utter_said_again", "utter_term_tier"]
    assert dialogue.text.startswith("第二档")


def test_who_says_that_it_was_wrong_is_offered_a_person(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("query_prices", "电价多少")
    assert dialogue.say("chitchat", "你又弄反了") == ["utter_repair_wrong"]
    assert dialogue.offer == "callback_request_person"
    assert requests() == []


def test_a_number_to_call_in_pieces_is_put_together(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("request_person", "找人工")
    assert dialogue.say("inform", "154") == ["utter_phone_incomplete"]
    assert dialogue.say("inform", "0000 2929") == ["utter_person_phone_noted"]
    assert [row.contact_phone for row in requests()] == ["15400002929"]


def test_a_number_in_pieces_that_is_none_is_asked_for_again(begin: Begin, requests: Stored) -> None:
    dialogue = begin()
    dialogue.say("request_person", "找人工")
    dialogue.say("inform", "124")
    assert dialogue.say("inform", "0000 2929") == ["utter_phone_incomplete"]
    assert dialogue.say("inform", "154 0000") == ["utter_phone_incomplete"]
    assert [row.contact_phone for row in requests()] == [None]
