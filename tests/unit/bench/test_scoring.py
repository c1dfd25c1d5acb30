"""The scores of understanding, of sentences whose answers are known."""

from __future__ import annotations

import pytest

from bot.engine.judged import Entity, Judged, Marked, Understood
from tests.bench import scoring
from tests.bench.scoring import Counts
from tests.judging.sentences import Alarm, Timed


def judged(*wishes: str) -> Judged:
    return Judged("甲", tuple(tuple(wish.split("|")) for wish in wishes), 1)


def sure(intent: str, *entities: Entity) -> Understood:
    return Understood("甲", intent, ((intent, 0.9),), entities)


def unsure(*ranking: str) -> Understood:
    return Understood("甲", "nlu_fallback", tuple((name, 0.3) for name in ranking))


def test_intents_before_and_after_the_fallback() -> None:
    sentences = [judged("a"), judged("a|b"), judged("a"), judged("b"), judged("b")]
    found = [sure("a"), sure("b"), unsure("a", "b"), unsure("a", "b"), sure("out_of_scope")]
    score = scoring.intents(sentences, found)
    assert score.count == 5
    assert score.accuracy == pytest.approx(3 / 5)
    assert score.outcomes == {
        "right": pytest.approx(2 / 5),
        "asked": pytest.approx(2 / 5),
        "declined": pytest.approx(1 / 5),
        "wrong": 0,
    }
    # a: 2 there, 3 said, 2 hits; b (with the alternative that was found): 3 there, 1 said, 1 hit
    assert score.macro_f1 == pytest.approx((4 / 5 + 2 / 4) / 2)


def test_macro_f1_is_the_mean_over_what_occurs() -> None:
    assert scoring.macro_f1([("a",), ("a",), ("b",)], ["a", "a", "c"]) == pytest.approx(0.5)
    assert scoring.macro_f1([("a",)] * 9 + [("b",)], ["a"] * 10) == pytest.approx(18 / 19 / 2)
    assert scoring.macro_f1([("a",)], [None]) == 0
    assert scoring.macro_f1([], []) == 0


@pytest.mark.parametrize("intent", ["out_of_scope", "chitchat", "nlu_fallback", None])
def test_what_declines_a_sentence_out_of_scope(intent: str | None) -> None:
    assert scoring.declined(Understood("甲", intent, ()))
    assert not scoring.declined(sure("query_bill"))


def test_accepted_are_those_in_scope_that_are_neither_refused_nor_asked_back() -> None:
    sentences = [judged("a"), judged("a"), judged("a"), judged("out_of_scope"), judged("chitchat")]
    found = [sure("x"), sure("out_of_scope"), unsure("a"), sure("out_of_scope"), sure("chitchat")]
    assert scoring.accepted_share(sentences, found) == pytest.approx(2 / 4)


def test_wishes_have_to_be_found_all_and_no_others() -> None:
    messages = [judged("a", "b"), judged("a", "b"), judged("a"), judged("a"), judged("a|b", "a")]
    score = scoring.wishes(messages, [["b", "a"], ["a"], ["a"], ["a", "c"], ["a", "b"]])
    assert score.equal == pytest.approx(3 / 5)
    assert score.several == pytest.approx(2 / 3)
    assert score.single == pytest.approx(1 / 2)
    assert score.recall == pytest.approx(7 / 8)


def test_one_intent_serves_one_wish() -> None:
    assert scoring.wishes([judged("a", "a")], [["a"]]).recall == 0.5
    assert scoring.wishes([judged("a", "b")], [[]]).recall == 0


def test_entities_count_by_name_and_stretch() -> None:
    sentence = Marked("甲", (("phone", "138"), ("period", "上个月"), ("period", "上个月")))
    found = sure(
        "a",
        Entity("phone", "138", "138"),
        Entity("period", "上个", "x"),
        Entity("period", "上个月", "y"),
        Entity("code", "138", "138"),
    )
    counts = scoring.entities([sentence], [found])
    assert counts == {
        "code": Counts(0, 0, 1),
        "period": Counts(1, 1, 1),
        "phone": Counts(1, 0, 0),
    }
    assert scoring.together(counts) == Counts(2, 1, 2)
    assert scoring.together(counts).f1 == pytest.approx(4 / 7)
    assert Counts().f1 == 1


def test_a_time_is_exact_if_it_alone_is_found() -> None:
    october = Entity("period", "上个月", "2026-10-01/2026-10-31")
    other = Entity("period", "今天", "2026-11-22/2026-11-22")
    timed = [Timed("甲", "period", october.value)] * 3 + [Timed("甲", "moment", "2026-11-22T09:00")]
    found = [sure("a", october), sure("a", october, other), sure("a"), sure("a", october)]
    assert scoring.times(timed, found) == {"period": pytest.approx(1 / 3), "moment": 0}


def test_alarms() -> None:
    dangers = [Alarm("着火", True), Alarm("触电", True), Alarm("火锅", False), Alarm("电影", False)]
    score = scoring.alarms(dangers, ["电费"] * 499 + ["火"], lambda text: "火" in text)
    assert (score.recall, score.false_alarms, score.lookalikes) == (0.5, 1, 2)
    assert score.per_thousand == pytest.approx(2)
