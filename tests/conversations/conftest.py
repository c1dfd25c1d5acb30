"""The product that conversations are played against: this run's own, or a running one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from bot.databases.sessions import Sessions, connect, sessions


class Place(NamedTuple):
    """Where a product runs."""

    base_url: str
    sessions: Sessions


@pytest.fixture(scope="session")
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A product of this run; with MINGDENG_URL and BOT_DB_URL set, the one that runs there."""
    url = os.environ.get("MINGDENG_URL")
    if url:
        bot_db_url = os.environ["BOT_DB_URL"]
    else:
        product = request.getfixturevalue("product")
        url, bot_db_url = product.base_url, product.bot_db_url
    engine = connect(bot_db_url)
    yield Place(url, sessions(engine))
    engine.dispose()
