"""Binding, codes, step-up and unbinding on both databases."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from bot.clock import FixedClock
from bot.databases.bot import Binding, Consent, OneTimeCode, RateEvent
from bot.databases.sessions import writing
from bot.databases.utility import Customer
from bot.identity import (
    CodeExpired,
    CodeWrong,
    ConsentNeeded,
    DemoTextMessages,
    Identity,
    NoCodePending,
    NotBound,
    NotYourAccount,
    StepUpNeeded,
    TextMessageNotSent,
    TooManyAttempts,
    demo_text_messages,
)
from bot.privacy import NOTICE_VERSION
from bot.settings import ROOT, Settings
from tests.unit.identity.conftest import (
    FIRM,
    FIRM_PHONE,
    NO_PHONE,
    OLD_PHONE,
    OUYANG,
    OUYANG_PHONE,
    ZHANG,
    ZHANG_PHONE,
    ZHANG_SECOND,
    Databases,
    Phone,
)

WRONG_CLAIMS = [
    ("3309999999", "张三"),  # no such 户号
    (ZHANG, "李四"),  # somebody else's name
    (NO_PHONE, "李四"),  # no phone reserved
    (OLD_PHONE, "王五"),  # a phone that text messages don't reach
    ("", ""),
]


def bind(identity: Identity, phone: Phone, conversation: str = "one", n: int = 1) -> None:
    identity.start(conversation, ZHANG, "张三", f"{conversation}:{n}", "start")
    identity.confirm(conversation, phone.code)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_right_claim_and_its_code_bind(
    identity: Identity, phone: Phone, clock: FixedClock
) -> None:
    sent = identity.start("one", ZHANG, "张三", "one:1", "start")
    assert (sent.expires_at - clock(), sent.lifetime_minutes) == (timedelta(minutes=5), 5)
    assert [number for number, _ in phone.messages] == [ZHANG_PHONE]
    with pytest.raises(NotBound):
        identity.require("one")
    bound = identity.confirm("one", f"验证码是 {phone.code}。")
    assert bound.customer_id == 1
    assert [a.number for a in bound.accounts] == [ZHANG, ZHANG_SECOND]
    customer = identity.require("one")
    assert (customer.customer_id, customer.verified_at) == (1, clock())
    account = customer.bound_account
    assert account.number_masked == "33*****011"
    assert account.address_masked == "明江市江东区桂花社区丹桂苑***"
    with pytest.raises(NotBound):
        identity.require("two")


@pytest.mark.parametrize(
    ("number", "name", "reserved"),
    [
        ("３３０１００００１１", "张 三", ZHANG_PHONE),
        ("3301 0000 11", " 张三 ", ZHANG_PHONE),
        ("户号3301-000011", "张三", ZHANG_PHONE),
        (OUYANG, "欧阳娜娜", OUYANG_PHONE),
        (FIRM, "明江五金(集团)有限公司", FIRM_PHONE),
    ],
)
def test_spelling_does_not_matter(
    identity: Identity, phone: Phone, number: str, name: str, reserved: str
) -> None:
    identity.start("one", number, name, "one:1", "start")
    assert [to for to, _ in phone.messages] == [reserved]


@pytest.mark.parametrize(("number", "name"), WRONG_CLAIMS)
def test_a_wrong_claim_looks_like_a_right_one(
    identity: Identity, phone: Phone, number: str, name: str
) -> None:
    right = identity.start("two", ZHANG, "张三", "two:1", "start")
    wrong = identity.start("one", number, name, "one:1", "start")
    assert wrong == right
    assert len(phone.messages) == 1
    answers = []
    for conversation, codes in (("one", 4), ("two", 4)):
        for _ in range(codes):
            with pytest.raises(CodeWrong) as wrong_code:
                identity.confirm(conversation, other_than(phone.code))
            answers.append((conversation, wrong_code.value.attempts_left))
        with pytest.raises(TooManyAttempts):
            identity.confirm(conversation, other_than(phone.code))
    assert [left for who, left in answers if who == "one"] == [4, 3, 2, 1]
    assert [left for who, left in answers if who == "two"] == [4, 3, 2, 1]


def statements(engine: Engine) -> list[str]:
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    return heard


@pytest.mark.parametrize(("number", "name"), WRONG_CLAIMS)
def test_a_wrong_claim_costs_the_same_statements(
    identity: Identity, databases: Databases, number: str, name: str
) -> None:
    heard = [statements(databases.bot_engine), statements(databases.utility_engine)]
    identity.start("two", ZHANG, "张三", "two:1", "start")
    right = [list(lines) for lines in heard]
    for lines in heard:
        lines.clear()
    identity.start("one", number, name, "one:1", "start")
    assert heard == right
    assert all(right)


def test_no_code_fits_a_wrong_claim(
    identity: Identity, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.identity.identity.new_code", lambda: "123456")
    identity.start("one", ZHANG, "李四", "one:1", "start")
    with pytest.raises(CodeWrong):
        identity.confirm("one", "123456")
    with pytest.raises(NotBound):
        identity.require("one")


def test_a_code_is_for_its_conversation(identity: Identity, phone: Phone) -> None:
    identity.start("one", ZHANG, "张三", "one:1", "start")
    code = phone.code
    with pytest.raises(NoCodePending):
        identity.confirm("two", code)
    identity.start("two", OUYANG, "欧阳娜娜", "two:1", "start")
    if phone.code != code:
        with pytest.raises(CodeWrong):
            identity.confirm("two", code)


def test_a_code_works_once_but_a_repeated_turn_says_the_same(
    identity: Identity, phone: Phone, clock: FixedClock
) -> None:
    bind(identity, phone)
    assert identity.confirm("one", phone.code).customer_id == 1  # the turn ran twice
    with pytest.raises(NoCodePending):
        identity.confirm("one", other_than(phone.code))
    clock.moment += timedelta(minutes=6)
    with pytest.raises(NoCodePending):
        identity.confirm("one", phone.code)


def test_a_used_code_does_not_bind_again_after_unbinding(identity: Identity, phone: Phone) -> None:
    bind(identity, phone)
    assert identity.unbind("one")
    with pytest.raises(NoCodePending):
        identity.confirm("one", phone.code)
    with pytest.raises(NotBound):
        identity.require("one")
    assert not identity.unbind("one")


def test_a_code_expires(identity: Identity, phone: Phone, clock: FixedClock) -> None:
    sent = identity.start("one", ZHANG, "张三", "one:1", "start")
    clock.moment = sent.expires_at
    with pytest.raises(CodeExpired):
        identity.confirm("one", phone.code)


def test_a_new_code_kills_the_old_one(
    identity: Identity, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(("111111", "222222"))
    monkeypatch.setattr("bot.identity.identity.new_code", lambda: next(codes))
    identity.start("one", ZHANG, "张三", "one:1", "start")
    identity.resend("one", "one:2", "resend")
    with pytest.raises(CodeWrong):
        identity.confirm("one", "111111")
    assert identity.confirm("one", "222222").customer_id == 1


def test_five_wrong_tries_end_a_code(identity: Identity, phone: Phone, clock: FixedClock) -> None:
    sent = identity.start("one", ZHANG, "张三", "one:1", "start")
    for _ in range(4):
        with pytest.raises(CodeWrong):
            identity.confirm("one", other_than(phone.code))
    for attempt in (other_than(phone.code), phone.code):
        with pytest.raises(TooManyAttempts) as too_many:
            identity.confirm("one", attempt)
        assert too_many.value.retry_at == sent.expires_at
    with pytest.raises(TooManyAttempts):
        identity.resend("one", "one:2", "resend")
    clock.moment = sent.expires_at
    identity.resend("one", "one:3", "resend")
    assert identity.confirm("one", phone.code).customer_id == 1


def test_concurrent_guesses_are_all_counted(identity: Identity, phone: Phone) -> None:
    identity.start("one", ZHANG, "张三", "one:1", "start")
    wrong = other_than(phone.code)

    def guess(_: int) -> str:
        try:
            identity.confirm("one", wrong)
        except (CodeWrong, TooManyAttempts) as refused:
            return type(refused).__name__
        return "bound"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count("CodeWrong") == 4
    assert outcomes.count("TooManyAttempts") == 8


def test_the_same_message_sends_one_code(
    identity: Identity, phone: Phone, databases: Databases
) -> None:
    first = identity.start("one", ZHANG, "张三", "one:1", "start")
    assert identity.start("one", ZHANG, "张三", "one:1", "start") == first
    identity.resend("one", "one:2", "resend")
    identity.resend("one", "one:2", "resend")
    assert len(phone.messages) == 2
    with databases.bot() as session:
        assert session.execute(select(func.count()).select_from(OneTimeCode)).scalar() == 2


def test_the_same_message_at_once_sends_one_code(identity: Identity, phone: Phone) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = set(
            pool.map(lambda _: identity.start("one", ZHANG, "张三", "one:1", "start"), range(8))
        )
    assert len(sent) == 1
    assert len(phone.messages) == 1


def test_codes_are_neither_stored_nor_logged(
    identity: Identity,
    phone: Phone,
    databases: Databases,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        bind(identity, phone)
    assert phone.code not in caplog.text
    with databases.bot() as session:
        row = session.execute(select(OneTimeCode)).scalar_one()
        stored = [str(getattr(row, column.name)) for column in OneTimeCode.__table__.columns]
        buckets = list(session.execute(select(RateEvent.bucket)).scalars())
    assert not any(phone.code in value for value in stored)
    assert not any(
        part in bucket for bucket in buckets for part in (ZHANG, ZHANG_PHONE, "10.0.0.1")
    )


# -- limits ------------------------------------------------------------------------------------


def test_a_conversation_has_a_limit(identity: Identity, clock: FixedClock) -> None:
    for n in range(5):
        identity.start("one", f"330199990{n}", "张三", f"one:{n}", "start")
    with pytest.raises(TooManyAttempts) as too_many:
        identity.start("one", ZHANG, "张三", "one:9", "start")
    assert too_many.value.retry_at == clock() + timedelta(hours=1)
    identity.start("two", ZHANG, "张三", "two:1", "start")
    clock.moment = too_many.value.retry_at
    identity.start("one", ZHANG, "张三", "one:10", "start")


@pytest.mark.parametrize("number", [ZHANG, "3309999999"])
def test_an_account_number_has_a_limit_whether_it_exists_or_not(
    identity: Identity, number: str
) -> None:
    for n in range(5):
        identity.start(["one", "two", "three"][n % 3], number, "x", f"m:{n}", "start")
    with pytest.raises(TooManyAttempts):
        identity.start("two", number, "张三", "m:9", "start")
    identity.start("two", OUYANG, "欧阳娜娜", "m:10", "start")


def test_an_account_number_has_a_limit_of_the_day(identity: Identity, clock: FixedClock) -> None:
    conversations = ["one", "two", "three"]
    for n in range(15):
        identity.start(conversations[n % 3], ZHANG, "x", f"m:{n}", "start")
        clock.moment += timedelta(minutes=20)
    with pytest.raises(TooManyAttempts) as too_many:
        identity.start("one", ZHANG, "张三", "m:99", "start")
    assert too_many.value.retry_at == clock() - timedelta(minutes=300) + timedelta(days=1)


def test_an_address_has_a_limit(
    databases: Databases, phone: Phone, clock: FixedClock, settings: Settings
) -> None:
    from bot.databases.bot import Conversation

    service = Identity(databases.bot, databases.utility, phone, clock, settings)
    with writing(databases.bot) as session:
        for n in range(26):
            session.add(
                Conversation(
                    id=f"c{n}",
                    channel="web",
                    channel_user=f"c{n}",
                    created_at=clock(),
                    client_address="10.9.9.9",
                )
            )
    for n in range(26):
        service.consent(f"c{n}")
    for n in range(25):
        service.start(f"c{n}", f"33018888{n:02d}", "x", f"c{n}:1", "start")
    with pytest.raises(TooManyAttempts):
        service.start("c25", ZHANG, "张三", "c25:1", "start")


def test_a_phone_has_a_limit_that_nobody_sees(
    identity: Identity, phone: Phone, databases: Databases
) -> None:
    with writing(databases.utility) as session:
        session.get(Customer, 2).phone = ZHANG_PHONE  # a couple with one phone
    for n in range(5):
        identity.start(["one", "two"][n % 2], ZHANG, "张三", f"m:{n}", "start")
    assert len(phone.messages) == 5
    sent = identity.start("three", OUYANG, "欧阳娜娜", "three:1", "start")
    assert sent.lifetime_minutes == 5
    assert len(phone.messages) == 5


def test_limits_hold_across_processes_at_once(
    databases: Databases, clock: FixedClock, settings: Settings
) -> None:
    phones = [Phone(), Phone()]
    services = [Identity(databases.bot, databases.utility, p, clock, settings) for p in phones]
    services[0].consent("one")

    def claim(n: int) -> bool:
        try:
            services[n % 2].start("one", ZHANG, "张三", f"one:{n}", "start")
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, range(12))) == 5
    assert len(phones[0].messages) + len(phones[1].messages) == 5


def test_a_refused_attempt_is_not_counted_on(identity: Identity, clock: FixedClock) -> None:
    for n in range(5):
        identity.start("one", ZHANG, "x", f"one:{n}", "start")
    for n in range(5, 20):
        clock.moment += timedelta(minutes=2)
        with pytest.raises(TooManyAttempts):
            identity.start("one", ZHANG, "x", f"one:{n}", "start")
    clock.moment += timedelta(minutes=30)
    identity.start("one", ZHANG, "张三", "one:99", "start")


# -- afterwards --------------------------------------------------------------------------------


def test_step_up_after_inactivity(identity: Identity, phone: Phone, clock: FixedClock) -> None:
    bind(identity, phone)
    clock.moment += timedelta(minutes=29)
    identity.require("one")  # used: counted from here
    clock.moment += timedelta(minutes=30)
    identity.require("one")
    clock.moment += timedelta(minutes=31)
    with pytest.raises(StepUpNeeded):
        identity.require("one")
    with pytest.raises(StepUpNeeded):
        identity.require_account("one", ZHANG)
    identity.step_up("one", "one:2", "step_up")
    assert phone.messages[-1][0] == ZHANG_PHONE
    with pytest.raises(StepUpNeeded):
        identity.require("one")
    identity.confirm("one", phone.code)
    assert identity.require("one").verified_at == clock()


def test_step_up_needs_a_binding(identity: Identity) -> None:
    with pytest.raises(NotBound):
        identity.step_up("one", "one:1", "step_up")


def test_resend_needs_a_claim_of_the_last_half_hour(
    identity: Identity, phone: Phone, clock: FixedClock
) -> None:
    with pytest.raises(NoCodePending):
        identity.resend("one", "one:1", "resend")
    identity.start("one", ZHANG, "张三", "one:2", "start")
    clock.moment += timedelta(minutes=31)
    with pytest.raises(NoCodePending):
        identity.resend("one", "one:3", "resend")
    bind(identity, phone, n=4)
    with pytest.raises(NoCodePending):
        identity.resend("one", "one:5", "resend")


def test_resend_of_a_wrong_claim_looks_right_and_sends_nothing(
    identity: Identity, phone: Phone
) -> None:
    identity.start("one", ZHANG, "李四", "one:1", "start")
    assert identity.resend("one", "one:2", "resend").lifetime_minutes == 5
    assert phone.messages == []


@pytest.mark.parametrize("typed", [ZHANG_SECOND, "029", "尾号0029", "33*****029", "０２９"])
def test_accounts_are_named_by_number_or_ending(
    identity: Identity, phone: Phone, typed: str
) -> None:
    bind(identity, phone)
    assert identity.require_account("one", typed).number == ZHANG_SECOND


@pytest.mark.parametrize("typed", [OUYANG, "29", "", "037", "33*****037", "3301", "我妈那户"])
def test_other_accounts_are_refused(identity: Identity, phone: Phone, typed: str) -> None:
    bind(identity, phone)
    with pytest.raises(NotYourAccount):
        identity.require_account("one", typed)


def test_the_default_account_is_the_one_proved_with(identity: Identity, phone: Phone) -> None:
    identity.start("one", ZHANG_SECOND, "张三", "one:1", "start")
    identity.confirm("one", phone.code)
    default = identity.require_account("one", None)
    assert (default.number, default.status) == (ZHANG_SECOND, "closed")
    first = identity.require("one").accounts[0]
    assert identity.require_account("one", None, account_id=first.id).number == ZHANG
    with pytest.raises(NotYourAccount):
        identity.require_account("one", None, account_id=3)  # of somebody else


def test_another_customers_binding_replaces_the_first(
    identity: Identity, phone: Phone, databases: Databases
) -> None:
    bind(identity, phone)
    identity.start("one", OUYANG, "欧阳娜娜", "one:2", "start")
    assert identity.require("one").customer_id == 1  # until the code is entered
    identity.confirm("one", phone.code)
    assert identity.require("one").customer_id == 2
    with databases.bot() as session:
        assert session.execute(select(func.count()).select_from(Binding)).scalar() == 1


def test_consent_comes_first(
    databases: Databases, phone: Phone, clock: FixedClock, settings: Settings
) -> None:
    service = Identity(databases.bot, databases.utility, phone, clock, settings)
    assert not service.consented("one")
    with pytest.raises(ConsentNeeded):
        service.start("one", ZHANG, "张三", "one:1", "start")
    service.consent("one", "2000-01")  # an old notice
    assert not service.consented("one")
    service.consent("one")
    service.consent("one")
    assert service.consented("one")
    with databases.bot() as session:
        assert session.execute(select(func.count()).select_from(Consent)).scalar() == 2


def test_old_codes_and_counts_are_purged(
    identity: Identity, phone: Phone, clock: FixedClock, databases: Databases
) -> None:
    bind(identity, phone)
    clock.moment += timedelta(days=1, seconds=1)
    assert identity.purge() > 1
    with databases.bot() as session:
        for table in (OneTimeCode, RateEvent):
            assert session.execute(select(func.count()).select_from(table)).scalar() == 0
        assert session.execute(select(func.count()).select_from(Binding)).scalar() == 1


# -- text messages -----------------------------------------------------------------------------


def test_a_failing_sender_is_logged_without_phone_or_code(
    databases: Databases,
    clock: FixedClock,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Dead(Phone):
        def send(self, phone: str, text: str) -> None:
            super().send(phone, text)
            raise TextMessageNotSent("refused with status 503")

    phone = Dead(at_once=False)
    service = Identity(databases.bot, databases.utility, phone, clock, settings)
    service.consent("one")
    assert service.start("one", ZHANG, "张三", "one:1", "start").lifetime_minutes == 5
    service.close()
    assert "refused with status 503" in caplog.text
    assert ZHANG_PHONE not in caplog.text
    assert phone.code not in caplog.text


def test_the_demo_phone_shows_the_code(
    databases: Databases, clock: FixedClock, settings: Settings
) -> None:
    sender = DemoTextMessages(databases.bot, clock, demo=True)
    service = Identity(databases.bot, databases.utility, sender, clock, settings)
    service.consent("one")
    service.start("one", ZHANG, "张三", "one:1", "start")
    (shown,) = demo_text_messages(databases.bot)
    assert (shown.phone, shown.sent_at) == (ZHANG_PHONE, clock())
    assert service.confirm("one", shown.text).customer_id == 1


def test_the_page_shows_the_notice_that_is_agreed_to() -> None:
    page = (ROOT / "bot/web/src/privacy/PrivacyNotice.tsx").read_text(encoding="utf-8")
    sentence = (ROOT / "data/responses/account.yml").read_text(encoding="utf-8")
    assert f"'{NOTICE_VERSION}'" in page
    assert f"{NOTICE_VERSION} 版）" in sentence
