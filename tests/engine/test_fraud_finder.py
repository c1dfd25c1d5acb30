"""What is meant in a talk about a swindle: the messages, the model, and what the component adds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import load_library
from bot.nlu.encoders import KeptVectors, encoder
from bot.nlu.fraud_finder import MOST, SWINDLE, FraudFinder, FraudModel
from bot.nlu.normalised import normalise
from bot.safety.fraud_asked import HEADER, OTHERS, FraudTalkFileError, read_said
from tests.engine.messages import message

FOLDS = 4


def test_what_is_right_can_be_answered() -> None:
    entries = {one.id for one in load_library().entries().values() if one.topic == "fraud"}
    for one in read_said():
        assert one.told in entries, one.line
        assert set(one.right) <= entries | OTHERS, one.line


def test_of_messages_not_learnt_from_most_come_right() -> None:
    said = read_said()
    texts = [normalise(one.message).text for one in said]
    vectors = KeptVectors(encoder("use-multilingual"), purpose="swindle").encode(texts)
    held = np.arange(len(said)) % FOLDS == 0
    kept = np.flatnonzero(~held)
    labels = [said[place].right[0] for place in kept]
    model = FraudModel.trained(
        [texts[place] for place in kept], vectors[kept].astype("float64"), labels
    )
    right = []
    for place in np.flatnonzero(held):
        chances = model.probabilities(texts[place], vectors[place])
        right.append(max(chances, key=lambda one: chances[one]) in said[place].right)
    assert np.mean(right) >= 0.5  # of nearly eighty answers, without what was told before


def test_the_component_adds_the_likeliest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    storage, resource = LocalModelStorage(tmp_path), Resource("swindle")
    FraudFinder({}, storage, resource).train(TrainingData([]))
    context: object = None
    loaded = FraudFinder.load({}, storage, resource, context)  # type: ignore[arg-type]
    lost, owes = loaded.process([message("钱已经转到他卡上了"), message("那我自己到底欠不欠费")])
    assert lost.get(SWINDLE)[0]["id"] in ("loss", "fraud_loss")
    assert owes.get(SWINDLE)[0]["id"] == "balance"
    assert len(lost.get(SWINDLE)) == MOST


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("told\tmessage\n", "第 1 行"),
        ("\t".join(HEADER) + "\nfraud_call\t喂\n", "第 2 行"),
        ("\t".join(HEADER) + "\nfraud_call\t喂\tnone\nfraud_call\t喂\tloss\n", "第 3 行"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "fraud_talk.tsv"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(FraudTalkFileError, match=said):
        read_said(file)
