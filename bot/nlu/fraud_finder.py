"""Pipeline component: what is meant in a talk about a swindle (钱转过去了: a loss; 他还在门口: what to do with him)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import load_library
from bot.nlu import fingerprints
from bot.nlu.encoders import KeptVectors
from bot.nlu.label_model import LabelModel
from bot.nlu.nearest import Floats
from bot.nlu.normalised import normalise
from bot.nlu.taught_by_file import TaughtByFile
from bot.safety.fraud_asked import FILE, read_said
from bot.settings import ROOT

SWINDLE = "swindle"
"""The key in a parsed message."""
TOPIC = "fraud"
MOST = 8


class FraudModel(LabelModel):
    """Its labels are ids of entries and what else answers; cost and weight by one author against the other."""

    COST: ClassVar[float] = 0.5
    MEANING: ClassVar[float] = 1.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FraudFinder(TaughtByFile[FraudModel]):
    """Adds `swindle`: what most likely answers the message in a talk about a swindle, best first."""

    FILE = FILE
    KEY = SWINDLE
    PURPOSE = "swindle"
    MODEL = FraudModel
    SOURCES = ("label_model.py", "fraud_finder.py")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the entries change, too."""
        entries = fingerprints.of_files([ROOT / "data" / "knowledge" / f"{TOPIC}.yml"])
        return f"{super().fingerprint_addon(config)}{entries}"

    def learnt(self, file: Path, training_data: TrainingData, encoded: KeptVectors) -> FraudModel:
        """Learn from the file and from the entries' own questions.

        Raises:
            FraudTalkFileError: the file can't be used.
        """
        taught = [(one.message, one.right[0]) for one in read_said(file)]
        taught += [
            (question, entry.id)
            for entry in load_library().entries().values()
            if entry.topic == TOPIC
            for question in (entry.title, *entry.questions)
        ]
        texts = [normalise(text).text for text, _ in taught]
        vectors = encoded.encode(texts).astype("float64")
        return FraudModel.trained(texts, vectors, [label for _, label in taught])

    def told(self, model: FraudModel, text: str, vector: Floats) -> list[dict[str, object]]:
        """What answers it most likely."""
        return model.likeliest(text, vector, MOST)
