"""Pipeline component: entities by rules, with their places in the typed text."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
)
from rasa.shared.nlu.training_data.message import Message

from bot.clock import Clock, system_clock
from bot.nlu import entities
from bot.nlu.normaliser import Normaliser, normalised
from bot.settings import SettingsError, settings

ACCOUNT_NUMBER_FORMAT = "[0-9]{10}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntityExtractor(EntityExtractorMixin, GraphComponent):
    """Numbers and times; a name is never guessed, forms take the text.

    Args:
        account_number_format: regular expression of the whole 户号.
        clock: what `last month` is told from.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to come before."""
        return [Normaliser]

    def __init__(self, account_number_format: str, clock: Clock) -> None:
        self._account_number_format = account_number_format
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleEntityExtractor:
        """A new component with the settings of this installation."""
        try:
            chosen = settings()
        except SettingsError:
            # `rasa train` and `rasa test nlu` need no installation with keys.
            return cls(ACCOUNT_NUMBER_FORMAT, system_clock)
        return cls(chosen.account_number_format, chosen.clock)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is found to each message's entities."""
        for message in messages:
            found = self.add_extractor_name(self._found(message))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _found(self, message: Message) -> list[dict[str, Any]]:
        normal = normalised(message)
        result = []
        for one in entities.find_all(normal.text, self._account_number_format, self._clock()):
            first, last = normal.typed_span(one.start, one.end)
            result.append(
                {
                    ENTITY_ATTRIBUTE_TYPE: one.entity,
                    ENTITY_ATTRIBUTE_VALUE: one.value,
                    ENTITY_ATTRIBUTE_START: first,
                    ENTITY_ATTRIBUTE_END: last,
                }
            )
        return result
