"""A danger owns what follows it: answered for its situation, by the gateway alone, until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot import cards
from bot.conversations import Line
from bot.databases.bot import ServiceRequest
from bot.databases.sessions import writing
from bot.databases.utility import Account, Area, Customer
from bot.gateway.rates import LEAST_SIGNALS
from bot.service_requests import PLACE, SITUATION
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import MovableClock, Running, eventually, everything, free_port, said_by
from tests.gateway.test_people import bind, requests_of

PHONE = "15400001018"
WORDLESS = ("隐私", "告知", "不归供电公司管", "再见", "充电桩", "缓交")
"""What nobody in danger may read."""


@pytest.fixture
def alone(start: Start, settings_on_both: Settings) -> Running:
    """A gateway without any engine, on each kind of database."""
    return start(replace(settings_on_both, engine_url=f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def lonely(start: Start, settings: Settings) -> Running:
    """The same on SQLite alone."""
    return start(replace(settings, engine_url=f"http://127.0.0.1:{free_port()}"))


@contextmanager
def danger(gateway: Running, report: str) -> Iterator[ChatClient]:
    """A conversation that has reported a danger."""
    with gateway.client() as client:
        client.say(report)
        yield client


def text_of(lines: list[Line]) -> str:
    return "\n".join(line["text"] or "" for line in lines)


def the_request(gateway: Running, client: ChatClient) -> ServiceRequest:
    (request,) = requests_of(gateway, client)
    return request


def test_first_words_are_a_card_that_breaks_no_schema_and_say_it_in_text_too(
    lonely: Running, settings: Settings
) -> None:
    with lonely.client() as client:
        words, informed = client.say("电线断了掉在我车上 我在车里")
        request = the_request(lonely, client)
    card = words["card"]
    cards.validate(card)
    assert (card["schema"], card["situation"]) == ("danger", "car")
    assert card["phones"][0]["number"] == settings.hotline
    assert words["text"] == "\n".join(card["steps"])
    assert "待在车里" in words["text"]
    assert "马上离开" not in words["text"]
    assert informed["card"] is None
    assert request.details[SITUATION] == card["title"]
    assert request.summary.startswith(card["title"])


@pytest.mark.parametrize(
    ("report", "said", "right"),
    [
        ("有人触电了，快来人", "怎么救", "总闸"),
        ("有人触电了，快来人", "要不要按胸口", "100到120"),
        ("有人触电了，快来人", "没呼吸了", "两乳头连线的中点"),
        ("有人触电了，快来人", "要不要去医院", "心电图"),
        ("有人触电了，快来人", "我能不能自己把闸拉了", "先拉总闸"),
        ("有人触电了，快来人", "打120还是打你们", "120"),
        ("有人触电了，快来人", "120叫了", "按胸口"),
        ("电线断了掉在我车上 我在车里", "能下车吗", "不能下车"),
        ("电线断了掉在我车上 我在车里", "我可以开走吗", "别开"),
        ("电线断了掉在我车上 我在车里", "要不要跳下去", "车着火才跳"),
        ("电线断了掉在我车上 我在车里", "车冒烟了", "双脚并拢"),
        ("我儿子风筝挂高压线上了", "能不能自己去够", "绝对不要"),
        ("门口的电线掉下来了", "用竹竿行不行", "绝对不行"),
        ("停电了，我爸的呼吸机没电了", "电池只能撑十分钟", "120"),
        ("停电了，我爸的呼吸机没电了", "能不能优先恢复", "最优先"),
        ("停电了，我们困在电梯里", "能扒门吗", "不要扒"),
        ("家里插座冒烟了", "可以泼水吗", "不能泼水"),
    ],
)
def test_question_is_answered_for_the_situation(
    lonely: Running, report: str, said: str, right: str
) -> None:
    with danger(lonely, report) as client:
        answer = text_of(client.say(said))
    assert right in answer
    assert not any(word in answer for word in WORDLESS)


@pytest.mark.parametrize("said", ["好", "嗯", "怎么办", "现在呢", "谢谢", "😭😭", "我叫张三"])
def test_vague_words_get_the_next_step_and_what_is_lacking(lonely: Running, said: str) -> None:
    with danger(lonely, "电线断了掉在我车上 我在车里") as client:
        step, lacks = client.say(said)
        again = client.say(said)[0]
        number = the_request(lonely, client).number
    assert step["card"]["situation"] == "car"
    assert again["text"] != step["text"]
    assert number in lacks["text"]
    assert "地址和电话" in lacks["text"]


def test_steps_come_to_an_end_and_nothing_is_said_at_random(lonely: Running) -> None:
    with danger(lonely, "电线断了掉在我车上 我在车里") as client:
        for _ in range(4):
            said = client.say("好")
        number = the_request(lonely, client).number
    assert said[0]["text"].startswith("还在车里就对了")
    assert "情况有变" in said[1]["text"]
    assert number in said[1]["text"]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("在听潮路18号门口", "听潮路18号门口"),
        ("在望江小学旁边", "望江小学旁边"),
        ("我在建设路中段", "建设路中段"),
        ("地址青枫街道百工路3号", "青枫街道百工路3号"),
    ],
)
def test_place_is_attached_and_confirmed_and_only_the_phone_is_still_asked_for(
    alone: Running, said: str, place: str
) -> None:
    with danger(alone, "电线掉下来了") as client:
        (noted,) = client.say(said)
        request = the_request(alone, client)
        assert request.details[PLACE] == place
        assert place in noted["text"]
        assert request.number in noted["text"]
        assert "电话" in noted["text"]
        (complete,) = client.say(f"电话{PHONE}")
        request = the_request(alone, client)
    assert request.contact_phone == PHONE
    assert "154****1018" in complete["text"]
    assert "地址" not in complete["text"]


def test_place_and_phone_in_the_report_itself_are_kept_and_not_asked_for(
    lonely: Running,
) -> None:
    with lonely.client() as client:
        informed = client.say(f"百工路3号门口电线掉下来了，我电话{PHONE}")[-1]
        request = the_request(lonely, client)
        revealed = lonely.shared.requests.reveal(request.number, "tester")
        shown = lonely.shared.requests.get(request.number)
    assert request.contact_phone == revealed.contact_phone == PHONE
    assert request.details[PLACE] == "百工路3号门口"
    assert "一起转过去了" in informed["text"]
    assert "发给我" not in informed["text"]
    assert PHONE not in str(shown.details) + str(shown.summary) + str(shown.context)


def test_phone_in_the_wish_for_a_person_is_kept(lonely: Running) -> None:
    with lonely.client() as client:
        (said,) = client.say(f"转人工，打{PHONE}")
        request = the_request(lonely, client)
    assert (request.kind, request.contact_phone) == ("callback", PHONE)
    assert "154****1018" in said["text"]
    assert "发给我" not in said["text"]


def test_account_and_masked_address_of_a_bound_customer_go_along(lonely: Running) -> None:
    with writing(lonely.shared.utility_sessions) as session:
        session.add(Area(id=3, name="听潮社区", level="community"))
    with lonely.client() as client:
        client.post({"client_msg_id": "a", "text": "你好"})
        bind(lonely, client, PHONE)
        with writing(lonely.shared.utility_sessions) as session:
            session.add(_account(70, 7, 3, "明江市听潮社区潮声路8号2幢301"))
        informed = client.say("我家电箱着火了")[-1]
        request = the_request(lonely, client)
        assert (request.customer_id, request.account_id) == (7, 70)
        assert request.contact_phone == PHONE
        assert request.details["用电地址"] == "明江市听潮社区潮声路***"
        assert request.details["户号"] == "33*****018"
        assert "听潮社区潮声路***" in informed["text"]
        noted = client.say("是我家")
        request = the_request(lonely, client)
    assert "用电地址" in request.details[PLACE]
    assert request.number in text_of(noted)


def _account(account_id: int, customer_id: int, area_id: int, address: str) -> Account:
    return Account(
        id=account_id,
        number="3309001018",
        customer_id=customer_id,
        area_id=area_id,
        address=address,
        region="zhejiang",
        tariff_class="residential",
        voltage="below_1kV",
        capacity_kw=8,
        payment_mode="postpaid",
        opened_on=date(2020, 1, 1),
    )


def test_worse_news_raise_the_situation(lonely: Running) -> None:
    with danger(lonely, "门口的电线掉下来了") as client:
        words = client.say("有个人碰到了倒下了")[0]
        request = the_request(lonely, client)
        assert words["card"]["situation"] == "high_voltage_victim"
        assert request.details[SITUATION].startswith(words["card"]["title"])
        assert "掉落" in request.details[SITUATION]
        next_step = client.say("怎么办")[0]
    assert next_step["card"]["situation"] == "high_voltage_victim"


def test_hurry_repeats_number_what_was_passed_on_and_the_hotline(
    lonely: Running, settings: Settings
) -> None:
    with danger(lonely, "百工路3号电线掉下来了") as client:
        lacking = text_of(client.say("你们快点"))
        client.say(PHONE)
        complete = text_of(client.say("还要多久"))
        number = the_request(lonely, client).number
    for said in (lacking, complete):
        assert number in said
        assert settings.hotline in said
    assert "还差电话" in lacking
    assert "百工路3号" in complete


def test_wish_for_a_person_opens_no_second_request(lonely: Running) -> None:
    with danger(lonely, "电线掉下来了") as client:
        said = text_of(client.say("转人工"))
        request = the_request(lonely, client)
    assert (request.kind, request.priority) == ("danger", "urgent")
    assert request.number in said


def test_same_words_again_open_no_second_request(lonely: Running) -> None:
    with danger(lonely, "电线掉下来了") as client:
        client.say("电线掉下来了")
        client.say("电线掉下来了！！")
        the_request(lonely, client)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("没事了", "过去"),
        ("已经断电了安全了", "过去"),
        ("师傅来了", "过去"),
        ("误报，看错了", "误会"),
    ],
)
def test_end_closes_the_talk_and_leaves_the_request_to_be_checked(
    gateway: Running, engine: FakeEngine, said: str, note: str
) -> None:
    with danger(gateway, "电线掉下来了") as client:
        answer = text_of(client.say(said))
        request = the_request(gateway, client)
        assert (request.status, request.priority) == ("open", "high")
        assert note in request.details["客户说"]
        assert "核实" in answer
        assert said_by(client.say("好的谢谢"), "bot") == ["回声：好的谢谢"]
        again = client.say("电线又掉下来一根")
        request = the_request(gateway, client)
    assert again[0]["card"]["situation"] == "wire_down"
    assert request.priority == "urgent"


@pytest.mark.parametrize("said", ["没事了吗", "师傅到了没有", "还没修好", "几点能修好"])
def test_question_about_the_end_ends_nothing(lonely: Running, said: str) -> None:
    with danger(lonely, "电线掉下来了") as client:
        client.say(said)
        assert "客户说" not in the_request(lonely, client).details
        assert client.say("好")[0]["card"]["situation"] == "wire_down"


def test_plain_errand_goes_to_the_engine_and_the_danger_goes_on(
    gateway: Running, engine: FakeEngine
) -> None:
    with danger(gateway, "电线掉下来了") as client:
        assert said_by(client.say("上个月电费多少"), "bot") == ["回声：上个月电费多少"]
        assert said_by(client.say("能过去吗"), "bot") == []


def test_closed_by_staff_is_over(gateway: Running, engine: FakeEngine) -> None:
    with danger(gateway, "电线掉下来了") as client:
        gateway.shared.requests.close(the_request(gateway, client).number, "tester")
        assert said_by(client.say("能过去吗"), "bot") == ["回声：能过去吗"]


def test_silence_ends_the_talk(start: Start, settings: Settings, engine: FakeEngine) -> None:
    clock = MovableClock()
    gateway = start(replace(settings, danger_talk_minutes=15), clock=clock)
    with danger(gateway, "电线掉下来了") as client:
        clock.ahead = timedelta(minutes=14)
        assert said_by(client.say("能过去吗"), "bot") == []
        clock.ahead = timedelta(minutes=28)
        assert said_by(client.say("能过去吗"), "bot") == []
        clock.ahead = timedelta(minutes=44)
        assert said_by(client.say("能过去吗"), "bot") == ["回声：能过去吗"]


def test_another_gateway_goes_on_with_the_talk(start: Start, settings_on_both: Settings) -> None:
    apart = replace(settings_on_both, engine_url=f"http://127.0.0.1:{free_port()}")
    first, second = start(apart), start(apart)
    with danger(first, "电线断了掉在我车上 我在车里") as client:
        assert not second.shared.people.follows(client.conversation_id, "text")
        with second.http() as http:
            http.post(
                "/api/chat/messages",
                json={"client_msg_id": "other", "text": "能下车吗"},
                headers=client.headers,
            )
        eventually(lambda: "不能下车" in text_of(everything(client)))


def test_talk_goes_on_without_any_database(start: Start, settings: Settings) -> None:
    gateway = start(replace(settings, engine_url=f"http://127.0.0.1:{free_port()}"))

    def failing(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    with danger(gateway, "电线断了掉在我车上 我在车里") as client:
        gateway.shared.inbox.receive = failing  # type: ignore[method-assign]
        said = {
            text: client.http.post(
                "/api/chat/messages",
                json={"client_msg_id": f"m{number}", "text": text},
                headers=client.headers,
            )
            for number, text in enumerate(("能下车吗", "好", "车冒烟了", "上个月电费多少"))
        }
    assert {answer.status_code for answer in said.values()} == {503}
    assert "不能下车" in said["能下车吗"].json()["reply"]["text"]
    assert said["好"].json()["reply"]["card"]["situation"] == "car"
    assert "双脚并拢" in said["车冒烟了"].json()["reply"]["text"]
    assert settings.hotline in said["车冒烟了"].json()["reply"]["text"]
    assert "reply" not in said["上个月电费多少"].json()


def test_too_many_dangers_still_get_their_words(start: Start, settings: Settings) -> None:
    gateway = start(
        replace(settings, messages_per_minute=3, engine_url=f"http://127.0.0.1:{free_port()}")
    )
    with gateway.client() as client:
        for number in range(LEAST_SIGNALS + 1):
            answer = client.http.post(
                "/api/chat/messages",
                json={"client_msg_id": f"m{number}", "text": "有人触电了"},
                headers=client.headers,
            )
    assert answer.status_code == 429
    reply = answer.json()["reply"]
    assert reply["card"]["situation"] == "shock_held"
    assert settings.hotline in reply["text"]


def test_staff_see_what_was_said_after_the_request(lonely: Running) -> None:
    with danger(lonely, "电线掉下来了") as client:
        client.say("在望江小学旁边")
        request = lonely.shared.requests.get(the_request(lonely, client).number)
        told = max(line["seq"] for line in request.context["transcript"])
        followed = lonely.shared.transcript.masked_after(client.conversation_id, told)
    assert "在望江小学旁边" in [line["text"] for line in followed]
    assert request.details == {SITUATION: "电线掉落、断线", PLACE: "望江小学旁边"}


def test_reserved_phone_is_not_needed_for_the_customer_table(lonely: Running) -> None:
    """A binding whose customer is gone from the utility's records hinders nothing."""
    with lonely.client() as client:
        client.post({"client_msg_id": "a", "text": "你好"})
        bind(lonely, client, None)
        with writing(lonely.shared.utility_sessions) as session:
            session.query(Customer).delete()
        assert "8米" in client.say("电线掉下来了")[0]["text"]
