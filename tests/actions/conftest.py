"""A small utility with four customers, real services over it, and dialogues with the actions."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("rasa_sdk", reason="needs the engine's environment")

from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from actions.dialogue.services import Services
from bot.accounts.halls import Halls
from bot.billing import Answer, Billing
from bot.clock import FixedClock
from bot.databases import bot as bot_tables
from bot.databases import utility as utility_tables
from bot.databases.sessions import Sessions, connect, sessions, writing
from bot.forms.drafts import Drafts
from bot.identity import Identity
from bot.knowledge import Library, load_library
from bot.periods import Period
from bot.service_requests import ServiceRequests
from bot.settings import Settings, load
from tests.actions.dialogue import Dialogue
from tests.unit.billing.small_utility import BOOK, NOW, SmallUtility
from tests.unit.identity.conftest import Phone

collect_ignore = ["toy"]  # files of a copy, see test_toy_topic.py


@dataclass(frozen=True)
class Person:
    """A customer of the small utility.

    Args:
        customer: id.
        name: of the holder.
        phone: the reserved one.
        accounts: ids, in the order of their 户号.
        numbers: 户号 of each.
    """

    customer: int
    name: str
    phone: str
    accounts: tuple[int, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Who lives in the small utility.

    Args:
        single: one account with bills, a payment, readings and a station.
        pair: a flat and a shop.
        village: four accounts, two of one kind.
        newcomer: one account without any record.
    """

    single: Person
    pair: Person
    village: Person
    newcomer: Person


def _person(utility: SmallUtility, name: str, phone: str, *accounts: dict[str, Any]) -> Person:
    customer = utility.customer(name=name, phone=phone)
    ids = tuple(utility.account(customer=customer, **fields) for fields in accounts)
    with utility.sessions() as session:
        numbers = tuple(session.get(utility_tables.Account, one).number for one in ids)
    return Person(customer, name, phone, ids, numbers)


def _people(utility: SmallUtility) -> People:
    single = _person(utility, "张小明", "15400000001", {"parent": utility.station()})
    pair = _person(utility, "李小红", "15400000002", {}, {"tariff_class": "commercial"})
    village = _person(utility, "陈大山", "15400000003", {}, {}, {"tariff_class": "commercial"}, {})
    newcomer = _person(utility, "赵新", "15400000004", {})
    for account in (*single.accounts, *pair.accounts, *village.accounts):
        for month, kwh in ((9, "100"), (10, "150")):
            first = date(2026, month, 1)
            utility.bill(account, first, kwh, peak=str(Decimal(kwh) / 2))
            utility.reading(utility.meter_of(account), first, "0", kwh)
        utility.payment(account, NOW - timedelta(days=9), "10.00")
    utility.bill(single.accounts[0], date(2025, 10, 1), "90", peak="45")
    utility.day(utility.meter_of(single.accounts[0]), date(2026, 11, 1), "5")
    return People(single, pair, village, newcomer)


@dataclass
class Questions:
    """The billing service, noting what it is asked.

    Args:
        billing: that answers.
        calls: (method, arguments) in their order; periods as ISO intervals.
    """

    billing: Billing
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def answer(
        self,
        question: str,
        accounts: Sequence[int],
        periods: Sequence[Period],
        text: str,
        *,
        before: str = "",
    ) -> list[Answer]:
        """Answer a question of records, and note it as `Call`."""
        isos = tuple(one.to_iso() for one in periods)
        self.calls.append(Call(question, tuple(accounts), isos, text, before))
        return self.billing.answer(question, accounts, periods, text, before=before)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.billing, name)

        def noted(*args: Any, **named: Any) -> Any:
            told = [one.to_iso() if hasattr(one, "to_iso") else one for one in args]
            self.calls.append((name, *told))
            return method(*args, **named)

        return noted

    def taken(self) -> list[tuple[Any, ...]]:
        """What was asked since the last look."""
        calls, self.calls = self.calls, []
        return calls

    def asked(self) -> list[tuple[str, tuple[int, ...], tuple[str, ...]]]:
        """The questions of records since the last look: which, whose, for which times."""
        return [one[:3] for one in self.taken() if isinstance(one, Call)]


