"""Which fact of a record is asked for: the sentences, the model, and what the component adds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.facts import OTHER, load_facts
from bot.nlu.encoders import KeptVectors, encoder
from bot.nlu.fact_finder import EACH, FACTS, MOST, FactFinder, FactModel
from bot.nlu.normalised import normalise
from tests.engine.messages import message

FOLDS = 4


@pytest.fixture(scope="module")
def taught() -> tuple[list[str], np.ndarray, np.ndarray]:
    rows = [
        (normalise(text).text, fact.id) for fact in load_facts().values() for text in fact.sentences
    ]
    texts = [text for text, _ in rows]
    vectors = KeptVectors(encoder("use-multilingual"), purpose="facts").encode(texts)
    return texts, vectors.astype("float64"), np.array([name for _, name in rows])


def test_of_sentences_not_learnt_from_most_come_right(
    taught: tuple[list[str], np.ndarray, np.ndarray],
) -> None:
    texts, vectors, names = taught
    held = np.arange(len(texts)) % FOLDS == 0
    model = FactModel.trained(
        [texts[place] for place in np.flatnonzero(~held)], vectors[~held], names[~held]
    )
    right = []
    for place in np.flatnonzero(held):
        chances = model.probabilities(texts[place], vectors[place])
        right.append(max(chances, key=lambda one: chances[one]) == names[place])
    assert np.mean(right) >= 0.8


def test_a_model_is_the_same_after_it_was_kept(
    tmp_path: Path, taught: tuple[list[str], np.ndarray, np.ndarray]
) -> None:
    texts, vectors, names = taught
    model = FactModel.trained(texts[::3], vectors[::3], names[::3])
    model.save(tmp_path)
    again = FactModel.load(tmp_path)
    for place in (1, 50, 700):
        one = model.probabilities(texts[place], vectors[place])
        assert again.probabilities(texts[place], vectors[place]) == pytest.approx(one)
        assert sum(one.values()) == pytest.approx(1.0)


def test_the_component_adds_the_likeliest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    storage, resource = LocalModelStorage(tmp_path), Resource("facts")
    aside = ["你好", "家里没电了快来修", "过户怎么办", "谢谢", "人工客服", "装个充电桩"] * EACH
    FactFinder({}, storage, resource).train(
        TrainingData([message(text, "greet") for text in aside])
    )
    context: object = None
    loaded = FactFinder.load({}, storage, resource, context)  # type: ignore[arg-type]
    late, other = loaded.process([message("拖了几天才付的"), message("过户要哪些证件")])
    assert late.get(FACTS)[0]["id"] == "days_late"
    assert len(late.get(FACTS)) == MOST
    assert other.get(FACTS)[0]["id"] == OTHER


def test_without_a_model_nothing_is_said(tmp_path: Path) -> None:
    component = FactFinder({}, LocalModelStorage(tmp_path), Resource("none"))
    (one,) = component.process([message("拖了几天")])
    assert one.get(FACTS) is None
