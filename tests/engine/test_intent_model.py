"""The linear intent model: trains on little, gives honest probabilities, keeps what it learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoders import KeptVectors
from bot.nlu.intent_model import VIEWS, IntentModel, Sentence, _vectorizer, train

SENTENCES = {
    "query_bill": ["查一下上个月账单", "账单多少钱", "看看电费账单", "发一下账单给我"],
    "report_outage": ["我家停电了", "小区没电了", "怎么突然停电", "楼道没有电"],
    "greet": ["你好", "您好呀"],
}


class LengthEncoder:
    """A stand-in for a sentence encoder: the same text, the same vector."""

    name = "lengths"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, sentences: list[str]) -> np.ndarray:
        self.seen += sentences
        rows = np.array([[len(one), one.count("电"), 1.0] for one in sentences], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def sentences(*texts: str) -> list[Sentence]:
    """Each character a word."""
    return [Sentence(one, tuple(one)) for one in texts]


def trained() -> tuple[IntentModel, list[Sentence], np.ndarray]:
    texts = [one for many in SENTENCES.values() for one in many]
    labels = [intent for intent, many in SENTENCES.items() for _ in many]
    vectors = LengthEncoder().encode(texts)
    return train(sentences(*texts), vectors, labels), sentences(*texts), vectors


def test_it_learns_from_two_sentences_and_sums_to_one() -> None:
    model, texts, vectors = trained()
    chances = model.probabilities(texts, vectors)
    assert chances.shape == (10, 3)
    assert np.allclose(chances.sum(axis=1), 1)
    best = [model.intents[row] for row in chances.argmax(axis=1)]
    assert best == [intent for intent, many in SENTENCES.items() for _ in many]


def test_the_same_data_gives_the_same_model() -> None:
    (one, texts, vectors), (other, _, _) = trained(), trained()
    assert np.array_equal(one.weights, other.weights)
    assert one.sharpness == other.sharpness
    assert np.array_equal(one.probabilities(texts, vectors), other.probabilities(texts, vectors))


def test_a_stored_model_answers_alike(tmp_path: Path) -> None:
    model, texts, vectors = trained()
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    assert again.intents == model.intents
    assert np.allclose(
        again.probabilities(texts, vectors), model.probabilities(texts, vectors), atol=1e-6
    )


def test_a_sentence_alone_weighs_as_in_training() -> None:
    model, texts, vectors = trained()
    taught = [_vectorizer(view, 1).fit(texts) for view in VIEWS]
    asked = sentences("停电停电了", "账单呢", "囧")
    scores = np.zeros((3, 3))
    rows = 0
    for view, one in zip(VIEWS, taught, strict=True):
        terms = one.transform(asked).toarray() * view.weight
        scores += terms @ model.weights[rows : rows + terms.shape[1]]
        rows += terms.shape[1]
    assert rows + vectors.shape[1] == len(model.weights)
    assert np.allclose([model._score(one) for one in asked], scores, atol=1e-6)


def best_of(model: IntentModel, one: Sentence) -> str:
    chances = model.probabilities([one], np.zeros((1, 3)))[0]
    return model.intents[int(chances.argmax())]


def test_a_wrong_character_of_the_same_sound_is_understood() -> None:
    model, _, _ = trained()
    (wrong,) = sentences("庭店")
    assert not set(wrong.text) & set("".join(SENTENCES["report_outage"]))
    assert best_of(model, wrong) == "report_outage"


def test_the_dictionary_of_a_word_counts() -> None:
    ours = [Sentence(text, (text,), ("electricity",)) for text in ("甲乙", "丙丁", "戊己")]
    theirs = [Sentence(text, (text,), ("elsewhere",)) for text in ("子丑", "寅卯", "辰巳")]
    labels = ["query_bill"] * 3 + ["out_of_scope"] * 3
    model = train([*ours, *theirs], np.zeros((6, 3)), labels)
    assert best_of(model, Sentence("天地", ("天地",), ("elsewhere",))) == "out_of_scope"
    assert best_of(model, Sentence("天地", ("天地",), ("electricity",))) == "query_bill"


def test_a_lead_decides_what_is_even() -> None:
    even = sentences("甲", "乙")
    vectors = np.zeros((2, 3))
    unknown = Sentence("丙", ("丙",))
    for ahead in ("a", "b"):
        assert best_of(train(even, vectors, ["a", "b"], {ahead: 0.5}), unknown) == ahead


@pytest.mark.parametrize("intents", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_few_intents_with_one_sentence_each(intents: list[str]) -> None:
    texts = [f"{one}句" for one in intents]
    vectors = LengthEncoder().encode(texts)
    model = train(sentences(*texts), vectors, intents)
    chances = model.probabilities(sentences(*texts), vectors)
    assert chances.shape == (len(intents), len(intents))
    assert [intents[row] for row in chances.argmax(axis=1)] == intents


def test_unseen_characters_are_no_error() -> None:
    model, _, _ = trained()
    chances = model.probabilities(sentences("囧"), LengthEncoder().encode(["囧"]))
    assert np.isfinite(chances).all()


def test_known_sentences_are_not_encoded_again(tmp_path: Path) -> None:
    encoder = LengthEncoder()
    first = KeptVectors(encoder, tmp_path).encode(["电费", "停电", "电费"])
    second = KeptVectors(encoder, tmp_path).encode(["停电", "电费多少"])
    assert encoder.seen == ["电费", "停电", "电费多少"]
    assert np.array_equal(first[1], second[0])
    assert np.array_equal(first[0], first[2])


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    encoder = LengthEncoder()
    (tmp_path / "lengths.npz").write_bytes(b"no archive")
    assert KeptVectors(encoder, tmp_path).encode(["电费"]).shape == (1, 3)
