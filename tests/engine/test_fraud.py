"""Swindlers' tricks are heard by the trained model, ordinary wishes beside them aren't taken for them."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.engine import training_data
from bot.engine.rankings import rankings
from bot.engine.train import NAME, models_dir

SENTENCES = Path(__file__).with_name("fraud_sentences.tsv")
"""Own sentences, ten of each trick; not to be copied into the training data."""
FRAUD = {"report_fraud", "report_loss"}
LEAST = 0.9
"""Of a trick's sentences that are answered with a warning."""


def sentences() -> list[tuple[str, str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["sentence"], row["intent"], row["trick"]) for row in rows]


@pytest.fixture(scope="module")
def understood() -> dict[str, str]:
    """What the trained model takes each sentence for."""
    model = models_dir() / f"{NAME}-{training_data.fingerprint()}.tar.gz"
    if not model.exists():
        pytest.skip("no model of these files: `make train`")
    processor = Agent.load(str(model)).processor
    assert processor is not None
    texts = [text for text, _, _ in sentences()]
    found = rankings(processor, texts)
    return {text: one[0][0] for text, one in zip(texts, found, strict=True)}


def test_every_trick_has_ten_sentences() -> None:
    numbers: defaultdict[str, int] = defaultdict(int)
    for _, _, trick in sentences():
        numbers[trick] += 1
    assert {trick for trick, number in numbers.items() if number < 10} == set()
    assert len(numbers) >= 13


def test_nothing_of_it_is_taught() -> None:
    taught = {one.text for one in training_data.examples()}
    assert not taught & {text for text, _, _ in sentences()}


@pytest.mark.parametrize("trick", sorted({one[2] for one in sentences()} - {"near"}))
def test_a_trick_is_heard(trick: str, understood: dict[str, str]) -> None:
    asked = [text for text, _, one in sentences() if one == trick]
    missed = {text: understood[text] for text in asked if understood[text] not in FRAUD}
    assert len(asked) - len(missed) >= LEAST * len(asked), missed


def test_a_loss_is_told_from_a_suspicion(understood: dict[str, str]) -> None:
    wrong = {
        text: understood[text]
        for text, intent, _ in sentences()
        if intent in FRAUD and understood[text] != intent
    }
    assert len(wrong) <= 8, wrong


def test_ordinary_wishes_are_no_fraud(understood: dict[str, str]) -> None:
    near = [text for text, _, trick in sentences() if trick == "near"]
    assert [text for text in near if understood[text] in FRAUD] == []
