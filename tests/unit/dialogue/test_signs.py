"""What speaks for an entry, or a record, as the meaning of a few words after an entry."""

from __future__ import annotations

import pytest

from bot.dialogue.follow_ups.neighbours import RECORD, Neighbours
from bot.dialogue.follow_ups.signs import rank, weights
from bot.dialogue.sentence import Sentence
from tests.unit.dialogue.situations import frames, heard, situation, told

TOLD = "transfer_materials"
AFTER = frames(told(TOLD, "过户要带什么", TOLD))


def meant(text: str, near: list[tuple[str, float]], **fields: object) -> object:
    sentence = heard(text, **fields)  # type: ignore[arg-type]
    full = Sentence("…", knowledge=near)
    return Neighbours().meant(situation(sentence, AFTER), AFTER.frames[-1], full)


def test_every_weight_is_a_sign_and_every_sign_has_a_weight() -> None:
    understood = {"过户要带什么要多久": Sentence("…", knowledge=[(TOLD, 0.8)])}
    asked = situation(heard("要多久", "query_bill"), AFTER, understood=understood)
    found = Neighbours().candidates(asked, AFTER.frames[-1])
    signs = {name for one in found.values() for name in one}
    assert signs == set(weights("entry"))


def test_the_facet_that_is_asked_for_leads_to_the_neighbour_that_has_it() -> None:
    found = meant("要多久", [(TOLD, 0.8), ("transfer_time", 0.7)])
    assert found.id == "transfer_time"  # type: ignore[attr-defined]
    assert found.family  # type: ignore[attr-defined]


def test_what_the_entry_has_besides_its_short_answer_stays_with_it() -> None:
    found = meant("代办的要委托书吗", [(TOLD, 0.8), ("tiers_year_reset", 0.5)])
    assert found.id == TOLD  # type: ignore[attr-defined]


def test_ones_own_record_may_be_meant() -> None:
    found = meant("那我家上个月交了没", [(TOLD, 0.4)], intent="query_payments", rule=0.0)
    assert found.record == "query_payments"  # type: ignore[attr-defined]
    assert found.id == f"{RECORD}query_payments"  # type: ignore[attr-defined]


def test_chances_are_shares() -> None:
    found = meant("要多久", [(TOLD, 0.8), ("transfer_time", 0.7)])
    assert 0.0 < found.chance <= 1.0  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["near", "again_rest", "own_intent", "title"])
def test_more_of_a_good_sign_ranks_higher(name: str) -> None:
    learnt = weights("entry")
    assert rank({name: 1.0}, learnt) > rank({name: 0.2}, learnt)
