"""The tables and verdicts on understanding, of numbers that are known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine.judged import Understood
from tests.bench import smp2017
from tests.bench.figures import Times
from tests.bench.nlu_table import (
    Measured,
    Public,
    PublicScore,
    Scores,
    Side,
    Whole,
    as_json,
    table,
    verdicts,
)
from tests.bench.scoring import AlarmScore, Counts, IntentScore, WishScore
from tests.bench.understanding import Answers, Model, as_training_data, evenly
from tests.judging.sentences import IN_SCOPE


def side(training_seconds: float, score: float, *, cached: bool = False, p95: float = 0.01) -> Side:
    model = Model(Path("somewhere/model.tar.gz"), training_seconds, cached, 5_000_000)
    times = Times(100, 0.006, p95, 0.02)
    answers = Answers(3.0, 800 * 2**20, times, times, [Understood("甲", "a", ())], [["a"]])
    one = IntentScore(300, score, score, {"right": score, "asked": 0, "declined": 0, "wrong": 0})
    scores = Scores(
        slices=dict.fromkeys(IN_SCOPE, one),
        wishes=WishScore(300, score, score, score, score),
        declined={"out_of_scope_near": score, "out_of_scope_far": score},
        accepted=0.98,
        entities={"phone": Counts(9, 0, 0)},
        times={"period": 1.0, "moment": 1.0},
    )
    return Side(model, answers, scores)


def measured(ours: Side, theirs: Side | None, false_alarms: int = 0) -> Measured:
    machine = {"processor": "any", "cores": "2", "memory": "8 GB", "system": "Linux"}
    alarms = AlarmScore(1.0, 3, 500, false_alarms, 1000)
    wholes = [Whole(9000, 71, 60.0, 1), Whole(3000, 150, 24.0, 1), Whole(5000, 300, 46.0, 1)]
    return Measured(
        "2026-11-24 12:00", "abc1234", machine, 100, 5000, ours, theirs, alarms, wholes, None
    )  # fmt: skip


def test_what_is_wanted_is_met_only_when_it_is() -> None:
    good = verdicts(measured(side(20, 0.96), side(1200, 0.8)))
    missed = [one for one in good if "Not met" in one or "Not measured" in one]
    assert len(missed) == 1
    assert "at most 45 s with 5000 sentences and 300 rules. Not met: 46.0 s." in missed[0]
    bad = verdicts(measured(side(20, 0.5, p95=0.013), side(100, 0.8), false_alarms=3))
    told = "\n".join(bad)
    assert "- Wanted: macro-F1 of clean at least 0.95. Not met: 0.500." in told
    assert "at most 2 false alarms per 1,000 ordinary sentences. Not met: 3.00." in told
    assert "parsed in at most 12.0 ms (p95). Not met: 13.0 ms." in told
    assert "trained in at most 1/30 of the baseline's time. Not met: 1/5.0." in told
    assert "at most 25 s with 3000 sentences and 150 rules. Met: 24.0 s." in told
    assert "with 9000 sentences" not in told


def test_a_number_just_below_its_target_is_shown_so() -> None:
    told = "\n".join(verdicts(measured(side(20, 0.9499), None)))
    assert "clean at least 0.95. Not met: 0.94990." in told


@pytest.mark.parametrize("theirs", [None, side(1200, 0.8, cached=True)])
def test_training_times_are_compared_of_one_run_only(theirs: Side | None) -> None:
    found = measured(side(20, 0.96), theirs)
    assert found.training_ratio is None
    assert "Not measured: both have to be trained in one run (`--fresh`)." in table(found)
    if theirs is None:
        assert "The baseline was left out." in table(found)
    else:
        assert "an earlier run's and is not compared" in table(found)


def test_the_dev_sentences_are_looked_at_only_when_told() -> None:
    folds = PublicScore(0.93, 0.92)
    found = replace(measured(side(20, 0.96), None), public=Public(folds, None, None))
    assert "Mingdeng, five-fold on train" in table(found)
    assert "dev is looked at only with `--dev`" in table(found)
    dev = PublicScore(0.951, 0.94, side(20, 1).model)
    found = replace(found, public=Public(None, dev, dev))
    assert "accuracy on SMP2017 dev at least 0.95. Met: 0.9510." in table(found)


def test_a_baseline_without_entities_gets_a_dash() -> None:
    theirs = side(1200, 0.8)
    nothing = replace(theirs, scores=replace(theirs.scores, entities={"phone": Counts(0, 9, 0)}))
    assert "| phone  |     9 |      0 |        0 | 1.000 |                — |" in table(
        measured(side(20, 0.96), nothing)
    )


def test_the_numbers_are_kept_without_paths_and_sentences() -> None:
    kept = json.dumps(as_json(measured(side(20, 0.96), side(1200, 0.8))), ensure_ascii=False)
    assert "somewhere" not in kept
    assert "甲" not in kept


def test_some_of_the_sentences_are_of_each_intent_the_same_share() -> None:
    sentences = [(f"甲{n}", "a") for n in range(60)] + [(f"乙{n}", "b") for n in range(30)]
    some = evenly(sentences, 30)
    assert len(some) == 30
    assert [intent for _, intent in some].count("a") == 20
    assert evenly(sentences, 90) == sentences


def test_sentences_become_training_data_without_marks() -> None:
    text = as_training_data([("查[电费](x)", "a"), ("有\n换行", "a"), ("乙: #1", "b")])
    assert "- 查 电费 (x)" in text
    assert "- 有 换行" in text
    assert "- 乙: #1" in text
    assert text.count("intent:") == 2


def test_smp2017_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text('text\tintent\n打开"某某\tapp\n', encoding="utf-8")
    with pytest.raises(smp2017.NoSuchData, match=r"dev\.tsv can't be read"):
        smp2017.read(tmp_path)
    (tmp_path / "dev.tsv").write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(smp2017.NoSuchData, match="columns text and intent"):
        smp2017.read(tmp_path)
    (tmp_path / "dev.tsv").write_text("text\tintent\n", encoding="utf-8")
    with pytest.raises(smp2017.NoSuchData, match="no sentences"):
        smp2017.read(tmp_path)
    (tmp_path / "dev.tsv").write_text("text\tintent\n几点\ttime\n", encoding="utf-8")
    found = smp2017.read(tmp_path)
    assert found.train == [('打开"某某', "app")]
    assert [(one.text, one.intents) for one in found.dev] == [("几点", ("time",))]
