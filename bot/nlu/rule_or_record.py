"""Pipeline component: whether a sentence asks for the rule (违约金怎么算) or for one's own record (我的违约金多少)."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.asked import FILE, RULE, read_asked
from bot.nlu.encoders import KeptVectors
from bot.nlu.nearest import Floats
from bot.nlu.normalised import normalise
from bot.nlu.rule_model import RuleModel, train
from bot.nlu.taught_by_file import TaughtByFile


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RuleOrRecord(TaughtByFile[RuleModel]):
    """Adds `rule`: how likely the sentence asks for the rule, 0 (own record) to 1 (rule)."""

    FILE = FILE
    KEY = RULE
    PURPOSE = "rule_or_record"
    MODEL = RuleModel
    SOURCES = ("asked.py", "rule_model.py", "rule_or_record.py")

    def learnt(self, file: Path, training_data: TrainingData, encoded: KeptVectors) -> RuleModel:
        """Learn from the file; the intents' sentences aren't needed.

        Raises:
            RuleFileError: a line of the file can't be used.
        """
        asked = read_asked(file)
        texts = [normalise(one.text).text for one in asked]
        vectors = encoded.encode(texts).astype("float64")
        return train(texts, vectors, [one.asks == RULE for one in asked])

    def told(self, model: RuleModel, text: str, vector: Floats) -> float:
        """How likely the rule is asked for."""
        return round(model.probability(text, vector), 4)
