"""Requests are opened once, numbered without doubles, listed by urgency, closed with an audit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cards import validate
from bot.clock import SHANGHAI, FixedClock
from bot.databases.bot import AuditEntry, Conversation, Message, ServiceRequest
from bot.databases.sessions import Sessions, writing
from bot.service_requests import (
    PLACE,
    SITUATION,
    PhoneNotReadable,
    RequestNotFound,
    RequestNotOpen,
    ServiceRequests,
    UnknownKind,
    due_label,
    request_card,
)

PHONE = "15412341234"


def say(factory: Sessions, conversation: str, seq: int, text: str, at: datetime) -> None:
    with writing(factory) as session:
        session.add(
            Message(
                conversation_id=conversation,
                seq=seq,
                sender="customer",
                type="text",
                text=text,
                sent_at=at,
            )
        )


def test_a_request_has_number_title_and_deadline(service: ServiceRequests) -> None:
    request = service.open("disputed_bill", "one", "one:1", "open_dispute", "十月电费有异议")
    assert request.number == "MD20261120-0001"
    assert (request.title, request.status, request.existing) == ("电费异议核查", "open", False)
    # Five working days after Friday 20 November.
    assert request.due_at == datetime(2026, 11, 27, 17, 30, tzinfo=SHANGHAI)
    assert due_label(request.due_at) == "11月27日（周五）17:30"


def test_the_same_message_opens_one_request(service: ServiceRequests) -> None:
    first = service.open("other", "one", "one:1", "ask", "第一次")
    again = service.open("other", "one", "one:1", "ask", "第一次")
    other_action = service.open("invoice", "one", "one:1", "invoice", "发票")
    assert again.number == first.number
    assert again.existing
    assert other_action.number != first.number


def test_a_conversation_has_one_open_callback(service: ServiceRequests) -> None:
    first = service.open("callback", "one", "one:1", "request_person", "转人工")
    second = service.open(
        "callback", "one", "one:2", "request_person", "转人工", priority="high", contact_phone=PHONE
    )
    other = service.open("callback", "two", "two:1", "request_person", "转人工")
    assert second.number == first.number
    assert second.existing
    assert second.priority == "high"
    assert second.phone_masked == "154****1234"
    assert other.number != first.number
    service.close(first.number, "李姐")
    third = service.open("callback", "one", "one:3", "request_person", "转人工")
    assert third.number not in (first.number, other.number)
    assert not third.existing


def test_a_weaker_priority_does_not_lower_a_request(service: ServiceRequests) -> None:
    service.open("danger", "one", "one:1", "danger", "起火", priority="urgent")
    again = service.open("danger", "one", "one:2", "danger", "起火", priority="normal")
    assert again.priority == "urgent"


def test_dangers_are_due_in_minutes(service: ServiceRequests, clock: FixedClock) -> None:
    request = service.open("danger", "one", "one:1", "danger", "起火", priority="urgent")
    assert request.due_at - clock() == timedelta(minutes=15)


def test_numbers_count_on_by_day(service: ServiceRequests, clock: FixedClock) -> None:
    numbers = [service.open("other", "one", f"one:{n}", "ask", "x").number for n in range(3)]
    clock.moment += timedelta(days=1)
    numbers.append(service.open("other", "one", "one:9", "ask", "x").number)
    assert numbers == [
        "MD20261120-0001",
        "MD20261120-0002",
        "MD20261120-0003",
        "MD20261121-0001",
    ]


def test_the_count_of_a_day_goes_beyond_four_digits(
    service: ServiceRequests, bot_sessions: Sessions
) -> None:
    service.open("other", "one", "one:1", "ask", "x")
    with writing(bot_sessions) as session:
        session.execute(select(ServiceRequest)).scalar_one().number = "MD20261120-9999"
    assert service.open("other", "one", "one:2", "ask", "x").number == "MD20261120-10000"
    assert service.open("other", "one", "one:3", "ask", "x").number == "MD20261120-10001"


def test_numbers_are_unique_under_concurrency(service: ServiceRequests) -> None:
    def open_one(n: int) -> str:
        return service.open("other", "one", f"one:{n}", "ask", "x").number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(open_one, range(40)))
    assert sorted(numbers) == [f"MD20261120-{n:04d}" for n in range(1, 41)]


def test_one_message_handled_twice_at_once_opens_one_request(service: ServiceRequests) -> None:
    def open_same(_: int) -> str:
        return service.open("callback", "one", "one:1", "request_person", "转人工").number

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(open_same, range(16))) == {"MD20261120-0001"}


def test_the_context_is_the_newest_transcript_masked(
    service: ServiceRequests, bot_sessions: Sessions, clock: FixedClock
) -> None:
    for seq in range(1, 35):
        say(bot_sessions, "one", seq, f"第{seq}句 我的电话{PHONE}", clock())
    with writing(bot_sessions) as session:
        session.get(Conversation, "one").engine_state = {"intent": "query_bill", "said": PHONE}
    request = service.open(
        "other", "one", "one:1", "ask", f"请打{PHONE}", context={"account": "户号3301234567"}
    )
    transcript = request.context["transcript"]
    assert [line["seq"] for line in transcript] == list(range(5, 35))
    assert PHONE not in str(request.context)
    assert transcript[-1]["text"] == "第34句 我的电话154****1234"
    assert request.context["engine_state"]["intent"] == "query_bill"
    assert request.context["account"] == "户号33*****567"
    assert request.summary == "请打154****1234"


def test_a_repeated_wish_brings_the_transcript_up_to_date(
    service: ServiceRequests, bot_sessions: Sessions, clock: FixedClock
) -> None:
    service.open("danger", "one", "one:1", "danger", "起火", priority="urgent")
    say(bot_sessions, "one", 1, "在桂花小区门口", clock())
    again = service.open("danger", "one", "one:2", "danger", "起火", priority="urgent")
    assert again.context["transcript"][-1]["text"] == "在桂花小区门口"


@pytest.mark.parametrize(
    "typed", ["154 1234 1234", "打１５４１２３４１２３４吧", "+86 15412341234", "154-1234-1234。"]
)
def test_a_phone_is_attached_to_the_open_request(service: ServiceRequests, typed: str) -> None:
    request = service.open("callback", "one", "one:1", "request_person", "转人工")
    attached = service.attach_phone("one", typed)
    assert attached is not None
    assert attached.number == request.number
    assert service.reveal(request.number, "李姐").contact_phone == PHONE


def test_a_phone_without_a_request_is_not_kept(service: ServiceRequests) -> None:
    assert service.attach_phone("one", PHONE) is None
    with pytest.raises(PhoneNotReadable):
        service.attach_phone("one", "我没有电话")


def test_a_place_is_attached_to_the_open_danger_alone(service: ServiceRequests) -> None:
    assert service.attach_place("one", "望江小学旁边") is None
    service.open("callback", "one", "one:1", "request_person", "转人工")
    assert service.attach_place("one", "望江小学旁边") is None
    danger = service.open("danger", "one", "one:2", "gateway", "起火", {SITUATION: "着火"})
    service.attach_place("one", "望江小学旁边")
    service.attach_phone("one", PHONE)
    shown = service.get(danger.number)
    assert shown.details[SITUATION] == "着火"
    assert shown.details[PLACE] == "望江小学旁边"
    assert PHONE not in str(shown.details)
    assert service.reveal(danger.number, "李姐").details["电话"] == PHONE


def test_a_note_may_change_the_priority_and_nothing_is_lost(service: ServiceRequests) -> None:
    service.open("danger", "one", "one:1", "gateway", "起火", {SITUATION: "着火"}, None, "urgent")
    noted = service.annotate("one", "danger", {"客户说": "误会"}, "high")
    assert noted is not None
    assert (noted.priority, noted.status) == ("high", "open")
    again = service.open("danger", "one", "one:2", "gateway", "x", {PLACE: "桥头"}, None, "urgent")
    assert again.existing
    assert again.priority == "urgent"
    assert again.details == {SITUATION: "着火", "客户说": "误会", PLACE: "桥头"}
    with pytest.raises(ValueError, match="soon"):
        service.annotate("one", "danger", {}, "soon")


def test_the_list_shows_the_most_urgent_and_earliest_due_first(
    service: ServiceRequests, clock: FixedClock
) -> None:
    late = service.open("invoice", "one", "one:1", "a", "发票")
    early = service.open("callback", "one", "one:2", "a", "回电")
    urgent = service.open("danger", "two", "two:1", "a", "起火", priority="urgent")
    closed = service.open("other", "two", "two:2", "a", "x")
    service.close(closed.number, "李姐", "cancelled")
    assert [r.number for r in service.list()] == [urgent.number, early.number, late.number]
    assert [r.number for r in service.list(kind="invoice")] == [late.number]
    assert [r.number for r in service.list("cancelled")] == [closed.number]
    assert len(service.list(None)) == 4
    assert [r.number for r in service.list(limit=1, offset=1)] == [early.number]
    assert service.count_open() == {"invoice": 1, "callback": 1, "danger": 1}


def test_details_are_shown_masked_and_revealed_with_an_audit_entry(
    service: ServiceRequests, bot_sessions: Sessions
) -> None:
    request = service.open(
        "invoice",
        "one",
        "one:1",
        "a",
        "发票",
        details={"email": "abc@example.com"},
        contact_phone=PHONE,
    )
    assert service.get(request.number).details == {"email": "a***@example.com"}
    revealed = service.reveal(request.number, "李姐")
    assert (revealed.details, revealed.contact_phone) == ({"email": "abc@example.com"}, PHONE)
    with bot_sessions() as session:
        entry = session.execute(select(AuditEntry)).scalar_one()
    assert (entry.actor, entry.deed, entry.subject) == ("李姐", "reveal_request", request.number)


def test_closing_is_audited_and_happens_once(
    service: ServiceRequests, bot_sessions: Sessions, clock: FixedClock
) -> None:
    request = service.open("other", "one", "one:1", "a", "x")
    closed = service.close(request.number.lower(), "李姐")
    assert (closed.status, closed.closed_by, closed.closed_at) == ("done", "李姐", clock())
    with pytest.raises(RequestNotOpen):
        service.close(request.number, "王哥")
    with bot_sessions() as session:
        assert [e.deed for e in session.execute(select(AuditEntry)).scalars()] == ["close_request"]


def test_what_is_wrong_is_refused(service: ServiceRequests) -> None:
    with pytest.raises(UnknownKind, match="callback"):
        service.open("nonsense", "one", "one:1", "a", "x")
    with pytest.raises(ValueError, match="urgent"):
        service.open("other", "one", "one:1", "a", "x", priority="now")
    with pytest.raises(RequestNotFound):
        service.get("MD20200101-0001")
    assert service.list() == []


def test_a_request_can_be_part_of_the_callers_transaction(
    service: ServiceRequests, bot_sessions: Sessions
) -> None:
    def open_and_fail() -> None:
        with writing(bot_sessions) as session:
            service.open("other", "one", "one:1", "a", "x", session=session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_and_fail()
    assert service.list() == []
    with writing(bot_sessions) as session:
        service.open("other", "one", "one:1", "a", "x", session=session)
    assert len(service.list()) == 1


def test_the_card_fits_its_schema(service: ServiceRequests) -> None:
    card = request_card(service.open("callback", "one", "one:1", "a", "回电"))
    validate(card)
    assert card["due_at"] == "2026-11-23T17:30:00+08:00"


def test_the_open_request_of_a_conversation(service: ServiceRequests) -> None:
    assert service.open_request("one", "callback") is None
    request = service.open("callback", "one", "one:1", "a", "回电")
    found = service.open_request("one", "callback")
    assert found is not None
    assert found.number == request.number
    assert [r.number for r in service.of_conversation("one")] == [request.number]