class Call(NamedTuple):
    """One call of `Billing.answer`."""

    question: str
    accounts: tuple[int, ...]
    periods: tuple[str, ...]
    text: str
    before: str


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sessions, People]]:
    """The utility's database and who is in it; only read."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('actions') / 'utility.db'}")
    utility_tables.Base.metadata.create_all(engine)
    utility = SmallUtility(sessions(engine))
    people = _people(utility)
    yield utility.sessions, people
    engine.dispose()


@pytest.fixture(scope="session")
def empty_bot_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each test copies."""
    path = tmp_path_factory.mktemp("actions") / "bot.db"
    engine = connect(f"sqlite:///{path}")
    bot_tables.Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def settings() -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOKEN_KEY", "t" * 40)
        patch.setenv("ENGINE_TOKEN", "e" * 40)
        patch.setenv("REGION", "testland")
        return replace(load(env_file=None), binding_attempts_per_hour=5, action_deadline_seconds=10)


@pytest.fixture
def people(world: tuple[Sessions, People]) -> People:
    return world[1]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def bot_engine(empty_bot_database: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{shutil.copy(empty_bot_database, tmp_path)}")

    @event.listens_for(engine, "connect")
    def hurry(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug on a test

    yield engine
    engine.dispose()


@pytest.fixture
def bot(bot_engine: Engine) -> Sessions:
    return sessions(bot_engine)


@pytest.fixture
def questions(world: tuple[Sessions, People], clock: FixedClock, settings: Settings) -> Questions:
    return Questions(Billing(world[0], BOOK, clock, settings))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A few entries, one of them over, and three on fraud."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "faq.yml").write_text(KNOWLEDGE, encoding="utf-8")
    (folder / "fraud.yml").write_text(FRAUD, encoding="utf-8")
    return load_library(folder)


@pytest.fixture
def services(
    world: tuple[Sessions, People],
    bot: Sessions,
    questions: Questions,
    phone: Phone,
    clock: FixedClock,
    settings: Settings,
    library: Library,
) -> Iterator[Services]:
    identity = Identity(bot, world[0], phone, clock, settings)
    yield Services(
        settings=settings,
        clock=clock,
        identity=identity,
        billing=questions,  # type: ignore[arg-type]
        requests=ServiceRequests(bot, clock),
        drafts=Drafts(bot, clock),
        halls=Halls(world[0]),
        knowledge=library,
        regions={one.region_title: one.region for one in BOOK.sets},
    )
    identity.close()


KNOWLEDGE = """
entries:
- id: saving
  title: 空调怎么省电
  questions: [空调怎么开省电, 夏天空调省电窍门]
  short: 温度设高一点，关好门窗，有问题请打 {hotline}。
  answer: 温度设高一点，关好门窗。有问题请打 {hotline}。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  related: [standby, repair_2011]
- id: standby
  title: 待机费不费电
  questions: [待机费电吗, 电视不关插头费电吗]
  short: 待机也费一点电，长时间不用请拔插头。
  answer: 待机也费一点电，长时间不用请拔插头。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
- id: bill_rise_reasons
  title: 电费为什么会变高
  questions: [电费高可能有哪些原因, 电费突然变多是怎么回事]
  short: 常见的是天热天冷用得多、用到高一档。
  answer: 常见的是天热天冷用得多、用到高一档。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  intents: [explain_bill]
- id: late_fee
  title: 违约金怎么算
  questions: [违约金一天收多少, 违约金怎么算]
  short: 违约金从逾期那天起算，居民每天千分之一。
  answer: 违约金从逾期那天起算，居民每天千分之一。
  region: china
  review_by: 2029-01-01
  source: 《供电营业规则》
  grade: B
  checked_on: 2026-11-01
  intents: [query_late_fee]
- id: cut_off
  title: 欠费多久停电
  questions: [欠费多久会停电, 不交电费几天停电]
  short: 欠费经催交仍不交的，逾期三十天后才会停。
  answer: 欠费经催交仍不交的，逾期三十天后、停电前七天书面通知才会停。
  region: china
  review_by: 2029-01-01
  source: 《供电营业规则》
  grade: B
  checked_on: 2026-11-01
  intents: [query_cut_off]
- id: repair_2011
  title: 老的抢修承诺
  questions: [抢修多久到, 报修几分钟到]
  short: 这是二〇一一年的老承诺，已经不用了。
  answer: 这是二〇一一年的老承诺，已经不用了。
  region: china
  valid_until: 2022-12-31
  review_by: 2029-01-01
  source: 十项承诺（2011）
  grade: C
  checked_on: 2026-11-01
  intents: [report_outage]
- id: moving
  title: 搬家电费怎么办
  questions: [搬家了电费怎么弄, 房子退了电费怎么结]
  short: 搬走前先把电费结清，再去办过户或者销户。
  answer: >-
    搬走前先把电费结清，再去办过户或者销户，免得以后的电费还记在您名下。带上身份证、户号和房产证明，
    到营业厅办就行。租的房子，把钥匙交还那天和房东一起看一眼电表，两边都记下表上的数，拍张照片留着，
    最后一期电费按这个数分。预存的钱可以退，也可以转到新房子的户号上。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
- id: breaker
  title: 家里跳闸先看什么
  questions: [跳闸了怎么办, 家里空开跳了]
  short: 先拔掉刚用的电器，再把开关推上去；推不上去就别再推。
  answer: 先拔掉刚用的电器，再把开关推上去；推不上去就别再推。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  intents: [report_outage]
"""

FRAUD = """
entries:
- id: fraud_default
  title: 拿不准是不是骗子
  questions: [是不是骗子, 这是真的吗]
  short: 先别付钱，自己打{hotline}核实。
  answer: 先停下来，别付钱，自己打{hotline}核实。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  intents: [report_fraud]
- id: fraud_link
  title: 短信里的链接
  questions: [短信让点链接, 链接能点吗]
  short: 别点链接，打{hotline}核实。
  answer: 别点链接，别填卡号，打{hotline}核实。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  intents: [report_fraud]
- id: fraud_loss
  title: 钱已经付了
  questions: [钱转给骗子了, 被骗了怎么办]
  short: 马上打银行、打110。
  answer: 马上打银行电话，再打110，证据都留着。
  region: china
  review_by: 2029-01-01
  source: 用电常识
  grade: common
  checked_on: 2026-11-01
  intents: [report_loss]
"""

Begin = Callable[..., Dialogue]


@pytest.fixture
def begin(services: Services, bot: Sessions) -> Begin:
    """Begins dialogues; bound to a person if one is given."""
    ids = itertools.count(1)

    def new(person: Person | None = None) -> Dialogue:
        conversation_id = f"conversation-{next(ids)}"
        now = services.clock()
        with writing(bot) as session:
            session.add(
                bot_tables.Conversation(
                    id=conversation_id, channel="web", channel_user=conversation_id, created_at=now
                )
            )
            session.flush()
            if person is not None:
                session.add(
                    bot_tables.Binding(
                        conversation_id=conversation_id,
                        customer_id=person.customer,
                        bound_account_id=person.accounts[0],
                        bound_at=now,
                        verified_at=now,
                        last_used_at=now,
                    )
                )
        return Dialogue(services, conversation_id)

    return new


Stored = Callable[[], list[Any]]


@pytest.fixture
def requests(bot: Sessions) -> Stored:
    """The stored requests, the oldest first."""

    def rows() -> list[Any]:
        with bot() as session:
            table = bot_tables.ServiceRequest
            return list(session.scalars(select(table).order_by(table.id)))

    return rows


@pytest.fixture
def drafts(bot: Sessions) -> Stored:
    """The stored drafts, the oldest first."""

    def rows() -> list[Any]:
        with bot() as session:
            return list(session.scalars(select(bot_tables.Draft).order_by(bot_tables.Draft.id)))

    return rows


@pytest.fixture
def bindings(bot: Sessions) -> Stored:
    """The stored bindings."""

    def rows() -> list[Any]:
        with bot() as session:
            return list(session.scalars(select(bot_tables.Binding)))

    return rows
