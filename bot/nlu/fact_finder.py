"""Pipeline component: which fact of her own records a customer asks for (拖了几天来: how late a bill was paid)."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.facts import OTHER, load_facts
from bot.intents import load_intents
from bot.nlu.asked import RULE, read_asked
from bot.nlu.encoders import KeptVectors
from bot.nlu.label_model import LabelModel
from bot.nlu.nearest import Floats
from bot.nlu.normalised import normalise
from bot.nlu.normaliser import heard
from bot.nlu.taught_by_file import TaughtByFile

FACTS = "facts"
"""The key in a parsed message."""
MOST = 8
EACH = 6
"""Of the sentences of intents that no record answers, each so-manieth is learnt as asking for no fact."""


class FactModel(LabelModel):
    """Its labels are facts and `OTHER`; cost and weight by cross-validation."""

    COST: ClassVar[float] = 0.25
    MEANING: ClassVar[float] = 1.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FactFinder(TaughtByFile[FactModel]):
    """Adds `facts`: the likeliest facts with their probability, best first."""

    FILE = "data/facts.yml"
    KEY = FACTS
    PURPOSE = "facts"
    MODEL = FactModel
    SOURCES = ("asked.py", "label_model.py", "fact_finder.py")

    def learnt(self, file: Path, training_data: TrainingData, encoded: KeptVectors) -> FactModel:
        """Learn from the file, and from other intents' sentences what asks for no fact.

        Raises:
            DataFileError: the file can't be used.
        """
        taught = [
            (normalise(text).text, fact.id)
            for fact in load_facts(file).values()
            for text in fact.sentences
        ]
        taught += [(text, OTHER) for text in _others(training_data)]
        texts = [text for text, _ in taught]
        vectors = encoded.encode(texts).astype("float64")
        return FactModel.trained(texts, vectors, [label for _, label in taught])

    def told(self, model: FactModel, text: str, vector: Floats) -> list[dict[str, object]]:
        """The likeliest facts."""
        return model.likeliest(text, vector, MOST)


def _others(training_data: TrainingData) -> list[str]:
    """Sentences that ask for no fact: rules, and some of all intents that no record answers."""
    records = {name for name, one in load_intents().items() if one.record}
    aside = [heard(one) for one in training_data.intent_examples if one.get(INTENT) not in records]
    rules = [normalise(one.text).text for one in read_asked() if one.asks == RULE]
    return [text for text in (*aside[::EACH], *rules) if text]
