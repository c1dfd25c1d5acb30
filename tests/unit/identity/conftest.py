"""Both databases with a few customers, on SQLite and on PostgreSQL, and a phone that listens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.clock import SHANGHAI, FixedClock
from bot.databases import bot, utility
from bot.databases.sessions import Sessions, connect, sessions, writing
from bot.identity import Identity
from bot.settings import Settings, load
from tests.conftest import postgres_database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
ZHANG, ZHANG_SECOND, OUYANG = "3301000011", "3301000029", "3301000037"
NO_PHONE, OLD_PHONE, FIRM = "3301000045", "3301000053", "3301000061"
ZHANG_PHONE, OUYANG_PHONE, FIRM_PHONE = "15400000001", "15400000002", "15400000003"


@dataclass
class Phone:
    """Collects text messages; `at_once` as the demo phone."""

    at_once: bool = True
    messages: list[tuple[str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str) -> None:
        self.messages.append((phone, text))

    @property
    def code(self) -> str:
        found = re.search(r"[0-9]{6}", self.messages[-1][1])
        assert found
        return found[0]


@pytest.fixture(scope="session")
def settings() -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOKEN_KEY", "t" * 40)
        patch.setenv("ENGINE_TOKEN", "e" * 40)
        return replace(load(env_file=None), demo=True, binding_attempts_per_hour=5)


@dataclass
class Databases:
    """Session factories of both databases, and the engine of the bot's."""

    bot: Sessions
    utility: Sessions
    bot_engine: Engine
    utility_engine: Engine


@pytest.fixture(scope="session")
def postgres_pair(postgres_server: str) -> Iterator[list[Engine]]:
    """Two databases of a PostgreSQL server with the tables of both; emptied by each test."""
    with ExitStack() as stack:
        engines = []
        for tables in (bot.Base.metadata, utility.Base.metadata):
            url = stack.enter_context(postgres_database(postgres_server))
            engines.append(connect(url, timeout_seconds=20))
            stack.callback(engines[-1].dispose)
            tables.create_all(engines[-1])
        yield engines


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    bases = [bot.Base.metadata, utility.Base.metadata]
    if request.param == "sqlite":
        engines = [
            connect(f"sqlite:///{tmp_path / name}.db", timeout_seconds=20)
            for name in ("bot", "utility")
        ]
        for base, engine in zip(bases, engines, strict=True):
            base.create_all(engine)
    else:
        engines = request.getfixturevalue("postgres_pair")
        for base, engine in zip(bases, engines, strict=True):
            with engine.begin() as connection:
                names = ", ".join(table.name for table in base.sorted_tables)
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    factories = [sessions(engine) for engine in engines]
    _fill(factories[0], factories[1])
    yield Databases(factories[0], factories[1], engines[0], engines[1])
    if request.param == "sqlite":
        for engine in engines:
            engine.dispose()


def _fill(bot_sessions: Sessions, utility_sessions: Sessions) -> None:
    with writing(bot_sessions) as session:
        for name, address in (("one", "10.0.0.1"), ("two", "10.0.0.2"), ("three", "10.0.0.1")):
            session.add(
                bot.Conversation(
                    id=name,
                    channel="web",
                    channel_user=name,
                    created_at=NOON,
                    client_address=address,
                )
            )
    with writing(utility_sessions) as session:
        session.add(utility.Area(id=1, level="community", name="桂花社区"))
        people = [
            (1, "张三", ZHANG_PHONE, [(ZHANG, "active"), (ZHANG_SECOND, "closed")]),
            (2, "欧阳·娜 娜", OUYANG_PHONE, [(OUYANG, "active")]),
            (3, "李四", None, [(NO_PHONE, "active")]),
            (4, "王五", "5821234", [(OLD_PHONE, "active")]),
            (5, "明江五金（集团）有限公司", FIRM_PHONE, [(FIRM, "active")]),
        ]
        for customer_id, name, phone, accounts in people:
            session.add(
                utility.Customer(
                    id=customer_id,
                    name=name,
                    kind="person",
                    customer_class="residential",
                    phone=phone,
                )
            )
            session.flush()
            for number, status in accounts:
                session.add(
                    utility.Account(
                        number=number,
                        customer_id=customer_id,
                        area_id=1,
                        address="明江市江东区桂花社区丹桂苑3幢2单元301室",
                        region="zhejiang",
                        tariff_class="residential",
                        voltage="below_1kV",
                        capacity_kw=8,
                        payment_mode="postpaid",
                        opened_on=date(2020, 1, 1),
                        status=status,
                    )
                )


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def identity(
    databases: Databases, phone: Phone, clock: FixedClock, settings: Settings
) -> Iterator[Identity]:
    service = Identity(databases.bot, databases.utility, phone, clock, settings)
    for name in ("one", "two", "three"):
        service.consent(name)
    yield service
    service.close()
