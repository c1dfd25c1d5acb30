"""A small utility on SQLite and on PostgreSQL, and the billing service over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.billing import Answer
from bot.cards import validate
from bot.clock import FixedClock
from bot.databases import utility as tables
from bot.databases.sessions import connect, sessions
from bot.responses import load_responses
from bot.settings import Settings, load
from tests.conftest import postgres_database
from tests.unit.billing.asking import Asking
from tests.unit.billing.small_utility import BOOK, NOW, SmallUtility


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def utility_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('billing') / 'utility.db'}"
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture(scope="module")
def utility(utility_url: str) -> Iterator[SmallUtility]:
    """Shared by a module's tests: each adds accounts of its own."""
    engine = connect(utility_url)
    tables.Base.metadata.create_all(engine)
    yield SmallUtility(sessions(engine))
    engine.dispose()


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TOKEN_KEY", "k" * 32)
    monkeypatch.setenv("ENGINE_TOKEN", "e" * 32)
    monkeypatch.setenv("REGION", "testland")
    return load(env_file=None)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def billing(utility: SmallUtility, settings: Settings, clock: FixedClock) -> Asking:
    return Asking(utility.sessions, BOOK, clock, settings)


RESPONSES = load_responses()


@pytest.fixture
def said() -> Callable[[Answer], str]:
    """Renders an answer as a customer without cards reads it; its card must fit its schema."""

    def render(answer: Answer) -> str:
        if answer.card is not None:
            validate(answer.card)
        web = RESPONSES.render(answer.response, "web", **answer.facts).text
        whole = RESPONSES.render(answer.response, "wechat", **answer.facts).text
        assert answer.card is not None or web == whole, "only a card may shorten the words"
        if answer.facts.get("price_note") and answer.card is not None:
            assert answer.card["price"]["checked_on"], (
                "the card doesn't say where the price is from"
            )
        assert "None" not in web + whole
        return whole

    return render
