"""Every conversation case, through the real processes and the web chat contract."""

from __future__ import annotations

import pytest

from bot.demo.people import person
from tests.chat_client import ChatClient
from tests.conversations.cases import Case, Play, read_cases
from tests.conversations.conftest import Place

CASES = read_cases()


def test_names_are_unique() -> None:
    labels = [case.label for case in CASES]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_conversation(case: Case, place: Place) -> None:
    with ChatClient(place.base_url) as chat:
        play = Play(chat, place.sessions, person(case.person))
        if case.bound:
            play.prove_identity()
        for step in case.steps:
            try:
                play.step(step)
            except AssertionError as error:
                raise AssertionError(f"{case.path.name}, line {step.line}: {error}") from None
