"""The table and its verdicts, of rounds whose numbers are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.baseline_model import BaselineModel, configuration, stories
from tests.bench.breakdown import parts
from tests.bench.errand import Bill, WrongAnswer
from tests.bench.report import Measured, as_json, table
from tests.bench.rounds import Phase, Round
from tests.bench.stacks import Asked

BILL = Bill("2026-10", "106.34")


def one_round(turn_seconds: float, crowd_rate: float) -> Round:
    def phase(seconds: float, number: int, whole: float) -> Phase:
        return Phase([Asked(seconds, seconds / 4, BILL)] * number, whole)

    return Round(phase(turn_seconds, 20, 20 * turn_seconds), phase(0.5, 160, 160 / crowd_rate))


def measured(ours: list[Round], theirs: list[Round]) -> Measured:
    model = BaselineModel(Path("somewhere/baseline.tar.gz"), 700.0, 100, True, 50_000_000)
    machine = {"processor": "any", "cores": "2", "memory": "8 GB", "system": "Linux"}
    memory = {"Mingdeng": {"gateway": 2**20, "engine": 2**21}, "Rasa default": {"engine": 2**22}}
    return Measured(
        "2026-11-24 12:00", "abc1234", machine, model, BILL, ["上个月电费多少"], 16, ours, theirs,
        memory, {},
    )  # fmt: skip


def test_what_is_wanted_is_met_only_when_it_is() -> None:
    well = table(measured([one_round(0.02, 50)] * 3, [one_round(0.1, 10)] * 3))
    assert well.count("Met: ") == 3
    assert "Not met" not in well
    badly = table(measured([one_round(0.06, 20)] * 3, [one_round(0.1, 10)] * 3))
    assert badly.count("Not met: ") == 3
    assert "Not met: 0.60." in badly
    assert "Not met: 2.00." in badly


def test_the_middle_round_decides_and_the_others_are_shown() -> None:
    ours = [one_round(0.02, 50), one_round(0.03, 50), one_round(0.09, 50)]
    assert "0.30× (0.20 to 0.90)" in table(measured(ours, [one_round(0.1, 10)] * 3))


def test_the_table_tells_a_shortened_training() -> None:
    found = measured([one_round(0.02, 50)], [one_round(0.1, 10)])
    assert "Rasa's default is" not in table(found)
    object.__setattr__(found.baseline, "epochs", 5)
    assert "5 epochs (Rasa's default is 100), from the cache" in table(found)


def test_the_numbers_are_kept_without_a_path_of_this_machine() -> None:
    kept = json.dumps(as_json(measured([one_round(0.02, 50)], [one_round(0.1, 10)])))
    assert "somewhere" not in kept
    assert '"turns a second, 16 clients"' in kept


def test_steps_inside_others_are_counted_once() -> None:
    mean = {
        "understand": 0.006,
        "predict actions": 0.002,
        "action call": 0.010,
        "action server": 0.007,
        "service and its database": 0.005,
        "turn in the engine": 0.025,
        "engine, as the gateway sees it": 0.028,
        "store the message": 0.003,
        "lease and read": 0.002,
        "store the answer": 0.002,
    }
    found = parts(mean, 0.040)
    assert found["action call: HTTP and JSON"] == pytest.approx(0.003)
    assert found["gateway to engine: HTTP and JSON"] == pytest.approx(0.003)
    assert found["engine: the rest of its turn"] == pytest.approx(0.007)
    assert found["rest"] == pytest.approx(0.005)
    assert found.pop("whole") == 0.040
    assert sum(found.values()) == pytest.approx(0.040)


def test_the_baseline_has_no_gateway() -> None:
    found = parts({"understand": 0.01, "turn in the engine": 0.08}, 0.1)
    assert not [name for name in found if "gateway" in name]
    assert found["rest"] == pytest.approx(0.02)


def test_an_answer_without_the_bill_is_no_answer() -> None:
    assert Bill.of({"schema": "bill", "month": "2026-10", "amount": "1.00", "more": 1}).amount
    for card in (None, [], {"schema": "balance"}):
        with pytest.raises(WrongAnswer):
            Bill.of(card)


def test_the_baseline_is_the_default_pipeline_with_these_epochs() -> None:
    found = configuration(7)
    names = [part["name"] for part in [*found["pipeline"], *found["policies"]]]
    assert {"DIETClassifier", "TEDPolicy", "UnexpecTEDIntentPolicy", "RulePolicy"} <= set(names)
    assert not [name for name in names if "." in name], "a component of ours"
    epochs = [p["epochs"] for p in [*found["pipeline"], *found["policies"]] if "epochs" in p]
    assert epochs == [7, 7, 7]


def test_rules_become_stories_where_they_can() -> None:
    simple = {"rule": "greets", "steps": [{"intent": "greet"}, {"action": "utter_greet"}]}
    form = {"rule": "ends", "condition": [{"active_loop": "f"}], "steps": [{"action": "f"}]}
    lost = {"rule": "isn't understood", "steps": [{"intent": "nlu_fallback"}]}
    told = stories({"rules": [simple, form, lost]})
    assert [one["steps"] for one in told] == [simple["steps"]]
