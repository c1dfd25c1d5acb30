"""Each entry of the knowledge is reached by its questions, by somebody unknown; `make knowledge-report` asks all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bot.databases.sessions import connect, sessions
from tests.product import Product
from tests.product.knowledge import Reached, ask_each, entries_of_today, share

pytestmark = pytest.mark.product

LEAST = 0.97
"""Of all questions 99 of 100 were told when this was written; one of each entry is asked here."""


@pytest.fixture(scope="module")
def reached(product: Product) -> Iterator[Sequence[Reached]]:
    """One question of each entry, with what became of it."""
    asked = [
        (entry, entry.questions[number % len(entry.questions)])
        for number, entry in enumerate(entries_of_today())
    ]
    engine = connect(product.bot_db_url)
    yield ask_each(product.base_url, sessions(engine), asked)
    engine.dispose()


def test_the_entries_are_told(reached: Sequence[Reached]) -> None:
    assert share(reached) >= LEAST, "\n".join(
        str(one) for one in reached if one.outcome not in ("told", "first")
    )


def test_no_question_of_the_knowledge_asks_who_is_there(reached: Sequence[Reached]) -> None:
    assert [str(one) for one in reached if one.outcome == "identity"] == []
