"""Pipeline component: words of the normalised text by Jieba with the utility's dictionary."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import of_files, sources
from bot.nlu.normalised import normalise
from bot.nlu.normaliser import HEARD, Normaliser

jieba.setLogLevel("WARNING")

FIELD = "field"
"""The property of a token that names the dictionary which its word stands in."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class UtilityTokenizer(Tokenizer):
    """Jieba with the words of `dictionary_path`, on the normalised text.

    Rasa's `JiebaTokenizer` doesn't notice a changed dictionary and packs the old one, and loads it
    into a dictionary that is shared by the whole process. This one has a dictionary of its own whose
    content is part of the fingerprint. A token knows which dictionary its word stands in. Token positions refer to the typed text.
    """

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Chinese."""
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["jieba", "opencc"]

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Normaliser]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The configuration's keys and defaults."""
        return {
            # folder of dictionaries in Jieba's format: word, frequency, part of speech
            "dictionary_path": None,
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        dictionaries: list[Path],
    ) -> None:
        super().__init__(config)
        self._model_storage = model_storage
        self._resource = resource
        self._jieba = jieba.Tokenizer()
        self._fields: dict[str, str] = {}
        for file in dictionaries:
            with file.open(encoding="utf-8") as lines:
                self._jieba.load_userdict(lines)
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    self._fields.setdefault(line.split()[0], file.stem)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UtilityTokenizer:
        """A new component with the dictionaries of the folder."""
        return cls(config, model_storage, resource, _dictionaries(config.get("dictionary_path")))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UtilityTokenizer:
        """The component with the dictionaries that the model was trained with."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, _dictionaries(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train anew when the dictionary or the code changes."""
        dictionary = of_files(_dictionaries(config.get("dictionary_path")))
        return dictionary + sources("normalised.py", "normaliser.py", "jieba_tokenizer.py")

    def train(self, training_data: TrainingData) -> Resource:
        """Pack the dictionaries into the model."""
        with self._model_storage.write_to(self._resource) as folder:
            for file in _dictionaries(self._config.get("dictionary_path")):
                shutil.copy2(file, folder)
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of an attribute, with their places in the typed text."""
        typed = message.get(attribute)
        if attribute != TEXT:
            return self._apply_token_pattern(
                [Token(word, start) for word, start, _ in self._jieba.tokenize(typed)]
            )
        normal = normalise(typed)
        tokens = []
        for word, start, end in self._jieba.tokenize(normal.text[:HEARD]):
            if word.isspace():
                continue
            first, last = normal.typed_span(start, end)
            field = {FIELD: self._fields[word]} if word in self._fields else None
            tokens.append(Token(word, first, last, data=field))
        # Rasa expects at least one token
        return self._apply_token_pattern(tokens or [Token(typed, 0)])


def _dictionaries(folder: str | Path | None) -> list[Path]:
    return [] if folder is None else sorted(Path(folder).glob("*.txt"))
